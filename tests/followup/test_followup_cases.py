"""Follow-up to people as they are: one test for each case that comes up, by the commands that a user types."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eventkit.api import find_event, find_person


@pytest.fixture
def stands(conference):
    """The state of each person's follow-up."""

    def stands():
        rows = conference("followup", "list", "--all", "--format", "json").json
        return {row["person"]: row["state"] for row in rows}

    return stands


@pytest.fixture
def text(read_message):
    """What a draft says."""

    def text(drafted):
        return read_message(drafted["path"]).get_content().replace("\r\n", "\n")

    return text


def by_person(result):
    return {drafted["person"]: drafted for drafted in result["drafted"]}


def reasons(result):
    return {skipped["person"]: skipped["reason"] for skipped in result["skipped"]}


def test_whoever_asked_not_to_be_contacted_gets_nothing_and_nothing_is_due(meet, draft, conference, stands):
    meet("Jane Doe", "--promise", "send it", email="jane@example.org")
    meet("Bo Beispiel", email="bo@example.org")
    conference("people", "do-not-contact", "Jane Doe")
    result = draft()
    assert (list(by_person(result)), reasons(result)) == (["Bo Beispiel"], {"Jane Doe": "asked not to be contacted"})
    assert stands() == {"Bo Beispiel": "drafted", "Jane Doe": "do-not-contact"}


def test_whoever_has_no_address_is_named_and_stays_due(meet, draft, stands):
    meet("Jane Doe")
    result = draft()
    assert (result["drafted"], reasons(result)) == ([], {"Jane Doe": "no e-mail address"})
    assert stands() == {"Jane Doe": "due"}


def test_whoever_has_no_address_here_is_drafted_by_another_channel(conference, draft, stands):
    conference("people", "add", "Jane Doe", "--phone", "+49 30 23125 518")
    conference("met", "Jane Doe", "--event", "pyconf", "--note", "parsers")
    assert reasons(draft()) == {"Jane Doe": "no e-mail address"}
    assert [drafted["person"] for drafted in draft("--channel", "signal")["drafted"]] == ["Jane Doe"]
    assert stands() == {"Jane Doe": "drafted"}


def test_of_two_addresses_the_first_is_taken_and_putting_the_other_first_chooses_it(
    conference, draft, read_message, monkeypatch, tmp_path
):
    conference("people", "add", "Jane Doe", "--email", "jane@example.org", "--email", "doe@example.net")
    conference("met", "Jane Doe", "--event", "pyconf", "--note", "parsers")
    assert read_message(draft()["drafted"][0]["path"])["To"] == "Jane Doe <jane@example.org>"
    conference("undo")
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "first, other = '    \"jane@example.org\",\\n', '    \"doe@example.net\",\\n'\n"
        "file.write_text(file.read_text().replace(first + other, other + first))\n"
    )
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    conference("people", "edit", "Jane Doe")
    assert read_message(draft()["drafted"][0]["path"])["To"] == "Jane Doe <doe@example.net>"


def test_met_twice_is_one_letter_that_speaks_of_both(meet, draft, text):
    meet("Jane Doe", "--note", "parsers", "--at", "08:10", email="jane@example.org")
    meet("Jane Doe", "--note", "boats on the lake", "--at", "08:50")
    [drafted] = draft()["drafted"]
    assert "\nparsers; boats on the lake\n" in text(drafted)


def test_met_with_three_at_once_each_gets_a_letter_that_says_nothing_of_the_others(meet, draft, text):
    said = {"Jane Doe": "parsers", "Bo Beispiel": "he wants to leave", "Cem Demir": "sensors"}
    for name, note in said.items():
        meet(name, "--note", note, "--at", "08:30", email=f"{name.split()[0].lower()}@example.org")
    drafted = by_person(draft())
    assert list(drafted) == list(said)
    for name in said:
        letter = text(drafted[name])
        assert [other for other in said if said[other] in letter or other.split()[0] in letter] == [name]


