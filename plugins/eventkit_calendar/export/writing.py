"""An agenda as an iCalendar file that Google, Apple, Outlook and khal read.

Each VEVENT has a UID of its own, and stands for itself: an instance of a series, or a session of a feed that gives
one UID to many, is dropped or overwritten by most programs where it shares one. The source's UID and RECURRENCE-ID
are then in lines of eventkit's own, as is all that the file would else be read back without (``own_lines``).

A VEVENT has to have a DTSTART (section 3.6.1), and many programs refuse a file over one that has none. So a session
that has no time yet is a VJOURNAL, which need not have it, and which they pass over.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.api import ReadContext, escape, fold, in_zone, is_email, one_line, unescape
from eventkit_calendar.export.description import description_lines
from eventkit_calendar.export.kept_lines import is_uri, kept_lines, source_lines, with_list, with_text
from eventkit_calendar.export.own_lines import PREFIX, lines_for_the_rest, own_line, speaker_lines
from eventkit_calendar.export.vtimezone import rule_of
from eventkit_calendar.reading import read_calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from eventkit.api import ContentLine, ExportContext, IncomingSession, Moment, Session, SessionToExport
    from eventkit_calendar.export.vtimezone import Rule

PRODID = "-//eventkit//agenda 1.0//EN"
_STATUS = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED", "gone": "CANCELLED"}
_STATUS_OF_JOURNAL = {"confirmed": "FINAL", "tentative": "DRAFT", "cancelled": "CANCELLED", "gone": "CANCELLED"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_UNWRITABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
"""Control characters (RFC 5545 section 3.1), what some readers break lines at, and what UTF-8 has not."""

_TOLD_BY = {"abstract": "DESCRIPTION", "room": "LOCATION", "track": "CATEGORIES"}
_LONGEST_UID = 255
"""In octets, as RFC 7986 section 5.3 advises."""

_NOWHERE = "Etc/GMT-14"
"""The reader's own zone when a file is read back: one that no agenda is in, so that what depends on it shows."""


def write_calendar(records: Sequence[SessionToExport], context: ExportContext) -> bytes:
    """RFC 5545: CRLF, folded at 75 octets, with the zones that the sessions are told in, and nothing it forbids.

    The file is read back. Where a line of the source says something else than the session, ours takes its place;
    what is still amiss is said in a line of eventkit's own.
    """
    rules = _rules([record.session for record in records])
    head = _folded(_head(context, rules))
    names = _names(records)
    events = [_folded(_event(record, name, rules, context)) for record, name in zip(records, names, strict=True)]
    ends = [_folded(_end(record.session, context)) for record in records]
    read = _read_back(head, events, ends)
    stale = {index: found for index, record in enumerate(records) if (found := _stale(record.session, read[index]))}
    if stale:
        for index, properties in stale.items():
            events[index] = _folded(_event(records[index], names[index], rules, context, properties))
        read = _read_back(head, events, ends)
    for index, (record, again) in enumerate(zip(records, read, strict=True)):
        events[index] += _folded(lines_for_the_rest(record.session, again)) if again else ""
    return _whole(head, events, ends)


def _whole(head: str, events: Sequence[str], ends: Sequence[str]) -> bytes:
    body = "".join(begin + end for begin, end in zip(events, ends, strict=True))
    return f"{head}{body}END:VCALENDAR\r\n".encode()


def _folded(lines: Iterable[str]) -> str:
    return "".join(f"{fold(_UNWRITABLE.sub('', line))}\r\n" for line in lines)


def _read_back(head: str, events: Sequence[str], ends: Sequence[str]) -> list[IncomingSession | None]:
    """What the reader of calendars makes of each event; they are told apart by their lines in the file."""
    reading = read_calendar(_whole(head, events, ends), ReadContext(file="", fallback_timezone=_NOWHERE))
    by_line = {session.line: session for session in reading.sessions}
    found = []
    line = 1 + head.count("\n")
    for begin, end in zip(events, ends, strict=True):
        found.append(by_line.get(line))
        line += begin.count("\n") + end.count("\n")
    return found


def _stale(session: Session, read: IncomingSession | None) -> frozenset[str]:
    """The properties that tell something else than the session, where the source's own lines stand for them."""
    differing = (name for field, name in _TOLD_BY.items() if read and getattr(session, field) != getattr(read, field))
    return frozenset(differing)


def _head(context: ExportContext, rules: Mapping[str, Rule]) -> Iterator[str]:
    name = one_line(context.event.name or context.event.slug) if context.event else "eventkit"
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODID}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{escape(name)}"
    yield f"X-WR-CALNAME:{escape(name)}"
    if context.event and context.event.timezone:
        yield f"X-WR-TIMEZONE:{context.event.timezone}"
    for rule in rules.values():
        yield from rule.lines()


def _rules(sessions: Sequence[Session]) -> dict[str, Rule]:
    """The rule of each zone that sessions are told in; a zone without one is told in UTC."""
    moments: dict[str, list[datetime]] = {}
    for session in sessions:
        if isinstance(session.starts, datetime) and session.timezone not in {"", "UTC", "Etc/UTC"}:
            moments.setdefault(session.timezone, []).append(session.starts)
    found = {name: rule_of(name, moments[name]) for name in sorted(moments)}
    return {name: rule for name, rule in found.items() if rule is not None}


