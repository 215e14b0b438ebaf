"""How large a code is: in print, in millimetres and dots, and on the screen of a phone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.api import UsageError

if TYPE_CHECKING:
    from eventkit_cards.qr import Code

MM_OF_AN_INCH = 25.4
MODULE = 0.508
"""Millimetres of a module where no size is asked for: 12 dots of a printer with 600 to the inch."""

DPI = 600
GOOD_MODULE = 0.35
"""Millimetres of a module that every phone reads at arm's length."""

LEAST_MODULE = 0.25
"""Millimetres of a module below which office printers blur and phones do not focus."""

_MM = (5.0, 1000.0)
_DPI = (72, 2400)
_DOTS = 12_000
_LEAST_DOTS = 2
_PHONE = re.compile(r"(\d{1,5})\s*[x×X]\s*(\d{1,5})")  # noqa: RUF001  # people copy the sign of multiplication
_SCREEN = (320, 5_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a code is wanted: ``mm`` of the side with the quiet zone, or None for half a millimetre a module."""

    mm: float | None = None
    dpi: int = DPI

    def __post_init__(self) -> None:
        least, most = _MM
        if self.mm is not None and not least <= self.mm <= most:
            message = f"--mm {self.mm:g}: a code may measure from {least:g} to {most:g} millimetres"
            raise UsageError(message)
        if not _DPI[0] <= self.dpi <= _DPI[1]:
            message = f"--dpi {self.dpi}: a picture may have from {_DPI[0]} to {_DPI[1]} dots to the inch"
            raise UsageError(message)

    def millimetres(self, code: Code) -> float:
        """What a side measures, the quiet zone included."""
        return self.mm or code.width * MODULE

    def module(self, code: Code) -> float:
        """Millimetres of a module."""
        return self.millimetres(code) / code.width

    def dots(self, code: Code) -> int:
        """Dots of a module: a whole number, as squares with blurred edges are harder to read."""
        dots = max(round(self.module(code) / MM_OF_AN_INCH * self.dpi), 1)
        if dots * code.width > _DOTS:
            message = (
                f"a side of {self.millimetres(code):.0f} mm at {self.dpi} dots to the inch has {dots * code.width:,} "
                f"dots, and may have {_DOTS:,}: give a smaller --mm or --dpi, or draw it with --svg"
            )
            raise UsageError(message)
        if dots < _LEAST_DOTS:
            message = (
                f"a side of {self.millimetres(code):.0f} mm at {self.dpi} dots to the inch has less than two dots "
                f"for each of {code.width} modules: give a larger --mm or --dpi"
            )
            raise UsageError(message)
        return dots

    def dots_per_metre(self, code: Code) -> int:
        """What a PNG says of its density, so that it prints at exactly the size that was asked for."""
        return round(self.dots(code) * code.width * 1000 / self.millimetres(code))


USUAL = Size()
"""Half a millimetre a module, at 600 dots to the inch."""


def screen(text: str) -> tuple[int, int]:
    """The width and the height that ``1170x2532`` says; raises ``UsageError``."""
    found = _PHONE.fullmatch(text.strip())
    if found is None:
        message = f"--phone {text!r}: give the screen's width and height in dots, as 1170x2532"
        raise UsageError(message)
    width, height = int(found[1]), int(found[2])
    least, most = _SCREEN
    if not least <= width <= most or not least <= height <= most:
        message = f"--phone {text}: a screen has from {least} to {most:,} dots a side"
        raise UsageError(message)
    if width > height:
        message = f"--phone {text}: a locked phone is held upright; did you mean {height}x{width}?"
        raise UsageError(message)
    return width, height
