"""The past of a person's rows, as the history has it: what it takes to tell where a value came from, and to forget it.

Nothing is stored for this. Which change added, changed or removed a row is recorded so that it can be undone; walking
the records of a row backwards from what it is now gives what it was before and after each of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from eventkit.store.changes import batched
from eventkit.store.database import in_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from eventkit.store.database import Database, Values

THEIRS = ("contact_point", "label", "card", "attendance", "encounter", "session_speaker", "document")
"""The tables whose rows belong to one person each, by ``person_id``."""

MERGED = ("eventkit", "merged")
"""Plugin and kind of the document that is left of somebody who was merged into another, under the number they had."""

_RECORDS = 'SELECT id, change_id, table_name, operation, first_id, last_id, "before" FROM change_row'
_NAMING = """
    WHERE table_name IN ({tables}) AND operation != 'insert'
      AND ("before" LIKE '%"person_id": {id},%' OR "before" LIKE '%"person_id": {id}}}%')
"""


class Key(NamedTuple):
    """A row by its table and its id."""

    table: str
    id: int


class Record(NamedTuple):
    """What the history keeps of a write, to undo it; ``before`` is the former values as JSON."""

    id: int
    change_id: int
    table: str
    operation: str
    first_id: int
    last_id: int
    before: str


@dataclass(frozen=True, slots=True)
class Step:
    """A row before and after one write: None where there was none, or there is none any more."""

    change_id: int
    key: Key
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """All that the history has of a person.

    ``ids`` are the person's own and those of the records that were merged into it. ``rows`` are theirs today, and
    ``former`` the ones that were and are no more.
    """

    ids: frozenset[int]
    rows: dict[Key, Values]
    former: frozenset[Key]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHead:
    """A change without its rows: when (ISO 8601), what, by whom, from where, and which other one it undoes."""

    id: int
    at: str
    label: str
    who: str = ""
    source: str = ""
    undoes: int | None = None


class Provenance:
    """Where the values of people come from."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    def trail(self, person_id: int) -> Trail:
        """What the history has of a person, and of all who were merged into them and are no more."""
        ids: set[int] = set()
        rows: dict[Key, Values] = {}
        former: set[Key] = set()
        found: dict[int, Record] = {}
        waiting = [person_id]
        while waiting:
            ids.update(waiting)
            rows |= self._rows(waiting)
            naming = [record for one in waiting for record in self._naming(one)]
            gone = {Key(record.table, record.first_id) for record in naming} - rows.keys()
            rows_elsewhere = self._still_there(gone)
            former |= gone - rows_elsewhere | {Key("person", one) for one in waiting} - rows.keys()
            records = [*naming, *self._touching({*rows, *former})]
            found |= {record.id: record for record in records}
            waiting = sorted(_merged(rows) - ids)
        return Trail(
            ids=frozenset(ids),
            rows=rows,
            former=frozenset(former),
            records=tuple(found[number] for number in sorted(found)),
        )

    def heads(self, change_ids: Collection[int]) -> dict[int, ChangeHead]:
        """Changes by id."""
        found: dict[int, ChangeHead] = {}
        for some in batched(sorted(change_ids)):
            sql = f'SELECT id, at, label, who, source, undoes FROM "change" WHERE id IN {in_list(some)}'  # noqa: S608  # numbers
            for number, at, label, who, source, undoes in self._database.ask(sql).rows:
                found[number] = ChangeHead(id=number, at=at, label=label, who=who, source=source, undoes=undoes)
        return found

    def _rows(self, person_ids: Collection[int]) -> dict[Key, Values]:
        ids = in_list(person_ids)
        rows = {
            Key("person", row["id"]): row
            for row in self._database.ask(f"SELECT * FROM person WHERE id IN {ids}").dicts()  # noqa: S608  # numbers
        }
        for table in THEIRS:
            sql = f"SELECT * FROM {table} WHERE person_id IN {ids} ORDER BY id"  # noqa: S608  # our own names
            rows |= {Key(table, row["id"]): row for row in self._database.ask(sql).dicts()}
        return rows

    def _naming(self, person_id: int) -> list[Record]:
        """Records of rows that were this person's before the write."""
        tables = ", ".join(f"'{table}'" for table in THEIRS)
        where = _NAMING.format(tables=tables, id=int(person_id))
        return [Record(*row) for row in self._database.ask(_RECORDS + where).rows]

    def _touching(self, keys: Iterable[Key]) -> list[Record]:
        """Records of these rows."""
        by_table: dict[str, list[int]] = defaultdict(list)
        for key in keys:
            by_table[key.table].append(key.id)
        found = []
        for table, ids in by_table.items():
            for some in batched(sorted(ids)):
                within = " OR ".join(f"(first_id <= {number} AND last_id >= {number})" for number in some)
                rows = self._database.ask(f"{_RECORDS} WHERE table_name = :table AND ({within})", {"table": table}).rows
                found += [Record(*row) for row in rows]
        return found

    def _still_there(self, keys: Iterable[Key]) -> set[Key]:
        """Those of the rows that are there, as somebody else's."""
        by_table: dict[str, list[int]] = defaultdict(list)
        for key in keys:
            by_table[key.table].append(key.id)
        return {
            Key(table, number)
            for table, ids in by_table.items()
            for some in batched(sorted(ids))
            for number in self._database.ask(f"SELECT id FROM {table} WHERE id IN {in_list(some)}").firsts()  # noqa: S608  # our own names
        }


def _merged(rows: dict[Key, Values]) -> set[int]:
    """The people who were merged into the one whose rows these are."""
    return {
        int(row["key"])
        for key, row in rows.items()
        if key.table == "document" and (row["plugin"], row["kind"]) == MERGED
    }


def steps(trail: Trail) -> list[Step]:
    """Every write to a person's rows, the first one first, with what the row was before and after."""
    by_row: dict[Key, list[Record]] = defaultdict(list)
    for record in trail.records:
        for key in _keys_of(record, trail):
            by_row[key].append(record)
    numbered = [found for key, records in by_row.items() for found in _walked(key, trail.rows.get(key), records)]
    return [step for _, step in sorted(numbered, key=lambda item: item[0])]


def _keys_of(record: Record, trail: Trail) -> list[Key]:
    """The rows of a person that a record is of."""
    if record.operation != "insert":
        return [Key(record.table, record.first_id)]
    within = range(record.first_id, record.last_id + 1)
    return [key for key in (*trail.rows, *trail.former) if key.table == record.table and key.id in within]


def _walked(key: Key, now: Values | None, records: list[Record]) -> Iterator[tuple[tuple[int, Key], Step]]:
    """The writes of a row, from the last to the first."""
    state = now
    for record in reversed(records):
        if record.operation == "delete":
            before: Values = json.loads(record.before)
            yield (record.id, key), Step(record.change_id, key, before, None)
            state = before
        elif state is None:
            continue  # what it was is not known any more
        elif record.operation == "update":
            before = {**state, **json.loads(record.before)}
            yield (record.id, key), Step(record.change_id, key, before, state)
            state = before
        else:
            yield (record.id, key), Step(record.change_id, key, None, state)
            state = None
