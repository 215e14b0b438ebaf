"""One VEVENT (RFC 5545 section 3.6.1) as a session.

Text is read by the content-line layer: icalendar takes an escaped backslash before an n for a line break. A test
holds that all else is read as icalendar reads it, over the whole corpus.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from eventkit.api import IncomingSession, IncomingSpeaker, Problem, one_line, session_kind, split_unescaped
from eventkit_calendar.speakers import speakers_of
from eventkit_calendar.text import clean_text
from eventkit_calendar.values import read_duration, read_moment

if TYPE_CHECKING:
    from datetime import tzinfo

    from eventkit.api import Component, Moment
    from eventkit_calendar.zones import Zones

_STATUS: dict[str, Any] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled", "CANCELED": "cancelled"}


def read_event(component: Component, zones: Zones, digest: str) -> tuple[IncomingSession | None, list[Problem]]:
    """Read a VEVENT; None where it has no usable start, with the reason among the problems."""
    problems = list(component.problems)
    title = _text(component, "SUMMARY")
    started = _moment(component, "DTSTART", zones, problems)
    if started is None:
        name = f"session {title!r}" if title else "a session without a title"
        line = component.first("DTSTART")
        why = f"DTSTART is no date or time: {line.value!r}" if line else "it has no DTSTART"
        problems.append(Problem(line.line if line else component.line, f"{name} is left out: {why}"))
        return None, problems
    starts, timezone = started
    description = component.value("DESCRIPTION")
    speakers = speakers_of(component.all("ATTENDEE"), description.replace("\\r\\n", "\n"))
    categories = [
        one_line(name) for line in component.all("CATEGORIES") for name in split_unescaped(line.value, ",") if name
    ]
    session = IncomingSession(
        uid=component.value("UID").strip() or _made_up_uid(title, starts),
        recurrence_id=component.value("RECURRENCE-ID"),
        title=title or "(untitled)",
        starts=starts,
        ends=_end(component, starts, zones, problems),
        timezone=timezone,
        abstract=clean_text(description),
        room=_text(component, "LOCATION"),
        track=", ".join(filter(None, categories)),
        kind=session_kind(title, categories),
        url=_text(component, "URL"),
        status=_STATUS.get(_text(component, "STATUS").upper(), "confirmed"),
        speakers=tuple(IncomingSpeaker(name=name, email=email) for name, email in speakers),
        digest=digest,
        raw=component.text,
        line=component.line,
        partial=component.cut,
    )
    return session, problems


def _moment(component: Component, name: str, zones: Zones, problems: list[Problem]) -> tuple[Moment, str] | None:
    """A time and the name of its zone; a time that names no zone is the calendar's (floating, RFC 5545 3.3.5)."""
    line = component.first(name)
    moment = read_moment(line.value) if line else None
    if line is None or not isinstance(moment, datetime):
        return (moment, zones.default) if isinstance(moment, date) else None
    if moment.tzinfo is not None:
        return moment, "UTC"
    tzid = line.param("TZID")
    if not tzid:
        return _at(moment, zones, zones.default)
    found = zones.find(tzid)
    if found is None:
        reason = f"{name}: there is no zone {tzid!r}, so the time is taken to be in {zones.default}"
        problems.append(Problem(line.line, reason, lost=False))
        return _at(moment, zones, zones.default)
    known, iana = found
    return (
        (moment.replace(tzinfo=known), iana) if iana else (_told_in(moment.replace(tzinfo=known), zones), zones.default)
    )


def _at(wall: datetime, zones: Zones, name: str) -> tuple[datetime, str]:
    found = zones.find(name)
    return (wall.replace(tzinfo=found[0]), name) if found else (wall.replace(tzinfo=UTC), "UTC")


def _told_in(moment: datetime, zones: Zones) -> datetime:
    """A time of a calendar's own zone, as the clock of the agenda's zone tells it."""
    found = zones.find(zones.default)
    where: tzinfo = found[0] if found else UTC
    return moment.astimezone(where)


def _end(component: Component, starts: Moment, zones: Zones, problems: list[Problem]) -> Moment | None:
    """DTEND, or DTSTART and DURATION; a date without either lasts that day (RFC 5545 section 3.6.1)."""
    ends: Moment | None = None
    told = component.first("DTEND") or component.first("DURATION")
    if told is None:
        return None if isinstance(starts, datetime) else starts + timedelta(days=1)
    if told.name == "DTEND":
        found = _moment(component, "DTEND", zones, problems)
        ends = found[0] if found else None
    else:
        length = read_duration(told.value)
        ends = None if length is None else _after(starts, length)
    wrong = ""
    if ends is None:
        wrong = f"{told.name} cannot be read: {told.value!r}"
    elif isinstance(ends, datetime) != isinstance(starts, datetime):
        wrong = "one of DTSTART and DTEND is a date, and the other a time"
    elif ends < starts:
        wrong = "it ends before it starts"
    if wrong:
        problems.append(Problem(told.line, f"{wrong}: the end is left out", lost=False))
        return None if isinstance(starts, datetime) else starts + timedelta(days=1)
    return ends


def _after(starts: Moment, length: timedelta) -> Moment | None:
    """A duration counts elapsed time, not the hands of the clock, also in the night they are moved."""
    try:
        if isinstance(starts, datetime):
            return (starts.astimezone(UTC) + length).astimezone(starts.tzinfo)
        return starts + max(length, timedelta(days=1))
    except OverflowError:
        return None


def _text(component: Component, name: str) -> str:
    return one_line(component.value(name))


def _made_up_uid(title: str, starts: Moment) -> str:
    """A name for a session without UID, the same whenever it has this title and start."""
    return "no-uid-" + blake2b(f"{title}\n{starts.isoformat()}".encode(), digest_size=8).hexdigest()
