"""When an event of a schedule begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from eventkit_calendar.values import read_duration

if TYPE_CHECKING:
    from datetime import tzinfo

    from eventkit.api import Moment
    from eventkit_calendar.schedules.schedule_items import Item

DAY_BEGINS = timedelta(hours=3)
"""A start before this hour, told without a date, belongs to the night after its day, as frab has it."""

_ONE_DAY = timedelta(days=1)
_LATEST = timedelta(days=2)
_DATE = re.compile(r"\d{4}-?\d\d-?\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-?\d\d-?\d\d[T ]\d", re.ASCII | re.IGNORECASE)
_OFFSET = re.compile(r"(?:Z|[+-]\d{1,2}(?::?\d\d)?)$", re.ASCII | re.IGNORECASE)
_SHORT_OFFSET = re.compile(r"([+-])(\d(?::?\d\d)?)$", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}:[0-5]\d(?::[0-5]\d)?", re.ASCII)
_LENGTH = re.compile(r"\d{1,4}(?::\d{1,3}){1,3}", re.ASCII)
_DIGITS = re.compile(r"(\d\d)(\d\d)(\d\d)", re.ASCII)
_MINUTES = re.compile(r"(\d{1,4})(?:\.0+)?", re.ASCII)
_UNITS = ("days", "hours", "minutes", "seconds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """The clock on the wall of the conference; ``told`` says whether anybody named its zone."""

    zone: tzinfo
    told: bool
    day_begins: timedelta = DAY_BEGINS


def read_start(item: Item, wall: Wall) -> Moment | None:
    """The instant in ``date``; without one, the hour in ``start`` on its day; a date where no hour is told at all.

    wafer (DebConf) tells ``date`` in UTC and ``start`` on the wall: the instant is what both mean.
    """
    told, start = item.get("date"), item.get("start")
    moment = read_moment(told, wall) or read_moment(start, wall)
    if moment is not None:
        return moment
    clock = read_clock(start)
    if clock is not None:
        return _on_its_day(clock, item, wall)
    return read_date(start) if start else read_date(told) or (None if told else read_date(item.day.date[:10]))


def read_end(item: Item, starts: Moment, wall: Wall) -> tuple[Moment | None, str]:
    """The end, or None where none is told; and what is wrong with one that is told and cannot be."""
    told, length = item.get("end"), item.get("duration")
    lasts = read_length(length)
    if not isinstance(starts, datetime):
        return _after_last_day(starts, read_date(told[:10]), lasts), ""
    if told:
        ends = read_moment(told, wall) or _next(starts, read_clock(told))
        wrong = "" if ends else f"its end cannot be read from {told!r}"
    else:
        ends = after(starts, lasts) if lasts else None
        unreadable = lasts is None or (lasts and not ends)
        wrong = f"its length cannot be read from {length!r}" if length and unreadable else ""
    if ends is not None and ends < starts:
        return None, "it ends before it starts"
    return ends, wrong


def is_floating(item: Item) -> bool:
    """Whether an event tells an hour, and neither it nor its day says how far that is from UTC."""
    told = [text for name in ("date", "start") if _MOMENT.match(text := item.get(name))]
    if told:
        return not _OFFSET.search(told[0])
    return read_clock(item.get("start")) is not None and not _OFFSET.search(item.day.starts[len("2027-05-14") :])


def read_moment(text: str, wall: Wall) -> datetime | None:
    """An ISO 8601 time, on the clock of the wall; None for a date alone, or for anything else."""
    moment = _iso(text)
    if moment is None:
        return None
    return moment.replace(tzinfo=wall.zone) if moment.tzinfo is None else moment.astimezone(wall.zone)


def read_date(text: str) -> date | None:
    """A date alone."""
    try:
        found = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return found if found and date.min.year < found.year < date.max.year else None


def read_clock(text: str) -> timedelta | None:
    """``10:30`` or ``10:30:00`` as the time since midnight, which may be in the night after: ``25:30``."""
    clock = read_length(text) if _CLOCK.fullmatch(text) else None
    return clock if clock is not None and clock < _LATEST else None


def read_length(text: str) -> timedelta | None:
    """``1:30``, ``00:25:00``, ``1:02:30:00`` (with days), ``45`` minutes, or as RFC 5545 has it; None for no length."""
    if _LENGTH.fullmatch(text):
        parts = [int(part) for part in text.split(":")]
        units = _UNITS if len(parts) == len(_UNITS) else _UNITS[1:]
        return timedelta(**dict(zip(units, parts, strict=False)))
    digits = _DIGITS.fullmatch(text)  # frab writes 003000 into its xCal
    if digits:
        return timedelta(**dict(zip(_UNITS[1:], map(int, digits.groups()), strict=True)))
    minutes = _MINUTES.fullmatch(text)
    if minutes:
        return timedelta(minutes=int(minutes[1]))
    return read_duration(text) if text[:1].upper() == "P" else None


def after(starts: datetime, length: timedelta) -> datetime | None:
    """A length counts elapsed time, not the hands of the clock, also in the night they are moved."""
    try:
        ends = starts.astimezone(UTC) + length
    except OverflowError:
        return None
    return ends.astimezone(starts.tzinfo) if ends.year < date.max.year else None


def _on_its_day(clock: timedelta, item: Item, wall: Wall) -> datetime | None:
    """An hour on the day that the event stands under: within its bounds where they are told, else by the clock."""
    day, told = read_date(item.day.date[:10]), read_date(item.get("date"))
    if told and told != day:
        return _at(told, clock, wall.zone)
    begins, ends = _iso(item.day.starts), read_moment(item.day.ends, wall)
    zone = begins.tzinfo if begins and begins.tzinfo and not wall.told else wall.zone
    if begins and ends:
        first = begins.astimezone(zone) if begins.tzinfo else begins.replace(tzinfo=zone)
        for days in (timedelta(), _ONE_DAY):
            moment = _at(first.date() + days, clock, zone)
            if first <= moment < ends:
                return moment.astimezone(wall.zone)
        day = day or first.date()
    if day is None:
        return None
    return _at(day + (_ONE_DAY if clock < wall.day_begins else timedelta()), clock, zone).astimezone(wall.zone)


def _at(day: date, clock: timedelta, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone) + clock


def _next(starts: datetime, clock: timedelta | None) -> datetime | None:
    """The next time after a start that the clock on the wall shows this."""
    if clock is None:
        return None
    ends = datetime.combine(starts.date(), time(), starts.tzinfo) + clock
    return ends if ends >= starts else ends + _ONE_DAY


def _after_last_day(starts: date, last: date | None, length: timedelta | None) -> date:
    """The day after the last one: schedules name the last day itself, as they do for the whole conference."""
    days = max((last - starts).days + 1 if last else 0, -(-length // _ONE_DAY) if length else 0, 1)
    return starts + timedelta(days=min(days, 366))


def _iso(text: str) -> datetime | None:
    if not _MOMENT.match(text):
        return None
    try:
        moment = datetime.fromisoformat(_SHORT_OFFSET.sub(r"\g<1>0\2", text))
    except ValueError:
        return None
    return moment if date.min.year < moment.year < date.max.year else None
