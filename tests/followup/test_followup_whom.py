"""Whom `eventkit followup draft` is for: a query, open promises, the most urgent, letters that answer nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventkit.api import find_person

LATER = "2027-08-20T09:00:00+02:00"
"""Fourteen weeks after the tests' own time."""

ARTICLE = ("--template", "article", "--set", "link=https://example.org/1", "--set", "why=It is short.")


@pytest.fixture
def known(conference):
    """Add people with an address."""

    def known(*names, event=None):
        for name in names:
            options = ("--event", event) if event else ()
            conference("people", "add", name, "--email", f"{name.split()[0].lower()}@example.org", *options)

    return known


@pytest.fixture
def two_events(conference, known):
    """Jane, met at both of two events; John, met at the first; Bo, met nowhere. All are tagged."""
    conference("events", "add", "meetup", "--name", "Lakeside Meetup")
    known("Jane Doe", "John Roe", "Bo Beispiel")
    conference("people", "tag", "Jane", "John", "Bo", "--add", "lakes")
    conference("met", "Jane Doe", "--event", "pyconf", "--note", "parsers", "--at", "2027-05-12T10:00")
    conference("met", "John Roe", "--event", "pyconf", "--note", "caches", "--at", "2027-05-12T11:00")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "boats", "--at", "2027-05-13T10:00")


@pytest.fixture
def draft(conference, drafts):
    """Run `followup draft` and give its JSON."""

    def draft(*options, code=0):
        return conference("followup", "draft", "--to", drafts, "--format", "json", *options, code=code).json

    return draft


def drafted(result, *keys):
    return [tuple(one[key] for key in ("person", *keys)) for one in result["drafted"]]


def reasons(result):
    return {skipped["person"]: skipped["reason"] for skipped in result["skipped"]}


# --- a query, wherever we met ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("two_events")
def test_query_without_event_gives_each_one_letter_about_where_we_met_last(draft, read_message):
    result = draft("--who", "tag:lakes")
    assert drafted(result, "event", "template") == [
        ("Jane Doe", "meetup", "thank-you-again"),
        ("John Roe", "pyconf", "thank-you"),
    ]
    text = read_message(result["drafted"][0]["path"]).get_content()
    assert ("Lakeside Meetup" in text, "parsers; boats" in text) == (True, True)


@pytest.mark.usefixtures("two_events")
def test_letter_about_two_events_leaves_nothing_to_write_for_either(draft):
    draft("--who", "tag:lakes")
    again = draft("--who", "tag:lakes")
    assert (drafted(again), reasons(again)) == (
        [],
        {
            "Jane Doe": "already drafted (no encounter since)",
            "John Roe": "already drafted (no encounter since)",
            "Bo Beispiel": "nothing new",
        },
    )
    assert [drafted(draft("--event", event)) for event in ("pyconf", "meetup")] == [[], []]


@pytest.mark.usefixtures("two_events")
def test_query_with_an_event_is_for_those_of_it_met_there(draft, read_message):
    result = draft("--who", "tag:lakes", "--event", "meetup")
    assert (drafted(result, "event"), reasons(result)) == ([("Jane Doe", "meetup")], {})
    assert "parsers" not in read_message(result["drafted"][0]["path"]).get_content()


@pytest.mark.usefixtures("two_events")
def test_letter_of_a_query_has_the_number_that_a_letter_for_its_event_would_have(draft, drafts, conference, tmp_path):
    draft("--who", "john")
    conference("undo")
    mine = drafts.rename(tmp_path / "of-the-query")
    assert list(mine.iterdir()) == []
    key = conference("followup", "draft", "--who", "john", "--to", mine, "--format", "json").json["drafted"][0]["path"]
    number = Path(key).read_text().partition("Message-ID: ")[2].splitlines()[0]
    conference("undo")
    other = draft("--event", "pyconf", "--who", "john")["drafted"][0]["path"]
    assert Path(other).read_text().partition("Message-ID: ")[2].splitlines()[0] == number


@pytest.mark.usefixtures("two_events")
def test_letter_about_a_promise_names_the_event_of_the_promise(conference, draft, read_message):
    conference("met", "John Roe", "--event", "pyconf", "--promise", "send the link", "--at", "2027-05-12T12:00")
    conference("met", "John Roe", "--event", "meetup", "--note", "boats", "--at", "2027-05-13T12:00")
    [john] = draft("--who", "john")["drafted"]
    assert (john["why"], john["event"]) == ("promise", "pyconf")
    assert read_message(john["path"])["Subject"] == "What I promised you at PyConf Lakeside"


