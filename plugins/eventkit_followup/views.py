"""What a template sees: records as fields by name, of which an empty one counts as missing.

Imported by what renders only: it needs Jinja2. A field is looked up when a template asks for it, for most templates
ask for few.
"""

from __future__ import annotations

import difflib
from functools import partial
from typing import TYPE_CHECKING, Any

from eventkit.api import in_zone, one_line
from eventkit_followup.missing import Unknown, absent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from eventkit.api import Event, Person, Session
    from eventkit_followup.context import Context, Occasion

    Getters = Mapping[str, Callable[[Any], object]]

_BRIEF = 1000
"""Characters: a channel that takes fewer wants the short form of a text."""


class Fields:
    """A record's fields. ``path`` is how a template calls it; without getters it can be asked for every name."""

    __slots__ = ("_getters", "_path", "_record")

    def __init__(self, path: str, record: object, getters: Getters | None) -> None:
        """Keep the record under its path."""
        self._path = path
        self._record = record
        self._getters = getters

    def __getattr__(self, name: str) -> object:
        """The field of that name; what stands for one that there is not, with what may have been meant."""
        if name.startswith("_"):
            raise AttributeError(name)
        return field_of(self, name)

    def __str__(self) -> str:
        """What it is called, where a template writes the record itself."""
        for name in ("name", "title"):
            if self._getters and name in self._getters:
                return str(field_of(self, name))
        return str(absent(self._path))


class Items:
    """Several values, of which one beyond the last is missing; written as they are, a comma between them."""

    __slots__ = ("_items", "_path")

    def __init__(self, path: str, items: tuple[object, ...]) -> None:
        """Keep the values under their path."""
        self._path = path
        self._items = items

    def __getitem__(self, index: int | slice) -> object:
        """The item of that number, or the missing one."""
        try:
            return self._items[index]
        except IndexError:
            return absent(f"{self._path}[{index}]")

    def __iter__(self) -> Iterator[object]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __str__(self) -> str:
        return ", ".join(map(str, self._items))


def field_of(fields: Fields, name: str) -> object:
    """A field, looked up."""
    getters = fields._getters  # noqa: SLF001  # of this module's own class
    if getters is None:
        return present(f"{fields._path}.{name}", fields._record.get(name))  # type: ignore[attr-defined]  # noqa: SLF001  # a mapping then
    get = getters.get(name)
    if get is None:
        path = fields._path  # noqa: SLF001  # of this module's own class
        close = difflib.get_close_matches(name, getters, n=1)
        hint = f"did you mean {path}.{close[0]}?" if close else f"there is {', '.join(getters)}"
        return Unknown(f"there is no {path}.{name}; {hint}")
    value = get(fields._record)  # noqa: SLF001  # of this module's own class
    if type(value) is str and value:
        return value
    return present(f"{fields._path}.{name}", value)  # noqa: SLF001  # of this module's own class


def present(path: str, value: object) -> object:
    """The value, or what stands for an empty one; records get their path."""
    if not value or (isinstance(value, str) and not value.strip()):
        return absent(path)
    if isinstance(value, str):
        return value
    if isinstance(value, partial):
        return value(path)
    if isinstance(value, tuple):
        items = (item(f"{path}[{i}]") if isinstance(item, partial) else item for i, item in enumerate(value))
        return Items(path, tuple(items))
    return value


# --- the records ----------------------------------------------------------------------------------------


def _given(person: Person) -> str:
    return one_line(person.given) or one_line(person.name).partition(" ")[0]


