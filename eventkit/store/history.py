"""What was changed, and how to take it back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import UniqueConstraint, and_, func, select

from eventkit.errors import NotFoundError, UndoError
from eventkit.store.changes import take_back
from eventkit.store.schema import change, change_row, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from sqlalchemy import ColumnElement, Connection, RowMapping, Table

    from eventkit.store.changes import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """A change that was made: when (ISO 8601), what it was, how many rows it touched, and what became of it."""

    id: int
    at: str
    label: str
    rows: int
    undoes: int | None = None
    undone_by: int | None = None


def past_changes(connection: Connection, limit: int | None = None) -> list[PastChange]:
    """Changes, the newest first."""
    undoing = change.alias()
    rows = (
        select(func.coalesce(func.sum(change_row.c.last_id - change_row.c.first_id + 1), 0))
        .where(change_row.c.change_id == change.c.id)
        .scalar_subquery()
    )
    query = (
        select(change, rows.label("rows"), func.max(undoing.c.id).label("undone_by"))
        .outerjoin(undoing, undoing.c.undoes == change.c.id)
        .group_by(change.c.id)
        .order_by(change.c.id.desc())
        .limit(limit)
    )
    return [PastChange(**row) for row in connection.execute(query).mappings()]


def undo(into: Change, change_id: int | None) -> PastChange:
    """Take back one change, by default the newest that neither was undone nor is itself an undo.

    Undoing an undo does the change again. Raises ``NotFoundError`` where there is no such change, and
    ``UndoError`` naming the later change that stands in the way.
    """
    connection = into.connection
    everything = {past.id: past for past in past_changes(connection)}
    everything.pop(into.id)
    if change_id is None:
        wanted = next(
            (past for past in everything.values() if past.undoes is None and _in_force(past, everything)), None
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
    _check_nothing_later(connection, wanted, everything)
    rows = connection.execute(select(change_row).where(change_row.c.change_id == wanted.id)).mappings().all()
    _check_room(connection, wanted, rows, everything)
    into.rename(f"undo {wanted.id}: {wanted.label}", undoes=wanted.id)
    take_back(into, rows)
    return wanted


def _check_nothing_later(connection: Connection, wanted: PastChange, everything: dict[int, PastChange]) -> None:
    """Refuse where a later change in force touched the same rows, or made rows that point to them.

    A later undo of a later change is no obstacle: together they left the rows as they were.
    """
    for later_id in sorted(_touched_later(connection, wanted.id) | _pointing_later(connection, wanted.id)):
        later = everything.get(later_id)
        if later is None or not _in_force(later, everything):
            continue
        if later.undoes is None or later.undoes < wanted.id:
            raise UndoError(_in_the_way(wanted, later))


def _check_room(
    connection: Connection, wanted: PastChange, rows: Sequence[RowMapping], everything: dict[int, PastChange]
) -> None:
    """Refuse where a row to be put back has lost its place: its name was given anew, or what it points to is gone."""
    back = [(row["table_name"], json.loads(row["before"])) for row in rows if row["operation"] == "delete"]
    returning = {(name, before["id"]) for name, before in back}
    for name, before in back:
        for blocker, operation in _blockers(connection, metadata.tables[name], before, returning):
            by = select(func.max(change_row.c.change_id)).where(
                change_row.c.table_name == blocker[0],
                change_row.c.operation == operation,
                change_row.c.first_id <= blocker[1],
                change_row.c.last_id >= blocker[1],
            )
            later = everything.get(connection.execute(by).scalar() or 0)
            if later is not None and (later.undoes or wanted.id) > wanted.id:
                continue  # it brought back what the change itself had made
            if later is not None and later.id > wanted.id:
                raise UndoError(_in_the_way(wanted, later))


def _blockers(
    connection: Connection, table: Table, before: dict[str, Any], returning: AbstractSet[tuple[str, int]]
) -> Iterator[tuple[tuple[str, int], str]]:
    """Rows whose insertion took, or whose deletion removed, what a row needs to return."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            same = select(table.c.id).where(*(column == before[column.name] for column in constraint.columns))
            yield from (((table.name, found), "insert") for found in connection.execute(same).scalars())
    for column in table.columns:
        for key in column.foreign_keys:
            parent, target = key.column.table, before[column.name]
            if target is None or (parent.name, target) in returning:
                continue
            if connection.execute(select(parent.c.id).where(parent.c.id == target)).first() is None:
                yield (parent.name, target), "delete"


def _in_the_way(wanted: PastChange, later: PastChange) -> str:
    return (
        f"change {wanted.id} ({wanted.label}) cannot be undone: change {later.id} ({later.label}) builds on it; "
        f"undo that one first, with `eventkit undo {later.id}`"
    )


def _in_force(past: PastChange, everything: dict[int, PastChange]) -> bool:
    """Whether a change holds: it was not undone, or its undo was undone in turn."""
    return past.undone_by is None or not _in_force(everything[past.undone_by], everything)


def _touched_later(connection: Connection, change_id: int) -> set[int]:
    mine, later = change_row.alias(), change_row.alias()
    overlap = and_(
        later.c.table_name == mine.c.table_name,
        later.c.first_id <= mine.c.last_id,
        later.c.last_id >= mine.c.first_id,
        later.c.change_id > change_id,
    )
    query = select(later.c.change_id).join(mine, overlap).where(mine.c.change_id == change_id)
    return set(connection.execute(query).scalars())


def _pointing_later(connection: Connection, change_id: int) -> set[int]:
    """Changes that added rows which point to rows that the change added, and which are still there."""
    found: set[int] = set()
    mine, later = change_row.alias(), change_row.alias()
    for table in metadata.sorted_tables:
        for column in table.columns:
            for key in column.foreign_keys:
                if table.name in {"change", "change_row"}:
                    continue
                points: ColumnElement[bool] = and_(
                    mine.c.table_name == key.column.table.name, column.between(mine.c.first_id, mine.c.last_id)
                )
                added = and_(later.c.table_name == table.name, table.c.id.between(later.c.first_id, later.c.last_id))
                query = (
                    select(later.c.change_id)
                    .select_from(table)
                    .join(mine, points)
                    .join(later, added)
                    .where(mine.c.change_id == change_id, mine.c.operation == "insert")
                    .where(later.c.change_id > change_id, later.c.operation == "insert")
                    .distinct()
                )
                found.update(connection.execute(query).scalars())
    return found
