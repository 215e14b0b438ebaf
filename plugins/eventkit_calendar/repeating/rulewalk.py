"""The times that a recurrence rule names, found in counted steps.

dateutil, and each library that stands on it, walks on to the year 9999 over a rule that is never met, and nothing
can stop it from outside. Here every look at a day or a time is counted, and what lies before the time in question
is stepped over. Tests hold that what is found is what dateutil finds.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from eventkit_calendar.repeating.rules import SECONDS, WITHIN_A_DAY, times_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit_calendar.repeating.rules import Rule

_LAST_DAY = date(date.max.year - 1, 12, 31)
"""Another zone's clock can still tell it."""


class TooFarError(Exception):
    """A rule took more steps than it is worth."""


class Steps:
    """How many steps may still be taken."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        """Allow so many."""
        self.left = left

    def take(self, number: int = 1) -> None:
        """Take steps; raises ``TooFarError`` where there are none left."""
        self.left -= number
        if self.left < 0:
            raise TooFarError


def starts_of(rule: Rule, start: datetime, first: datetime, last: datetime, steps: Steps) -> Iterator[datetime]:
    """The rule's times from ``first`` to ``last``, in order, for a series whose clock shows ``start`` at first.

    All are the hands of one clock, so that a weekly session stays at its hour when the clocks are moved. Raises
    ``TooFarError`` when the steps are used up.
    """
    rule = rule.from_start(start.date())
    begin = start if rule.count else max(start, first)  # what is counted is counted from the start
    last = min(last, datetime.combine(_LAST_DAY, datetime.max.time()))
    found = 0
    for period in (_within_days if rule.freq in WITHIN_A_DAY else _by_days)(rule, start, begin, last, steps):
        for moment in _at_positions(rule, period):
            if moment < start:
                continue
            found += 1
            if moment > last or (rule.count and found > rule.count):
                return
            if moment >= first:
                yield moment


def _at_positions(rule: Rule, period: list[datetime]) -> Iterable[datetime]:
    """BYSETPOS: only some of what a period has, counted from its start or its end."""
    positions = rule.of("BYSETPOS")
    if not positions:
        return period
    size = len(period)
    places = {place - 1 if place > 0 else size + place for place in positions}
    return [period[place] for place in sorted(places) if 0 <= place < size]


def _by_days(rule: Rule, start: datetime, begin: datetime, last: datetime, steps: Steps) -> Iterator[list[datetime]]:
    times = times_of(rule, start.hour, start.minute, start.second)
    for candidates in _candidates(rule, start.date(), begin.date(), last.date(), steps):
        days = [day for day in candidates if _is_met(rule, day)]
        steps.take(len(days) * len(times))
        yield [datetime(day.year, day.month, day.day, *time) for day in days for time in times]  # noqa: DTZ001  # hands


def _candidates(rule: Rule, start: date, begin: date, last: date, steps: Steps) -> Iterator[list[date]]:
    """The days of each period: the day, the week, the month or the year."""
    if rule.freq in {"DAILY", "WEEKLY"}:
        length = 1 if rule.freq == "DAILY" else 7
        base = start.toordinal() - ((start.weekday() - rule.week_start) % 7 if length == 7 else 0)  # noqa: PLR2004
        step = length * rule.interval
        for first in range(base + max(0, (begin.toordinal() - base) // step) * step, last.toordinal() + 1, step):
            steps.take(length)
            yield [date.fromordinal(max(first + day, 1)) for day in range(length)]
        return
    length = 1 if rule.freq == "MONTHLY" else 12
    base = start.year * 12 + (start.month - 1 if length == 1 else 0)
    step = length * rule.interval
    ahead = max(0, (begin.year * 12 + begin.month - 1 - base) // step)
    months = rule.of("BYMONTH")
    for first in range(base + ahead * step, last.year * 12 + last.month, step):
        days: list[date] = []
        for index in range(first, first + length):
            year, month = index // 12, index % 12 + 1
            if not months or month in months:
                days.extend(_days_of_month(rule, year, month))
        steps.take(length + len(days))
        yield days


def _days_of_month(rule: Rule, year: int, month: int) -> list[date]:
    length = monthrange(year, month)[1]
    told = rule.of("BYMONTHDAY")
    numbers = sorted({day if day > 0 else length + 1 + day for day in told}) if told else range(1, length + 1)
    return [date(year, month, day) for day in numbers if 1 <= day <= length]


def _within_days(
    rule: Rule, start: datetime, begin: datetime, last: datetime, steps: Steps
) -> Iterator[list[datetime]]:
    """Hours, minutes or seconds; what is not met by its day, hour or minute is stepped over whole."""
    base = start.replace(
        minute=0 if rule.freq == "HOURLY" else start.minute, second=start.second if rule.freq == "SECONDLY" else 0
    )
    step = rule.interval * SECONDS[rule.freq]
    number = max(0, int((begin - base).total_seconds()) // step)
    end = int((last - base).total_seconds())
    hours = rule.of("BYHOUR")
    minutes = rule.of("BYMINUTE") if rule.freq != "HOURLY" else frozenset()
    seconds = rule.of("BYSECOND") if rule.freq == "SECONDLY" else frozenset()
    while number * step <= end:
        steps.take()
        moment = base + timedelta(seconds=number * step)
        on: datetime | None = None
        if not _is_met(rule, moment.date()):
            on = moment.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        elif hours and moment.hour not in hours:
            on = moment.replace(minute=0, second=0) + timedelta(hours=1)
        elif minutes and moment.minute not in minutes:
            on = moment.replace(second=0) + timedelta(minutes=1)
        elif not seconds or moment.second in seconds:
            times = times_of(rule, moment.hour, start.minute if rule.freq == "HOURLY" else moment.minute, start.second)
            steps.take(len(times))
            yield (
                [moment]
                if rule.freq == "SECONDLY"
                else [moment.replace(minute=minute, second=second) for _, minute, second in times]
            )
        number = max(number + 1, -(-int((on - base).total_seconds()) // step) if on else 0)


def _is_met(rule: Rule, day: date) -> bool:
    """Whether every list of the rule has the day."""
    lists = rule.lists
    if "BYMONTH" in lists and day.month not in lists["BYMONTH"]:
        return False
    if (rule.weekdays or rule.nth) and day.weekday() not in rule.weekdays and not _is_nth(rule, day):
        return False
    if "BYMONTHDAY" in lists:
        length = monthrange(day.year, day.month)[1]
        if not lists["BYMONTHDAY"] & {day.day, day.day - length - 1}:
            return False
    if "BYYEARDAY" in lists:
        number = _day_of_year(day)
        if not lists["BYYEARDAY"] & {number, number - _length(day.year) - 1}:
            return False
    return "BYWEEKNO" not in lists or bool(lists["BYWEEKNO"] & _week_numbers(day, rule.week_start))


def _is_nth(rule: Rule, day: date) -> bool:
    """Whether it is the nth such weekday of the month, or of the year for a yearly rule that names no months."""
    if not rule.nth:
        return False
    if rule.freq == "YEARLY" and "BYMONTH" not in rule.lists:
        number, length = _day_of_year(day), _length(day.year)
    else:
        number, length = day.day, monthrange(day.year, day.month)[1]
    weekday = day.weekday()
    return ((number - 1) // 7 + 1, weekday) in rule.nth or (-((length - number) // 7 + 1), weekday) in rule.nth


def _week_numbers(day: date, week_start: int) -> set[int]:
    """The number of its week, from the start and from the end of the year that has most of the week's days."""
    fourth = day.toordinal() - (day.weekday() - week_start) % 7 + 3
    middle = date.fromordinal(fourth)
    number = (_day_of_year(middle) - 1) // 7 + 1
    weeks = number + (_length(middle.year) - _day_of_year(middle)) // 7
    return {number, number - weeks - 1}


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _length(year: int) -> int:
    return 366 if isleap(year) else 365
