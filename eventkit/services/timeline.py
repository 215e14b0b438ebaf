"""Everything that there was with somebody, in order: what the core knows, and what plugins know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eventkit.domain.text import one_line
from eventkit.domain.times import NO_TIME, as_datetime, in_zone, parse_moment
from eventkit.records import TimelineItem
from eventkit.services.provenance import history_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.domain.people import Person

_LABELS = {"import": "imported", "refresh": "imported", "merge": "merged"}
"""Which changes after the first one belong to a person's story, by the word that their label begins with."""

_OFF = {"cancelled": "CANCELLED: ", "gone": "NO LONGER LISTED: "}


def timeline_of(app: App, person: Person) -> list[TimelineItem]:
    """What happened with a person and what is planned, by time; what lasts all day comes first on its day.

    What has no time yet comes last.
    """
    events = {event.slug: event for event in app.store.agenda.events()}
    items = [
        *_records(app, person),
        *_attendances(app, person, events),
        *_sessions(app, person, events),
        *_encounters(app, person, events),
        *app.plugins.ask("eventkit_list_history_of_person", TimelineItem, person=person, app=app),
    ]
    zones = {slug: event.timezone for slug, event in events.items()}
    # two clocks on one page confuse: what belongs to no event is told by mine, else by that of the first event
    default = app.config.timezone or next((zones[item.event] for item in items if item.event in zones), "UTC")
    told = [
        replace(item, at=in_zone(item.at, zones.get(item.event, default))) if item.at else item  # no time yet
        for item in items
    ]
    return sorted(told, key=lambda item: _seconds(item, zones.get(item.event, default)))


def _seconds(item: TimelineItem, timezone: str) -> float:
    return as_datetime(item.at, timezone).timestamp() if item.at else NO_TIME


def _records(app: App, person: Person) -> Iterator[TimelineItem]:
    """How they came in, and what became of the record."""
    for number, one in enumerate(history_of(app, person).changes):
        at = parse_moment(one.change.at)
        word = _LABELS.get(one.change.label.partition(" ")[0], "")
        if word or not number:
            yield TimelineItem(at=at, what="added" if not number else word, text=one.change.label)
        for value in one.values:
            if value.field == "do_not_contact":
                wish = "asked not to be contacted" if value.after == "yes" else "may be contacted again"
                yield TimelineItem(at=at, what="contact", text=wish)


def _attendances(app: App, person: Person, events: Mapping[str, Event]) -> Iterator[TimelineItem]:
    for slug, role in app.store.people.roles(person.id):
        event = events[slug]
        if event.starts is not None:
            yield TimelineItem(at=event.starts, what="at", text=f"{event.name} ({role})", event=slug)


def _sessions(app: App, person: Person, events: Mapping[str, Event]) -> Iterator[TimelineItem]:
    ids = app.store.speakers.sessions_of([person.id])[person.id]
    for session in app.store.agenda.sessions(ids=sorted(ids)):
        at = in_zone(session.starts, events[session.event].timezone) if session.starts else None
        room = f" ({session.room})" if session.room else ""
        text = f"{_OFF.get(session.status, '')}{session.title}{room}"
        yield TimelineItem(at=at, what="speaks", text=text, event=session.event)


def _encounters(app: App, person: Person, events: Mapping[str, Event]) -> Iterator[TimelineItem]:
    for encounter in app.store.encounters.list(person_id=person.id):
        at = in_zone(encounter.at, events[encounter.event].timezone)
        yield TimelineItem(at=at, what="met", text=one_line(encounter.note), event=encounter.event)
        if encounter.promise:
            yield TimelineItem(at=at, what="promised", text=one_line(encounter.promise), event=encounter.event)
