"""The addresses of a schedule: an event's own page, and what else there is to follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import one_line

if TYPE_CHECKING:
    from eventkit_calendar.schedules.schedule_items import Item

_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"www\.\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_OWN_FIELDS = (
    ("recording_url", "Recording"),
    ("video_download_url", "Recording"),
    ("feedback_url", "Feedback"),
    ("origin_url", "Original page"),
)
_SAYS_NOTHING = {"", "related", "web", "link", "attachment", "other"}
_KINDS = {"origin": "Original page", "activitypub": "ActivityPub"}


def base_of(conference_url: str, file: str) -> str:
    """What relative addresses count from: what the schedule says, else where it is from; empty for neither."""
    here = file if _WEB.fullmatch(file) else ""
    told = absolute(conference_url, here)
    return told or here


def absolute(address: str, base: str) -> str:
    """An address of the web that leads somewhere by itself; empty where there is none."""
    text = one_line(address)
    if _WEB.fullmatch(text):
        return text
    if not text or " " in text or _SCHEME.match(text):
        return ""
    if _WITHOUT_SCHEME.fullmatch(text):
        return f"https://{text}"
    if not base or ("." in text.partition("/")[0] and not text.startswith(("/", "."))):
        return ""  # "example.org" alone is as likely a file as a place
    from urllib.parse import urljoin  # 3 ms, and few schedules have relative addresses

    try:
        joined = urljoin(base, text)
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    return joined if _WEB.fullmatch(joined) else ""


def links_of(item: Item, base: str, page: str) -> tuple[tuple[str, str], ...]:
    """What an event links to as (title, address), each address once, and its own page not again."""
    found: dict[str, str] = {}
    named = [(link.title, link.kind, link.address) for link in item.links]
    named += [(title, "", item.get(name)) for name, title in _OWN_FIELDS]
    for title, kind, text in named:
        address = absolute(text, base)
        if address and address != page:
            found.setdefault(address, _title(title, kind, text))
    return tuple((title, address) for address, title in found.items())


def _title(title: str, kind: str, text: str) -> str:
    """What a link is called: by itself, else by its kind."""
    if title and title != text:
        return title
    known = kind.casefold()
    return "Link" if known in _SAYS_NOTHING else _KINDS.get(known, kind.replace("_", " ").capitalize())
