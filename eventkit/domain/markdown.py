"""Text from outside as Markdown that shows it letter by letter (CommonMark 0.31, and GitHub's links and strikes)."""

from __future__ import annotations

import re

from eventkit.domain.text import one_line

_ALWAYS = re.compile(r"[\\`*\[\]<~]")
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ADDRESS = re.compile(r"(?<=\w):(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_CLOSING = re.compile(r"(?<= )#")
_OPENING = re.compile(r"(?:(?P<number>\d{1,9})(?P<after>[.)])|(?P<mark>[#+=>-]))")


def literal(text: str) -> str:
    """The text on one line, with a backslash before whatever Markdown would take for markup."""
    shown = _ALWAYS.sub(r"\\\g<0>", one_line(text))
    for pattern in (_UNDERSCORE, _ENTITY, _ADDRESS, _CLOSING):
        shown = pattern.sub(r"\\\g<0>", shown)
    opening = _OPENING.match(shown)
    if opening is None:
        return shown
    cut = opening.end() - 1
    return f"{shown[:cut]}\\{shown[cut:]}"
