"""What drafts there are to somebody: for their timeline, and for a word where two records turn out to be one person."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import Notebook, TimelineItem, one_line, say
from eventkit_followup.drafting import KIND, NOTEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.api import App, Document, Person


def drafts_in_time(app: App, person: Person) -> Iterator[TimelineItem]:
    """The drafts that were written to somebody."""
    for draft in Notebook(app, NOTEBOOK).list(KIND, person_id=person.id):
        data = draft.data
        text = f"{data['template']} by {data['channel']}: {data['path']}"
        yield TimelineItem(at=datetime.fromisoformat(data["at"]), what="drafted", text=text, event=_event(draft))


def tell_of_drafts(app: App, kept: Person) -> None:
    """Say where two drafts for one event lie there, now that they are to one person."""
    by_event: dict[tuple[str, str], list[str]] = defaultdict(list)
    for draft in Notebook(app, NOTEBOOK).list(KIND, person_id=kept.id):
        if Path(draft.data["path"]).is_file():
            by_event[_event(draft), draft.data["channel"]].append(draft.data["path"])
    for (event, _), paths in by_event.items():
        if len(paths) > 1:
            say(f"{one_line(kept.name)} has {len(paths)} drafts for {event} now: {', '.join(paths)}")


def _event(draft: Document) -> str:
    """The slug of a draft's event, which its key begins with."""
    return draft.key.partition(":")[0]
