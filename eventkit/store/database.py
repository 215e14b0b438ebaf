"""Where SQL goes: an SQLite file by its own driver, any other database by SQLAlchemy.

SQLAlchemy takes longer to import than most commands take for everything else. So the store asks in SQL that SQLite and
PostgreSQL both understand, with values by name (``:slug``), and only what is not an SQLite file of the home, or has to
be migrated, takes it.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from eventkit.domain.text import storable
from eventkit.errors import StoreError
from eventkit.store import SCHEMA_VERSION
from eventkit.store.advice import advice_on, make_private_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Values = dict[str, Any]

_BUSY_TIMEOUT_MS = 30_000
SETTINGS = (
    f"busy_timeout={_BUSY_TIMEOUT_MS}",
    # of a new database: a session with its text has 2 to 3 kB, of which a page of 4,096 bytes holds one
    "page_size=8192",
    # in kB: an agenda of ten thousand sessions is written without a detour through the file
    "cache_size=-16000",
    "foreign_keys=ON",
    # with a rollback journal, because WAL can be corrupted before SQLite 3.51.3
    "synchronous=FULL",
)


class Answer(NamedTuple):
    """What a question brought: the names of the columns, and the rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> list[Values]:
        """The rows by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def firsts(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.rows]

    def pairs(self) -> list[tuple[Any, Any]]:
        """The rows, of two values each."""
        return [(first, second) for first, second in self.rows]


class Database(Protocol):
    """An open database; one transaction at a time."""

    name: str
    """What messages call it."""

    kind: str
    """``sqlite`` or ``postgresql``: which words of its own the full text of people takes."""

    looks_into_text: bool
    """Whether LIKE takes no notice of ASCII's capitals, and a text can be taken for its bytes."""

    def ask(self, sql: str, values: Mapping[str, Any] = {}) -> Answer:
        """The answer to a question. A text with what no database stores is asked for as it is stored, without."""

    def tell(self, sql: str, values: Mapping[str, Any] = {}) -> None:
        """Run a statement."""

    def tell_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run a statement once for each row of values."""

    def last_given(self, table: str) -> int:
        """The highest number that was ever given to a row of a table."""

    def writing(self) -> contextlib.AbstractContextManager[Transaction]:
        """A transaction that takes the write lock as it begins; undone unless it is kept."""

    def close(self) -> None:
        """Let go of it."""


class Transaction:
    """An open transaction, which is undone at its end unless it is kept."""

    kept = False

    def keep(self) -> None:
        """Commit it at its end."""
        self.kept = True


class SQLiteFile:
    """An SQLite file, by the driver itself."""

    kind = "sqlite"
    looks_into_text = True

    def __init__(self, file: Path) -> None:
        """Name the file, which is opened when it is first asked, and made where it is missing."""
        self.name = str(file)
        self._file = file

    def ask(self, sql: str, values: Mapping[str, Any] = {}) -> Answer:
        """See ``Database``."""
        with as_store_error(self.name):
            cursor = self._connection.execute(sql, as_stored(values))
            return Answer(tuple(column[0] for column in cursor.description or ()), cursor.fetchall())

    def tell(self, sql: str, values: Mapping[str, Any] = {}) -> None:
        """See ``Database``."""
        with as_store_error(self.name):
            self._connection.execute(sql, values)

    def tell_many(self, sql: str, rows: Iterable[Values]) -> None:
        """See ``Database``."""
        with as_store_error(self.name):
            self._connection.executemany(sql, rows)

    def last_given(self, table: str) -> int:
        """See ``Database``; rows that were removed again count."""
        answer = self.ask("SELECT seq FROM sqlite_sequence WHERE name = :name", {"name": table})
        return int(answer.rows[0][0]) if answer.rows else 0

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """See ``Database``."""
        transaction = Transaction()
        with as_store_error(self.name):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield transaction
                if transaction.kept:
                    self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """See ``Database``."""
        if "_connection" in self.__dict__:
            self._connection.close()

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        make_private_file(self._file)
        with as_store_error(self.name), contextlib.ExitStack() as unless_ready:
            connection = unless_ready.enter_context(contextlib.closing(self._open()))
            if not _version(connection):
                from eventkit.store.creation import create  # once in a home's life

                create(connection)
            if _version(connection) != SCHEMA_VERSION:
                from eventkit.store.engine import bring_up_to_date  # SQLAlchemy, only where there is something to do

                bring_up_to_date(self._file)
            unless_ready.pop_all()
        return connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, isolation_level=None)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        return connection


@contextlib.contextmanager
def as_store_error(name: str) -> Iterator[None]:
    """Turn what a database driver raises into one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        message = f"{name}: {error}{advice_on(str(error))}"
        raise StoreError(message) from error
    except Exception as error:
        alchemy: Any = sys.modules.get("sqlalchemy.exc")
        if alchemy is None or not isinstance(error, alchemy.DBAPIError):
            raise
        reason = str(getattr(error, "orig", error))
        message = f"{name}: {reason}{advice_on(reason)}"
        raise StoreError(message) from error


def as_stored(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values without what no database stores. Nearly always that is all of them, and seen at one glance."""
    whole = "".join([value for value in values.values() if isinstance(value, str)])
    if storable(whole) is whole:
        return values
    return {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}


def in_list(ids: Iterable[int]) -> str:
    """The numbers as SQL lists them."""
    return f"({', '.join(str(int(one)) for one in ids)})"


def pattern_of(part: str) -> str:
    """What LIKE compares with to find a part, where a backslash is said to be its ESCAPE."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", part) + "%"


def _version(connection: sqlite3.Connection) -> str:
    """The version of the schema; an empty text where there is none."""
    try:
        rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.OperationalError as error:
        if "alembic_version" not in str(error):
            raise
        return ""
    return str(rows[0][0]) if rows else ""
