"""How a database is, also one that no command can use: nothing here makes or changes anything, but to repair it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.errors import StoreError
from eventkit.store import SCHEMA_VERSION
from eventkit.store.addresses import open_address
from eventkit.store.advice import told
from eventkit.store.postgresql import PostgreSQL, connect, version_of
from eventkit.store.sqlite import SETTINGS, SQLiteFile, schema_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from psycopg import Connection

    from eventkit.store.database import Database

Row = tuple[Any, ...]

SAFE_WAL = (3, 51, 3)
"""From this version on, SQLite's write-ahead log cannot be corrupted by two connections that tidy it up at once."""

_LOCAL = {"", "localhost", "127.0.0.1", "::1"}
_UNINDEXED = {
    "sqlite": """
        SELECT (SELECT COUNT(*) FROM person LEFT JOIN person_search ON person_search.rowid = person.id
                WHERE person_search.rowid IS NULL OR person_search.name != person.name_key
                   OR person_search.organization != person.organization_key)
             + (SELECT COUNT(*) FROM person_search WHERE rowid NOT IN (SELECT id FROM person))
    """,
    "postgresql": """
        SELECT (SELECT COUNT(*) FROM person LEFT JOIN person_search ON person_search.person_id = person.id
                WHERE person_search.person_id IS NULL)
             + (SELECT COUNT(*) FROM person_search WHERE person_id NOT IN (SELECT id FROM person))
    """,
}


class Finding(NamedTuple):
    """What was found: ``ok``, ``warn`` or ``fail``, of what, and what to do about it."""

    state: str
    name: str
    detail: str
    advice: str = ""


def examine(file: Path, url: str) -> Iterator[Finding]:
    """How the database of a home is, or the one at an address; the first that fails ends it."""
    try:
        database = open_address(url) if url else SQLiteFile(file)
        if isinstance(database, PostgreSQL):
            yield from _server(url, database.name)
        else:
            yield from _file(database.name)
        if _current(database, url):
            yield _index(database)
    except StoreError as error:
        yield Finding("fail", "database", str(error))


def index_anew(file: Path, url: str) -> None:
    """Make the full text of all people anew."""
    from eventkit.store.search import rebuild

    opened = open_address(url) if url else SQLiteFile(file)
    with contextlib.closing(opened) as database, database.writing() as transaction:
        rebuild(database)
        transaction.keep()


def plugins_with_documents(file: Path, url: str) -> dict[str, int]:
    """How many documents each plugin keeps, in a database that is in order."""
    with contextlib.closing(open_address(url) if url else SQLiteFile(file)) as database:
        if not _current(database, url):
            return {}
        return dict(database.ask("SELECT plugin, COUNT(*) FROM document GROUP BY plugin ORDER BY plugin").pairs())


# --- an SQLite file -----------------------------------------------------------------------------------


def _file(file: str) -> Iterator[Finding]:
    if not os.path.exists(file):  # noqa: PTH110  # the name is a text wherever the store has it
        yield Finding("ok", "database", f"{file}: not there yet; it is made when something is first kept")
        return
    try:
        with contextlib.closing(_connected(file)) as connection:
            yield from _of_file(file, connection)
    except sqlite3.Error as error:
        raise StoreError(told(file, str(error))) from error


