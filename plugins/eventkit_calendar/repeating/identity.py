"""What a session is called within its source: UID and RECURRENCE-ID, each in the one form that stays the same."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eventkit.api import one_line
from eventkit_calendar.values import read_moment

if TYPE_CHECKING:
    from eventkit.api import Component, Moment
    from eventkit_calendar.timezones.zones import Zones

_GOOGLE_SPLIT = re.compile(r"(.+)_R\d{8}(?:T\d{6}Z?)?(@google\.com)", re.ASCII)
_OF_A_SERIES = {"RRULE", "RDATE", "RECURRENCE-ID"}


def series_uid(component: Component) -> str:
    """The UID, and for what Google split off as "this and following events" that of the series it was a part of.

    So the sessions of it stay the ones that they were.
    """
    uid = component.value("UID").strip()
    split = _GOOGLE_SPLIT.fullmatch(uid) if uid.endswith("@google.com") else None
    return split[1] + split[2] if split and any(line.name in _OF_A_SERIES for line in component.lines) else uid


def recurrence_id(component: Component, zones: Zones) -> str:
    """The RECURRENCE-ID of a component by itself; one without a zone is in that of its start, where that names one."""
    line = component.first("RECURRENCE-ID")
    if line is None:
        return ""
    moment = read_moment(line.value)
    if moment is None:
        return one_line(line.value)
    if isinstance(moment, datetime) and moment.tzinfo is None:
        start = component.first("DTSTART")
        tzid = line.param("TZID") or (start.param("TZID") if start else "")
        found = zones.find(tzid) if tzid else None
        moment = moment.replace(tzinfo=found[0]) if found else moment
    return recurrence_name(moment)


def recurrence_name(moment: Moment) -> str:
    """A RECURRENCE-ID in the one form that names a session however its file writes it: UTC where a zone is named."""
    if not isinstance(moment, datetime):
        return f"{moment.year:04d}{moment:%m%d}"
    if moment.tzinfo is None:
        return f"{moment.year:04d}{moment:%m%dT%H%M%S}"
    there = moment.astimezone(UTC)
    return f"{there.year:04d}{there:%m%dT%H%M%SZ}"
