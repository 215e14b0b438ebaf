"""What a store holds, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_THINGS = {
    "person": ("person", "people"),
    "event": ("event", "events"),
    "session": ("session", "sessions"),
    "encounter": ("encounter", "encounters"),
    "document": ("document of a plugin", "documents of plugins"),
    "change": ("change in the history", "changes in the history"),
}


def in_words(counts: Mapping[str, int]) -> str:
    """How many of each kind there are, of those that a user knows: "2 people, 1 event and 3 sessions"."""
    parts = [
        f"{count:,} {one if count == 1 else many}"
        for table, (one, many) in _THINGS.items()
        if (count := counts.get(table))
    ]
    if not parts:
        return "nothing"
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
