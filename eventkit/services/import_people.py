"""People come in: who is known is enriched and never overwritten, who is new is added."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

from eventkit.domain.forgetting import name_key_at, name_key_in, point_key, record_key
from eventkit.domain.text import slug
from eventkit.errors import ColumnsError, InputError
from eventkit.exchange import ReadContext
from eventkit.services.arriving_people import prepare
from eventkit.services.import_results import FOLDER, ImportResult, ItemChange, file_problems
from eventkit.services.people_writing import Writing
from eventkit.services.person_matching import Matching
from eventkit.services.possible_duplicates import possible_duplicates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.exchange import IncomingPerson, Reading
    from eventkit.services.arriving_people import Arrival
    from eventkit.services.import_results import ImportSource, Lookalike
    from eventkit.store.changes import Change

FORGOTTEN = "forgotten"
"""The kind of an item for somebody whom the user forgot, and who is not brought back."""


def bring_in(
    app: App, source: ImportSource, *, event: str, timezone: str, dry_run: bool, columns: Mapping[str, str]
) -> ImportResult:
    """Import people; with an event, they attend it in the role that the source gives them.

    Raises ``ColumnsError`` for a table of whose columns nobody knows what they are, ``InputError`` where nobody can be
    read.
    """
    with _without_collecting():
        return _bring_in(app, source, event=event, timezone=timezone, dry_run=dry_run, columns=columns)


def _bring_in(
    app: App, source: ImportSource, *, event: str, timezone: str, dry_run: bool, columns: Mapping[str, str]
) -> ImportResult:
    store = app.store
    cards = store.people.cards_by_digest()
    context = ReadContext(file=source.location, timezone=timezone, known=cards.keys(), columns=columns)
    reading = source.read(context)
    result = ImportResult(file=source.location, kind="people", event=event)
    result.problems = file_problems(source.location, reading.problems)
    if not reading.people and not reading.unchanged:
        raise _nobody(source, reading, result)
    with store.change(source.label, dry_run=dry_run, source=source.shown) as change:
        target = _event(app, change, event) if event else None
        known = [cards[digest] for digest in reading.unchanged]
        people = reading.people
        if target and not _attend(app, target, known):
            again = source.read(ReadContext(file=source.location, timezone=timezone, columns=columns))
            people, known = again.people, []  # a record that is known says its role once more
        taken, result.possible_duplicates = _take_in(
            app, change, people, source=source.place or "standard input", event=target
        )
        result.changes = [item for item in taken if item.kind in {"added", "updated"}]
        result.added = sum(1 for item in taken if item.kind == "added")
        result.updated = len(result.changes) - result.added
        gone = sum(1 for item in taken if item.kind == FORGOTTEN)
        result.unchanged = len(taken) - len(result.changes) - gone + len(known)
        if gone:
            who = f"{gone} people whom you forgot are" if gone > 1 else "Somebody whom you forgot is"
            result.notes.append(f"{who} in it, and not brought back")
    return result


def take_in(
    app: App, change: Change, incoming: Sequence[IncomingPerson], *, source: str, event: Event | None
) -> list[ItemChange]:
    """Add or enrich people, as contacts; one item for each, ``added``, ``updated``, ``unchanged`` or ``forgotten``.

    Who is the same person is told by ``person_matching.Matching``. Somebody who was forgotten is left out.
    """
    return _take_in(app, change, incoming, source=source, event=event)[0]


def _take_in(
    app: App, change: Change, incoming: Sequence[IncomingPerson], *, source: str, event: Event | None
) -> tuple[list[ItemChange], list[Lookalike]]:
    everybody = prepare(app, incoming)
    gone = _forgotten(app, everybody, source, event)
    arrivals = [arrival for number, arrival in enumerate(everybody) if number not in gone] if gone else everybody
    matching = Matching(app, arrivals, source=source, event=event)
    writing = Writing(app, change, arrivals, matching)
    named = _named_events(app, change, arrivals)
    items = writing.write(source=source, event=event, named=named)
    duplicates = possible_duplicates(app, arrivals, matching, writing.person_of)
    if not gone:
        return items, duplicates
    written = iter(items)
    all_items = [
        ItemChange(FORGOTTEN, 0, arrival.person.name) if number in gone else next(written)
        for number, arrival in enumerate(everybody)
    ]
    return all_items, duplicates


def _forgotten(app: App, arrivals: Sequence[Arrival], source: str, event: Event | None) -> set[int]:
    """The numbers of the arrivals that are of somebody whom the user forgot."""
    keys = app.store.forgetting.is_forgotten(key for arrival in arrivals for key in _marks(arrival, source, event))
    if not keys:
        return set()
    return {number for number, arrival in enumerate(arrivals) if not keys.isdisjoint(_marks(arrival, source, event))}


def _marks(arrival: Arrival, source: str, event: Event | None) -> Iterator[str]:
    """By what somebody who was forgotten is known again; the address of a function is nobody's own."""
    from eventkit.domain.namesakes import belongs_to_a_role  # only where somebody was forgotten

    person = arrival.person
    for point, normal, identifies in arrival.points:
        if identifies and not belongs_to_a_role(normal):
            yield point_key(point.kind, normal)
    if person.uid:
        yield record_key(source, person.uid)
    if event:
        yield name_key_at(event.slug, person.name)
    if not arrival.keys:
        yield name_key_in(source, person.name)


def _attend(app: App, event: Event, person_ids: Sequence[int]) -> bool:
    """Whether all of these people attend an event already."""
    if not person_ids:
        return True
    there = {person_id for person_id, _ in app.store.people.attendances(event.id)}
    me = app.store.people.me()
    return all(person_id in there or (me and person_id == me.id) for person_id in person_ids)


def _nobody(source: ImportSource, reading: Reading, result: ImportResult) -> InputError:
    """Why nobody could be read."""
    if reading.unmapped:
        return ColumnsError(source.location, reading.unmapped, reading.samples)
    reasons = [f", line {p.line}: {p.reason}" if p.line else f": {p.reason}" for p in result.problems[:3]]
    if source.importer == FOLDER:
        reasons = [p.file + reason for p, reason in zip(result.problems, reasons, strict=False)]
    reason = "; ".join(reason.lstrip(",: ") for reason in reasons) or "it lists nobody"
    return InputError(f"{source.location}: nobody could be read: {reason}")


def _event(app: App, change: Change, name: str) -> Event:
    found = app.store.agenda.events(name)
    if found:
        return found[0]
    if slug(name) != name:
        message = f"--event {name!r}: an event's name on the command line is of a-z, 0-9 and hyphens, as {slug(name)!r}"
        raise InputError(message)
    return app.store.agenda.add_event(change, name, name, app.config.timezone or "UTC")


def _named_events(app: App, change: Change, arrivals: Sequence[Arrival]) -> dict[str, Event]:
    """The events that the records name, by slug; those that are not known are made, where it is one."""
    slugs = {name for arrival in arrivals for name, _ in arrival.person.roles if slug(name) == name}
    return {name: _event(app, change, name) for name in sorted(slugs)}


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave the collector of garbage out: a hundred thousand people are no garbage, and it looks at them all."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
