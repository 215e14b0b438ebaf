"""``schedule.xml`` taken apart, as far as it goes: what stands before a broken place is kept."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from eventkit.api import Problem
from eventkit_calendar.schedule import Item, Schedule

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MANY = ("persons", "links", "attachments", "recording", "answers")
"""What holds elements of its own, and no text."""


def take_apart(data: bytes) -> Schedule:
    """The events of a file; never raises. A document type is refused: it could make a file grow without end."""
    schedule = Schedule()
    path: list[str] = []
    day = room = ""
    try:
        for happens, element in iterparse(io.BytesIO(data), events=("start", "end"), forbid_dtd=True):
            name = _local(element)
            if happens == "start":
                path.append(name)
                day = element.get("date", "") if name == "day" else day
                room = element.get("name", "") if name == "room" and "event" not in path else room
                continue
            path.pop()
            if name == "event":
                schedule.items.append(_item(element, day, room))
                element.clear()
            elif path[-1:] == ["conference"]:
                schedule.conference.setdefault(name, (element.text or "").strip())
    except ParseError as error:
        line, column = error.position
        schedule.cut = True
        schedule.problems.append(
            Problem(line, f"no XML from column {column + 1} on, so the rest is left out: {error.msg}")
        )
    except DefusedXmlException:
        schedule.cut = True
        schedule.problems.append(
            Problem(0, "holds a document type definition, which no schedule needs: it is not read")
        )
    except (LookupError, ValueError) as error:  # an encoding that nobody knows, or that expat cannot do
        schedule.cut = True
        schedule.problems.append(Problem(1, f"no XML that can be read: {error}"))
    return schedule


def _item(element: Element, day: str, room: str) -> Item:
    values = {name: value for name, value in element.attrib.items() if name in {"guid", "id", "code"}}
    persons: list[str] = []
    for child in element:
        name = _local(child)
        if name == "persons":
            persons += ["".join(person.itertext()) for person in child if _local(person) == "person"]
        elif name not in _MANY:
            values.setdefault(name, "".join(child.itertext()))
    values.setdefault("room", room)
    return Item(values=values, persons=tuple(persons), day=day)


def _local(element: Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
