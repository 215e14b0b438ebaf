"""Rows out of the text of a table (RFC 4180, as loosely as it is written): each with the line that it begins on.

A quotation mark that is never closed would swallow the rest of the file: such a line is read by itself, and the next
one begins anew.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from eventkit.api import Problem, one_line
from eventkit_tables.cells import plain
from eventkit_tables.headings import FIRST_HEADINGS, meaning
from eventkit_tables.messages import is_messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol

    class _Reader(Protocol):
        """What csv.reader gives, which has no name in the standard library."""

        line_num: int

        def __iter__(self) -> Iterator[list[str]]:
            """The rows."""


SEPARATORS = (",", ";", "\t", "|")
_PREAMBLE = 40
"""So many rows at most stand before the heading."""

_SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
_OURS = 1_000
"""A heading of our own goes before whatever looks like one."""

_WIDEST = 16_384
"""More columns than a spreadsheet has are none."""

_SENTENCE = 80
"""A heading that is longer says something, and not what the column is."""

_LARGEST_CELL = 1 << 27
_NUMBER = re.compile(r"[\s\d.,:;/%€$£+-]*")
_CLEARLY_DATA = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://.*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table: its headings, without the empty ones at their end, and where its rows begin.

    ``lines`` are those of the file, and the row ``line`` of them, from 1, holds the headings; ``first`` is the one
    behind it. ``separator`` is what stands between cells.
    """

    lines: Sequence[str] = field(repr=False)
    separator: str
    headings: tuple[str, ...]
    line: int
    first: int

    def rows(self, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not empty, with its line; what cannot be read is added to the problems.

        What stands behind a broken line and is too short for a row of its own is the rest of that line.
        """
        start, width = self.first - 1, len(self.headings)
        rest: list[int] | None = None  # the lines behind a broken one that belong to it
        while start < len(self.lines):
            reader = _reader(self.lines, start, self.separator, strict=True)
            before = start
            try:
                for row in reader:
                    if rest is not None and len(row) < width:
                        rest += [before + 1] if row else []
                    elif row:
                        problems += _rest(rest)
                        rest = None
                        yield before + 1, row
                    before = start + reader.line_num
                start = len(self.lines)
            except csv.Error:
                alone = _alone(self.lines[before], self.separator)
                problems += _rest(rest)
                rest = [] if len(alone) < width else None
                if rest is None:
                    yield before + 1, alone
                else:
                    problems.append(Problem(before + 1, _unclosed(alone, self.headings)))
                start = before + 1
        problems += _rest(rest)

    def sample(self, count: int) -> list[list[str]]:
        """The first rows."""
        found: list[list[str]] = []
        for _, row in self.rows([]):
            found.append(row)
            if len(found) >= count:
                break
        return found


def find_grid(text: str, *, whole: bool = True) -> Grid | None:
    """The table in a text; None where no line of it can be a heading.

    Its heading is the row that says most about people, or else the first one that has no data in it. Where the text
    is not the ``whole`` file, its last line may be cut off, and is left out.
    """
    lines = list(io.StringIO(text, newline=""))
    if not whole and len(lines) > 1:
        lines.pop()
    start, told = 0, ""
    if lines and (match := _SEP_LINE.fullmatch(lines[0].strip(" \r\n"))) and match[1] in SEPARATORS:
        start, told = 1, match[1]  # Excel's own way to say it
    best: tuple[tuple[int, int], Grid] | None = None
    for separator in (told,) if told else SEPARATORS:
        for begins, ends, row in _first_rows(lines, start, separator):
            headings = _trimmed(row)
            score = _score(headings)
            if score > (0, 0) and (best is None or score > best[0]):
                best = score, Grid(lines=lines, separator=separator, headings=headings, line=begins, first=ends + 1)
    return best[1] if best else _unknown_grid(lines, start, told)


def is_heading_again(row: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether a row is the heading once more, as where several exports were put together."""
    return _trimmed(row) == tuple(headings)


# --- inside ---------------------------------------------------------------------------------------------


def _reader(lines: Sequence[str], start: int, separator: str, *, strict: bool) -> _Reader:
    csv.field_size_limit(_LARGEST_CELL)
    rest = iter(lines) if start == 0 else map(lines.__getitem__, range(start, len(lines)))
    return csv.reader(rest, delimiter=separator, skipinitialspace=separator != "\t", strict=strict)


def _alone(line: str, separator: str) -> list[str]:
    """A line by itself, as far as it goes."""
    try:
        return next(iter(_reader([line.rstrip("\r\n")], 0, separator, strict=False)), [])
    except csv.Error:
        return []


def _unclosed(row: Sequence[str], headings: Sequence[str]) -> str:
    left = f"{len(row)} cells are left of the {len(headings)} of the heading"
    return f"a quotation mark is not closed, or not doubled: {left}"


def _rest(lines: Sequence[int] | None) -> list[Problem]:
    """What to say of the lines that belong to a broken one above them."""
    if not lines:
        return []
    others = f", and so are {len(lines) - 1} more" if len(lines) > 1 else ""
    return [Problem(lines[0], f"this is taken for the rest of the broken line above{others}")]


def _first_rows(lines: Sequence[str], start: int, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """The rows that may be the heading: the lines they begin and end on, from 1, and their cells."""
    reader = _reader(lines, start, separator, strict=False)
    before = start
    try:
        for number, row in enumerate(reader):
            if row:
                yield before + 1, start + reader.line_num, row
            before = start + reader.line_num
            if number > _PREAMBLE:
                break
    except csv.Error:
        return


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    cells = [one_line(plain(cell.strip())) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _score(headings: tuple[str, ...]) -> tuple[int, int]:
    """How much a row says about people if it is the heading; nothing where it holds data."""
    if headings[: len(FIRST_HEADINGS)] == FIRST_HEADINGS:
        return _OURS, len(headings)
    if is_messages(headings):
        return len(headings), len(headings)
    if len(headings) > _WIDEST:
        return 0, 0
    known = [said for cell in headings if len(cell) < _SENTENCE and (said := meaning(cell)) is not None]
    data = sum(1 for cell in headings if _CLEARLY_DATA.fullmatch(cell))
    return (len(set(known)), len(headings)) if len(known) * 6 >= len(headings) and data * 4 < len(known) else (0, 0)


def _unknown_grid(lines: Sequence[str], start: int, told: str) -> Grid | None:
    """A table whose headings say nothing: the first row that is as wide as those behind it, and has no data in it."""
    for separator in (told,) if told else SEPARATORS:
        rows = _first_rows(lines, start, separator)
        for (begins, ends, row), (_, _, following) in pairwise(rows):
            headings = _trimmed(row)
            if len(headings) < 2 or len(following) < len(headings):  # noqa: PLR2004  # one column is no table
                continue
            said = [
                cell for cell in headings if cell and not _NUMBER.fullmatch(cell) and not _CLEARLY_DATA.fullmatch(cell)
            ]
            if len(said) == len(headings) == len(set(said)):
                return Grid(lines=lines, separator=separator, headings=headings, line=begins, first=ends + 1)
            break
    return None
