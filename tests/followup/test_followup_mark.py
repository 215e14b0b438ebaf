"""`eventkit followup mark`: what became of a follow-up, and how it is due again."""

from __future__ import annotations

import pytest

from eventkit.api import find_person, list_encounters
from eventkit_followup.progress.entries import Entry, State, keep_entries, list_entries


@pytest.fixture
def mark(conference):
    """Run `followup mark` and give its lines."""

    def mark(*args, code=0):
        ran = conference("followup", "mark", *args, code=code)
        return ran.stderr.splitlines() if code else ran.stdout.splitlines()

    return mark


@pytest.fixture
def stands(conference):
    """The state of each person's follow-up, by name and event."""

    def stands():
        rows = conference("followup", "list", "--all", "--format", "json").json
        return {(row["person"], row["event"]): row["state"] for row in rows}

    return stands


@pytest.fixture
def entry(eventkit_app):
    """Put down an entry about all encounters with somebody at an event."""

    def entry(name, state, *, event="pyconf", **values):
        person = find_person(eventkit_app, name)
        [where] = eventkit_app.store.agenda.events(event)
        there = tuple(one.id for one, met in list_encounters(eventkit_app, event) if met.id == person.id)
        made = Entry(
            key=f"{event}:{person.id}:eml:1",
            person_id=person.id,
            event_id=where.id,
            state=State(state),
            encounters=there,
            channel="eml",
            template="thank-you",
            dates={state: "2027-05-13T08:00:00+02:00"},
            **values,
        )
        with eventkit_app.change("entry") as change:
            keep_entries(eventkit_app, change, [made])
        return made

    return entry


def dates(app):
    return [(str(entry.state), dict(entry.dates)) for entry in list_entries(app)]


@pytest.mark.parametrize("state", ["drafted", "unknown", "sending", "refused"])
def test_letter_that_waits_is_marked_sent(meet, entry, mark, stands, state):
    meet("Jane Doe")
    entry("Jane Doe", state)
    assert mark("sent", "jane") == [f"Jane Doe, pyconf: sent (thank-you by eml, {state} yesterday)."]
    assert stands() == {("Jane Doe", "pyconf"): "sent"}


def test_sent_letter_is_marked_answered_and_keeps_its_dates(meet, entry, mark, eventkit_app):
    meet("Jane Doe")
    entry("Jane Doe", "sent")
    assert mark("answered", "2") == ["Jane Doe, pyconf: answered (thank-you by eml, sent yesterday)."]
    assert dates(eventkit_app) == [
        ("answered", {"sent": "2027-05-13T08:00:00+02:00", "answered": "2027-05-14T09:00:00+02:00"})
    ]


def test_draft_that_was_answered_was_sent(meet, entry, mark, eventkit_app):
    meet("Jane Doe")
    entry("Jane Doe", "drafted")
    mark("answered", "jane")
    assert dates(eventkit_app) == [
        (
            "answered",
            {
                "drafted": "2027-05-13T08:00:00+02:00",
                "sent": "2027-05-14T09:00:00+02:00",
                "answered": "2027-05-14T09:00:00+02:00",
            },
        )
    ]


def test_letter_written_by_hand_covers_what_is_fresh_and_no_draft_is_made(meet, mark, draft, stands):
    meet("Jane Doe", "--promise", "send it", email="jane@example.org")
    assert mark("sent", "jane") == ["Jane Doe, pyconf: sent (by hand)."]
    assert (stands(), draft()["drafted"]) == ({("Jane Doe", "pyconf"): "sent"}, [])


@pytest.mark.parametrize("word", ["skipped", "skip"])
def test_whoever_is_skipped_gets_no_draft_until_we_meet_again(meet, mark, draft, stands, word):
    meet("Jane Doe", "--promise", "send it", email="jane@example.org")
    assert mark(word, "jane") == ["Jane Doe, pyconf: skipped."]
    assert (stands(), draft()["drafted"]) == ({("Jane Doe", "pyconf"): "skipped"}, [])
    meet("Jane Doe", "--note", "lakes")
    assert stands() == {("Jane Doe", "pyconf"): "due"}


def test_skipping_takes_the_draft_and_what_is_fresh_and_says_where_the_file_is(meet, draft, drafts, mark, stands):
    meet("Jane Doe", email="jane@example.org")
    draft()
    meet("Jane Doe", "--note", "lakes")
    assert mark("skipped", "jane") == [
        f"Jane Doe, pyconf: skipped (thank-you by eml, drafted today). {drafts / '01-jane-doe.eml'} lies there still."
    ]
    assert stands() == {("Jane Doe", "pyconf"): "skipped"}


def test_letter_is_sent_and_what_was_noted_since_is_due_still(meet, draft, mark, stands):
    meet("Jane Doe", email="jane@example.org")
    draft()
    meet("Jane Doe", "--note", "lakes")
    assert mark("sent", "jane") == [
        "Jane Doe, pyconf: sent (thank-you by eml, drafted today). What you noted since is due still."
    ]
    assert stands() == {("Jane Doe", "pyconf"): "due"}


