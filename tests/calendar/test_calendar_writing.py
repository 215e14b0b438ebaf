"""The exported agenda: a file that a strict reader takes, with what the source said beyond what we understand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from eventkit.api import Event, ExportContext, ReadContext, Session, SessionToExport
from eventkit_calendar.export.writing import write_calendar
from eventkit_calendar.reading import read_calendar

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
    assert calendar.errors == calendar.events[0].errors == []


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


def test_what_has_no_time_yet_is_a_journal_and_read_back_as_it_was():
    untold = session(
        uid="2", starts=None, room="Hall", speakers=("Ann Bee",), track="Food", status="tentative", abstract="Tea."
    )
    raw = "BEGIN:VEVENT\nUID:2\nGEO:1;2\nPRIORITY:1\nRESOURCES:Cups\nX-THING:1\nLOCATION:Hall\nEND:VEVENT"
    data = written(untold, raw=raw)
    calendar = icalendar.Calendar.from_ical(data)
    (journal,) = calendar.walk("VJOURNAL")
    assert (calendar.events, journal.errors) == ([], [])
    assert (str(journal["SUMMARY"]), str(journal["STATUS"]), str(journal["X-THING"])) == ("Tea", "DRAFT", "1")
    assert {"DTSTART", "LOCATION", "GEO", "PRIORITY", "RESOURCES"} & set(journal) == set()
    reading = read_calendar(data, ReadContext(file="a.ics"))
    (again,) = reading.sessions
    told = (again.uid, again.title, again.room, again.track, again.status, again.abstract, again.timezone)
    assert told == ("2", "Tea", "Hall", "Food", "tentative", "Tea.", "Europe/Zurich")
    assert (again.starts, again.ends, [speaker.name for speaker in again.speakers]) == (None, None, ["Ann Bee"])
    assert reading.problems == []


def test_there_is_no_alarm_for_what_has_no_time_yet():
    record = SessionToExport(session=session(starts=None))
    data = write_calendar([record], replace(CONTEXT, alarm=timedelta(minutes=10)))
    assert b"VALARM" not in data


def test_what_is_gone_or_cancelled_says_so():
    data = written(session(status="cancelled"), session(uid="2", status="gone"))
    assert [str(event["STATUS"]) for event in icalendar.Calendar.from_ical(data).events] == ["CANCELLED", "CANCELLED"]


def lines_of(data):
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def test_lines_of_the_source_come_back_out_as_they_were():
    raw = (
        "BEGIN:VEVENT\nUID:1\nSUMMARY:Old title\nGEO:47.3;8.5\nX-EMPTY:\n"
        'X-THING;X-P="a;b":kept\\, as it is\n'
        "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:not ours\nEND:VALARM\nno colon here\nEND:VEVENT"
    )
    lines = lines_of(written(session(title="New title"), raw=raw))
    for kept in ("SUMMARY:New title", "GEO:47.3;8.5", 'X-THING;X-P="a;b":kept\\, as it is'):
        assert lines.count(kept) == 1
    for gone in ("SUMMARY:Old title", "DESCRIPTION:not ours", "X-EMPTY:"):
        assert lines.count(gone) == 0


def test_a_session_of_a_series_stands_for_itself():
    raw = (
        "BEGIN:VEVENT\nUID:1\nRRULE:FREQ=DAILY;COUNT=2\nRDATE:20270520T070000Z\nEXDATE:20270515T070000Z\n"
        "EXRULE:FREQ=DAILY;COUNT=1\nRECURRENCE-ID:20270514T070000Z\nEND:VEVENT"
    )
    days = [datetime(2027, 5, day, 9, tzinfo=ZoneInfo("Europe/Zurich")) for day in (14, 15)]
    series = [session(id=n, starts=day, recurrence_id=f"{day:%Y%m%d}T070000Z") for n, day in enumerate(days)]
    data = written(*series, raw=raw)
    events = icalendar.Calendar.from_ical(data).events
    assert [str(event["UID"]) for event in events] == ["1-eventkit-20270514T070000Z", "1-eventkit-20270515T070000Z"]
    assert [name for name in ("RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID") if name in events[0]] == []
    again = read_calendar(data, ReadContext(file="a.ics")).sessions
    assert [(s.uid, s.recurrence_id) for s in again] == [("1", "20270514T070000Z"), ("1", "20270515T070000Z")]


def test_a_session_has_the_same_uid_whether_or_not_its_namesakes_are_written_with_it():
    records = [SessionToExport(session=session(id=n, title=f"Talk {n}"), repeated=True) for n in (7, 8, 9)]
    whole, part = write_calendar(records, CONTEXT), write_calendar(records[1:2], CONTEXT)
    uids = [str(event["UID"]) for event in icalendar.Calendar.from_ical(whole).events]
    assert uids == ["1-eventkit-7", "1-eventkit-8", "1-eventkit-9"]
    assert [str(event["UID"]) for event in icalendar.Calendar.from_ical(part).events] == uids[1:2]
    assert [s.uid for s in read_calendar(whole, ReadContext(file="a.ics")).sessions] == ["1", "1", "1"]


def test_a_uid_that_two_events_share_is_written_once():
    records = [SessionToExport(session=session(id=n, event=event)) for n, event in enumerate(("one", "two"))]
    data = write_calendar(records, ExportContext(now=NOW))
    assert len({str(event["UID"]) for event in icalendar.Calendar.from_ical(data).events}) == 2
    assert [s.uid for s in read_calendar(data, ReadContext(file="a.ics")).sessions] == ["1", "1"]


def test_nobody_is_asked_to_come():
    raw = (
        'BEGIN:VEVENT\nUID:1\nATTENDEE;CN="Ann Bee":mailto:ann@example.org\nORGANIZER:mailto:org@example.org\n'
        "METHOD:REQUEST\nEND:VEVENT"
    )
    lines = lines_of(written(session(speakers=("Ann Bee",)), raw=raw))
    assert [line for line in lines if line.startswith(("ATTENDEE", "ORGANIZER", "METHOD"))] == []
    assert "X-EVENTKIT-SPEAKER;EMAIL=ann@example.org:Ann Bee" in lines


def test_speakers_are_told_below_the_abstract_unless_it_names_them():
    assert "DESCRIPTION:About tea\\n\\nSpeakers: Ann Bee\\, Cy Dee" in lines_of(
        written(session(abstract="About tea", speakers=("Ann Bee", "Cy Dee")))
    )
    named = session(abstract="Ann Bee on tea", speakers=("Ann Bee",))
    assert "DESCRIPTION:Ann Bee on tea" in lines_of(written(named))
    assert "DESCRIPTION:Speaker: Ann Bee" in lines_of(written(session(speakers=("Ann Bee",))))


def test_what_is_put_below_the_abstract_is_no_part_of_it_when_it_is_read():
    original = session(
        abstract="About tea",
        speakers=("Ann Bee",),
        remark="sold out",
        links=(("Slides", "https://example.org/s.pdf"), ("", "https://example.org/v")),
    )
    data = written(original)
    (line,) = [line for line in lines_of(data) if line.startswith("DESCRIPTION")]
    assert line == (
        "DESCRIPTION:About tea\\n\\nsold out\\n\\nSpeaker: Ann Bee\\n\\n"
        "Slides: https://example.org/s.pdf\\nhttps://example.org/v"
    )
    (again,) = read_calendar(data, ReadContext(file="a.ics")).sessions
    assert (again.abstract, again.remark, again.links) == ("About tea", "sold out", original.links)


def test_a_note_goes_out_only_where_it_is_wanted():
    mine = SessionToExport(session=session(abstract="About tea", note="ask Ann;\nthen leave"))
    assert b"ask Ann" not in write_calendar([mine], CONTEXT)
    data = write_calendar([mine], replace(CONTEXT, with_notes=True))
    assert "DESCRIPTION:About tea\\n\\nMy note:\\nask Ann\\;\\nthen leave" in lines_of(data)
    assert read_calendar(data, ReadContext(file="a.ics")).sessions[0].abstract == "About tea"


def test_an_alarm_is_set_for_what_has_a_time_and_takes_place():
    sessions = [
        session(title="Tea; hot"),
        session(uid="2", status="cancelled"),
        session(uid="3", starts=date(2027, 5, 14)),
    ]
    records = [SessionToExport(session=item) for item in sessions]
    data = write_calendar(records, replace(CONTEXT, alarm=timedelta(minutes=10)))
    events = icalendar.Calendar.from_ical(data).events
    assert [len(event.subcomponents) for event in events] == [1, 0, 0]
    (alarm,) = events[0].subcomponents
    assert (alarm["ACTION"], alarm["TRIGGER"].dt, alarm["DESCRIPTION"]) == (
        "DISPLAY",
        timedelta(minutes=-10),
        "Tea; hot",
    )
    assert b"TRIGGER:PT0S" in write_calendar(records, replace(CONTEXT, alarm=timedelta()))


def test_an_address_is_a_uri_or_is_told_below_the_abstract():
    urls = ["https://example.org/ä b", "example.org/a", "https://example.org/100%"]
    data = written(*(session(uid=str(n), url=url) for n, url in enumerate(urls)))
    lines = lines_of(data)
    assert [line for line in lines if line.startswith("URL")] == ["URL:https://example.org/%C3%A4%20b"]
    assert [line for line in lines if line.startswith("DESCRIPTION")] == [
        "DESCRIPTION:example.org/a",
        "DESCRIPTION:https://example.org/100%",
    ]
    assert [s.url for s in read_calendar(data, ReadContext(file="a.ics")).sessions] == urls


def test_an_end_that_a_calendar_cannot_hold_is_kept_beside_it():
    start = session().starts
    data = written(
        session(ends=start), session(uid="2", starts=date(2027, 5, 14), ends=date(2027, 5, 14)), session(uid="3")
    )
    assert [line for line in lines_of(data) if line.startswith("DTEND")] == []
    assert [s.ends for s in read_calendar(data, ReadContext(file="a.ics")).sessions] == [start, date(2027, 5, 14), None]


def test_a_source_s_own_text_is_not_added_to_twice():
    raw = "BEGIN:VEVENT\nUID:1\nDESCRIPTION:<p>One &amp\\; two</p>\nEND:VEVENT"
    talk = session(abstract="One & two", speakers=("Ann Bee",))
    first = written(talk, raw=raw)
    again = read_calendar(first, ReadContext(file="a.ics")).sessions[0]
    assert again.abstract == talk.abstract
    assert "DESCRIPTION:<p>One &amp\\; two</p><p>Speaker: Ann Bee</p>" in lines_of(first)
    assert written(talk, raw=again.raw) == first


def test_the_markup_of_the_source_comes_back_out():
    raw = "BEGIN:VEVENT\nUID:1\nDESCRIPTION;LANGUAGE=en:<p>One</p><p>Two\\, three</p>\nEND:VEVENT"
    lines = lines_of(written(session(abstract="One\n\nTwo, three"), raw=raw))
    assert [line for line in lines if line.startswith("DESCRIPTION")] == [
        "DESCRIPTION;LANGUAGE=en:<p>One</p><p>Two\\, three</p>"
    ]


@pytest.mark.parametrize(
    ("description", "kept"),
    [
        ("DESCRIPTION:About tea\\, and\\nmore of it", False),
        ("DESCRIPTION:About tea, and more", False),
        ("DESCRIPTION:<p>About tea</p>", True),
        ("DESCRIPTION;LANGUAGE=en:About tea", True),
        ("DESCRIPTION:About tea\\n\\nSpeaker: Ann Bee", False),
    ],
)
def test_a_description_that_is_the_abstract_is_kept_once(description, kept):
    source = f"BEGIN:VEVENT\nUID:1\nDTSTART:20270514T090000Z\n{description}\nX-TEA:green\nEND:VEVENT"
    (read,) = read_calendar(f"BEGIN:VCALENDAR\n{source}\nEND:VCALENDAR\n".encode(), ReadContext(file="a.ics")).sessions
    assert (description in read.raw, "X-TEA:green" in read.raw) == (kept, True)
    names = tuple(speaker.name for speaker in read.speakers)
    again = [lines_of(written(session(abstract=read.abstract, speakers=names), raw=raw)) for raw in (read.raw, source)]
    assert again[0] == again[1]


def test_a_line_of_the_source_that_says_something_else_gives_way():
    raw = "BEGIN:VEVENT\nUID:1\nDESCRIPTION:old\nLOCATION:old\nCATEGORIES:old\nEND:VEVENT"
    lines = lines_of(written(session(abstract="new", room="Hall", track="Web, APIs"), raw=raw))
    told = [line for line in lines if line.startswith(("DESCRIPTION", "LOCATION", "CATEGORIES"))]
    assert told == ["LOCATION:Hall", "CATEGORIES:Web,APIs", "DESCRIPTION:new"]


def test_a_title_that_would_be_read_as_something_else_is_told_once_more():
    original = session(title="CANCELLED: <s>Tea</s> - Ann Bee", kind="session", status="confirmed")
    data = written(original)
    assert "X-EVENTKIT-TITLE:CANCELLED: <s>Tea</s> - Ann Bee" in lines_of(data)
    (again,) = read_calendar(data, ReadContext(file="a.ics")).sessions
    assert (again.title, again.kind, again.status) == (original.title, original.kind, original.status)
