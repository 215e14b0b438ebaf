"""Whatever the sessions are, the exported calendar is valid, and is read as the same sessions.

The rules are those of RFC 5545: sections 3.1 (lines), 3.2 (parameters), 3.3.11 (text), 3.6.1 (VEVENT), 3.6.3
(VJOURNAL).
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import SURE, Event, ExportContext, ReadContext, Session, SessionToExport
from eventkit_calendar.export.writing import write_calendar
from eventkit_calendar.reading import read_calendar

NOW = datetime(2027, 5, 13, 20, tzinfo=UTC)
EVENT = Event(id=1, slug="meetup", name="Meetup; the, \\ first", timezone="Europe/Zurich")
CONTEXT = ExportContext(now=NOW, event=EVENT, events=[EVENT], alarm=timedelta(minutes=10), with_notes=True)
ZONES = ["Europe/Zurich", "UTC", "Etc/UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Jerusalem",
         "Africa/Casablanca", "Asia/Kolkata", "Europe/Dublin", "Antarctica/Troll"]  # fmt: skip  # a list of names
COMPARED = (
    *("uid", "recurrence_id", "title", "abstract", "starts", "ends", "timezone", "room", "track", "kind", "url"),
    *("status", "remark", "language", "links"),
)

# --- the rules ----------------------------------------------------------------------------------------

_PARAM = r'[A-Za-z0-9-]+=(?:[^\x00-\x08\x0a-\x1f\x7f";:,]*|"[^\x00-\x08\x0a-\x1f\x7f"]*")'
_LINE = re.compile(
    rf'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;{_PARAM}(?:,(?:[^\x00-\x1f\x7f";:,]*|"[^\x00-\x1f\x7f"]*"))*)*)'
    r":(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
_TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
_TEXTS = {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "COMMENT", "CONTACT", "RELATED-TO", "X-WR-CALNAME"}
_TIME = re.compile(r"\d{8}T\d{6}Z?")
_ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "CLASS", "CREATED", "DESCRIPTION", "GEO", "LAST-MODIFIED",
         "LOCATION", "ORGANIZER", "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "URL"}  # fmt: skip  # names
_OF_JOURNALS = {"UID", "DTSTAMP", "CLASS", "CREATED", "DESCRIPTION", "LAST-MODIFIED", "SEQUENCE", "STATUS",
                "SUMMARY", "URL", "ATTACH", "CATEGORIES", "COMMENT", "CONTACT", "RELATED-TO", "COLOR",
                "IMAGE"}  # fmt: skip  # names
_NEVER = {"METHOD", "ATTENDEE", "ORGANIZER", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "DURATION"}


def check(data):
    """Fail where a calendar is not what RFC 5545 says."""
    physical = data.split(b"\r\n")
    assert physical.pop() == b""
    assert max(map(len, physical)) <= 75
    assert all(line.decode() for line in physical)  # none is empty, and none ends within a character
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    stack, blocks = [], []
    for text in data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]:
        line = _LINE.fullmatch(text)
        assert line, text
        name, value = line["name"], line["value"]
        if name == "BEGIN":
            stack.append((value, []))
        elif name == "END":
            begun, lines = stack.pop()
            assert begun == value
            blocks.append((value, lines))
        else:
            assert value or name.startswith("X-EVENTKIT-"), text
            assert name not in _TEXTS or _TEXT.fullmatch(value), text
            stack[-1][1].append((name, line["params"], value))
    assert stack == []
    zones = {value for kind, lines in blocks if kind == "VTIMEZONE" for name, _, value in lines if name == "TZID"}
    events = [lines for kind, lines in blocks if kind == "VEVENT"]
    journals = [lines for kind, lines in blocks if kind == "VJOURNAL"]
    uids = [value for lines in events + journals for name, _, value in lines if name == "UID"]
    assert len(uids) == len(set(uids)) == len(events + journals)
    for lines in events:
        check_event(lines, zones)
    for lines in journals:
        check_journal(lines)
    used = {params[6:] for lines in events for _, params, _ in lines if params.startswith(";TZID=")}
    assert zones >= used
    return data


def check_journal(lines):
    """What is no time yet: nothing in it says when, and nothing is in it that may be in events only."""
    values = check_once(lines)
    assert {name for name in values if not name.startswith("X-")} <= _OF_JOURNALS
    assert values["STATUS"][1] in {"FINAL", "DRAFT", "CANCELLED"}


def check_once(lines):
    count = Counter(name for name, _, _ in lines)
    assert {name for name in _ONCE if count[name] > 1} == set()
    assert {name for name in _NEVER if count[name]} == set()
    assert count["UID"] == count["DTSTAMP"] == 1
    values = {name: (params, value) for name, params, value in lines}
    assert "URL" not in values or re.fullmatch(r"[a-zA-Z][a-zA-Z0-9+.-]*:[!#-;=?-\[\]_a-z~]+", values["URL"][1])
    return values


def check_event(lines, zones):
    values = check_once(lines)
    assert "DTSTART" in values
    assert values["STATUS"][1] in {"CONFIRMED", "TENTATIVE", "CANCELLED"}
    forms = set()
    for name in ("DTSTART", "DTEND"):
        if name not in values:
            continue
        params, value = values[name]
        forms.add((params, value.endswith("Z")))
        assert re.fullmatch(r"\d{8}", value) if params == ";VALUE=DATE" else _TIME.fullmatch(value)
        assert value.endswith("Z") if not params else params == ";VALUE=DATE" or params[6:] in zones
    assert len(forms) == 1
    assert "DTEND" not in values or values["DTEND"][1] > values["DTSTART"][1]


# --- any sessions -------------------------------------------------------------------------------------

WORDS = ["CANCELLED: ", "[SOLD OUT]", " - ", "Speaker: Ann Bee", "Speakers:", "<p>", "</p>", "<s>x</s>", "&amp;",
         "\\n", "\\", ";", ",", '"', ":", "^n", "http://example.org/x", "Track: 3", "Ann Bee", "(talk by Cy Dee)",
         "von: Cy Dee", "Room: 5", "Keynote", "Coffee break", "X-EVENTKIT-ROOM:", "My note:", "ä", "😀", "e\u0301",
         "\u202e", "'"]  # fmt: skip  # a list of words
plain = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"), max_size=30
)
rough = st.lists(st.one_of(plain, st.sampled_from(WORDS)), max_size=5).map("".join)


def clean(text):
    """Text as readers hand it on: without what a terminal would obey."""
    return re.sub("[\u202a-\u202e\u2066-\u2069]", "", text)


line = rough.map(lambda text: " ".join(clean(text).split()))
name = line.filter(bool)
paragraphs = st.lists(rough, max_size=4).map(lambda parts: clean("\n".join(parts)).strip())
instants = st.datetimes(min_value=datetime(1960, 1, 1), max_value=datetime(2060, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
lengths = st.one_of(
    st.none(),
    st.just(timedelta()),
    st.integers(min_value=0, max_value=10**6).map(lambda seconds: timedelta(0, seconds)),
)


@st.composite
def sessions(draw):
    timezone = draw(st.sampled_from(ZONES))
    instant, length = draw(instants), draw(lengths)
    form = draw(st.sampled_from(["hours", "days", "untold"]))
    if form == "untold":
        starts = ends = None
    elif form == "hours":
        zone = ZoneInfo(timezone)
        starts = instant.astimezone(zone)
        ends = None if length is None else (instant + length).astimezone(zone)
    else:
        starts = instant.date()
        ends = None if length is None else starts + timedelta(days=length.days)
    return Session(
        id=draw(st.integers(min_value=1, max_value=3)),
        event="meetup",
        uid=draw(st.sampled_from(["a", "b@example.org"]) | name),
        recurrence_id=draw(st.sampled_from(["", "20270514T070000Z"]) | line),
        title=draw(name),
        abstract=draw(paragraphs),
        starts=starts,
        ends=ends,
        timezone=timezone,
        room=draw(line),
        track=draw(line),
        kind=draw(st.sampled_from(["session", "break", "registration"]) | name),
        url=draw(st.sampled_from(["", "https://example.org/talk?a=1&b=2"]) | line),
        status=draw(st.sampled_from(["confirmed", "tentative", "cancelled"])),
        remark=draw(line),
        language=draw(st.sampled_from(["", "en", "pt-BR"]) | line),
        links=tuple(draw(st.lists(st.tuples(line, name), max_size=2))),
        speakers=tuple(draw(st.lists(name, max_size=3))),
        note=draw(paragraphs),
    )


def exported(*items, raw=""):
    records = [SessionToExport(session=item, raw=raw) for item in items]
    return write_calendar(records, CONTEXT)


def parsed(data):
    """The calendar as the strict libraries read it; they find nothing wrong."""
    calendar = icalendar.Calendar.from_ical(data)
    assert [component.errors for component in calendar.walk() if component.errors] == []
    return calendar


@pytest.mark.slow
@given(st.lists(sessions(), min_size=1, max_size=4))
def test_any_sessions_are_written_validly_and_read_back_the_same(items):
    data = check(exported(*items))
    timed = [item for item in items if item.starts]
    assert len(parsed(data).events) == len(timed)
    assert len(vobject.readOne(data.decode()).contents.get("vevent", [])) == len(timed)
    again = read_calendar(data, ReadContext(file="a.ics", timezone=EVENT.timezone)).sessions
    for before, after in zip(timed + [item for item in items if not item.starts], again, strict=True):
        assert {field: getattr(after, field) for field in COMPARED} == {
            field: getattr(before, field) for field in COMPARED
        }
        assert str(after.starts) == str(before.starts)
        assert tuple(speaker.name for speaker in after.speakers if speaker.confidence >= SURE) == before.speakers


NAMES = ["SEQUENCE", "CREATED", "GEO", "ATTACH", "X-THING", "COMMENT", "RESOURCES", "PRIORITY", "CLASS", "TRANSP",
         "CONFERENCE", "IMAGE", "LOCATION", "CATEGORIES", "DESCRIPTION", "URL", "RRULE", "METHOD", "TZID", "X BAD",
         "item1.X-GROUP", "RELATED-TO", "ATTENDEE", "X-EVENTKIT-ROOM", "COLOR", "BEGIN"]  # fmt: skip  # a list of names
PARAMS = ["", ";VALUE=URI", ";TZID=Nowhere", ';CN="a;b"', ';CN=a"b', ";X Y=z", ";QUOTED-PRINTABLE", ";LANGUAGE=de",
          ";ENCODING=BASE64;VALUE=BINARY", ";P=a^nb,c", ";VALUE=DATE", ";VALUE=INTEGER"]  # fmt: skip  # a list
VALUES = ["1", "-1", "20270514T070000Z", "20279999T070000Z", "1.5;2.5", "999;1", "https://example.org", "no uri",
          "QUJD", "PUBLIC", "OPAQUE", "a\\,b;c\\", "\x07bell", "a,b", " ", "VALARM"]  # fmt: skip  # a list of values
raw_lines = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(PARAMS), st.sampled_from(VALUES) | line).map(
        lambda parts: "{}{}:{}".format(*parts)
    ),
    max_size=8,
)


@pytest.mark.slow
@given(sessions(), raw_lines)
def test_whatever_the_source_said_the_export_is_valid_and_says_the_same(item, lines):
    data = check(exported(item, raw="\n".join(["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"])))
    assert len([*parsed(data).walk("VEVENT"), *parsed(data).walk("VJOURNAL")]) == 1
    vobject.readOne(data.decode())
    (again,) = read_calendar(data, ReadContext(file="a.ics", timezone=EVENT.timezone)).sessions
    assert {field: getattr(again, field) for field in COMPARED} == {field: getattr(item, field) for field in COMPARED}


@pytest.mark.slow
@given(st.lists(sessions(), min_size=1, max_size=4))
def test_other_programs_see_each_session_once_and_at_its_time(items):
    timed = [item for item in items if isinstance(item.starts, datetime) and item.starts.year > 1970]
    if not timed:
        return
    found = recurring_ical_events.of(parsed(exported(*timed))).between(date(1970, 1, 1), date(2061, 1, 1))
    assert sorted(event.start.astimezone(UTC) for event in found) == sorted(
        item.starts.astimezone(UTC) for item in timed
    )


@pytest.mark.corpus
def test_every_calendar_of_the_corpus_is_written_validly_and_read_back_the_same(corpus):
    for file in sorted((corpus / "ics").rglob("*.ics")):
        reading = read_calendar(file.read_bytes(), ReadContext(file=file.name, today=NOW.date()))
        if not reading.sessions:
            continue
        event = Event(id=1, slug="e", name=reading.name or "e", timezone=reading.timezone)
        records = [SessionToExport(session=stored(n, item), raw=item.raw) for n, item in enumerate(reading.sessions)]
        data = check(write_calendar(records, ExportContext(now=NOW, event=event)))
        timed = [record for record in records if record.session.starts]
        assert len(parsed(data).events) == len(timed), file
        again = read_calendar(data, ReadContext(file="a.ics")).sessions
        in_order = timed + [record for record in records if not record.session.starts]
        assert [told(stored(n, item)) for n, item in enumerate(again)] == [told(one.session) for one in in_order]


def stored(number, incoming):
    """An incoming session as the store gives it: on the clock of its zone, with the speakers that are sure."""
    zone = ZoneInfo(incoming.timezone)

    def clock(moment):
        return moment.astimezone(UTC).astimezone(zone) if isinstance(moment, datetime) else moment

    values = {field: getattr(incoming, field) for field in COMPARED}
    sure = tuple(dict.fromkeys(s.name for s in incoming.speakers if s.confidence >= SURE))
    values |= {"starts": clock(incoming.starts), "ends": clock(incoming.ends), "speakers": sure}
    return Session(id=number, event="e", **values)


def told(session):
    return {field: getattr(session, field) for field in (*COMPARED, "speakers")}
