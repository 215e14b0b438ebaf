"""What goes out with people beside their records: the cards that they came with, their roles, and who is who."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from eventkit.store.changes import batched
from eventkit.store.database import in_list
from eventkit.store.provenance import MERGED

if TYPE_CHECKING:
    from collections.abc import Collection

    from eventkit.store.database import Database

_CARDS = "SELECT person_id, raw FROM card WHERE person_id IN {ids} AND raw != '' ORDER BY id"
_ROLES = """
    SELECT attendance.person_id, event.slug, attendance.role
    FROM attendance JOIN event ON event.id = attendance.event_id
    WHERE attendance.person_id IN {ids} ORDER BY attendance.id
"""
_MERGED = 'SELECT "key", person_id FROM document WHERE plugin = :plugin AND kind = :kind AND person_id IS NOT NULL'


class Outgoing:
    """What an export asks of the store."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    def cards(self, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The texts of the cards that people came with, by person, the oldest first, each once."""
        found: defaultdict[int, dict[str, None]] = defaultdict(dict)
        for some in batched(ids):
            for person_id, raw in self._database.ask(_CARDS.format(ids=in_list(some))).rows:
                found[person_id][raw] = None
        return {person_id: tuple(texts) for person_id, texts in found.items()}

    def roles(self, ids: Collection[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        """The events that people attend, each with the role, by person."""
        found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        for some in batched(ids):
            for person_id, event, role in self._database.ask(_ROLES.format(ids=in_list(some))).rows:
                found[person_id].append((event, role))
        return {person_id: tuple(roles) for person_id, roles in found.items()}

    def named(self, uids: Collection[str]) -> list[tuple[str, int]]:
        """Who came with a card of one of these UIDs, from wherever: UID and number, the oldest first."""
        rows = self._database.ask("SELECT uid, person_id FROM card WHERE uid != '' ORDER BY id").pairs() if uids else []
        return [(uid, person_id) for uid, person_id in rows if uid in uids]

    def digests(self) -> frozenset[str]:
        """The digests of all cards that people came with."""
        return frozenset(self._database.ask("SELECT digest FROM card").firsts())

    def numbers(self) -> dict[int, int]:
        """The number of everybody, by that number and by those of the records that were merged into theirs."""
        plugin, kind = MERGED
        merged = self._database.ask(_MERGED, {"plugin": plugin, "kind": kind}).rows
        people = self._database.ask("SELECT id FROM person").firsts()
        return {int(key): person_id for key, person_id in merged if key.isdecimal()} | {one: one for one in people}
