"""Events and their sessions: RFC 5545 words, with "event" for the whole and "session" for one item of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple

Moment = datetime | date
"""An aware ``datetime``, or a ``date`` for something that lasts all day."""

InterestLevel = Literal["", "must", "maybe", "skip"]
Status = Literal["confirmed", "tentative", "cancelled", "gone"]
"""``gone``: the source no longer lists the session; it is kept for the sake of the user's notes."""

INTEREST_LEVELS: tuple[InterestLevel, ...] = ("must", "maybe", "skip")


class Event(NamedTuple):
    """A conference or meetup as a whole; ``slug`` names it on the command line."""

    id: int
    slug: str
    name: str
    timezone: str = "UTC"
    starts: date | None = None
    ends: date | None = None
    sessions: int = 0


class Session(NamedTuple):
    """One item of an agenda, as its source tells it, with the user's own interest and note beside it.

    A tuple, for an agenda has ten thousand of them: they are made three times as fast as those of a dataclass.
    ``starts`` and ``ends`` are aware datetimes, or dates for an all-day session, whose ``ends`` is
    exclusive as in RFC 5545 section 3.6.1. Where nobody has told yet when it is, both are None, and it is listed
    after all others. ``timezone`` names the zone they are told in. ``remark`` is what the source says beside the
    title, as that it is sold out; ``links`` are (title, address).
    """

    id: int
    event: str
    uid: str
    title: str
    starts: Moment | None
    recurrence_id: str = ""
    abstract: str = ""
    ends: Moment | None = None
    timezone: str = "UTC"
    room: str = ""
    track: str = ""
    kind: str = "session"
    url: str = ""
    status: Status = "confirmed"
    remark: str = ""
    language: str = ""
    links: tuple[tuple[str, str], ...] = ()
    speakers: tuple[str, ...] = ()
    interest: InterestLevel = ""
    note: str = ""
    attended: bool = False

    @property
    def all_day(self) -> bool:
        """Whether the session has dates and no times."""
        return self.starts is not None and not isinstance(self.starts, datetime)

    @property
    def takes_place(self) -> bool:
        """Whether one can still go there."""
        return self.status not in {"cancelled", "gone"}
