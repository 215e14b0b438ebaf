"""`eventkit people timeline`: everything that core and plugins know of somebody, in order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from eventkit.api import TimelineItem, hookimpl
from eventkit.errors import PluginError
from eventkit.exchange import IncomingSession, IncomingSpeaker
from eventkit.services.lookup import find_person
from eventkit.services.speakers import link_speakers
from eventkit.services.timeline import timeline_of

STARTS = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)


@pytest.fixture
def pyconf(eventkit_app, eventkit_run):
    """A conference at which Ada speaks, whom the user wants to meet, meets and writes to."""
    store = eventkit_app.store
    session = IncomingSession(
        uid="1",
        title="Looms",
        room="Hall",
        starts=STARTS,
        ends=STARTS + timedelta(hours=1),
        speakers=(IncomingSpeaker(name="Ada Grace", email="ada@example.org"),),
    )
    with store.change("import pyconf.ics") as change:
        event = store.agenda.add_event(change, "pyconf", "PyConf", "Europe/Berlin")
        source = store.agenda.put_source(change, None, event_id=event.id, location="pyconf.ics")
        ids = store.agenda.add_sessions(change, event.id, source, [session], "Europe/Berlin")
        link_speakers(eventkit_app, change, event, [(ids[0], session)])
    eventkit_run("me", "--name", "Robin Keller", "--email", "robin@example.org")
    return eventkit_run


def items(run):
    rows = run("people", "timeline", "ada", "--format", "json").json
    return [(row["at"], row["what"], row["event"], row["text"]) for row in rows]


def test_timeline_is_all_that_there_was_in_order(pyconf, monkeypatch, tmp_path):
    def at(time):
        monkeypatch.setenv("EVENTKIT_NOW", time)

    pyconf("prep", "meet", "Ada", "--why", "her loom")
    pyconf("met", "Ada", "--at", "12:10", "--note", "talked wool", "--promise", "a pattern")
    at("2027-05-16T10:00:00+02:00")
    pyconf("followup", "draft", "--to", tmp_path / "drafts")
    at("2027-05-20T10:00:00+02:00")
    pyconf("people", "do-not-contact", "Ada")
    assert items(pyconf) == [
        ("2027-05-14", "at", "pyconf", "PyConf (speaker)"),
        ("2027-05-14T09:00:00+02:00", "added", "", "import pyconf.ics"),
        ("2027-05-14T09:00:00+02:00", "to meet", "pyconf", "her loom"),
        ("2027-05-14T11:00:00+02:00", "speaks", "pyconf", "Looms (Hall)"),
        ("2027-05-14T12:10:00+02:00", "met", "pyconf", "talked wool"),
        ("2027-05-14T12:10:00+02:00", "promised", "pyconf", "a pattern"),
        (
            "2027-05-16T10:00:00+02:00",
            "drafted",
            "pyconf",
            f"promised-resource by eml: {tmp_path / 'drafts' / '01-ada-grace.eml'}",
        ),
        ("2027-05-20T10:00:00+02:00", "contact", "", "asked not to be contacted"),
    ]


def test_timeline_is_a_table_for_people(pyconf):
    pyconf("met", "Ada", "--at", "12:10", "--note", "talked wool")
    assert pyconf("people", "timeline", "ada").stdout == (
        "When                      Event   Ada Grace (number 1)\n"
        "2027-05-14        at      pyconf  PyConf (speaker)\n"
        "2027-05-14 09:00  added           import pyconf.ics\n"
        "2027-05-14 11:00  speaks  pyconf  Looms (Hall)\n"
        "2027-05-14 12:10  met     pyconf  talked wool\n"
    )


def test_session_that_was_cancelled_is_marked(pyconf, eventkit_app):
    with eventkit_app.change("cancel") as change:
        eventkit_app.store.agenda.set_status(change, [1], "cancelled")
    assert ("2027-05-14T11:00:00+02:00", "speaks", "pyconf", "CANCELLED: Looms (Hall)") in items(pyconf)


def test_merge_brings_the_other_s_story_along(pyconf):
    pyconf("people", "add", "A. Grace")
    pyconf("met", "A. Grace", "--at", "08:00", "--note", "breakfast")
    pyconf("merge", 1, 3, "--yes")
    found = items(pyconf)
    assert [text for _, what, _, text in found if what in {"met", "merged"}] == [
        "breakfast",
        "merge A. Grace (3) into Ada Grace (1)",
    ]


def test_person_who_was_met_by_a_merged_record_is_still_wanted_and_met(pyconf):
    pyconf("people", "add", "A. Grace")
    pyconf("prep", "meet", "1", "--why", "her loom")
    pyconf("prep", "meet", "3", "--why", "her book")
    pyconf("met", "3")
    pyconf("merge", 1, 3, "--yes")
    (wanted,) = pyconf("prep", "meet", "--format", "json").json
    assert (wanted["person"], wanted["why"], wanted["met"]) == (1, "her loom; her book", "2027-05-14T09:00:00+02:00")
    pyconf("prep", "meet", "1", "--remove")
    assert pyconf("prep", "meet", "--format", "json").json == []


def test_sessions_of_who_is_called_otherwise_now_are_found_by_the_person(pyconf):
    pyconf("prep", "meet", "ada")
    pyconf("people", "edit", "ada", "--set", "name=Ada G. Byron")
    assert [wanted["sessions"] for wanted in pyconf("prep", "meet", "--format", "json").json] == [[1]]


def test_two_drafts_to_one_person_are_told_of_after_a_merge(pyconf, tmp_path):
    pyconf("people", "add", "A. Grace", "--email", "grace@example.org")
    for who in ("1", "3"):
        pyconf("met", who, "--note", "wool")
    folder = tmp_path / "drafts"
    pyconf("followup", "draft", "--to", folder)
    paths = sorted(map(str, folder.iterdir()))
    assert pyconf("merge", 1, 3, "--yes").stderr == f"Ada Grace has 2 drafts for pyconf now: {', '.join(paths)}\n"
    assert pyconf("followup", "draft", "--to", folder, "--format", "json").json["drafted"] == []


# --- plugins ----------------------------------------------------------------------------------------------


class Answers:
    def __init__(self, *found):
        self.found = found

    @hookimpl
    def eventkit_list_history_of_person(self, person):
        return [TimelineItem(at=at, what="sent", text=f"a card to {person.name}", event="") for at in self.found]


@pytest.mark.usefixtures("pyconf")
def test_dates_and_times_of_plugins_are_sorted_in(eventkit_app):
    eventkit_app.plugins.register(Answers(date(2027, 6, 1), datetime(2027, 1, 1, tzinfo=UTC)), "cards2")
    found = [item.text for item in timeline_of(eventkit_app, find_person(eventkit_app, "Ada"))]
    assert (found[0], found[-1]) == ("a card to Ada Grace", "a card to Ada Grace")


@pytest.mark.usefixtures("pyconf")
def test_what_a_plugin_plans_for_no_time_yet_comes_last(eventkit_app):
    eventkit_app.plugins.register(Answers(None, datetime(2027, 1, 1, tzinfo=UTC)), "cards2")
    assert timeline_of(eventkit_app, find_person(eventkit_app, "Ada"))[-1].at is None


@pytest.mark.parametrize("moment", [datetime(2027, 1, 1), "2027-01-01"])  # a time without its zone
@pytest.mark.usefixtures("pyconf")
def test_plugin_that_gives_no_moment_is_at_fault(eventkit_app, moment):
    eventkit_app.plugins.register(Answers(moment), "wrong")
    with pytest.raises(PluginError, match=r"plugin 'wrong'.*: a timeline needs a date or a time with its zone"):
        timeline_of(eventkit_app, find_person(eventkit_app, "Ada"))


def test_all_of_a_timeline_is_told_by_one_clock(eventkit_run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T07:00:00+00:00")
    eventkit_run("events", "add", "pyconf", "--timezone", "Europe/Berlin")
    eventkit_run("people", "add", "Ada Grace")
    eventkit_run("met", "Ada Grace", "--event", "pyconf")
    told = "2027-05-14T09:00:00+02:00"
    assert [item[:2] for item in items(eventkit_run)] == [(told, "added"), (told, "met")]
