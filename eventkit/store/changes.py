"""Changes: every write belongs to one, which is one transaction and knows how to take itself back.

What is recorded of a write is what undoing it takes: the ids of rows added (a range, as they are numbered in
one go), and the former values of rows updated or deleted.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from eventkit.domain.text import storable
from eventkit.store.database import as_stored, as_stored_columns, in_list
from eventkit.store.references import VERSIONED, with_flags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from eventkit.store.database import Database, Values

PERSONAL = frozenset({"contact_point", "label", "encounter"})
"""The tables whose rows are part of the text of a person."""

READ_AT_ONCE = 10_000
"""Ids in a statement that only reads by them: one of 70 kB takes half the time of twenty small ones."""

_IDS_AT_A_TIME = 500
_ROWS_AT_A_TIME = 1000
_Item = TypeVar("_Item")


class Change:
    """An open change. Made by ``Store.change``; every write of the store goes through one."""

    def __init__(self, database: Database, at: str, label: str, *, who: str = "", source: str = "") -> None:
        """Begin it, within an open transaction. ``source`` is where what it brings comes from, as a file's name."""
        self.database = database
        self.empty = True
        self.touched: set[int] = set()
        """Ids of the people whose text may be another after it."""
        self.id = database.next_id("change", 1)
        values = {"id": self.id, "at": at, "label": storable(label), "who": storable(who), "source": storable(source)}
        database.add_rows("change", list(values), [values])

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> range:
        """Add rows, which all have the same columns, and return their ids, in the order of the rows."""
        return self.insert_each(table, rows, lambda row: row)

    def insert_each(self, table: str, items: Sequence[_Item], row_of: Callable[[_Item], Mapping[str, Any]]) -> range:
        """Add a row for each item, made when its turn comes: of ten thousand sessions not all are held twice."""
        if not items:
            return range(0)
        first = self.database.next_id(table, len(items))
        ids = range(first, first + len(items))
        rows: Iterable[Values] = (
            {**as_stored(row_of(item)), "id": row_id} for row_id, item in zip(ids, items, strict=True)
        )
        if table == "person":
            self.touched.update(ids)
        elif table in PERSONAL:
            rows = self._touching(rows)
        self.database.add_rows(table, [*row_of(items[0]), "id"], rows)
        self._record([_record_of(table, "insert", ids[0], ids[-1])])
        return ids

    def insert_tuples(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> range:
        """Add rows of bare values, in the order of the columns, and return their ids: for very many of them."""
        if not rows:
            return range(0)
        first = self.database.next_id(table, len(rows))
        ids = range(first, first + len(rows))
        if table == "person":
            self.touched.update(ids)
        elif table in PERSONAL:
            self.touched.update(map(itemgetter(columns.index("person_id")), rows))
        starts = range(0, len(rows), _ROWS_AT_A_TIME)
        lots = ((ids[start:], rows[start : start + _ROWS_AT_A_TIME]) for start in starts)
        numbered = chain.from_iterable(zip(numbers, *as_stored_columns(lot), strict=False) for numbers, lot in lots)
        self.database.add_tuples(table, ["id", *columns], numbered)
        self._record([_record_of(table, "insert", ids[0], ids[-1])])
        return ids

    def insert_one(self, table: str, **values: object) -> int:
        """Add a row and return its id."""
        return self.insert(table, [values])[0]

    def insert_again(self, table: str, row: Values) -> None:
        """Put a row back that has its id already."""
        self._touch(table, [row])
        self.database.add_rows(table, list(row), [row])
        self._record([_record_of(table, "insert", row["id"], row["id"])])

    def update(self, table: str, row_id: int, **values: object) -> bool:
        """Change a row; returns whether anything in it was different. A row that is not there is a ``LookupError``."""
        return bool(self.update_many(table, {row_id: values}))

    def update_many(self, table: str, values: Mapping[int, Values]) -> set[int]:
        """Change rows, by id; returns those in which anything was different. A missing one is a ``LookupError``."""
        alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
        records = []
        for lot in batched(values):
            rows = self._rows(table, lot)
            if len(rows) < len(lot):
                message = f"{table} {min(set(lot) - {row['id'] for row in rows})} is gone"
                raise LookupError(message)
            for before in rows:
                row_id = before["id"]
                new = as_stored(values[row_id])
                differing = {name: before[name] for name, value in new.items() if before[name] != value}
                if differing:
                    self._touch(table, [before, {**before, **new}])
                    alike[tuple(differing)].append({"row_id": row_id, **{name: new[name] for name in differing}})
                    records.append(_record_of(table, "update", row_id, row_id, differing))
        for names, changed in alike.items():
            assignments = ", ".join(f'"{name}" = :{name}' for name in names)
            assignments += ", version = version + 1" if table in VERSIONED else ""
            self.database.tell_many(f'UPDATE "{table}" SET {assignments} WHERE id = :row_id', changed)  # noqa: S608  # our own names
        self._record(records)
        return {record["first_id"] for record in records}

    def delete(self, table: str, ids: Iterable[int]) -> int:
        """Remove rows; returns how many there were."""
        removed = 0
        for lot in batched(ids):
            rows = self._rows(table, lot)
            self._touch(table, rows)
            self._record([_record_of(table, "delete", row["id"], row["id"], row) for row in rows])
            self.database.tell(f'DELETE FROM "{table}" WHERE id IN {in_list(lot)}')  # noqa: S608  # our own names
            removed += len(rows)
        return removed

    def rename(self, label: str, *, undoes: int) -> None:
        """Say of the change itself what it undoes."""
        values = {"id": self.id, "label": label, "undoes": undoes}
        self.database.tell('UPDATE "change" SET label = :label, undoes = :undoes WHERE id = :id', values)

    def _touch(self, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        if table == "person":
            self.touched.update(row["id"] for row in rows)
        elif table in PERSONAL:
            self.touched.update(row["person_id"] for row in rows)

    def _touching(self, rows: Iterable[Values]) -> Iterator[Values]:
        for row in rows:
            self.touched.add(row["person_id"])
            yield row

    def _rows(self, table: str, ids: Sequence[int]) -> list[Values]:
        sql = f'SELECT * FROM "{table}" WHERE id IN {in_list(ids)}'  # noqa: S608  # our own names
        return self.database.ask(sql).dicts() if ids else []

    def _record(self, records: Sequence[Values]) -> None:
        if records:
            self.empty = False
            first = self.database.next_id("change_row", len(records))
            rows = [{**record, "id": first + n, "change_id": self.id} for n, record in enumerate(records)]
            self.database.add_rows("change_row", list(rows[0]), rows)


def take_back(change: Change, rows: Iterable[Mapping[Any, Any]]) -> None:
    """Undo recorded rows, the last first, as part of another change."""
    import json  # 2 ms that a first import does without, which records what it added by numbers

    for row in sorted(rows, key=lambda row: row["id"], reverse=True):
        table = row["table_name"]
        if row["operation"] == "insert":
            change.delete(table, range(row["first_id"], row["last_id"] + 1))
        elif row["operation"] == "update":
            change.update(table, row["first_id"], **with_flags(table, json.loads(row["before"])))
        else:
            change.insert_again(table, with_flags(table, json.loads(row["before"])))


def batched(ids: Iterable[int], most: int = _IDS_AT_A_TIME) -> Iterator[list[int]]:
    """The ids in lots that fit into a statement."""
    wanted = list(ids)
    for start in range(0, len(wanted), most):
        yield wanted[start : start + most]


def _record_of(table: str, operation: str, first: int, last: int, before: Values | None = None) -> Values:
    return {
        "table_name": table,
        "operation": operation,
        "first_id": first,
        "last_id": last,
        "before": _as_json(before) if before else "",
    }


def _as_json(values: Values) -> str:
    import json  # see above

    return json.dumps(values, ensure_ascii=False)
