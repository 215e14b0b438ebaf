"""What was done about a follow-up: a document for each letter, and for what was done without one.

A document stands for encounters, which it names: those have their letter, or need none. Its state goes from
``drafted`` to ``sending`` (a server is being talked to), ``sent`` and ``answered``. It is ``unknown`` where nobody can
tell whether a server took the letter, ``refused`` where it said that it never will, and ``skipped`` where I decided
to write nothing.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.api import Notebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from eventkit.api import App, Change, Document

NOTEBOOK = "followup"
KIND = "draft"


class State(StrEnum):
    """Where a follow-up stands; ``DUE`` is no document's, but of encounters that none names."""

    DUE = "due"
    DRAFTED = "drafted"
    SENDING = "sending"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    SENT = "sent"
    ANSWERED = "answered"
    SKIPPED = "skipped"


DONE = frozenset({State.SENT, State.ANSWERED, State.SKIPPED})
"""States in which a promise is no longer open."""


class Entry(NamedTuple):
    """One document.

    Attributes:
        key: of the document; a letter's Message-ID is made of it.
        person_id: to whom.
        event_id: about which event, or None for a letter about none.
        state: where it stands.
        encounters: numbers of those that it is about; none for a letter to somebody whom I never met.
        channel: by which it goes, template: what it is made from; both empty where there is no letter of ours.
        path: of the file, or the place on a server.
        dates: when each state was reached, by its name, in ISO 8601.
        digest: of the file as it was written, in hexadecimal: another one's file was edited.
        said: what was said for this letter (``--set``, ``--other``), as a digest.
        problem: what a server said when it refused.

    """

    key: str
    person_id: int
    event_id: int | None
    state: State
    encounters: tuple[int, ...] = ()
    channel: str = ""
    template: str = ""
    path: str = ""
    dates: Mapping[str, str] = MappingProxyType({})
    digest: str = ""
    said: str = ""
    problem: str = ""

    @property
    def since(self) -> str:
        """When it reached the state that it is in."""
        return self.dates.get(self.state, "")

    def moved(self, state: State, now: datetime, **values: Any) -> Entry:  # noqa: ANN401  # of any field
        """The same in another state from now on."""
        return self._replace(state=state, dates={**self.dates, state.value: now.isoformat()}, **values)


def list_entries(app: App, *, event_id: int | None = None, person_id: int | None = None) -> list[Entry]:
    """All entries, or those of an event or a person, in the order they were made."""
    notebook = Notebook(app, NOTEBOOK)
    return [entry_of(document) for document in notebook.list(KIND, event_id=event_id, person_id=person_id)]


def keep_entries(app: App, change: Change, entries: Iterable[Entry]) -> None:
    """Write entries, new ones and those that were moved on."""
    documents = {
        entry.key: (_data(entry), {"event_id": entry.event_id, "person_id": entry.person_id}) for entry in entries
    }
    Notebook(app, NOTEBOOK).put_all(change, KIND, documents)


def free_key(stem: str, taken: set[str]) -> str:
    """The first free key of ``EVENT:PERSON:CHANNEL``, which is taken then: two people who were merged bring both."""
    number = 1
    while f"{stem}:{number}" in taken:
        number += 1
    taken.add(f"{stem}:{number}")
    return f"{stem}:{number}"


def entry_of(document: Document) -> Entry:
    """A document as an entry; those of before there were dates have ``at``."""
    data = document.data
    dates = data.get("dates") or {State.DRAFTED.value: data.get("at", "")}
    return Entry(
        key=document.key,
        person_id=document.person_id or 0,
        event_id=document.event_id,
        state=State(data.get("state", State.DRAFTED)),
        encounters=tuple(data.get("encounters", ())),
        channel=data.get("channel", ""),
        template=data.get("template", ""),
        path=data.get("path", ""),
        dates=dates,
        digest=data.get("digest", ""),
        said=data.get("said", ""),
        problem=data.get("problem", ""),
    )


def _data(entry: Entry) -> dict[str, Any]:
    return {
        "channel": entry.channel,
        "dates": dict(entry.dates),
        "digest": entry.digest,
        "encounters": list(entry.encounters),
        "path": entry.path,
        "problem": entry.problem,
        "said": entry.said,
        "state": entry.state.value,
        "template": entry.template,
    }
