"""The exported agenda: a file that a strict reader takes, with what the source said beyond what we understand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import Event, ExportContext, ReadContext, Session, SessionToExport
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.writing import write_calendar

NOW = datetime(2027, 5, 13, 20, tzinfo=UTC)
CONTEXT = ExportContext(now=NOW, event=Event(id=1, slug="meetup", name="Meetup, the", timezone="Europe/Zurich"))


def session(**values):
    start = datetime(2027, 5, 14, 9, tzinfo=ZoneInfo("Europe/Zurich"))
    defaults = {"id": 1, "event": "meetup", "uid": "1", "title": "Tea", "starts": start, "timezone": "Europe/Zurich"}
    return Session(**{**defaults, **values})


def written(*sessions, raw=""):
    return write_calendar([SessionToExport(session=item, raw=raw) for item in sessions], CONTEXT)


def test_the_file_is_what_rfc_5545_says():
    data = written(session(abstract="Ä" * 200, speakers=("Ann",)))
    lines = data.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b""
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in data.replace(b"\r\n", b"")
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar["VERSION"] == "2.0"
    assert "X-WR-CALNAME:Meetup\\, the" in data.decode()
    assert calendar.events[0]["DTSTAMP"].dt == NOW


def test_the_zones_that_are_used_come_along():
    data = written(session(), session(uid="2", starts=datetime(2027, 5, 14, 9, tzinfo=UTC), timezone="UTC"))
    calendar = icalendar.Calendar.from_ical(data)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Zurich"]
    zone = calendar.walk("VTIMEZONE")[0].to_tz()
    assert datetime(2027, 5, 14, 9, tzinfo=zone).utcoffset() == timedelta(hours=2)
    assert datetime(2027, 12, 14, 9, tzinfo=zone).utcoffset() == timedelta(hours=1)


def test_all_day_stays_all_day():
    data = written(session(starts=date(2027, 5, 14), ends=date(2027, 5, 16)))
    event = icalendar.Calendar.from_ical(data).events[0]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 5, 14), date(2027, 5, 16))


def test_what_is_gone_or_cancelled_says_so():
    data = written(session(status="cancelled"), session(uid="2", status="gone"))
    assert [str(event["STATUS"]) for event in icalendar.Calendar.from_ical(data).events] == ["CANCELLED", "CANCELLED"]


def test_lines_of_the_source_come_back_out_as_they_were():
    raw = (
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Old title\nRRULE:FREQ=DAILY;COUNT=2\nGEO:47.3;8.5\n"
        'X-THING;X-P="a;b":kept\\, as it is\nATTENDEE;CN="Ann Bee":mailto:ann@example.org\n'
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:not ours\nEND:VALARM\nno colon here\nEND:VEVENT"
    )
    lines = written(session(title="New title"), raw=raw).replace(b"\r\n ", b"").decode().splitlines()
    assert "SUMMARY:New title" in lines
    for kept in ("RRULE:FREQ=DAILY;COUNT=2", "GEO:47.3;8.5", 'X-THING;X-P="a;b":kept\\, as it is'):
        assert lines.count(kept) == 1
    assert "SUMMARY:Old title" not in lines
    assert "DESCRIPTION:not ours" not in lines


texts = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=60
).map(lambda text: " ".join(text.split()))
moments = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2037, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=ZoneInfo("Europe/Zurich"))
)


@given(texts, texts, texts, moments, st.integers(min_value=0, max_value=100))
def test_what_is_written_is_read_back_the_same(title, room, abstract, starts, hours):
    starts = starts.astimezone(UTC).astimezone(starts.tzinfo)  # no time that the clocks skip
    original = session(
        title=title or "x", room=room, abstract=abstract.strip(), starts=starts, ends=starts + timedelta(hours=hours)
    )
    if original.ends.astimezone(UTC) < starts.astimezone(UTC) or starts.fold or original.ends.fold:
        return
    (again,) = read_calendar(written(original), ReadContext(file="a.ics")).sessions
    for name in ("uid", "title", "room", "abstract", "starts", "timezone"):
        assert getattr(again, name) == getattr(original, name), name
    assert again.ends.replace(tzinfo=None) == original.ends.replace(tzinfo=None)


def test_the_markup_of_the_source_comes_back_out():
    raw = "BEGIN:VEVENT\nUID:1\nDESCRIPTION;LANGUAGE=en:<p>One</p><p>Two\\, three</p>\nEND:VEVENT"
    lines = written(session(abstract="One\n\nTwo, three"), raw=raw).replace(b"\r\n ", b"").decode().splitlines()
    assert [line for line in lines if line.startswith("DESCRIPTION")] == [
        "DESCRIPTION;LANGUAGE=en:<p>One</p><p>Two\\, three</p>"
    ]
