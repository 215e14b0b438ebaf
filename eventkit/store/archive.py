"""All that a store holds, table by table: out of one database, checked in a draft, and into another."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

from eventkit.domain.text import storable
from eventkit.errors import InputError
from eventkit.store import SCHEMA_VERSION
from eventkit.store.references import FLAGS, TABLES
from eventkit.store.search import rebuild
from eventkit.store.sqlite import SQLiteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from eventkit.store.database import Database, Values

_OF_THE_HOME = {"setting"}
"""What a store has before anybody wrote to it."""

_TYPES = {"TEXT": (str,), "INTEGER": (int,), "BOOLEAN": (bool, int)}


class Contents:
    """What a database holds at one moment."""

    def __init__(self, database: Database) -> None:
        """Take a database that nobody writes to, or a snapshot of one."""
        self._database = database
        self.kind = database.kind
        self.schema = SCHEMA_VERSION

    def columns(self, table: str) -> tuple[str, ...]:
        """The names of a table's columns."""
        return self._database.ask(f'SELECT * FROM "{table}" LIMIT 0').columns  # noqa: S608  # our own names

    def tuples(self, table: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a table, by number."""
        names = ", ".join(f'"{name}"' for name in self.columns(table))
        return self._database.stream(f'SELECT {names} FROM "{table}" ORDER BY id')  # noqa: S608  # our own names

    def rows(self, table: str) -> Iterator[Values]:
        """The same by the names of the columns, and what is true or false said as such."""
        columns = self.columns(table)
        flags = [columns.index(name) for name in FLAGS.get(table, ())]
        for row in self.tuples(table):
            values: dict[str, Any] = dict(zip(columns, row, strict=True))
            for flag in flags:
                values[columns[flag]] = bool(row[flag])
            yield values

    def counts(self) -> Counter[str]:
        """How many rows each table has."""
        ask = " UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM \"{table}\"" for table in TABLES)  # noqa: S608  # our own names
        return Counter(dict(self._database.ask(ask).pairs()))

    def last_given(self, table: str) -> int:
        """The highest number that was ever given to a row of the table."""
        return self._database.last_given(table)


class Archive:
    """The whole of a store: to be copied, and to be replaced."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    @contextlib.contextmanager
    def contents(self) -> Iterator[Contents]:
        """All of it as it is now, while others go on writing."""
        with self._database.snapshot() as snapshot:
            yield Contents(snapshot)

    def replace(self, by: Contents, check: Callable[[Counter[str]], None]) -> None:
        """Put other contents in the place of these, or leave all as it is where ``check`` or anything else raises.

        Others wait meanwhile. ``check`` is told how many rows of each table there are to be lost.
        """
        database = self._database
        with database.writing() as transaction:
            there = Contents(database).counts()
            check(Counter({table: count for table, count in there.items() if count and table not in _OF_THE_HOME}))
            if database.kind == "sqlite":
                database.tell("PRAGMA defer_foreign_keys = ON")
                for table in reversed(TABLES):
                    database.tell(f'DELETE FROM "{table}"')  # noqa: S608  # our own names
            else:
                names = ", ".join(f'"{table}"' for table in TABLES)
                database.tell(f"TRUNCATE {names}")
            for table in TABLES:
                database.add_tuples(table, by.columns(table), by.tuples(table))
                database.give_on(table, by.last_given(table))
            rebuild(database)
            if database.kind == "postgresql":
                database.tell("ANALYZE")  # else it looks for somebody in a table that it takes for empty
            transaction.keep()


class Draft:
    """A database in a folder for a moment, in which what is to be restored is checked and brought up to date."""

    def __init__(self, folder: Path, schema: str) -> None:
        """Make it empty, by the schema of whatever is to be put into it."""
        self._file = folder / "draft.db"
        if schema == SCHEMA_VERSION:
            with contextlib.closing(SQLiteFile(self._file)) as made:
                made.ask("SELECT 1")
        else:
            from eventkit.store.engine import make_older  # SQLAlchemy and Alembic

            make_older(self._file, schema)
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        for setting in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF"):
            self._connection.execute(f"PRAGMA {setting}")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def tables(self) -> list[str]:
        """The tables of this schema."""
        there = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return [table for table in TABLES if table in there]

    def fill(self, table: str, rows: Iterable[object]) -> None:
        """Put rows into a table; raises ``InputError`` for one that does not belong there."""
        known = {
            row[1]: (_TYPES[row[2]], bool(row[3])) for row in self._connection.execute(f'PRAGMA table_info("{table}")')
        }
        names, places = ", ".join(f'"{name}"' for name in known), ", ".join("?" * len(known))
        self._connection.execute("BEGIN")
        try:
            self._connection.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({places})',  # noqa: S608  # our own names
                (_checked(table, number, row, known) for number, row in enumerate(rows, start=1)),
            )
        except (sqlite3.IntegrityError, OverflowError) as error:
            message = f"table {table}: {error}"
            raise InputError(message) from error
        self._connection.execute("COMMIT")

    def give_on(self, numbers: Mapping[str, int]) -> None:
        """Say which numbers were given last; those of the rows that are there count as well."""
        for table, number in numbers.items():
            highest = self._connection.execute(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"').fetchone()[0]  # noqa: S608  # our own names
            self._connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", [table])
            self._connection.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", [table, max(highest, number)])

    @contextlib.contextmanager
    def contents(self) -> Iterator[Contents]:
        """What was put into it, by the schema of today; raises ``InputError`` where rows point to what is not there."""
        dangling = self._connection.execute("PRAGMA foreign_key_check").fetchone()
        if dangling:
            message = f"table {dangling[0]}: row {dangling[1]} points to a row of {dangling[2]} that is not there"
            raise InputError(message)
        self._connection.close()
        with contextlib.closing(SQLiteFile(self._file)) as database:
            yield Contents(database)


def _checked(table: str, number: int, row: object, known: Mapping[str, tuple[tuple[type, ...], bool]]) -> list[object]:
    """The values of a row in the order of the columns; raises ``InputError`` unless they are what belongs there."""
    if not isinstance(row, dict) or row.keys() != known.keys():
        message = f"table {table}: row {number} has other columns than {', '.join(known)}"
        raise InputError(message)
    values: list[object] = []
    for name, (types, needed) in known.items():
        value = row[name]
        if not (type(value) in types if value is not None else not needed):
            message = f"table {table}: row {number} has {str(value)[:40]!r} as its {name}"
            raise InputError(message)
        values.append(storable(value) if isinstance(value, str) else value)
    return values
