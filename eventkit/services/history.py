"""What was changed, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.store.history import PastChange


def list_changes(app: App, limit: int = 20) -> list[PastChange]:
    """The latest changes, the newest first."""
    return app.store.history(limit)


def undo_change(app: App, change_id: int | None = None, *, dry_run: bool = False) -> PastChange:
    """Take back a change, by default the newest; raises ``UndoError`` naming what stands in the way.

    The plugins are told which of their documents are gone with it: a file may belong to one.
    """
    with app.change("undo", dry_run=dry_run) as change:
        wanted = app.store.undo(change_id)
        documents = app.store.documents.removed_by(change.id)
    if documents and not dry_run:
        app.plugins.notify("eventkit_documents_taken_back", documents=documents, app=app)
    return wanted
