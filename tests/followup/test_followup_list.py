"""`eventkit followup list`: who is due, in which order, and where the others stand."""

from __future__ import annotations

import csv
import io
import json

import pytest

from eventkit.api import find_person, list_encounters
from eventkit_followup.progress.entries import Entry, State, keep_entries
from eventkit_followup.progress.standing import list_standings


@pytest.fixture
def listed(conference):
    """Run `followup list` and give its JSON."""

    def listed(*options):
        return conference("followup", "list", "--format", "json", *options).json

    return listed


@pytest.fixture
def entry(eventkit_app):
    """Put down an entry for somebody about pyconf, by default about all encounters there."""

    def entry(name, state, *, channel="eml", at="2027-05-14T08:00:00+02:00", about=None, **values):
        person = find_person(eventkit_app, name)
        event = eventkit_app.store.agenda.events("pyconf")[0]
        there = [one.id for one, met in list_encounters(eventkit_app, "pyconf") if met.id == person.id]
        made = Entry(
            key=f"pyconf:{person.id}:{channel}:{at}",
            person_id=person.id,
            event_id=event.id,
            state=State(state),
            encounters=tuple(there if about is None else about),
            channel=channel,
            dates={state: at},
            **values,
        )
        with eventkit_app.change("entry") as change:
            keep_entries(eventkit_app, change, [made])
        return made

    return entry


def states(rows):
    return {row["person"]: row["state"] for row in rows}


def test_list_json_has_the_promised_keys(meet, draft, drafts, listed):
    meet("Jane Doe", "--promise", "send the link", "--at", "08:15", email="jane@example.org")
    draft()
    assert listed() == [
        {
            "person": "Jane Doe",
            "person_id": 2,
            "event": "pyconf",
            "state": "drafted",
            "since": "2027-05-14T09:00:00+02:00",
            "promise": "send the link",
            "note": "parsers",
            "encounters": [1],
            "fresh": [],
            "channel": "eml",
            "template": "promised-resource",
            "path": str(drafts / "01-jane-doe.eml"),
            "problem": "",
            "dates": {"drafted": "2027-05-14T09:00:00+02:00"},
        }
    ]


def test_what_is_due_has_no_letter_and_is_due_since_we_met(meet, listed):
    meet("Jane Doe", "--at", "08:15")
    [row] = listed()
    wanted = ("state", "since", "fresh", "channel", "template", "path", "dates")
    assert {key: row[key] for key in wanted} == {
        "state": "due",
        "since": "2027-05-14T08:15:00+02:00",
        "fresh": [1],
        "channel": "",
        "template": "",
        "path": "",
        "dates": {},
    }


def test_list_shows_a_line_for_each_and_below_it_the_count_and_the_next_step(meet, draft, conference):
    meet("Jane Doe", "--promise", "send the link", "--at", "2027-05-10T08:15")
    meet("Bo Beispiel", "--note", "lakes", email="bo@example.org")
    draft("--who", "bo")
    ran = conference("followup", "list")
    assert ran.stdout.splitlines() == [
        "Person       Event   State    Since   What",
        "Jane Doe     pyconf  due      4 days  promised: send the link",
        "Bo Beispiel  pyconf  drafted  today   lakes",
    ]
    assert ran.stderr.splitlines() == [
        "1 due, 1 promise, 1 drafted",
        "  due: `eventkit followup draft --event pyconf --to DIR` writes the drafts",
        "  drafted: read them, then `eventkit followup send`, or `mark sent NAME`",
    ]


def test_what_is_longer_ago_has_a_date(meet, conference):
    meet("Jane Doe", "--at", "2027-04-01T08:15")
    meet("Bo Beispiel", "--at", "2026-04-01T08:15")
    meet("Cem Demir", "--at", "2027-05-13T08:15")
    lines = conference("followup", "list", "--event", "pyconf").stdout.splitlines()
    assert lines == [
        "Person       State  Since       What",
        "Bo Beispiel  due    1 Apr 2026  parsers",
        "Jane Doe     due    1 Apr       parsers",
        "Cem Demir    due    yesterday   parsers",
    ]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", ""])
