"""What a VEVENT says is read as icalendar reads it: over real calendars, generated ones, and ones with bytes changed.

Where a rule of ours deliberately makes more of it, as a room out of a LOCATION, the oracle says what is made of it.
"""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit.api import fold, one_line, read_components, zone
from eventkit_calendar.component import read_event
from eventkit_calendar.text import clean_html
from eventkit_calendar.timezones.zones import Zones
from eventkit_calendar.values import read_moment

pytestmark = pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")  # the oracle's own

LETTERS = st.sampled_from("aé日🍁 \t;,:\"'=<>&/-()#%\\nN\n")
NAMES = ["SUMMARY", "LOCATION", "DESCRIPTION", "UID", "COMMENT"]
PARAMS = st.sampled_from(
    ["", "", ";LANGUAGE=de", ';ALTREP="cid:part;1,2:3@example.org"', ";X-A=b,c", ';X-A="b;c",d', ";CHARSET=UTF-8"]
)


@pytest.mark.corpus
def test_real_calendars_are_read_alike(corpus):
    """Each event by itself: what a whole file adds to it is other tests' subject."""
    compared = 0
    with (corpus / "ICS_RESULTS.tsv").open(encoding="utf-8") as stream:
        paths = [row["path"] for row in csv.DictReader(stream, delimiter="\t")]
    for path in paths:
        for component, session in each_event((corpus / path).read_bytes()):
            event = as_icalendar_sees_it(component) if session else None
            if event is not None:
                compared += 1
                assert (path, component.line, facts(session)) == (path, component.line, expected(event, session))
    assert compared > 4000


@given(st.data())
def test_generated_texts_are_read_alike(data):
    """By icalendar from the bytes of the file, so that lines, folds, parameters and escapes are all compared."""
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART:20270514T090000Z"]
    for name in NAMES:
        value = data.draw(st.lists(LETTERS, max_size=60).map("".join), label=name)
        lines.append(f"{name}{data.draw(PARAMS)}:{icalendar.vText(value).to_ical().decode()}")
    width = data.draw(st.integers(2, 80))
    text = refolded([*lines, "END:VEVENT", "END:VCALENDAR"], width, data.draw(st.sampled_from(["\r\n", "\n"])))
    (theirs,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    ((ours, session),) = each_event(text)
    assert {name: ours.value(name) for name in NAMES} == {name: str(theirs[name]) for name in NAMES}
    assert facts(session) == expected(theirs, session)


@given(
    start=st.datetimes(
        datetime(1971, 1, 1), datetime(2037, 1, 1), timezones=st.sampled_from([None, UTC, zone("Asia/Tokyo")])
    ),
    minutes=st.integers(-5000, 500_000),
    form=st.sampled_from(["end", "duration", "none", "date", "date duration"]),
)
def test_generated_times_are_read_alike(start, minutes, form):
    event = icalendar.Event()
    start = start.replace(microsecond=0)
    length = timedelta(minutes=minutes)
    event.add("dtstart", start.date() if "date" in form else start)
    if "duration" in form:
        event.add("duration", abs(length))
    elif form != "none":
        event.add("dtend", (start + length).date() if form == "date" else start + length)
    data = b"BEGIN:VCALENDAR\r\n" + event.to_ical() + b"END:VCALENDAR\r\n"
    ((component, session),) = each_event(data)
    assert facts(session) == expected(as_icalendar_sees_it(component), session)


@settings(max_examples=300)
@given(st.data())
def test_whatever_happens_to_its_bytes_it_is_read_alike(data):
    """As far as icalendar reads what our reader of lines makes of it; what neither can read raises nothing."""
    broken = bytearray(EVENT)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(broken) - 1))
        piece = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b"\n", b"\r", b"\r\n ", b"\\", b'"', b";", b":", b",", b"=", b"\xc3"])
        )
        broken[at : at + data.draw(st.integers(0, 3))] = piece
    for component, session in each_event(bytes(broken)):
        event = as_icalendar_sees_it(component) if session else None
        if event is not None:
            assert facts(session) == expected(event, session)


EVENT = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "UID:1@example.org",
        'DTSTART;TZID="Europe/Zurich":20270514T090000',
        "DTEND;TZID=Europe/Zurich:20270514T094500",
        "DTSTAMP:20270101T000000Z",
        "SUMMARY;LANGUAGE=fr:Déjà vu\\, ou presque\\; la suite",
        'LOCATION;ALTREP="https://example.org/a;b":Salle 2\\, Lausanne',
        fold("DESCRIPTION:Une phrase\\, et une autre.\\nEncore une ligne\\\\ avec tout ce qu'il faut dedans\\; voilà."),
        "URL:https://example.org/2",
        "DURATION:PT45M",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
).encode()


def refolded(lines, width, end):
    """Fold between characters, which icalendar needs, after ``width`` of them."""
    return "".join(
        (end + " ").join(line[at : at + width] for at in range(0, len(line), width)) + end
        if not line.startswith(("BEGIN", "END:"))
        else line + end
        for line in lines
    ).encode()


