"""What drafts there are to somebody: for their timeline, and for a word where two records turn out to be one person."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import TimelineItem, get_events, one_line, say
from eventkit_followup.drafts.placing import digest_of_file
from eventkit_followup.progress.entries import KIND, NOTEBOOK, State, entry_of, list_entries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit.api import App, Document, Person
    from eventkit_followup.progress.entries import Entry

_NAMED = 20
"""So many files that stay are named."""


def follow_ups_in_time(app: App, person: Person) -> Iterator[TimelineItem]:
    """What was written to somebody, and what became of it."""
    slugs = _slugs(app)
    for entry in list_entries(app, person_id=person.id):
        for state, at in entry.dates.items():
            if at and state not in {State.SENDING, State.UNKNOWN}:
                text = _text(entry) if state == State.DRAFTED else entry.template
                yield TimelineItem(
                    at=datetime.fromisoformat(at), what=state, text=text, event=slugs.get(entry.event_id or 0, "")
                )


def tell_of_drafts(app: App, kept: Person) -> None:
    """Say where two drafts for one event lie there, now that they are to one person."""
    slugs = _slugs(app)
    by_event: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in list_entries(app, person_id=kept.id):
        if entry.state is State.DRAFTED and Path(entry.path).is_file():
            by_event[slugs.get(entry.event_id or 0, ""), entry.channel].append(entry.path)
    for (event, _), paths in by_event.items():
        if len(paths) > 1:
            where = ", ".join(dict.fromkeys(paths))
            say(f"{one_line(kept.name)} has {len(paths)} drafts{' for ' if event else ''}{event} now: {where}")


def remove_drafts(documents: Sequence[Document]) -> None:
    """Remove the files of drafts that were taken back; one that was edited stays, and is named.

    What lies in a mailbox, on a page of several, or on a server, stays as well: it is not one draft's alone.
    """
    taken = [entry_of(one) for one in documents if (one.plugin, one.kind) == (NOTEBOOK, KIND)]
    drafts = [entry for entry in taken if entry.path and entry.state is State.DRAFTED]
    _tell([entry.path for entry in drafts if entry.digest and not _removed(entry)], "stays: it was edited")
    shared = dict.fromkeys(entry.path for entry in drafts if not entry.digest)
    _tell(
        [path for path in shared if not Path(path).is_absolute() or os.path.lexists(path)],
        "stays as it is; take out what you do not want",
    )


def _removed(entry: Entry) -> bool:
    """Whether the file is gone, now if it was as it was written."""
    file = Path(entry.path)
    try:
        if entry.digest != digest_of_file(file.read_bytes()):
            return False
        file.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _tell(places: Sequence[str], what: str) -> None:
    """Name what stays, of many the first."""
    for place in places[:_NAMED]:
        say(f"{place} {what}")
    if len(places) > _NAMED:
        say(f"and {len(places) - _NAMED:,} more stay likewise")


def _text(entry: Entry) -> str:
    return f"{entry.template} by {entry.channel}: {entry.path}"


def _slugs(app: App) -> dict[int, str]:
    return {event.id: event.slug for event in get_events(app).values()}
