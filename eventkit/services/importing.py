"""Importing: reading a file or fetching an address, choosing who understands it, and handing it on."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from eventkit.domain.addresses import is_address, normal_address, shown_address
from eventkit.domain.times import zone
from eventkit.errors import UsageError
from eventkit.services.import_results import ImportResult, ImportSource
from eventkit.services.reading_sources import choose_importer, read_by, read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.services.network.feeds import Feed
    from eventkit.store.agenda import Source


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
    if not is_address(location) and os.path.isdir(location):  # noqa: PTH112  # the address of a folder is no path
        from eventkit.services.folder_sources import import_folder  # most sources are files

        return import_folder(app, location, event=event, timezone=timezone, dry_run=dry_run)
    if is_address(location):
        feed, known = _fetch(app, location, event, timezone, anew=accept_removals)
        data, location = feed.data, shown_address(feed.fetched.address)
        if feed.fetched.unchanged:
            return _unchanged(app, location, feed, *known[0])
    else:
        data = read_bytes(location)
    result = _hand_on(
        app,
        data,
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
    data: bytes,
    location: str,
    feed: Feed | None,
    *,
    event: str,
    timezone: str,
    dry_run: bool,
    accept_removals: bool,
    columns: Mapping[str, str],
) -> ImportResult:
    plugin_id, importer = choose_importer(app, data, location)
    source = ImportSource(
        location=location,
        data=data,
        importer=importer.name,
        read=partial(read_by, app, plugin_id, importer, data),
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


def _fetch(
    app: App, location: str, event: str, timezone: str, *, anew: bool
) -> tuple[Feed, list[tuple[Event, Source]]]:
    """What is at an address, and the sources that are known to be from there.

    Whether it changed since the last time is asked where the answer no would do: where one source is from there,
    and nothing else is told about it now than then.
    """
    from eventkit.services.import_agenda import is_read
    from eventkit.services.network.feeds import fetch_feed  # urllib3, only where something is fetched

    known: dict[str, list[tuple[Event, Source]]] = {}
    for one in app.store.agenda.events(event):
        for source in app.store.agenda.sources(one.id):
            known.setdefault(source.location, []).append((one, source))
    asked = {
        place: (found[0][1].etag, found[0][1].last_modified)
        if len(found) == 1 and not anew and is_read(found[0][1]) and timezone in {"", found[0][0].timezone}
        else ("", "")
        for place, found in known.items()
    }
    feed = fetch_feed(app, _as_known(normal_address(location), asked), asked)
    return feed, known.get(feed.fetched.address, [])


def _as_known(address: str, known: dict[str, tuple[str, str]]) -> str:
    """The address by which a source is known that calendar programs call webcal; else the address itself."""
    scheme, _, rest = address.partition("://")
    if scheme == "webcal":
        found = [normal_address(f"{http}://{rest}") for http in ("https", "http")]
        return next((one for one in found if one in known), address)
    return address


def _unchanged(app: App, location: str, feed: Feed, event: Event, source: Source) -> ImportResult:
    """The result for what the server says has not changed since it was imported."""
    return ImportResult(
        file=location,
        kind="agenda",
        event=event.slug,
        timezone=event.timezone,
        unchanged=app.store.agenda.count_listed({source.id}),
        notes=[feed.note] if feed.note else [],
    )
