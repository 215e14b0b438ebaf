"""What was changed, and how to take it back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eventkit.errors import NotFoundError, UndoError
from eventkit.store.changes import take_back
from eventkit.store.references import REFERENCES, UNIQUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from eventkit.store.changes import Change
    from eventkit.store.database import Database, Values

_CHANGES = """
    SELECT id, at, label, undoes, who, source,
           (SELECT COALESCE(SUM(last_id - first_id + 1), 0) FROM change_row WHERE change_id = "change".id),
           (SELECT MAX(undoing.id) FROM "change" AS undoing WHERE undoing.undoes = "change".id)
    FROM "change" ORDER BY id DESC
"""
_WHO_WROTE = """
    SELECT MAX(change_id) FROM change_row
    WHERE table_name = :name AND operation = :operation AND first_id <= :id AND last_id >= :id
"""
_TOUCHED_LATER = """
    SELECT later.change_id FROM change_row AS mine JOIN change_row AS later
        ON later.table_name = mine.table_name AND later.first_id <= mine.last_id AND later.last_id >= mine.first_id
    WHERE mine.change_id = :id AND later.change_id > :id
"""
_POINTING_LATER = """
    SELECT DISTINCT later.change_id
    FROM change_row AS mine
    JOIN "{table}" AS pointing ON pointing."{column}" BETWEEN mine.first_id AND mine.last_id
    JOIN change_row AS later ON pointing.id BETWEEN later.first_id AND later.last_id
    WHERE mine.change_id = :id AND mine.operation = 'insert' AND mine.table_name = '{target}'
      AND later.change_id > :id AND later.operation = 'insert' AND later.table_name = '{table}'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """A change that was made: when (ISO 8601), what it was, how many rows it touched, and what became of it."""

    id: int
    at: str
    label: str
    rows: int
    undoes: int | None = None
    who: str = ""
    source: str = ""
    undone_by: int | None = None


def past_changes(database: Database, limit: int | None = None) -> list[PastChange]:
    """Changes, the newest first."""
    sql, values = (_CHANGES, {}) if limit is None else (f"{_CHANGES} LIMIT :limit", {"limit": limit})
    return [
        PastChange(
            id=change_id, at=at, label=label, rows=int(rows), undoes=undoes, who=who, source=source, undone_by=undone_by
        )
        for change_id, at, label, undoes, who, source, rows, undone_by in database.ask(sql, values).rows
    ]


def undo(into: Change, change_id: int | None) -> PastChange:
    """Take back one change, by default the newest that neither was undone nor is itself an undo.

    Undoing an undo does the change again. Raises ``NotFoundError`` where there is no such change, and
    ``UndoError`` naming the later change that stands in the way.
    """
    database = into.database
    everything = {past.id: past for past in past_changes(database)}
    everything.pop(into.id)
    if change_id is None:
        wanted = next(
            (past for past in everything.values() if past.undoes is None and past.rows and _in_force(past, everything)),
            None,
        )
        if wanted is None:
            message = "there is nothing to undo"
            raise NotFoundError(message)
    elif change_id in everything:
        wanted = everything[change_id]
    else:
        message = f"there is no change {change_id}; `eventkit history` lists them"
        raise NotFoundError(message)
    if not _in_force(wanted, everything):
        message = f"change {wanted.id} ({wanted.label}) was undone already, by change {wanted.undone_by}"
        raise UndoError(message)
    if not wanted.rows:
        message = f"change {wanted.id} ({wanted.label}) cannot be undone: what it did was forgotten"
        raise UndoError(message)
    _check_nothing_later(database, wanted, everything)
    rows = database.ask("SELECT * FROM change_row WHERE change_id = :id", {"id": wanted.id}).dicts()
    _check_room(database, wanted, rows, everything)
    into.rename(f"undo {wanted.id}: {wanted.label}", undoes=wanted.id)
    take_back(into, rows)
    return wanted


def _check_nothing_later(database: Database, wanted: PastChange, everything: dict[int, PastChange]) -> None:
    """Refuse where a later change in force touched the same rows, or made rows that point to them.

    A later undo of a later change is no obstacle: together they left the rows as they were.
    """
    for later_id in sorted(_touched_later(database, wanted.id) | _pointing_later(database, wanted.id)):
        later = everything.get(later_id)
        if later is None or not _in_force(later, everything):
            continue
        if later.undoes is None or later.undoes < wanted.id:
            raise UndoError(_in_the_way(wanted, later))


def _check_room(
    database: Database, wanted: PastChange, rows: Sequence[Values], everything: dict[int, PastChange]
) -> None:
    """Refuse where a row to be put back has lost its place: its name was given anew, or what it points to is gone."""
    back = [(row["table_name"], json.loads(row["before"])) for row in rows if row["operation"] == "delete"]
    returning = {(name, before["id"]) for name, before in back}
    for name, before in back:
        for blocker, operation in _blockers(database, name, before, returning):
            values = {"name": blocker[0], "operation": operation, "id": blocker[1]}
            later = everything.get(database.ask(_WHO_WROTE, values).rows[0][0] or 0)
            if later is not None and (later.undoes or wanted.id) > wanted.id:
                continue  # it brought back what the change itself had made
            if later is not None and later.id > wanted.id:
                raise UndoError(_in_the_way(wanted, later))


def _blockers(
    database: Database, table: str, before: dict[str, Any], returning: AbstractSet[tuple[str, int]]
) -> Iterator[tuple[tuple[str, int], str]]:
    """Rows whose insertion took, or whose deletion removed, what a row needs to return."""
    if columns := UNIQUE.get(table):
        same = " AND ".join(f'"{column}" = :{column}' for column in columns)
        taken = database.ask(f'SELECT id FROM "{table}" WHERE {same}', {column: before[column] for column in columns})  # noqa: S608  # our own names
        yield from (((table, found), "insert") for found in taken.firsts())
    for column, parent in REFERENCES.get(table, {}).items():
        target = before[column]
        if target is None or (parent, target) in returning:
            continue
        if not database.ask(f'SELECT id FROM "{parent}" WHERE id = :id', {"id": target}).rows:  # noqa: S608  # our own names
            yield (parent, target), "delete"


def _in_the_way(wanted: PastChange, later: PastChange) -> str:
    return (
        f"change {wanted.id} ({wanted.label}) cannot be undone: change {later.id} ({later.label}) builds on it; "
        f"undo that one first, with `eventkit undo {later.id}`"
    )


def _in_force(past: PastChange, everything: dict[int, PastChange]) -> bool:
    """Whether a change holds: it was not undone, or its undo was undone in turn."""
    return past.undone_by is None or not _in_force(everything[past.undone_by], everything)


def _touched_later(database: Database, change_id: int) -> set[int]:
    return set(database.ask(_TOUCHED_LATER, {"id": change_id}).firsts())


def _pointing_later(database: Database, change_id: int) -> set[int]:
    """Changes that added rows which point to rows that the change added, and which are still there."""
    return {
        later
        for table, columns in REFERENCES.items()
        if table not in {"change", "change_row"}
        for column, target in columns.items()
        for later in database.ask(
            _POINTING_LATER.format(table=table, column=column, target=target), {"id": change_id}
        ).firsts()
    }
