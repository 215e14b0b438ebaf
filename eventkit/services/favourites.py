"""Favourites that travel: giving mine to somebody, taking theirs, and laying the two side by side."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from eventkit.domain.agenda import clashes
from eventkit.domain.favourites import match_favourites
from eventkit.errors import InputError, NotFoundError
from eventkit.services.codes import is_picture, read_codes
from eventkit.services.favourites_format import (
    is_code,
    parse_code,
    parse_favourites,
    write_code,
    write_favourites,
)
from eventkit.services.lookup import find_event
from eventkit.services.reading_sources import read_bytes, said

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.events import Event, InterestLevel, Session
    from eventkit.domain.favourites import Favourite, Level, Match, Matching
    from eventkit.services.favourites_format import Favourites

Action = Literal["added", "same", "kept", "replaced", "not found"]
Whose = Literal["both", "mine", "theirs"]

_TAKEN = frozenset({"added", "replaced"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FavouritesOut:
    """My favourites of an event, as they are given to somebody: the file, and the text for a QR code."""

    event: Event
    sessions: list[Session]

    @property
    def file(self) -> bytes:
        """The file."""
        return write_favourites(self.event, self.sessions)

    @property
    def code(self) -> str:
        """The text for a QR code, or for a message."""
        return write_code(self.event, self.sessions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one of their favourites. ``sure`` is false where the title alone says which session it is."""

    favourite: Favourite
    session: Session | None
    action: Action
    before: InterestLevel = ""
    sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FavouritesIn:
    """What taking somebody's favourites in did, or would do; ``clashing`` counts my clashes that it brought."""

    event: Event
    source: Favourites
    taken: list[Taken]
    clashing: int = 0

    def count(self, action: Action) -> int:
        """How many of theirs that became of."""
        return sum(1 for one in self.taken if one.action == action)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A session that one of us wants to go to, or both; ``overlaps`` are others that both want, at the same time."""

    whose: Whose
    session: Session | None
    favourite: Favourite | None
    overlaps: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """My favourites and theirs; ``clashing`` are pairs that both of us want to go to, at one time."""

    event: Event
    source: Favourites
    rows: list[Compared]
    clashing: list[tuple[Session, Session]]


def my_favourites(app: App, event: str | None = None) -> FavouritesOut:
    """What I want to go to, must or maybe; raises ``NotFoundError`` where there is nothing."""
    found = find_event(app, event)
    sessions = [s for s in app.store.agenda.sessions(found.slug, mine=True) if s.status != "gone"]
    if not sessions:
        message = f"you have no favourite at {found.slug} yet; `eventkit star SESSION` makes one"
        raise NotFoundError(message)
    return FavouritesOut(event=found, sessions=sessions)


def read_favourites(app: App, location: str) -> Favourites:
    """Somebody's favourites: a file, a picture of their code, or the text of it; raises ``InputError``."""
    if is_code(location):
        return parse_code(location, "the text of favourites")
    return understand_favourites(app, read_bytes(location), said(location))


def understand_favourites(app: App, data: bytes, location: str) -> Favourites:
    """The favourites that a file's bytes hold; raises ``InputError``."""
    if is_picture(data):
        texts = [text for text in dict.fromkeys(read_codes(app, data, location)) if is_code(text)]
        if len(texts) != 1:
            number = f"{len(texts)} codes" if texts else "no code"
            message = f"{location}: {number} of favourites can be seen in the picture" + (
                "; one at a time, please" if texts else "; take it closer, or ask for the file"
            )
            raise InputError(message)
        return parse_code(texts[0], location)
    text = data[:100].decode(errors="replace").lstrip("\ufeff")
    if is_code(text):
        return parse_code(data.decode(errors="replace").lstrip("\ufeff"), location)
    return parse_favourites(data, location)


def import_favourites(
    app: App, location: str, event: str | None = None, *, replace: bool = False, dry_run: bool = False
) -> FavouritesIn:
    """Take somebody's favourites for mine where I said nothing yet; with ``replace``, also where I said otherwise."""
    source = read_favourites(app, location)
    found = event_of(app, source, event)
    agenda = app.store.agenda
    label = f"favourites import {'as a text' if is_code(location) else os.path.basename(location) or location}"  # noqa: PTH119  # a name, and no access
    with app.store.change(label, dry_run=dry_run) as change:
        matching = match_theirs(app, source, found, location)
        before = len(clashes(agenda.sessions(found.slug, mine=True)))
        taken = [_take(match, replace=replace) for match in matching.matches]
        for one in taken:
            if one.session and one.action in _TAKEN:
                agenda.set_interest(change, one.session.id, level=one.favourite.level)
        after = len(clashes(agenda.sessions(found.slug, mine=True)))
    taken += [Taken(favourite=favourite, session=None, action="not found") for favourite in matching.missing]
    return FavouritesIn(event=found, source=source, taken=taken, clashing=max(0, after - before))


def compare_favourites(app: App, location: str, event: str | None = None) -> Comparison:
    """What both of us want to go to, what only I, and what only they."""
    source = read_favourites(app, location)
    found = event_of(app, source, event)
    matching = match_theirs(app, source, found, location)
    theirs = {match.session.id: match for match in matching.matches}
    mine = {s.id: s for s in app.store.agenda.sessions(found.slug, mine=True) if s.status != "gone"}
    both = [session for session in mine.values() if session.id in theirs]
    overlaps: dict[int, list[Session]] = {session.id: [] for session in both}
    clashing = clashes(both)
    for first, second in clashing:
        overlaps[first.id].append(second)
        overlaps[second.id].append(first)
    rows = [
        Compared(whose="both", session=s, favourite=theirs[s.id].favourite, overlaps=tuple(overlaps[s.id]))
        for s in both
    ]
    rows += [Compared(whose="mine", session=s, favourite=None) for s in mine.values() if s.id not in theirs]
    rows += [
        Compared(whose="theirs", session=match.session, favourite=match.favourite)
        for match in matching.matches
        if match.session.id not in mine
    ]
    rows += [Compared(whose="theirs", session=None, favourite=favourite) for favourite in matching.missing]
    return Comparison(event=found, source=source, rows=rows, clashing=clashing)


def event_of(app: App, source: Favourites, event: str | None) -> Event:
    """The event that was named, else the one that I call as they do, else the only one or the one on today."""
    if not event and source.event and app.store.agenda.events(source.event):
        event = source.event
    return find_event(app, event)


def match_theirs(app: App, source: Favourites, event: Event, location: str) -> Matching:
    """Their favourites among the sessions of an event; raises ``InputError`` where they are of another one."""
    matching = match_favourites(source.sessions, app.store.agenda.sessions(event.slug))
    if not matching.plausible:
        where = "the text" if is_code(location) else said(location)
        message = (
            f"{where}: these are favourites of {source.name or source.event or 'another event'}, "
            f"and hardly any of them is in the agenda of {event.slug}; give the event that they are of after the file"
        )
        raise InputError(message)
    return matching


def _take(match: Match, *, replace: bool) -> Taken:
    """What is to become of a favourite, by what I said of the session before."""
    before: InterestLevel = match.session.interest
    theirs: Level = match.favourite.level
    action: Action = "same"
    if not before:
        action = "added"
    elif before != theirs:
        action = "replaced" if replace else "kept"
    return Taken(favourite=match.favourite, session=match.session, action=action, before=before, sure=match.sure)
