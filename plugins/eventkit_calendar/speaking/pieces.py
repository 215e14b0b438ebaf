"""A list of people, cut where people, companies and roles are joined."""

# ruff: noqa: RUF001  # the letters and marks that names and titles are written with

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import one_line
from eventkit_calendar.patterns import lazily
from eventkit_calendar.speaking.names import PRONOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

_EMAIL = lazily(r"[<(\[]?\s*(?:mailto:)?([^\s<>()\[\],;:]+@[^\s<>()\[\],;:]+\.[^\s<>()\[\],;:.]+)\s*[>)\]]?")
_LINK = lazily(r"\[([^\[\]]+)\]\(\s*https?:[^()\s]*\s*\)|\s*[(<]?\bhttps?://[^\s()<>]+[)>]?|\s*\(@[\w.]+\)")
JOINTS = re.compile(
    r"(?=[\s,;:，、；＆：])(?:"  # what all of them begin with: at any other place the search is over at once
    r"(?P<hard>\s*[;；]\s*|\s+/+\s+|\s+[•·]\s+|\n)"
    r"|(?P<also>\s*,?\s+(?:&|\+|and|und|et|y|e|och|og|en|i|ja|és|ve|et al\.?)\s+|\s*[＆]\s*|,\s*(?:&|and)\s+)"
    r"|(?P<comma>\s*[,，、]\s*)"
    r"|(?P<field>\s+[-–—|@]+\s+|\s+(?:at|from|bei|vom|von der|chez|@)\s+|\s*[:：]\s+))"
)
_PUT = lazily("\0(\\d+)\0")
_ADDRESS = lazily("\1([^\1]*)\1")
_PARENTHESES = lazily(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]")
_NAME_GOES_ON = lazily(r"\s*\w")


class Piece(NamedTuple):
    """A stretch of text, what stood before it, and what was in parentheses behind it.

    ``before`` is "hard" where another person begins for certain, "also" at an ``&`` or "and", "comma", and "field"
    at what stands between a person and what is told of them.
    """

    before: str
    separator: str
    text: str
    aside: str
    email: str


def cut(text: str) -> Iterator[Piece]:
    """The pieces of a text; what is in parentheses is never cut."""
    text, put = _marked(text)
    before, separator, start = "hard", "", 0
    for joint in [*JOINTS.finditer(text), None]:
        piece = text[start : joint.start() if joint else len(text)]
        aside = email = ""
        if "\0" in piece:
            aside = " ".join(put[int(number)] for number in _PUT().findall(piece))
            piece = _PUT().sub(" ", piece)
        if "\1" in piece or "\1" in aside:
            email = next(iter(_ADDRESS().findall(piece + aside)), "")
            piece, aside = _ADDRESS().sub(" ", piece), _ADDRESS().sub("", aside).strip(" ,;")
        words = " ".join(piece.split()).strip(" ,;*_·•")
        yield Piece(before, separator, words, one_line(aside) if aside else "", email)
        if joint:
            before, separator, start = joint.lastgroup or "", joint.group(), joint.end()


def _marked(text: str) -> tuple[str, list[str]]:
    """The text without links and pronouns, with addresses and parentheses marked; and what was in parentheses."""
    put: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        """Take parentheses out, unless they are a nickname between two names."""
        if match.start() and len(match[1].split()) == 1 and _NAME_GOES_ON().match(match.string, match.end()):
            return match.group()
        put.append(match[1])
        return f"\0{len(put) - 1}\0"

    text = text.replace("\0", "").replace("\1", "")
    if "http" in text or "(@" in text:
        text = _LINK().sub(lambda match: match[1] or "", text)
    if "@" in text:
        text = _EMAIL().sub(lambda match: f"\1{match[1]}\1", text)
    if "/" in text or "(" in text or "[" in text:
        text = PRONOUNS().sub("", text)
    if "(" in text or "[" in text or "（" in text:
        text = _PARENTHESES().sub(put_aside, text)
    return text, put
