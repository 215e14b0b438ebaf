"""What feeds write as labelled lines at the top of a description, or as labelled categories, for want of a property."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from eventkit.api import one_line, unescape
from eventkit_calendar.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eventkit.api import ContentLine

_FIELDS = {
    "section": "track",
    "track": "track",
    "kind": "kind",
    "type": "kind",
    "session type": "kind",
    "name": "title",
    "title": "title",
}
_FIELD = lazily(rf"[ \t]*({'|'.join(_FIELDS)})[ \t]*:[ \t]*(\S.{{0,300}})", re.IGNORECASE)
_GOES_ON = lazily(
    r"\s*|[ \t]*<?https?://\S+|[ \t]*(?:speakers?|presenters?|authors?|hosts?|level|language|audience|room|date|time"
    r"|duration|urls?|links?)(?:\(s\))?[ \t]*:.{0,200}",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
_CATEGORIES = re.compile(r"(?:\\.|[^\\,;]|\\$)+", re.DOTALL)  # vCalendar 1.0 has a semicolon between them
_CATEGORY = re.compile(r"(track|difficulty|difficulty level|level|language)\s*:\s*(.*)", re.IGNORECASE)


def take_fields(abstract: str, title: str) -> tuple[str, dict[str, str]]:
    """Take track, kind and title off the top of an abstract, where they stand as lines of their own.

    Other labelled lines may stand between them, such as one that names the speaker, and an address; these stay.
    """
    fields: dict[str, str] = {}
    if ":" not in abstract[:_LONGEST_LABEL] and not (title and abstract.startswith(title)):
        return abstract, fields
    kept: list[str] = []
    rest = abstract
    while rest:
        line, _, following = rest.partition("\n")
        found = _FIELD().fullmatch(line)
        if found:
            fields.setdefault(_FIELDS[found[1].lower()], one_line(found[2]))
        elif title and one_line(line) == title:
            fields.setdefault("title", title)
        elif _GOES_ON().fullmatch(line):
            kept.append(line)
        else:
            break
        rest = following
    if not fields:
        return abstract, fields
    return "\n".join([*kept, rest]).strip(), fields


def read_track(lines: Iterable[ContentLine], title: str, fields: Mapping[str, str]) -> tuple[str, list[str]]:
    """The track, and all that tells what kind of a session it is.

    CATEGORIES hold a track or several, where they do not say which of them is one.
    """
    names: dict[str, None] = {}
    told: list[str] = []
    labelled = False
    for line in lines:
        for name, label, text in _categories(line.value):
            if label:
                labelled = True
                told += [text] if label == "track" and text else []
            elif name and name != title:
                names[name] = None
    kinds = [*names, *filter(None, [fields.get("kind", "")])]
    if names and not labelled:
        return ", ".join(names), kinds
    track = ", ".join(told) or fields.get("track") or fields.get("kind", "")
    return f"Track {track}" if track.isdecimal() else track, kinds


@lru_cache(maxsize=1024)  # most sessions are of the same few
def _categories(value: str) -> tuple[tuple[str, str, str], ...]:
    """The categories of a line, each with the label that is before it, and what is behind that."""
    told = []
    for part in _CATEGORIES.findall(value):
        name = one_line(unescape(part))
        found = _CATEGORY.fullmatch(name)
        told.append((name, found[1].lower(), found[2]) if found else (name, "", ""))
    return tuple(told)
