"""Sources whose very bytes were read before: nothing of them is read again, and no plugin is loaded for it."""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit.app import App
    from eventkit.services.import_results import ImportResult
    from eventkit.store.agenda import Source

_READ_BY = "3:"
"""Begins the digest of every file: raised when importers read more out of the same bytes, so that it is read again."""


class Content:
    """The bytes of a source, and what they are called by whoever reads them."""

    def __init__(self, data: bytes = b"") -> None:
        """Take the bytes."""
        self.data = data
        self._digests: dict[tuple[str, str], str] = {}

    def digest(self, app: App, importer: str, timezone: str) -> str:
        """A short name for these bytes, read by this importer for an event in a zone."""
        key = importer, timezone
        if key not in self._digests:
            digest = blake2b(f"{importer} {timezone}\n".encode(), digest_size=16)
            digest.update(self.data)
            self._digests[key] = _read_by(app) + digest.hexdigest()
        return self._digests[key]


def unchanged_file(app: App, location: str, content: Content, *, event: str, timezone: str) -> ImportResult | None:
    """The result for a file that was read from this place last time, byte by byte; None for any other."""
    if location == "-":
        return None
    place = os.path.abspath(location)

    def is_it(stored: Source, zone: str) -> bool:
        return stored.location == place and stored.digest == content.digest(app, stored.importer, zone)

    return met_again(app, location, event or event_of(app, place), timezone, is_it)


def met_again(
    app: App, file: str, event: str, timezone: str, is_it: Callable[[Source, str], bool]
) -> ImportResult | None:
    """The result for what was imported into this event last time; None where it was not, or is told another zone.

    ``is_it(source, zone)`` says whether a source of the event, in its zone, is what is imported now.
    """
    agenda = app.store.agenda
    found = agenda.events(event) if event else []
    if not found or timezone not in {"", found[0].timezone}:
        return None
    same = {known.id for known in agenda.sources(found[0].id) if is_it(known, found[0].timezone)}
    if not same:
        return None
    from eventkit.services.import_results import ImportResult  # which has the content of a source from here

    return ImportResult(
        file=file, kind="agenda", event=event, timezone=found[0].timezone, unchanged=agenda.count_listed(same)
    )


def event_of(app: App, place: str) -> str:
    """The one event that this place is known to be an agenda of."""
    slugs = app.store.agenda.events_of(place) if place else []
    return slugs[0] if len(slugs) == 1 else ""


def is_read(app: App, source: Source) -> bool:
    """Whether what is stored of a source is all that this eventkit can read in it."""
    return source.digest.startswith(_read_by(app))


def _read_by(app: App) -> str:
    """What stands for this eventkit, and for the plugins that it reads by: with another one, more may be read."""
    return _READ_BY + blake2b(app.installed.encode(), digest_size=4).hexdigest() + ":"
