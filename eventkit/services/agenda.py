"""Asking an agenda, and saying what interests me in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from eventkit.domain.agenda import clashes, running, upcoming
from eventkit.domain.text import fold, slug
from eventkit.domain.times import in_zone, zone
from eventkit.errors import InputError, UsageError
from eventkit.services.lookup import find_event, find_session

if TYPE_CHECKING:
    from datetime import datetime

    from eventkit.app import App
    from eventkit.domain.events import Event, InterestLevel, Session


_WORDS_ASKED = 5
"""So many words of a text narrow the sessions down before they are read; the text itself is looked for then."""


class NowAndNext(NamedTuple):
    """What is on at a moment, and what comes then."""

    event: Event
    at: datetime
    running: list[Session]
    upcoming: list[Session]


def list_events(app: App) -> list[Event]:
    """All events by their first day."""
    return app.store.agenda.events()


def add_event(app: App, name: str, *, title: str = "", timezone: str = "", dry_run: bool = False) -> Event:
    """Make an event that has no agenda as yet; raises ``InputError`` where the name is taken or cannot be one."""
    if slug(name) != name:
        message = f"{name!r}: an event's name on the command line is of a-z, 0-9 and hyphens, as {slug(name)!r}"
        raise InputError(message)
    if app.store.agenda.events(name):
        message = f"there is an event {name!r} already"
        raise InputError(message)
    if timezone and zone(timezone) is None:
        message = f"--timezone: there is no zone {timezone!r}; give one as Europe/Berlin"
        raise UsageError(message)
    with app.store.change(f"add event {name}", dry_run=dry_run) as change:
        return app.store.agenda.add_event(change, name, title or name, timezone or app.config.timezone or "UTC")


def list_sessions(
    app: App,
    event: str | None = None,
    *,
    mine: bool = False,
    day: str = "",
    track: str = "",
    room: str = "",
    speaker: str = "",
    text: str = "",
    everything: bool = False,
    timezone: str = "",
) -> tuple[Event, list[Session]]:
    """Sessions of an event by start, those that are gone only where I cared for them, or with ``everything``.

    ``track``, ``room``, ``speaker`` and ``text`` are parts of what they name, see ``fits``; ``day`` is a date
    (ISO 8601) in the event's zone.
    With a ``timezone`` the event is returned, and the day reckoned, as if it took place there.
    """
    found = find_event(app, event)
    if timezone:
        if zone(timezone) is None:
            message = f"--tz: there is no zone {timezone!r}; give one as Europe/Berlin"
            raise UsageError(message)
        found = found._replace(timezone=timezone)
    sessions = app.store.agenda.sessions(found.slug, mine=mine, words=fold(text).split()[:_WORDS_ASKED])
    if not everything:
        sessions = [s for s in sessions if s.status != "gone" or s.interest in {"must", "maybe"} or s.note]
    if day:
        sessions = [s for s in sessions if day_of(s, found) == day]
    return found, [s for s in sessions if fits(s, track=track, room=room, speaker=speaker, text=text)]


def fits(session: Session, *, track: str = "", room: str = "", speaker: str = "", text: str = "") -> bool:
    """Whether each of these is, folded, a part of what it names; ``text`` of title, abstract and speakers together.

    A ``speaker`` is a part of one speaker's name. What is empty fits everything.
    """
    return (
        (not track or _wanted(track) in fold(session.track))
        and (not room or _wanted(room) in fold(session.room))
        and (not speaker or any(_wanted(speaker) in fold(name) for name in session.speakers))
        and (not text or _is_in(_wanted(text), " ".join([session.title, session.abstract, *session.speakers])))
    )


_wanted = lru_cache(maxsize=16)(fold)
"""What is looked for is folded once, and not for each session."""


def _is_in(folded: str, text: str) -> bool:
    """Whether a folded text is in a text, once that is folded too: most often that need not be done."""
    return folded in text.lower() if text.isascii() and " " not in folded else folded in fold(text)


def day_of(session: Session, event: Event) -> str:
    """The date (ISO 8601) on which a session begins, on the event's wall; empty for one that has no time yet."""
    return in_zone(session.starts, event.timezone).isoformat()[:10] if session.starts else ""


def now_and_next(app: App, event: str | None = None) -> NowAndNext:
    """What runs at this moment, and what starts next: in both, first what I want to go to, last what I do not."""
    found = find_event(app, event)
    sessions = app.store.agenda.sessions(found.slug)
    now = app.now()
    running_now, next_up = (sorted(some, key=_wish) for some in (running(sessions, now), upcoming(sessions, now)))
    return NowAndNext(found, now, running_now, next_up)


def _wish(session: Session) -> int:
    return ("must", "maybe", "", "skip").index(session.interest)


def star_session(
    app: App, what: str, level: InterestLevel, *, event: str | None = None, dry_run: bool = False
) -> tuple[Session, bool, list[Session]]:
    """Say how much a session interests me; returns it, whether that was new, and which of mine it clashes with."""
    session = find_session(app, what, find_event(app, event) if event else None)
    with app.store.change(f"star {session.title}", dry_run=dry_run) as change:
        new = app.store.agenda.set_interest(change, session.id, level=level) if session.interest != level else False
        mine = app.store.agenda.sessions(session.event, mine=True)
        pairs = [pair for pair in clashes(mine) if session.id in {pair[0].id, pair[1].id}]
        clashing = [first if second.id == session.id else second for first, second in pairs]
        return app.store.agenda.sessions(ids=[session.id])[0], new, clashing


def note_session(
    app: App, what: str, text: str, *, event: str | None = None, dry_run: bool = False
) -> tuple[Session, bool]:
    """Keep my note on a session, in place of the one before; an empty text removes it. Also whether that was new."""
    session = find_session(app, what, find_event(app, event) if event else None)
    note = text.strip()
    with app.store.change(f"note {session.title}", dry_run=dry_run) as change:
        new = app.store.agenda.set_interest(change, session.id, note=note) if session.note != note else False
        return app.store.agenda.sessions(ids=[session.id])[0], new


def list_clashes(app: App, event: str | None = None) -> tuple[Event, list[tuple[Session, Session]]]:
    """Pairs of my sessions, must or maybe, that overlap, by start."""
    found = find_event(app, event)
    return found, clashes(app.store.agenda.sessions(found.slug, mine=True))
