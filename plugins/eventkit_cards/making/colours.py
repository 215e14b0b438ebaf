"""The two colours of a code: dark on light, with a contrast that a camera sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.api import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

Rgb = tuple[int, int, int]

CONTRAST = 4.5
"""The least ratio of luminances (WCAG 2.2, relative luminance) that is taken for a scan.

ISO/IEC 15415 grades the difference of reflectances; with a light ground of 0.7 or more, a ratio of 4.5 is its grade B.
"""

_GROUND = 0.4
"""The least luminance of the ground: on a darker one even black is seen badly (grade C of ISO/IEC 15415)."""

_STEPS = 20


@dataclass(frozen=True, slots=True)
class Colours:
    """What the dark squares and the ground are drawn in."""

    dark: Rgb = (0, 0, 0)
    light: Rgb = (255, 255, 255)

    @property
    def plain(self) -> bool:
        """Whether they are black and white."""
        return self == PLAIN


PLAIN = Colours()


def colours(dark: str = "", light: str = "") -> Colours:
    """The colours of those names; raises ``UsageError`` for what is no colour and for too little contrast."""
    if not dark and not light:
        return PLAIN
    found = Colours(
        _colour("--dark", dark) if dark else PLAIN.dark, _colour("--light", light) if light else PLAIN.light
    )
    _refuse_little_contrast(found, dark or "black", light or "white")
    return found


def contrast(one: Rgb, other: Rgb) -> float:
    """The ratio of the luminances of two colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Rgb) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2.2, relative luminance of sRGB)."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  # sRGB's own numbers
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def as_hex(colour: Rgb) -> str:
    """A colour as #rrggbb."""
    return "#" + bytes(colour).hex()


def _colour(option: str, text: str) -> Rgb:
    from PIL import ImageColor  # only who names a colour needs it

    try:
        found = ImageColor.getrgb(text.strip())
    except ValueError:
        message = f"{option} {text!r} is no colour: give one as '#003366', or a name as navy"
        raise UsageError(message) from None
    if len(found) > 3:  # noqa: PLR2004  # red, green, blue, and how much shines through
        message = (
            f"{option} {text!r}: what is behind a code that one can see through, nobody knows; give one as '#003366'"
        )
        raise UsageError(message)
    return found


def _refuse_little_contrast(found: Colours, dark: str, light: str) -> None:
    if luminance(found.dark) > luminance(found.light):
        message = f"{dark} on {light} is light on dark, which many readers do not see; change the two over"
        raise UsageError(message)
    if _ground_is_dark(found.light):
        near = _towards(found.light, PLAIN.light, lambda colour: not _ground_is_dark(colour))
        message = f"--light {light} is too dark for a ground; {as_hex(near)} would do"
        raise UsageError(message)
    ratio = contrast(found.dark, found.light)
    if ratio < CONTRAST:
        near = _towards(found.dark, PLAIN.dark, lambda colour: contrast(colour, found.light) >= CONTRAST)
        message = (
            f"{dark} on {light} has a contrast of {ratio:.1f}, and a scan needs {CONTRAST}: "
            f"--dark '{as_hex(near)}' would do"
        )
        raise UsageError(message)


def _ground_is_dark(colour: Rgb) -> bool:
    return luminance(colour) < _GROUND


def _towards(colour: Rgb, end: Rgb, fits: Callable[[Rgb], bool]) -> Rgb:
    """The nearest colour on the way to black or white that fits."""
    for step in range(1, _STEPS):
        red, green, blue = (round(part + (last - part) * step / _STEPS) for part, last in zip(colour, end, strict=True))
        if fits((red, green, blue)):
            return red, green, blue
    return end
