"""What a plugin remembers. The core owns the links, so merging or moving carries the document along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A plugin's note under (plugin, kind, key); ``data`` is whatever JSON holds.

    ``version`` counts how often it was changed.
    """

    id: int
    plugin: str
    kind: str
    key: str
    data: dict[str, Any]
    event_id: int | None = None
    session_id: int | None = None
    person_id: int | None = None
    version: int = 1
