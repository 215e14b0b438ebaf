"""Whose a badge's code is: by the organiser's list, or by a name that the user gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.api import (
    AmbiguousError,
    IncomingPerson,
    NotFoundError,
    add_encounter,
    find_person,
    one_line,
    parse_line,
    take_in,
    tell_of_encounters,
    unescape,
)
from eventkit_cards.scanning.messages import named_address
from eventkit_cards.scanning.proposals import SOURCE
from eventkit_cards.scanning.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eventkit.api import App, Event, Met
    from eventkit_cards.scanning.waiting import BadgeCode

_SHORT = 4
"""Characters from which an id is told from a count of tickets: below, only the column of ids is looked at."""


@dataclass(slots=True, kw_only=True)
class Resolved:
    """A badge's code, whose it is, and what became of them."""

    code: BadgeCode
    person: str = ""
    action: str = "waits"


def resolve_by_list(
    app: App, event: Event, people: Sequence[IncomingPerson], *, source: str, label: str, dry_run: bool
) -> list[Resolved]:
    """Find every code that waits in a list; one that several of its people have stays as it is."""
    rows: dict[str, list[int]] = {}
    for number, person in enumerate(people):
        for name in _called(person):
            found = rows.setdefault(name, [])
            if number not in found:
                found.append(number)
    codes = [code for code in Waiting(app, event).list() if not code.person_id]

    def who(code: BadgeCode) -> IncomingPerson | str:
        for name in (code.text, *code.ids):
            hits = rows.get(_key(name), [])
            if len(hits) == 1:
                return people[hits[0]]
            if hits:
                return f"waits: {len(hits)} people of the list have it"
        return "waits: not in the list"

    return _resolve(app, event, codes, who, source=source, label=label, dry_run=dry_run)


def resolve_by_name(app: App, event: Event, code: BadgeCode, name: str, *, dry_run: bool) -> list[Resolved]:
    """Say whose one code is: somebody who is known by that name, or somebody new."""
    known = 0
    try:
        known = find_person(app, name).id
    except AmbiguousError:
        raise
    except NotFoundError:
        if not any(character.isalpha() for character in name):
            raise
    person = named_address(name) or IncomingPerson(name=one_line(name))
    return _resolve(app, event, [code], lambda _code: known or person, source=SOURCE, label="", dry_run=dry_run)


def _resolve(
    app: App,
    event: Event,
    codes: Iterable[BadgeCode],
    who: Callable[[BadgeCode], IncomingPerson | str | int],
    *,
    source: str,
    label: str,
    dry_run: bool,
) -> list[Resolved]:
    resolved: list[Resolved] = []
    happened: list[Met] = []
    waiting = Waiting(app, event)
    with app.change(label or "resolve a badge's code", dry_run=dry_run) as change:
        for code in codes:
            one = Resolved(code=code)
            resolved.append(one)
            answer = who(code)
            if isinstance(answer, str):
                one.action = answer
                continue
            if isinstance(answer, int):
                person_id, one.action = answer, "known"
            else:
                (item,) = take_in(app, change, [answer], source=source, event=event)
                person_id, one.action, one.person = item.id, item.kind, item.name
            if not person_id:
                continue
            one.person = app.store.people.get([person_id])[person_id].name
            waiting.resolve(change, code, person_id)
            if code.met_at is not None:
                met = add_encounter(app, change, person_id, event=event, at=code.met_at)
                happened += [met] if met else []
                one.action += ", met" if met else ""
    if not dry_run:
        tell_of_encounters(app, happened)
    return resolved


def _called(person: IncomingPerson) -> set[str]:
    """The ids of somebody in a list: the list's own, and what its other columns say, where that is long enough."""
    names = {_key(person.uid)}
    for line in person.raw.splitlines():
        if line.upper().startswith("X-"):
            told = parse_line(line.encode())
            value = unescape(told.value) if told else ""
            if len(value) >= _SHORT:
                names.add(_key(value))
    return names - {""}


def _key(name: str) -> str:
    return one_line(name).casefold()
