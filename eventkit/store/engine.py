"""What takes SQLAlchemy: a database that is no SQLite file of the home, and the version of a schema."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from eventkit.errors import StoreError
from eventkit.store import SCHEMA_VERSION
from eventkit.store.creation import not_ours
from eventkit.store.database import SETTINGS, Answer, Transaction, as_store_error, as_stored
from eventkit.store.schema import metadata
from eventkit.store.search import make_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from eventkit.store.database import Values

_WRITES = "eventkit_writes"
"""Execution option of a connection whose transaction takes the write lock as it begins."""


class Server:
    """A database at an address (``EVENTKIT_DATABASE_URL``), by SQLAlchemy."""

    looks_into_text = False

    def __init__(self, url: str) -> None:
        """Open it and bring its schema up to date; raises ``StoreError``."""
        self.name = re.sub(r"//[^@/]*@", "//…@", url)
        with as_store_error(self.name):
            self._engine = _engine(url, self.name)
            _bring_up_to_date(self._engine, self.name)
        self.kind = self._engine.dialect.name
        self._open: Connection | None = None

    def ask(self, sql: str, values: Mapping[str, Any] = {}) -> Answer:
        """See ``Database``."""
        with self._connected() as connection:
            result = connection.execute(text(sql), as_stored(values))
            return Answer(tuple(result.keys()), [tuple(row) for row in result])

    def tell(self, sql: str, values: Mapping[str, Any] = {}) -> None:
        """See ``Database``."""
        with self._connected() as connection:
            connection.execute(text(sql), values)

    def tell_many(self, sql: str, rows: Iterable[Values]) -> None:
        """See ``Database``."""
        with self._connected() as connection:
            connection.execute(text(sql), list(rows))

    def last_given(self, table: str) -> int:
        """See ``Database``."""
        if self._engine.dialect.name != "sqlite":
            return 0
        rows = self.ask("SELECT seq FROM sqlite_sequence WHERE name = :name", {"name": table}).rows
        return int(rows[0][0]) if rows else 0

    @contextlib.contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection, within the transaction where one is open."""
        with as_store_error(self.name):
            if self._open is not None:
                yield self._open
                return
            with self._engine.connect() as connection:
                yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """See ``Database``."""
        transaction = Transaction()
        options = {_WRITES: True}
        with as_store_error(self.name), self._engine.connect().execution_options(**options) as connection:
            begun = connection.begin()
            self._open = connection
            try:
                yield transaction
                if transaction.kept:
                    begun.commit()
            finally:
                self._open = None
                if begun.is_active:
                    begun.rollback()

    def close(self) -> None:
        """See ``Database``."""
        self._engine.dispose()


def bring_up_to_date(file: Path) -> None:
    """Make or migrate the schema of an SQLite file; raises ``StoreError`` with what to do."""
    engine = _engine(f"sqlite:///{file}", str(file))
    try:
        with as_store_error(str(file)):
            _bring_up_to_date(engine, str(file))
    finally:
        engine.dispose()


def _engine(url: str, name: str) -> Engine:
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        message = f"EVENTKIT_DATABASE_URL: {name!r} cannot be used: {error}"
        raise StoreError(message) from error
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    return engine


def _set_up_sqlite(engine: Engine) -> None:
    """Transactions begin as we say, with the settings that a file of the home has."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own connection
        connection.isolation_level = None
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        version = _version(connection)
    if version == SCHEMA_VERSION:
        return
    if version and version > SCHEMA_VERSION:
        message = (
            f"{name}: the database is of schema {version}, and this eventkit knows {SCHEMA_VERSION}: "
            "it was written by a newer one; update eventkit, or give another with --home"
        )
        raise StoreError(message)
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if _version(connection) is None:
            _create(connection)
        else:
            from eventkit.store.migrations import upgrade  # Alembic, only where the version differs

            upgrade(connection)


def _version(connection: Connection) -> str | None:
    """The schema's version, or None for a database without one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if version is None else str(version)


def _create(connection: Connection) -> None:
    """A new database: the newest schema at once, without the 0.4 s that Alembic takes to import.

    A test holds that this is the schema to which the migrations lead.
    """
    if tables := inspect(connection).get_table_names():
        raise not_ours(tables)
    metadata.create_all(connection, checkfirst=False)
    make_index(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA_VERSION})
