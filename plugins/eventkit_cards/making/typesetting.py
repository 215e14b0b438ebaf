"""Fitting a text into a width: on one line, on several, smaller, and only then cut off with dots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit_cards.making.lettering import Lettering, Line

    Measure = Callable[[Line], float]
    """How wide a line is at a size of 1."""

LEADING = 1.22
"""From line to line, in sizes."""

_ONE_LINE = 0.8
"""How much smaller a text becomes before it takes a second line."""

_STEP = 0.95
_DOTS = "…"
_PARTS = re.compile(r"[^ \-@/]+[\-@/]*(?: +|$)?|[\-@/]+ *")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a text is set: its size, the least that it may shrink to, and how many lines of the size have room."""

    size: float
    least: float
    bold: bool = False
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A text as it is set: its lines, and the size of all of them."""

    lines: tuple[Line, ...]
    size: float

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last."""
        return len(self.lines) * self.size * LEADING


def fit(text: str, width: float, style: Style, lettering: Lettering, measure: Measure) -> Block:
    """A text within a width; no lines where it has no letters that can be written."""
    line = lettering.line(text, bold=style.bold)
    if not line.text:
        return Block(lines=(), size=style.size)
    size = min(style.size, width / max(measure(line), 1e-6))
    if size >= style.size * _ONE_LINE:
        return Block(lines=(line,), size=size)
    size = style.size
    while True:
        room = width / size

        def fits(part: str, room: float = room) -> bool:
            return measure(lettering.line(part, bold=style.bold)) <= room

        allowed = max(int(style.lines * style.size / size), 1)
        lines = _broken(line.text, fits)
        if len(lines) <= allowed and all(map(fits, lines)):
            break
        if size <= style.least:
            lines = _broken(line.text, fits, anywhere=True)
            if len(lines) > allowed:
                lines[allowed - 1 :] = [_cut(" ".join(lines[allowed - 1 :]), fits)]
            break
        size = max(size * _STEP, style.least)
    return Block(lines=tuple(lettering.line(part, bold=style.bold) for part in lines), size=size)


def _broken(text: str, fits: Callable[[str], bool], *, anywhere: bool = False) -> list[str]:
    """The text on lines, each as long as it fits; what cannot be broken sticks out, unless it is broken anywhere."""
    lines: list[str] = []
    current = ""
    for part in _PARTS.findall(text):
        if current and not fits((current + part).rstrip()):
            lines.append(current.rstrip())
            current = ""
        current += part
        while anywhere and len(current) > 1 and not fits(current.rstrip()):
            length = _longest(current, fits)
            lines.append(current[:length])
            current = current[length:]
    return [*lines, current.rstrip()]


def _longest(text: str, fits: Callable[[str], bool]) -> int:
    """How many characters of a text fit, one at least."""
    least, most = 1, len(text) - 1
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if fits(text[:middle]) else (least, middle - 1)
    return least


def _cut(text: str, fits: Callable[[str], bool]) -> str:
    """The text as long as it fits, with dots where it goes on."""
    return text if fits(text) else text[: _longest(text, lambda part: fits(part + _DOTS))].rstrip() + _DOTS