def test_ends_of_time_are_dates_too(meet, conference, monkeypatch, zone):
    monkeypatch.setenv("EVENTKIT_TIMEZONE", zone)
    meet("Jane Doe", "--at", "0001-01-01T00:00+01:00")
    meet("Bo Beispiel", "--at", "9999-12-31T23:30-05:00")
    _, first, last = conference("followup", "list").stdout.splitlines()
    assert (first.split()[-2:], last.split()[-2:]) == (["1", "parsers"], ["9999", "parsers"])


def test_letter_of_which_no_date_is_known_has_none(meet, entry, conference, listed):
    meet("Jane Doe")
    entry("Jane Doe", "drafted", at="")
    assert [row["since"] for row in listed()] == [""]
    assert conference("followup", "list").stdout.splitlines()[1] == "Jane Doe  pyconf  drafted  parsers"


@pytest.mark.parametrize("note", ["long " * 40, "長い" * 60], ids=["Latin", "Chinese"])
def test_long_note_is_cut_to_the_width(meet, conference, note):
    from eventkit.api import cells_wide

    meet("Jane Doe", note=note)
    _, line = conference("followup", "list").stdout.splitlines()
    assert (line[-1], cells_wide(line) in {79, 80}) == ("…", True)


def test_most_urgent_comes_first(meet, entry, listed):
    for name, options in {
        "Ann Sent": (),
        "Bea Drafted": (),
        "Cem Due": ("--at", "08:20"),
        "Dan Earlier": ("--at", "08:10"),
        "Eve Promised": ("--promise", "send it", "--at", "08:50"),
        "Fay Promised": ("--promise", "send it", "--at", "08:40"),
        "Gus Unknown": (),
        "Hal Drafted": ("--promise", "send it", "--at", "08:55"),
        "Ida Answered": (),
        "Jo Skipped": (),
        "Kim Refused": ("--at", "08:30"),
    }.items():
        meet(name, *options)
    for name in ("Ann Sent", "Bea Drafted", "Gus Unknown", "Hal Drafted", "Ida Answered", "Jo Skipped", "Kim Refused"):
        entry(name, name.split()[1].lower())
    assert [row["person"] for row in listed("--all")] == [
        *("Gus Unknown", "Fay Promised", "Eve Promised", "Hal Drafted", "Kim Refused", "Dan Earlier", "Cem Due"),
        *("Bea Drafted", "Ann Sent", "Ida Answered", "Jo Skipped"),
    ]


def test_what_is_done_is_shown_where_it_is_asked_for(meet, entry, listed):
    for state in State:
        meet(f"Person {state}")
        if state is not State.DUE:
            entry(f"Person {state}", state)
    wanted = {row["state"] for row in listed()}
    assert wanted == {"unknown", "sending", "due", "drafted", "refused"}
    assert {row["state"] for row in listed("--all")} == set(State)
    assert {row["state"] for row in listed("--state", "sent", "--state", "skipped")} == {"sent", "skipped"}


