"""Attendee records: listing, adding, tagging, and who I am."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.domain import query as query_language
from eventkit.domain.identity import is_email
from eventkit.domain.people import ContactPoint
from eventkit.domain.text import one_line
from eventkit.errors import InputError, NotFoundError
from eventkit.services.lookup import find_event, find_person
from eventkit.services.platforms import recognise_handles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from eventkit.app import App
    from eventkit.domain.people import Encounter, Person
    from eventkit.store.changes import Change


def list_people(app: App, query: str = "", *, everybody: bool = False, limit: int | None = None) -> list[Person]:
    """Contacts who fulfil a query, ``limit`` at most; with ``everybody`` also those only listed.

    Whom free text finds comes the best first, all others by name.
    """
    return app.store.people.find(query_language.parse(query), everybody=everybody, limit=limit)


def show_person(app: App, who: str) -> tuple[Person, list[tuple[str, str]], list[Encounter]]:
    """One person, the events they attend with their role, and our encounters."""
    person = find_person(app, who)
    return person, app.store.people.roles(person.id), app.store.encounters.list(person_id=person.id)


def my_card(app: App) -> Person:
    """The user's own record; raises ``NotFoundError`` with what to do where there is none."""
    me = app.store.people.me()
    if me is None:
        message = "you have not said who you are; `eventkit me --name NAME --email ADDRESS` does"
        raise NotFoundError(message)
    return me


def somebody(app: App, who: str) -> Person:
    """The person of that number, address, handle or part of a name; ``me`` is the user's own record."""
    return my_card(app) if who == "me" else find_person(app, who)


def get_people(app: App, ids: Collection[int]) -> dict[int, Person]:
    """People by number; who is not known any more is left out."""
    return app.store.people.get(ids)


def spoken_sessions(app: App, ids: Collection[int]) -> dict[int, set[int]]:
    """The numbers of the sessions in which people speak, by the people's numbers, whatever an agenda calls them."""
    return app.store.speakers.sessions_of(ids)


def contact_points(
    app: App, *, emails: Sequence[str] = (), phones: Sequence[str] = (), urls: Sequence[str] = ()
) -> tuple[ContactPoint, ...]:
    """What was typed, as contact points; a profile on a known platform becomes a handle."""
    for email in emails:
        if not is_email(email):
            message = f"{email!r} is no e-mail address"
            raise InputError(message)
    points = [ContactPoint(kind="email", value=one_line(value)) for value in emails]
    points += [ContactPoint(kind="phone", value=one_line(value)) for value in phones]
    points += [ContactPoint(kind="url", value=one_line(value)) for value in urls]
    return recognise_handles(app, points)


def set_me(
    app: App, values: dict[str, str], points: Sequence[ContactPoint], *, dry_run: bool = False
) -> tuple[Person, bool]:
    """Say who I am; what is given replaces what was there, kind by kind. Returns the record, and whether it is new."""
    people = app.store.people
    known = people.me()
    with app.store.change("say who I am", dry_run=dry_run) as change:
        if known is None:
            if not values.get("name"):
                message = "say at least your name: --name NAME"
                raise InputError(message)
            person_id = people.add(change, [{**values, "is_me": True, "contact": False}])[0]
        else:
            person_id = known.id
            people.update(change, person_id, **values)
            people.replace_points(change, person_id, points)
        people.add_points(change, person_id, points)
        new = not change.empty
        return people.get([person_id])[person_id], new


def add_person(
    app: App,
    values: dict[str, str],
    points: Sequence[ContactPoint],
    *,
    tags: Sequence[str] = (),
    interests: Sequence[str] = (),
    event: str | None = None,
    dry_run: bool = False,
) -> Person:
    """Add a contact; raises ``InputError`` where one of the contact points is somebody's already."""
    people = app.store.people
    there = people.reached_by(points)
    if there:
        person = people.get(there)[there[0]]
        message = f"{person.name} (number {person.id}) has that address, number or handle already"
        raise InputError(message)
    target = find_event(app, event) if event else None
    with app.store.change(f"add {values['name']}", dry_run=dry_run) as change:
        person_id = people.add(change, [{**values, "contact": True}])[0]
        people.add_points(change, person_id, points)
        people.add_labels(change, "tag", [(person_id, tag) for tag in tags])
        people.add_labels(change, "interest", [(person_id, interest) for interest in interests])
        if target:
            people.attend(change, target.id, [(person_id, "attendee")])
        return people.get([person_id])[person_id]


def tag_people(
    app: App, who: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = (), dry_run: bool = False
) -> list[tuple[Person, bool]]:
    """Give tags to people and take tags away; returns each, and whether anything was different."""
    people = app.store.people
    wanted = [find_person(app, name) for name in who]
    found = []
    with app.store.change(f"tag {', '.join(person.name for person in wanted)}", dry_run=dry_run) as change:
        for person in wanted:
            different = people.add_labels(change, "tag", [(person.id, tag) for tag in add]) > 0
            for tag in remove:
                different |= people.remove_label(change, person.id, "tag", tag)
            found.append((person.id, different))
        after = people.get([person_id for person_id, _ in found])
    return [(after[person_id], different) for person_id, different in found]


def set_do_not_contact(
    app: App, who: Sequence[str], *, wanted: bool, dry_run: bool = False
) -> list[tuple[Person, bool]]:
    """Keep that people do not want to be written to, or that they do again; returns each, and whether that was new."""
    people = app.store.people
    found = [find_person(app, name) for name in who]
    label = f"{'do not contact' if wanted else 'contact again'} {', '.join(person.name for person in found)}"
    with app.store.change(label, dry_run=dry_run) as change:
        return [(person, people.update(change, person.id, do_not_contact=wanted)) for person in found]


def make_contact(app: App, change: Change, person: Person) -> None:
    """Make a contact of someone who was only listed, as wanting to meet them does."""
    app.store.people.update(change, person.id, contact=True)
