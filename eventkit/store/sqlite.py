"""A database in an SQLite file, by the driver itself."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eventkit.errors import StoreError
from eventkit.store import SCHEMA_VERSION
from eventkit.store.advice import PATIENCE, make_private_file, told
from eventkit.store.database import Answer, Transaction, as_stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from eventkit.store.database import Database, Values

_LOOK_AGAIN = (0.0005, 0.005)
"""Seconds after which whoever waits for the write lock looks whether it is free: by chance, so that nobody is last."""

_BUSY_TIMEOUT = f"busy_timeout={PATIENCE * 1000}"
_WRITING_CACHE = "cache_size=-16000"
"""In kB: an agenda of ten thousand sessions is written without a detour through the file. Whoever only reads it does so
once, and is a fifth faster with the 2,000 that SQLite takes."""

SETTINGS = (
    _BUSY_TIMEOUT,
    # of a new database: a session with its text has 2 to 3 kB, of which a page of 4,096 bytes holds one
    "page_size=8192",
    "foreign_keys=ON",
    # with a rollback journal, because WAL can be corrupted before SQLite 3.51.3
    "synchronous=FULL",
)


class SQLiteFile:
    """An SQLite file, by the driver itself."""

    kind = "sqlite"
    looks_into_text = True

    def __init__(self, file: str | os.PathLike[str]) -> None:
        """Name the file, which is opened when it is first asked, and made where it is missing."""
        self.name = os.fspath(file)
        self._crowded = False
        self._after_you = 0.0

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

    def add_rows(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        """See ``Database``."""
        names = ", ".join(f'"{column}"' for column in columns)
        places = ", ".join(f":{column}" for column in columns)
        self.tell_many(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608  # our own names

    def add_tuples(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """See ``Database``."""
        names, places = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        with as_store_error(self.name):
            self._connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608  # our own names

    def next_id(self, table: str, count: int) -> int:  # noqa: ARG002  # SQLite sees for itself how many are taken
        """See ``Database``."""
        highest = self.ask(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"').rows[0][0]  # noqa: S608  # our own names
        return max(int(highest), self.last_given(table)) + 1

    def last_given(self, table: str) -> int:
        """See ``Database``; rows that were removed again count."""
        answer = self.ask("SELECT seq FROM sqlite_sequence WHERE name = :name", {"name": table})
        return int(answer.rows[0][0]) if answer.rows else 0

    def give_on(self, table: str, last: int) -> None:
        """See ``Database``."""
        self.tell("DELETE FROM sqlite_sequence WHERE name = :name", {"name": table})
        self.tell("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :seq)", {"name": table, "seq": last})

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """See ``Database``."""
        with as_store_error(self.name):
            yield from self._connection.execute(sql)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Database]:
        """See ``Database``: a copy of the file, since whoever reads a file for long keeps others from writing to it."""
        import tempfile  # only for a backup
        from pathlib import Path

        with tempfile.TemporaryDirectory(prefix="eventkit-") as folder, contextlib.ExitStack() as stack:
            copy = Path(folder, Path(self.name).name)
            with as_store_error(self.name), contextlib.closing(sqlite3.connect(copy)) as target:
                self.ask("SELECT 1")  # there is a database, of this version
                # by a connection of its own: SQLite copies nothing for one that is writing
                with contextlib.closing(self._open()) as source:
                    source.backup(target)
            yield stack.enter_context(contextlib.closing(SQLiteFile(copy)))

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """See ``Database``."""
        transaction = Transaction()
        with as_store_error(self.name):
            self._begin()
            taken = time.monotonic()
            try:
                yield transaction
                if transaction.kept:
                    self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                now, longest = time.monotonic(), _LOOK_AGAIN[1]
                self._after_you = now + (longest if self._crowded else min(longest, (now - taken) / 10))
                self._crowded = False

    def close(self) -> None:
        """See ``Database``."""
        if "_connection" in self.__dict__:
            self._connection.close()

    def _begin(self) -> None:
        """Take the write lock, when it is free.

        SQLite itself looks again ever more seldom: of sixteen who write without a pause some waited half a minute.
        And whoever comes back at once lets others go first, who may be waiting.
        """
        connection, begun = self._connection, time.monotonic()
        if begun < self._after_you:
            time.sleep(self._after_you - begun)
        connection.execute(f"PRAGMA {_WRITING_CACHE}")
        connection.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > begun + PATIENCE:
                        raise
                else:
                    return
                self._crowded = True
                from random import uniform  # only where somebody else is writing

                time.sleep(uniform(*_LOOK_AGAIN))  # noqa: S311  # who comes first is no secret
        finally:
            connection.execute(f"PRAGMA {_BUSY_TIMEOUT}")

    @cached_property
    def _connection(self) -> sqlite3.Connection:
        make_private_file(self.name)
        with as_store_error(self.name), contextlib.ExitStack() as unless_ready:
            connection = unless_ready.enter_context(contextlib.closing(self._open()))
            if not schema_version(connection):
                from eventkit.store.creation import create  # once in a home's life

                create(connection)
            if schema_version(connection) != SCHEMA_VERSION:
                from pathlib import Path

                from eventkit.store.engine import bring_up_to_date  # SQLAlchemy, only where there is something to do

                bring_up_to_date(Path(self.name))
            unless_ready.pop_all()
        return connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.name, isolation_level=None)
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.create_function("is_ascii", 1, str.isascii, deterministic=True)
        return connection


@contextlib.contextmanager
def as_store_error(name: str) -> Iterator[None]:
    """Turn what a database driver raises into one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(told(name, str(error))) from error


def schema_version(connection: sqlite3.Connection) -> str:
    """The version of the schema; an empty text where there is none."""
    try:
        rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.OperationalError as error:
        if "alembic_version" not in str(error):
            raise
        return ""
    return str(rows[0][0]) if rows else ""
