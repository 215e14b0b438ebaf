"""A new database in an empty SQLite file, without SQLAlchemy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.errors import StoreError
from eventkit.store import SCHEMA_VERSION

if TYPE_CHECKING:
    import sqlite3

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process has made them meanwhile; raises ``StoreError`` where others are."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        tables = [name for (name,) in connection.execute(_TABLES)]
        if not tables:
            for statement in Path(__file__).with_name("schema.sql").read_text(encoding="utf-8").split(";\n"):
                connection.execute(statement)
            connection.execute("INSERT INTO alembic_version VALUES (?)", [SCHEMA_VERSION])
            connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    if tables and "alembic_version" not in tables:
        raise not_ours(tables)


def not_ours(tables: list[str]) -> StoreError:
    """What to say of a database that holds tables and no version of a schema."""
    return StoreError(f"the database holds {tables[0]!r} and was not made by eventkit; give another")
