from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("event")


def listed(eventkit_run):
    return eventkit_run("prep", "meet", "--format", "json").json


def test_meet_puts_a_speaker_on_the_list_and_makes_a_contact(eventkit_run):
    assert eventkit_run("people").stdout == ""
    ran = eventkit_run("prep", "meet", "Ada", "--event", "pyconf", "--why", "her parser")
    assert ran.stdout == "To meet at pyconf: Ada Example, because: her parser\n"
    assert [person["name"] for person in eventkit_run("people", "--format", "json").json] == ["Ada Example"]


def test_list_of_people_to_meet_tells_why_and_where_they_speak(eventkit_run, event):
    eventkit_run("prep", "meet", "Ada", "--why", "her parser")
    assert listed(eventkit_run) == [
        {
            "person": 1,
            "name": "Ada Example",
            "organization": "",
            "why": "her parser",
            "sessions": [event["parsers"], event["fixtures"]],
            "met": None,
            "do_not_contact": False,
        }
    ]


def test_meet_again_keeps_the_reason_and_another_one_replaces_it(eventkit_run):
    eventkit_run("prep", "meet", "Ada", "--why", "her parser")
    assert (
        eventkit_run("prep", "meet", "Ada").stdout
        == "To meet at pyconf: Ada Example, because: her parser (as before)\n"
    )
    eventkit_run("prep", "meet", "Ada", "--why", "her book")
    assert [wanted["why"] for wanted in listed(eventkit_run)] == ["her book"]


def test_meet_in_a_dry_run_changes_nothing(eventkit_run, eventkit_app):
    changes = eventkit_app.store.history()
    assert eventkit_run("prep", "meet", "Ada", "--dry-run").stdout == (
        "To meet at pyconf: Ada Example (not done: --dry-run)\n"
    )
    assert eventkit_app.store.history() == changes


def test_person_who_is_removed_is_no_longer_on_the_list(eventkit_run):
    eventkit_run("prep", "meet", "Ada")
    assert eventkit_run("prep", "meet", "Ada", "--remove").stdout == "No longer to meet at pyconf: Ada Example.\n"
    assert listed(eventkit_run) == []
    assert eventkit_run("prep", "meet", "Ada", "--remove", code=4).stderr == (
        "eventkit: Ada Example is not on the list of people to meet at pyconf\n"
    )


def test_somebody_unknown_is_answered_with_what_to_do(eventkit_run):
    assert eventkit_run("prep", "meet", "Zoe", code=4).stderr == (
        "eventkit: there is no person 'Zoe'; `eventkit people add NAME` adds somebody, "
        "`eventkit people --all` lists everybody\n"
    )


def test_name_of_several_people_lists_them(eventkit_run):
    assert eventkit_run("prep", "meet", "Example", code=4).stderr == (
        "eventkit: more than one fits person 'Example'; say more of it, or give its number:\n"
        "  1  Ada Example (pyconf)\n"
        "  2  Bo Example (pyconf)\n"
        "  3  Cy Example (pyconf)\n"
    )


def test_reason_without_a_person_is_refused(eventkit_run):
    assert eventkit_run("prep", "meet", "--why", "x", code=2).stderr.endswith(
        "Error: name the person, as in: eventkit prep meet Ada --why 'her talk on parsers'\n"
    )


def test_empty_list_says_how_to_fill_it(eventkit_run):
    assert eventkit_run("prep", "meet").stderr == (
        "Nobody to meet at pyconf yet; `eventkit prep meet PERSON --why TEXT` chooses somebody.\n"
    )


def test_encounter_ticks_the_person_off_and_names_who_is_left(eventkit_run):
    eventkit_run("prep", "meet", "Ada")
    eventkit_run("prep", "meet", "Bo")
    assert (
        eventkit_run("met", "Ada").stderr
        == "Ada Example was on your list of people to meet; left to meet: Bo Example.\n"
    )
    assert [wanted["met"] for wanted in listed(eventkit_run)] == ["2027-05-14T09:00:00+02:00", None]
    assert eventkit_run("met", "Bo").stderr == "Bo Example was on your list of people to meet; that was the last one.\n"


def test_second_encounter_and_one_with_somebody_else_say_nothing(eventkit_run):
    eventkit_run("prep", "meet", "Ada")
    eventkit_run("met", "Ada")
    assert eventkit_run("met", "Ada").stderr == ""
    assert eventkit_run("met", "Bo").stderr == ""


def test_encounter_at_another_event_leaves_the_list_as_it_is(eventkit_run):
    eventkit_run("prep", "meet", "Ada")
    eventkit_run("events", "add", "dinner")
    assert eventkit_run("met", "Ada", "--event", "dinner").stderr == ""
    assert [wanted["met"] for wanted in eventkit_run("prep", "meet", "--event", "pyconf", "--format", "json").json] == [
        None
    ]


def test_undo_of_the_encounter_puts_the_person_back_on_the_list(eventkit_run):
    eventkit_run("prep", "meet", "Ada")
    eventkit_run("met", "Ada")
    assert eventkit_run("undo").stdout == "Undid change 3: met Ada Example.\n"
    assert [wanted["met"] for wanted in listed(eventkit_run)] == [None]


def test_undo_of_the_wish_makes_the_person_listed_only_again(eventkit_run):
    eventkit_run("prep", "meet", "Ada")
    eventkit_run("undo")
    assert eventkit_run("people").stdout == ""
    assert listed(eventkit_run) == []


def test_who_asked_not_to_be_contacted_is_marked_wherever_meeting_them_is_planned(eventkit_run):
    eventkit_run("people", "do-not-contact", "Ada")
    ran = eventkit_run("prep", "meet", "Ada", "--why", "her parser")
    assert ran.stderr == "Ada Example asked not to be contacted: do not write to them before.\n"
    assert [wanted["do_not_contact"] for wanted in listed(eventkit_run)] == [True]
    assert eventkit_run("prep", "meet").stdout.splitlines() == [
        "No.       Name         Why         Contact",
        "  1  [ ]  Ada Example  her parser  do not",
    ]
    assert "    - Asked not to be contacted\n" in eventkit_run("prep", "brief").stdout


def test_person_who_was_forgotten_is_on_no_list(eventkit_run):
    eventkit_run("prep", "meet", "Ada", "--why", "her parser")
    eventkit_run("prep", "meet", "Bo")
    eventkit_run("forget", "Ada", "--yes")
    assert [wanted["name"] for wanted in listed(eventkit_run)] == ["Bo Example"]