def test_mark_of_what_is_so_already_changes_nothing(meet, mark, conference):
    meet("Jane Doe")
    mark("sent", "jane")
    before = conference("history", "--format", "json").json
    assert mark("sent", "jane") == ["Jane Doe, pyconf: sent already."]
    assert conference("history", "--format", "json").json == before


def test_wrong_mark_is_put_right(meet, mark, stands):
    meet("Jane Doe")
    mark("skipped", "jane")
    mark("sent", "jane")
    assert stands() == {("Jane Doe", "pyconf"): "sent"}
    mark("skipped", "jane")
    assert stands() == {("Jane Doe", "pyconf"): "skipped"}


# --- when ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2027-05-12", "2027-05-12T12:00:00+00:00"),
        ("2027-05-14", "2027-05-14T09:00:00+02:00"),
        ("2027-05-12T10:45", "2027-05-12T10:45:00+00:00"),
        ("2027-05-12T10:45:00+02:00", "2027-05-12T10:45:00+02:00"),
    ],
)
def test_mark_is_of_the_day_that_is_said(meet, mark, eventkit_app, told, kept):
    meet("Jane Doe")
    mark("sent", "jane", "--on", told)
    assert dates(eventkit_app) == [("sent", {"sent": kept})]


def test_day_is_on_the_clock_of_the_setting(meet, mark, eventkit_app, monkeypatch):
    monkeypatch.setenv("EVENTKIT_TIMEZONE", "America/New_York")
    meet("Jane Doe")
    mark("sent", "jane", "--on", "2027-05-12")
    assert dates(eventkit_app) == [("sent", {"sent": "2027-05-12T12:00:00-04:00"})]


@pytest.mark.parametrize("told", ["yesterday", "2027-13-01", "12.5.2027", "0001-01-01T00:00:00+23:00x"])
def test_day_that_is_none_is_refused(meet, mark, told):
    meet("Jane Doe")
    assert mark("sent", "jane", "--on", told, code=2) == [
        f"eventkit: --on {told!r} is no date; give one as 2027-05-14, or 2027-05-14T10:45"
    ]


def test_day_to_come_is_refused(meet, mark):
    meet("Jane Doe")
    assert mark("sent", "jane", "--on", "2027-05-15", code=2) == ["eventkit: --on 2027-05-15 is still to come"]


# --- due again ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["drafted", "skipped", "refused", "unknown", "sending"])
def test_what_is_not_out_is_made_due_again(meet, entry, mark, draft, state):
    meet("Jane Doe", email="jane@example.org")
    entry("Jane Doe", state)
    assert mark("due", "jane") == ["Jane Doe, pyconf: due again."]
    assert len(draft()["drafted"]) == 1


@pytest.mark.parametrize("state", ["sent", "answered"])
def test_what_is_out_is_not_made_due_again(meet, entry, mark, stands, state):
    meet("Jane Doe")
    entry("Jane Doe", state)
    [line] = mark("due", "jane", code=3)
    assert line == (
        f"eventkit: the letter to Jane Doe about pyconf is out ({state}), and is not made due again; "
        "it will be once you meet again, and `eventkit undo` takes back a mark that was wrong"
    )
    assert stands() == {("Jane Doe", "pyconf"): state}


def test_draft_as_it_was_written_goes_so_that_the_next_one_says_what_is_new(meet, draft, drafts, mark, read_message):
    meet("Jane Doe", email="jane@example.org")
    draft()
    meet("Jane Doe", "--note", "lakes")
    assert mark("due", "jane") == [f"Jane Doe, pyconf: due again. Its draft {drafts / '01-jane-doe.eml'} is removed."]
    [drafted] = draft()["drafted"]
    assert "parsers; lakes" in read_message(drafted["path"]).get_content()
    assert len(list(drafts.iterdir())) == 1


def test_draft_that_was_edited_stays(meet, draft, drafts, mark):
    meet("Jane Doe", email="jane@example.org")
    draft()
    file = drafts / "01-jane-doe.eml"
    file.write_text(f"{file.read_text()}My own words\n")
    assert mark("due", "jane") == [f"Jane Doe, pyconf: due again. {file} stays: it was edited."]
    assert file.read_text().endswith("My own words\n")


def test_mailbox_of_several_drafts_stays(meet, draft, drafts, mark):
    meet("Jane Doe", email="jane@example.org")
    meet("Bo Beispiel", email="bo@example.org")
    draft("--channel", "mbox")
    before = (drafts / "pyconf.mbox").read_bytes()
    assert mark("due", "jane") == [
        f"Jane Doe, pyconf: due again. {drafts / 'pyconf.mbox'} stays: it is not eventkit's alone."
    ]
    assert (drafts / "pyconf.mbox").read_bytes() == before


def test_dry_run_leaves_the_file(meet, draft, drafts, mark, stands):
    meet("Jane Doe", email="jane@example.org")
    draft()
    assert mark("due", "jane", "--dry-run") == [
        f"Jane Doe, pyconf: due again. Its draft {drafts / '01-jane-doe.eml'} would be removed.",
        "Nothing was changed: --dry-run.",
    ]
    assert (stands(), (drafts / "01-jane-doe.eml").exists()) == ({("Jane Doe", "pyconf"): "drafted"}, True)


