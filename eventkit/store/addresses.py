"""Databases by their address, and who asks for one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.domain.database_address import name_of
from eventkit.errors import StoreError
from eventkit.store.postgresql import PostgreSQL
from eventkit.store.sqlite import SQLiteFile

if TYPE_CHECKING:
    from eventkit.store.database import Database

_SERVERS = {"postgresql", "postgres", "postgresql+psycopg"}
_SQLITE = "sqlite:///"


def open_address(url: str) -> Database:
    """The database at an address; raises ``StoreError`` for one that is none, and never tells a password in it."""
    scheme, separator, _ = url.partition("://")
    if separator and scheme in _SERVERS:
        return PostgreSQL(url)
    file = url.removeprefix(_SQLITE)
    if url.startswith(_SQLITE) and file and file != ":memory:" and "?" not in file:
        return SQLiteFile(Path(file).absolute())
    message = (
        f"EVENTKIT_DATABASE_URL: {name_of(url)!r} cannot be used; "
        "give postgresql://user@server/database, or sqlite:////folder/file.db"
    )
    raise StoreError(message)


def account() -> str:
    """The name of the user's account on this machine; empty where there is none."""
    import getpass

    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # which of them, depends on the platform and on the version of Python
        return ""
