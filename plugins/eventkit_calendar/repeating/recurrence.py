"""Sessions that repeat: each VEVENT with a rule or with dates of its own, and what changes single sessions of it.

A series that ends is taken whole. Of one that does not, as a meetup's own calendar has, a part is taken: the days of
the event where the rest of the file tells them, else from a month before today to a year after. Rules are walked in
counted steps and not by dateutil, on which recurring-ical-events stands: over a rule that is never met it goes on to
the year 9999. Tests hold that both find the same.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import Problem, one_line
from eventkit_calendar.repeating.grouping import repeats, sequence_of
from eventkit_calendar.repeating.series import Budget, Series
from eventkit_calendar.values import read_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit.api import Component, IncomingSession, Moment
    from eventkit_calendar.reading import Reader
    from eventkit_calendar.repeating.clocks import Clock
    from eventkit_calendar.repeating.grouping import Recurring

Days = tuple[date, date]

BEFORE, AFTER = timedelta(days=31), timedelta(days=366)
"""How far from today an endless series is looked at, where the file itself tells no days."""

_LONGEST_EVENT = timedelta(days=31)
_MOST_ARE_TOLD = 2
"""An event has so many sessions that are told with their day for each series without an end."""

_STEPS_IN_VAIN = 100_000
"""Of all series of a file, steps that lead to no session."""
_MOST_SESSIONS = 20_000
"""Of all series of a file."""

_DAYS = re.compile(rb"^DT(?:START|END)[^:\n]*:(\d{8})", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Expansion:
    """What came of them. ``lost`` counts those of which something was left out; ``covers`` is as in ``Reading``."""

    sessions: list[IncomingSession] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lost: int = 0
    covers: Days | None = None


def expand(found: Sequence[Recurring], others: Iterable[Component], reader: Reader, today: date) -> Expansion:
    """Make a session of each time that the sets name. ``others`` are the file's sessions that do not repeat."""
    expansion = Expansion()
    budget = Budget(_STEPS_IN_VAIN, _MOST_SESSIONS)
    sets = [one for recurring in found if (one := _Set.read(recurring, reader, expansion))]
    for one in sets:
        one.series.take(budget)
    endless = [one for one in sets if one.series.endless]
    if endless:
        told = [days for event in others if (days := _days_of(event))]
        told += [[start.date() for start in one.series.starts] for one in sets if not one.series.endless]
        first = min(one.series.clock.start.date() for one in endless)
        expansion.covers = window = _days_of_event(told, len(endless)) or _days_around(today, first)
        for one in endless:
            one.series.take(budget, window)
    for one in sets:
        expansion.sessions += one.sessions()
        problems = one.series.problems
        expansion.problems += [problem._replace(uid=one_line(one.master.uid)) for problem in problems]
        expansion.lost += one.series.refused
    return expansion


# --- the days that are looked at ------------------------------------------------------------------------


def _days_of(event: Component) -> list[date]:
    """The days of its start and its end, without reading it: known components are not read again."""
    told = (read_moment(match[1].decode("ascii")) for match in _DAYS.finditer(event.raw))
    return [moment for moment in told if moment is not None]


def _days_of_event(told: Sequence[Sequence[date]], endless: int) -> Days | None:
    """The days of the event, a day wider on each side; None where the file is a calendar of one thing after another.

    It is an event where most of its sessions are told with their day, and all within a few weeks.
    """
    days = [day for session in told for day in session]
    if not days or len(told) < _MOST_ARE_TOLD * endless or max(days) - min(days) > _LONGEST_EVENT:
        return None
    return min(days) - timedelta(days=1), max(days) + timedelta(days=1)


def _days_around(today: date, first: date) -> Days:
    """From a month before today to a year after it; from the first session on where it is not told what day it is."""
    return (first, first + AFTER) if today == date.min else (today - BEFORE, today + AFTER)


# --- the sessions of a set ------------------------------------------------------------------------------


