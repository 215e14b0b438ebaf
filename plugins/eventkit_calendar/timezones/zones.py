"""Which zone a TZID means. RFC 5545 lets a calendar call its zones what it likes, and calendars do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import zone
from eventkit_calendar.timezones.zone_names import guessed_zone_names, zone_names
from eventkit_calendar.values import read_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from eventkit.api import Component, Moment


_MOST_KEPT = 2048
"""Times that are kept: sessions begin and end at the same times."""


class Told(NamedTuple):
    """A time and the name of its zone; ``unknown`` is what a zone was called that there is none of."""

    moment: Moment
    timezone: str
    unknown: str = ""


class Zones:
    """The zones of one calendar: by IANA name, by Windows name, or by the calendar's own VTIMEZONE."""

    def __init__(self, components: Iterable[Component], default: str) -> None:
        """Take the calendar's VTIMEZONE components, and the zone for what names none."""
        self.default = default
        self._own = {component.value("TZID"): component for component in components}
        self._found: dict[str, tuple[tzinfo, str] | None] = {}
        self._told: dict[tuple[str, str], Told | None] = {}

    def find(self, tzid: str) -> tuple[tzinfo, str] | None:
        """The zone of a TZID, with its IANA name or an empty text where it has none; None for an unknown one."""
        if tzid not in self._found:
            self._found[tzid] = self._find(tzid)
        return self._found[tzid]

    def told(self, value: str, tzid: str) -> Told | None:
        """The time of a value; one that names no zone is in the calendar's (floating, RFC 5545 section 3.3.5).

        To be asked only once the default is known. None for what is neither a date nor a time.
        """
        key = value, tzid
        if key not in self._told:
            if len(self._told) == _MOST_KEPT:
                self._told.clear()
            self._told[key] = self._read(value, tzid)
        return self._told[key]

    def _read(self, value: str, tzid: str) -> Told | None:
        moment = read_moment(value)
        if moment is None and tzid and ":" in value:  # "(UTC+01:00) Berlin" without quotation marks
            rest, _, value = value.rpartition(":")
            tzid, moment = f"{tzid}:{rest}", read_moment(value)
        if not isinstance(moment, datetime):
            return Told(moment, self.default) if moment else None
        if moment.tzinfo is not None:
            return Told(moment, "UTC")
        if not tzid:
            return self._here(moment)
        found = self.find(tzid)
        if found is None:
            return self._here(moment, tzid)
        known, name = found
        moment = moment.replace(tzinfo=known)
        if name:
            return Told(moment, name)
        here = self.find(self.default)  # the calendar's own zone has no name that a clock here could be set by
        return Told(moment.astimezone(here[0] if here else UTC), self.default)

    def _here(self, hands: datetime, unknown: str = "") -> Told:
        """A time by the clock of the agenda's zone."""
        found = self.find(self.default)
        where, name = (found[0], self.default) if found else (UTC, "UTC")
        return Told(hands.replace(tzinfo=where), name, unknown)

    def _find(self, tzid: str) -> tuple[tzinfo, str] | None:
        own = self._own.get(tzid)
        for name in _iana_names(tzid):
            known = zone(name)
            if known is not None:
                return known, name
        known = zone(own.value("X-LIC-LOCATION")) if own else None
        if known is not None:
            return known, known.key
        if own:
            from eventkit_calendar.timezones.own_zones import own_zone  # most zones are known by their names

            told = own_zone(own)
            if told is not None:
                return told, ""
        return next(((known, name) for name in guessed_zone_names(tzid) if (known := zone(name))), None)


def _iana_names(tzid: str) -> Iterator[str]:
    """What a TZID may be in the IANA database: itself, its tail behind a vendor's prefix, its Windows name."""
    name = tzid.strip().strip('"')
    yield name
    parts = name.strip("/").split("/")
    for length in (3, 2):  # as in "/mozilla.org/20070129_1/Europe/Berlin"
        if len(parts) > length:
            yield "/".join(parts[-length:])
    yield name.removeprefix("/")
    yield name.replace("-", "/", 1)  # FOSDEM has "Europe-Brussels"
    yield from zone_names(name)
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # icalendar is heavy

    yield WINDOWS_TO_OLSON.get(name, "")
