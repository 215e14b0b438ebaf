"""The agenda behind an address: what the kind of site is known to publish, the address itself, what its page names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from eventkit.domain.addresses import normal_address, shown_address, with_user_of
from eventkit.domain.locations import is_address
from eventkit.errors import InputError, NetworkError
from eventkit.records import Site
from eventkit.services.archives import unpack
from eventkit.services.network.fetch_errors import AnsweredError
from eventkit.services.network.fetching import Fetcher
from eventkit.services.network.pages import links_of
from eventkit.services.reading_sources import is_page, recognise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eventkit.app import App
    from eventkit.services.network.fetching import Fetched

MOST_GUESSES = 3
"""Requests beside the one for the address itself."""

_FORBIDDEN = 403
_FILE = re.compile(r"\.(?:ics|ical|ifb|vcs|vcf|xml|json|xcal|gz|zip)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What was fetched, out of its archive; ``note`` says where it was found, if not where it was looked for."""

    fetched: Fetched
    data: bytes = b""
    note: str = ""

    @property
    def shown(self) -> str:
        """Its address, as that may be shown."""
        return shown_address(self.fetched.address)


def fetch_feed(app: App, address: str, validators: Mapping[str, tuple[str, str]]) -> Feed:
    """Fetch an agenda, or people; raises ``NetworkError``.

    ``validators`` are ETag and Last-Modified by address. One of these is asked for as it is; for another one the
    sites that know it are asked first, and the page that comes of it is looked at.
    """
    hunt = _Hunt(app=app, asked=address, validators=validators)
    if address not in validators and not _FILE.search(urlsplit(address).path):
        found = hunt.first_of(_from_sites(app, [address]))
        if found:
            return found
    try:
        fetched = hunt.get(address)
    except AnsweredError as error:
        raise hunt.forbidden() or error from None
    if fetched.unchanged:
        return Feed(fetched=fetched)
    data = unpack(fetched.data, shown_address(address))
    if recognise(app, data, fetched.final) or not is_page(data):
        return Feed(fetched=fetched, data=data)
    feeds, links = links_of(data, fetched.final)
    further = _from_sites(app, links)  # several are of several events
    found = hunt.first_of([*feeds, *_from_sites(app, [fetched.final]), *(further if len(further) == 1 else ())])
    if found:
        return found
    if forbidden := hunt.forbidden():
        raise forbidden
    led = f"leads to {shown_address(fetched.final)}," if fetched.final != fetched.address else "is"
    message = (
        f"{shown_address(address)}: {led} a web page, perhaps a login page, and no agenda was found by it; "
        "download the calendar in a browser and import the file"
    )
    raise NetworkError(message)


@dataclass(slots=True, kw_only=True)
class _Hunt:
    """Tries addresses, each once and few at most, within one deadline."""

    app: App
    asked: str
    validators: Mapping[str, tuple[str, str]]
    tried: set[str] = field(default_factory=set)
    refused: list[AnsweredError] = field(default_factory=list)
    fetcher: Fetcher = field(init=False)

    def __post_init__(self) -> None:
        config = self.app.config
        self.fetcher = Fetcher(seconds=config.download_seconds, megabytes=config.download_megabytes)
        self.tried.add(self.asked)

    def get(self, address: str) -> Fetched:
        etag, last_modified = self.validators.get(address, ("", ""))
        return self.fetcher.get(address, etag=etag, last_modified=last_modified)

    def forbidden(self) -> AnsweredError | None:
        """The refusal of a host that wants no programs: it names the agenda's address, which is to be downloaded."""
        return next((error for error in self.refused if error.status == _FORBIDDEN), None)

    def first_of(self, guesses: Iterable[str]) -> Feed | None:
        """The first that holds something we read; raises ``NetworkError`` where the network itself fails."""
        for guess in (with_user_of(self.asked, address) for address in guesses):
            if guess in self.tried:
                continue
            if len(self.tried) > MOST_GUESSES:
                return None
            self.tried.add(guess)
            try:
                fetched = self.get(guess)
                data = unpack(fetched.data, shown_address(guess))
            except AnsweredError as error:
                self.refused.append(error)
                continue
            except InputError:
                continue
            if fetched.unchanged or recognise(self.app, data, fetched.final):
                note = f"the agenda of that page is at {shown_address(fetched.address)}"
                return Feed(fetched=fetched, data=data, note=note)
        return None


def _from_sites(app: App, addresses: Iterable[str]) -> list[str]:
    """The feeds that the plugins' sites know of these pages; a site that fails is reported and asked no more."""
    sites = app.plugins.contributions("eventkit_register_sites", Site)
    found: dict[str, None] = {}
    for address in addresses:
        for plugin_id, site in list(sites):
            try:
                feeds = [normal_address(feed) for feed in site.feeds(address) if is_address(feed)]
            except Exception as error:  # noqa: BLE001  # a plugin's function: whatever it raises costs its own site only
                app.plugins.fault(
                    plugin_id, f"site {site.name} cannot look at {shown_address(address)}: {error}", error
                )
                sites.remove((plugin_id, site))
                continue
            found.update(dict.fromkeys(feeds))
    return list(found)
