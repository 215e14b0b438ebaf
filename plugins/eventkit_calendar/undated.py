"""When a VEVENT is whose DTSTART is missing or cannot be read: nobody knows, unless its RECURRENCE-ID tells.

A programme is published before its timetable, so what says anything about a session is one, without a time. What was
known of its time before stays where the source only fails to tell it (``IncomingSession.keeps_time``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import Problem, one_line
from eventkit_calendar.export.own_lines import is_own_session

if TYPE_CHECKING:
    from eventkit.api import Component, ContentLine
    from eventkit_calendar.timezones.zones import Told, Zones

_SAY_NOTHING = {
    *("UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS", "CLASS", "TRANSP", "PRIORITY", "METHOD"),
    *("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "EXRULE", "EXDATE"),
}
"""Lines that are about a session, and tell nothing of what it is."""

_CANCELLED = {"CANCELLED", "CANCELED"}


class Untold(NamedTuple):
    """What is known of when it is.

    Where it says ``nothing``, nothing else does either. One that ``cancels`` says at least that.
    """

    start: Told | None = None
    keeps_time: bool = False
    cancels: bool = False
    nothing: bool = False


def when_untold(component: Component, title: str, zones: Zones, problems: list[Problem], *, cancels: bool) -> Untold:
    """Look for what stands in for a DTSTART, and tell what is wrong.

    RECURRENCE-ID is when the session would have been (RFC 5545 section 3.8.4.4), and it is not said that it moved.
    What a calendar that ``cancels`` names by its UID it need not tell anything else of (RFC 5546 section 3.2.5).
    """
    line = component.first("DTSTART")
    if is_own_session(component) and line is None:
        return Untold()
    tells = any(map(_tells, component.lines)) or any(child.lines for child in component.children)
    cancels = cancels or (not tells and component.value("STATUS").strip().upper() in _CANCELLED)
    if cancels and component.value("UID").strip():
        return Untold(keeps_time=True, cancels=True)
    unread = line is not None and bool(line.value.strip())
    name = f"session {title!r}" if title else "a session without a title"
    why = f"DTSTART is no date or time: {line.value!r}" if line and unread else "it has no DTSTART"
    number = line.line if line else component.line
    if not tells:
        problems.append(Problem(number, f"{name} is left out: {why}, and nothing says what it is"))
        return Untold(nothing=True)
    start = _by_recurrence_id(component, zones)
    kept = "is kept without a time"
    if start is not None:
        kept = "is taken to be when its RECURRENCE-ID says that it was to be"
        if start.unknown:
            kept += f" (there is no zone {start.unknown!r}, so by the clock of {zones.default})"
    # a line that is not there may be among those that cannot be read, or have been cut off
    keeps_time = unread or bool(component.problems) or not component.closed
    problems.append(Problem(number, f"{name} {kept}: {why}", lost=False))
    return Untold(start, keeps_time)


def _tells(line: ContentLine) -> bool:
    return line.name not in _SAY_NOTHING and bool(one_line(line.value))


def _by_recurrence_id(component: Component, zones: Zones) -> Told | None:
    line, start = component.first("RECURRENCE-ID"), component.first("DTSTART")
    if line is None:
        return None
    return zones.told(line.value, line.param("TZID") or (start.param("TZID") if start else ""))