def test_query_that_nobody_fulfils_is_told(conference, drafts):
    ran = conference("followup", "draft", "--who", "tag:nobody", "--to", drafts)
    assert (ran.stdout, ran.stderr) == (
        "",
        "Nobody fulfils 'tag:nobody'; `eventkit people list --all tag:nobody` looks for them.\n",
    )


@pytest.mark.usefixtures("two_events")
def test_run_over_several_events_names_each_in_the_table_and_the_query_in_the_history(conference, drafts):
    shown = conference("followup", "draft", "--who", "tag:lakes", "--to", drafts).stdout.splitlines()
    assert shown[:4] == [
        f"Wrote 2 drafts to {drafts}:",
        "Person    Template         Event   File",
        "Jane Doe  thank-you-again  meetup  01-jane-doe.eml",
        "John Roe  thank-you        pyconf  02-john-roe.eml",
    ]
    assert conference("history", "--format", "json").json[0]["label"] == "draft follow-ups for 'tag:lakes'"


@pytest.mark.usefixtures("two_events")
@pytest.mark.parametrize(("channel", "file"), [("mbox", "follow-up.mbox"), ("mailto", "follow-up-mailto.html")])
def test_one_file_of_letters_about_several_events_is_called_follow_up(draft, drafts, channel, file):
    result = draft("--who", "tag:lakes", "--channel", channel)
    assert [one["path"] for one in result["drafted"]] == [str(drafts / file)] * 2


# --- promises -------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two_events")
def test_promises_are_of_all_events_the_oldest_first(conference, draft):
    conference("met", "Bo Beispiel", "--event", "meetup", "--promise", "a call", "--at", "2027-05-13T09:00")
    conference("met", "John Roe", "--event", "pyconf", "--promise", "a link", "--at", "2027-05-12T12:00")
    assert drafted(draft("--promises"), "event", "why") == [
        ("John Roe", "pyconf", "promise"),
        ("Bo Beispiel", "meetup", "promise"),
    ]
    assert draft("--promises")["drafted"] == []
    assert conference("history", "--format", "json").json[0]["label"] == "draft follow-ups for what was promised"


@pytest.mark.usefixtures("two_events")
def test_promises_can_be_those_of_an_event_or_of_a_query(conference, draft):
    conference("met", "Bo Beispiel", "--event", "meetup", "--promise", "a call")
    conference("met", "John Roe", "--event", "pyconf", "--promise", "a link")
    assert drafted(draft("--promises", "--event", "meetup", "--dry-run")) == [("Bo Beispiel",)]
    assert drafted(draft("--promises", "--who", "john", "--dry-run")) == [("John Roe",)]


def test_no_open_promise_is_told(conference, drafts):
    ran = conference("followup", "draft", "--promises", "--to", drafts)
    assert (ran.stdout, ran.stderr) == (
        "",
        "No promise waits for a letter; `eventkit met NAME --promise TEXT` notes one.\n",
    )


# --- the most urgent ------------------------------------------------------------------------------------------


@pytest.fixture
def five(conference, known):
    """Five people, met in the order of their names; something was promised to the fourth, then to the third."""
    names = [f"{name} Example" for name in ("Ann", "Bea", "Cem", "Dan", "Eve")]
    known(*names)
    for hour, name in enumerate(names, 8):
        conference("met", name, "--event", "pyconf", "--note", "lakes", "--at", f"{hour:02}:00")
    conference("met", "Dan", "--event", "pyconf", "--promise", "a link", "--at", "13:00")
    conference("met", "Cem", "--event", "pyconf", "--promise", "a call", "--at", "14:00")
    return names


@pytest.mark.usefixtures("five")
def test_limit_takes_the_most_urgent_and_the_next_run_goes_on(draft):
    first, second = draft("--limit", "3"), draft("--limit", "3")
    assert (drafted(first), first["waiting"]) == ([("Dan Example",), ("Cem Example",), ("Ann Example",)], 2)
    assert (drafted(second), second["waiting"]) == ([("Bea Example",), ("Eve Example",)], 0)


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(("limit", "said"), [(3, "2 more wait; run it again."), (4, "1 more waits; run it again.")])
def test_limit_says_how_many_wait(conference, drafts, limit, said):
    assert said in conference("followup", "draft", "--to", drafts, "--limit", limit).stdout.splitlines()


