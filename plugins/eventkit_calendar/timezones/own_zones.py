"""A zone as a calendar's own VTIMEZONE defines it (RFC 5545 section 3.6.5).

Its rules are walked in counted steps, as those of sessions are: a zone that changes every second, or on the 30th of
February, would keep a library busy for ever.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from eventkit_calendar.repeating.rules import SECONDS, read_rule
from eventkit_calendar.repeating.rulewalk import Steps, TooFarError, starts_of
from eventkit_calendar.values import read_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.api import Component, ContentLine

_OFFSET = re.compile(r"([+-]?)(\d\d?):?(\d\d):?(\d\d)?", re.ASCII)
_FIRST = datetime(1960, 1, 1)  # noqa: DTZ001  # hands of a clock
_LAST = datetime(2100, 1, 1)  # noqa: DTZ001  # hands of a clock
"""A rule is followed between these; before and after, the clock stays as it is then."""
_STEPS = 20_000
_MOST_DATES = 1_000


class OwnZone(tzinfo):
    """A zone of whichever offsets, each from a moment on."""

    def __init__(self, name: str, before: timedelta, changes: list[tuple[datetime, timedelta]]) -> None:
        """Take the offset at first, and each later one with the moment in UTC that it begins at."""
        self._name = name
        self._moments = [moment for moment, _ in changes]
        self._offsets = [before, *(offset for _, offset in changes)]
        steps = list(zip(self._moments, self._offsets, self._offsets[1:], strict=False))
        # what a clock shows when it changes; it shows an hour twice, or skips one
        self._latest = [moment + max(old, new) for moment, old, new in steps]
        self._earliest = [moment + min(old, new) for moment, old, new in steps]

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset at a time of this zone's clock."""
        if moment is None:
            return None
        shown = moment.replace(tzinfo=None)
        return self._offsets[bisect_right(self._earliest if moment.fold else self._latest, shown)]

    def dst(self, _moment: datetime | None) -> None:
        """How much of the offset is for the summer: calendars do not say."""

    def tzname(self, _moment: datetime | None) -> str:
        """What the calendar calls the zone."""
        return self._name

    def fromutc(self, moment: datetime) -> datetime:
        """A moment that is told in UTC, as this zone's clock tells it."""
        offset = self._offsets[bisect_right(self._moments, moment.replace(tzinfo=None))]
        told = moment + offset
        return told if self.utcoffset(told) == offset else told.replace(fold=1)


def own_zone(component: Component) -> OwnZone | None:
    """The zone of a VTIMEZONE, or None where it has no part with an offset."""
    told: dict[datetime, tuple[timedelta, timedelta]] = {}
    for part in component.children:
        to = _offset(part.value("TZOFFSETTO"))
        if part.name in {"STANDARD", "DAYLIGHT"} and to is not None:
            since = _offset(part.value("TZOFFSETFROM"))
            since = to if since is None else since
            told.update((hands - since, (since, to)) for hands in _onsets(part, since))
    if not told:
        return None
    changes = sorted(told.items())
    return OwnZone(component.value("TZID"), changes[0][1][0], [(moment, to) for moment, (_, to) in changes])


def _onsets(part: Component, since: timedelta) -> Iterator[datetime]:
    """When it begins, by the clock as it was until then."""
    line = part.first("DTSTART")
    start = _hands(line.value, since) if line else None
    start = start or _FIRST
    yield start
    values = [value for line in part.all("RDATE") for value in line.value.split(",")]
    for value in values[:_MOST_DATES]:
        hands = _hands(value.partition("/")[0], since)
        if hands is not None:
            yield hands
    for line in part.all("RRULE")[:1]:
        yield from _by_rule(line, start, since)


def _by_rule(line: ContentLine, start: datetime, since: timedelta) -> Iterator[datetime]:
    with suppress(ValueError, TooFarError):  # no rule that makes sense, or is worth following: the rest holds
        rule = read_rule(line.value)
        if rule.seconds >= SECONDS["MONTHLY"]:
            last = (_hands(rule.until, since) if rule.until else None) or _LAST
            yield from starts_of(rule, start, max(start, _FIRST), min(last, _LAST), Steps(_STEPS))


def _hands(value: str, since: timedelta) -> datetime | None:
    """What the clock shows; a time in UTC by the offset until then."""
    moment = read_moment(value)
    if not isinstance(moment, datetime):
        return None if moment is None else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # hands
    return moment if moment.tzinfo is None else moment.replace(tzinfo=None) + since


def _offset(value: str) -> timedelta | None:
    """A UTC offset of less than a day, as ``+0530``; the colon of ``+05:30`` is not allowed, and is met."""
    match = _OFFSET.fullmatch(value.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if length >= timedelta(days=1):
        return None
    return -length if match[1] == "-" else length
