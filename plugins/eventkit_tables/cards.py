"""The card of a row (RFC 6350): what eventkit has a field for is not said twice, and all the rest is kept in it.

A column that nobody understands is a line ``X-EVENTKIT-COLUMN;X-NAME="Heading":value`` and comes back out as a column.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import escape, one_line, parse_line, split_unescaped, unescape

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMN = "X-EVENTKIT-COLUMN"
ADDRESS_PARTS = ("box", "extended", "street", "city", "region", "code", "country")
"""The parts of ADR in their order."""

_ADDRESS = re.compile(r"(?:[\w-]+\.)?(?:ADR|X-ABLabel)[;:]", re.IGNORECASE)
_ADDRESS_TYPES = ("home", "work")
_NAME_PARTS = ("family", "given", "middle", "prefix", "suffix")


def column_prefix(heading: str) -> str:
    """What a column's line begins with, up to its value (RFC 6868 for what quotation marks cannot hold)."""
    quoted = heading.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'{COLUMN};X-NAME="{quoted}":'


def card(name: str, uid: str, lines: Sequence[str]) -> str:
    """A card with these lines, unfolded."""
    head = f"BEGIN:VCARD\nVERSION:4.0\nFN:{escape(name)}\n"
    if uid:
        head += f"UID:{escape(uid)}\n"
    body = "".join(f"{line}\n" for line in lines)
    return f"{head}{body}END:VCARD"


def name_line(*parts: str) -> str:
    """N: family, given and middle name, what stands before and what behind them."""
    return "N:" + ";".join(map(escape, parts))


def address_lines(parts: Sequence[str], label: str, number: int) -> list[str]:
    """ADR with its seven parts; a label that is no type of a card stands beside it, as Apple has it."""
    value = ";".join(map(escape, parts))
    if label in _ADDRESS_TYPES:
        return [f"ADR;TYPE={label.upper()}:{value}"]
    return [f"item{number}.ADR:{value}", f"item{number}.X-ABLabel:{escape(label)}"] if label else [f"ADR:{value}"]


def columns_of(text: str) -> dict[str, str]:
    """The columns that a card keeps, by heading."""
    found: dict[str, str] = {}
    if COLUMN not in text:
        return found
    for line in text.split("\n"):
        if line.startswith(COLUMN):
            parsed = parse_line(line.encode())
            if parsed is not None and parsed.name == COLUMN:
                found.setdefault(parsed.param("X-NAME"), unescape(parsed.value))
    return found


def details_of(text: str) -> dict[str, str]:
    """What a card says of a name beyond its two fields, and the unit of an organisation, by field."""
    found: dict[str, str] = {}
    for name, value in _values(text, ("N", "NICKNAME", "ORG")):
        parts = split_unescaped(value, ";")
        if name == "N":
            said = dict(zip(_NAME_PARTS[2:], parts[2:], strict=False))
        elif name == "ORG":
            said = {"department": "; ".join(filter(None, parts[1:]))}
        else:
            said = {"nickname": ", ".join(split_unescaped(value, ","))}
        for field, text_ in said.items():
            if text_.strip():
                found.setdefault(field, text_.strip())
    return found


def addresses_of(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The postal addresses of a card: the label, and the seven parts."""
    found: list[tuple[str, tuple[str, ...]]] = []
    if "ADR" not in text.upper():
        return found
    lines = [parsed for line in text.split("\n") if _ADDRESS.match(line) and (parsed := parse_line(line.encode()))]
    labels = {line.group: unescape(line.value) for line in lines if line.name == "X-ABLABEL" and line.group}
    for line in lines:
        if line.name != "ADR":
            continue
        types = [word.casefold() for value in line.params.get("TYPE", ()) for word in value.split(",")]
        label = labels.get(line.group, "") or next((word for word in types if word in _ADDRESS_TYPES), "")
        parts = tuple(one_line(part) for part in (*split_unescaped(line.value, ";"), *[""] * 7)[:7])
        if any(parts):
            found.append((label, parts))
    return found


def _values(text: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of these names."""
    found = []
    for line in text.split("\n"):
        head = line.partition(":")[0].partition(";")[0].upper()
        if head in names:
            parsed = parse_line(line.encode())
            if parsed is not None:
                found.append((parsed.name, parsed.value))
    return found
