"""A calendar file as a ``Reading``: which zone it is told in, what is known already, and each VEVENT by itself.

A VJOURNAL is a session only where eventkit wrote it as one, for a session that has no time yet.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import Reading, one_line, read_components
from eventkit_calendar.component import read_event
from eventkit_calendar.export.own_lines import is_own_session
from eventkit_calendar.repeating.grouping import find_recurring
from eventkit_calendar.surroundings import surroundings_of
from eventkit_calendar.timezones.zones import Zones

if TYPE_CHECKING:
    from eventkit.api import Component, ContentFile, IncomingSession, Problem, ReadContext
    from eventkit_calendar.surroundings import Surroundings

_VERSION = "2"
"""Part of every digest: raised when more is read out of the same bytes."""

_START_ZONE = re.compile(rb'\nDTSTART;[^:\n]*?TZID=("(?:[^"\n]|\n[ \t])+"|[^":;\n]+)')
_FOLD = re.compile(rb"\n[ \t]")


class Reader(NamedTuple):
    """Reads one component of a file after another."""

    zones: Zones
    around: Surroundings
    key: bytes

    def digest(self, component: Component) -> str:
        """A short name for these bytes, and for what they mean in this file."""
        mark = self.around.mark(component)
        return blake2b(component.raw, digest_size=16, key=self.key, person=mark).hexdigest()

    def read(self, component: Component, digest: str = "") -> tuple[IncomingSession | None, list[Problem]]:
        """The session that the component is by itself, with the problems of it."""
        session, problems = read_event(component, self.zones, digest or self.digest(component), self.around)
        return session, [_of(component, problem) for problem in problems] if problems else problems


def read_calendar(data: bytes, context: ReadContext) -> Reading:
    """Read every VEVENT of a file; one that cannot be used is a problem, and costs itself only."""
    file = read_components(data)
    head = _calendar_lines(file)
    zones = Zones(file.walk("VTIMEZONE"), context.fallback_timezone)
    zones.default = context.timezone or _own_zone(head, file, zones) or context.fallback_timezone
    around = surroundings_of(file, context)
    reader = Reader(zones, around, _key(file, zones.default, around))
    begun = {component.line: component for component in file.walk("VEVENT")}
    if around.own:
        begun |= {component.line: component for component in file.walk("VJOURNAL") if is_own_session(component)}
    problems = [_of(begun[problem.line], problem) if problem.line in begun else problem for problem in file.problems]
    sessions: list[IncomingSession] = []
    unchanged: list[str] = []
    met: set[str] = set()
    lost = 0
    recurring = find_recurring(begun.values())
    apart = {component.line for one in recurring for component in one.components}
    alone = [component for component in begun.values() if component.line not in apart] if apart else begun.values()
    for component in alone:
        digest = reader.digest(component)
        if digest in met:
            continue  # told twice, byte by byte
        met.add(digest)
        if digest in context.known:
            unchanged.append(digest)
            continue
        session, found = reader.read(component, digest)
        component.forget()
        problems.extend(found)
        if session is None:
            lost += 1
        else:
            sessions.append(session)
    covers = None
    if recurring:
        from eventkit_calendar.repeating.recurrence import expand  # only where something repeats

        expansion = expand(recurring, alone, reader, context.today)
        sessions.extend(expansion.sessions)
        problems.extend(expansion.problems)
        lost += expansion.lost
        covers = expansion.covers
    for calendar in file.walk("VCALENDAR"):
        problems.extend(calendar.problems)
    return Reading(
        sessions=sessions,
        unchanged=unchanged,
        problems=problems,
        complete=not file.cut and not lost,
        name=one_line(head.get("X-WR-CALNAME", "") or head.get("NAME", "")),
        timezone=zones.default,
        covers=covers,
    )


def _of(component: Component, problem: Problem) -> Problem:
    """The problem, with the UID of the component that it is in."""
    return problem._replace(uid=one_line(component.value("UID")))


def _calendar_lines(file: ContentFile) -> dict[str, str]:
    """The properties of the first calendar."""
    first = next(file.walk("VCALENDAR"), None)
    return {line.name: first.value(line.name) for line in first.lines} if first else {}


def _own_zone(head: dict[str, str], file: ContentFile, zones: Zones) -> str:
    """The zone the calendar names, else the one that most of its sessions start in; UTC says nothing of a place."""
    named = [head.get("X-WR-TIMEZONE", ""), head.get("TIMEZONE-ID", "")]
    starts: Counter[bytes] = Counter()
    for component in file.components:
        starts.update(_START_ZONE.findall(component.file, component.start, component.end))
    for name, _ in sorted(starts.items(), key=lambda item: (-item[1], item[0]))[:3]:
        named.append(_FOLD.sub(b"", name).decode("utf-8", "replace").strip('"'))
    for tzid in filter(None, named):
        known = zones.find(tzid)
        if known and known[1] and known[1] not in {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"}:
            return known[1]
    return ""


def _key(file: ContentFile, default: str, around: Surroundings) -> bytes:
    """What a VEVENT means depends on beside its own bytes: the file's zones and conventions, and this reader."""
    digest = blake2b(f"{_VERSION}\n{default}\n".encode(), digest_size=32)
    digest.update(around.key())
    for component in file.walk("VTIMEZONE"):
        digest.update(component.raw)
    return digest.digest()