@pytest.mark.usefixtures("five")
def test_limit_counts_letters_and_not_those_who_get_none(conference, known, draft):
    known("Fay Example")
    conference("met", "Fay", "--event", "pyconf", "--at", "07:00")
    result = draft("--limit", "3", code=3)
    assert ([person for (person,) in drafted(result)], result["waiting"], result["lacking"]) == (
        ["Dan Example", "Cem Example", "Ann Example"],
        2,
        [{"person": "Fay Example", "template": "thank-you", "missing": ["note"]}],
    )


def test_limit_of_none_is_refused(conference, drafts):
    assert "--limit" in conference("followup", "draft", "--to", drafts, "--limit", "0", code=2).stderr


# --- letters that answer no encounter -------------------------------------------------------------------------


@pytest.mark.usefixtures("two_events")
def test_article_goes_to_those_who_were_thanked_once_for_each_article(draft):
    draft("--who", "tag:lakes")
    assert drafted(draft("--who", "john", *ARTICLE), "why", "event") == [("John Roe", "template", "pyconf")]
    again = draft("--who", "john", *ARTICLE)
    assert (drafted(again), reasons(again)) == ([], {"John Roe": "already drafted (no encounter since)"})
    other = (*ARTICLE[:2], "--set", "why=It is long.", "--set", "link=https://example.org/2")
    assert drafted(draft("--who", "john", *other)) == [("John Roe",)]


@pytest.mark.usefixtures("two_events")
def test_order_of_what_is_said_makes_no_other_article(draft):
    draft("--who", "john", *ARTICLE)
    swapped = (*ARTICLE[:2], *ARTICLE[4:], *ARTICLE[2:4])
    assert draft("--who", "john", *swapped)["drafted"] == []


@pytest.mark.usefixtures("two_events")
def test_same_article_may_go_again_after_we_met_again(draft, conference, monkeypatch):
    draft("--who", "john", *ARTICLE)
    monkeypatch.setenv("EVENTKIT_NOW", LATER)
    conference("met", "John Roe", "--event", "meetup", "--note", "boats")
    draft("--who", "john")
    monkeypatch.setenv("EVENTKIT_NOW", "2027-08-21T09:00:00+02:00")
    assert drafted(draft("--who", "john", *ARTICLE)) == [("John Roe",)]


@pytest.mark.usefixtures("two_events")
def test_template_that_answers_an_encounter_goes_to_nobody_without_a_fresh_one(draft):
    draft("--who", "john", "--template", "feedback", code=3)
    draft("--who", "john", *ARTICLE)
    result = draft("--who", "john", "--template", "thank-you")
    assert (drafted(result), reasons(result)) == ([], {"John Roe": "already drafted (no encounter since)"})


@pytest.mark.usefixtures("two_events")
def test_answer_to_an_encounter_goes_to_nobody_whom_i_never_met(draft):
    assert reasons(draft("--who", "beispiel", "--template", "thank-you")) == {"Bo Beispiel": "nothing new"}


@pytest.mark.usefixtures("two_events")
def test_event_run_with_a_template_is_only_for_fresh_encounters(draft):
    draft("--event", "pyconf")
    assert draft("--event", "pyconf", *ARTICLE)["drafted"] == []


@pytest.mark.usefixtures("two_events")
def test_letter_to_whom_i_never_met_is_about_no_event(draft, template, eventkit_app):
    template("hello", "subject: Hello\n\nHello {{ person.given }}!\n")
    [bo] = draft("--who", "beispiel", "--template", "hello")["drafted"]
    from eventkit_followup.progress.entries import list_entries

    [entry] = list_entries(eventkit_app)
    person = find_person(eventkit_app, "beispiel")
    assert (bo["event"], entry.event_id, entry.key) == (None, None, f":{person.id}:eml:1")
    assert draft("--who", "beispiel", "--template", "hello")["drafted"] == []


@pytest.mark.usefixtures("two_events")
def test_check_in_is_chosen_after_months_and_once(draft, monkeypatch):
    draft("--who", "tag:lakes")
    monkeypatch.setenv("EVENTKIT_NOW", LATER)
    assert drafted(draft("--who", "tag:lakes"), "template", "why") == [
        ("John Roe", "check-in", "long ago"),
        ("Jane Doe", "check-in", "long ago"),
    ]
    assert draft("--who", "tag:lakes")["drafted"] == []


