"""What the events and people of a schedule go by, where the schedule repeats its names for them or leaves them out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eventkit.api import IncomingSpeaker, Problem, is_email, slug
from eventkit_calendar.schedules.schedule_times import read_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from eventkit.api import Moment
    from eventkit_calendar.schedules.schedule_items import Item, Person
    from eventkit_calendar.schedules.schedule_times import Wall

_NO_ID = {"", "0", "-1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An event with the name it goes by; a GUID that is listed at several times is one session at each."""

    item: Item
    uid: str
    recurrence_id: str = ""


class Speakers:
    """The people of a schedule, each with a name that is theirs alone."""

    def __init__(self, items: Iterable[Item], acronym: str) -> None:
        """Look which numbers several people have: schedules merged of several repeat them, and they name nobody."""
        self._acronym = acronym
        names: defaultdict[str, set[str]] = defaultdict(set)
        for item in items:
            for person in item.persons:
                for own in {person.code, person.id} - _NO_ID:
                    names[own].add(person.name.casefold())
        self._shared = {own for own, known in names.items() if len(known) > 1}

    def of(self, item: Item) -> tuple[IncomingSpeaker, ...]:
        """Who speaks, in the order that is told, each once."""
        found: dict[str, IncomingSpeaker] = {}
        for person in item.persons:
            if (key := person.name.casefold()) not in found:
                found[key] = IncomingSpeaker(
                    name=person.name,
                    email=person.email if is_email(person.email) else "",
                    organization=person.organization,
                    uid=self._uid(person),
                )
        return tuple(found.values())

    def _uid(self, person: Person) -> str:
        """The GUID; else the code or number, which holds within its conference only."""
        if person.guid:
            return person.guid
        own = next((text for text in (person.code, person.id) if text not in _NO_ID and text not in self._shared), "")
        return _within(own, self._acronym) if own else ""


def slots(items: Sequence[Item], acronym: str, wall: Wall, problems: list[Problem]) -> Iterator[Slot]:
    """Every event by a name of its own: of those with one GUID, the first has it, the others their starts with it.

    In two rooms at one time they are told apart by the room; what is listed twice in one room is one. Those without a
    start are told apart by their titles.
    """
    uids = [event_uid(item, acronym) for item in items]
    repeated = {uid for uid, count in Counter(uids).items() if count > 1}
    met: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for item, uid in zip(items, uids, strict=True):
        if uid not in repeated:
            yield Slot(item=item, uid=uid)
            continue
        begins, room = _stamp(read_start(item, wall)), item.get("room")
        if not begins:
            room = item.get("title", "subtitle")
        starts = met[uid]
        rooms = starts.get(begins, set())
        if room in rooms:
            where = "at the same time in the same room" if begins else "without a time"
            reason = f"event {event_name(item)!r} is listed twice {where}: once is enough"
            problems.append(Problem(item.line, reason, lost=False, uid=uid))
            continue
        if rooms or (starts and not begins):
            yield Slot(item=item, uid=f"{uid}-{slug(room, 'room')}")
        else:
            yield Slot(item=item, uid=uid, recurrence_id=begins if starts else "")
        starts[begins] = rooms | {room}


def event_uid(item: Item, acronym: str) -> str:
    """The GUID; else a code, number or title, which holds within its conference only."""
    guid = item.get("guid", "uid")
    return guid or _within(item.get("code", "id", "slug", "title", "subtitle") or "untitled", acronym)


def event_name(item: Item) -> str:
    """What to call an event in a message."""
    return item.get("title", "subtitle", "guid", "id") or "without a title"


def _within(own: str, acronym: str) -> str:
    return f"{own}@{acronym}" if acronym else own


def _stamp(starts: Moment | None) -> str:
    """A start as a RECURRENCE-ID has it (RFC 5545 section 3.8.4.4); empty for none."""
    if isinstance(starts, datetime):
        return f"{starts.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{starts:%Y%m%d}" if starts else ""
