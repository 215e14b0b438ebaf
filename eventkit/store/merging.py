"""Putting two records of one person together: every row of the one becomes the other's, or is there already."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from eventkit.store.provenance import MERGED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.store.changes import Change
    from eventkit.store.database import Database, Values

_MOVED = ("card", "encounter", "session_speaker", "document")
_NO_CARD = "merge"
"""The source of a card that was written for what a merge has no other place for."""


class Merging:
    """Two records of one person."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    def merge(self, change: Change, kept_id: int, other_id: int, beside: str = "") -> Counter[str]:
        """Give one person all that another has, and remove the other; returns how many rows moved, by table.

        What both have stays once, with the label that either gave it. ``beside`` is the card with what else there was.
        """
        moved = Counter({"contact_point": self._points(change, kept_id, other_id)})
        moved["label"] = self._unless_there(change, "label", ("kind", "value_key"), kept_id, other_id)
        moved["attendance"] = self._unless_there(change, "attendance", ("event_id", "role"), kept_id, other_id)
        for table in _MOVED:
            rows = self._rows(table, other_id)
            change.update_many(table, {row["id"]: {"person_id": kept_id} for row in rows})
            moved[table] = len(rows)
        self._different(change, kept_id, other_id)
        (other,) = self._database.ask("SELECT name FROM person WHERE id = :id", {"id": other_id}).firsts()
        change.delete("person", [other_id])
        plugin, kind = MERGED
        data = json.dumps({"name": other}, ensure_ascii=False)
        change.insert_one("document", plugin=plugin, kind=kind, key=str(other_id), person_id=kept_id, data=data)
        if beside:
            values = {"source": _NO_CARD, "digest": f"{_NO_CARD}:{other_id}", "raw": beside}
            change.insert_one("card", person_id=kept_id, **values)
        return +moved

    def _points(self, change: Change, kept_id: int, other_id: int) -> int:
        """Move contact points behind those that are there: the first of a kind is the one that is used."""
        ours = self._rows("contact_point", kept_id)
        there = {(row["kind"], row["normal"]): row for row in ours}
        last = max((row["id"] for row in ours), default=0)
        moving: dict[int, Values] = {}
        again: list[Values] = []
        removed: list[int] = []
        for row in self._rows("contact_point", other_id):
            same = there.get((row["kind"], row["normal"]))
            if same is not None:
                removed.append(row["id"])
                if row["label"] and not same["label"]:
                    change.update("contact_point", same["id"], label=row["label"])
            elif row["id"] > last and not again:
                moving[row["id"]] = {"person_id": kept_id}
            else:
                removed.append(row["id"])
                again.append({**{name: value for name, value in row.items() if name != "id"}, "person_id": kept_id})
        change.update_many("contact_point", moving)
        change.delete("contact_point", removed)
        change.insert("contact_point", again)
        return len(moving) + len(again)

    def _unless_there(self, change: Change, table: str, columns: Sequence[str], kept_id: int, other_id: int) -> int:
        """Move rows, and remove those which the other person has the same as."""
        there = {_values(row, columns) for row in self._rows(table, kept_id)}
        rows = self._rows(table, other_id)
        moving = {row["id"]: {"person_id": kept_id} for row in rows if _values(row, columns) not in there}
        change.delete(table, [row["id"] for row in rows if row["id"] not in moving])
        change.update_many(table, moving)
        return len(moving)

    def _different(self, change: Change, kept_id: int, other_id: int) -> None:
        """Who is not the one is not the other either; that these two are not the same was a mistake."""
        sql = "SELECT * FROM different WHERE person_id IN (:kept, :other) OR other_id IN (:kept, :other) ORDER BY id"
        rows = self._database.ask(sql, {"kept": kept_id, "other": other_id}).dicts()
        pairs = {_pair(row) for row in rows if other_id not in _pair(row)}
        for row in rows:
            if other_id not in _pair(row):
                continue
            (third,) = _pair(row) - {other_id}
            if third == kept_id or frozenset({kept_id, third}) in pairs:
                change.delete("different", [row["id"]])
            else:
                first, second = sorted([kept_id, third])
                change.update("different", row["id"], person_id=first, other_id=second)
                pairs.add(frozenset({kept_id, third}))

    def _rows(self, table: str, person_id: int) -> list[Values]:
        sql = f"SELECT * FROM {table} WHERE person_id = :id ORDER BY id"  # noqa: S608  # our own names
        return self._database.ask(sql, {"id": person_id}).dicts()


def _values(row: Values, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in columns)


def _pair(row: Values) -> frozenset[int]:
    return frozenset({row["person_id"], row["other_id"]})