def each_event(data):
    file = read_components(data)
    zones = Zones(file.walk("VTIMEZONE"), "UTC")
    for component in file.walk("VEVENT"):
        yield component, read_event(component, zones, "")[0]


def as_icalendar_sees_it(component):
    lines = [line.plain() for line in component.lines]
    if any("\\" in value for line in component.lines for values in line.params.values() for value in values):
        return None  # icalendar takes a backslash in a parameter for an escape, and the colon after it for text
    if any(re.search(r'\\[":]', line.value) for line in component.lines):
        return None  # which writers escape as well, and icalendar leaves as they are
    try:
        event = icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]))
    except (ValueError, AttributeError, OSError):  # a parameter that is given twice; a zone that is a folder
        return None
    repeated = any(
        isinstance(event.get(name), list) for name in ("DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL", "UID")
    )
    if repeated or event.errors:
        return None  # a property that icalendar cannot read is one of its errors
    return event if starts_alike(component, event) else None


def starts_alike(component, event):
    """Whether icalendar may take the start for what it is: none, or one in a zone that both know."""
    if "DTSTART" not in event:
        return component.first("DTSTART") is component.first("RECURRENCE-ID") is None  # either stands in for it
    if not isinstance(value_of(event["DTSTART"]), date) or read_moment(component.value("DTSTART")) is None:
        return False  # icalendar takes six digits for a time of day, and passes over control characters
    params = event["DTSTART"].params
    if "TZID" in params and len(component.value("DTSTART").strip()) == len("20270514"):
        return False  # icalendar makes a midnight of such a date
    return zone(params.get("TZID", "UTC")) is not None  # times of a calendar's own zone are told in the agenda's


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
        "starts": wall(session.starts) if session.starts is not None else None,
        "ends": wall(session.ends) if session.ends is not None else None,
    }


def expected(event, session):
    """The same facts from icalendar's own objects, and what is deliberately made of them."""
    starts, ends = expected_times(event, session)
    return {
        "uid": re.sub(r"_R\d{8}(T\d{6})?(?=@)", "", str(event.get("UID", "")).strip()),  # Google: "this and following"
        "title": expected_title(event, session),
        "room": expected_room(event),
        "url": expected_url(event, session),
        "starts": wall(starts) if starts is not None else None,
        "ends": wall(ends) if ends is not None else None,
    }


def expected_title(event, session):
    """What stands in a SUMMARY beside the title is cut off; nothing is added to it."""
    summary = squeezed(event.get("SUMMARY", ""))
    return session.title if summary and session.title in squeezed(clean_html(summary)) else summary


def expected_room(event):
    """An address on the web is no room, and the lines of a postal address are set apart."""
    location = str(event.get("LOCATION", ""))
    if re.fullmatch(r"[a-z][a-z0-9+.-]*://\S+", squeezed(location), re.IGNORECASE):
        return ""
    if "\n" not in location:
        return squeezed(location)
    return squeezed(", ".join(line.strip(" \t\r,") for line in location.split("\n") if line.strip(" \t\r,")))


def expected_url(event, session):
    """One slash may be missing; a relative address leads nowhere; one may stand in the text instead."""
    url = squeezed(event.get("URL", ""))
    if re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE):
        return re.sub(r"^(https?):/(?=[^/])", r"\1://", url, flags=re.IGNORECASE)
    if url:
        return f"https://{url}" if url.lower().startswith("www.") else ""
    elsewhere = f"{event.get('DESCRIPTION', '')} {event.get('LOCATION', '')} {event.get('X-ALT-DESC', '')}"
    return session.url if session.url in elsewhere else ""


def expected_times(event, session):
    """An end that is unusable, and so left out, is None; whole days are dates, and last at least one."""
    if "DTSTART" not in event:
        return None, None  # what does not begin does not end
    starts = event["DTSTART"].dt
    ends = value_of(event.get("DTEND"))
    if "DTEND" not in event and value_of(event.get("DURATION")) is not None and session.ends is not None:
        ends = session.ends if isinstance(starts, datetime) else starts + max(event["DURATION"].dt, timedelta(days=1))
    if str(event.get("X-MICROSOFT-CDO-ALLDAYEVENT", "")).upper() == "TRUE" and not isinstance(session.starts, datetime):
        starts, ends = (moment.date() if isinstance(moment, datetime) else moment for moment in (starts, ends))
    if not isinstance(starts, datetime) and ends == starts:
        ends = starts + timedelta(days=1)
    if (
        session.ends is None
        or ends is None
        or isinstance(ends, datetime) != isinstance(starts, datetime)
        or wall(ends) < wall(starts)
    ):
        ends = session.ends
    return starts, ends


def squeezed(text):
    return one_line(str(text))


def wall(moment):
    """The hands of the clock: what a zone means is another test's subject."""
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