def _connected(file: str) -> sqlite3.Connection:
    """A connection that makes nothing, and that only reads where the file cannot be written to."""
    mode = "rw" if os.access(file, os.W_OK) and os.access(os.path.dirname(file), os.W_OK) else "ro"  # noqa: PTH120  # see above
    from pathlib import Path

    connection = sqlite3.connect(f"{Path(file).absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    connection.execute(f"PRAGMA {SETTINGS[0]}")
    return connection


def _of_file(file: str, connection: sqlite3.Connection) -> Iterator[Finding]:
    damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    if damage != ["ok"]:
        told_of = "; ".join(" ".join(line.split()) for line in damage)
        yield Finding("fail", "database", f"{file}: damaged: {told_of}", "restore a backup of it")
    version = schema_version(connection)
    if not version:
        empty = not connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
        detail = "empty: it is filled when something is first kept" if empty else "not made by eventkit"
        yield Finding("ok" if empty else "fail", "database", f"{file}: {detail}", "" if empty else _OTHER)
        return
    yield _schema(file, version)
    dangling = connection.execute("PRAGMA foreign_key_check").fetchmany(3)
    if dangling:
        rows = ", ".join(f"{table} {row}" for table, row, *_ in dangling)
        yield Finding("fail", "references", f"rows point to what is not there: {rows}", "restore a backup of it")
    journal = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    if journal == "wal" and sqlite3.sqlite_version_info < SAFE_WAL:
        yield Finding(
            "warn",
            "journal",
            f"write-ahead log, which SQLite {sqlite3.sqlite_version} can corrupt",
            f"run `sqlite3 {file} 'PRAGMA journal_mode=DELETE'`, or update SQLite to {'.'.join(map(str, SAFE_WAL))}",
        )


_OTHER = "give another with --home or EVENTKIT_DATABASE_URL"


def _schema(name: str, version: str) -> Finding:
    if version > SCHEMA_VERSION:
        detail = f"{name}: of schema {version}, and this eventkit knows {SCHEMA_VERSION}"
        return Finding("fail", "database", detail, "update eventkit")
    older = "" if version == SCHEMA_VERSION else f"; the next command brings it up to {SCHEMA_VERSION}"
    return Finding("ok", "database", f"{name}: whole, of schema {version}{older}")


# --- a server -----------------------------------------------------------------------------------------


def _server(url: str, name: str) -> Iterator[Finding]:
    with contextlib.closing(connect(url, name)) as connection:
        version = version_of(connection)
        yield Finding("ok", "server", f"PostgreSQL {connection.info.parameter_status('server_version')}")
        if not _encrypted(connection):
            yield Finding(
                "warn",
                "server",
                "the connection is not encrypted",
                "add ?sslmode=require to the address, or use a tunnel",
            )
        if not version:
            yield Finding("ok", "database", f"{name}: no tables yet; they are made when something is first kept")
            return
        yield _schema(name, version)
    if version == SCHEMA_VERSION:
        with contextlib.closing(PostgreSQL(url)) as database, database.writing():
            database.tell("INSERT INTO forgotten (id, digest) VALUES (0, 'doctor')")
        yield Finding("ok", "writing", "can be written to")


def _encrypted(connection: Connection) -> bool:
    """Whether nobody in between can listen: by TLS, or because there is nobody in between."""
    host = connection.info.host
    return connection.pgconn.ssl_in_use or host in _LOCAL or host.startswith("/")


# --- either -------------------------------------------------------------------------------------------


def _current(database: Database, url: str) -> bool:
    """Whether the database is there, and of today's schema, so that to ask it makes nothing."""
    if isinstance(database, PostgreSQL):
        with contextlib.closing(connect(url, database.name)) as server:
            return version_of(server) == SCHEMA_VERSION
    if not os.path.exists(database.name):  # noqa: PTH110  # see above
        return False
    try:
        with contextlib.closing(_connected(database.name)) as connection:
            return schema_version(connection) == SCHEMA_VERSION
    except sqlite3.Error as error:
        raise StoreError(told(database.name, str(error))) from error


def _index(database: Database) -> Finding:
    with contextlib.closing(database):
        wrong = int(database.ask(_UNINDEXED[database.kind]).rows[0][0])
        people = int(database.ask("SELECT COUNT(*) FROM person").rows[0][0])
    if wrong:
        detail = f"{wrong} of {people} people are found by what they no longer are, or not at all"
        return Finding("fail", "search", detail, "`eventkit doctor --fix` makes the index anew")
    return Finding("ok", "search", f"all {people} people are in the index" if people else "nobody to be found yet")
