"""The clock that a series of sessions is told by, and the dates and periods in its lines (RFC 5545 section 3.8.5).

All of a series is reckoned in the hands of the clock of its DTSTART, which is what keeps a weekly session at ten
o'clock when the clocks are moved.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from eventkit_calendar.repeating.identity import recurrence_name
from eventkit_calendar.values import read_moment

if TYPE_CHECKING:
    from datetime import tzinfo

    from eventkit.api import ContentLine, Moment
    from eventkit_calendar.timezones.zones import Zones


class Clock:
    """The clock of a zone, or of the agenda's zone where DTSTART names none; or a calendar that shows only days."""

    def __init__(self, line: ContentLine, starts: Moment, zones: Zones) -> None:
        """Take it from DTSTART, and from the start that was read from it."""
        self._zones = zones
        self._told = starts.tzinfo if isinstance(starts, datetime) else None
        self._hour = time()
        self.days = not isinstance(starts, datetime)
        self.zone, self._named = self._zone_of(line.value, line, None)
        self.start = self.hands(line.value, line) or self.shown(starts)
        self._hour = self.start.time()

    def hands(self, value: str, line: ContentLine) -> datetime | None:
        """What the clock shows at a moment that a line tells; a mere date is the hour of the first session that day."""
        moment = read_moment(value)
        if moment is None or not isinstance(moment, datetime):
            return None if moment is None else datetime.combine(moment, self._hour)
        if self.days:  # Exchange ends a series of days with the UTC time of a midnight
            there = moment.astimezone(self.zone) if moment.tzinfo else moment
            return datetime.combine(there if there.time() == time() else moment, time())
        own = self._zone_of(value, line, self.zone)[0]
        return moment.replace(tzinfo=None) if own is self.zone else hands_in(moment.replace(tzinfo=own), self.zone)

    def shown(self, moment: Moment) -> datetime:
        """What the clock shows at a moment."""
        if isinstance(moment, datetime) and not self.days:
            return hands_in(moment, self.zone)
        return datetime.combine(moment, self._hour)

    def moment(self, hands: datetime) -> Moment:
        """When the clock shows that; an hour that it skips is told by the clock of before (RFC 5545 section 3.3.5)."""
        if self.days:
            return hands.date()
        aware = hands.replace(tzinfo=self.zone)
        return aware if self._told is self.zone else aware.astimezone(self._told)

    def name(self, hands: datetime) -> str:
        """The RECURRENCE-ID of the session that starts then."""
        if self.days:
            return recurrence_name(hands.date())
        return recurrence_name(hands.replace(tzinfo=self.zone) if self._named else hands)

    def _zone_of(self, value: str, line: ContentLine, floating: tzinfo | None) -> tuple[tzinfo, bool]:
        """The zone of a time, and whether it is named; one that names none is in ``floating``, or in the agenda's."""
        if value.strip()[-1:] in {"Z", "z"}:
            return UTC, True
        tzid = line.param("TZID")
        found = self._zones.find(tzid) if tzid else None
        if found is not None:
            return found[0], True
        if floating is None:
            default = self._zones.find(self._zones.default)
            floating = default[0] if default else UTC
        return floating, False


def hands_in(moment: datetime, zone: tzinfo) -> datetime:
    """What a clock of the zone shows at a moment."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)
