"""A code as lines of half blocks, for a terminal that is dark, or light."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eventkit_cards.qr import Code

_SHINING = {"00": "█", "01": "▀", "10": "▄", "11": " "}
"""What shines on a dark terminal: the light halves, the upper one said first."""

_INKED = {"00": " ", "01": "▄", "10": "▀", "11": "█"}
"""What is inked on a light terminal: the dark halves."""


def blocks(code: Code, *, light: bool = False) -> str:
    """Lines of half blocks; two rows of squares make a line, the last of which may be half."""
    characters = _INKED if light else _SHINING
    plain = _unsplit(code)
    pairs = zip(plain[::2], plain[1::2], strict=True)
    lines = ["".join([characters[up + down] for up, down in zip(*pair, strict=True)]) for pair in pairs]
    return "\n".join(lines) + "\n"


def squares_of(text: str, *, light: bool = False) -> tuple[str, ...]:
    """The rows of squares that lines of half blocks show."""
    halves = {character: pair for pair, character in (_INKED if light else _SHINING).items()}
    return tuple(
        "".join(halves[character][half] for character in line) for line in text.splitlines() for half in (0, 1)
    )


def _unsplit(code: Code) -> tuple[str, ...]:
    """An even number of rows: what is below the quiet zone is ground too. A terminal shows no logo, only squares."""
    lines = code.without_logo.drawn
    return (*lines, "0" * code.width) if len(lines) % 2 else lines
