"""What a plugin remembers between two commands: JSON documents, linked to an event, a session or a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.app import App
    from eventkit.domain.documents import Document
    from eventkit.store.changes import Change


class Notebook:
    """One plugin's documents. Writing takes the change that it belongs to: ``with app.change("…") as change:``."""

    def __init__(self, app: App, plugin: str) -> None:
        """Open the notebook of the plugin of that id."""
        self._app = app
        self._plugin = plugin

    def list(self, kind: str, *, event_id: int | None = None, person_id: int | None = None) -> list[Document]:
        """Documents of a kind, in the order they were made; of one event or one person where given."""
        return self._app.store.documents.list(self._plugin, kind, event_id=event_id, person_id=person_id)

    def get(self, kind: str, key: str) -> Document | None:
        """The document of that name, or None."""
        return self._app.store.documents.get(self._plugin, kind, key)

    def put(self, change: Change, kind: str, key: str, data: dict[str, Any], **links: int | None) -> Document:
        """Write a document, replacing what goes by that name; ``links`` are event_id, session_id, person_id."""
        return self._app.store.documents.put(change, self._plugin, kind, key, data, **links)

    def put_all(
        self, change: Change, kind: str, documents: Mapping[str, tuple[dict[str, Any], dict[str, int | None]]]
    ) -> None:
        """Write many documents at once: by key, data and links, which are the same kinds of links for all."""
        self._app.store.documents.put_all(change, self._plugin, kind, documents)

    def delete(self, change: Change, kind: str, key: str) -> bool:
        """Remove a document; returns whether there was one."""
        return self._app.store.documents.delete(change, self._plugin, kind, key)
