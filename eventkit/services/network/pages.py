"""A web page's links: which of them may be the agenda that the page is about."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

from eventkit.domain.addresses import normal_address, same_site
from eventkit.domain.locations import is_address
from eventkit.errors import InputError

_LOOKED_AT = 2 * 1024 * 1024
"""How much of a page is looked at, in bytes."""

_SCHEDULE = re.compile(r"/(?:schedule|pentabarf|fahrplan)\.(?:xml|json)$|/schedule/(?:xml|json)/?$", re.IGNORECASE)
_CALENDAR = re.compile(r"\.ics$|/ical/?$|[?&](?:format|export|outlook-ical|ical)=?(?:ics|ical|1)?\b", re.IGNORECASE)
_OF_ALL = re.compile(
    r"/(?:all|basic|schedule|agenda|program(?:me)?|timetable|calendar|events?|conference|sessions|talks|feed)\.ics$",
    re.IGNORECASE,
)


def links_of(data: bytes, address: str) -> tuple[list[str], list[str]]:
    """The links of a page to its own site: those to agendas, the best first, and all.

    A schedule goes before a calendar, which has less in it. Of several calendars only those count that are of
    the whole by their name: a page with one for each session has many of one session.
    """
    reader = _Links()
    reader.feed(data[:_LOOKED_AT].decode("utf-8", "replace"))
    base = urljoin(address, reader.base) if reader.base else address
    told = _normal(reader.calendars, base, address)
    links = _normal(reader.links, base, address)
    schedules = [link for link in links if _SCHEDULE.search(urlsplit(link).path)]
    calendars = [link for link in links if _is_calendar(link)]
    if len(calendars) > 1:
        calendars = [link for link in calendars if _OF_ALL.search(urlsplit(link).path)]
    return list(dict.fromkeys([*_of_one(schedules, address), *told, *_of_one(calendars, address)])), links


def _of_one(links: list[str], page: str) -> list[str]:
    """The links, where they are of one event: all in one folder, or those in the page's own; none where that is open.

    A conference's page leads to the schedules of former years too.
    """
    own = urljoin(page, ".")
    for some in (links, [link for link in links if link.startswith(own)]):
        if len({urljoin(link, ".") for link in some}) == 1:
            return some
    return []


def _is_calendar(link: str) -> bool:
    parts = urlsplit(link)
    return link.startswith("webcal") or _CALENDAR.search(f"{unquote(parts.path)}?{parts.query}".rstrip("?")) is not None


def _normal(links: list[str], base: str, page: str) -> list[str]:
    """Absolute addresses on the page's own site, each once; what cannot be one is left out."""
    found = []
    for link in links:
        try:
            joined = urljoin(base, link.strip())
            if is_address(joined) and same_site(joined, page):
                found.append(normal_address(joined))
        except (ValueError, InputError):
            continue
    return list(dict.fromkeys(found))


class _Links(HTMLParser):
    """Collects where a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.links: list[str] = []
        self.calendars: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        address = found.get("href", "")
        if not address:
            return
        if tag == "base" and not self.base:
            self.base = address
        elif tag == "link" and found.get("type", "").partition(";")[0].strip().lower() == "text/calendar":
            self.calendars.append(address)
        elif tag in {"a", "area"}:
            self.links.append(address)
