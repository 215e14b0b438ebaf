"""One class behind which the database stays; services and plugins see domain values only."""

from __future__ import annotations

import contextlib
from functools import cached_property
from typing import TYPE_CHECKING

from eventkit.store.agenda import Agenda
from eventkit.store.sqlite import SQLiteFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from eventkit.store.archive import Archive
    from eventkit.store.arrivals import Arrivals
    from eventkit.store.changes import Change
    from eventkit.store.database import Database
    from eventkit.store.documents import Documents
    from eventkit.store.duplicates import Duplicates
    from eventkit.store.encounters import Encounters
    from eventkit.store.forgetting import Forgetting
    from eventkit.store.history import PastChange
    from eventkit.store.merging import Merging
    from eventkit.store.outgoing import Outgoing
    from eventkit.store.people import People
    from eventkit.store.provenance import Provenance
    from eventkit.store.settings import Settings
    from eventkit.store.speakers import Speakers


def open_store(file: str, url: str, now: Callable[[], datetime], *, who: str = "", region: str = "") -> Store:
    """Open the SQLite file of a home, or the database at ``url``, for somebody in a region; raises ``StoreError``.

    Where several share a server, whoever gave no name goes by that of their account on this machine.
    """
    if not url:
        return Store(SQLiteFile(file), now, who=who, region=region)
    from eventkit.store.addresses import account, open_address  # only where there is one

    database = open_address(url)
    who = who or (account() if database.kind == "postgresql" else "")
    return Store(database, now, who=who, region=region)


class Store:
    """Everything that is kept. Reading needs no ceremony; every write happens inside ``with store.change(…)``.

    Its parts are imported when they are first asked for.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], *, who: str = "", region: str = "") -> None:
        """Take a database, the clock, who it is that changes something, and the region of numbers without a code."""
        self._database = database
        self._who = who
        self._region = region
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

        return People(self._database, self._region)

    @cached_property
    def arrivals(self) -> Arrivals:
        """What people who come in are compared with, and their rows."""
        from eventkit.store.arrivals import Arrivals

        return Arrivals(self._database, self._region)

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

    @cached_property
    def merging(self) -> Merging:
        """Two records of one person, put together."""
        from eventkit.store.merging import Merging

        return Merging(self._database)

    @cached_property
    def provenance(self) -> Provenance:
        """Where the values of people come from."""
        from eventkit.store.provenance import Provenance

        return Provenance(self._database)

    @cached_property
    def forgetting(self) -> Forgetting:
        """Who was forgotten, and forgetting."""
        from eventkit.store.forgetting import Forgetting

        return Forgetting(self._database)

    @cached_property
    def duplicates(self) -> Duplicates:
        """Who may be one person, and who is not."""
        from eventkit.store.duplicates import Duplicates

        return Duplicates(self._database)

    @cached_property
    def outgoing(self) -> Outgoing:
        """What goes out with people beside their records."""
        from eventkit.store.outgoing import Outgoing

        return Outgoing(self._database)

    @cached_property
    def archive(self) -> Archive:
        """All of it, to be backed up or replaced."""
        from eventkit.store.archive import Archive

        return Archive(self._database)

    @cached_property
    def settings(self) -> Settings:
        """What is kept of the home itself."""
        from eventkit.store.settings import Settings

        return Settings(self._database)

    def home(self) -> str:
        """The id of the home, which is made when it is first asked for."""
        found = self.settings.home()
        if found or self._open is not None:
            return found or self.settings.make_home()
        with self._database.writing() as transaction:
            found = self.settings.make_home()
            transaction.keep()
        return found

    @contextlib.contextmanager
    def change(self, label: str, *, dry_run: bool = False, source: str = "") -> Iterator[Change]:
        """One transaction, recorded under ``label`` so that it can be undone, with the ``source`` of what it brings.

        Nothing stays of it when the block raises, when nothing was written, or when it is a ``dry_run``. A
        change inside another is part of that one.
        """
        if self._open is not None:
            yield self._open
            return
        from eventkit.store.changes import Change  # most commands only read

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
