"""Where a session takes place: the room, out of a LOCATION that tells more than the room, or something else.

Exporters put the venue behind the room, in parentheses or with its street and city. Where nearly every session of
a file ends in the same venue, it tells nothing, and hides the room in a narrow table; it is left out there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from eventkit.api import one_line, parse_line, unescape
from eventkit_calendar.patterns import lazily

if TYPE_CHECKING:
    from collections import Counter

    from eventkit.api import Component, ContentLine

_FEWEST = 5
"""Sessions with a place that it takes to tell a venue from a room."""

_NEARLY_ALL = 0.9
_LOCATION_LINES = re.compile(rb"\nLOCATION[;:][^\n]*(?:\n[ \t][^\n]*)*")
_TAILS = re.compile(r", | - | \(")
_ADDRESS = lazily(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_NO_VENUE_NAME = " - - "


def location_lines(calendar: Component) -> list[bytes]:
    """Every LOCATION of a calendar, still folded: found without the reading of its components."""
    return _LOCATION_LINES.findall(calendar.file, calendar.start, calendar.end)


def venue_suffix(locations: Counter[bytes]) -> str:
    """What nearly all places of a file end in, as ``, Zurich, Switzerland`` or `` (Town Hall)``; else an empty text.

    Nine in ten sessions have to share it, in at least two rooms: so it stays as it is when a session comes or goes.
    """
    total = 0
    shares: dict[str, int] = {}
    rooms: dict[str, set[str]] = {}
    for folded, count in locations.items():
        place = one_place(parse_line(folded[1:].replace(b"\n ", b"").replace(b"\n\t", b"")))
        total += count if place else 0
        for tail in _TAILS.finditer(place):
            suffix = place[tail.start() :]
            if tail.start() and "://" not in suffix and suffix.count("(") == suffix.count(")"):
                shares[suffix] = shares.get(suffix, 0) + count
                rooms.setdefault(suffix, set()).add(place[: tail.start()])
    if total < _FEWEST:
        return ""
    shared = [suffix for suffix, count in shares.items() if count >= total * _NEARLY_ALL and len(rooms[suffix]) > 1]
    return max(shared, key=len, default="")


def one_place(line: ContentLine | None) -> str:
    """A LOCATION as one line; the lines of a postal address are set apart by commas."""
    return _on_one_line(line.value) if line else ""


@lru_cache(maxsize=1024)  # there are few rooms
def _on_one_line(value: str) -> str:
    text = unescape(value)
    if "\n" in text:
        text = ", ".join(filter(None, (part.strip(" \t\r,") for part in text.split("\n"))))
    return one_line(text)


def read_place(line: ContentLine | None, venue: str, organizer: ContentLine | None) -> tuple[str, str]:
    """The room, and the address of a meeting on the web where a LOCATION is one."""
    place = one_place(line)
    if "://" in place and _ADDRESS().fullmatch(place):
        return "", place
    if venue:
        place = place.removesuffix(venue)
    if _NO_VENUE_NAME in f" {place}":  # OSEM writes "room - venue - street", and its venue has no name
        place = f" {place}".partition(_NO_VENUE_NAME)[0].strip()
    if organizer and " - " in place:  # frab names the conference before the room, and as its organizer
        place = place.removeprefix(f"{one_line(organizer.value)} - ")
    return place, ""
