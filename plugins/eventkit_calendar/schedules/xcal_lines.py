"""iCalendar in XML (RFC 6321) as content lines, one for each property, with the lines of the XML they come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import escape, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit_calendar.schedules.xcal import Node, Value

_PUNCTUATION = re.compile(r"(?<=\d)[-:](?=\d)")
_NAME = re.compile(r"[A-Z0-9-]+")
_VALUE_NAMES = {"date": "DATE", "period": "PERIOD", "binary": "BINARY"}
_MOMENTS = {"date", "date-time", "time", "utc-offset", "period", "start", "end", "until"}
_MOMENT_PROPERTIES = {"DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE", "DTSTAMP"}
_AS_IT_IS = {
    *("RRULE", "EXRULE", "DURATION", "TRIGGER", "URL", "ATTACH", "ATTENDEE", "ORGANIZER", "GEO", "SEQUENCE"),
    *("TZOFFSETFROM", "TZOFFSETTO"),
}
_TEXTS = {"text", "unknown"}


def content_lines(calendars: Sequence[Node]) -> tuple[bytes, list[int]]:
    """The calendars as iCalendar, and for each line, counted from 1, the line of the XML; line 0 is none."""
    lines: list[str] = []
    numbers = [0]
    for calendar in calendars:
        _write(calendar, lines, numbers)
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace"), numbers


def _write(node: Node, lines: list[str], numbers: list[int]) -> None:
    """Write a component; the reader bounds how deep they nest, for it knows their names."""
    waiting: list[Node | str] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            lines.append(f"END:{each}")
            numbers.append(numbers[-1])
            continue
        name = each.name.upper()
        lines.append(f"BEGIN:{name}")
        numbers.append(each.line)
        for value in each.properties:
            if _NAME.fullmatch(value.name.upper()):
                lines.append(_line(value))
                numbers.append(value.line)
        waiting += [name, *reversed(each.children)]


def _line(value: Value) -> str:
    name = value.name.upper()
    params = {key.upper(): text for key, text in value.attributes.items()}
    parts = []
    for part in value.parts:
        if part.name == "parameters":
            params |= {each.name.upper(): ",".join(filter(None, _texts(each))) for each in part.parts}
        else:
            parts.append(part)
    if parts and parts[0].name in _VALUE_NAMES:
        params["VALUE"] = _VALUE_NAMES[parts[0].name]
    told = _values(name, value, parts)
    if name == "ATTENDEE" and ":" not in told:
        params.setdefault("CN", one_line(told))  # a name where an address belongs
    written = "".join(f';{key}="{_quoted(text)}"' for key, text in params.items() if text and _NAME.fullmatch(key))
    return f"{name}{written}:{told}"


def _values(name: str, value: Value, parts: Sequence[Value]) -> str:
    """The value or values of a property: typed as RFC 6321 has them, or a bare text as in the drafts before it."""
    if not parts:
        text = value.text.strip()
        if name in _MOMENT_PROPERTIES:
            return _bare(one_line(text))
        return one_line(text) if name in _AS_IT_IS else escape(text)
    if name in {"GEO", "REQUEST-STATUS"}:
        return ";".join(one_line(part.text) for part in parts)
    return ",".join(map(_value, parts))


def _value(part: Value) -> str:
    if part.name == "recur":
        rules: dict[str, list[str]] = {}
        for each in part.parts:
            text = one_line(each.text)
            rules.setdefault(each.name.upper(), []).append(_bare(text) if each.name in _MOMENTS else text)
        return ";".join(f"{key}={','.join(texts)}" for key, texts in rules.items())
    if part.name == "period":
        return "/".join(_bare(one_line(each.text)) for each in part.parts)
    if part.name in _MOMENTS:
        return _bare(one_line(part.text))
    return escape(part.text.strip()) if part.name in _TEXTS else one_line(part.text)


def _texts(value: Value) -> list[str]:
    return [one_line(part.text) for part in value.parts] or [one_line(value.text)]


def _bare(text: str) -> str:
    """A date, a time or an offset without the punctuation that XML has in it."""
    return _PUNCTUATION.sub("", text)


def _quoted(text: str) -> str:
    return one_line(text).replace('"', "'")
