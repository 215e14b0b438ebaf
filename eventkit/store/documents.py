"""What plugins remember: JSON under (plugin, kind, key), linked to an event, a session and a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eventkit.domain.documents import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.store.changes import Change
    from eventkit.store.database import Database, Values

    Data = dict[str, Any]
    Links = dict[str, int | None]

_OF_KIND = "SELECT * FROM document WHERE plugin = :plugin AND kind = :kind"
_KEYS = "SELECT key, id FROM document WHERE plugin = :plugin AND kind = :kind"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True)
_REMOVED_BY = """
    SELECT before FROM change_row
    WHERE change_id = :id AND table_name = 'document' AND operation = 'delete' ORDER BY first_id
"""


class Documents:
    """Documents of all plugins."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    def removed_by(self, change_id: int) -> list[Document]:
        """The documents that a change removed, as they were, of all plugins."""
        return [_document(json.loads(row)) for row in self._database.ask(_REMOVED_BY, {"id": change_id}).firsts()]

    def list(
        self, plugin: str, kind: str, *, event_id: int | None = None, person_id: int | None = None
    ) -> list[Document]:
        """A plugin's documents of a kind, in the order they were made; of one event or person where given."""
        sql, values = _OF_KIND, {"plugin": plugin, "kind": kind}
        links = {"event_id": event_id, "person_id": person_id}
        for name, number in links.items():
            if number is not None:
                sql += f" AND {name} = {int(number)}"
        return [_document(row) for row in self._database.ask(f"{sql} ORDER BY id", values).dicts()]

    def get(self, plugin: str, kind: str, key: str) -> Document | None:
        """The document of that name, or None."""
        sql = f'{_OF_KIND} AND "key" = :key'
        rows = self._database.ask(sql, {"plugin": plugin, "kind": kind, "key": key}).dicts()
        return _document(rows[0]) if rows else None

    def put(
        self, change: Change, plugin: str, kind: str, key: str, data: dict[str, Any], **links: int | None
    ) -> Document:
        """Write a document: add it, or replace what goes by that name. ``links``: event_id, session_id, person_id."""
        values = {"data": _as_text(data), **links}
        found = self.get(plugin, kind, key)
        if found is None:
            change.insert_one("document", plugin=plugin, kind=kind, key=key, **values)
        else:
            change.update("document", found.id, **values)
        written = self.get(plugin, kind, key)
        assert written is not None  # written just now, within this transaction
        return written

    def put_all(self, change: Change, plugin: str, kind: str, documents: Mapping[str, tuple[Data, Links]]) -> None:
        """Write many documents: by key, data and links, which all name the same of event_id, session_id, person_id."""
        known = dict(self._database.ask(_KEYS, {"plugin": plugin, "kind": kind}).pairs())
        new = [(key, data, links) for key, (data, links) in documents.items() if key not in known]
        if new:
            linked = [*new[0][2]]
            rows = [(plugin, kind, key, _as_text(data), *[links[name] for name in linked]) for key, data, links in new]
            change.insert_tuples("document", ["plugin", "kind", "key", "data", *linked], rows)
        there = {key: documents[key] for key in documents if key in known}
        change.update_many(
            "document", {known[key]: {"data": _as_text(data), **links} for key, (data, links) in there.items()}
        )

    def delete(self, change: Change, plugin: str, kind: str, key: str) -> bool:
        """Remove a document; returns whether there was one."""
        found = self.get(plugin, kind, key)
        return found is not None and change.delete("document", [found.id]) == 1


def _as_text(data: dict[str, Any]) -> str:
    return _ENCODER.encode(data)


def _document(row: Values) -> Document:
    return Document(**{**row, "data": json.loads(row["data"])})
