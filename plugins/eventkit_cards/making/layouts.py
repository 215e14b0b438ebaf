"""How pieces lie on paper: badges, stickers, business cards and table signs, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from eventkit.api import UsageError

PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A kind of piece: its size, that of its code, and where the texts stand: over the code, under it, or beside."""

    name: str
    what: str
    width: float
    height: float
    code: float
    texts: Literal["over", "under", "beside"]
    name_size: float
    """In points."""

    name_lines: int = 2
    others: tuple[str, ...] = ("organization",)
    """What stands below the name: organization, title, and points, which are ways to reach somebody."""

    other_size: float = 9.0
    edge: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The places of pieces on a page."""

    paper: tuple[float, float]
    layout: Layout
    columns: int
    rows: int
    per_page: int

    def place(self, number: int) -> tuple[float, float]:
        """The upper left corner of the piece of that number, counted from 0, on its page."""
        row, column = divmod(number % self.per_page, self.columns)
        left, top = self.corner
        return left + column * self.layout.width, top + row * self.layout.height

    @property
    def corner(self) -> tuple[float, float]:
        """The upper left corner of the first piece: what is not needed of the paper lies around all of them."""
        width, height = self.paper
        return (width - self.columns * self.layout.width) / 2, (height - self.rows * self.layout.height) / 2


LAYOUTS = {
    "badges": Layout(
        name="badges",
        what="conference badges, 105 × 74 mm (letter: 4 × 3 in)",  # noqa: RUF001  # the sign of multiplication
        width=105,
        height=74,
        code=41,
        texts="over",
        name_size=26,
        other_size=13,
        edge=5,
    ),
    "business-cards": Layout(
        name="business-cards",
        what="business cards, 85 × 55 mm (letter: 3.5 × 2 in)",  # noqa: RUF001  # the sign of multiplication
        width=85,
        height=55,
        code=40,
        texts="beside",
        name_size=14,
        name_lines=3,
        others=("title", "organization", "points"),
        other_size=8,
        edge=5,
    ),
    "stickers": Layout(
        name="stickers",
        what="a code with the name under it, 48 × 58 mm",  # noqa: RUF001  # the sign of multiplication
        width=48,
        height=58,
        code=42,
        texts="under",
        name_size=10,
        other_size=7,
        edge=2.5,
    ),
    "signs": Layout(
        name="signs",
        what="one large code to a page, for a table or a door",
        width=190,
        height=260,
        code=150,
        texts="over",
        name_size=48,
        others=("organization", "title"),
        other_size=24,
        edge=12,
    ),
}
_ON_LETTER = {"badges": (101.6, 76.2), "business-cards": (88.9, 50.8)}


def find_layout(name: str, paper: str) -> Layout:
    """The layout of that name, in the size that is usual on the paper."""
    found = LAYOUTS[name]
    size = _ON_LETTER.get(name) if paper == "letter" else None
    if size is None:
        return found
    width, height = size
    return replace(found, width=width, height=height, code=min(found.code, height - 2 * found.edge))


def grid(name: str, paper: str, per_page: int | None = None) -> Grid:
    """The places on a page; raises ``UsageError`` for more to a page than there is room for."""
    layout = find_layout(name, paper)
    width, height = PAPERS[paper]
    columns, rows = int(width // layout.width), int(height // layout.height)
    room = columns * rows
    if per_page is not None and not 1 <= per_page <= room:
        message = f"--per-page {per_page}: a page of {paper} has room for 1 to {room} {name}"
        raise UsageError(message)
    return Grid(paper=(width, height), layout=layout, columns=columns, rows=rows, per_page=per_page or room)
