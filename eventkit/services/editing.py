"""Editing a person as a text: only what differs is changed, and nobody else's edit is lost to it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from eventkit.domain.identity import is_email, normal_form
from eventkit.domain.sheets import FIELDS, LABELS, POINTS, TEXTS, read_sheet, sheet_of, with_points, write_sheet
from eventkit.domain.text import fold, one_line, slug
from eventkit.errors import InputError, StoreError, UsageError
from eventkit.folders import make_private
from eventkit.services.platforms import recognise_handles
from eventkit.store.editing import remove_points

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eventkit.app import App
    from eventkit.domain.people import Person
    from eventkit.domain.sheets import Sheet
    from eventkit.store.changes import Change

_FOLDER = "edits"


@dataclass(frozen=True, slots=True)
class Edited:
    """A person after an edit, and the fields that it changed."""

    person: Person
    fields: tuple[str, ...]


def text_to_edit(person: Person) -> str:
    """A person as TOML."""
    number = "me" if person.is_me else f"number {person.id}"
    return write_sheet(sheet_of(person), f"{person.name}, {number}")


def save_text(app: App, opened: Person, text: str, *, dry_run: bool = False) -> Edited:
    """Make of a person what a text says, which was made of the person as ``opened``.

    Raises ``InputError`` for a text that says nothing sensible, and ``StoreError`` where somebody else changed the
    very same field meanwhile: what only one of the two changed is kept of both.
    """
    return (
        _save(app, opened, read_sheet(text, sheet_of(opened)), dry_run=dry_run) if text.strip() else Edited(opened, ())
    )


def set_fields(app: App, person: Person, values: Mapping[str, str], *, dry_run: bool = False) -> Edited:
    """Give a person's fields other values; raises ``UsageError`` for what is no field of one text."""
    for name in values:
        if name not in TEXTS:
            message = f"--set {name}: there is {', '.join(TEXTS)}; without --set the rest is edited too"
            raise UsageError(message)
    if not values.get("name", person.name).strip():
        message = "name: a person needs something to be called by"
        raise InputError(message)
    texts: dict[str, Any] = {name: value if name == "note" else one_line(value) for name, value in values.items()}
    return _save(app, person, replace(sheet_of(person), **texts), dry_run=dry_run)


def keep_text(app: App, person: Person, text: str) -> Path:
    """Put a text where an editor finds it, and where it stays until it is saved: in a file that is the user's alone."""
    folder = app.paths.data / _FOLDER
    try:
        make_private(folder)
        number = 1
        while True:
            again = f"-{number}" if number > 1 else ""
            file = folder / f"{slug(person.name, fallback='person')}-{person.id}{again}.toml"
            if not os.path.lexists(file):
                break
            number += 1
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        message = f"{folder}: cannot keep the text to edit: {error.strerror or error}"
        raise StoreError(message) from error
    return file


def kept_texts(app: App, person_id: int) -> list[Path]:
    """The texts of a person that were never saved."""
    return [
        file
        for pattern in (f"*-{person_id}.toml", f"*-{person_id}-*.toml")
        for file in sorted((app.paths.data / _FOLDER).glob(pattern))
    ]


def _save(app: App, opened: Person, edited: Sheet, *, dry_run: bool) -> Edited:
    before = sheet_of(opened)
    edited = with_points(edited, recognise_handles(app, edited.points)) if edited.points != before.points else edited
    if edited == before:
        return Edited(opened, ())
    _check(app, opened, before, edited)
    with app.store.change(f"edit {opened.name}", dry_run=dry_run) as change:
        there = app.store.people.get([opened.id]).get(opened.id)
        if there is None:
            message = f"{opened.name} (number {opened.id}) is gone: somebody merged or forgot them meanwhile"
            raise StoreError(message)
        now = sheet_of(there)
        wanted = _merged(before, edited, now, app.config.region)
        _write(app, change, opened.id, now, wanted)
        person = app.store.people.get([opened.id])[opened.id]
    return Edited(person, tuple(name for name in FIELDS if getattr(now, name) != getattr(wanted, name)))


def _check(app: App, person: Person, before: Sheet, edited: Sheet) -> None:
    """Raise ``InputError`` for a new contact point that is none, or is somebody else's."""
    new = [
        point for point in edited.points if (point.kind, point.value) not in {(p.kind, p.value) for p in before.points}
    ]
    for point in new:
        if point.kind == "email" and not is_email(point.value):
            message = f"emails: {point.value!r} is no e-mail address"
            raise InputError(message)
    for number, owner in app.store.people.get(app.store.people.reached_by(new)).items():
        if number != person.id:
            message = (
                f"{owner.name} (number {number}) has that address, number or handle already; "
                f"`eventkit merge {person.id} {number}` makes one person of two"
            )
            raise InputError(message)


def _merged(before: Sheet, edited: Sheet, now: Sheet, region: str) -> Sheet:
    """What is wanted of the record as it is now: what only one side changed is as that side has it."""
    values: dict[str, Any] = {}
    refused = []
    for name in FIELDS:
        old, mine, theirs = (getattr(sheet, name) for sheet in (before, edited, now))
        if mine in (old, theirs):
            values[name] = theirs
        elif theirs == old:
            values[name] = mine
        elif isinstance(mine, tuple):
            kept = tuple(item for item in theirs if item in mine or item not in old)
            values[name] = (*kept, *(item for item in mine if item not in old and item not in kept))
            if name in POINTS and len({normal_form(point, region) for point in values[name]}) < len(values[name]):
                refused.append(f"{name} are changed meanwhile too")
        else:
            refused.append(f"{name} was changed meanwhile, to {theirs!r}, and you wrote {mine!r}")
    if refused:
        message = f"{'; '.join(refused)}: nothing was saved"
        raise StoreError(message)
    return replace(now, **values)


def _write(app: App, change: Change, person_id: int, now: Sheet, wanted: Sheet) -> None:
    """Change what differs."""
    people = app.store.people
    texts = {name: getattr(wanted, name) for name in (*TEXTS, "do_not_contact")}
    people.update(change, person_id, **texts)
    new = [
        point
        for name, kind in POINTS.items()
        if getattr(now, name) != getattr(wanted, name)
        for point in remove_points(change, person_id, kind, getattr(wanted, name))
    ]
    people.add_points(change, person_id, new)
    for name in LABELS:
        kind, there = name.removesuffix("s"), {fold(value) for value in getattr(wanted, name)}
        for value in getattr(now, name):
            if fold(value) not in there:
                people.remove_label(change, person_id, kind, value)
        people.add_labels(change, kind, [(person_id, value) for value in getattr(wanted, name)])
