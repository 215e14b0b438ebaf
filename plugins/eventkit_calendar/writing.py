"""An agenda as an iCalendar file that Google, Apple, Outlook and khal read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eventkit.api import escape, fold, in_zone, parse_line, unescape
from eventkit_calendar.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit.api import ExportContext, Moment, Session, SessionToExport

PRODID = "-//eventkit//agenda 1.0//EN"
_TEXT = {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "URL", "STATUS"}
_OURS = {"DTSTART", "DTEND", "DURATION", "DTSTAMP", "METHOD", *_TEXT}
"""What is written from the session itself; every other line of the source's component comes back out."""

_STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED", "gone": "CANCELLED"}


def write_calendar(sessions: Sequence[SessionToExport], context: ExportContext) -> bytes:
    """RFC 5545: CRLF, folded at 75 octets, UIDs as in the source, with the zones that the sessions are told in."""
    name = context.event.name if context.event else "eventkit"
    zone = context.event.timezone if context.event else "UTC"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{escape(name)}", f"X-WR-TIMEZONE:{zone}"]  # fmt: skip  # a list of lines
    lines += _zones([record.session for record in sessions])
    for record in sessions:
        lines += _event(record.session, record.raw, context.now)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines).encode()


def _zones(sessions: Sequence[Session]) -> list[str]:
    """A VTIMEZONE for each zone in use, over the time that the sessions span."""
    from icalendar import Timezone  # icalendar is heavy

    lines: list[str] = []
    for name in sorted({s.timezone for s in sessions if not s.all_day and s.timezone != "UTC"}):
        moments = [s.starts for s in sessions if s.timezone == name]
        first, last = min(m.year for m in moments), max(m.year for m in moments)
        component = Timezone.from_tzid(
            name,
            first_date=datetime(first, 1, 1, tzinfo=UTC).date(),
            last_date=datetime(last + 1, 12, 31, tzinfo=UTC).date(),
        )
        lines += component.to_ical().decode().replace("\r\n ", "").splitlines()
    return lines


def _event(session: Session, raw: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(session.uid)}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART{_value(session.starts, session.timezone)}"
    if session.ends is not None:
        yield f"DTEND{_value(session.ends, session.timezone)}"
    yield f"SUMMARY:{escape(session.title)}"
    yield f"STATUS:{_STATUS[session.status]}"
    if session.abstract:
        yield _description(session, raw)
    if session.room:
        yield f"LOCATION:{escape(session.room)}"
    if session.track:
        yield "CATEGORIES:" + ",".join(escape(part) for part in session.track.split(", "))
    if session.url:
        yield f"URL:{session.url}"
    yield from _theirs(raw)
    yield "END:VEVENT"


def _value(moment: Moment, timezone: str) -> str:
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment:%Y%m%d}"
    if timezone == "UTC":
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";TZID={timezone}:{in_zone(moment, timezone):%Y%m%dT%H%M%S}"


def _description(session: Session, raw: str) -> str:
    """The source's own line where that is what was read, with the markup it may have; else the abstract."""
    for text in raw.split("\n"):
        if text[:11].upper() == "DESCRIPTION":
            line = parse_line(text.encode())
            if line and line.name == "DESCRIPTION" and clean_text(unescape(line.value)) == session.abstract:
                return line.plain()
    return f"DESCRIPTION:{escape(session.abstract)}"


def _theirs(raw: str) -> Iterator[str]:
    """The lines of the source's component that are not ours to write, as they were; its alarms are the source's."""
    depth = 0
    for text in raw.split("\n"):
        line = parse_line(text.encode())
        if line is None:
            continue
        if line.name in {"BEGIN", "END"}:
            depth += 1 if line.name == "BEGIN" else -1
        elif depth <= 1 and line.name not in _OURS:
            yield text
