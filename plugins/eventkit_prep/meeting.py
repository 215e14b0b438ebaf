"""Whom I want to meet at an event, and why: a document of kind ``meet``, linked to the event and the person.

Whether somebody was met is no mark of its own: it is told by the encounters, so that undoing one of them puts
the person back on the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.api import (
    AmbiguousError,
    Notebook,
    NotFoundError,
    find_person,
    list_encounters,
    list_sessions,
    make_contact,
    one_line,
)
from eventkit_prep.checklist import PLUGIN

if TYPE_CHECKING:
    from eventkit.api import App, Document, Encounter, Event, Person, Session

KIND = "meet"


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
    there = notebook.list(KIND, event_id=event.id, person_id=person.id)
    reason = one_line(why) if why is not None else there[0].data["why"] if there else ""
    with app.change(f"want to meet {person.name}", dry_run=dry_run) as change:
        make_contact(app, change, person)
        key = there[0].key if there else f"{event.slug}:{person.id}"
        notebook.put(change, KIND, key, {"why": reason}, event_id=event.id, person_id=person.id)
        return Wanted(person=person, why=reason), not change.empty


def no_longer_meet(app: App, event: Event, who: str, *, dry_run: bool = False) -> Person:
    """Take somebody off the list; raises ``NotFoundError`` where they are not on it."""
    person = _person(app, who)
    notebook = Notebook(app, PLUGIN)
    there = notebook.list(KIND, event_id=event.id, person_id=person.id)
    if not there:
        message = f"{person.name} is not on the list of people to meet at {event.slug}"
        raise NotFoundError(message)
    with app.change(f"no longer want to meet {person.name}", dry_run=dry_run) as change:
        for document in there:
            notebook.delete(change, KIND, document.key)
    return person


def people_to_meet(app: App, event: Event) -> list[Wanted]:
    """The list, in the order it was made; each person once, also where two records were merged into one."""
    documents = _by_person(Notebook(app, PLUGIN).list(KIND, event_id=event.id))
    if not documents:
        return []
    sessions = list_sessions(app, event.slug)[1]
    met: dict[int, Encounter] = {}
    for encounter, person in list_encounters(app, event.slug):
        met.setdefault(person.id, encounter)
    found = []
    for person_id, document in documents.items():
        person = find_person(app, str(person_id))
        theirs = tuple(session for session in sessions if person.name in session.speakers)
        found.append(Wanted(person=person, why=document.data["why"], sessions=theirs, met=met.get(person_id)))
    return found


def _by_person(documents: list[Document]) -> dict[int, Document]:
    found: dict[int, Document] = {}
    for document in documents:
        if document.person_id is not None:
            found.setdefault(document.person_id, document)
    return found


def _person(app: App, who: str) -> Person:
    try:
        return find_person(app, who)
    except AmbiguousError:
        raise
    except NotFoundError as error:
        message = f"{error}; `eventkit people add NAME` adds somebody, `eventkit people --all` lists everybody"
        raise NotFoundError(message) from error
