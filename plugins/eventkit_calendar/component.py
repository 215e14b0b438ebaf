"""One VEVENT (RFC 5545 section 3.6.1) as a session.

Text is read by the content-line layer: icalendar takes an escaped backslash before an n for a line break. A test
holds that all else is read as icalendar reads it, over the whole corpus.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from eventkit.api import IncomingSession, Problem, one_line, session_kind, unescape
from eventkit_calendar.addresses import links_of
from eventkit_calendar.export.own_lines import as_it_was
from eventkit_calendar.fields import read_track
from eventkit_calendar.places import read_place
from eventkit_calendar.repeating.identity import recurrence_id, series_uid
from eventkit_calendar.speaking.speakers import speakers_of
from eventkit_calendar.surroundings import PLAIN
from eventkit_calendar.titles import read_title
from eventkit_calendar.undated import when_untold
from eventkit_calendar.values import read_duration
from eventkit_calendar.words import read_words

if TYPE_CHECKING:
    from eventkit.api import Component, Moment, Status
    from eventkit_calendar.surroundings import Surroundings
    from eventkit_calendar.timezones.zones import Told, Zones

_STATUS: dict[str, Status] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled", "CANCELED": "cancelled"}


def read_event(
    component: Component, zones: Zones, digest: str, around: Surroundings = PLAIN
) -> tuple[IncomingSession | None, list[Problem]]:
    """Read a VEVENT; None where it has no usable start and says nothing else, with the reason among the problems."""
    problems = list(component.problems)
    title = _text(component, "SUMMARY")
    started = _moment(component, "DTSTART", zones, problems)
    starts: Moment | None = None
    ends: Moment | None = None
    keeps_time = cancels = nothing = False
    if started is None:
        cancels = component.line in around.cancelled
        started, keeps_time, cancels, nothing = when_untold(component, title, zones, problems, cancels=cancels)
        if nothing:
            return None, problems
    timezone = zones.default
    if started is not None:
        starts, timezone = started.moment, started.timezone
        ends = _end(component, starts, zones, problems)
        starts, ends = _whole_days(component, starts, ends)
    description = component.value("DESCRIPTION")
    words = read_words(component, description, title, around)
    told = read_title(title, kinds=around.conventions.kinds)
    clean, speakers = speakers_of(component, told.text, words.abstract, description, around.conventions)
    room, meeting = read_place(component.first("LOCATION"), around.venue, component.first("ORGANIZER"))
    track, kinds = read_track(component.all("CATEGORIES"), title, words.fields)
    status = _status(component, around, told.status)
    session = IncomingSession(
        uid=series_uid(component) or _made_up_uid(title, starts),
        recurrence_id=recurrence_id(component, zones),
        title=clean or ("" if cancels else "(untitled)"),
        starts=starts,
        ends=ends,
        timezone=timezone,
        abstract=words.abstract,
        room=room,
        track=track or told.kind,
        kind=session_kind(clean, [*kinds, told.kind]),
        url=words.url or meeting,
        status=status,
        remark=told.remark,
        language=_language(component),
        links=links_of(component, description, meeting if words.url else ""),
        speakers=speakers,
        digest=digest,
        raw=component.text if around.own else _less_abstract(component, description, words.abstract),
        line=component.line,
        partial=component.cut or cancels,
        keeps_time=keeps_time or (starts is None and status == "cancelled"),
    )
    return as_it_was(session, component) if around.own else session, problems


def _less_abstract(component: Component, description: str, abstract: str) -> str:
    """The component's text, without a description that is the abstract, letter for letter: half of what is kept."""
    line = component.first("DESCRIPTION")
    if line is None or line.params or description != abstract:
        return component.text
    return component.text.replace(f"\nDESCRIPTION:{line.value}\n", "\n", 1)


def _status(component: Component, around: Surroundings, told: Status | Literal[""]) -> Status:
    """What STATUS or the title says; a calendar that is sent to cancel cancels all in it (RFC 5546 section 3.2.5)."""
    line = component.first("STATUS")
    status = _status_of(line.value) if line else "confirmed"
    if status == "cancelled" or component.line in around.cancelled:
        return "cancelled"
    if told:
        return told
    return "confirmed" if component.line in around.certain else status


@lru_cache(maxsize=64)
def _status_of(value: str) -> Status:
    return _STATUS.get(one_line(unescape(value)).upper(), "confirmed")


def _language(component: Component) -> str:
    line = component.first("SUMMARY")
    return one_line(line.param("LANGUAGE")) if line and line.params else ""


def _whole_days(component: Component, starts: Moment, ends: Moment | None) -> tuple[Moment, Moment | None]:
    """Dates for what Exchange says lasts all day, and tells from midnight to midnight."""
    if not isinstance(starts, datetime) or not isinstance(ends, datetime) or starts.hour or ends.hour:
        return starts, ends
    if component.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() != "TRUE" or starts.minute or ends.minute:
        return starts, ends
    return starts.date(), max(ends.date(), starts.date() + timedelta(days=1))


def _moment(component: Component, name: str, zones: Zones, problems: list[Problem]) -> Told | None:
    """A time and the name of its zone, with a problem where there is no such zone."""
    line = component.first(name)
    if line is None:
        return None
    told = zones.told(line.value, line.param("TZID") if line.params else "")
    if told and told.unknown:
        reason = f"{name}: there is no zone {told.unknown!r}, so the time is taken to be in {zones.default}"
        problems.append(Problem(line.line, reason, lost=False))
    return told


def _end(component: Component, starts: Moment, zones: Zones, problems: list[Problem]) -> Moment | None:
    """DTEND, or DTSTART and DURATION; a date without either lasts that day (RFC 5545 section 3.6.1)."""
    ends: Moment | None = None
    told = component.first("DTEND") or component.first("DURATION")
    if told is None:
        return None if isinstance(starts, datetime) else starts + timedelta(days=1)
    if told.name == "DTEND":
        found = _moment(component, "DTEND", zones, problems)
        ends = found.moment if found else None
    else:
        length = read_duration(told.value)
        ends = None if length is None else _after(starts, length)
    wrong = ""
    if ends is None:
        wrong = f"{told.name} cannot be read: {told.value!r}"
    elif isinstance(ends, datetime) != isinstance(starts, datetime):
        wrong = "one of DTSTART and DTEND is a date, and the other a time"
    elif ends == starts and not isinstance(starts, datetime):
        return starts + timedelta(days=1)  # OSEM and others name the last day, not the day after
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


def _made_up_uid(title: str, starts: Moment | None) -> str:
    """A name for a session without UID, the same whenever it has this title and start."""
    return "no-uid-" + blake2b(f"{title}\n{starts.isoformat() if starts else ''}".encode(), digest_size=8).hexdigest()
