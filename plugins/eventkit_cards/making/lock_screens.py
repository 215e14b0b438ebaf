"""A picture for the lock screen of a phone: the code where neither the clock nor widgets cover it, the name under it.

iPhones have the clock and widgets in the upper two fifths, two buttons and the bar in the lowest eighth; Android has
its clock there too. What lies between is the card's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit_cards.making.colours import PLAIN
from eventkit_cards.making.lettering import Lettering
from eventkit_cards.making.pictures import raster, saved
from eventkit_cards.making.typesetting import LEADING, Style, fit

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from eventkit.api import Person
    from eventkit_cards.making.colours import Colours
    from eventkit_cards.making.fonts import Font
    from eventkit_cards.making.lettering import Line
    from eventkit_cards.making.typesetting import Block
    from eventkit_cards.qr import Code

WIDTH_MM = 66
"""What the screen of a phone measures across, from 62 to 70 mm."""

_TOP, _BOTTOM = 0.46, 0.88
_SIDES = 0.13
_PADDING = 0.035
_NAME, _OTHER = 0.085, 0.052
_ROOM_FOR_TEXTS = 0.2
_GROUND, _NIGHT = (38, 50, 66), (14, 19, 26)
_GREY = (85, 85, 85)
_BASE = 100
_ASCENT = 0.92


def new_lettering() -> Lettering:
    """Lettering for pictures: letters are joined, and go from right to left, where Pillow has Raqm and FriBiDi."""
    from PIL import features  # only who draws letters needs it

    return Lettering(shapes=bool(features.check("raqm") and features.check("fribidi")))


def lock_screen(
    code: Code,
    person: Person | None,
    phone: tuple[int, int],
    *,
    colours: Colours = PLAIN,
    lettering: Lettering | None = None,
) -> tuple[bytes, Image, float]:
    """The picture as a PNG, the code as it is drawn in it, and millimetres of a module on a phone."""
    from PIL import ImageDraw  # only who draws a picture needs it

    width, height = phone
    letters = lettering or new_lettering()
    pen = _Pen()
    padding = round(width * _PADDING)
    room = min(width * (1 - 2 * _SIDES), height * (_BOTTOM - _TOP) - width * _ROOM_FOR_TEXTS) - 2 * padding
    dots = max(int(room / code.width), 1)
    side = dots * code.width
    blocks = _texts(person, side, letters, pen)
    below = round(sum(block.height for block in blocks) + (padding if blocks else 0))
    panel = (side + 2 * padding, side + below + 2 * padding)
    left = (width - panel[0]) // 2
    top = round(height * (_TOP + _BOTTOM) / 2 - panel[1] / 2)
    picture = _ground(width, height)
    draw = ImageDraw.Draw(picture)
    corners = (left, top, left + panel[0], top + panel[1])
    draw.rounded_rectangle(corners, radius=padding, fill=colours.light)
    drawn = raster(code, dots, colours)
    at = (left + padding, top + padding)
    picture.paste(drawn, at)
    y = float(at[1] + side + padding / 2)
    for number, block in enumerate(blocks):
        for line in block.lines:
            x = (width - pen.width_of(line) * block.size) / 2
            pen.write(draw, line, (x, y + _ASCENT * block.size), block.size, _GREY if number else (0, 0, 0))
            y += block.size * LEADING
    seen = picture.crop((at[0], at[1], at[0] + side, at[1] + side))
    return saved(picture), seen, WIDTH_MM * dots / width


def _texts(person: Person | None, side: int, letters: Lettering, pen: _Pen) -> list[Block]:
    """The name and the organisation, as they are set below a code of that side."""
    if person is None:
        return []
    big = Style(size=side * _NAME, least=side * _NAME * 0.5, bold=True)
    small = Style(size=side * _OTHER, least=side * _OTHER * 0.7, lines=2)
    name = next(
        (text for text in (person.name, *person.emails, *person.urls) if letters.line(text, bold=True).text), ""
    )
    found = (
        fit(text, side, style, letters, pen.width_of) for text, style in ((name, big), (person.organization, small))
    )
    return [block for block in found if block.lines]


def _ground(width: int, height: int) -> Image:
    """Dark, so that the clock stands out, and darker towards the foot."""
    from PIL import Image  # only who draws a picture needs it

    shade = Image.linear_gradient("L").resize((width, height))
    return Image.composite(Image.new("RGB", (width, height), _NIGHT), Image.new("RGB", (width, height), _GROUND), shade)


class _Pen:
    """Writes lines with Pillow."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[Font, int], FreeTypeFont] = {}

    def width_of(self, line: Line) -> float:
        """How wide a line is at a size of 1."""
        return sum(self._font(font, _BASE).getlength(text) for text, font in line.runs) / _BASE

    def write(
        self, draw: ImageDraw, line: Line, at: tuple[float, float], size: float, colour: tuple[int, int, int]
    ) -> None:
        """Write a line from its left end, on the line that its letters stand on."""
        x, y = at
        for text, font in line.runs:
            face = self._font(font, round(size))
            draw.text((x, y), text, font=face, fill=colour, anchor="ls")
            x += face.getlength(text)

    def _font(self, font: Font, size: int) -> FreeTypeFont:
        from PIL import ImageFont  # only who draws letters needs it

        known = self._fonts.get((font, size))
        if known is None:
            if font.file:
                known = ImageFont.truetype(font.file, size, index=font.face)
            else:
                default = ImageFont.load_default(size)
                assert isinstance(default, ImageFont.FreeTypeFont)  # Pillow comes with FreeType
                known = default
            self._fonts[font, size] = known
        return known
