"""Encounters: rows in, domain values out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from eventkit.domain.people import Encounter
from eventkit.store.schema import encounter, event

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection

    from eventkit.store.changes import Change

    Reading = Callable[[], AbstractContextManager[Connection]]


class Encounters:
    """When I met whom."""

    def __init__(self, reading: Reading) -> None:
        """Take what gives a connection to read by."""
        self._reading = reading

    def list(self, *, event_slug: str = "", person_id: int | None = None) -> list[Encounter]:
        """Encounters by time; of one event or person where given."""
        query = (
            select(encounter, event.c.slug)
            .join(event, event.c.id == encounter.c.event_id)
            .order_by(encounter.c.at_seconds, encounter.c.id)
        )
        if event_slug:
            query = query.where(event.c.slug == event_slug)
        if person_id is not None:
            query = query.where(encounter.c.person_id == person_id)
        with self._reading() as connection:
            return [
                Encounter(
                    id=row["id"],
                    person_id=row["person_id"],
                    event=row["slug"],
                    at=datetime.fromisoformat(row["at"]),
                    session_id=row["session_id"],
                    note=row["note"],
                    promise=row["promise"],
                )
                for row in connection.execute(query).mappings()
            ]

    def add(
        self,
        change: Change,
        *,
        person_id: int,
        event_id: int,
        session_id: int | None,
        at: datetime,
        note: str,
        promise: str,
    ) -> int:
        """Add an encounter and return its id."""
        return change.insert_one(
            encounter,
            person_id=person_id,
            event_id=event_id,
            session_id=session_id,
            at=at.isoformat(),
            at_seconds=int(at.timestamp()),
            note=note,
            promise=promise,
        )
