"""A code as a drawing (SVG 1.1): one path on its ground, and the logo inside where there is one."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from eventkit_cards.making.colours import PLAIN, as_hex
from eventkit_cards.making.pictures import saved
from eventkit_cards.making.sizes import USUAL
from eventkit_cards.qr import BORDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit_cards.making.colours import Colours
    from eventkit_cards.making.sizes import Size
    from eventkit_cards.qr import Code

RUN = re.compile("1+")
_LOGO_DOTS = 400
_DRAWN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def svg(code: Code, size: Size = USUAL, colours: Colours = PLAIN) -> bytes:
    """A drawing, to be printed at any size; it says the one that was asked for."""
    side, measure = code.width, f"{size.millimetres(code):.4g}mm"
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(code.drawn))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'width="{measure}" height="{measure}" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">\n'
        f'<rect width="{side}" height="{side}" fill="{as_hex(colours.light)}"/>\n'
        f'<path d="{path}" fill="{as_hex(colours.dark)}"/>\n{_logo(code)}</svg>\n'
    ).encode()


def runs(lines: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The dark squares, those side by side as one: column, row, how many."""
    for y, line in enumerate(lines):
        for run in RUN.finditer(line):
            yield run.start(), y, run.end() - run.start()


def squares_in(drawing: bytes) -> tuple[str, ...]:
    """The rows of squares that a drawing's path paints, as a renderer would."""
    text = drawing.decode()
    found = re.search(r'viewBox="0 0 (\d+) ', text)
    rows = [["0"] * int(found[1]) for _ in range(int(found[1]))] if found else []
    for x, y, length in ((int(part) for part in match.groups()) for match in _DRAWN.finditer(text)):
        rows[y][x : x + length] = "1" * length
    return tuple(map("".join, rows))


def _logo(code: Code) -> str:
    if code.logo is None:
        return ""
    side = code.logo.side(code.modules) - 1
    start = BORDER + (code.modules - side) / 2
    data = base64.b64encode(saved(code.logo.fitted(_LOGO_DOTS))).decode()
    return (
        f'<image x="{start:g}" y="{start:g}" width="{side}" height="{side}" '
        f'xlink:href="data:image/png;base64,{data}"/>\n'
    )
