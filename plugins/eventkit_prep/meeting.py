"""Whom I want to meet at an event, and why: a document of kind ``meet``, linked to the event and the person.

Whether somebody was met is no mark of its own: it is told by the encounters, so that undoing one of them puts
the person back on the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from eventkit.api import (
    AmbiguousError,
    Notebook,
    NotFoundError,
    TimelineItem,
    find_event,
    find_person,
    get_people,
    list_encounters,
    list_sessions,
    make_contact,
    one_line,
    spoken_sessions,
)
from eventkit_prep.kinds import MEET, PLUGIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit.api import App, Document, Encounter, Event, Person, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody to meet: why, where they speak, and the first encounter at the event once there is one."""

    person: Person
    why: str
    sessions: tuple[Session, ...] = ()
    met: Encounter | None = None


def want_to_meet(
    app: App, event: Event, who: str, why: str | None = None, *, dry_run: bool = False
) -> tuple[Wanted, bool]:
    """Put somebody on the list, as a contact; returns them, and whether that was new. ``why`` None keeps the old."""
    person = _person(app, who)
    notebook = Notebook(app, PLUGIN)
    there = notebook.list(MEET, event_id=event.id, person_id=person.id)
    reason = one_line(why) if why is not None else _reasons(there)
    at = there[0].data.get("at", "") if there else app.now().isoformat()
    with app.change(f"want to meet {person.name}", dry_run=dry_run) as change:
        make_contact(app, change, person)
        key = there[0].key if there else f"{event.slug}:{person.id}"
        data = {"why": reason, **({"at": at} if at else {})}
        for document in there[1:]:  # of a record that was merged with this one: its reason is in this one's now
            notebook.delete(change, MEET, document.key)
        notebook.put(change, MEET, key, data, event_id=event.id, person_id=person.id)
        return Wanted(person=person, why=reason), not change.empty


def no_longer_meet(app: App, event: Event, who: str, *, dry_run: bool = False) -> Person:
    """Take somebody off the list; raises ``NotFoundError`` where they are not on it."""
    person = _person(app, who)
    notebook = Notebook(app, PLUGIN)
    there = notebook.list(MEET, event_id=event.id, person_id=person.id)
    if not there:
        message = f"{person.name} is not on the list of people to meet at {event.slug}"
        raise NotFoundError(message)
    with app.change(f"no longer want to meet {person.name}", dry_run=dry_run) as change:
        for document in there:
            notebook.delete(change, MEET, document.key)
    return person


def people_to_meet(app: App, event: Event) -> list[Wanted]:
    """The list, in the order it was made; each person once, also where two records were merged into one."""
    documents: dict[int, list[Document]] = {}
    for document in Notebook(app, PLUGIN).list(MEET, event_id=event.id):
        if document.person_id is not None:
            documents.setdefault(document.person_id, []).append(document)
    if not documents:
        return []
    people = get_people(app, list(documents))
    spoken = spoken_sessions(app, list(documents))
    sessions = list_sessions(app, event.slug)[1]
    met: dict[int, Encounter] = {}
    for encounter, person in list_encounters(app, event.slug):
        met.setdefault(person.id, encounter)
    return [
        Wanted(
            person=people[person_id],
            why=_reasons(there),
            sessions=tuple(session for session in sessions if session.id in spoken[person_id]),
            met=met.get(person_id),
        )
        for person_id, there in documents.items()
        if person_id in people
    ]


def wishes(app: App, person: Person) -> Iterator[TimelineItem]:
    """Where and when the user wanted to meet somebody, or wants to."""
    for document in Notebook(app, PLUGIN).list(MEET, person_id=person.id):
        event = find_event(app, document.key.partition(":")[0])
        at = datetime.fromisoformat(document.data["at"]) if "at" in document.data else event.starts
        if at is not None:
            yield TimelineItem(at=at, what="to meet", text=document.data["why"], event=event.slug)


def _reasons(documents: Sequence[Document]) -> str:
    """Why, by all that is noted of it: a record that was merged with another brings a reason of its own."""
    return "; ".join(dict.fromkeys(document.data["why"] for document in documents if document.data["why"]))


def _person(app: App, who: str) -> Person:
    try:
        return find_person(app, who)
    except AmbiguousError:
        raise
    except NotFoundError as error:
        message = f"{error}; `eventkit people add NAME` adds somebody, `eventkit people --all` lists everybody"
        raise NotFoundError(message) from error
