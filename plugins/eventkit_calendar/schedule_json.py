"""``schedule.json`` taken apart: the form with rooms under days, and the newer one with a list of events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eventkit.api import Problem
from eventkit_calendar.schedule import Item, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("public_name", "full_public_name", "name")
_MANY = {"persons", "participants", "links", "attachments", "answers", "logo"}


def take_apart(data: bytes) -> Schedule:
    """The events of a file; never raises."""
    schedule = Schedule()
    try:
        whole = json.loads(data)
    except json.JSONDecodeError as error:
        schedule.cut = True
        schedule.problems.append(Problem(error.lineno, f"no JSON: {error.msg}"))
        return schedule
    except (ValueError, RecursionError) as error:
        schedule.cut = True
        schedule.problems.append(Problem(0, f"no JSON: {error}"))
        return schedule
    inside = _dict(_dict(whole).get("schedule"))
    conference = _dict(inside.get("conference"))
    schedule.conference = {name: value for name, value in conference.items() if isinstance(value, str)}
    for day, room, event in _events(inside, conference):
        if isinstance(event, dict):
            schedule.items.append(_item(event, day, room))
        else:
            schedule.problems.append(Problem(0, f"an event of room {room!r} is left out: it is {type(event).__name__}"))
    return schedule


def _events(schedule: dict[str, Any], conference: dict[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Every event with the date of its day and the name of its room."""
    for day in _list(conference.get("days")):
        for room, events in _dict(_dict(day).get("rooms")).items():
            for event in _list(events):
                yield str(_dict(day).get("date") or ""), str(room), event
    for event in _list(schedule.get("events")):
        yield "", "", event


def _item(event: dict[str, Any], day: str, room: str) -> Item:
    values = {name: _text(value) for name, value in event.items() if name not in _MANY}
    values["room"] = values.get("room") or room
    people = [*_list(event.get("persons")), *_list(event.get("participants"))]
    return Item(values=values, persons=tuple(filter(None, map(_person, people))), day=day)


def _person(person: object) -> str:
    known = _dict(person)
    return next((str(known[name]) for name in _NAMES if known.get(name)), "" if known else _text(person))


def _text(value: object) -> str:
    """A text, a number as one, or what an object is called, as rooms and tracks of the newer form are."""
    if isinstance(value, dict):
        return str(value.get("name") or value.get("en") or value.get("slug") or "")
    return "" if value is None or isinstance(value, bool | list) else str(value)


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
