"""A person as commands show them: a line for each thing that is known, or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventkit.cli.output import echo
from eventkit.domain.text import one_line
from eventkit.services.platforms import profile_address

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.people import Encounter, Person

LABEL_WIDTH = 16
"""Columns that the name of a thing takes, before the thing."""

_IN_WORDS = {
    "organization": "organisation",
    "do_not_contact": "do not contact",
    "email": "e-mail",
    "url": "web",
}
"""Fields as a page calls them, where scripts call them otherwise."""


def person_json(person: Person) -> dict[str, Any]:
    """A person as scripts see it; the keys are a promise."""
    return {
        "id": person.id,
        "name": person.name,
        "contact": person.contact,
        "given": person.given,
        "family": person.family,
        "organization": person.organization,
        "title": person.title,
        "emails": list(person.emails),
        "phones": list(person.phones),
        "urls": list(person.urls),
        "handles": person.handles,
        "interests": list(person.interests),
        "tags": list(person.tags),
        "events": list(person.events),
        "birthday": person.birthday,
        "do_not_contact": person.do_not_contact,
        "note": person.note,
    }


def encounter_json(encounter: Encounter) -> dict[str, Any]:
    """An encounter as scripts see it; the keys are a promise."""
    return {
        "event": encounter.event,
        "session": encounter.session_id,
        "at": encounter.at.isoformat(),
        "note": encounter.note,
        "promise": encounter.promise,
    }


def field_in_words(name: str) -> str:
    """What a page calls a field; platforms, kinds of labels and plugins keep their names."""
    return _IN_WORDS.get(name, name)


def numbered(person: Person) -> str:
    """A name with its number, as sentences give it."""
    return one_line(person.name) if person.is_me else f"{one_line(person.name)} (number {person.id})"


def tell(name: str, value: str) -> None:
    """One thing that is known, in its line; nothing where there is none."""
    if value:
        echo(f"  {name:{LABEL_WIDTH}}{one_line(value)}")


def tell_person(app: App, person: Person) -> None:
    """A person, a line for each thing that is known."""
    echo(f"{one_line(person.name)}{'' if person.is_me else f'  (number {person.id})'}")
    tell("title", person.title)
    tell("organisation", person.organization)
    for kind, values in (("e-mail", person.emails), ("phone", person.phones), ("web", person.urls)):
        for value in values:
            tell(kind, value)
    for point in person.contact_points:
        if point.kind == "handle":
            tell(point.platform, f"{point.value}  {profile_address(app, point.platform, point.value)}")
    tell("interests", ", ".join(person.interests))
    tell("tags", ", ".join(person.tags))
    tell("birthday", person.birthday)
    tell("do not contact", "yes" if person.do_not_contact else "")
    tell("note", person.note)
