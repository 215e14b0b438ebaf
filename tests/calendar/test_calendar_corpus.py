"""Real calendars by others: every VEVENT that has a start is read; how, the differential tests tell."""

from __future__ import annotations

import csv

import pytest

from eventkit.api import ReadContext, read_components
from eventkit_calendar.component import read_event
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.timezones.zones import Zones
from eventkit_calendar.values import read_moment

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


def test_only_events_without_a_start_are_left_out(corpus):
    """The 566 files with events: what is missing in the end has no DTSTART that anybody could read."""
    left_out = 0
    for row in results(corpus):
        data = (corpus / row["path"]).read_bytes()
        events = list(each_event(data))
        assert (row["path"], len(events)) == (row["path"], max(int(row["raw_vevent"]), len(events)))
        without_start = [component for component, session in events if session is None]
        left_out += len(without_start)
        for component in without_start:
            line = component.first("DTSTART")
            assert (row["path"], component.line, line and read_moment(line.value)) == (
                row["path"],
                component.line,
                None,
            )
        problems = read_calendar(data, ReadContext(file=row["path"])).problems
        assert (row["path"], any(problem.lost for problem in problems)) >= (row["path"], bool(without_start))
    assert left_out < 110


def each_event(data):
    file = read_components(data)
    zones = Zones(file.walk("VTIMEZONE"), "UTC")
    for component in file.walk("VEVENT"):
        yield component, read_event(component, zones, "")[0]
