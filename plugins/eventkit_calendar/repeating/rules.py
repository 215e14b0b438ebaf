"""Recurrence rules (RFC 5545 section 3.3.10), read and checked before a single session is made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SECONDS = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600, "DAILY": 86_400, "WEEKLY": 604_800,
           "MONTHLY": 2_629_746, "YEARLY": 31_556_952}  # fmt: skip  # a table reads better
"""How often each FREQ comes round; a month and a year as they are on average."""
WITHIN_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}

_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_RANGES = {"BYSECOND": (0, 60), "BYMINUTE": (0, 59), "BYHOUR": (0, 23), "BYMONTHDAY": (-31, 31),
           "BYYEARDAY": (-366, 366), "BYWEEKNO": (-53, 53), "BYMONTH": (1, 12), "BYSETPOS": (-366, 366)}  # fmt: skip
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST = 4_000
"""Characters; every list of a rule in full takes fewer."""
_TIMES_A_PERIOD = 200
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a rule says. ``count`` is 0 where it names none; ``lists`` holds its BY... parts but BYDAY.

    ``weekdays`` count from 0 for Monday; ``nth`` has those with an ordinal, as (-1, 4) for the last Friday.
    """

    freq: str
    interval: int = 1
    count: int = 0
    until: str = ""
    lists: Mapping[str, frozenset[int]] = field(default_factory=dict)
    weekdays: frozenset[int] = frozenset()
    nth: frozenset[tuple[int, int]] = frozenset()
    week_start: int = 0

    @property
    def seconds(self) -> int:
        """The time from one of its periods to the next."""
        return self.interval * SECONDS[self.freq]

    def of(self, name: str) -> frozenset[int]:
        """The numbers of a BY... part; none where the rule has no such part."""
        return self.lists.get(name, frozenset())

    def how_often(self) -> str:
        """How often it repeats, as in "every second" or "every 15 minutes"."""
        unit = {"DAILY": "day"}.get(self.freq, self.freq.removesuffix("LY").lower())
        return f"every {unit}" if self.interval == 1 else f"every {self.interval:,} {unit}s"

    def from_start(self, day: date) -> Rule:
        """The rule with what it leaves to the first session's day: the weekday, or the day of the month."""
        lists = dict(self.lists)
        weekdays = self.weekdays
        if not (lists.keys() & {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"} or weekdays or self.nth):
            if self.freq == "YEARLY":
                lists.setdefault("BYMONTH", frozenset({day.month}))
            if self.freq in {"YEARLY", "MONTHLY"}:
                lists["BYMONTHDAY"] = frozenset({day.day})
            elif self.freq == "WEEKLY":
                weekdays = frozenset({day.weekday()})
        elif "BYWEEKNO" in lists and not (lists.keys() & {"BYYEARDAY", "BYMONTHDAY"} or weekdays or self.nth):
            weekdays = frozenset({day.weekday()})
        return replace(self, lists=lists, weekdays=weekdays)


def read_rule(text: str) -> Rule:
    """Read an RRULE. Raises ``ValueError`` with a reason in plain words where it makes no sense, or too much."""
    parts = _parts(text)
    freq = parts.pop("FREQ", "")
    if freq not in SECONDS:
        message = f"FREQ is {_shown(freq)}" if freq else "it has no FREQ"
        raise ValueError(message)
    _refuse_other_calendars(parts)
    weekdays, nth = _weekdays(parts.pop("BYDAY", ""), ordinals=freq in {"MONTHLY", "YEARLY"})
    rule = Rule(
        freq=freq,
        interval=_number("INTERVAL", parts.pop("INTERVAL", "1")),
        count=_number("COUNT", parts.pop("COUNT", "-1")),
        until=parts.pop("UNTIL", ""),
        week_start=_WEEKDAYS.get(parts.pop("WKST", "MO"), 0),
        lists={name: _list(name, parts.pop(name)) for name in _RANGES if name in parts},
        weekdays=weekdays,
        nth=nth,
    )
    for name in parts:
        message = f"{_shown(name)} is no part of a rule"
        raise ValueError(message)
    return _in_reason(rule)


def _parts(text: str) -> dict[str, str]:
    if len(text) > _LONGEST:
        message = f"it has {len(text):,} characters"
        raise ValueError(message)
    parts: dict[str, str] = {}
    for part in filter(None, re.sub(r"[\\\s]", "", text).upper().split(";")):
        name, equals, value = part.partition("=")
        if not equals:
            message = f"{_shown(part)} is no part of a rule"
            raise ValueError(message)
        if value and not name.startswith("X-"):
            parts[name] = value
    return parts


def _refuse_other_calendars(parts: dict[str, str]) -> None:
    """RFC 7529: of what it adds, only that which changes nothing is understood."""
    if parts.pop("RSCALE", "GREGORIAN") != "GREGORIAN":
        message = "it counts in another calendar than the Gregorian one"
        raise ValueError(message)
    if parts.pop("SKIP", "OMIT") != "OMIT":
        message = "it moves days that do not exist (SKIP)"
        raise ValueError(message)


def _in_reason(rule: Rule) -> Rule:
    if rule.interval < 1:
        message = f"INTERVAL is {rule.interval}"
        raise ValueError(message)
    if rule.count == 0:
        message = "COUNT is 0"
        raise ValueError(message)
    days, months = rule.of("BYMONTHDAY"), rule.of("BYMONTH")
    if days and months and all(abs(day) > _LONGEST_MONTHS[month - 1] for day in days for month in months):
        message = "no year has such a day"
        raise ValueError(message)
    times = len(rule.of("BYHOUR") or "1") * len(rule.of("BYMINUTE") or "1") * len(rule.of("BYSECOND") or "1")
    if times > _TIMES_A_PERIOD:
        message = f"it repeats {times:,} times {rule.how_often()}"
        raise ValueError(message)
    return replace(rule, count=max(rule.count, 0))  # some write -1 for "without an end"


def times_of(rule: Rule, hour: int, minute: int, second: int) -> list[tuple[int, int, int]]:
    """The times in one period of the rule, where it leaves them to the first session at the time given."""
    hours = rule.of("BYHOUR") if rule.freq not in WITHIN_A_DAY else ()
    minutes = rule.of("BYMINUTE") if rule.freq not in {"SECONDLY", "MINUTELY"} else ()
    seconds = rule.of("BYSECOND") - {60} if rule.freq != "SECONDLY" else ()  # a leap second, which no clock here shows
    return list(product(sorted(hours or {hour}), sorted(minutes or {minute}), sorted(seconds or {second})))


def _number(name: str, value: str) -> int:
    if _NUMBER.fullmatch(value) is None:
        message = f"{name} is {_shown(value)}"
        raise ValueError(message)
    return int(value)


def _list(name: str, value: str) -> frozenset[int]:
    """The numbers of a list, each within what RFC 5545 allows; 0 is none of those that count from either end."""
    lowest, highest = _RANGES[name]
    numbers = frozenset(_number(name, part) for part in value.split(",") if part)
    for number in numbers:
        if not lowest <= number <= highest or (number == 0 and lowest < 0):
            message = f"{name} is {number}"
            raise ValueError(message)
    return numbers


def _weekdays(value: str, *, ordinals: bool) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """BYDAY without and with ordinals; where a rule repeats each week or day an ordinal means nothing."""
    plain, nth = set(), set()
    for part in filter(None, value.split(",")):
        match = _DAY.fullmatch(part)
        number = int(match[1] or 0) if match else 0
        if match is None or (match[1] and not 1 <= abs(number) <= 53):  # noqa: PLR2004  # weeks of a year
            message = f"BYDAY is {_shown(part)}"
            raise ValueError(message)
        if number and ordinals:
            nth.add((number, _WEEKDAYS[match[2]]))
        else:
            plain.add(_WEEKDAYS[match[2]])
    return frozenset(plain), frozenset(nth)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
