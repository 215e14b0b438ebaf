"""Fetching what is at an address for an import, unless it is what was imported last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.domain.addresses import normal_address
from eventkit.services.import_results import ImportResult
from eventkit.services.known_sources import is_read
from eventkit.services.network.feeds import fetch_feed

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.services.network.feeds import Feed
    from eventkit.store.agenda import Source


def fetch(app: App, location: str, event: str, timezone: str, *, anew: bool) -> tuple[Feed, list[tuple[Event, Source]]]:
    """What is at an address, and the sources that are known to be from there.

    Whether it changed since the last time is asked where the answer no would do: where one source is from there,
    and nothing else is told about it now than then.
    """
    known: dict[str, list[tuple[Event, Source]]] = {}
    for one in app.store.agenda.events(event):
        for source in app.store.agenda.sources(one.id):
            known.setdefault(source.location, []).append((one, source))
    asked = {
        place: (found[0][1].etag, found[0][1].last_modified)
        if len(found) == 1 and not anew and is_read(app, found[0][1]) and timezone in {"", found[0][0].timezone}
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


def unchanged_feed(app: App, location: str, feed: Feed, event: Event, source: Source) -> ImportResult:
    """The result for what the server says has not changed since it was imported."""
    return ImportResult(
        file=location,
        kind="agenda",
        event=event.slug,
        timezone=event.timezone,
        unchanged=app.store.agenda.count_listed({source.id}),
        notes=[feed.note] if feed.note else [],
    )