def test_event_query_and_limit_narrow_it_down(meet, conference, listed):
    meet("Jane Doe", "--at", "08:10")
    meet("Bo Beispiel", "--at", "08:20")
    conference("events", "add", "meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "lakes", "--at", "08:30")
    assert [(row["person"], row["event"]) for row in listed()] == [
        ("Jane Doe", "pyconf"),
        ("Bo Beispiel", "pyconf"),
        ("Jane Doe", "meetup"),
    ]
    assert [row["person"] for row in listed("--event", "pyconf")] == ["Jane Doe", "Bo Beispiel"]
    assert [row["event"] for row in listed("--who", "jane")] == ["pyconf", "meetup"]
    assert [row["person"] for row in listed("--limit", "1")] == ["Jane Doe"]


def test_count_is_of_all_whatever_the_limit(meet, conference):
    meet("Jane Doe")
    meet("Bo Beispiel")
    assert conference("followup", "list", "--limit", "1").stderr.splitlines()[0] == "2 due"


def test_whoever_asked_not_to_be_contacted_is_shown_as_such_only_with_all(meet, conference, listed):
    meet("Jane Doe", "--promise", "send it")
    conference("people", "do-not-contact", "Jane Doe")
    assert listed() == []
    assert states(listed("--all")) == {"Jane Doe": "do-not-contact"}
    assert states(listed("--state", "do-not-contact")) == {"Jane Doe": "do-not-contact"}
    ran = conference("followup", "list")
    assert (ran.stdout, ran.stderr) == ("", "Nothing wants doing.\n1 not to be contacted\n")


def test_draft_to_whoever_asks_not_to_be_contacted_meanwhile_is_not_to_be_sent(meet, draft, conference, listed):
    meet("Jane Doe", email="jane@example.org")
    draft()
    conference("people", "do-not-contact", "Jane Doe")
    assert states(listed("--all")) == {"Jane Doe": "do-not-contact"}


def test_letter_of_which_nobody_knows_is_shown_even_where_we_met_again(meet, entry, listed):
    meet("Jane Doe")
    entry("Jane Doe", "unknown")
    meet("Jane Doe", "--note", "lakes")
    assert states(listed()) == {"Jane Doe": "unknown"}


def test_met_again_after_it_was_sent_is_due_again(meet, entry, listed):
    meet("Jane Doe", "--at", "08:10")
    entry("Jane Doe", "sent")
    assert listed() == []
    meet("Jane Doe", "--note", "lakes", "--at", "08:50")
    [row] = listed()
    assert (row["state"], row["since"], row["note"]) == ("due", "2027-05-14T08:50:00+02:00", "lakes")


def test_draft_that_was_sent_by_another_channel_waits_no_more(meet, entry, listed):
    meet("Jane Doe")
    entry("Jane Doe", "drafted")
    entry("Jane Doe", "sent", channel="linkedin")
    assert (listed(), states(listed("--all"))) == ([], {"Jane Doe": "sent"})


def test_draft_of_what_no_other_letter_said_waits_though_a_later_one_was_sent(meet, entry, listed):
    meet("Jane Doe", "--promise", "send it")
    entry("Jane Doe", "drafted", about=[1], at="2027-05-14T08:00:00+02:00")
    meet("Jane Doe", "--note", "lakes")
    entry("Jane Doe", "sent", about=[2], at="2027-05-14T08:30:00+02:00")
    [row] = listed()
    assert (row["state"], row["promise"], row["note"]) == ("drafted", "send it", "parsers")


def test_promise_is_open_until_it_is_sent(meet, entry, conference):
    meet("Jane Doe", "--promise", "send it")
    entry("Jane Doe", "drafted")
    assert conference("followup", "list").stderr.splitlines()[0] == "1 promise, 1 drafted"
    entry("Jane Doe", "sent", at="2027-05-14T08:30:00+02:00")
    assert conference("followup", "list").stderr.splitlines() == ["Nothing wants doing.", "1 sent"]


def test_times_of_different_zones_are_compared_as_moments(meet, entry, eventkit_app):
    meet("Jane Doe")
    entry("Jane Doe", "answered", at="2027-05-14T08:30:00+02:00")
    entry("Jane Doe", "sent", at="2027-05-14T07:00:00+00:00")
    [standing] = list_standings(eventkit_app)
    assert standing.state is State.SENT


def test_refusal_shows_what_the_server_said(meet, entry, conference):
    meet("Jane Doe")
    entry("Jane Doe", "refused", problem="550 no such mailbox")
    assert conference("followup", "list").stdout.splitlines()[1] == (
        "Jane Doe  pyconf  refused  today  550 no such mailbox"
    )


def test_letter_to_somebody_never_met_is_listed(conference, entry, listed):
    conference("people", "add", "Jane Doe", "--email", "jane@example.org")
    entry("Jane Doe", "drafted", template="sorry-we-missed")
    [row] = listed()
    assert (row["person"], row["state"], row["template"], row["encounters"]) == (
        "Jane Doe",
        "drafted",
        "sorry-we-missed",
        [],
    )


def test_list_without_anybody_says_so(conference):
    ran = conference("followup", "list")
    assert (ran.stdout, ran.stderr) == ("", "You met nobody, and wrote to nobody, of these.\n")


def test_csv_and_json_lines_say_the_same(meet, conference, listed):
    meet("Jane Doe")
    [row] = listed()
    [line] = conference("followup", "list", "--format", "jsonl").stdout.splitlines()
    assert json.loads(line) == row
    [cells] = csv.DictReader(io.StringIO(conference("followup", "list", "--format", "csv").stdout))
    assert (list(cells), cells["person"], cells["fresh"]) == (list(row), "Jane Doe", "1")


def test_list_of_an_unknown_event_names_it(conference):
    ran = conference("followup", "list", "--event", "pyconv", code=4)
    assert ran.stderr == "eventkit: there is no event 'pyconv'; did you mean 'pyconf'?\n"
