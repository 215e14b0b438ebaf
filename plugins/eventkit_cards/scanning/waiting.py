"""Badge codes that wait for the organiser's list: kept with the event, as documents of this plugin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from eventkit.api import Notebook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App, Change, Document, Event

_PLUGIN, _KIND = "cards", "badge-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeCode:
    """A badge's code: ``ids`` are what a list may call it, ``met_at`` when its person was met, if they were.

    ``person_id`` is 0 until it is resolved.
    """

    key: str
    text: str
    ids: tuple[str, ...]
    event: str
    file: str = ""
    met_at: datetime | None = None
    person_id: int = 0


class Waiting:
    """The badge codes of one event."""

    def __init__(self, app: App, event: Event) -> None:
        """Take the event that they are of."""
        self._notebook = Notebook(app, _PLUGIN)
        self._event = event

    def list(self) -> list[BadgeCode]:
        """All of them, resolved or not, in the order they were scanned."""
        return [self._code(document) for document in self._notebook.list(_KIND, event_id=self._event.id)]

    def keep(
        self, change: Change, text: str, ids: Sequence[str], *, file: str, at: datetime | None
    ) -> tuple[BadgeCode, bool]:
        """Keep a code, and when its person was met, the first time; returns whether anything of that was new."""
        key = f"{self._event.slug}/{blake2b(text.encode(errors='replace'), digest_size=16).hexdigest()}"
        known = self._notebook.get(_KIND, key)
        if known is not None and (at is None or known.data.get("met_at")):
            return self._code(known), False
        data: dict[str, Any] = dict(known.data) if known else {"text": text, "ids": list(ids), "file": file}
        data["met_at"] = at.isoformat() if at else ""
        person = known.person_id if known else None
        document = self._notebook.put(change, _KIND, key, data, event_id=self._event.id, person_id=person)
        return self._code(document), True

    def resolve(self, change: Change, code: BadgeCode, person_id: int) -> None:
        """Note whose code it is."""
        known = self._notebook.get(_KIND, code.key)
        data = dict(known.data) if known else {}
        self._notebook.put(change, _KIND, code.key, data, event_id=self._event.id, person_id=person_id)

    def _code(self, document: Document) -> BadgeCode:
        data = document.data
        at = str(data.get("met_at", ""))
        return BadgeCode(
            key=document.key,
            text=str(data.get("text", "")),
            ids=tuple(str(one) for one in data.get("ids", ())),
            event=self._event.slug,
            file=str(data.get("file", "")),
            met_at=datetime.fromisoformat(at) if at else None,
            person_id=document.person_id or 0,
        )
