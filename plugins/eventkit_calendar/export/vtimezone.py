"""A zone as a VTIMEZONE (RFC 5545 section 3.6.5) that every program reads: one rule for each of its two dates a year.

Outlook knows a zone by a weekday of a month on which daylight time begins, and one on which it ends, and reads no
RDATE (MS-OXCICAL 2.1.3.1.1.19.2.2); others take a zone's name for what it says and need no more. So a zone is told
by the rule it has now, and a time that the rule does not tell, as of a year with other rules or of the hour that
comes twice, is for the caller to write in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from eventkit.api import zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import time, tzinfo

_EPOCH = 1970
_LAST_YEAR = 9000
_YEARS = 6
"""For how many years a rule has to hold: in so many, a last Sunday is once not the fourth."""

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """When in a year another offset begins: at ``clock``, as told until then, on a weekday of a month.

    ``week`` is 1 for the first such weekday, and -1 for the last.
    """

    month: int
    week: int
    weekday: int
    clock: time
    before: timedelta
    after: timedelta
    name: str

    def at(self, year: int) -> datetime:
        """The onset in that year, as the clock told it until then."""
        if self.week > 0:
            first = date(year, self.month, 1)
            day = first + timedelta(days=(self.weekday - first.weekday()) % _WEEK + (self.week - 1) * _WEEK)
        else:
            last = date(year + self.month // 12, self.month % 12 + 1, 1) - _DAY
            day = last - timedelta(days=(last.weekday() - self.weekday) % _WEEK)
        return datetime.combine(day, self.clock)

    def lines(self) -> Iterator[str]:
        """The onset as a component that recurs each year."""
        kind = "DAYLIGHT" if self.after > self.before else "STANDARD"
        day = f"{self.week}{_DAYS[self.weekday]}"
        yield f"BEGIN:{kind}"
        yield f"DTSTART:{self.at(_EPOCH):%Y%m%dT%H%M%S}"
        yield f"RRULE:FREQ=YEARLY;BYMONTH={self.month};BYDAY={day}"
        yield from _offsets(self.before, self.after, self.name)
        yield f"END:{kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How a zone tells the time: always at one ``offset``, or by two onsets a year, in their order."""

    tzid: str
    offset: timedelta
    name: str
    onsets: tuple[Onset, ...] = ()

    def tells(self, moment: datetime) -> bool:
        """Whether a reader of the rule takes the wall clock of this time, which is of the zone, for what it is."""
        return moment.year > _EPOCH and not moment.fold and self._offset(moment.astimezone(UTC)) == moment.utcoffset()

    def lines(self) -> Iterator[str]:
        """The rule as a VTIMEZONE."""
        yield "BEGIN:VTIMEZONE"
        yield f"TZID:{self.tzid}"
        yield f"X-LIC-LOCATION:{self.tzid}"
        for onset in self.onsets:
            yield from onset.lines()
        if not self.onsets:
            yield "BEGIN:STANDARD"
            yield f"DTSTART:{_EPOCH}0101T000000"
            yield from _offsets(self.offset, self.offset, self.name)
            yield "END:STANDARD"
        yield "END:VTIMEZONE"

    def _offset(self, instant: datetime) -> timedelta:
        if not self.onsets:
            return self.offset
        begun = [
            onset for onset in self.onsets if onset.at(instant.year) - onset.before <= instant.replace(tzinfo=None)
        ]
        return (begun or self.onsets)[-1].after


def rule_of(name: str, moments: Iterable[datetime]) -> Rule | None:
    """The rule of a zone in the last year of these moments and from then on; None where no yearly one holds."""
    found = zone(name)
    if found is None:
        return None
    first = min(max(moment.year for moment in moments), _LAST_YEAR)
    years = [_onsets(found, year) for year in range(first, first + _YEARS)]
    start = datetime(first, 1, 1, tzinfo=found)
    offset, called = start.utcoffset() or timedelta(), start.tzname() or name
    if not any(years):
        return Rule(tzid=name, offset=offset, name=called)
    if any(len(onsets) != 2 for onsets in years):  # noqa: PLR2004  # there and back
        return None
    onsets = tuple(_yearly(list(same)) for same in zip(*years, strict=True))
    whole = tuple(onset for onset in onsets if onset is not None)
    return Rule(tzid=name, offset=offset, name=called, onsets=whole) if len(whole) == len(onsets) else None


def _onsets(where: tzinfo, year: int) -> list[tuple[datetime, datetime]]:
    """The instants of a year at which the offset changes: the last second before, and the first at the new one."""
    found = []
    for day in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
        before = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day)
        after = before + _DAY
        if before.astimezone(where).utcoffset() == after.astimezone(where).utcoffset():
            continue
        while after - before > timedelta(seconds=1):
            middle = (before + (after - before) / 2).replace(microsecond=0)
            same = middle.astimezone(where).utcoffset() == before.astimezone(where).utcoffset()
            before, after = (middle, after) if same else (before, middle)
        found.append((before.astimezone(where), after.astimezone(where)))
    return found


def _yearly(found: list[tuple[datetime, datetime]]) -> Onset | None:
    """The weekday of a month that all these are; None where there is none."""
    days = []
    for last, first in found:
        before, after = last.utcoffset() or timedelta(), first.utcoffset() or timedelta()
        wall = (first.astimezone(UTC) + before).replace(tzinfo=None)
        days.append((wall, before, after))
    walls = [wall for wall, _, _ in days]
    if len({(wall.month, wall.weekday(), wall.time(), before, after) for wall, before, after in days}) != 1:
        return None
    weeks = {(wall.day - 1) // _WEEK + 1 for wall in walls}
    if all((wall + _WEEK * _DAY).month != wall.month for wall in walls):
        weeks = {-1}
    if len(weeks) != 1:
        return None
    wall, before, after = days[0]
    return Onset(
        month=wall.month,
        week=weeks.pop(),
        weekday=wall.weekday(),
        clock=wall.time(),
        before=before,
        after=after,
        name=found[0][1].tzname() or "",
    )


def _offsets(before: timedelta, after: timedelta, name: str) -> Iterator[str]:
    yield f"TZOFFSETFROM:{_offset(before)}"
    yield f"TZOFFSETTO:{_offset(after)}"
    if name:
        yield f"TZNAME:{name}"


def _offset(offset: timedelta) -> str:
    """``+0530``, with seconds only where there are some, as RFC 5545 section 3.3.14 has it."""
    seconds = int(offset.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}" + (f"{seconds % 60:02}" if seconds % 60 else "")
