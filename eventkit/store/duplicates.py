"""What finding duplicates has to read of everybody, and who is known not to be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from eventkit.store.changes import Change
    from eventkit.store.database import Database

_THOSE = "NOT is_me {contacts}"
_ROWS = """
    SELECT id, name, name_key, given, family, organization_key, title, birthday FROM person WHERE {those} ORDER BY id
"""
_POINTS = """
    SELECT person_id, kind, normal FROM contact_point
    WHERE kind != 'url' AND person_id IN (SELECT id FROM person WHERE {those})
"""
_ATTENDANCES = "SELECT person_id, event_id FROM attendance WHERE person_id IN (SELECT id FROM person WHERE {those})"


class Row(NamedTuple):
    """A person, as far as two of them are compared."""

    id: int
    name: str
    name_key: str
    given: str
    family: str
    organization_key: str
    title: str
    birthday: str


class Duplicates:
    """Records that may be one person: all of them are read at once, and lean."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    def rows(self, *, everybody: bool) -> list[tuple[int, str, str, str, str, str, str, str]]:
        """People by number, with what ``Row`` names: contacts, or also those only listed. Never the user."""
        return self._database.ask(_ROWS.format(those=_those(everybody=everybody))).rows

    def points(self, *, everybody: bool) -> list[tuple[int, str, str]]:
        """Whose is what: person id, kind and normal form of addresses, numbers and handles."""
        return self._database.ask(_POINTS.format(those=_those(everybody=everybody))).rows

    def attendances(self, *, everybody: bool) -> list[tuple[int, int]]:
        """Who attends what: person id and event id."""
        return self._database.ask(_ATTENDANCES.format(those=_those(everybody=everybody))).pairs()

    def different(self) -> set[tuple[int, int]]:
        """Pairs of whom the user said that they are not the same person, the smaller number first."""
        pairs = self._database.ask("SELECT person_id, other_id FROM different").pairs()
        return {(min(pair), max(pair)) for pair in pairs}

    def add_different(self, change: Change, first: int, second: int) -> bool:
        """Keep that two people are not the same; returns whether that was new."""
        pair = (min(first, second), max(first, second))
        if pair in self.different():
            return False
        change.insert_one("different", person_id=pair[0], other_id=pair[1])
        return True


def _those(*, everybody: bool) -> str:
    return _THOSE.format(contacts="" if everybody else "AND contact")
