"""A text as a QR code: its squares, and the sentence where it is too long for one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eventkit.api import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit_cards.making.logos import Logo

BORDER = 4
"""The quiet zone on each side, in modules (ISO/IEC 18004 section 9.1)."""

CAPACITY = 2331
"""Bytes that the largest code holds at error correction M (ISO/IEC 18004, version 40)."""

CAPACITY_WITH_LOGO = 1663
"""Bytes that the largest code holds at error correction Q."""

EASY = 412
"""Bytes up to which a code of 3 cm is read with ease (version 15)."""

LARGEST = 25
"""The version that phones still read reliably; what is larger has to be asked for."""

_DIGIT_OF = bytes.maketrans(b"\0\1", b"01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The QR code of some text; ``lines`` are its rows of squares, 1 for a dark one, without the quiet zone."""

    data: bytes
    lines: tuple[str, ...]
    what: str = "your card"
    logo: Logo | None = None

    @property
    def version(self) -> int:
        """From 1 to 40: how large it is."""
        return (self.modules - 17) // 4

    @property
    def modules(self) -> int:
        """How many squares a side has, the quiet zone not counted."""
        return len(self.lines)

    @property
    def width(self) -> int:
        """How many squares a side has with the quiet zone: the columns it takes on a terminal."""
        return self.modules + 2 * BORDER

    @property
    def level(self) -> str:
        """The error correction: Q where a logo covers some of it, else M."""
        return "Q" if self.logo else "M"

    @property
    def without_logo(self) -> Code:
        """The code with all of its squares."""
        return replace(self, logo=None) if self.logo else self

    @property
    def drawn(self) -> tuple[str, ...]:
        """The rows with the quiet zone, and none of the squares that make room for a logo."""
        lines = self.logo.cleared(self.lines) if self.logo else self.lines
        blank, side = "0" * self.width, "0" * BORDER
        return (*[blank] * BORDER, *[f"{side}{line}{side}" for line in lines], *[blank] * BORDER)

    def png(self) -> bytes:
        """A picture in black and white, half a millimetre to the module, read back."""
        from eventkit_cards.making.pictures import png  # only who draws a picture needs it
        from eventkit_cards.making.reading_back import opened, read_back

        picture = png(self)
        read_back(self, opened(picture), "PNG")
        return picture


def make_code(text: str, longest: Callable[[], str], what: str = "your card", logo: Logo | None = None) -> Code:
    """A QR code of a text in UTF-8; ``longest`` names what to shorten where it is too long.

    One segment, and no ECI, which not every reader knows; readers recognise UTF-8 without it. The segment is of
    bytes, unless a text is of capitals and digits only, which take less room by themselves.
    """
    from qrcode import constants  # 20 ms, and only who makes a code needs it

    from eventkit_cards.matrix import QuickCode

    data = text.encode()
    capacity = CAPACITY_WITH_LOGO if logo else CAPACITY
    if len(data) > capacity:
        beside = " with a logo" if logo else ""
        message = (
            f"{what} has {len(data):,} bytes, and a QR code{beside} holds {capacity:,}: drop or shorten {longest()}"
        )
        raise InputError(message)
    qr = QuickCode(error_correction=constants.ERROR_CORRECT_Q if logo else constants.ERROR_CORRECT_M, border=BORDER)
    qr.add_data(data, optimize=0)
    qr.make()
    lines = tuple(bytes(row).translate(_DIGIT_OF).decode() for row in qr.modules)
    return Code(data=data, lines=lines, what=what, logo=logo)


def version_of(size: int, *, with_logo: bool = False) -> int:
    """The version of the code that holds so many bytes; 41 where none does."""
    from qrcode import constants, util  # only who makes a code needs it

    level = constants.ERROR_CORRECT_Q if with_logo else constants.ERROR_CORRECT_M
    limits = util.BIT_LIMIT_TABLE[level]
    return next((n for n in range(1, 41) if 4 + (8 if n < 10 else 16) + 8 * size <= limits[n]), 41)  # noqa: PLR2004  # from version 10 on a length takes two bytes


def draw(text: str) -> bytes:
    """A text as a picture (PNG), read back; raises ``InputError`` where it is too long."""
    return make_code(text, lambda: "some of it", "the text").png()
