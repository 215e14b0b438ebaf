"""Pages to print: a sheet of many pieces, a card by itself, a page with one code, or a code alone."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from eventkit_cards.making.colours import PLAIN
from eventkit_cards.making.layouts import find_layout, grid
from eventkit_cards.making.lettering import Lettering
from eventkit_cards.making.pages import Pages
from eventkit_cards.making.pieces import draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from eventkit_cards.making.colours import Colours
    from eventkit_cards.making.layouts import Grid
    from eventkit_cards.making.pieces import Piece

_ARM = 2.0
"""How long the arms of a cut mark are."""


def new_lettering() -> Lettering:
    """Lettering for pages: letters are joined, and go from right to left, where HarfBuzz is there to do it."""
    return Lettering(shapes=find_spec("uharfbuzz") is not None)


def sheet(
    pieces: Sequence[Piece],
    places: Grid,
    *,
    title: str,
    now: datetime,
    cut_marks: bool = False,
    colours: Colours = PLAIN,
    lettering: Lettering | None = None,
) -> bytes:
    """A PDF of pages with many pieces each."""
    pages, letters = Pages(title, now), lettering or new_lettering()
    for number, piece in enumerate(pieces):
        if number % places.per_page == 0:
            pages.page(*places.paper)
            if cut_marks:
                _mark_cuts(pages, places, min(places.per_page, len(pieces) - number))
        draw(pages, piece, places.layout, places.place(number), lettering=letters, colours=colours)
    return pages.written()


def single(
    piece: Piece,
    paper: str,
    *,
    side: float,
    title: str,
    now: datetime,
    colours: Colours = PLAIN,
    lettering: Lettering | None = None,
) -> bytes:
    """A PDF of one page: ``code`` as large as the code, ``card`` as a business card, ``a4`` or ``letter`` a sign."""
    pages, letters = Pages(title, now), lettering or new_lettering()
    if paper == "code":
        pages.page(side, side)
        pages.code(piece.code, 0, 0, side, colours)
    elif paper == "card":
        layout = find_layout("business-cards", "a4")
        pages.page(layout.width, layout.height)
        draw(pages, piece, layout, (0, 0), lettering=letters, colours=colours)
    else:
        places = grid("signs", paper)
        pages.page(*places.paper)
        draw(pages, piece, places.layout, places.place(0), lettering=letters, colours=colours)
    return pages.written()


def _mark_cuts(pages: Pages, places: Grid, count: int) -> None:
    """A small cross at each corner of each piece."""
    layout = places.layout
    corners = set()
    for number in range(count):
        x, y = places.place(number)
        corners |= {(x + across, y + down) for across in (0, layout.width) for down in (0, layout.height)}
    for x, y in sorted(corners):
        pages.mark(x - _ARM, y, 2 * _ARM, 0)
        pages.mark(x, y - _ARM, 0, 2 * _ARM)
