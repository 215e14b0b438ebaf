"""Real calendars by others: every VEVENT that says anything is read; how, the differential tests tell."""

from __future__ import annotations

import csv

import pytest

from eventkit.api import ReadContext, read_components
from eventkit_calendar.component import read_event
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.timezones.zones import Zones

pytestmark = pytest.mark.corpus


def results(corpus):
    with (corpus / "ICS_RESULTS.tsv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def test_every_real_agenda_is_imported_whole(corpus, eventkit_run):
    checked = 0
    for row in results(corpus):
        if "-real/" not in row["path"]:
            continue
        checked += 1
        result = eventkit_run("import", corpus / row["path"], "--event", f"e{checked}", "--format", "json").json
        assert (row["path"], result["added"]) == (row["path"], int(row["vevents"]))
        sessions = eventkit_run("agenda", f"e{checked}", "--format", "json").json
        assert (row["path"], len(sessions)) == (row["path"], int(row["vevents"]))
    assert checked == 34


SAYS_NOTHING = {
    "ics/icalendar/tests/calendars/big_bad_calendar.ics": 20,  # BEGIN and END, and no line between them
    "ics/icalendar/tests/calendars/small_bad_calendar.ics": 1,
    "ics/icalendar/tests/calendars/broken_dtstart.ics": 1,  # a UID, and a DTSTART that nobody can read
    "ics/allenporter-ical/parsing/testdata/invalid/invalid_x-name-2.ics": 1,  # the only line is none
    "ics/allenporter-ical/parsing/testdata/invalid/missing_colon.ics": 1,
}
"""The files of which no event is read, each with its number of events."""


def test_only_events_that_say_nothing_are_left_out(corpus):
    """Of the 566 files with a VEVENT, icalendar reads one at least in 560."""
    files = read = 0
    empty = {}
    for row in results(corpus):
        data = (corpus / row["path"]).read_bytes()
        events = list(each_event(data))
        assert (row["path"], len(events)) == (row["path"], max(int(row["raw_vevent"]), len(events)))
        left_out = [component for component, session in events if session is None]
        assert {line.name for component in left_out for line in component.lines} <= {
            *("UID", "DTSTART", "DTSTAMP", "RECURRENCE-ID"),
        }
        reading = read_calendar(data, ReadContext(file=row["path"]))
        assert (row["path"], any(problem.lost for problem in reading.problems)) >= (row["path"], bool(left_out))
        if int(row["raw_vevent"]):
            files += 1
            read += bool(reading.sessions)
        if events and not reading.sessions:
            empty[row["path"]] = len(events)
    assert (files, read) == (566, 561)
    assert empty == SAYS_NOTHING


def each_event(data):
    file = read_components(data)
    zones = Zones(file.walk("VTIMEZONE"), "UTC")
    for component in file.walk("VEVENT"):
        yield component, read_event(component, zones, "")[0]
