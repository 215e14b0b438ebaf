"""What plugins remember: JSON under (plugin, kind, key), linked to an event, a session and a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from eventkit.domain.documents import Document
from eventkit.store.schema import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, RowMapping

    from eventkit.store.changes import Change

    Reading = Callable[[], AbstractContextManager[Connection]]


class Documents:
    """Documents of all plugins."""

    def __init__(self, reading: Reading) -> None:
        """Take what gives a connection to read by."""
        self._reading = reading

    def list(
        self, plugin: str, kind: str, *, event_id: int | None = None, person_id: int | None = None
    ) -> list[Document]:
        """A plugin's documents of a kind, in the order they were made; of one event or person where given."""
        query = select(document).where(document.c.plugin == plugin, document.c.kind == kind).order_by(document.c.id)
        if event_id is not None:
            query = query.where(document.c.event_id == event_id)
        if person_id is not None:
            query = query.where(document.c.person_id == person_id)
        with self._reading() as connection:
            return [_document(row) for row in connection.execute(query).mappings()]

    def get(self, plugin: str, kind: str, key: str) -> Document | None:
        """The document of that name, or None."""
        with self._reading() as connection:
            row = connection.execute(_named(plugin, kind, key)).mappings().one_or_none()
        return _document(row) if row else None

    def put(
        self, change: Change, plugin: str, kind: str, key: str, data: dict[str, Any], **links: int | None
    ) -> Document:
        """Write a document: add it, or replace what goes by that name. ``links``: event_id, session_id, person_id."""
        values = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True), **links}
        found = change.connection.execute(_named(plugin, kind, key)).mappings().one_or_none()
        if found is None:
            change.insert_one(document, plugin=plugin, kind=kind, key=key, **values)
        else:
            change.update(document, found["id"], **values)
        return _document(change.connection.execute(_named(plugin, kind, key)).mappings().one())

    def delete(self, change: Change, plugin: str, kind: str, key: str) -> bool:
        """Remove a document; returns whether there was one."""
        found = self.get(plugin, kind, key)
        return found is not None and change.delete(document, [found.id]) == 1


def _named(plugin: str, kind: str, key: str) -> Any:  # noqa: ANN401  # a SELECT, whose type names every column
    return select(document).where(document.c.plugin == plugin, document.c.kind == kind, document.c.key == key)


def _document(row: RowMapping) -> Document:
    return Document(**{**row, "data": json.loads(row["data"])})
