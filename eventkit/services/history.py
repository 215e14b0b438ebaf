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
    """Take back a change, by default the newest; raises ``UndoError`` naming what stands in the way."""
    return app.store.undo(change_id, dry_run=dry_run)
