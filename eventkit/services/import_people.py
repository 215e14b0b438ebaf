"""People come in: who is known is enriched and never overwritten, who is new is added."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eventkit.domain.identity import identifies, name_key, normal_form
from eventkit.domain.text import slug
from eventkit.errors import InputError
from eventkit.exchange import ReadContext
from eventkit.services.import_results import ImportResult, ItemChange, file_problems
from eventkit.services.platforms import recognise_handles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.domain.people import Person
    from eventkit.exchange import IncomingPerson
    from eventkit.services.import_results import ImportSource
    from eventkit.store.changes import Change

_FILLED = ("given", "family", "organization", "title", "note", "birthday")
"""Fields that are filled where they are empty, and else left as they are."""


def bring_in(app: App, source: ImportSource, *, event: str, timezone: str, dry_run: bool) -> ImportResult:
    """Import people; with an event, they attend it in the role that the source gives them."""
    store = app.store
    cards = store.people.cards_by_digest()
    reading = source.read(ReadContext(file=source.location, timezone=timezone, known=frozenset(cards)))
    result = ImportResult(file=source.location, kind="people", event=event)
    result.problems = file_problems(source.location, reading.problems)
    if not reading.people and not reading.unchanged:
        reason = "; ".join(f"line {p.line}: {p.reason}" for p in result.problems[:3]) or "it lists nobody"
        message = f"{source.location}: nobody could be read: {reason}"
        raise InputError(message)
    with store.change(source.label, dry_run=dry_run) as change:
        target = _event(app, change, event) if event else None
        taken = take_in(app, change, reading.people, source=source.place or "standard input", event=target)
        result.changes = [item for item in taken if item.kind != "unchanged"]
        result.added = sum(1 for item in taken if item.kind == "added")
        result.updated = sum(1 for item in taken if item.kind == "updated")
        result.unchanged = len(taken) - result.added - result.updated
        known = [cards[digest] for digest in reading.unchanged]
        arrived = (
            store.people.attend(change, target.id, [(person_id, "attendee") for person_id in known]) if target else 0
        )
        result.updated += arrived
        result.unchanged += len(known) - arrived
    return result


def take_in(
    app: App, change: Change, incoming: Sequence[IncomingPerson], *, source: str, event: Event | None
) -> list[ItemChange]:
    """Add or enrich people, as contacts; one item for each, ``added``, ``updated`` or ``unchanged``.

    The same e-mail address, international phone number, handle, or card of the same source is the same person;
    with an event, so is the same name, where it is only listed there as yet.
    """
    people = app.store.people
    reached = people.identified()
    me = people.me()
    mine = {normal_form(point) for point in me.contact_points if identifies(point)} if me else set()
    cards = people.known_cards(source)
    named = people.attending(event.id) if event else {}
    taken: list[ItemChange] = []
    for person in incoming:
        arriving = replace(person, contact_points=recognise_handles(app, person.contact_points))
        keys = [normal_form(point) for point in arriving.contact_points if identifies(point)]
        if me and any(key in mine for key in keys):
            taken.append(ItemChange("unchanged", me.id, me.name))
            continue
        card_id, person_id, _ = cards.get(arriving.uid, (None, None, "")) if arriving.uid else (None, None, "")
        person_id = person_id or next((reached[key] for key in keys if key in reached), None)
        if person_id is None:
            person_id = _listed_namesake(people.get(named.get(name_key(arriving.name), [])))
        kind = "updated" if person_id else "added"
        if person_id is None:
            values = {name: getattr(arriving, name) for name in ("name", *_FILLED)}
            person_id = people.add(change, [{**values, "contact": True}])[0]
            different = True
        else:
            different = _enrich(app, change, people.get([person_id])[person_id], arriving)
        different |= people.add_points(change, person_id, arriving.contact_points) > 0
        different |= people.add_labels(change, "tag", [(person_id, tag) for tag in arriving.tags]) > 0
        different |= people.add_labels(change, "interest", [(person_id, item) for item in arriving.interests]) > 0
        if event:
            different |= people.attend(change, event.id, [(person_id, arriving.role)]) > 0
        if arriving.raw:
            values = {"source": source, "uid": arriving.uid, "digest": arriving.digest, "raw": arriving.raw}
            card_id = people.put_card(change, card_id, person_id=person_id, **values)
            if arriving.uid:
                cards[arriving.uid] = (card_id, person_id, arriving.digest)
        reached.update(dict.fromkeys(keys, person_id))
        taken.append(ItemChange(kind if different else "unchanged", person_id, arriving.name))
    return taken


def _event(app: App, change: Change, name: str) -> Event:
    found = app.store.agenda.events(name)
    if found:
        return found[0]
    if slug(name) != name:
        message = f"--event {name!r}: an event's name on the command line is of a-z, 0-9 and hyphens, as {slug(name)!r}"
        raise InputError(message)
    return app.store.agenda.add_event(change, name, name, app.config.timezone or "UTC")


def _listed_namesake(people: dict[int, Person]) -> int | None:
    """The one person of that name who is only listed, so that a speaker's card joins the speaker."""
    listed = [person.id for person in people.values() if not person.contact]
    return listed[0] if len(people) == 1 and listed else None


def _enrich(app: App, change: Change, known: Person, arriving: IncomingPerson) -> bool:
    """Fill what is empty; someone only listed becomes a contact."""
    values = {name: getattr(arriving, name) for name in _FILLED if getattr(arriving, name) and not getattr(known, name)}
    if not known.contact:
        values["contact"] = True
    return app.store.people.update(change, known.id, **values) if values else False