# --- whose --------------------------------------------------------------------------------------------


def test_only_one_event_fits_and_is_meant(meet, entry, mark, conference, stands):
    meet("Jane Doe")
    entry("Jane Doe", "sent")
    conference("events", "add", "meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "lakes")
    assert mark("skipped", "jane") == ["Jane Doe, meetup: skipped."]
    assert mark("answered", "jane") == ["Jane Doe, pyconf: answered (thank-you by eml, sent yesterday)."]
    assert stands() == {("Jane Doe", "pyconf"): "answered", ("Jane Doe", "meetup"): "skipped"}


def test_several_events_fit_and_one_is_to_be_named(meet, mark, conference, stands):
    meet("Jane Doe", "--at", "2027-05-12T10:00")
    conference("events", "add", "meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "lakes")
    assert mark("sent", "jane", code=4) == [
        "eventkit: Jane Doe has follow-ups about more than one event; name it with --event:",
        "  pyconf  due since 2027-05-12",
        "  meetup  due since 2027-05-14",
    ]
    assert mark("sent", "jane", "--event", "meetup") == ["Jane Doe, meetup: sent (by hand)."]
    assert stands() == {("Jane Doe", "pyconf"): "due", ("Jane Doe", "meetup"): "sent"}


def test_ambiguous_name_lists_the_candidates(meet, mark):
    meet("Jane Doe")
    meet("Jane Roe")
    assert mark("sent", "jane", code=4) == [
        "eventkit: more than one fits person 'jane'; say more of it, or give its number:",
        "  2  Jane Doe (pyconf)",
        "  3  Jane Roe (pyconf)",
    ]


def test_several_people_are_one_change_and_undo_takes_it_back(meet, mark, stands, conference):
    meet("Jane Doe")
    meet("Bo Beispiel")
    assert mark("sent", "jane", "bo", "jane doe") == [
        "Jane Doe, pyconf: sent (by hand).",
        "Bo Beispiel, pyconf: sent (by hand).",
    ]
    assert conference("history", "--format", "json").json[0]["label"] == "mark follow-ups sent"
    conference("undo")
    assert stands() == {("Jane Doe", "pyconf"): "due", ("Bo Beispiel", "pyconf"): "due"}


def test_query_marks_those_who_fulfil_it_and_have_one_that_fits(meet, mark, conference, stands):
    for name in ("Jane Doe", "Bo Beispiel", "Cem Demir"):
        meet(name)
    conference("people", "tag", "Jane Doe", "Cem Demir", "--add", "vendor")
    mark("sent", "cem")
    assert mark("skipped", "--who", "tag:vendor") == ["Jane Doe, pyconf: skipped."]
    assert stands() == {
        ("Bo Beispiel", "pyconf"): "due",
        ("Cem Demir", "pyconf"): "sent",
        ("Jane Doe", "pyconf"): "skipped",
    }


def test_event_alone_marks_the_drafts_and_leaves_whoever_has_none(meet, mark, draft, stands):
    meet("Jane Doe", email="jane@example.org")
    meet("Nobody Known")
    draft()
    assert mark("sent", "--event", "pyconf") == ["Jane Doe, pyconf: sent (thank-you by eml, drafted today)."]
    assert stands() == {("Jane Doe", "pyconf"): "sent", ("Nobody Known", "pyconf"): "due"}


def test_nobody_to_mark_is_said(meet, conference):
    meet("Jane Doe")
    ran = conference("followup", "mark", "answered", "--event", "pyconf")
    assert (ran.stdout, ran.stderr) == ("", "There is no follow-up to mark.\n")


def test_mark_without_saying_whose_is_refused(mark):
    assert mark("sent", code=2) == [
        "eventkit: say whose: a name or a number, --who QUERY, or --event SLUG for everybody there"
    ]


def test_somebody_never_met_has_nothing_to_mark(conference, mark):
    conference("people", "add", "Jane Doe")
    assert mark("sent", "jane", code=4) == [
        "eventkit: you have no follow-up to Jane Doe there; `eventkit met` notes that you met"
    ]


def test_dry_run_says_what_would_be_done_and_does_nothing(meet, mark, conference, stands):
    meet("Jane Doe")
    before = conference("history", "--format", "json").json
    assert mark("sent", "jane", "--dry-run") == [
        "Jane Doe, pyconf: sent (by hand).",
        "Nothing was changed: --dry-run.",
    ]
    assert (stands(), conference("history", "--format", "json").json) == ({("Jane Doe", "pyconf"): "due"}, before)


def test_mark_that_fails_for_one_of_several_changes_nothing(meet, entry, mark, stands):
    meet("Jane Doe")
    meet("Bo Beispiel")
    entry("Bo Beispiel", "sent")
    mark("due", "jane", "bo", code=3)
    assert stands() == {("Jane Doe", "pyconf"): "due", ("Bo Beispiel", "pyconf"): "sent"}