def test_one_promise_to_three_at_once_is_open_to_each_until_each_has_theirs(meet, draft, conference, stands):
    for name in ("Jane Doe", "Bo Beispiel", "Cem Demir"):
        email = f"{name.split()[0].lower()}@example.org"
        meet(name, "--promise", "send the slides", "--at", "08:30", email=email)
    assert len(draft()["drafted"]) == 3
    conference("followup", "mark", "sent", "jane")
    assert conference("followup", "list").stderr.splitlines()[0] == "2 promises, 2 drafted, 1 sent"
    assert stands() == {"Bo Beispiel": "drafted", "Cem Demir": "drafted", "Jane Doe": "sent"}


def test_speaker_who_is_an_attendee_too_gets_the_speakers_letter(meet, draft, eventkit_app):
    meet("Jane Doe", email="jane@example.org")
    event, jane = find_event(eventkit_app, "pyconf"), find_person(eventkit_app, "Jane")
    with eventkit_app.change("role") as change:
        eventkit_app.store.people.attend(change, event.id, [(jane.id, "attendee"), (jane.id, "speaker")])
    assert draft()["drafted"][0]["template"] == "thank-you-speaker"


def test_several_from_one_company_get_a_letter_each(conference, draft, read_message):
    for name in ("Jane Doe", "Bo Beispiel"):
        email = f"{name.split()[0].lower()}@example.org"
        conference("people", "add", name, "--email", email, "--organization", "Harbour Data")
        conference("met", name, "--event", "pyconf", "--note", f"what {name} said")
    messages = [read_message(drafted["path"]) for drafted in draft()["drafted"]]
    assert {str(message["To"]): f"what {str(message['To']).partition(' <')[0]} said" in message.get_content()
            for message in messages} == {
        "Jane Doe <jane@example.org>": True,
        "Bo Beispiel <bo@example.org>": True,
    }  # fmt: skip  # the two sides stand below each other


def test_somebody_forgotten_meanwhile_is_in_no_list_and_the_file_is_named(meet, draft, drafts, conference, stands):
    meet("Jane Doe", email="jane@example.org")
    meet("Bo Beispiel", email="bo@example.org")
    draft()
    ran = conference("forget", "Jane Doe", "--yes")
    assert f"  {drafts / '01-jane-doe.eml'}" in ran.stderr.splitlines()
    assert stands() == {"Bo Beispiel": "drafted"}
    assert conference("followup", "mark", "sent", "jane", code=4).stderr == "eventkit: there is no person 'jane'\n"
    assert conference("followup", "mark", "sent", "--event", "pyconf").stdout.splitlines() == [
        "Bo Beispiel, pyconf: sent (thank-you by eml, drafted today)."
    ]


def test_two_who_are_merged_meanwhile_are_one_follow_up_with_both_letters(meet, draft, conference, stands):
    meet("Jane Doe", email="jane@example.org")
    meet("J. Doe", "--note", "boats", email="doe@example.net")
    draft()
    conference("merge", "Jane Doe", "J. Doe", "--yes")
    assert stands() == {"Jane Doe": "drafted"}
    assert draft()["drafted"] == []
    conference("followup", "mark", "sent", "jane")
    assert stands() == {"Jane Doe": "sent"}
    conference("undo")
    conference("undo")
    assert stands() == {"Jane Doe": "drafted", "J. Doe": "drafted"}


def test_drafts_that_are_undone_are_due_and_can_be_made_again(meet, draft, drafts, conference, stands):
    meet("Jane Doe", email="jane@example.org")
    [before] = draft()["drafted"]
    message = Path(before["path"]).read_bytes()
    conference("undo")
    assert (stands(), list(drafts.iterdir())) == ({"Jane Doe": "due"}, [])
    [again] = draft()["drafted"]
    assert Path(again["path"]).read_bytes() == message


def test_encounter_that_is_undone_leaves_the_draft_and_no_promise(meet, draft, conference):
    meet("Jane Doe", "--promise", "send it", email="jane@example.org")
    number = conference("history", "--format", "json").json[0]["id"]
    draft()
    conference("undo", number)
    assert conference("followup", "list").stderr.splitlines()[0] == "1 drafted"


