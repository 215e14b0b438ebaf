"""The store: one class behind which SQLAlchemy stays; services and plugins see domain values only."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from eventkit.domain.text import storable
from eventkit.errors import StoreError
from eventkit.store import history
from eventkit.store.agenda import Agenda
from eventkit.store.changes import Change
from eventkit.store.documents import Documents
from eventkit.store.encounters import Encounters
from eventkit.store.engine import WRITES, as_store_error, open_engine, public_name
from eventkit.store.people import People
from eventkit.store.schema import change as change_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from eventkit.app import Paths
    from eventkit.store.history import PastChange

__all__ = ["Change", "Store", "open_store"]


def open_store(paths: Paths, url: str, now: Callable[[], datetime]) -> Store:
    """Open the database of a home, or the one at ``url``; raises ``StoreError``."""
    return Store(open_engine(url, paths.database), public_name(url, paths.database), now)


class Store:
    """Everything that is kept. Reading needs no ceremony; every write happens inside ``with store.change(…)``."""

    def __init__(self, engine: Engine, name: str, now: Callable[[], datetime]) -> None:
        """Take an engine whose schema is up to date, a name for messages, and the clock."""
        self._engine = engine
        self._name = name
        self._now = now
        self._open: Change | None = None
        self.agenda = Agenda(self.reading)
        self.people = People(self.reading)
        self.encounters = Encounters(self.reading)
        self.documents = Documents(self.reading)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read by: the open change's own, so that it sees what it wrote."""
        if self._open is not None:
            yield self._open.connection
            return
        with as_store_error(self._name), self._engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def change(self, label: str, *, dry_run: bool = False) -> Iterator[Change]:
        """One transaction, recorded under ``label`` so that it can be undone.

        Nothing stays of it when the block raises, when nothing was written, or when it is a ``dry_run``. A
        change inside another is part of that one.
        """
        if self._open is not None:
            yield self._open
            return
        with as_store_error(self._name), self._engine.connect().execution_options(**{WRITES: True}) as connection:
            transaction = connection.begin()
            try:
                made = change_table.insert().values(at=self._now().isoformat(), label=storable(label))
                self._open = Change(connection, connection.execute(made.returning(change_table.c.id)).scalar_one())
                yield self._open
                if self._open.empty or dry_run:
                    transaction.rollback()
                else:
                    transaction.commit()
            except IntegrityError as error:
                message = f"{self._name}: {label} does not fit what is stored now: {error.orig}"
                raise StoreError(message) from error
            finally:
                self._open = None
                if transaction.is_active:
                    transaction.rollback()

    def history(self, limit: int = 20) -> list[PastChange]:
        """The latest changes, the newest first."""
        with self.reading() as connection:
            return history.past_changes(connection, limit)

    def undo(self, change_id: int | None = None, *, dry_run: bool = False) -> PastChange:
        """Take back a change, or the newest that can be; see ``history.undo``."""
        with self.change("undo", dry_run=dry_run) as change:
            return history.undo(change, change_id)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
