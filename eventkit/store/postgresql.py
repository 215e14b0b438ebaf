"""A database on a PostgreSQL server, by psycopg itself: one store that several people write to."""

from __future__ import annotations

import contextlib
import re
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from eventkit.domain.database_address import name_of
from eventkit.errors import StoreError
from eventkit.store import SCHEMA_VERSION
from eventkit.store.advice import PATIENCE, told
from eventkit.store.database import Answer, Transaction, as_stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from psycopg import Connection
    from sqlalchemy import Connection as SQLAlchemyConnection

    from eventkit.store.database import Database, Values

MISSING = "PostgreSQL needs psycopg, which is not installed here: pip install 'eventkit-companion[postgres]'"
WRITE_LOCK = 0x6576656E746B6974
"""Whoever writes holds the advisory lock of this number: one at a time, in the order they came."""

_SESSION = f"""
    SET lock_timeout = '{PATIENCE}s';
    SET statement_timeout = '300s';
    SET idle_in_transaction_session_timeout = '300s'
"""
_NAMES = re.compile(r"""('(?:[^']|'')*'|"[^"]*"|::)|:([A-Za-z_]\w*)""")
_ROWS_AT_A_TIME = 2_000
_NEXT_ID = """
    INSERT INTO last_given (table_name, number)
    VALUES (:name, (SELECT COALESCE(MAX(id), 0) FROM "{table}") + :count)
    ON CONFLICT (table_name) DO UPDATE
    SET number = GREATEST(last_given.number, (SELECT COALESCE(MAX(id), 0) FROM "{table}")) + :count
    RETURNING number
"""
_GIVE_ON = """
    INSERT INTO last_given (table_name, number) VALUES (:name, :number)
    ON CONFLICT (table_name) DO UPDATE SET number = :number
"""
_MAKE_NUMBERS = 'CREATE TABLE last_given (table_name TEXT COLLATE "C" PRIMARY KEY, number BIGINT NOT NULL)'


