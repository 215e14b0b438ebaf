"""``schedule.xml`` taken apart, as far as it goes: what stands before a broken place is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Problem
from eventkit_calendar.schedules.schedule_items import Day, Item, Schedule, link_of, person_of
from eventkit_calendar.schedules.schedule_xml_reading import Reader, read_xml

if TYPE_CHECKING:
    from eventkit_calendar.schedules.schedule_items import Link, Person

_PEOPLE = {"persons", "speakers"}
_LISTS = _PEOPLE | {"links", "attachments", "recording"}
_UNREAD = {"answers"}
_RICH = {"abstract", "description"}
"""What may hold markup that is not escaped."""

_OF_RECORDING = {"optout": "do_not_record", "url": "recording_url", "link": "recording_url"}


def take_apart(data: bytes) -> Schedule:
    """The events of a file; never raises."""
    reader, problems, cut = read_xml(data, _Reader)
    if reader.root and not cut and not reader.items and reader.root != "schedule":
        problems.append(Problem(1, f"holds no schedule: its outermost element is <{reader.root}>"))
    return Schedule(conference=reader.conference, items=reader.items, problems=problems, cut=cut)


class _Reader(Reader):
    """Knows which day, room and event it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.conference: dict[str, str] = {}
        self.items: list[Item] = []
        self._path: list[str] = []
        self._day = Day()
        self._room = ""
        self._event: _Event | None = None
        self._text: list[str] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if self._event is not None:
            self._event.begin(name, attributes)
            return
        if name == "event":
            self._event = _Event(self.line(), attributes)
        elif name == "day":
            get = attributes.get
            self._day = Day(date=get("date", ""), starts=get("start", ""), ends=get("end", ""))
            self._room = ""
        elif name == "room":
            self._room = attributes.get("name", "")
        self._path.append(name)
        self._text = []

    def finish(self, name: str) -> None:
        if self._event is not None and self._event.depth:
            self._event.finish(name)
            return
        self._path.pop()
        if self._event is not None:
            self.items.append(self._event.item(self._day, self._room))
            self.found += 1
            self._event = None
        elif self._path[-1:] == ["conference"] and (text := "".join(self._text).strip()):
            self.conference.setdefault(name, text)
        elif name == "room":
            self._room = ""

    def data(self, text: str) -> None:
        (self._text if self._event is None else self._event.text).append(text)


class _Event:
    """One event while it is read: its children are texts, or lists of people and of links."""

    def __init__(self, line: int, attributes: dict[str, str]) -> None:
        self.depth = 0
        self.text: list[str] = []
        self._line = line
        self._values = _plain(attributes)
        self._child = ""
        self._entry: dict[str, str] = {}
        self._begun = 0
        self._persons: list[Person] = []
        self._links: list[Link] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            self._child, self.text = name, []
        elif self._child in _LISTS:
            if self.depth == 2:  # noqa: PLR2004  # a person or a link; what is below are its fields
                self._entry, self.text = _plain(attributes), []
            self._begun = len(self.text)
        elif self._child in _RICH:
            self.text.append(f"<{name}>")

    def finish(self, name: str) -> None:
        self.depth -= 1
        if self._child in _UNREAD:
            self.text = []
        elif not self.depth:
            text = "".join(self.text)
            if self._child not in _LISTS and (text.strip() or self._child not in self._values):
                self._values[self._child] = text
        elif self._child in _LISTS:
            if self.depth > 1:
                self._entry.setdefault(name, "".join(self.text[self._begun :]))
            else:
                self._close(name, "".join(self.text))
        elif self._child in _RICH:
            self.text.append(f"</{name}>")

    def item(self, day: Day, room: str) -> Item:
        """The event, on the day and in the room that it stands in."""
        self._values["room"] = self._values.get("room", "").strip() or room
        return Item(
            values=self._values, persons=tuple(self._persons), links=tuple(self._links), day=day, line=self._line
        )

    def _close(self, name: str, text: str) -> None:
        if self._child == "recording":
            self._values.setdefault(_OF_RECORDING.get(name, name), text)
            return
        entry = {"name" if self._child in _PEOPLE else "title": text, **self._entry}
        if self._child in _PEOPLE:
            person = person_of(entry)
            self._persons += [person] if person else []
        else:
            link = link_of(entry)
            self._links += [link] if link else []


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes by their names without namespaces."""
    return {name.rpartition("}")[2]: value for name, value in attributes.items()}
