"""Which zone a TZID means. RFC 5545 lets a calendar call its zones what it likes, and calendars do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import zone
from eventkit_calendar.timezones.own_zones import own_zone
from eventkit_calendar.timezones.zone_names import guessed_zone_names, zone_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from eventkit.api import Component


class Zones:
    """The zones of one calendar: by IANA name, by Windows name, or by the calendar's own VTIMEZONE."""

    def __init__(self, components: Iterable[Component], default: str) -> None:
        """Take the calendar's VTIMEZONE components, and the zone for what names none."""
        self.default = default
        self._own = {component.value("TZID"): component for component in components}
        self._found: dict[str, tuple[tzinfo, str] | None] = {}

    def find(self, tzid: str) -> tuple[tzinfo, str] | None:
        """The zone of a TZID, with its IANA name or an empty text where it has none; None for an unknown one."""
        if tzid not in self._found:
            self._found[tzid] = self._find(tzid)
        return self._found[tzid]

    def _find(self, tzid: str) -> tuple[tzinfo, str] | None:
        own = self._own.get(tzid)
        for name in _iana_names(tzid):
            known = zone(name)
            if known is not None:
                return known, name
        known = zone(own.value("X-LIC-LOCATION")) if own else None
        if known is not None:
            return known, known.key
        told = own_zone(own) if own else None
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
