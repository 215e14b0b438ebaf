"""JSON (RFC 8259) read one level at a time: what is below is decoded at once, or stepped into."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECODER = json.JSONDecoder(strict=False)
_BLANK = re.compile(r"[ \t\r\n]*")
_PIECE = re.compile(r'"[^"\\]*+(?:\\.?[^"\\]*+)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
"""A bracket, or a string with the brackets in it; one that is not closed goes on to the end."""
_WORD = re.compile(r'[^,\[\]{}"]*')


class JsonReader:
    """A text, and the place in it that is read next.

    Everything raises ``ValueError`` where the text is no JSON, and ``RecursionError`` where it is too deep.
    """

    def __init__(self, text: str) -> None:
        """Begin at the beginning."""
        self._text = text
        self._at = 0
        self._counted = (0, 1)

    @property
    def next(self) -> str:
        """The first character of what comes next; empty at the end."""
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._text[self._at : self._at + 1]

    def line(self) -> int:
        """The line of what comes next; it is asked for from the beginning to the end."""
        _ = self.next
        position, line = self._counted
        line += self._text.count("\n", position, self._at)
        self._counted = (self._at, line)
        return line

    def place(self) -> tuple[int, int]:
        """The line and the column of what comes next."""
        return self.line(), self._at - self._text.rfind("\n", 0, self._at)

    def value(self) -> object:
        """Decode what comes next, and go past it."""
        _ = self.next
        value: object
        value, self._at = _DECODER.raw_decode(self._text, self._at)
        return value

    def members(self) -> Iterator[str]:
        """Step into an object: each name, with the reader before its value, which has to be read before the next."""
        for _ in self._several("{", "}"):
            name = self.value()
            if not isinstance(name, str):
                self._fail("Expecting property name enclosed in double quotes")
            self._expect(":")
            yield str(name)

    def elements(self) -> Iterator[None]:
        """Step into a list: the reader is before each element, which has to be read before the next."""
        yield from self._several("[", "]")

    def skip(self) -> bool:
        """Go past what comes next without decoding it, by its brackets alone; false where they do not close."""
        word = _WORD.match(self._text, self._at)
        if word and word[0].strip():
            self._at = word.end()
            return True
        depth = 0
        for piece in _PIECE.finditer(self._text, self._at):
            bracket = piece[0]
            depth += (bracket in "[{") - (bracket in "]}") if len(bracket) == 1 else 0
            if depth <= 0:
                self._at = piece.end() if depth == 0 else piece.start()
                return True
        return False

    def _several(self, opens: str, closes: str) -> Iterator[None]:
        self._expect(opens)
        while self.next != closes:
            yield
            if self.next != closes:
                self._expect(",")
        self._at += 1

    def _expect(self, character: str) -> None:
        if self.next != character:
            self._fail(f"Expecting {character!r}")
        self._at += 1

    def _fail(self, reason: str) -> None:
        raise json.JSONDecodeError(reason, self._text, self._at)
