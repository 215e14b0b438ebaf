"""Which lines of a source's component come back out: those that eventkit does not write itself, and that are valid.

A property with a form of its own (RFC 5545 section 3.8, RFC 7986 section 5) has to have it. What a vendor or a
newer standard put there stays as it was. Never kept is what would make something else of a session that stands for
itself: rules that repeat it, and people who are to be asked, whom some programs would write to (section 3.8.4.1
forbids them in a calendar that is published).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import escape, parse_line, split_unescaped, unescape
from eventkit_calendar.export.own_lines import PREFIX
from eventkit_calendar.values import read_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from eventkit.api import ContentLine

_OURS = {"UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS", "DESCRIPTION", "LOCATION", "CATEGORIES",
         "URL"}  # fmt: skip  # a list of names
_REPEATING = {"RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID"}
_ASKING = {"ATTENDEE", "ORGANIZER", "REQUEST-STATUS", "METHOD", "PARTSTAT", "RSVP"}
_ELSEWHERE = {"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "NAME", "REFRESH-INTERVAL", "SOURCE", "TZID", "TZNAME",
              "TZURL", "TZOFFSETFROM", "TZOFFSETTO", "DUE", "COMPLETED", "PERCENT-COMPLETE", "FREEBUSY", "ACTION",
              "TRIGGER", "REPEAT", "ACKNOWLEDGED", "AALARM", "DALARM", "MALARM", "PALARM", "DCREATED", "DAYLIGHT", "TZ",
              "RNUM"}  # fmt: skip  # a list of names
"""Properties of other components, or of vCalendar 1.0, that stray into a VEVENT."""

_NOT_IN_JOURNALS = {"GEO", "PRIORITY", "RESOURCES", "TRANSP", "CONFERENCE"}
"""What a VEVENT may have and a VJOURNAL may not (RFC 5545 section 3.6.3, RFC 7986 section 5.11)."""

_NOT_KEPT = _OURS | _REPEATING | _ASKING | _ELSEWHERE
_NAME = re.compile(r"[A-Za-z0-9-]+")
_TOKEN = re.compile(r"[A-Za-z0-9-]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[\w\-.~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+", re.ASCII)
_INSTANT = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_DEGREES = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?);([+-]?\d{1,3}(?:\.\d+)?)", re.ASCII)
_MOST_NORTH, _MOST_EAST = 90, 180
_MOST_PRIORITY = 9
_LONG = 1_000_000
"""A line of more characters is a picture, which no agenda needs, and at which some programs stop."""


def source_lines(raw: str) -> list[ContentLine]:
    """The lines of a component's text, without those of the components inside it, and without what is no line."""
    depth = 0
    found = []
    for text in raw.split("\n"):
        line = parse_line(text.encode()) if len(text) < _LONG else None
        if line is None:
            continue
        if line.name in {"BEGIN", "END"}:
            depth += 1 if line.name == "BEGIN" else -1
        elif depth <= 1:
            found.append(line)
    return found


def kept_lines(lines: Iterable[ContentLine], *, journal: bool = False) -> Iterator[str]:
    """The lines of a source that come back out, unfolded; those that a VJOURNAL may have, where it is to be one."""
    once: set[str] = set()
    for line in lines:
        if journal and line.name in _NOT_IN_JOURNALS:
            continue
        if line.name in _NOT_KEPT or line.name in once or line.name.startswith(PREFIX):
            continue
        kept = _kept(line)
        if kept:
            once |= {line.name} & _ONCE
            yield kept


def is_uri(text: str) -> bool:
    """Whether a text has the form of a URI (RFC 3986), scheme included."""
    return _URI.fullmatch(text) is not None


def with_text(line: ContentLine, text: str) -> str:
    """A TEXT line with its parameters and another text."""
    return _strict(line._replace(value=escape(text)), text=True).plain()


def with_list(line: ContentLine) -> str:
    """A line of several TEXT values as a strict reader takes it; an empty text where it has none."""
    values = ",".join(escape(part) for part in split_unescaped(line.value, ",") if part.strip())
    return _strict(line._replace(value=values), text=True).plain() if values else ""


def _kept(line: ContentLine) -> str:
    """The line as a strict reader takes it; an empty text for one that cannot be."""
    value = line.value.strip()
    if line.group or not value or not _NAME.fullmatch(line.name):
        return ""
    if line.name in _EXACT:
        return f"{line.name}:{value}" if _EXACT[line.name](value) else ""
    if line.name in _TEXT:
        return with_text(line, unescape(line.value))
    if line.name in _LISTS:
        return with_list(line)
    if line.param("VALUE").upper() == "BINARY" or line.param("ENCODING"):
        valid = _is_data(line)
    else:
        valid = line.name not in _URIS or is_uri(value)
    return _strict(line).plain() if valid else ""


def _strict(line: ContentLine, *, text: bool = False) -> ContentLine:
    """The line without parameters that a strict reader refuses, or holds it to: a zone, and most types of values."""
    params = {name: values for name, values in line.params.items() if _NAME.fullmatch(name) and any(values)}
    params.pop("TZID", None)
    if text or line.param("VALUE").upper() not in _TYPES:
        params.pop("VALUE", None)
    if text:
        params.pop("ENCODING", None)
    return line._replace(params=params)


def _is_data(line: ContentLine) -> bool:
    told = (line.param("VALUE").upper(), line.param("ENCODING").upper())
    return told == ("BINARY", "BASE64") and _BASE64.fullmatch(line.value) is not None


def _is_instant(value: str) -> bool:
    return _INSTANT.fullmatch(value) is not None and read_moment(value) is not None


def _is_place(value: str) -> bool:
    found = _DEGREES.fullmatch(value)
    return found is not None and abs(float(found[1])) <= _MOST_NORTH and abs(float(found[2])) <= _MOST_EAST


def _is_priority(value: str) -> bool:
    return _NUMBER.fullmatch(value) is not None and int(value) <= _MOST_PRIORITY


_EXACT: dict[str, Callable[[str], bool]] = {
    "CLASS": lambda value: _TOKEN.fullmatch(value) is not None,
    "COLOR": lambda value: value.isalpha() and value.isascii(),
    "CREATED": _is_instant,
    "GEO": _is_place,
    "LAST-MODIFIED": _is_instant,
    "PRIORITY": _is_priority,
    "SEQUENCE": lambda value: _NUMBER.fullmatch(value) is not None,
    "TRANSP": lambda value: value.upper() in {"OPAQUE", "TRANSPARENT"},
}
_ONCE = set(_EXACT)
"""What may stand in a VEVENT only once (RFC 5545 section 3.6.1), and is not written by eventkit itself."""

_TEXT = {"COMMENT", "CONTACT", "RELATED-TO"}
_LISTS = {"RESOURCES"}
_URIS = {"ATTACH", "CONFERENCE", "IMAGE"}
_TYPES = {"TEXT", "URI", "BINARY"}
