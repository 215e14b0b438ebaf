"""Changes: every write belongs to one, which is one transaction and knows how to take itself back.

What is recorded of a write is what undoing it takes: the ids of rows added (a range, as they are numbered in
one go), and the former values of rows updated or deleted.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, literal_column, select, table, update

from eventkit.domain.text import storable
from eventkit.store.schema import change_row, metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, RowMapping, Table

Values = dict[str, Any]
_IDS_AT_A_TIME = 500


class Change:
    """An open change. Made by ``Store.change``; every write of the store goes through one."""

    def __init__(self, connection: Connection, change_id: int) -> None:
        """Keep the connection, whose transaction the change is."""
        self.connection = connection
        self.id = change_id
        self.empty = True

    def insert(self, into: Table, rows: Sequence[Mapping[str, Any]]) -> range:
        """Add rows and return their ids, in the order of the rows."""
        if not rows:
            return range(0)
        first = self._next_id(into)
        ids = range(first, first + len(rows))
        self.connection.execute(
            insert(into), [{"id": row_id, **_clean(row)} for row_id, row in zip(ids, rows, strict=True)]
        )
        self._record(into, "insert", ids[0], ids[-1])
        return ids

    def insert_one(self, into: Table, **values: object) -> int:
        """Add a row and return its id."""
        return self.insert(into, [values])[0]

    def update(self, where: Table, row_id: int, **values: object) -> bool:
        """Change a row; returns whether anything in it was different. A row that is not there is a ``LookupError``."""
        before = self.connection.execute(select(where).where(where.c.id == row_id)).mappings().one_or_none()
        if before is None:
            message = f"{where.name} {row_id} is gone"
            raise LookupError(message)
        values = _clean(values)
        differing = {name: before[name] for name, value in values.items() if before[name] != value}
        if not differing:
            return False
        self.connection.execute(update(where).where(where.c.id == row_id).values({k: values[k] for k in differing}))
        self._record(where, "update", row_id, row_id, differing)
        return True

    def delete(self, from_: Table, ids: Iterable[int]) -> int:
        """Remove rows; returns how many there were."""
        wanted = list(ids)
        removed = 0
        for start in range(0, len(wanted), _IDS_AT_A_TIME):
            some = from_.c.id.in_(wanted[start : start + _IDS_AT_A_TIME])
            for row in self.connection.execute(select(from_).where(some)).mappings().all():
                self._record(from_, "delete", row["id"], row["id"], dict(row))
                removed += 1
            self.connection.execute(delete(from_).where(some))
        return removed

    def _next_id(self, into: Table) -> int:
        """The number after the last that was ever given: a number the user saw never means something else."""
        highest = self.connection.execute(select(func.coalesce(func.max(into.c.id), 0))).scalar_one()
        if self.connection.dialect.name == "sqlite":
            sequence = table("sqlite_sequence")
            given = self.connection.execute(
                select(literal_column("seq")).select_from(sequence).where(literal_column("name") == into.name)
            ).scalar()
            highest = max(highest, given or 0)
        return int(highest) + 1

    def _record(self, where: Table, operation: str, first: int, last: int, before: Values | None = None) -> None:
        self.empty = False
        self.connection.execute(
            insert(change_row).values(
                change_id=self.id,
                table_name=where.name,
                operation=operation,
                first_id=first,
                last_id=last,
                before=json.dumps(before, ensure_ascii=False) if before else "",
            )
        )


def take_back(change: Change, rows: Sequence[RowMapping]) -> None:
    """Undo recorded rows, the last first, as part of another change."""
    for row in sorted(rows, key=lambda row: row["id"], reverse=True):
        where = metadata.tables[row["table_name"]]
        if row["operation"] == "insert":
            change.delete(where, range(row["first_id"], row["last_id"] + 1))
        elif row["operation"] == "update":
            change.update(where, row["first_id"], **json.loads(row["before"]))
        else:
            before = json.loads(row["before"])
            change.connection.execute(insert(where), [before])
            change._record(where, "insert", before["id"], before["id"])  # noqa: SLF001  # the id is given, not the next


def _clean(values: Mapping[str, Any]) -> Values:
    return {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