class _Override(NamedTuple):
    """What stands in for the session that would have started at ``instead``."""

    instead: datetime
    session: IncomingSession
    following: bool
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """One series, with what was read of it."""

    master: IncomingSession
    series: Series
    overrides: list[_Override]
    digest: bytes
    repeats: bool
    sequence: int

    @classmethod
    def read(cls, recurring: Recurring, reader: Reader, expansion: Expansion) -> _Set | None:
        """Read the components; None where what repeats has no start. Then each is a session by itself, if it can be."""
        whole = blake2b(digest_size=32)
        for component in recurring.components:
            whole.update(reader.digest(component).encode())
        first = recurring.masters[0]
        sessions: dict[int, IncomingSession] = {}
        for component in (first, *recurring.overrides):
            session, problems = reader.read(component)
            expansion.problems += problems
            if session is None:
                expansion.lost += 1
            else:
                sessions[component.line] = session
        master = sessions.get(first.line)
        if master is None or master.starts is None:
            expansion.sessions += sessions.values()
            return None
        series = Series(first, master.starts, reader.zones)
        overrides = []
        for component in recurring.overrides:
            session, line = sessions.get(component.line), component.first("RECURRENCE-ID")
            if session is None or line is None:
                continue
            instead = series.clock.hands(line.value, line)
            if instead is None:
                reason = f"RECURRENCE-ID is no date or time: {one_line(line.value)!r}: it stands in for no session"
                series.problems.append(Problem(line.line, reason, lost=False))
                if session.starts is None:
                    expansion.sessions.append(session)
                    continue
                instead = series.clock.shown(session.starts)
            elif not _tells_start(component, reader):
                session = _in_its_place(session, component, master, series.clock, instead)
            following = line.param("RANGE").upper() == "THISANDFUTURE"
            overrides.append(_Override(instead, session, following, sequence_of(component)))
        return cls(
            master=master,
            series=series,
            overrides=_newest(overrides),
            digest=whole.digest(),
            repeats=repeats(first),
            sequence=sequence_of(first),
        )

    def sessions(self) -> list[IncomingSession]:
        """The sessions in order, each with what stands in for it."""
        starts = {*self.series.starts}
        made = []
        for override in self.overrides:
            session = override.session
            starts.discard(override.instead)
            if self.series.leaves_out(override.instead) and override.sequence < self.sequence:
                continue  # taken out since
            made.append((override.instead, self._named(session, override.instead, session.starts, session.ends)))
        following = [override for override in self.overrides if override.following]
        since = [override.instead for override in following]
        for start in starts:
            place = bisect_right(since, start)
            base = following[place - 1] if place else None
            made.append((start, self._repeated(base.session if base else self.master, start, base)))
        return [session for _, session in sorted(made, key=lambda pair: pair[0])]

    def _repeated(self, session: IncomingSession, start: datetime, base: _Override | None) -> IncomingSession:
        """The session at another start: as long as it was, or as its own period is."""
        clock, ends = self.series.clock, session.ends
        moment = session.starts or clock.moment(start)
        length = self.series.lengths.get(start)
        if length is None and ends is not None:
            length = _length(moment, ends)
        try:
            moment = clock.moment(start + (clock.shown(moment) - base.instead) if base else start)
            ends = None if length is None else _after(moment, length)
        except OverflowError:  # the end of all years
            moment, ends = session.starts or moment, session.ends
        return self._named(session, start, moment, ends)

    def _named(
        self, session: IncomingSession, start: datetime, starts: Moment | None, ends: Moment | None
    ) -> IncomingSession:
        """The session with the name of the one that starts at ``start``, whenever it does itself."""
        name = self.series.clock.name(start) if self.repeats or session is not self.master else ""
        digest = blake2b(name.encode(), digest_size=16, key=self.digest).hexdigest()
        return session._replace(uid=self.master.uid, recurrence_id=name, digest=digest, starts=starts, ends=ends)


def _tells_start(component: Component, reader: Reader) -> bool:
    line = component.first("DTSTART")
    return line is not None and reader.zones.told(line.value, line.param("TZID")) is not None


def _in_its_place(
    session: IncomingSession, component: Component, master: IncomingSession, clock: Clock, instead: datetime
) -> IncomingSession:
    """What stands in for a session and tells no start: when that would be, and as long, where it does not say.

    One that tells nothing but that the session is cancelled is that, cancelled.
    """
    if not session.title:
        session = master._replace(status="cancelled", line=session.line)
    own = component.first("DTEND") or component.first("DURATION")
    alike = session.starts is not None and isinstance(session.starts, datetime) is not clock.days
    told = session if own and alike else master
    try:
        starts = clock.moment(instead)
        ends = None if told.starts is None or told.ends is None else _after(starts, _length(told.starts, told.ends))
    except OverflowError:  # the end of all years
        return session
    return session._replace(starts=starts, ends=ends, timezone=master.timezone)


def _newest(overrides: list[_Override]) -> list[_Override]:
    """In order of the sessions they stand in for; of those with one and the same, the newest."""
    best: dict[datetime, int] = {}
    for override in overrides:
        best[override.instead] = max(best.get(override.instead, 0), override.sequence)
    return sorted((o for o in overrides if o.sequence == best[o.instead]), key=lambda override: override.instead)


def _length(starts: Moment, ends: Moment) -> timedelta:
    """Elapsed time, which every session of a series has the same of (RFC 5545 section 3.8.5.3)."""
    return _as_utc(ends) - _as_utc(starts)


def _as_utc(moment: Moment) -> datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)


def _after(starts: Moment, length: timedelta) -> Moment:
    if isinstance(starts, datetime):
        return (starts.astimezone(UTC) + length).astimezone(starts.tzinfo)
    return starts + length
