"""Forgetting somebody: for good, everywhere within reach, and so that the next import does not bring them back."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eventkit.domain.forgetting import Redaction, keys_of, name_key_at, name_key_in, record_key
from eventkit.domain.text import fold
from eventkit.errors import InputError, StoreError
from eventkit.services.editing import kept_texts
from eventkit.store.provenance import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from eventkit.app import App
    from eventkit.domain.people import Person
    from eventkit.store.changes import Change
    from eventkit.store.database import Values
    from eventkit.store.provenance import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What went, or would go: ``gone`` counts rows by table, ``sessions`` those whose texts named them.

    ``mentions`` are the user's words on others that name them, and stay: the table, and the number of whom they are
    about, or the plugin. ``files`` are those that plugins wrote for them.
    """

    people: tuple[Person, ...]
    gone: Mapping[str, int] = field(default_factory=dict)
    labels: int = 0
    sessions: int = 0
    digests: int = 0
    mentions: tuple[tuple[str, int | str], ...] = ()
    files: tuple[str, ...] = ()


def forget_people(app: App, people: Sequence[Person], *, keep_hash: bool = True, dry_run: bool = False) -> Forgotten:
    """Erase people, and the history of them. There is no undo.

    With ``keep_hash`` salted digests of what identifies them stay, by which imports pass over them. Raises
    ``InputError`` for the user's own record, and ``StoreError`` where the database's file cannot be written anew.
    """
    if any(person.is_me for person in people):
        message = "your own record is not forgotten; `eventkit people edit me` changes it"
        raise InputError(message)
    store = app.store
    forgetting = store.forgetting
    wanted = {person.id: person for person in people}
    label = "forgot somebody" if len(wanted) == 1 else f"forgot {len(wanted)} people"
    forgetting.overwrite_what_goes()
    with store.change(label, dry_run=dry_run) as change:
        total = Forgotten(people=tuple(wanted.values()))
        for number in wanted:
            total = _with(total, _forget(app, change, store.provenance.trail(number), keep_hash=keep_hash))
    if not dry_run:
        try:
            forgetting.compact()
        except StoreError as error:
            message = f"they are forgotten, but the file was not written anew, and may hold their bytes still: {error}"
            raise StoreError(message) from error
        for number in wanted:
            for file in kept_texts(app, number):
                file.unlink(missing_ok=True)
    return total


def _forget(app: App, change: Change, trail: Trail, *, keep_hash: bool) -> Forgotten:
    """Erase one person within a change."""
    store = app.store
    forgetting = store.forgetting
    rows = _by_table(trail)
    redaction = Redaction(_names(rows), _points(rows, "email", "phone"))
    keys = set(_keys(app, trail)) if keep_hash else set()
    doubts = list(_doubts(app, rows))
    sessions = {row["session_id"] for row in rows["session_speaker"]} | {session_id for _, session_id in doubts}
    change_ids = {record.change_id for record in trail.records}
    gone = forgetting.erase(change, trail)
    forgetting.drop_doubts(change, [number for number, _ in doubts], _is_of(rows))
    forgetting.remember(change, sorted(keys), app.now().isoformat())
    return Forgotten(
        people=(),
        gone=gone,
        labels=forgetting.redact_history(redaction, partial(redaction, loosely=True), change_ids),
        sessions=forgetting.redact_sessions(redaction, sessions),
        digests=len(keys),
        mentions=tuple(dict.fromkeys(forgetting.mentions(redaction, sorted(trail.ids)))),
        files=tuple(dict.fromkeys(path for row in rows["document"] for path in _files(row))),
    )


def _with(total: Forgotten, one: Forgotten) -> Forgotten:
    """What went in all."""
    return Forgotten(
        people=total.people,
        gone=Counter(total.gone) + Counter(one.gone),
        labels=total.labels + one.labels,
        sessions=total.sessions + one.sessions,
        digests=total.digests + one.digests,
        mentions=tuple(dict.fromkeys([*total.mentions, *one.mentions])),
        files=tuple(dict.fromkeys([*total.files, *one.files])),
    )


def _by_table(trail: Trail) -> dict[str, list[Values]]:
    """What a person's rows are, and what they were."""
    found: dict[str, list[Values]] = defaultdict(list)
    for key, row in trail.rows.items():
        found[key.table].append(row)
    for step in steps(trail):
        found[step.key.table] += [row for row in (step.before, step.after) if row]
    return found


def _names(rows: Mapping[str, Sequence[Values]]) -> set[str]:
    """Everything that they were ever called, by the user or by an agenda."""
    return {row["name"] for table in ("person", "session_speaker") for row in rows.get(table, ())}


def _points(rows: Mapping[str, Sequence[Values]], *kinds: str) -> set[str]:
    return {row["value"] for row in rows.get("contact_point", ()) if row["kind"] in kinds}


def _keys(app: App, trail: Trail) -> Iterator[str]:
    """By what an import would know them again, as they are today."""
    slugs = {event.id: event.slug for event in app.store.agenda.events()}
    rows: dict[str, list[Values]] = defaultdict(list)
    for key, row in trail.rows.items():
        rows[key.table].append(row)
    identifying = [(row["kind"], row["normal"]) for row in rows["contact_point"] if row["identifies"]]
    yield from keys_of(points=identifying)
    records = [(row["source"], row["uid"]) for row in rows["card"] if row["uid"]]
    for source, uid in [*records, *app.store.speakers.uids_of(sorted(trail.ids))]:
        yield record_key(source, uid)
    names = _names(rows)
    events = {row["event_id"] for table in ("attendance", "encounter") for row in rows[table]}
    yield from (name_key_at(slugs[event_id], name) for event_id in sorted(events) for name in sorted(names))
    if not identifying and not records:
        sources = {row["source"] for row in rows["card"]}
        yield from (name_key_in(source, name) for source in sorted(sources) for name in sorted(names))


def _is_of(rows: Mapping[str, Sequence[Values]]) -> Callable[[Values], bool]:
    """What knows a doubtful speaker for them, by the name or the address."""
    names = {fold(name) for name in _names(rows)}
    emails = {value.casefold() for value in _points(rows, "email")}

    def is_theirs(doubt: Values) -> bool:
        return fold(doubt.get("name", "")) in names or doubt.get("email", "").casefold() in emails

    return is_theirs


def _doubts(app: App, rows: Mapping[str, Sequence[Values]]) -> Iterator[tuple[int, int]]:
    """The doubtful speakers that they may be, by number, each with the session."""
    is_theirs = _is_of(rows)
    events = {row["event_id"] for table in ("attendance", "encounter") for row in rows.get(table, ())}
    for event_id in sorted(events):
        for doubt in app.store.speakers.doubts(event_id):
            if is_theirs({"name": doubt.name, "email": doubt.email}):
                yield doubt.id, doubt.session_id


def _files(document: Values) -> Iterator[str]:
    """The files that a plugin says it wrote, and that are there."""
    data: Any = json.loads(document["data"])
    path = data.get("path") if isinstance(data, dict) else None
    if isinstance(path, str) and path and Path(path).is_file():
        yield path
