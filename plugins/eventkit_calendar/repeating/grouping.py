"""Which VEVENTs of a file are one series: those of one UID, where one of them repeats or stands in for another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit.api import Component

_MARK = re.compile(
    rb"\n(?:[Rr][Rr][Uu][Ll][Ee]|[Rr][Dd][Aa][Tt][Ee]|[Rr][Ee][Cc][Uu][Rr][Rr][Ee][Nn][Cc][Ee]-[Ii][Dd])"
)
"""In the form that the search engine is quickest with."""

_UID = re.compile(rb"^UID(?:;[^:\n]*)?:([^\n]*)\n(?![ \t])", re.MULTILINE | re.IGNORECASE)


class Recurring(NamedTuple):
    """The components of one UID that belong together: what repeats, and what stands in for single sessions of it."""

    masters: tuple[Component, ...]
    overrides: tuple[Component, ...] = ()

    @property
    def components(self) -> tuple[Component, ...]:
        """All of them."""
        return self.masters + self.overrides


def find_recurring(events: Iterable[Component]) -> list[Recurring]:
    """The sets of components that have to be read together; all others are sessions by themselves.

    Those of one UID without a rule are no recurrence: there are feeds that give one UID to many sessions. Nor are
    stand-ins alone, as Google gives out: each of them is a session by itself.
    """
    events = list(events)
    marked = [event for event in _with_marks(events) if repeats(event) or event.first("RECURRENCE-ID") is not None]
    if not marked:
        return []
    groups: dict[str, list[Component]] = defaultdict(list)
    uids = {event.value("UID").strip() for event in marked}
    lines = {event.line for event in marked}
    for event in events:
        uid = event.value("UID").strip() if event.line in lines else _uid_of(event)
        if uid in uids:
            groups[uid or f"\n{event.line}"].append(event)  # what has no UID belongs to nothing else
    return [recurring for group in groups.values() for recurring in _sets(group)]


def repeats(event: Component) -> bool:
    """Whether it has a rule, or dates of its own."""
    return any(line.name in {"RRULE", "RDATE"} and line.value.strip() for line in event.lines)


def sequence_of(event: Component) -> int:
    """SEQUENCE, which tells which of two versions is the newer one."""
    value = event.value("SEQUENCE").strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) < len("1000000000") else 0


# --- inside ---------------------------------------------------------------------------------------------


def _with_marks(events: list[Component]) -> Iterator[Component]:
    """Those that may repeat or stand in for others, found by one search through the file that all are of."""
    places = [found.start() for found in _MARK.finditer(events[0].file)] if events else []
    for event in events if places else ():
        place = bisect_left(places, event.start)
        if place < len(places) and places[place] < event.end:
            yield event


def _uid_of(event: Component) -> str:
    """The UID, without reading all of the component where it stands on one line."""
    match = None if event.children else _UID.search(event.raw)
    plain = match is not None and b"\\" not in match[1] and match[1].isascii()
    return match[1].decode("ascii").strip() if match and plain else event.value("UID").strip()


def _sets(group: list[Component]) -> Iterator[Recurring]:
    """The newest of what repeats under a UID, with the stand-ins; where none is newer, each is a series."""
    overrides = tuple({event.raw: event for event in group if event.first("RECURRENCE-ID")}.values())
    masters = [event for event in group if not event.first("RECURRENCE-ID")]
    repeating = [event for event in masters if repeats(event)]
    if not masters or not (repeating or overrides):
        return
    if not repeating:  # one session, and a stand-in for just this one
        if len(masters) == 1:
            yield Recurring(masters=(masters[0],), overrides=overrides)
        return
    newest = max(sequence_of(event) for event in repeating)
    first, *more = {event.raw: event for event in repeating if sequence_of(event) == newest}.values()
    series = {first, *more}
    outdated = (event for event in repeating if event not in series)
    yield Recurring(masters=(first, *outdated), overrides=overrides)
    for other in more:
        yield Recurring(masters=(other,))
