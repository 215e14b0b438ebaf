"""Values of content lines: TEXT with its backslashes, structured values, and folding what is written."""

from __future__ import annotations

import re

FOLD_AT = 75
"""Octets a line may have before it has to be folded (RFC 5545 section 3.1)."""

_ESCAPE = re.compile(r'\\([nN\\,;:"])')


def unescape(text: str) -> str:
    r"""Undo the backslashes of a TEXT value (RFC 5545 section 3.3.11): ``\\n`` is a line break.

    A backslash that escapes nothing stays, as in the Windows path of a careless writer.
    """
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def escape(text: str) -> str:
    """A TEXT value with its backslashes (RFC 5545 section 3.3.11, RFC 6350 section 3.4)."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def split_unescaped(text: str, separator: str) -> list[str]:
    """The parts of a structured value, each unescaped; a separator behind a backslash separates nothing."""
    parts, start = [], 0
    for match in re.finditer(rf"\\.|{separator}", text, re.DOTALL):
        if match.group() == separator:
            parts.append(text[start : match.start()])
            start = match.end()
    return [unescape(part) for part in [*parts, text[start:]]]


def fold(line: str) -> str:
    """Fold a line at 75 octets, never inside a character; without a line end of its own."""
    data = line.encode()
    if len(data) <= FOLD_AT:
        return line
    pieces, start, room = [], 0, FOLD_AT
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # noqa: PLR2004  # the second octets of UTF-8 are 10xxxxxx
            end -= 1
        pieces.append(data[start:end].decode())
        start, room = end, FOLD_AT - 1
    return "\r\n ".join(pieces)
