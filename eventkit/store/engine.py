"""Opening the database: connection settings, file permissions, and the version of its schema."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from eventkit.errors import StoreError
from eventkit.folders import make_private
from eventkit.store.schema import SCHEMA_VERSION, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

WRITES = "eventkit_writes"
"""Execution option of a connection whose transaction takes the write lock as it begins."""

_BUSY_TIMEOUT_MS = 30_000


def open_engine(url: str, file: Path) -> Engine:
    """Open the database and bring its schema up to date; raises ``StoreError`` with what to do.

    Args:
        url: an SQLAlchemy address, or an empty text for the file.
        file: the SQLite file that is used without a ``url``; it and its folder are made where missing.

    """
    if not url:
        _make_private(file)
    name = public_name(url, file)
    with as_store_error(name):
        try:
            engine = create_engine(url or f"sqlite:///{file}")
        except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
            message = f"EVENTKIT_DATABASE_URL: {name!r} cannot be used: {error}"
            raise StoreError(message) from error
        if engine.dialect.name == "sqlite":
            _set_up_sqlite(engine)
        _bring_up_to_date(engine, name)
    return engine


def public_name(url: str, file: Path) -> str:
    """What a message calls the database: its address without the password, or its file."""
    return re.sub(r"//[^@/]*@", "//…@", url) if url else str(file)


@contextlib.contextmanager
def as_store_error(name: str) -> Iterator[None]:
    """Turn what a database driver raises into one sentence."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig)
        message = f"{name}: {reason}{_advice(reason)}"
        raise StoreError(message) from error


def _advice(reason: str) -> str:
    if "readonly" in reason or "unable to open" in reason:
        return "; make the folder and the file writable, or give another with --home"
    if "locked" in reason:
        return "; another program is writing: try again"
    if "not a database" in reason or "malformed" in reason:
        return "; the file is damaged or is no database: restore a copy of it, or move it away to start anew"
    return ""


def _make_private(file: Path) -> None:
    """Make the folder, and the file so that it is the user's alone from its first byte."""
    try:
        make_private(file.parent)
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))
    except OSError as error:
        message = (
            f"{file}: cannot make the database: {error.strerror}; make its folder writable or give another with --home"
        )
        raise StoreError(message) from error


def _set_up_sqlite(engine: Engine) -> None:
    """Transactions begin as we say; a rollback journal, because WAL can be corrupted before SQLite 3.51.3."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:  # noqa: ANN401  # the driver's own connection
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "synchronous=FULL", f"busy_timeout={_BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
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
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if _version(connection) is None:
            _create(connection)
        else:
            _migrate(connection)


def _version(connection: Connection) -> str | None:
    """The schema's version, or None for a database without one."""
    try:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    except DBAPIError as error:
        if "alembic_version" not in str(error.orig):
            raise
        return None


def _create(connection: Connection) -> None:
    """A new database: the newest schema at once, without the 0.4 s that Alembic takes to import.

    A test holds that this is the schema to which the migrations lead.
    """
    if tables := inspect(connection).get_table_names():
        message = f"the database holds {tables[0]!r} and was not made by eventkit; give another"
        raise StoreError(message)
    metadata.create_all(connection, checkfirst=False)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:version)"), {"version": SCHEMA_VERSION})


def _migrate(connection: Connection) -> None:
    from eventkit.store.migrations import upgrade  # Alembic, only where the version differs

    upgrade(connection)