def test_met_again_after_it_was_sent_is_due_again_and_the_letter_speaks_of_what_is_new(
    meet, draft, text, conference, stands
):
    meet("Jane Doe", "--promise", "send it", email="jane@example.org")
    draft()
    conference("followup", "mark", "sent", "jane")
    assert (stands(), draft()["drafted"]) == ({"Jane Doe": "sent"}, [])
    meet("Jane Doe", "--note", "boats on the lake")
    assert stands() == {"Jane Doe": "due"}
    [drafted] = draft()["drafted"]
    assert (drafted["template"], "send it" in text(drafted), "\nboats on the lake\n" in text(drafted)) == (
        "thank-you",
        False,
        True,
    )


HOSTILE = ("{{ 7*7 }}", "{% raw %} Doe", "{{ me.email }}", "%s {0} $name", "<b>Jane</b>")


@pytest.mark.parametrize("name", HOSTILE)
def test_name_that_looks_like_a_template_is_a_name_in_the_letter(conference, draft, text, read_message, name):
    conference("people", "add", name, "--email", "jane@example.org")
    conference("met", "2", "--event", "pyconf", "--note", "{{ person.email }} {# not shown #}", "--promise", "{% if %}")
    [drafted] = draft()["drafted"]
    letter = text(drafted)
    assert "\n{{ person.email }} {# not shown #}\n" in letter
    assert "\n{% if %}\n" in letter
    assert read_message(drafted["path"])["To"].addresses[0].display_name == name
    assert letter.partition("\n")[0].removeprefix("Hi ").removesuffix(",").strip("{}%$<>/ ") in name


@pytest.mark.parametrize("name", HOSTILE)
def test_name_that_looks_like_a_template_is_a_name_afterwards(conference, draft, stands, name):
    conference("people", "add", name, "--email", "jane@example.org")
    conference("met", "2", "--event", "pyconf", "--note", "parsers")
    draft()
    assert stands() == {name: "drafted"}
    assert conference("followup", "remind", "--to", "-").stdout.count("BEGIN:VEVENT") == 1
    assert conference("followup", "mark", "sent", "2").stdout.startswith(f"{name}, pyconf: sent (")


def test_whoever_gives_too_little_to_write_about_is_named_with_what_is_missing(meet, draft, stands):
    meet("Jane Doe", email="jane@example.org", note="")
    assert reasons(draft(code=3)) == {"Jane Doe": "template thank-you needs note, and Jane Doe has none"}
    assert stands() == {"Jane Doe": "due"}
    meet("Jane Doe", "--note", "parsers")
    assert [drafted["person"] for drafted in draft()["drafted"]] == ["Jane Doe"]


def test_draft_on_one_channel_covers_the_others_unless_it_is_wanted_again(conference, draft, stands):
    conference("people", "add", "Jane Doe", "--email", "jane@example.org", "--phone", "+49 30 23125 518")
    conference("met", "Jane Doe", "--event", "pyconf", "--note", "parsers")
    draft()
    assert draft("--channel", "signal")["drafted"] == []
    assert [drafted["person"] for drafted in draft("--channel", "signal", "--again")["drafted"]] == ["Jane Doe"]
    conference("followup", "mark", "sent", "jane")
    assert stands() == {"Jane Doe": "sent"}


def test_one_letter_about_two_events_is_marked_at_once_and_reminded_of_once(meet, conference, drafts, text):
    meet("Jane Doe", "--promise", "send it", email="jane@example.org")
    conference("events", "add", "meetup", "--name", "Lake Meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "boats on the lake")
    ran = conference("followup", "draft", "--who", "jane", "--to", drafts, "--format", "json")
    [drafted] = ran.json["drafted"]
    assert all(words in text(drafted) for words in ("send it", "parsers", "boats on the lake"))
    assert conference("followup", "remind", "--to", "-").stdout.count("BEGIN:VEVENT") == 1
    conference("followup", "mark", "sent", "jane")
    assert conference("followup", "list").stderr.splitlines() == ["Nothing wants doing.", "2 sent"]
