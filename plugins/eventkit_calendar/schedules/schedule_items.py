"""A conference schedule taken apart into texts, whichever of its forms it was written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.api import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.api import Problem


@dataclass(slots=True, kw_only=True)
class Day:
    """A day of the conference: its date, and when it begins and ends where that is told."""

    date: str = ""
    starts: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who speaks: a name, and what the source calls them by; an ``id`` need not be theirs alone."""

    name: str
    guid: str = ""
    code: str = ""
    id: str = ""
    email: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that an event names, as it is written; ``kind`` is what the source says that it leads to."""

    address: str
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One event of a schedule, as texts; ``day`` is the day it stands under."""

    values: Mapping[str, str]
    persons: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    day: Day = field(default_factory=Day)
    line: int = 0

    def get(self, *names: str) -> str:
        """The first of these values that is there, on one line."""
        return _first(self.values, *names)


@dataclass(slots=True, kw_only=True)
class Schedule:
    """A schedule taken apart; ``cut`` where its file ends early, or part of it had to be passed over."""

    conference: dict[str, str] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cut: bool = False


def person_of(values: Mapping[str, str]) -> Person | None:
    """A person out of what an element or object says; None where it says no name."""
    name = _first(values, "public_name", "full_public_name", "name", "display_name", "full_name")
    if not name:
        return None
    return Person(
        name=name,
        guid=_first(values, "guid", "uuid"),
        code=_first(values, "code"),
        id=_first(values, "id"),
        email=_first(values, "email", "contact").removeprefix("mailto:"),
        organization=_first(values, "organization", "organisation", "affiliation", "company"),
    )


def link_of(values: Mapping[str, str]) -> Link | None:
    """A link out of what an element or object says; None where it leads nowhere."""
    title = _first(values, "title", "name", "description", "text")
    address = _first(values, "href", "url", "link")
    if not address:
        address, title = title, ""
    return Link(address=address, title=title, kind=_first(values, "type")) if address else None


def _first(values: Mapping[str, str], *names: str) -> str:
    """The first of these values that is there, on one line."""
    return next((one_line(values[name]) for name in names if values.get(name, "").strip()), "")
