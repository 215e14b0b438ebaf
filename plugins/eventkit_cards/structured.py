"""N and ORG, the lines with parts: by hand where they are plain, as vobject reads them where they are not.

Plain is what holds no backslash. vobject is shown such lines only, without the rest of the card: it cuts FN, TITLE,
NOTE and URL at the first comma without a backslash, which most programs write, and one broken photo would cost the
card. What it refuses, or is known to read wrong, is read by hand as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from eventkit.api import one_line, split_unescaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ContentLine

NAME_PARTS = ("family", "given", "additional", "prefix", "suffix")
_NO_PARTS = ("", "", "", "", "")


def read_parts(lines: Sequence[ContentLine], told_by: dict[str, ContentLine]) -> tuple[str, ...]:
    """The five parts of the first N that says something, which is then the one in ``told_by``."""
    for line in lines:
        parts = name_parts(line)
        if any(parts):
            told_by["N"] = line
            return (*parts, *_NO_PARTS)[: len(NAME_PARTS)]
    return _NO_PARTS


def read_organization(lines: Sequence[ContentLine], told_by: dict[str, ContentLine]) -> tuple[str, ...]:
    """An organisation with its units, of the first ORG that says something, which is then the one in ``told_by``."""
    for line in lines:
        parts = organization_parts(line)
        if any(parts):
            told_by["ORG"] = line
            return tuple(filter(None, parts))
    return ()


def name_parts(line: ContentLine) -> list[str]:
    """The parts of an N; several names in one of them, between commas, are one text."""
    if "\\" not in line.value:
        value = line.value.replace(",", " ") if "," in line.value else line.value
        return [part and one_line(part) for part in value.split(";")]
    return _by_vobject(line) or _by_hand(line, " ")


def organization_parts(line: ContentLine) -> list[str]:
    """The parts of an ORG; a comma, with a backslash or without, is part of a name, but for a last one."""
    if "\\" not in line.value:
        return [part and one_line(part.removesuffix(",")) for part in line.value.split(";")]
    return _by_vobject(line) or _by_hand(line, ",")


def _by_hand(line: ContentLine, comma: str) -> list[str]:
    found = []
    for part in raw_parts(line.value, ";"):
        *words, last = split_unescaped(part, ",")
        found.append(one_line(comma.join([*words, last] if last or not words else words)))
    return found


def raw_parts(value: str, separator: str) -> list[str]:
    """The parts of a structured value with their backslashes."""
    parts, start = [], 0
    for match in re.finditer(rf"\\.|{separator}", value, re.DOTALL):
        if match.group() == separator:
            parts.append(value[start : match.start()])
            start = match.end()
    return [*parts, value[start:]]


def _by_vobject(line: ContentLine) -> list[str] | None:
    """The parts of an N or ORG, or None where vobject refuses the line or is known to read it wrong."""
    import vobject  # 80 ms, and only a card with backslashes in its names needs it

    if _ends_within_an_escape(line.value) or "\\:" in line.value:
        return None  # vobject adds the word "eof", and leaves the backslash before a colon
    text = f"BEGIN:VCARD\nVERSION:3.0\n{line.plain()}\nEND:VCARD\n"
    try:
        (found,) = vobject.readOne(text).contents[line.name.lower()]
        value: Any = found.value
        if line.name == "N":
            return [_joined(getattr(value, part), " ") for part in NAME_PARTS]
        return [_joined(part, ",") for part in value]
    except Exception:  # noqa: BLE001  # whatever vobject makes of a line, the line is still ours to read
        return None


def _joined(part: object, comma: str) -> str:
    """A part as one text: vobject makes a list of one that has commas in it."""
    return one_line(comma.join(str(word) for word in part) if isinstance(part, list) else str(part))


def _ends_within_an_escape(value: str) -> bool:
    return (len(value) - len(value.rstrip("\\"))) % 2 == 1
