"""People and how we met them: attendee records in the words of RFC 6350."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

ContactKind = Literal["email", "phone", "url", "handle"]


class ContactPoint(NamedTuple):
    """One way to reach somebody: ``value`` as it was written, ``platform`` for a handle only."""

    kind: ContactKind
    value: str
    platform: str = ""
    label: str = ""


class Person(NamedTuple):
    """An attendee record. ``contact`` is false for someone known from a programme or a list only.

    ``version`` counts how often the record itself was changed.
    """

    id: int
    name: str
    given: str = ""
    family: str = ""
    organization: str = ""
    title: str = ""
    note: str = ""
    birthday: str = ""
    contact: bool = True
    is_me: bool = False
    do_not_contact: bool = False
    version: int = 1
    contact_points: tuple[ContactPoint, ...] = ()
    interests: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def values(self, kind: ContactKind) -> tuple[str, ...]:
        """All contact points of one kind, in the order they were given."""
        return tuple([point.value for point in self.contact_points if point.kind == kind])

    @property
    def emails(self) -> tuple[str, ...]:
        """E-mail addresses."""
        return self.values("email")

    @property
    def phones(self) -> tuple[str, ...]:
        """Telephone numbers."""
        return self.values("phone")

    @property
    def urls(self) -> tuple[str, ...]:
        """Web addresses that belong to no known platform."""
        return self.values("url")

    @property
    def handles(self) -> dict[str, str]:
        """The first handle on each platform."""
        found: dict[str, str] = {}
        for point in self.contact_points:
            if point.kind == "handle":
                found.setdefault(point.platform, point.value)
        return found


class Encounter(NamedTuple):
    """I met this person: when, where, what we said, what I promised."""

    id: int
    person_id: int
    event: str
    at: datetime
    session_id: int | None = None
    note: str = ""
    promise: str = ""
