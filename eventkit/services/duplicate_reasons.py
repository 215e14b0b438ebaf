"""Why two records may be one person, in plain words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.domain.personal_names import parts_of
from eventkit.domain.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit.services.duplicate_names import Compared
    from eventkit.services.duplicate_records import Records, Word
    from eventkit.services.duplicate_scoring import Scoring, Told

_PIECES = re.compile(r"[\s,]+|(?<=\w)-(?=\w)")
_KINDS = {
    "initial": "{0} may stand for {1}",
    "umlaut": "{0} and {1} are spellings of one name",
    "short": "{0} is short for {1}",
    "forms": "{0} and {1} are forms of one name",
    "sound": "{0} and {1} sound alike",
    "letter": "{0} and {1} are one letter apart",
    "letters": "{0} and {1} are two letters apart",
    "other": "{0} and {1} are one letter apart",
    "cut": "{0} may be {1} cut short",
}
_AGAINST = {
    "middle": "other middle names",
    "family": "other family names",
    "given": "other given names",
    "name": "other names",
    "suffix": "one is {suffix}",
    "generation": "one is {suffix}, the other {second}",
}
_RARE = 2.0
_OF_CHARACTERS = frozenset({"Chinese", "Japanese"})
_FAMILY_NAME_FIRST = frozenset({"Chinese", "Japanese", "Korean"})


class Reasons:
    """Tells why, for pairs by position; ``names`` are as people wrote them."""

    def __init__(self, records: Records, scoring: Scoring, names: Sequence[str]) -> None:
        """Take what was compared, and how."""
        self._records = records
        self._scoring = scoring
        self._names = names

    def of(self, one: int, other: int) -> tuple[str, ...]:
        """What speaks for one person, the strongest first; then what speaks against, each with a "but"."""
        told: Told = []
        self._scoring.bits(one, other, told)
        compared = self._scoring.compared(one, other)
        weighed = sorted(told, key=lambda reason: (-reason[0], reason[1]))
        strong = [text for bits, text in weighed if bits >= _STRONG]
        weak = [text for bits, text in weighed if 0 <= bits < _STRONG]
        against = [*self._against(compared, one, other), *(text for bits, text in reversed(weighed) if bits < 0)]
        reasons = [*strong, *self._of_names(compared, one, other), *weak, *(f"but {text}" for text in against if text)]
        return tuple(dict.fromkeys(text for text in reasons if text))

    def _of_names(self, compared: Compared, one: int, other: int) -> Iterator[str]:
        first, second = one_line(self._names[one]), one_line(self._names[other])
        if not compared.pairs and not compared.joined and compared.agreeing:
            rare = "rare " if self._scoring.tells_by_name(compared) > _RARE else ""
            accents = "" if first == second or rare else _but_for(first, second)
            yield f"same {rare}name{accents}"
            return
        scripts = [word.script or second.script for word, second, kind in compared.pairs if kind == "script"]
        if compared.swapped and not set(scripts) & _FAMILY_NAME_FIRST:
            yield "name in other order"
        if compared.joined:
            yield "names joined or written apart"
        if len(scripts) > 1:
            written_so = next(word for word, _, kind in compared.pairs if kind == "script").script
            yield _in_script(first, second, scripts[0]) if written_so else _in_script(second, first, scripts[0])
        for word, word_of_other, kind in compared.pairs:
            if kind != "same" and (kind != "script" or len(scripts) == 1):
                yield self._alike(word, word_of_other, kind, one, other)
        if compared.partly and compared.agreeing and not compared.against:
            yield "one name is part of the other"

    def _alike(self, word: Word, word_of_other: Word, kind: str, one: int, other: int) -> str:
        mine, theirs = _written(word, self._names[one]), _written(word_of_other, self._names[other])
        if kind == "script":
            return (
                _in_script(mine, theirs, word.script) if word.script else _in_script(theirs, mine, word_of_other.script)
            )
        longer_first = len(word.text) > len(word_of_other.text)
        if kind in {"initial", "short", "cut"} and longer_first:
            mine, theirs = theirs, mine
        return _KINDS[kind].format(mine, theirs)

    def _against(self, compared: Compared, one: int, other: int) -> Iterator[str]:
        text = _AGAINST.get(compared.against)
        if text:
            suffixes = [self._records.names[position].suffix.title() for position in (one, other)]
            yield text.format(suffix=suffixes[0] or suffixes[1], second=suffixes[1])


_STRONG = 4.0
"""From so many bits on, a reason stands before what the names tell."""


def _in_script(written: str, other: str, script: str) -> str:
    return f"{written} is {other} in {script} {'characters' if script in _OF_CHARACTERS else 'letters'}"


def _but_for(first: str, second: str) -> str:
    if first.casefold() == second.casefold():
        return " but for capitals"
    return " but for accents or signs"


def _written(word: Word, name: str) -> str:
    """A word as it stands in a name; the word in Latin letters where it cannot be found there."""
    pieces = [piece for piece in _PIECES.split(one_line(name)) if piece]
    for piece in pieces:
        if word.text in parts_of(piece, fold(piece)).words:
            return piece
    return word.text.title()
