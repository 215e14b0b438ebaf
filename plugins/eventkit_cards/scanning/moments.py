"""When a badge was photographed: that is when its person was met."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eventkit.api import in_zone, zone

if TYPE_CHECKING:
    from eventkit.api import Event
    from eventkit_cards.looking.process import Picture

_FIRST_YEAR = 2000
"""Cameras whose clock nobody set say 1970 or 1980."""


def moment_of(picture: Picture | None, modified: datetime | None, event: Event, now: datetime) -> tuple[datetime, str]:
    """The time at the event's zone, and by what it is known.

    A photo's EXIF says it, in the event's zone where it has no offset; else the file's own time, if that is on a day
    of the event: copies have the time of the copying; else it is now.
    """
    taken = _taken(picture, event) if picture else None
    if taken is not None:
        return in_zone(taken, event.timezone), "by the photo"
    if modified is not None:
        local = in_zone(modified, event.timezone)
        if event.starts and event.ends and event.starts <= local.date() <= event.ends:
            return local, "by the file"
    return in_zone(now, event.timezone), "now"


def is_outside(moment: datetime, event: Event) -> bool:
    """Whether a moment is more than a day before or after an event."""
    day = timedelta(days=1)
    return bool(event.starts and event.ends and not event.starts - day <= moment.date() <= event.ends + day)


def _taken(picture: Picture, event: Event) -> datetime | None:
    """What EXIF says (section 4.6.5): ``2027:05:14 10:45:00``, and ``+02:00``; None where that is no time."""
    try:
        moment = datetime.strptime(picture.taken.strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  # the zone follows
        if picture.offset.strip("\0 "):
            moment = moment.replace(tzinfo=datetime.strptime(picture.offset.strip("\0 "), "%z").tzinfo)
    except ValueError:
        if not picture.taken:
            return None
        return _without_offset(picture, event)
    if moment.year < _FIRST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone(event.timezone) or UTC)


def _without_offset(picture: Picture, event: Event) -> datetime | None:
    """The time of a photo whose offset is rubbish."""
    from dataclasses import replace  # hardly any photo needs it

    return _taken(replace(picture, offset=""), event) if picture.offset else None
