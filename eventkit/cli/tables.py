"""Text laid out in columns, as wide as a terminal is."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_GAP = 2
_NARROW = 8
"""A column that gives way to others keeps so much, if it can."""

_WIDE = 100


class Column(NamedTuple):
    """A column of a table: its heading, what a row shows in it, and how.

    ``right`` is for numbers, ``whole`` for what is of no use in pieces, as an address. Columns with a ``share``
    divide the room that the others leave. A ``wide`` one is only shown where there are 100 columns.
    """

    heading: str
    show: Callable[[Any], object]
    right: bool = False
    whole: bool = False
    share: int | None = None
    wide: bool = False

    @property
    def rigid(self) -> bool:
        """Whether its cells keep to one line."""
        return self.right or self.whole


def lines_of(rows: Sequence[Any], columns: Sequence[Column], width: int) -> Iterator[str]:
    """The lines of a table, the headings first; long cells wrap, and a column in which nothing stands is left out."""
    wanted = [column for column in columns if not column.wide or width >= _WIDE]
    shown = [(column, _in_one_line([str(column.show(row)) for row in rows])) for column in wanted]
    shown = [(column, [column.heading, *cells]) for column, cells in shown if any(cells)]
    natural = [_widest(cells) for _, cells in shown]
    widths = _fitted([column for column, _ in shown], natural, width - _GAP * (len(shown) - 1))
    blocks = [_blocks(cells, column, wide) for (column, cells), wide in zip(shown, widths, strict=True)]
    for row in zip(*blocks, strict=True):
        height = max(map(len, row))
        if height == 1:  # as most rows are
            yield (" " * _GAP).join([block[0] for block in row]).rstrip()
            continue
        for number in range(height):
            parts = [
                block[number] if number < len(block) else " " * wide for block, wide in zip(row, widths, strict=True)
            ]
            yield (" " * _GAP).join(parts).rstrip()


def _in_one_line(cells: list[str]) -> list[str]:
    """The cells of a column, each in one line; nearly always all of them are, which is seen at one glance."""
    whole = f"|{'|'.join(cells)}|"
    if whole.isprintable() and not any(blank in whole for blank in ("  ", "| ", " |")):
        return cells
    return [one_line(cell) for cell in cells]


def _widest(cells: Sequence[str]) -> int:
    """How many columns of a terminal the widest cell takes."""
    return max(map(len if "".join(cells).isascii() else cells_wide, cells))


def cells_wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return _wide_cells(text)


@lru_cache(maxsize=65536)
def _wide_cells(text: str) -> int:
    from wcwidth import width  # only for what is not ASCII

    return width(text)


def _fitted(columns: Sequence[Column], natural: Sequence[int], room: int) -> list[int]:
    """How wide each column is: as it would be, or less for those that can give way, by their share."""
    widths = list(natural)
    flexible = [number for number, column in enumerate(columns) if not column.rigid]
    waiting = [number for number in flexible if columns[number].share is not None] or flexible
    if sum(widths) <= room or not waiting:
        return widths
    left = room - sum(widths[number] for number in range(len(widths)) if number not in waiting)
    while waiting:  # those that need less than their share leave it to the others
        parts = sum(columns[number].share or 1 for number in waiting)
        content = [n for n in waiting if natural[n] <= left * (columns[n].share or 1) // parts]
        if not content:
            for number in waiting:
                widths[number] = max(left * (columns[number].share or 1) // parts, min(_NARROW, natural[number]))
            break
        left -= sum(natural[number] for number in content)
        waiting = [number for number in waiting if number not in content]
    return widths


def _blocks(cells: Sequence[str], column: Column, width: int) -> list[list[str]]:
    """The cells of a column, each as its lines."""
    return [_block(cell, column, width) for cell in cells]


def _block(cell: str, column: Column, width: int) -> list[str]:
    """A cell in as many lines as it takes, each filled with blanks to the width: before it for what is at the right."""
    if len(cell) <= width and cell.isascii():
        return [cell.rjust(width) if column.right else cell.ljust(width)]
    lines = [cell] if column.rigid or cells_wide(cell) <= width else _wrapped(cell, width)
    if column.right:
        return [" " * (width - cells_wide(line)) + line for line in lines]
    return [line + " " * (width - cells_wide(line)) for line in lines]


def _wrapped(text: str, width: int) -> list[str]:
    """The text, which has single blanks, in lines; a word that is too long for one is cut."""
    if not text.isascii():
        from wcwidth import wrap  # only for what a letter is not a column of

        return wrap(text, max(width, 1)) or [""]
    lines, width = [], max(width, 1)
    while len(text) > width:
        end = text.rfind(" ", 0, width + 1)
        lines.append(text[: width if end < 0 else end])
        text = text[width if end < 0 else end + 1 :]
    return [*lines, text]
