"""Addresses on the web: a session's own page, and whatever else its feed links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import one_line, unescape
from eventkit_calendar.patterns import lazily
from eventkit_calendar.text import is_fenced

if TYPE_CHECKING:
    from eventkit.api import Component, ContentLine

_ONE_SLASH = lazily(r"(https?):/+(?=[^/])", re.IGNORECASE)
_SCHEME = lazily(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = lazily(r"https?://\S+", re.IGNORECASE)
_OWN_LABEL = lazily(
    r"\b(?:urls?|links?|info\w*|web\s?(?:site|page|seite)|page|details?|tickets?|karten|billets?|entradas|biglietti"
    r"|schedule|programm?e?|agenda|click here)\b",
    re.IGNORECASE,
)
_LABELLED = lazily(
    r"(?P<label>[^:\n]{1,60}?)(?::|\s(?:at|on|under|unter|sur|via|en)\b:?)\s*<?(?P<address>https?://[^\s<>]+)>?",
    re.IGNORECASE,
)
_BARE = lazily(r"<?(?P<address>https?://[^\s<>]+)>?", re.IGNORECASE)
_IN_FENCE = lazily(r"Google Meet: (https://[^\s<]+)")
_MEETINGS = {"X-GOOGLE-CONFERENCE": "Google Meet", "X-MICROSOFT-SKYPETEAMSMEETINGURL": "Microsoft Teams"}
_LINKING = ("CONFERENCE", "ATTACH", *_MEETINGS)


def read_address(line: ContentLine | None, base: str) -> str:
    """The address in a URL property; a relative one counts from ``base``, and without one it leads nowhere."""
    address = one_line(unescape(line.value)) if line else ""
    if not address or address.startswith(("https://", "http://")):
        return address
    if address.lower().startswith(("http:", "https:")):
        return _ONE_SLASH().sub(r"\1://", address, count=1)
    if _SCHEME().match(address):
        return address
    if address.lower().startswith("www."):
        return f"https://{address}"
    if not base:
        return ""
    from urllib.parse import urljoin  # few feeds have relative addresses

    return urljoin(base, address)


def address_in(text: str) -> str:
    """The session's own page in an abstract: behind a label that says so, or alone on the first or last line."""
    lines = [line for line in text.split("\n") if line.strip()]
    with_address = [line.strip() for line in lines if "://" in line]
    for line in with_address:
        found = _LABELLED().fullmatch(line)
        if found and _OWN_LABEL().search(found["label"]):
            return found["address"]
    for line in with_address:
        found = _BARE().fullmatch(line)
        if found and line in {lines[0].strip(), lines[-1].strip()}:
            return found["address"]
    return ""


def without_address(text: str, address: str) -> str:
    """An abstract without the lines that hold the session's address and nothing else but a label."""
    if not address or _bare(address) not in text:
        return text
    lines = [line for line in text.split("\n") if not _says_only(line.strip(), _bare(address))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def links_of(component: Component, description: str, meeting: str) -> tuple[tuple[str, str], ...]:
    """What else there is to follow: files, and where a session is held on the web (RFC 7986 section 5.11)."""
    links = [("Online", meeting)] if meeting else []
    for line in component.lines if any(map(component.first, _LINKING)) else ():
        if line.name == "CONFERENCE":
            links.append((one_line(line.param("LABEL") or line.param("FEATURE").capitalize()) or "Online", line.value))
        elif line.name == "ATTACH":
            links.append((one_line(line.param("FILENAME") or line.param("X-FILENAME")) or "Attachment", line.value))
        elif line.name in _MEETINGS:
            links.append((_MEETINGS[line.name], line.value))
    if is_fenced(description):
        links += [("Google Meet", address) for address in _IN_FENCE().findall(description)]
    if not links:
        return ()
    found = {address.strip(): title for title, address in links if _WEB().match(address)}
    return tuple((title, address) for address, title in found.items())


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/") if "://" in address else address


def _says_only(line: str, bare: str) -> bool:
    found = _LABELLED().fullmatch(line)
    if found and not _OWN_LABEL().search(found["label"]):
        return False
    found = found or _BARE().fullmatch(line)
    return found is not None and _bare(found["address"]) == bare
