"""Real calendars by others: every VEVENT that icalendar can read is read, and read as icalendar reads it."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta

import icalendar
import pytest

from eventkit.api import ReadContext, one_line, read_components, zone
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.values import read_moment

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed"),  # icalendar's own, as the oracle
]


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
        reading = read_calendar(data, ReadContext(file=row["path"]))
        there = {session.line for session in reading.sessions}
        components = list(read_components(data).walk("VEVENT"))
        assert (row["path"], len(components)) == (row["path"], max(int(row["raw_vevent"]), len(components)))
        for component in components:
            if component.line not in there:
                left_out += 1
                line = component.first("DTSTART")
                assert (row["path"], component.line, line and read_moment(line.value)) == (
                    row["path"],
                    component.line,
                    None,
                )
                assert any(problem.lost for problem in reading.problems)
    assert left_out < 110


def test_what_icalendar_reads_is_read_alike(corpus):
    compared = 0
    for row in results(corpus):
        data = (corpus / row["path"]).read_bytes()
        by_line = {session.line: session for session in read_calendar(data, ReadContext(file=row["path"])).sessions}
        for component in read_components(data).walk("VEVENT"):
            if component.line not in by_line:
                continue
            event = as_icalendar_sees_it(component)
            if event is None:
                continue
            compared += 1
            session = by_line[component.line]
            assert (row["path"], component.line, facts(session)) == (
                row["path"],
                component.line,
                expected(event, session),
            )
    assert compared > 4000


def as_icalendar_sees_it(component):
    lines = [line.plain() for line in component.lines]
    try:
        event = icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    except (ValueError, AttributeError):  # AttributeError: a parameter that is given twice
        return None
    repeated = any(
        isinstance(event.get(name), list) for name in ("DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL", "UID")
    )
    if repeated or value_of(event.get("DTSTART")) is None:
        return None
    params = event["DTSTART"].params
    if "TZID" in params and len(component.value("DTSTART").strip()) == len("20270514"):
        return None  # icalendar makes a midnight of such a date
    return event if zone(params.get("TZID", "UTC")) else None  # times of a calendar's own zone are told in the agenda's


def value_of(prop):
    """The value of a time, or None where icalendar has a broken property in its place."""
    try:
        return prop.dt if prop is not None else None
    except icalendar.error.BrokenCalendarProperty:
        return None


def facts(session):
    return {
        "uid": session.uid if not session.uid.startswith("no-uid-") else "",
        "title": session.title.replace("(untitled)", ""),
        "room": session.room,
        "url": session.url,
        "starts": wall(session.starts),
        "ends": wall(session.ends) if session.ends is not None else None,
    }


def expected(event, session):
    """The same facts from icalendar's own objects; an end that is unusable, and so left out, is None."""
    starts = event["DTSTART"].dt
    ends = value_of(event.get("DTEND"))
    if "DTEND" not in event and value_of(event.get("DURATION")) is not None and session.ends is not None:
        ends = session.ends if isinstance(starts, datetime) else starts + max(event["DURATION"].dt, timedelta(days=1))
    if (
        session.ends is None
        or ends is None
        or isinstance(ends, datetime) != isinstance(starts, datetime)
        or wall(ends) < wall(starts)
    ):
        ends = session.ends
    return {
        "uid": str(event.get("UID", "")).strip(),
        "title": squeezed(event.get("SUMMARY", "")),
        "room": squeezed(event.get("LOCATION", "")),
        "url": squeezed(event.get("URL", "")),
        "starts": wall(starts),
        "ends": wall(ends) if ends is not None else None,
    }


def squeezed(text):
    return one_line(str(text))


def wall(moment):
    """The hands of the clock: what a zone means is another test's subject."""
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
