"""What becomes of a template, and of a letter: what both sides of the process that renders know.

It needs no Jinja2, which only the other side has to load.
"""

from __future__ import annotations

from typing import NamedTuple

MOST = 100_000
"""Characters that a rendered text may have: more of them is a loop gone wrong."""


class Asks(NamedTuple):
    """What a template asks for: names, and ``paths`` to values where it asks for nothing else; None where it may."""

    names: tuple[str, ...]
    paths: tuple[str, ...] | None


class Texts(NamedTuple):
    """What a template says: ``fields`` are those of its invitation."""

    subject: str
    text: str
    html: str
    fields: dict[str, str]


class Trouble(NamedTuple):
    """Why there is no text: what is missing, or the reason, with the line of the file where it is known.

    ``broken`` is a template that cannot be compiled, ``stopped`` one that went over a limit: neither is tried again.
    """

    reason: str
    file: str = ""
    line: int = 0
    missing: tuple[str, ...] = ()
    broken: bool = False
    stopped: bool = False


def too_long() -> str:
    """Why a text that is longer is refused."""
    return f"its text is longer than {MOST:,} characters"
