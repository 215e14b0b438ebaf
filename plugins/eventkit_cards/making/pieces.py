"""One piece of a print sheet, or a card by itself: a code and the name that belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eventkit.api import one_line
from eventkit_cards.making.colours import PLAIN
from eventkit_cards.making.pages import POINTS_OF_A_MM
from eventkit_cards.making.typesetting import LEADING, Style, fit

if TYPE_CHECKING:
    from eventkit.api import Person
    from eventkit_cards.making.colours import Colours
    from eventkit_cards.making.layouts import Layout
    from eventkit_cards.making.lettering import Lettering
    from eventkit_cards.making.pages import Pages
    from eventkit_cards.making.typesetting import Block
    from eventkit_cards.qr import Code

_LEAST, _LEAST_NAME = 0.7, 0.45
"""How far a text shrinks before it is cut."""

_SMALLER = 0.9
_ASCENT = 0.92
"""Where the letters of a line stand, in sizes below its top."""

_POINTS_SHOWN = 3
_GREY = (80, 80, 80)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A code, and whom it is of."""

    code: Code
    person: Person | None = None


def draw(
    pages: Pages,
    piece: Piece,
    layout: Layout,
    at: tuple[float, float],
    *,
    lettering: Lettering,
    colours: Colours = PLAIN,
) -> None:
    """Draw a piece with its upper left corner there."""
    x, y = at
    side, edge = layout.code, layout.edge
    beside = layout.texts == "beside"
    width = layout.width - side - 1.5 * edge if beside else layout.width - 2 * edge
    room = layout.height - (edge if beside else side + edge)
    blocks = _blocks(pages, piece, layout, (width, room), lettering)
    spare = max(room - _height(blocks), 0) / 2
    if beside:
        pages.code(piece.code, x + layout.width - side - edge / 2, y + (layout.height - side) / 2, side, colours)
        _write(pages, blocks, x + edge, y + edge / 2 + spare, width, centred=False)
    elif layout.texts == "over":
        pages.code(piece.code, x + (layout.width - side) / 2, y + layout.height - side - edge / 2, side, colours)
        _write(pages, blocks, x + edge, y + edge / 2 + spare, width, centred=True)
    else:
        pages.code(piece.code, x + (layout.width - side) / 2, y + edge / 2, side, colours)
        _write(pages, blocks, x + edge, y + edge / 2 + side, width, centred=True)


def _blocks(pages: Pages, piece: Piece, layout: Layout, room: tuple[float, float], lettering: Lettering) -> list[Block]:
    """The name and what stands below it, as small as they have to be for a room of that width and height."""
    if piece.person is None:
        return []
    factor = 1.0
    while True:
        blocks = _set(pages, piece.person, layout, width=room[0], lettering=lettering, factor=factor)
        if _height(blocks) <= room[1] or factor < _LEAST_NAME:
            return blocks
        factor *= _SMALLER


def _set(
    pages: Pages, person: Person, layout: Layout, *, width: float, lettering: Lettering, factor: float
) -> list[Block]:
    """The texts of a piece, set at so much of their usual size."""

    def set_(text: str, style: Style) -> Block:
        return fit(text, width * POINTS_OF_A_MM, style, lettering, pages.width_of)

    size, other_size = layout.name_size * factor, layout.other_size * factor
    style = Style(size=size, least=size * _LEAST_NAME, bold=True, lines=layout.name_lines)
    name = set_(person.name, style)
    if not name.lines:  # a piece has to tell whose it is, if need be by an address
        name = set_(next(iter(_points(person)), str(person.id)), style)
    small = Style(size=other_size, least=other_size * _LEAST, lines=2)
    texts = [text for kind in layout.others for text in _texts(person, kind)]
    others = [block for text in texts if (block := set_(text, small)).lines and block.lines != name.lines]
    least = min((block.size for block in others), default=0)
    return [name, *(replace(block, size=least) for block in others)]


def _texts(person: Person, kind: str) -> list[str]:
    texts = _points(person) if kind == "points" else [getattr(person, kind)]
    return [text for text in texts if one_line(text)]


def _points(person: Person) -> list[str]:
    """The first ways to reach somebody, as people write them."""
    points = [point.value for point in person.contact_points if point.kind in {"email", "phone", "url"}]
    return [value.removeprefix("https://").removesuffix("/") for value in points[:_POINTS_SHOWN]]


def _write(pages: Pages, blocks: list[Block], x: float, y: float, width: float, *, centred: bool) -> None:
    for number, block in enumerate(blocks):
        for line in block.lines:
            measure = pages.width_of(line) * block.size / POINTS_OF_A_MM
            left = x + (width - measure) / 2 if centred else x
            pages.text(
                line, left, y + _ASCENT * block.size / POINTS_OF_A_MM, block.size, _GREY if number else (0, 0, 0)
            )
            y += block.size * LEADING / POINTS_OF_A_MM
        y += _gap(blocks[0].size) if number == 0 else 0


def _height(blocks: list[Block]) -> float:
    """In millimetres."""
    return sum(block.height for block in blocks) / POINTS_OF_A_MM + (_gap(blocks[0].size) if len(blocks) > 1 else 0)


def _gap(size: float) -> float:
    """What is left below the name."""
    return size * 0.15 / POINTS_OF_A_MM
