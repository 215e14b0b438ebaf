"""Events and their sessions: RFC 5545 words, with "event" for the whole and "session" for one item of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Moment = datetime | date
"""An aware ``datetime``, or a ``date`` for something that lasts all day."""

InterestLevel = Literal["", "must", "maybe", "skip"]
Status = Literal["confirmed", "tentative", "cancelled", "gone"]
"""``gone``: the source no longer lists the session; it is kept for the sake of the user's notes."""

INTEREST_LEVELS: tuple[InterestLevel, ...] = ("must", "maybe", "skip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A conference or meetup as a whole; ``slug`` names it on the command line."""

    id: int
    slug: str
    name: str
    timezone: str = "UTC"
    starts: date | None = None
    ends: date | None = None
    sessions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One item of an agenda, as its source tells it, with the user's own interest and note beside it.

    ``starts`` and ``ends`` are aware datetimes, or dates for an all-day session, whose ``ends`` is
    exclusive as in RFC 5545 section 3.6.1. ``timezone`` names the zone they are told in. ``remark`` is what the
    source says beside the title, as that it is sold out; ``links`` are (title, address).
    """

    id: int
    event: str
    uid: str
    recurrence_id: str = ""
    title: str
    abstract: str = ""
    starts: Moment
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
        return not isinstance(self.starts, datetime)

    @property
    def takes_place(self) -> bool:
        """Whether one can still go there."""
        return self.status not in {"cancelled", "gone"}


_BREAK_WORDS = re.compile(
    r"\b(breaks?|breakfast|brunch|coffee|lunch|lunchtime|dinner|doors open|pausa?|pause|kaffeepause|mittagspause"
    r"|mittagessen|frühstück|abendessen|déjeuner|almuerzo|café)\b",
    re.IGNORECASE,
)
_REGISTRATION_WORDS = re.compile(
    r"\b(registration|check-?in|badge pick-?up|anmeldung|einlass|accueil|inscription|registro)\b", re.IGNORECASE
)
_SHORT_TITLE = 5
"""A break has a short title: "How coffee grounds power a data centre" is a talk."""


def session_kind(title: str, categories: Iterable[str] = ()) -> str:
    """Tell ``break`` and ``registration`` from a ``session``, by a short title or by a category."""
    names = [*categories, *([title] if len(title.split()) <= _SHORT_TITLE else [])]
    if any(_REGISTRATION_WORDS.search(name) for name in names):
        return "registration"
    return "break" if any(_BREAK_WORDS.search(name) for name in names) else "session"