_PERSON: Getters = {
    "name": lambda person: one_line(person.name),
    "given": _given,
    "family": lambda person: one_line(person.family),
    "organization": lambda person: one_line(person.organization),
    "title": lambda person: one_line(person.title),
    "note": lambda person: person.note,
    "birthday": lambda person: person.birthday,
    "email": lambda person: next(iter(person.emails), None),
    "phone": lambda person: next(iter(person.phones), None),
    "url": lambda person: next(iter(person.urls), None),
    "emails": lambda person: person.emails,
    "phones": lambda person: person.phones,
    "urls": lambda person: person.urls,
    "handles": lambda person: _record(person.handles, None) if person.handles else None,
    "interests": lambda person: person.interests,
    "tags": lambda person: person.tags,
    "events": lambda person: person.events,
}
_EVENT: Getters = {
    "name": lambda event: one_line(event.name),
    "slug": lambda event: event.slug,
    "timezone": lambda event: event.timezone,
    "starts": lambda event: event.starts,
    "ends": lambda event: event.ends,
}
_SESSION: Getters = {  # of a session and its event's zone: times are as they hang on the wall there
    "title": lambda pair: one_line(pair[0].title),
    "abstract": lambda pair: pair[0].abstract,
    "room": lambda pair: one_line(pair[0].room),
    "track": lambda pair: one_line(pair[0].track),
    "kind": lambda pair: pair[0].kind,
    "url": lambda pair: pair[0].url,
    "speakers": lambda pair: pair[0].speakers,
    "starts": lambda pair: in_zone(pair[0].starts, pair[1]),
    "ends": lambda pair: in_zone(pair[0].ends, pair[1]) if pair[0].ends else None,
    "note": lambda pair: pair[0].note,
}
_OCCASION: Getters = {
    "at": lambda occasion: in_zone(occasion.encounter.at, occasion.event.timezone),
    "note": lambda occasion: occasion.encounter.note,
    "promise": lambda occasion: occasion.encounter.promise,
    "event": lambda occasion: _event(occasion.event),
    "session": lambda occasion: _session(occasion.session, occasion.event),
}
_COMMON: Getters = {
    "interests": lambda common: common.interests,
    "sessions": lambda common: tuple(_session(session, event) for session, event in common.sessions),
    "people": lambda common: tuple(_record(person, _PERSON) for person in common.people),
    "events": lambda common: tuple(_event(event) for event in common.events),
}


def _record(record: object, getters: Getters | None) -> object:
    """A record that waits for its path."""
    return partial(Fields, record=record, getters=getters)


def _event(event: Event) -> object:
    return _record(event, _EVENT)


def _session(session: Session | None, event: Event | None) -> object:
    return _record((session, event.timezone if event else "UTC"), _SESSION) if session else None


def view_of(context: Context, language: str = "") -> dict[str, object]:
    """Everything a template can speak of; ``language`` is that of the template, where it has one.

    Note, promise and session are those that no letter spoke of yet. Several notes, and promises, are joined, so that
    none is lost. What is ``remembered`` is that note, or else the latest there is of any encounter.
    """
    event, limit = context.event, context.limit
    latest = next((o for o in reversed(context.fresh) if o.session), None)
    return {
        "me": Fields("me", context.me, _PERSON),
        "person": Fields("person", context.person, _PERSON),
        "event": Fields("event", event, _EVENT) if event else absent("event"),
        "session": present("session", _session(latest.session, latest.event)) if latest else absent("session"),
        "talk": present("talk", _session(next(iter(context.talks), None), event)),
        "my_talk": present("my_talk", _session(next(iter(context.my_talks), None), event)),
        "encounters": _occasions("encounters", context.encounters),
        "before": _occasions("before", context.before),
        "note": present("note", _joined(occasion.encounter.note for occasion in context.fresh)),
        "remembered": present("remembered", _remembered(context)),
        "promise": present("promise", _joined(occasion.encounter.promise for occasion in context.promises)),
        "promises": _occasions("promises", context.promises),
        "common": Fields("common", context.common, _COMMON),
        "other": Fields("other", context.other, _PERSON) if context.other else absent("other"),
        "extra": Fields("extra", dict(context.extra), None),
        "language": language or context.languages[0],
        "tone": context.tone,
        "channel": context.channel,
        "limit": present("limit", limit),
        "brief": limit is not None and limit < _BRIEF,
        "today": in_zone(context.now, event.timezone if event else context.timezone).date(),
    }


def _occasions(path: str, occasions: tuple[Occasion, ...]) -> object:
    if not occasions:
        return absent(path)
    return Items(path, tuple(Fields(f"{path}[{number}]", one, _OCCASION) for number, one in enumerate(occasions)))


def _joined(texts: Iterable[str]) -> str:
    """Each different text once, in their order."""
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _remembered(context: Context) -> str:
    fresh = _joined(occasion.encounter.note for occasion in context.fresh)
    met = (*context.encounters[::-1], *context.before[::-1])
    return fresh or next((occasion.encounter.note for occasion in met if occasion.encounter.note), "")
