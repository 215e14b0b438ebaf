"""What a letter is made from: one frozen record with everything that a template may speak of.

It holds records as the store has them; ``views`` says how a template sees them. It goes to another process as it is,
so it holds no more than this one letter needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from eventkit.api import Encounter, Event, Person, Session

_WEEK = 7


class Occasion(NamedTuple):
    """An encounter, with the event and the session that it was at."""

    encounter: Encounter
    event: Event
    session: Session | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonGround:
    """What we have in common.

    Attributes:
        interests: that both of us have, as they are written with me.
        sessions: of theirs that I starred, was at or spoke in, and those we met at.
        people: whom I met and they know: who speaks with them, works with them, or was in the same conversation.
        events: of the past at which both of us were, this one not among them.

    """

    interests: tuple[str, ...] = ()
    sessions: tuple[tuple[Session, Event], ...] = ()
    people: tuple[Person, ...] = ()
    events: tuple[Event, ...] = ()


class Situation(NamedTuple):
    """What a template is chosen by: see ``choosing``."""

    roles: frozenset[str]
    promised: bool
    known: bool
    met: bool
    weeks: int
    languages: tuple[str, ...]
    tone: str
    channel: str


class Context(NamedTuple):
    """Everything that one letter can speak of.

    Attributes:
        event: that the letter is about, or None for one about no event in particular.
        roles: in which the person was there.
        encounters: with the person there, by time.
        before: encounters at other events, by time.
        fresh: those of either that no letter spoke of yet: note and session are theirs.
        promises: occasions at which I promised something that is still open.
        talks: what the person spoke in there, the likeliest one to be meant first.
        my_talks: what I spoke in there, likewise.
        common: what we have in common.
        other: a third person, as in an introduction.
        extra: what was said for this letter with ``--set``, by name.
        languages: in which the letter may be, the best first; the last is English.
        tone: ``formal`` or ``informal``.
        channel: that it goes out on; ``limit`` is the most characters that takes.
        timezone: that times are told in where no event says it.
        now: when it is written.

    """

    me: Person
    person: Person
    now: datetime
    event: Event | None = None
    roles: frozenset[str] = frozenset()
    encounters: tuple[Occasion, ...] = ()
    before: tuple[Occasion, ...] = ()
    fresh: tuple[Occasion, ...] = ()
    promises: tuple[Occasion, ...] = ()
    talks: tuple[Session, ...] = ()
    my_talks: tuple[Session, ...] = ()
    common: CommonGround = CommonGround()
    other: Person | None = None
    extra: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ("en",)
    tone: str = "informal"
    channel: str = "eml"
    limit: int | None = None
    timezone: str = "UTC"

    @property
    def situation(self) -> Situation:
        """What a template is chosen by."""
        met = [occasion.encounter.at for some in (self.before, self.encounters) for occasion in some]
        return Situation(
            self.roles,
            bool(self.promises),
            bool(self.before),
            bool(met),
            max(0, (self.now - max(met)).days // _WEEK) if met else 0,
            self.languages,
            self.tone,
            self.channel,
        )
