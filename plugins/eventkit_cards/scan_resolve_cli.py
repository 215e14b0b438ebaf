"""``eventkit scan resolve`` and ``eventkit scan waiting``: whose the codes of badges are."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    AmbiguousError,
    Column,
    InputError,
    NotFoundError,
    dry_run_option,
    event_option,
    find_event,
    format_option,
    get_people,
    one_line,
    pass_app,
    read_people,
    render,
    say,
)
from eventkit_cards.scanning.resolving import resolve_by_list, resolve_by_name
from eventkit_cards.scanning.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App, Event
    from eventkit_cards.scanning.resolving import Resolved
    from eventkit_cards.scanning.waiting import BadgeCode

_SHOWN = 12
_LIKE_A_FILE = re.compile(r"[/\\]|^[^\s@]+\.(?:csv|tsv|txt|xlsx?|ods|json|vcf)$", re.IGNORECASE)


@click.command()
@click.argument("whats", metavar="FILE…|NAME", nargs=-1, required=True)
@event_option
@click.option("--code", metavar="CODE", default="", help="For a NAME: which code, or an unambiguous part of it.")
@format_option
@dry_run_option
@pass_app
def resolve(
    app: App, /, *, whats: tuple[str, ...], event: str | None, code: str, format_name: str, dry_run: bool
) -> int:
    """Say whose the badge codes are that wait at an event: by the organiser's list in a FILE, or by a NAME.

    A list is a table with a column of ids (.csv), or any other file of people that `eventkit import` takes. With a NAME
    it is the one code that waits, or that of --code. Whoever was scanned with --met is then noted as met.
    """
    target = find_event(app, event)
    files = [what for what in whats if os.path.lexists(what)]
    if files and len(files) == len(whats):
        resolved = [one for file in files for one in _by_list(app, target, file, dry_run=dry_run)]
        if len(files) > 1:
            resolved = _last_word(resolved)
    else:
        missing = next((what for what in whats if _LIKE_A_FILE.search(what) and what not in files), None)
        if missing is not None:
            message = f"{missing}: there is no such file"
            raise InputError(message)
        name = " ".join(whats)
        resolved = resolve_by_name(app, target, _one(app, target, code), name, dry_run=dry_run)
    render(resolved, format_name, columns=_COLUMNS, as_json=_as_json, empty=f"no badge code waits at {target.slug}")
    if dry_run and resolved:
        say("Nothing was stored.")
    return 0


@click.command()
@event_option
@format_option
@pass_app
def waiting(app: App, /, *, event: str | None, format_name: str) -> None:
    """List the badge codes and links that were kept with an event, and whose they are."""
    target = find_event(app, event)
    codes = Waiting(app, target).list()
    people = get_people(app, {code.person_id for code in codes if code.person_id})
    rows = [(code, people[code.person_id].name if code.person_id in people else "") for code in codes]
    render(rows, format_name, columns=_WAITING, as_json=_waiting_json, empty=f"no badge code is kept at {target.slug}")


def _by_list(app: App, event: Event, file: str, *, dry_run: bool) -> list[Resolved]:
    reading = read_people(app, file, timezone=event.timezone)
    for problem in reading.problems:
        say(f"{file}, line {problem.line}: {problem.reason}")
    source = os.path.abspath(file)  # noqa: PTH100  # a name, and no access: as an import calls it
    label = f"resolve badge codes by {Path(file).name}"
    return resolve_by_list(app, event, reading.people, source=source, label=label, dry_run=dry_run)


def _last_word(resolved: Sequence[Resolved]) -> list[Resolved]:
    """Of a code that several lists were asked for, what the one that knew it said."""
    by_code: dict[str, Resolved] = {}
    for one in resolved:
        if one.code.key not in by_code or one.person:
            by_code[one.code.key] = one
    return list(by_code.values())


def _one(app: App, event: Event, part: str) -> BadgeCode:
    """The code that waits, or the one with that part; raises ``NotFoundError``."""
    codes = [code for code in Waiting(app, event).list() if not code.person_id]
    exact = [code for code in codes if part and part in (code.text, *code.ids)]
    found = exact or [code for code in codes if part.casefold() in code.text.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        which = f"with {part!r} in it " if part else ""
        message = f"no badge code {which}waits at {event.slug}, and there is no such file either"
        raise NotFoundError(message)
    message = "more than one badge code waits; name one of them by --code:"
    raise AmbiguousError(message, tuple(one_line(code.text) for code in found[:_SHOWN]))


def _as_json(one: Resolved) -> dict[str, Any]:
    return {"code": one.code.text, "person": one.person or None, "action": one.action, "event": one.code.event}


def _waiting_json(row: tuple[BadgeCode, str]) -> dict[str, Any]:
    code, person = row
    return {
        "code": code.text,
        "person": person or None,
        "met_at": code.met_at.isoformat() if code.met_at else None,
        "file": code.file,
        "event": code.event,
    }


_COLUMNS = (
    Column("Code", lambda one: one_line(one.code.text)),
    Column("Whose", lambda one: one.person),
    Column("Done", lambda one: one.action),
)
_WAITING = (
    Column("Code", lambda row: one_line(row[0].text)),
    Column("Whose", lambda row: row[1] or "(waits)"),
    Column("Met", lambda row: f"{row[0].met_at:%a %d %b %H:%M}" if row[0].met_at else ""),
    Column("Picture", lambda row: Path(row[0].file).name),
)
