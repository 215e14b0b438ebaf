"""What is drawn is read back, before anybody gets it: as it is, and as a phone may see it.

As a phone may see it is: scaled down to two dots a module; at three dots, blurred by 0.4 modules (standard deviation
of a Gaussian), or turned by 10 degrees with the far edge a tenth shorter than the near one. Each is a tenth or more
short of where zxing-cpp 3.1 gives up, as was measured over all versions: what is refused here is the drawing's fault.
"""

from __future__ import annotations

import io
from math import cos, radians, sin
from typing import TYPE_CHECKING

from eventkit.api import InputError
from eventkit_cards.making.pictures import raster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from eventkit_cards.making.colours import Colours
    from eventkit_cards.qr import Code

_DOTS = 3
_SMALL = 2
_BLUR = 0.4
_TURN = radians(10)
_TILT = 0.1
_ROOM = 1.3


def read_back(code: Code, picture: Image, kind: str) -> None:
    """Raise ``InputError`` unless a reader sees in the picture what was meant."""
    if not is_read(code, picture):
        message = f"the {kind} code does not read back as {code.what}, so nothing was written; please report it"
        raise InputError(message)


def read_back_squares(code: Code, lines: Sequence[str], kind: str, colours: Colours) -> None:
    """The same of rows of squares, quiet zone and all, with the code's logo over them."""
    from PIL import Image  # only who draws a code reads it back

    if code.logo:
        read_back(code, raster(code, _DOTS, colours), kind)
    grey = Image.frombytes("L", (len(lines[0]), len(lines)), "".join(lines).translate(_LIGHTNESS).encode("latin-1"))
    size = (grey.width * _DOTS, grey.height * _DOTS)
    read_back(code.without_logo, grey.resize(size, Image.Resampling.NEAREST), kind)


def hard_to_read(code: Code, picture: Image) -> list[str]:
    """How the picture is not read any more: as it is, scaled down, blurred, tilted; empty where it always is."""
    return [how for how, seen in views(code, picture) if not is_read(code, seen)]


def views(code: Code, picture: Image) -> Iterator[tuple[str, Image]]:
    """The picture, and how a phone may see it; ``picture`` is the code with its quiet zone, and nothing else."""
    from PIL import Image, ImageFilter  # only who draws a code reads it back

    grey = picture if picture.mode == "L" else picture.convert("L")
    yield "as it is", grey
    side = code.width * _DOTS
    if grey.width != side:
        grey = grey.reduce(max(grey.width // side, 1)).resize((side, side), Image.Resampling.BILINEAR)
    small = code.width * _SMALL
    yield "scaled down", grey.resize((small, small), Image.Resampling.BILINEAR)
    yield "blurred", grey.filter(ImageFilter.GaussianBlur(_BLUR * _DOTS))
    yield "tilted", _tilted(grey)


def is_read(code: Code, picture: Image) -> bool:
    """Whether a reader sees in the picture this code, and no other."""
    import zxingcpp  # only who draws a code reads it back

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [bytes(one.bytes) for one in found] == [code.data]


def opened(png: bytes) -> Image:
    """A PNG file as dots in memory."""
    from PIL.PngImagePlugin import PngImageFile  # directly: to open any picture, Pillow loads what reads five kinds

    with PngImageFile(io.BytesIO(png)) as picture:
        return picture.convert("L")


def _tilted(picture: Image) -> Image:
    """The picture turned around its middle, its upper edge further away."""
    from PIL import Image  # loaded already

    side = picture.width
    around = round(side * _ROOM)
    turn, turned, tilt = cos(_TURN), sin(_TURN), _TILT / side
    # a point (x, y) of the result is taken from ((a x + b y + c) / (h y + 1), (d x + e y + f) / (h y + 1)), h the tilt
    nearness = 1 + tilt * around / 2
    a, b, d, e = (nearness * part for part in (turn, turned, -turned, turn))
    c, f = (nearness * side / 2 - (one + other) * around / 2 for one, other in ((a, b), (d, e)))
    return picture.transform(
        (around, around),
        Image.Transform.PERSPECTIVE,
        (a, b, c, d, e, f, 0, tilt),
        Image.Resampling.BILINEAR,
        fillcolor=255,
    )


_LIGHTNESS = {ord("0"): "\xff", ord("1"): "\0"}
