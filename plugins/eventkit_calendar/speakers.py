"""Speakers, where a feed says plainly who they are: as ATTENDEE, or on a line of their own in the description."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import is_email, one_line

if TYPE_CHECKING:
    from eventkit.api import ContentLine

_LABEL = re.compile(
    r"^[ \t]*(?P<label>speakers?|presenters?|presented by|referent(?:en|in|innen)?|vortragende[rn]?|von|oratrices?"
    r"|orateurs?|intervenante?s?|ponentes?)[ \t]*(?P<plural>\(s\))?[ \t]*:[ \t]*(?P<names>.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_SEPARATOR = re.compile(r"\s*(?:[,;/]|\s&\s|\band\b|\bund\b|\bet\b|\by\b)\s*")
_PARENTHESES = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_NO_NAME = re.compile(
    r"[\d<>@{}|=*_#]|https?:|\b(?:gmbh|inc|ltd|llc|corp|ag|university|universität|institute|tba|tbd|tbc)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_LONGEST = 60


def speakers_of(attendees: list[ContentLine], description: str) -> list[tuple[str, str]]:
    """Speakers as (name, e-mail or empty), each once, ATTENDEE lines before the description's."""
    found: dict[str, str] = {}
    for line in attendees:
        name = one_line(line.param("CN"))
        if _is_guest(line) or not name or is_email(name):
            continue
        address = line.value.strip()
        address = address[7:] if address.lower().startswith("mailto:") else ""
        found.setdefault(name, address if is_email(address) else "")
    for name in _named_in(description):
        found.setdefault(name, "")
    return list(found.items())


def _is_guest(line: ContentLine) -> bool:
    """Whether an ATTENDEE was invited to a meeting, or is a room: a conference asks its speakers for no reply."""
    invited = line.param("RSVP").upper() == "TRUE" or bool(line.param("X-NUM-GUESTS"))
    undecided = line.param("PARTSTAT").upper() not in {"", "ACCEPTED"}
    return invited or undecided or line.param("CUTYPE").upper() in {"ROOM", "RESOURCE", "GROUP"}


def _named_in(description: str) -> list[str]:
    """Names behind ``Speaker:``, or on the line that follows a bare ``Speakers:``."""
    match = _LABEL.search(description)
    if match is None:
        return []
    names = match["names"].strip()
    if not names:
        following = description[match.end() :].lstrip("\n").partition("\n")[0].strip()
        return [following] if _is_name(following) else []
    parts = [one_line(part) for part in _SEPARATOR.split(_PARENTHESES.sub("", names)) if part.strip()]
    whole = one_line(_PARENTHESES.sub("", names))
    if all(_is_name(part) for part in parts) and (len(parts) == 1 or all(" " in part for part in parts)):
        return parts
    return [part for part in parts if _is_name(part)][:1] if parts else [whole] if _is_name(whole) else []


def _is_name(text: str) -> bool:
    """Whether a text can be a person's name: a few words, of letters."""
    words = text.split()
    return 0 < len(words) <= _MOST_WORDS and len(text) <= _LONGEST and not _NO_NAME.search(text)
