"""``schedule.json`` taken apart: the form with rooms under days, and the newer one with a list of events.

It is read by hand down to the events, each of which is then decoded by itself: so each has its line, one that is
broken costs itself only, and a file that is cut off gives what stands before.
"""

from __future__ import annotations

from json import JSONDecodeError
from typing import TYPE_CHECKING, Any

from eventkit.api import Problem
from eventkit_calendar.schedules.schedule_items import Day, Item, Schedule, link_of, person_of
from eventkit_calendar.schedules.schedule_json_reading import JsonReader
from eventkit_calendar.schedules.schedule_text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit_calendar.schedules.schedule_items import Link, Person

_PEOPLE = ("persons", "participants", "speakers")
_LINKS = ("links", "attachments")
_OF_DAY = {"date": "date", "day_start": "starts", "start": "starts", "day_end": "ends", "end": "ends"}
_BY_NAME = {"rooms", "tracks"}
_MOST_BROKEN = 1000
"""Events that are no JSON; what has more of them is no schedule, and each takes a look at all that stands before."""


def take_apart(data: bytes) -> Schedule:
    """The events of a file; never raises."""
    text, problems = decode(data)
    walk = _Walk(JsonReader(text))
    try:
        walk.file()
    except (ValueError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, JSONDecodeError) else walk.reader.place()
        walk.problem(line, f"no JSON from column {column} on: {_reason(error)}; the rest is left out")
    walk.schedule.problems[:0] = problems
    walk.schedule.items.extend(walk.items())
    return walk.schedule


class _Walk:
    """The way through a file, and what was met on it."""

    def __init__(self, reader: JsonReader) -> None:
        self.reader = reader
        self.schedule = Schedule()
        self._events: list[tuple[int, Day, str, dict[str, Any]]] = []
        self._named: dict[str, str] = {}
        self._people: dict[str, dict[str, Any]] = {}
        self._broken = 0

    def problem(self, line: int, reason: str) -> None:
        """Tell of something that is left out."""
        self.schedule.cut = True
        self.schedule.problems.append(Problem(line, reason))

    def file(self) -> None:
        """The outermost object: what is not in its ``schedule`` is not of interest."""
        met = False
        if self.reader.next == "{":
            for name in self.reader.members():
                if name == "schedule" and self.reader.next == "{":
                    met = True
                    self._inside_schedule()
                else:
                    self.reader.value()
        else:
            self.reader.value()
        if not met:
            self.problem(1, "holds no schedule: there is no object of that name in it")

    def items(self) -> Iterator[Item]:
        """Every event, once all is known that events point to; each is let go of on the way."""
        self._events.reverse()
        while self._events:
            line, day, room, event = self._events.pop()
            language = _text(event.get("language"))
            values = {name: self._text_of(name, value, language) for name, value in event.items()}
            recording = _dict(event.get("recording"))
            values.setdefault("do_not_record", _text(recording.get("optout")))
            values.setdefault("recording_url", _text(recording.get("url") or recording.get("link")))
            values["room"] = values.get("room") or room
            yield Item(
                values=values,
                persons=tuple(filter(None, map(self._person, _all(event, _PEOPLE)))),
                links=tuple(filter(None, map(_link, _all(event, _LINKS)))),
                day=day,
                line=line,
            )

    def _inside_schedule(self) -> None:
        for name in self.reader.members():
            if name == "conference" and self.reader.next == "{":
                self._conference()
            else:
                self._member(name)

    def _conference(self) -> None:
        for name in self.reader.members():
            self._member(name)

    def _member(self, name: str) -> None:
        """What a schedule or its conference says; writers differ in which of them says it."""
        if name == "days" and self.reader.next in {"[", "{"}:
            for _ in self.reader.elements() if self.reader.next == "[" else self.reader.members():
                self._day()
        elif name == "events":
            self._events_of(Day(), "")
        else:
            value = self.reader.value()
            if name in _BY_NAME:
                self._named |= {key: _text(each) for each in map(_dict, _list(value)) for key in _keys(each)}
            elif name == "persons":
                self._people |= {_text(each.get("guid")): each for each in map(_dict, _list(value))}
            elif _text(value):
                self.schedule.conference.setdefault(name, _text(value))

    def _day(self) -> None:
        if self.reader.next != "{":
            self._refuse("a day")
            return
        day = Day()
        for name in self.reader.members():
            if name == "rooms" and self.reader.next == "{":
                for room in self.reader.members():
                    self._events_of(day, room)
            elif name == "rooms":
                self._refuse("what stands for the rooms of a day")
            elif name == "events":
                self._events_of(day, "")
            else:
                value = self.reader.value()
                if name in _OF_DAY and isinstance(value, str):
                    setattr(day, _OF_DAY[name], value)

    def _events_of(self, day: Day, room: str) -> None:
        """A list of events, or an object of them."""
        if self.reader.next in {"[", "{"}:
            for _ in self.reader.elements() if self.reader.next == "[" else self.reader.members():
                self._event(day, room)
        else:
            self._refuse(f"what stands for the events of room {room!r}")

    def _event(self, day: Day, room: str) -> None:
        line = self.reader.line()
        try:
            event = self.reader.value()
        except (ValueError, RecursionError) as error:
            self._broken += 1
            reason = _reason(error)
            if self._broken > _MOST_BROKEN or not self.reader.skip():
                raise
            self.problem(line, f"an event of room {room!r} is left out: {reason}")
            return
        if isinstance(event, dict):
            self._events.append((line, day, room, event))
        elif event is not None:
            self.problem(line, f"an event of room {room!r} is left out: it is {_kind(event)}")

    def _refuse(self, what: str) -> None:
        line = self.reader.line()
        value = self.reader.value()
        if value is not None:
            self.problem(line, f"{what} is left out: it is {_kind(value)}")

    def _text_of(self, name: str, value: object, language: str) -> str:
        if name in {"room", "track"} and isinstance(value, dict) and not value.get("name"):
            known = next((self._named[key] for key in _keys(value) if key in self._named), "")
            return known or _text(value, language)
        return _text(value, language)

    def _person(self, person: object) -> Person | None:
        if not isinstance(person, dict):
            return person_of({"name": _text(person)})
        known = {**self._people.get(_text(person.get("guid")), {}), **{k: v for k, v in person.items() if v}}
        return person_of({name: _text(value) for name, value in known.items()})


def _link(link: object) -> Link | None:
    values = link if isinstance(link, dict) else {"url": link}
    return link_of({name: _text(value) for name, value in values.items()})


def _text(value: object, language: str = "") -> str:
    """A text, a number as one, or what an object is called: in the language asked for where it has several."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        named = value.get("name")
        names = named if isinstance(named, dict) else value
        told = [names.get(key) for key in ("name", language, "en", "slug")]
        return next((each for each in [*told, *names.values()] if isinstance(each, str) and each), "")
    if isinstance(value, list):
        return ", ".join(each for each in value if isinstance(each, str))
    return str(value) if isinstance(value, int | float) else ""


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error).partition(": line")[0]


def _kind(value: object) -> str:
    return {"dict": "an object", "list": "a list", "str": "a text", "bool": "true or false"}.get(
        type(value).__name__, "a number"
    )


def _keys(value: dict[str, Any]) -> list[str]:
    """What a room or a track is pointed to by."""
    return [text for key in ("guid", "slug", "id") if (text := _text(value.get(key)))]


def _all(event: dict[str, Any], names: tuple[str, ...]) -> list[object]:
    return [each for name in names for each in _list(event.get(name))]


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    """A list; of an object its values, for some write those."""
    return value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
