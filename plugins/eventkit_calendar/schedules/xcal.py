"""iCalendar written as XML: RFC 6321, and the older form of Pentabarf, which frab and pretalx write as ``.xcal``.

RFC 6321 says the same as iCalendar, so it is turned into content lines and read as those. Pentabarf's form is a
conference schedule by other names: speakers are attendees, the category is what kind of a talk it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.api import Problem, Reading, one_line
from eventkit_calendar.schedules.schedule_items import Item, Person, Schedule
from eventkit_calendar.schedules.schedule_xml_reading import Reader, read_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.api import ReadContext

_COMPONENTS = {
    *("vcalendar", "vevent", "vtodo", "vjournal", "vfreebusy", "vtimezone", "standard", "daylight", "valarm"),
    *("vavailability", "available", "participant", "vlocation", "vresource"),
}
_WRAPPERS = {"properties", "components"}
_OF_PENTABARF = {
    "uid": "guid",
    "dtstart": "date",
    "dtend": "end",
    "duration": "duration",
    "title": "title",
    "summary": "summary",
    "subtitle": "subtitle",
    "description": "description",
    "language-code": "language",
    "language": "language_name",
    "status": "status",
    "category": "type",
    "categories": "type",
    "location": "room",
    "url": "url",
}


@dataclass(slots=True, kw_only=True)
class Value:
    """What a property holds, or one of its parts: a text, or parts of its own."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    parts: list[Value] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, without that of its parts."""
        return "".join(self.pieces)


@dataclass(slots=True, kw_only=True)
class Node:
    """A component: its properties, and the components in it."""

    name: str
    line: int
    properties: list[Value] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self, name: str) -> Iterator[Node]:
        """Every component of that name inside this one, in the order of the file."""
        waiting = self.children[::-1]
        while waiting:
            node = waiting.pop()
            if node.name == name:
                yield node
            waiting += reversed(node.children)

    def text(self, name: str) -> str:
        """The first property of that name that is a text; empty where there is none."""
        return next((each.text.strip() for each in self.properties if each.name == name and each.text.strip()), "")


def read_xcal(data: bytes, context: ReadContext) -> Reading:
    """Read every VEVENT of a calendar in XML; one that cannot be used is a problem, and costs itself only."""
    reader, problems, cut = read_xml(data, _Reader)
    calendars = [node for node in reader.calendars if node.name == "vcalendar"]
    if not calendars:
        if not problems:
            problems = [Problem(1, f"holds no calendar: its outermost element is <{reader.root}>")]
        return Reading(problems=problems, complete=False)
    if reader.pentabarf:
        from eventkit_calendar.schedules.schedule import read_items  # each form is of no use to the other

        items = [_item(event) for calendar in calendars for event in calendar.walk("vevent")]
        conference = {"title": calendars[0].text("x-wr-calname"), "timezone": calendars[0].text("x-wr-timezone")}
        return read_items(Schedule(conference=conference, items=items, problems=problems, cut=cut), context)
    from eventkit_calendar.reading import read_calendar
    from eventkit_calendar.schedules.xcal_lines import content_lines

    lines, numbers = content_lines(calendars)
    reading = read_calendar(lines, context)
    told = [each._replace(line=numbers[min(each.line, len(numbers) - 1)]) for each in reading.problems]
    sessions = [session._replace(line=numbers[session.line]) for session in reading.sessions]
    return reading._replace(sessions=sessions, problems=[*problems, *told], complete=reading.complete and not cut)


def _item(event: Node) -> Item:
    """An event of Pentabarf's form: its title stands apart from the summary, which has the subtitle in it as well."""
    values: dict[str, str] = {}
    persons = []
    for each in event.properties:
        if each.name == "attendee":
            name = one_line(each.attributes.get("cn", "") or each.text)
            persons += [Person(name=name)] if name else []
        elif each.name in _OF_PENTABARF:
            values.setdefault(_OF_PENTABARF[each.name], each.text.strip())
    values["title"] = values.get("title") or values.pop("summary", "")
    values["language"] = values.get("language") or values.pop("language_name", "")
    return Item(values=values, persons=tuple(persons), line=event.line)


class _Reader(Reader):
    """Collects components and what they hold; a component counts once it has ended."""

    def __init__(self) -> None:
        super().__init__()
        self.calendars: list[Node] = []
        self.pentabarf = False
        self._nodes: list[Node] = [Node(name="", line=0)]
        self._values: list[Value] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.pentabarf = self.pentabarf or tag.startswith("{http://pentabarf.org}")
        super().start(tag, attributes)

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.lower()
        if not self._values and name in _COMPONENTS:
            self._nodes.append(Node(name=name, line=self.line()))
            if name == "vcalendar":
                self.calendars.append(self._nodes[-1])
        elif self._values or (len(self._nodes) > 1 and name not in _WRAPPERS):
            own = {key.rpartition("}")[2].lower(): value for key, value in attributes.items()}
            self._values.append(Value(name=name, line=self.line(), attributes=own))

    def finish(self, name: str) -> None:
        if self._values:
            value = self._values.pop()
            if self._values:
                self._values[-1].parts.append(value)
            else:
                self._nodes[-1].properties.append(value)
        elif name.lower() in _COMPONENTS:
            node = self._nodes.pop()
            self.found += node.name == "vevent"
            if node.name != "vcalendar":
                self._nodes[-1].children.append(node)

    def data(self, text: str) -> None:
        if self._values:
            self._values[-1].pieces.append(text)
