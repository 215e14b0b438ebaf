"""Importing: reading a file or fetching an address, choosing who understands it, and handing it on."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from eventkit.domain.locations import is_address
from eventkit.domain.times import zone
from eventkit.errors import UsageError
from eventkit.services.import_results import ImportSource
from eventkit.services.known_sources import Content, unchanged_file
from eventkit.services.reading_sources import choose_importer, read_by, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.app import App
    from eventkit.services.import_results import ImportResult
    from eventkit.services.network.feeds import Feed


def import_file(
    app: App,
    location: str,
    *,
    event: str = "",
    timezone: str = "",
    dry_run: bool = False,
    accept_removals: bool = False,
    columns: Mapping[str, str] | None = None,
) -> ImportResult:
    """Bring a file in, ``-`` for standard input, or what is at an address, all of which is fetched first.

    It is one transaction, in which a broken part costs itself only. Raises ``InputError`` where nothing of it can
    be used, ``NetworkError`` where it cannot be fetched, and leaves everything as it was. ``columns`` says what the
    columns of a table are, fields by heading; one that nobody can make sense of is a ``ColumnsError``.
    """
    if timezone and zone(timezone) is None:
        message = f"--timezone: there is no zone {timezone!r}; give one as Europe/Berlin"
        raise UsageError(message)
    feed = None
    if not is_address(location) and os.path.isdir(location):
        from eventkit.services.folder_sources import import_folder  # most sources are files

        return import_folder(app, location, event=event, timezone=timezone, dry_run=dry_run)
    if is_address(location):
        from eventkit.services.fetched_sources import fetch, unchanged_feed  # most sources are files

        feed, known = fetch(app, location, event, timezone, anew=accept_removals)
        location = feed.shown
        if feed.fetched.unchanged:
            return unchanged_feed(app, location, feed, *known[0])
        content = Content(feed.data)
    else:
        content = Content(read_bytes(location))
        if same := unchanged_file(app, location, content, event=event, timezone=timezone):
            return same
    result = _hand_on(
        app,
        content,
        location,
        feed,
        event=event,
        timezone=timezone,
        dry_run=dry_run,
        accept_removals=accept_removals,
        columns=columns or {},
    )
    if feed and feed.note:
        result.notes.insert(0, feed.note)
    return result


def _hand_on(
    app: App,
    content: Content,
    location: str,
    feed: Feed | None,
    *,
    event: str,
    timezone: str,
    dry_run: bool,
    accept_removals: bool,
    columns: Mapping[str, str],
) -> ImportResult:
    plugin_id, importer = choose_importer(app, content.data, location)
    source = ImportSource(
        location=location,
        importer=importer.name,
        read=partial(read_by, app, plugin_id, importer, content.data),
        content=content,
        address=feed.fetched.address if feed else "",
        etag=feed.fetched.etag if feed else "",
        last_modified=feed.fetched.last_modified if feed else "",
    )
    if importer.kind == "people":
        from eventkit.services import import_people  # each is of no use to the other

        return import_people.bring_in(app, source, event=event, timezone=timezone, dry_run=dry_run, columns=columns)
    from eventkit.services import import_agenda

    return import_agenda.bring_in(
        app, source, event=event, timezone=timezone, dry_run=dry_run, accept_removals=accept_removals
    )