def _names(records: Sequence[SessionToExport]) -> list[str]:
    """A UID for each session that no other one of the file has, and that is the same at every export."""
    names: list[str] = []
    taken: Counter[str] = Counter()
    for record in records:
        session = record.session
        name = uid = one_line(_UNWRITABLE.sub("", session.uid))
        if session.recurrence_id:
            name = f"{uid}-eventkit-{_short(session.recurrence_id)}"
        if record.repeated:
            name = f"{name}-eventkit-{session.id}"
        if not uid or len(name.encode()) > _LONGEST_UID:
            starts = session.starts.isoformat() if session.starts else ""
            name = f"eventkit-{_short(f'{name} {session.title} {starts}')}"
        others = taken[name]  # as of the same session at two events, each with an agenda of its own
        taken[name] += 1
        names.append(f"eventkit-{_short(name)}-{session.event}-{others}" if others else name)
    return names


def _short(text: str) -> str:
    return text if re.fullmatch(r"[0-9TZ]{1,20}", text) else blake2b(text.encode(), digest_size=8).hexdigest()


def _event(
    record: SessionToExport,
    name: str,
    rules: Mapping[str, Rule],
    context: ExportContext,
    stale: AbstractSet[str] = frozenset(),
) -> Iterator[str]:
    """The lines of a VEVENT but for its END; ``stale`` are properties that the source's lines no longer tell."""
    session = record.session
    undated = session.starts is None
    source = source_lines(record.raw)
    theirs = [line for line in source if line.name not in stale]
    yield "BEGIN:VJOURNAL" if undated else "BEGIN:VEVENT"
    yield f"UID:{escape(name)}"
    yield f"DTSTAMP:{context.now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield from _times(session, rules.get(session.timezone))
    language = f";LANGUAGE={session.language}" if _LANGUAGE.fullmatch(session.language) else ""
    yield f"SUMMARY{language}:{escape(session.title)}"
    yield f"STATUS:{(_STATUS_OF_JOURNAL if undated else _STATUS)[session.status]}"
    if not undated:
        yield from _place(session, theirs)
    yield from _track(session, theirs)
    address = _as_uri(session.url)
    if address:
        yield f"URL:{address}"
    extra = ["" if address else session.url, f"My note:\n{session.note}" if context.with_notes and session.note else ""]
    yield from description_lines(session, theirs, extra)
    yield from kept_lines(source, journal=undated)
    if undated:
        yield own_line("STARTS", "NONE")
    if name != session.uid:
        yield own_line("UID", session.uid)
    if session.recurrence_id:
        yield own_line("RECURRENCE-ID", session.recurrence_id)
    yield from speaker_lines(session, _addresses(source))


def _end(session: Session, context: ExportContext) -> Iterator[str]:
    """The alarm, where one is wanted and there is a time to be reminded of; and the END."""
    if context.alarm is not None and isinstance(session.starts, datetime) and session.takes_place:
        minutes = int(context.alarm / timedelta(minutes=1))
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"TRIGGER:-PT{minutes}M" if minutes else "TRIGGER:PT0S"
        yield f"DESCRIPTION:{escape(session.title)}"
        yield "END:VALARM"
    yield "END:VEVENT" if session.starts else "END:VJOURNAL"


def _times(session: Session, rule: Rule | None) -> Iterator[str]:
    """DTSTART and DTEND: on the clock of the zone, else in UTC; an end comes after the start (section 3.8.2.2)."""
    starts, ends = session.starts, session.ends
    if starts is None:
        return
    if isinstance(starts, datetime):
        ends = ends if isinstance(ends, datetime) and ends > starts else None
        told = [in_zone(moment.astimezone(UTC), session.timezone) for moment in (starts, ends) if moment]
        if rule is not None and not all(isinstance(moment, datetime) and rule.tells(moment) for moment in told):
            rule = None
    elif isinstance(ends, datetime) or (ends is not None and ends <= starts):
        ends = None
    yield f"DTSTART{_value(starts, rule)}"
    if ends is not None:
        yield f"DTEND{_value(ends, rule)}"


def _value(moment: Moment, rule: Rule | None) -> str:
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{moment.year:04}{moment:%m%d}"
    told = in_zone(moment.astimezone(UTC), rule.tzid if rule else "UTC")
    wall = f"{told.year:04}{told:%m%dT%H%M%S}"
    return f";TZID={rule.tzid}:{wall}" if rule else f":{wall}Z"


def _place(session: Session, source: Sequence[ContentLine]) -> Iterator[str]:
    """LOCATION, by the source's own line where it is given: that may say more than was read."""
    place = next((line for line in source if line.name == "LOCATION" and line.value.strip()), None)
    if place:
        yield with_text(place, unescape(place.value))
    elif session.room:
        yield f"LOCATION:{escape(session.room)}"


def _track(session: Session, source: Sequence[ContentLine]) -> Iterator[str]:
    """CATEGORIES, by the source's own lines likewise."""
    categories = [text for line in source if line.name == "CATEGORIES" for text in [with_list(line)] if text]
    if categories:
        yield from categories
    elif session.track:
        yield "CATEGORIES:" + ",".join(escape(part) for part in session.track.split(", ") if part)


def _as_uri(text: str) -> str:
    """An address as a URI, with what is not ASCII in its escaped form; an empty text where it cannot be one."""
    from urllib.parse import quote  # only an export needs it

    address = quote(text, safe="-._~:/?#[]@!$&'()*+,;=%")
    return address if is_uri(address) else ""


def _addresses(source: Iterable[ContentLine]) -> dict[str, str]:
    """The e-mail addresses that a source gives its speakers, by name."""
    found: dict[str, str] = {}
    for line in source:
        if line.name == "ATTENDEE" and line.value.lower().startswith("mailto:"):
            found.setdefault(one_line(line.param("CN")), line.value[7:].strip())
        elif line.name == f"{PREFIX}SPEAKER" and line.param("EMAIL"):
            found.setdefault(one_line(unescape(line.value)), line.param("EMAIL"))
    return {name: address for name, address in found.items() if is_email(address)}
