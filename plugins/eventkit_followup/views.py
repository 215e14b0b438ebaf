"""What a template sees: records as fields by name, of which an empty one counts as missing.

Imported by what renders only: it needs Jinja2.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NoReturn

from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.utils import missing

from eventkit.api import in_zone, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from eventkit.api import Encounter, Event, Moment, Person, Session

NAMES = ("me", "person", "event", "session", "encounters", "note", "promise", "channel", "limit")
"""What a template can speak of."""


class MissingValueError(UndefinedError):
    """A template writes a value that there is none of; its message is the value's name, as ``person.title``."""


class Missing(Undefined):
    """A value that there is none of: false in an ``if``, open to ``default``, and an error where it is written."""

    __slots__ = ()

    def __init__(self, name: str) -> None:
        """Keep the name, for the message."""
        super().__init__(hint=name, name=name, exc=MissingValueError)

    def _fail(self, *_: object) -> NoReturn:
        self._fail_with_undefined_error()

    __str__ = __iter__ = __len__ = __contains__ = _fail

    def __getattr__(self, name: str) -> Missing:
        """What belongs to a value that there is none of is missing as well."""
        if name.startswith("_"):
            raise AttributeError(name)
        return Missing(f"{self._undefined_name}.{name}")


class Unknown(StrictUndefined):
    """A name that no template can use, as a misspelt one: an error wherever it stands."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_obj is missing and self._undefined_name and not self._undefined_hint:
            return f"there is no {self._undefined_name!r}; a template knows {', '.join(NAMES)}"
        return super()._undefined_message


class Fields:
    """A record's fields. ``path`` is how a template calls it; with ``any_name`` it can be asked for every name."""

    __slots__ = ("_any_name", "_path", "_values")

    def __init__(self, path: str, values: Mapping[str, object], *, any_name: bool = False) -> None:
        """Keep the values under their path."""
        self._path = path
        self._values = values
        self._any_name = any_name

    def __getattr__(self, name: str) -> object:
        """The field of that name; what stands for one that there is not, with what may have been meant."""
        if name.startswith("_"):
            raise AttributeError(name)
        if not self._any_name and name not in self._values:
            close = difflib.get_close_matches(name, self._values, n=1)
            hint = f"did you mean {self._path}.{close[0]}?" if close else f"there is {', '.join(self._values)}"
            return Unknown(f"there is no {self._path}.{name}; {hint}")
        return present(f"{self._path}.{name}", self._values.get(name))

    def __str__(self) -> str:
        """What it is called, where a template writes the record itself."""
        return str(present(self._path, self._values.get("name") or self._values.get("title")))


class Items:
    """Several values, of which one beyond the last is missing; written as they are, a comma between them."""

    __slots__ = ("_items", "_path")

    def __init__(self, path: str, items: tuple[str, ...]) -> None:
        """Keep the values under their path."""
        self._path = path
        self._items = items

    def __getitem__(self, index: int | slice) -> object:
        """The item of that number, or the missing one."""
        try:
            return self._items[index]
        except IndexError:
            return Missing(f"{self._path}[{index}]")

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __str__(self) -> str:
        return ", ".join(self._items)


def present(path: str, value: object) -> object:
    """The value, or what stands for an empty one."""
    if value is None or value == () or (isinstance(value, str) and not value.strip()):
        return Missing(path)
    return Items(path, value) if isinstance(value, tuple) else value


def person_fields(path: str, person: Person) -> Fields:
    """A person; ``given`` is the name's first word where no given name is known, ``email`` the first of them."""
    name = one_line(person.name)
    return Fields(
        path,
        {
            "name": name,
            "given": one_line(person.given) or name.partition(" ")[0],
            "family": one_line(person.family),
            "organization": one_line(person.organization),
            "title": one_line(person.title),
            "note": person.note,
            "birthday": person.birthday,
            "email": next(iter(person.emails), None),
            "phone": next(iter(person.phones), None),
            "url": next(iter(person.urls), None),
            "emails": person.emails,
            "phones": person.phones,
            "urls": person.urls,
            "handles": Fields(f"{path}.handles", person.handles, any_name=True) if person.handles else None,
            "interests": person.interests,
            "tags": person.tags,
            "events": person.events,
        },
    )


def event_fields(event: Event) -> Fields:
    """An event."""
    return Fields(
        "event",
        {
            "name": one_line(event.name),
            "slug": event.slug,
            "timezone": event.timezone,
            "starts": event.starts,
            "ends": event.ends,
        },
    )


def session_fields(path: str, session: Session, event: Event) -> Fields:
    """A session, its times as the event's wall shows them."""
    return Fields(
        path,
        {
            "title": one_line(session.title),
            "abstract": session.abstract,
            "room": one_line(session.room),
            "track": one_line(session.track),
            "kind": session.kind,
            "url": session.url,
            "speakers": session.speakers,
            "starts": in_zone(session.starts, event.timezone),
            "ends": _on_the_wall(session.ends, event),
            "note": session.note,
        },
    )


def encounter_fields(path: str, encounter: Encounter, session: Session | None, event: Event) -> Fields:
    """An encounter, with its session."""
    return Fields(
        path,
        {
            "at": in_zone(encounter.at, event.timezone),
            "note": encounter.note,
            "promise": encounter.promise,
            "session": session_fields(f"{path}.session", session, event) if session else None,
        },
    )


def letter_view(
    *,
    me: Person,
    person: Person,
    event: Event,
    encounters: Sequence[Encounter],
    fresh: Sequence[Encounter],
    sessions: Mapping[int, Session],
    channel: str,
    limit: int | None,
) -> dict[str, object]:
    """Everything a template can speak of.

    ``encounters`` are all with this person at the event, ``fresh`` those that no letter was drafted from: note,
    promise and session are theirs. The notes of several, and their promises, are joined, so that none is lost.
    """
    places = [sessions.get(encounter.session_id or 0) for encounter in fresh]
    place = next((session for session in reversed(places) if session), None)
    return {
        "me": person_fields("me", me),
        "person": person_fields("person", person),
        "event": event_fields(event),
        "session": session_fields("session", place, event) if place else Missing("session"),
        "encounters": [
            encounter_fields(f"encounters[{number}]", encounter, sessions.get(encounter.session_id or 0), event)
            for number, encounter in enumerate(encounters)
        ],
        "note": present("note", _joined(encounter.note for encounter in fresh)),
        "promise": present("promise", _joined(encounter.promise for encounter in fresh)),
        "channel": channel,
        "limit": present("limit", limit),
    }


def _joined(texts: Iterable[str]) -> str:
    """Each different text once, in their order."""
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _on_the_wall(moment: Moment | None, event: Event) -> Moment | None:
    return in_zone(moment, event.timezone) if moment else None
