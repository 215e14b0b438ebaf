"""Reading many records at once, for what looks at everybody: one question to the store, however many they are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from eventkit.app import App
    from eventkit.domain.events import Event, Session
    from eventkit.domain.people import Encounter


def all_encounters(app: App) -> list[Encounter]:
    """Every encounter, at all events, by time."""
    return app.store.encounters.list()


def get_events(app: App) -> dict[str, Event]:
    """All events by their slug."""
    return {event.slug: event for event in app.store.agenda.events()}


def get_sessions(app: App, ids: Collection[int]) -> dict[int, Session]:
    """Sessions of any event by number, those included that their source no longer lists."""
    return {session.id: session for session in app.store.agenda.sessions(ids=sorted(ids))} if ids else {}


def roles_at(app: App, event: Event) -> dict[int, frozenset[str]]:
    """As what people attend an event, by their numbers."""
    nothing: frozenset[str] = frozenset()
    more = cache(lambda roles, role: roles | {role})  # of many people they are the same
    found: dict[int, frozenset[str]] = {}
    for person_id, role in app.store.people.attendances(event.id):
        found[person_id] = more(found.get(person_id, nothing), role)
    return found


def newest_cards(app: App, ids: Collection[int]) -> dict[int, str]:
    """The text of the newest card of each person who came with one, by their numbers."""
    return app.store.people.cards(ids)