@pytest.mark.usefixtures("two_events")
def test_whoever_was_at_an_event_and_missed_there_gets_the_letter_for_it(draft, conference, known):
    known("Cem Ceylan", event="pyconf")
    conference("people", "tag", "Cem", "--add", "lakes")
    result = draft("--who", "tag:lakes -john -jane", "--set", "why=your boat")
    assert drafted(result, "template", "event", "why") == [("Cem Ceylan", "sorry-we-missed", "pyconf", "never met")]
    assert reasons(result) == {"Bo Beispiel": "nothing new"}
    assert draft("--who", "cem", "--set", "why=another boat")["drafted"] == []


@pytest.mark.usefixtures("two_events")
def test_whom_i_missed_at_an_event_though_we_met_before_is_named_by_a_query(draft, conference, known):
    known("Cem Ceylan", event="pyconf")
    conference("met", "Cem", "--event", "meetup", "--note", "boats")
    missed = ("--event", "pyconf", "--template", "sorry-we-missed", "--set", "why=your boat")
    assert drafted(draft("--who", "cem OR beispiel OR john", *missed), "event") == [("Cem Ceylan", "pyconf")]
    assert draft("--who", "cem", *missed)["drafted"] == []


@pytest.mark.usefixtures("two_events")
def test_letter_to_the_missed_goes_to_nobody_i_met(draft, known):
    known("Cem Ceylan", event="pyconf")
    result = draft("--who", "cem OR john", "--template", "sorry-we-missed", "--set", "why=your boat")
    assert (drafted(result), reasons(result)) == (
        [("Cem Ceylan",)],
        {"John Roe": "you met; --event says where you did not"},
    )


@pytest.mark.usefixtures("two_events")
def test_letter_to_the_missed_wants_a_query(conference, drafts):
    options = ("--event", "pyconf", "--template", "sorry-we-missed", "--to", drafts)
    assert conference("followup", "draft", *options, code=2).stderr == (
        "eventkit: --template: that is for people whom you did not meet; say for whom with --who\n"
    )


@pytest.mark.usefixtures("two_events")
@pytest.mark.parametrize("options", [(), ARTICLE, ("--again",)], ids=["by rule", "article", "again"])
def test_whoever_asked_not_to_be_contacted_never_gets_any(conference, draft, options):
    conference("people", "do-not-contact", "Jane")
    conference("people", "do-not-contact", "Bo")
    result = draft("--who", "tag:lakes", *options)
    assert (drafted(result), reasons(result)) == (
        [("John Roe",)],
        dict.fromkeys(["Jane Doe", "Bo Beispiel"], "asked not to be contacted"),
    )


# --- what others did ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two_events")
@pytest.mark.parametrize(
    ("state", "reason"),
    [("sent", "already sent"), ("answered", "already answered"), ("skipped", "skipped")],
)
def test_encounter_that_is_done_with_needs_no_letter(eventkit_app, draft, state, reason):
    from eventkit.api import all_encounters
    from eventkit_followup.progress.entries import Entry, State, keep_entries

    john = find_person(eventkit_app, "John")
    numbers = tuple(one.id for one in all_encounters(eventkit_app) if one.person_id == john.id)
    entry = Entry(
        key=f"pyconf:{john.id}::1",
        person_id=john.id,
        event_id=1,
        state=State(state),
        encounters=numbers,
        dates={state: "2027-05-13T09:00:00+02:00"},
    )
    with eventkit_app.change("by hand") as change:
        keep_entries(eventkit_app, change, [entry])
    eventkit_app.close()
    assert reasons(draft("--who", "john")) == {"John Roe": f"{reason} (no encounter since)"}
    assert len(draft("--who", "john", "--again")["drafted"]) == (0 if state == "skipped" else 1)


# --- introductions --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two_events")
def test_introduction_names_the_other_and_goes_not_to_them(draft, read_message):
    introduction = ("--template", "introduction", "--set", "why=You both row.")
    result = draft("--who", "tag:lakes -beispiel", "--other", "john", *introduction)
    assert (drafted(result), reasons(result)) == ([("Jane Doe",)], {"John Roe": "is the other person (--other)"})
    assert read_message(result["drafted"][0]["path"])["Subject"] == "Introducing you to John Roe"
    assert drafted(draft("--who", "jane", "--other", "beispiel", *introduction)) == [("Jane Doe",)]
    assert draft("--who", "jane", "--other", "beispiel", *introduction)["drafted"] == []


@pytest.mark.usefixtures("two_events")
def test_other_who_is_nobody_is_told(conference, drafts):
    ran = conference("followup", "draft", "--who", "jane", "--to", drafts, "--other", "nobody", code=4)
    assert ran.stderr == "eventkit: there is no person 'nobody'\n"
