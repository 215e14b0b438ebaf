"""Pages of a PDF, with fpdf2: codes as one path each, sharp at any size, and texts in fonts that go along."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING

from eventkit_cards.making.colours import PLAIN
from eventkit_cards.making.drawings import RUN
from eventkit_cards.qr import BORDER

if TYPE_CHECKING:
    from datetime import datetime

    from fpdf import FPDF

    from eventkit_cards.making.colours import Colours, Rgb
    from eventkit_cards.making.fonts import Font
    from eventkit_cards.making.lettering import Line
    from eventkit_cards.qr import Code

POINTS_OF_A_MM = 72 / 25.4
_BASE = 100
"""The size in points at which texts are measured: at size 1 fpdf2 would round."""

_HAIR = 0.1
_SPAN = re.Match.span


class Pages:
    """A PDF in the making; all measures are in millimetres, from the upper left."""

    def __init__(self, title: str, now: datetime) -> None:
        """Begin a document of no pages."""
        from fpdf import FPDF  # 300 ms, and only who makes a PDF needs it

        logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of tables that no PDF wants
        self._pdf: FPDF = FPDF(unit="mm")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.c_margin = 0
        self._pdf.set_title(title)
        self._pdf.set_creation_date(now)
        self._pdf.set_creator("eventkit")
        self._fonts: dict[Font, str] = {}
        self._widths: dict[Line, float] = {}
        self._logos: dict[int, bytes] = {}
        self._height = 0.0

    def page(self, width: float, height: float) -> None:
        """Begin a page."""
        self._height = height
        self._pdf.add_page(orientation="portrait", format=(width, height))  # which leaves the format as it is

    def ground(self, x: float, y: float, width: float, height: float, colour: Rgb) -> None:
        """Paint a rectangle."""
        self._pdf.set_fill_color(*colour)
        self._pdf.rect(x, y, width, height, style="F")

    def code(self, code: Code, x: float, y: float, side: float, colours: Colours = PLAIN) -> None:
        """Draw a code with its quiet zone."""
        if colours.light != PLAIN.light:
            self.ground(x, y, side, side, colours.light)
        scale = side * POINTS_OF_A_MM / code.width
        red, green, blue = (part / 255 for part in colours.dark)
        squares = "".join(
            [
                f"{start} {row} {end - start} 1 re\n"
                for row, line in enumerate(code.drawn)
                for start, end in map(_SPAN, RUN.finditer(line))
            ]
        )
        left, top = x * POINTS_OF_A_MM, (self._height - y) * POINTS_OF_A_MM
        place = f"{scale:.5f} 0 0 {-scale:.5f} {left:.4f} {top:.4f} cm"
        self._pdf._out(f"q {place} {red:.4g} {green:.4g} {blue:.4g} rg\n{squares}f Q")  # noqa: SLF001  # fpdf2 has no public way to draw a path that is ready, and its own takes 20 times as long
        if code.logo:
            self._logo(code, x, y, side)

    def width_of(self, line: Line) -> float:
        """How wide a line is at a size of one point, in points."""
        known = self._widths.get(line)
        if known is None:
            wide = sum(self._width(text, font, line) for text, font in line.runs)
            known = self._widths[line] = wide * POINTS_OF_A_MM / _BASE
        return known

    def text(self, line: Line, x: float, y: float, size: float, colour: Rgb = PLAIN.dark) -> None:
        """Write a line from its left end; ``y`` is the line that the letters stand on."""
        pdf = self._pdf
        pdf.set_text_color(*colour)
        for text, font in line.runs:
            self._choose(font, size)
            if line.shaped:
                x += self._shaped(text, x, y, size)
            else:
                pdf.text(x, y, text)
                x += pdf.get_string_width(text)

    def mark(self, x: float, y: float, across: float, down: float) -> None:
        """Draw a line that is thin and grey, to cut along."""
        self._pdf.set_draw_color(150)
        self._pdf.set_line_width(_HAIR)
        self._pdf.line(x, y, x + across, y + down)

    def written(self) -> bytes:
        """The document."""
        return bytes(self._pdf.output())

    def _width(self, text: str, font: Font, line: Line) -> float:
        self._choose(font, _BASE)
        return self._shaped(text) if line.shaped else float(self._pdf.get_string_width(text))

    def _shaped(self, text: str, x: float = 0, y: float = 0, size: float = 0) -> float:
        """Write a text whose letters are joined, or measure it where there is no size; returns how wide it is."""
        pdf, begin = self._pdf, x
        for part, leftwards in in_visual_order(text):
            pdf.set_text_shaping(use_shaping_engine=True, direction="rtl" if leftwards else "ltr")
            width = float(pdf.get_string_width(part))
            if size:
                pdf.set_xy(x, y - size / POINTS_OF_A_MM)
                # a cell sets the foot of its letters at half its height and 0.3 of the size
                pdf.cell(w=width, h=1.4 * size / POINTS_OF_A_MM, text=part)
            x += width
        pdf.set_text_shaping(use_shaping_engine=False)
        return x - begin

    def _choose(self, font: Font, size: float) -> None:
        if not font.file:
            self._pdf.set_font("helvetica", "B" if font.face else "", size)
            return
        if font not in self._fonts:
            self._fonts[font] = f"font{len(self._fonts)}"
            self._pdf.add_font(self._fonts[font], fname=font.file, collection_font_number=font.face)
        self._pdf.set_font(self._fonts[font], "", size)

    def _logo(self, code: Code, x: float, y: float, side: float) -> None:
        assert code.logo is not None  # asked for a code with one
        module = side / code.width
        measure = (code.logo.side(code.modules) - 1) * module
        start = BORDER * module + (code.modules * module - measure) / 2
        width, height = code.logo.picture.size
        within = (measure * width / max(width, height), measure * height / max(width, height))
        data = self._logos.get(id(code.logo))
        if data is None:
            buffer = io.BytesIO()
            code.logo.picture.save(buffer, format="PNG")
            data = self._logos[id(code.logo)] = buffer.getvalue()
        left, top = x + start + (measure - within[0]) / 2, y + start + (measure - within[1]) / 2
        self._pdf.image(io.BytesIO(data), left, top, *within)


def in_visual_order(text: str) -> list[tuple[str, bool]]:
    """The parts of a text from left to right, each with whether it is read leftwards (Unicode UAX 9, rule L2).

    fpdf2 finds the levels, and puts parts in order that are of two of them only; a number in Hebrew is of a third.
    """
    from fpdf.bidi import BidiParagraph  # loaded already

    parts: list[tuple[str, int]] = []
    for found in BidiParagraph(text).get_characters_with_embedding_level():
        character, level = found.character, found.embedding_level
        if parts and parts[-1][1] == level:
            parts[-1] = (parts[-1][0] + character, level)
        else:
            parts.append((character, level))
    for level in range(max((level for _, level in parts), default=0), 0, -1):
        at = 0
        while at < len(parts):
            end = at
            while end < len(parts) and parts[end][1] >= level:
                end += 1
            parts[at:end] = reversed(parts[at:end])
            at = end + 1
    return [(part, level % 2 == 1) for part, level in parts]
