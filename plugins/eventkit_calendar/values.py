"""Dates, times and durations (RFC 5545 sections 3.3.4 to 3.3.6): the plain forms here, whatever else by icalendar.

Nearly every value is plain, and reading it here spares a whole import the time that icalendar takes to load.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?", re.ASCII)
_DURATION = re.compile(r"P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)


@lru_cache(maxsize=2048)  # sessions begin and end at the same times
def read_moment(text: str) -> datetime | date | None:
    """A date, a time without a zone, or a time in UTC; None for what is none of them."""
    value = text.strip()
    match = _MOMENT.fullmatch(value)
    if match is None:
        return _in_reach(_by_icalendar(value))
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        if match[4] is None:
            return _in_reach(date(year, month, day))
        return _in_reach(datetime(year, month, day, hour, minute, second, tzinfo=UTC if match[7] else None))
    except ValueError:  # the 30th of February, or the 61st second that RFC 5545 allows and Python does not
        return _in_reach(_by_icalendar(value))


def read_duration(text: str) -> timedelta | None:
    """A length of time; None for what is none, or is more than a calendar can hold."""
    match = _DURATION.fullmatch(text.strip().upper())
    try:
        if match:
            weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
            return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        from icalendar.prop import vDuration  # icalendar is heavy, and a plain value does without

        found: timedelta = vDuration.from_ical(text.strip())  # type: ignore[no-untyped-call]  # icalendar's own
        return found  # noqa: TRY300  # within the try for what icalendar raises
    except (ValueError, OverflowError):
        return None


def _in_reach(moment: datetime | date | None) -> datetime | date | None:
    """The moment, unless another zone's clock could not tell it: the years 1 and 9999 are the last that Python has."""
    return moment if moment is not None and date.min.year < moment.year < date.max.year else None


def _by_icalendar(text: str) -> datetime | date | None:
    from icalendar.prop import vDDDTypes  # icalendar is heavy, and a plain value does without

    try:
        found: object = vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]  # icalendar's own
    except ValueError:
        return None
    if isinstance(found, tuple):  # a period, where a time belongs: its start
        found = found[0]
    return found if isinstance(found, date) else None
