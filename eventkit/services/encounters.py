"""I met someone: one line at the event, everything after it is built from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from eventkit.domain.identity import is_email
from eventkit.domain.people import ContactPoint
from eventkit.domain.text import one_line
from eventkit.domain.times import as_datetime, in_zone, parse_moment, zone_or_utc
from eventkit.errors import InputError, UsageError
from eventkit.services.lookup import find_event, find_person_to_meet, find_session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.app import App
    from eventkit.domain.events import Event, Session
    from eventkit.domain.people import Encounter, Person
    from eventkit.store.changes import Change

_ONE_TALK = 15 * 60
"""Seconds within which two pictures of one person's badge are of one encounter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """An encounter that was logged; ``new`` where the person was not known before."""

    encounter: Encounter
    person: Person
    event: Event
    session: Session | None
    new: bool


def log_encounter(
    app: App,
    who: str,
    *,
    event: str | None = None,
    session: str = "",
    note: str = "",
    promise: str = "",
    at: str = "",
    dry_run: bool = False,
) -> Met:
    """Record that I met someone, making the person where they are new, and a contact where they were only listed."""
    store = app.store
    target = find_event(app, event)
    place = find_session(app, session, target) if session else None
    moment = _moment(app, at, target)
    person = find_person_to_meet(app, who, target)
    name = one_line(who)
    if person is None and not any(character.isalpha() for character in name):
        message = f"{who!r} is nobody's number, and no name"
        raise InputError(message)
    with store.change(f"met {person.name if person else name}", dry_run=dry_run) as change:
        if person is None:
            person_id = store.people.add(change, [{"name": name, "contact": True}])[0]
            if is_email(name):
                store.people.add_points(change, person_id, [ContactPoint(kind="email", value=name)])
        else:
            person_id = person.id
            store.people.update(change, person_id, contact=True)
        if person is None or target.slug not in person.events:
            store.people.attend(change, target.id, [(person_id, "attendee")])
        encounter_id = store.encounters.add(
            change,
            person_id=person_id,
            event_id=target.id,
            session_id=place.id if place else None,
            at=moment,
            note=note.strip(),
            promise=promise.strip(),
        )
        found = store.people.get([person_id])[person_id]
        encounter = next(e for e in store.encounters.list(person_id=person_id) if e.id == encounter_id)
    if not dry_run:
        app.plugins.notify("eventkit_encounter_logged", encounter=encounter, person=found, app=app)
    return Met(encounter=encounter, person=found, event=target, session=place, new=person is None)


def add_encounter(app: App, change: Change, person_id: int, *, event: Event, at: datetime) -> Met | None:
    """Record, as part of a change, that I met somebody, who is a contact and attends the event from then on.

    None where that is recorded already: with the same person, there, within a quarter of an hour. After the commit
    the plugins are to be told, by ``tell_of_encounters``.
    """
    store = app.store
    encounters = store.encounters.list(event_slug=event.slug, person_id=person_id)
    if any(abs((encounter.at - at).total_seconds()) < _ONE_TALK for encounter in encounters):
        return None
    store.people.update(change, person_id, contact=True)
    if event.slug not in store.people.get([person_id])[person_id].events:
        store.people.attend(change, event.id, [(person_id, "attendee")])
    encounter_id = store.encounters.add(
        change, person_id=person_id, event_id=event.id, session_id=None, at=at, note="", promise=""
    )
    person = store.people.get([person_id])[person_id]
    encounter = next(e for e in store.encounters.list(person_id=person_id) if e.id == encounter_id)
    return Met(encounter=encounter, person=person, event=event, session=None, new=False)


def tell_of_encounters(app: App, met: Iterable[Met]) -> None:
    """Notify the plugins of encounters that are committed."""
    for one in met:
        app.plugins.notify("eventkit_encounter_logged", encounter=one.encounter, person=one.person, app=app)


def list_encounters(app: App, event: str) -> list[tuple[Encounter, Person]]:
    """Whom I met at an event, by time."""
    encounters = app.store.encounters.list(event_slug=find_event(app, event).slug)
    people = app.store.people.get({encounter.person_id for encounter in encounters})
    return [(encounter, people[encounter.person_id]) for encounter in encounters]


def _moment(app: App, text: str, event: Event) -> datetime:
    """The time of an encounter: now, an ISO 8601 time, or ``10:45`` of today; on the event's wall without an offset."""
    now = app.now()
    today = in_zone(now, event.timezone)
    if not text:
        return as_datetime(today, event.timezone)
    zone = zone_or_utc(event.timezone)
    try:
        if len(text) <= len("10:45:00"):
            clock = time.fromisoformat(text)
            return datetime.combine(today, clock, zone)
        moment = parse_moment(text, event.timezone)
    except ValueError as error:
        message = f"--at {text!r} is no time; give 10:45, or 2027-05-14T10:45"
        raise UsageError(message) from error
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(12), zone)
