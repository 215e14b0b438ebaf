"""Encounters: rows in, domain values out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from eventkit.domain.people import Encounter
from eventkit.domain.text import fold

if TYPE_CHECKING:
    from eventkit.store.changes import Change
    from eventkit.store.database import Database

_ENCOUNTERS = """
    SELECT encounter.id, person_id, event.slug, at, session_id, note, promise
    FROM encounter JOIN event ON event.id = encounter.event_id
    WHERE (:slug = '' OR event.slug = :slug) AND (:person_id = 0 OR person_id = :person_id)
    ORDER BY at_seconds, encounter.id
"""


class Encounters:
    """When I met whom."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    def list(self, *, event_slug: str = "", person_id: int | None = None) -> list[Encounter]:
        """Encounters by time; of one event or person where given."""
        moment = datetime.fromisoformat
        return [
            Encounter(encounter_id, person, slug, moment(at), session_id, note, promise)
            for encounter_id, person, slug, at, session_id, note, promise in self._database.ask(
                _ENCOUNTERS, {"slug": event_slug, "person_id": person_id or 0}
            ).rows
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
            "encounter",
            person_id=person_id,
            event_id=event_id,
            session_id=session_id,
            at=at.isoformat(),
            at_seconds=int(at.timestamp()),
            note=note,
            promise=promise,
            search_text=fold(f"{note} {promise}"),
        )
