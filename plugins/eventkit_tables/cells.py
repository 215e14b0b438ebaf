r"""How a cell is written so that no spreadsheet calculates it, and how several values share one.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, as does one that has that apostrophe
already: taking one off is then always right. Values that share a cell are separated by semicolons; a separator within
a value stands behind a backslash.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA = re.compile(r"'*[=+\-@\t\r\n|%\uff1d\uff20\uff0b\uff0d]")
"""The wide forms of = @ + - are calculated by an East Asian spreadsheet."""

_PROTECTED = re.compile(r"'+[=+\-@\t\r\n|%\uff1d\uff20\uff0b\uff0d]")
_WRAPPED = re.compile(r'=\s*"((?:[^"]|"")*)"')
_SEPARATORS = (" ::: ", "\n", ";", "|", ",")
_ESCAPED = re.compile(r"\\([\\;|,:])")
_TO_ESCAPE = re.compile(r"[\\;|,]|(?<= ):(?=:: )")
_HIDDEN = {separator: re.compile(rf"(?<!\\)((?:\\\\)*){re.escape(separator)}") for separator in _SEPARATORS}


def protect(text: str) -> str:
    """A cell that no spreadsheet calculates; numbers with a plus before them, too."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain(cell: str) -> str:
    """What a cell says: without the apostrophe that protects it, or the ="…" that keeps a spreadsheet off a number."""
    if cell[:1] == "'":
        return cell[1:] if _PROTECTED.match(cell) else cell
    if cell[:1] == "=":
        wrapped = _WRAPPED.fullmatch(cell)
        return wrapped[1].replace('""', '"') if wrapped else cell
    return cell


def join(values: Iterable[str]) -> str:
    """Several values in one cell."""
    return "; ".join(_TO_ESCAPE.sub(r"\\\g<0>", value) for value in values)


def split(cell: str) -> list[str]:
    """The values in a cell, by the strongest separator that is there: Google's " ::: ", a line, a semicolon, a bar."""
    found = next((separator for separator in _SEPARATORS if _HIDDEN[separator].search(cell)), "")
    parts = _HIDDEN[found].sub(r"\1" + "\0", cell).split("\0") if found else [cell]
    return [text for part in parts if (text := one_line(_ESCAPED.sub(r"\1", part)))]
