"""A calendar file as a ``Reading``: which zone it is told in, what is known already, and each VEVENT by itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.api import Reading, one_line, read_components
from eventkit_calendar.component import read_event
from eventkit_calendar.zones import Zones

if TYPE_CHECKING:
    from eventkit.api import Component, ContentFile, IncomingSession, Problem, ReadContext

_VERSION = "1"
"""Part of every digest: raised when more is read out of the same bytes."""

_START_ZONE = re.compile(rb'^DTSTART;[^:\r\n]*TZID="?([^":;\r\n]+)', re.MULTILINE | re.IGNORECASE)


def read_calendar(data: bytes, context: ReadContext) -> Reading:
    """Read every VEVENT of a file; one that cannot be used is a problem, and costs itself only."""
    file = read_components(data)
    head = _calendar_lines(file)
    zones = Zones(file.walk("VTIMEZONE"), context.fallback_timezone)
    zones.default = context.timezone or _own_zone(head, data, zones) or context.fallback_timezone
    key = _key(file, zones.default)
    begun = {component.line: component for component in file.walk("VEVENT")}
    problems = [_of(begun[problem.line], problem) if problem.line in begun else problem for problem in file.problems]
    sessions: list[IncomingSession] = []
    unchanged: list[str] = []
    lost = 0
    for component in begun.values():
        digest = blake2b(component.raw, digest_size=16, key=key).hexdigest()
        if digest in context.known:
            unchanged.append(digest)
            continue
        session, found = read_event(component, zones, digest)
        problems.extend(_of(component, problem) for problem in found)
        if session is None:
            lost += 1
        else:
            sessions.append(session)
    for calendar in file.walk("VCALENDAR"):
        problems.extend(calendar.problems)
    return Reading(
        sessions=sessions,
        unchanged=unchanged,
        problems=problems,
        complete=not file.cut and not lost,
        name=one_line(head.get("X-WR-CALNAME", "") or head.get("NAME", "")),
        timezone=zones.default,
    )


def _of(component: Component, problem: Problem) -> Problem:
    """The problem, with the UID of the component that it is in."""
    return replace(problem, uid=one_line(component.value("UID")))


def _calendar_lines(file: ContentFile) -> dict[str, str]:
    """The properties of the first calendar."""
    first = next(file.walk("VCALENDAR"), None)
    return {line.name: first.value(line.name) for line in first.lines} if first else {}


def _own_zone(head: dict[str, str], data: bytes, zones: Zones) -> str:
    """The zone the calendar names, else the one that most of its sessions start in; UTC says nothing of a place."""
    named = [head.get("X-WR-TIMEZONE", ""), head.get("TIMEZONE-ID", "")]
    named += [name.decode("utf-8", "replace") for name, _ in Counter(_START_ZONE.findall(data)).most_common(3)]
    for tzid in filter(None, named):
        known = zones.find(tzid)
        if known and known[1] and known[1] not in {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"}:
            return known[1]
    return ""


def _key(file: ContentFile, default: str) -> bytes:
    """What a VEVENT means depends on beside its own bytes: the file's zones, the default one, and this reader."""
    digest = blake2b(f"{_VERSION}\n{default}\n".encode(), digest_size=32)
    for component in file.walk("VTIMEZONE"):
        digest.update(component.raw)
    return digest.digest()
