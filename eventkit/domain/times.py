"""Moments and zones: aware times where the source says so, dates for what lasts all day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from eventkit.domain.events import Moment


NO_TIME = 1 << 40
"""In place of the seconds since 1970 for what nobody has told the time of: after the last moment of the year 9999."""


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, or None where there is no such zone."""
    from zoneinfo import ZoneInfo  # 3 ms that a command without times does not pay

    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, KeyError):
        return None


def zone_or_utc(name: str) -> tzinfo:
    """The zone of that name, or UTC."""
    return zone(name) or UTC


def parse_moment(text: str, timezone: str = "UTC") -> Moment:
    """Read ``2027-05-14`` as a date, ``2027-05-14T09:00[+02:00]`` as a time; one without an offset is in ``timezone``.

    Raises ``ValueError`` on anything else.
    """
    if len(text) == len("2027-05-14"):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone_or_utc(timezone))


def format_moment(moment: Moment) -> str:
    """The ISO 8601 form, offset included; ``parse_moment`` reads it back."""
    return moment.isoformat()


def sort_key(moment: Moment | None, timezone: str) -> int:
    """Seconds since 1970 at which the moment begins; a date begins at midnight in ``timezone``, no time after all."""
    return NO_TIME if moment is None else int(as_datetime(moment, timezone).timestamp())


def as_datetime(moment: Moment, timezone: str) -> datetime:
    """The moment as a time; a date is its midnight in ``timezone``."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), zone_or_utc(timezone))


@overload
def in_zone(moment: datetime, timezone: str) -> datetime: ...
@overload
def in_zone(moment: Moment, timezone: str) -> Moment: ...
def in_zone(moment: Moment, timezone: str) -> Moment:
    """The same moment as a clock in ``timezone`` tells it; a date stays the date it is."""
    return moment.astimezone(zone_or_utc(timezone)) if isinstance(moment, datetime) else moment


def same_moment(first: Moment | None, second: Moment | None) -> bool:
    """Whether two moments are the same instant, or the same date."""
    if isinstance(first, datetime) and isinstance(second, datetime):
        # within one zone Python compares the hands of the clock, which show an hour twice in autumn, and in spring none
        return first.astimezone(UTC) == second.astimezone(UTC)
    return not isinstance(first, datetime) and not isinstance(second, datetime) and first == second
