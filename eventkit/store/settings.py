"""What a home is known by: an id of its own, from which the ids of its people are made for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from eventkit.store.database import Database


class Settings:
    """What is kept of the home itself. It is no part of the history: to undo it would make it another home."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    def home(self) -> str:
        """The id of this home, or an empty text where nobody has asked for one yet."""
        return str(next(iter(self._database.ask("SELECT value FROM setting WHERE name = 'home'").firsts()), ""))

    def make_home(self) -> str:
        """Give the home its id, within a transaction; returns it, or the one that another process gave meanwhile."""
        if not self.home():
            row = {"id": self._database.next_id("setting", 1), "name": "home", "value": str(uuid4())}
            self._database.add_rows("setting", list(row), [row])
        return self.home()
