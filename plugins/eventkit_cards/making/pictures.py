"""A code as a picture (PNG): one bit a dot where it is of two colours, at exactly the size that was asked for."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from eventkit_cards.making.colours import PLAIN
from eventkit_cards.making.sizes import USUAL
from eventkit_cards.qr import BORDER

if TYPE_CHECKING:
    from PIL.Image import Image

    from eventkit_cards.making.colours import Colours
    from eventkit_cards.making.sizes import Size
    from eventkit_cards.qr import Code

_GREY, _PALETTE = 0, 3


def png(code: Code, size: Size = USUAL, colours: Colours = PLAIN) -> bytes:
    """A picture in a PNG file (ISO/IEC 15948), which says how large it prints."""
    dots, density = size.dots(code), size.dots_per_metre(code)
    if code.logo:
        return saved(raster(code, dots, colours), density)
    side = code.width * dots
    header = struct.pack(">IIBBBBB", side, side, 1, _GREY if colours.plain else _PALETTE, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", header)]
    if not colours.plain:
        parts.append(_chunk(b"PLTE", bytes([*colours.dark, *colours.light])))
    parts.append(_chunk(b"pHYs", struct.pack(">IIB", density, density, 1)))
    parts.append(_chunk(b"IDAT", zlib.compress(_dots_of(code, dots), 9)))
    parts.append(_chunk(b"IEND", b""))
    return b"".join(parts)


def raster(code: Code, dots: int, colours: Colours = PLAIN) -> Image:
    """A code as dots in memory: grey, or of colours where it has any."""
    from PIL import Image  # only who draws a picture needs it

    side = code.width
    small = Image.frombytes("L", (side, side), "".join(code.drawn).translate(_LIGHTNESS).encode("latin-1"))
    picture = small.resize((side * dots, side * dots), Image.Resampling.NEAREST)
    if code.logo is None and colours.plain:
        return picture
    coloured = Image.new("RGB", picture.size, colours.light)
    coloured.paste(colours.dark, mask=Image.eval(picture, lambda grey: 255 - grey))
    if code.logo:
        within, logo = _place_of_logo(code, dots)
        coloured.paste(logo, within, logo)
    return coloured


def saved(picture: Image, density: int = 0) -> bytes:
    """A picture as a PNG file; ``density`` is in dots to the metre."""
    buffer = io.BytesIO()
    dpi = density * 0.0254
    picture.save(buffer, format="PNG", optimize=True, **({"dpi": (dpi, dpi)} if density else {}))
    return buffer.getvalue()


def _place_of_logo(code: Code, dots: int) -> tuple[tuple[int, int], Image]:
    """Where the logo begins, and the logo; half a module around it stays light."""
    assert code.logo is not None  # asked for a code with one
    cleared = code.logo.side(code.modules)
    logo = code.logo.fitted((cleared - 1) * dots)
    middle = (BORDER + code.modules / 2) * dots
    return (round(middle - logo.width / 2), round(middle - logo.height / 2)), logo


def _dots_of(code: Code, dots: int) -> bytes:
    """The rows of dots, eight to a byte, each behind the number of its filter: 0 none, 2 as the row above (Up)."""
    stretched = {ord("0"): "1" * dots, ord("1"): "0" * dots}
    side = code.width * dots
    spare = -side % 8
    length = (side + spare) // 8
    same = (b"\2" + bytes(length)) * (dots - 1)
    return b"".join(
        b"\0" + (int(line.translate(stretched), 2) << spare).to_bytes(length, "big") + same for line in code.drawn
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


_LIGHTNESS = {ord("0"): "\xff", ord("1"): "\0"}
