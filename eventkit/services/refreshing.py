"""Reading the sources of agendas again: addresses are fetched, files are read where they still are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.domain.addresses import shown_address
from eventkit.domain.locations import is_address
from eventkit.errors import InputError, NetworkError, PluginError
from eventkit.services.importing import import_file
from eventkit.services.lookup import find_event

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.errors import EventkitError
    from eventkit.services.import_results import ImportResult


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """A source of an event's agenda; ``skipped`` says why it cannot be read again, where that is so."""

    event: str
    location: str
    shown: str
    skipped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What came of a source: a result, or the error that it cost."""

    source: KnownSource
    result: ImportResult | None = None
    error: EventkitError | None = None


def known_sources(app: App, event: str = "") -> list[KnownSource]:
    """The sources of every event, or of the one; raises ``NotFoundError``."""
    events = [find_event(app, event)] if event else app.store.agenda.events()
    return [
        _source(one.slug, source.location, source.name) for one in events for source in app.store.agenda.sources(one.id)
    ]


def refresh_source(app: App, source: KnownSource, *, dry_run: bool = False, accept_removals: bool = False) -> Refreshed:
    """Import a source again; what goes wrong with it is part of the answer, as it is nothing to the others."""
    try:
        result = import_file(app, source.location, event=source.event, dry_run=dry_run, accept_removals=accept_removals)
    except (InputError, NetworkError, PluginError) as error:
        return Refreshed(source=source, error=error)
    return Refreshed(source=source, result=result)


def _source(event: str, location: str, name: str) -> KnownSource:
    if is_address(location):
        return KnownSource(event=event, location=location, shown=shown_address(location))
    if not location:
        shown = f"standard input ({name})" if name else "standard input"
        return KnownSource(event=event, location="", shown=shown, skipped="it cannot be read again")
    gone = "" if Path(location).exists() else "the file is no longer there"
    return KnownSource(event=event, location=location, shown=location, skipped=gone)
