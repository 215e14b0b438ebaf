"""What takes SQLAlchemy: making and migrating the schema."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from eventkit.errors import StoreError
from eventkit.store import SCHEMA_VERSION
from eventkit.store.advice import told
from eventkit.store.creation import not_ours
from eventkit.store.postgresql import WRITE_LOCK, connect, make_numbers
from eventkit.store.schema import metadata
from eventkit.store.search import make_index
from eventkit.store.sqlite import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

_WITHOUT_LIMIT = "SET LOCAL statement_timeout = 0"


def bring_up_to_date(file: Path) -> None:
    """Make or migrate the schema of an SQLite file; raises ``StoreError`` with what to do."""
    _bring_up_to_date(_sqlite(file), str(file))


def bring_server_up_to_date(url: str, name: str) -> None:
    """Make or migrate the schema of a database on a PostgreSQL server; raises ``StoreError`` with what to do."""
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: connect(url, name, autocommit=False), poolclass=NullPool
    )
    _bring_up_to_date(engine, name)


def make_older(file: Path, version: str) -> None:
    """Make a new SQLite file with the schema of a former version."""
    from eventkit.store.migrations import upgrade  # Alembic

    with _writing(_sqlite(file), str(file)) as connection:
        upgrade(connection, version)


def _sqlite(file: Path) -> Engine:
    """Transactions begin as we say, with the settings that a file of the home has."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def connect_(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own connection
        connection.isolation_level = None
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


@contextlib.contextmanager
def _writing(engine: Engine, name: str) -> Iterator[Connection]:
    """A transaction that holds the write lock from its beginning."""
    try:
        with engine.connect() as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": WRITE_LOCK})
                connection.execute(text(_WITHOUT_LIMIT))
            yield connection
    except DBAPIError as error:
        raise StoreError(told(name, str(error.orig).strip().partition("\n")[0])) from error
    finally:
        engine.dispose()


def _bring_up_to_date(engine: Engine, name: str) -> None:
    with _writing(engine, name) as connection:
        version = _version(connection)
        if version == SCHEMA_VERSION:
            return  # another process was faster
        if version and version > SCHEMA_VERSION:
            message = (
                f"{name}: the database is of schema {version}, and this eventkit knows {SCHEMA_VERSION}: "
                "it was written by a newer one; update eventkit, or give another with --home"
            )
            raise StoreError(message)
        if version is None:
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
    make_numbers(connection)
    make_index(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA_VERSION})
