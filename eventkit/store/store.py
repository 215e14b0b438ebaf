"""One class behind which the database stays; services and plugins see domain values only."""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING

from eventkit.store.agenda import Agenda
from eventkit.store.changes import Change
from eventkit.store.database import SQLiteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from eventkit.app import Paths
    from eventkit.store.database import Database
    from eventkit.store.documents import Documents
    from eventkit.store.encounters import Encounters
    from eventkit.store.history import PastChange
    from eventkit.store.people import People
    from eventkit.store.speakers import Speakers


def open_store(paths: Paths, url: str, now: Callable[[], datetime], *, who: str = "") -> Store:
    """Open the database of a home, or the one at ``url``, for somebody; raises ``StoreError``."""
    if not url:
        return Store(SQLiteFile(paths.database), now, who=who)
    from eventkit.store.engine import Server  # SQLAlchemy

    return Store(Server(url), now, who=who)


class Store:
    """Everything that is kept. Reading needs no ceremony; every write happens inside ``with store.change(…)``.

    Its parts are imported when they are first asked for.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], *, who: str = "") -> None:
        """Take a database, the clock, and who it is that changes something."""
        self._database = database
        self._who = who
        self._now = now
        self._open: Change | None = None
        self.agenda = Agenda(database)

    @cached_property
    def speakers(self) -> Speakers:
        """Who speaks in which session."""
        from eventkit.store.speakers import Speakers

        return Speakers(self._database)

    @cached_property
    def people(self) -> People:
        """Attendee records."""
        from eventkit.store.people import People

        return People(self._database)

    @cached_property
    def encounters(self) -> Encounters:
        """When I met whom."""
        from eventkit.store.encounters import Encounters

        return Encounters(self._database)

    @cached_property
    def documents(self) -> Documents:
        """What plugins remember."""
        from eventkit.store.documents import Documents

        return Documents(self._database)

    @contextlib.contextmanager
    def change(self, label: str, *, dry_run: bool = False, source: str = "") -> Iterator[Change]:
        """One transaction, recorded under ``label`` so that it can be undone, with the ``source`` of what it brings.

        Nothing stays of it when the block raises, when nothing was written, or when it is a ``dry_run``. A
        change inside another is part of that one.
        """
        if self._open is not None:
            yield self._open
            return
        with self._database.writing() as transaction:
            try:
                self._open = Change(self._database, self._now().isoformat(), label, who=self._who, source=source)
                yield self._open
                if self._open.touched:
                    from eventkit.store.search import refresh  # only where people are written

                    refresh(self._database, self._open.touched)
                if not self._open.empty and not dry_run:
                    transaction.keep()
            finally:
                self._open = None

    def history(self, limit: int = 20) -> list[PastChange]:
        """The latest changes, the newest first."""
        from eventkit.store.history import past_changes

        return past_changes(self._database, limit)

    def undo(self, change_id: int | None = None, *, dry_run: bool = False) -> PastChange:
        """Take back a change, or the newest that can be; see ``history.undo``."""
        from eventkit.store.history import undo

        with self.change("undo", dry_run=dry_run) as change:
            return undo(change, change_id)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()
