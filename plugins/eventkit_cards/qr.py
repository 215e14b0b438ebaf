"""A text as a QR code: PNG, SVG, and half blocks for a terminal, each read back before anybody gets it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.api import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image
    from qrcode import QRCode

    Matrix = Sequence[Sequence[bool]]

CAPACITY = 2331
"""Bytes that the largest code holds at error correction M (ISO/IEC 18004, version 40)."""

EASY = 412
"""Bytes up to which a code of 3 cm is read with ease (version 15)."""

_BORDER = 4
_PIXELS = 12
_DPI = 600  # with 12 pixels a module is half a millimetre in print
_PIXELS_READ_BACK = 4
_SQUARE = re.compile(r"M(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)H\d+(?:\.\d+)?V\d+(?:\.\d+)?H\d+(?:\.\d+)?z")
_SVG_BOX = 5  # tenths of a millimetre
_DARK = {" ": (True, True), "▀": (False, True), "▄": (True, False), "█": (False, False)}
"""The dark halves of each character on a dark terminal, where a block shines; on a light one it is the reverse."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of some text, which was read back from everything that is drawn of it; ``what`` the text is."""

    data: bytes
    qr: QRCode[Image]
    what: str = "your card"

    @property
    def version(self) -> int:
        """From 1 to 40: how large it is."""
        return int(self.qr.version)

    @property
    def modules(self) -> int:
        """How many squares a side has, the border not counted."""
        return int(self.qr.modules_count)

    @property
    def width(self) -> int:
        """How many columns it takes on a terminal."""
        return self.modules + 2 * _BORDER

    def png(self) -> bytes:
        """A picture in black and white, half a millimetre to the module."""
        from PIL import Image  # only who draws a picture needs it

        buffer = io.BytesIO()
        self.qr.make_image().save(buffer, format="PNG", dpi=(_DPI, _DPI), optimize=True)
        buffer.seek(0)
        with Image.open(buffer, formats=["PNG"]) as picture:
            self._check("PNG", picture.convert("L"))
        return buffer.getvalue()

    def svg(self) -> bytes:
        """A drawing on white, half a millimetre to the module."""
        from qrcode.image.svg import SvgPathFillImage  # only who draws it needs it

        buffer = io.BytesIO()
        self.qr.box_size, kept = _SVG_BOX, self.qr.box_size
        try:
            self.qr.make_image(SvgPathFillImage).save(buffer)
        finally:
            self.qr.box_size = kept
        drawn = buffer.getvalue()
        matrix = [[False] * self.width for _ in range(self.width)]
        for left, top in _SQUARE.findall(drawn.decode()):
            matrix[round(float(top) * 10 / _SVG_BOX)][round(float(left) * 10 / _SVG_BOX)] = True
        self._check("SVG", _picture(matrix))
        return drawn

    def text(self, *, light: bool = False) -> str:
        """Lines of half blocks, for a dark terminal or a light one."""
        buffer = io.StringIO()
        self.qr.print_ascii(out=buffer, invert=not light)
        drawn = buffer.getvalue().replace("\xa0", " ")
        rows: list[list[bool]] = []
        for line in drawn.splitlines():
            halves = [_DARK[character] for character in line]
            rows += [[half[row] != light for half in halves] for row in (0, 1)]
        self._check("terminal", _picture(rows))
        return drawn

    def _check(self, kind: str, picture: Image) -> None:
        """Raise ``InputError`` unless a reader sees in the picture what was meant."""
        import zxingcpp  # only who draws a code reads it back

        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        if [bytes(code.bytes) for code in found] != [self.data]:
            message = f"the {kind} code does not read back as {self.what}, so nothing was written; please report it"
            raise InputError(message)


def make_code(text: str, longest: Callable[[], str], what: str = "your card") -> Code:
    """A QR code of a text in UTF-8, at error correction M; ``longest`` names what to shorten where it is too long.

    One segment, and no ECI, which not every reader knows; readers recognise UTF-8 without it. The segment is of
    bytes, unless a text is of capitals and digits only, which take less room by themselves.
    """
    from qrcode import constants  # 20 ms, and only who makes a code needs it

    from eventkit_cards.matrix import QuickCode

    data = text.encode()
    if len(data) > CAPACITY:
        message = f"{what} has {len(data):,} bytes, and a QR code holds {CAPACITY:,}: drop or shorten {longest()}"
        raise InputError(message)
    qr: QRCode[Image] = QuickCode(error_correction=constants.ERROR_CORRECT_M, border=_BORDER, box_size=_PIXELS)
    qr.add_data(data, optimize=0)
    qr.make()
    return Code(data, qr, what)


def draw(text: str) -> bytes:
    """A text as a picture (PNG), read back; raises ``InputError`` where it is too long."""
    return make_code(text, lambda: "some of it", "the text").png()


def _picture(matrix: Matrix) -> Image:
    """A picture of dark and light squares, with as much light around as a page has."""
    from PIL import Image  # only who draws a code reads it back

    height, width = len(matrix), len(matrix[0])
    small = Image.new("L", (width, height), 255)
    small.putdata([0 if dark else 255 for row in matrix for dark in row])
    return small.resize((width * _PIXELS_READ_BACK, height * _PIXELS_READ_BACK), Image.Resampling.NEAREST)