class PostgreSQL:
    """A database on a server. It is connected to when it is first asked, and again when the connection was lost."""

    kind = "postgresql"
    looks_into_text = False

    def __init__(self, url: str) -> None:
        """Take the address; nothing is connected yet."""
        self.name = name_of(url)
        self._url = url
        self._open: Connection | None = None
        self._within = False

    def ask(self, sql: str, values: Mapping[str, Any] = {}) -> Answer:
        """See ``Database``."""
        with as_store_error(self.name):
            cursor = self._connection.execute(in_psycopg(sql), as_stored(values))
            columns = tuple(column.name for column in cursor.description or ())
            return Answer(columns, cursor.fetchall() if columns else [])

    def tell(self, sql: str, values: Mapping[str, Any] = {}) -> None:
        """See ``Database``."""
        with as_store_error(self.name):
            self._connection.execute(in_psycopg(sql), values)

    def tell_many(self, sql: str, rows: Iterable[Values]) -> None:
        """See ``Database``."""
        with as_store_error(self.name), self._connection.cursor() as cursor:
            cursor.executemany(in_psycopg(sql), rows)

    def add_rows(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        """See ``Database``."""
        self.add_tuples(table, columns, ([row[column] for column in columns] for row in rows))

    def add_tuples(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """See ``Database``; COPY takes a third of the time that INSERT does, and a flag as 1 or true."""
        names = ", ".join(f'"{column}"' for column in columns)
        with (
            as_store_error(self.name),
            self._connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({names}) FROM STDIN'.encode()) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def next_id(self, table: str, count: int) -> int:
        """See ``Database``. A sequence would go on when a transaction is undone; this table does not."""
        answer = self.ask(_NEXT_ID.format(table=table), {"name": table, "count": count})
        return int(answer.rows[0][0]) - count + 1

    def last_given(self, table: str) -> int:
        """See ``Database``."""
        answer = self.ask("SELECT number FROM last_given WHERE table_name = :name", {"name": table})
        return int(answer.rows[0][0]) if answer.rows else 0

    def give_on(self, table: str, last: int) -> None:
        """See ``Database``."""
        self.tell(_GIVE_ON, {"name": table, "number": last})

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """See ``Database``."""
        with as_store_error(self.name), self._connection.cursor(name="stream") as cursor:
            cursor.itersize = _ROWS_AT_A_TIME
            yield from cursor.execute(in_psycopg(sql))

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Database]:
        """See ``Database``: a connection of its own, for which nothing changes from its first question on."""
        beside = PostgreSQL(self._url)
        with contextlib.closing(beside), as_store_error(self.name):
            beside.tell("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            beside._within = True
            yield beside

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """See ``Database``."""
        from psycopg import Rollback

        transaction = Transaction()
        with as_store_error(self.name):
            connection = self._connection
            self._within = True
            try:
                with connection.transaction():
                    connection.execute("SELECT pg_advisory_xact_lock(%s)", [WRITE_LOCK])
                    yield transaction
                    if not transaction.kept:
                        raise Rollback
            finally:
                self._within = False

    def close(self) -> None:
        """See ``Database``."""
        if self._open is not None:
            self._open.close()

    @property
    def _connection(self) -> Connection:
        if self._open is None or (self._open.closed and not self._within):
            self._open = self._connected()
        return self._open

    def _connected(self) -> Connection:
        with contextlib.ExitStack() as unless_ready:
            connection = unless_ready.enter_context(contextlib.closing(connect(self._url, self.name)))
            if version_of(connection) != SCHEMA_VERSION:
                from eventkit.store.engine import bring_server_up_to_date  # SQLAlchemy, only where there is work for it

                bring_server_up_to_date(self._url, self.name)
            unless_ready.pop_all()
        return connection


def connect(url: str, name: str, *, autocommit: bool = True) -> Connection:
    """A connection to the server at an address; raises ``StoreError``, in which no password is told."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError as error:
        raise StoreError(MISSING) from error
    try:
        settings: dict[str, Any] = conninfo_to_dict(re.sub(r"^postgres(ql)?(\+psycopg)?:", "postgresql:", url))
    except psycopg.Error:
        message = f"EVENTKIT_DATABASE_URL: {name!r} cannot be used: give it as postgresql://user@server/database"
        raise StoreError(message) from None  # the driver's own words show the password
    settings = {"connect_timeout": 10, "application_name": "eventkit", **settings, "client_encoding": "utf8"}
    try:
        connection = psycopg.connect(**settings, autocommit=autocommit)
    except psycopg.Error as error:
        reason = _reason(error)
        if password := settings.get("password"):
            reason = reason.replace(str(password), "…")
        raise StoreError(told(name, reason)) from None
    with contextlib.ExitStack() as unless_ready:
        unless_ready.callback(connection.close)
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            message = (
                f"{name}: the database holds texts in {encoding}; make one with ENCODING 'UTF8' TEMPLATE template0"
            )
            raise StoreError(message)
        with as_store_error(name):
            connection.execute(_SESSION.encode())
            if not autocommit:
                connection.commit()
        unless_ready.pop_all()
    return connection


def version_of(connection: Connection) -> str:
    """The version of the schema; an empty text where there is none."""
    from psycopg.errors import UndefinedTable

    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except UndefinedTable:
        return ""
    return str(row[0]) if row else ""


@contextlib.contextmanager
def as_store_error(name: str) -> Iterator[None]:
    """Turn what psycopg raises into one sentence."""
    try:
        yield
    except Exception as error:
        psycopg: Any = sys.modules.get("psycopg")
        if psycopg is None or not isinstance(error, psycopg.Error):
            raise
        raise StoreError(told(name, _reason(error))) from error


@lru_cache(maxsize=256)
def in_psycopg(sql: str) -> bytes:
    """SQL with values by name (``:slug``) as psycopg has them (``%(slug)s``)."""
    return _NAMES.sub(_placeholder, sql.replace("%", "%%")).encode()


def make_numbers(connection: SQLAlchemyConnection) -> None:
    """Make the table of the numbers that were given last, which SQLite keeps by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_MAKE_NUMBERS)


def _placeholder(match: re.Match[str]) -> str:
    return match[1] or f"%({match[2]})s"


def _reason(error: Exception) -> str:
    """The first line of what the server said; all of it, where the first only announces the others."""
    first, *others = str(error).strip().splitlines() or [type(error).__name__]
    return " ".join([first, *map(str.strip, others)] if first.endswith(":") else [first])
