"""How much speaks for two names being one person's, in bits, and why."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA, JaroWinkler

from eventkit.domain.personal_names import consonants_of, without_umlauts
from eventkit.domain.transliteration import CONSONANTS_ONLY

if TYPE_CHECKING:
    from eventkit.services.duplicate_records import Name, Word

_TOGETHER = 3.0
"""Words of a name come together: who is called Giuseppe is rather a Rossi than others are."""

_UNREAD = 6.0
_HARD_TO_READ = frozenset({"Chinese", "Japanese", "Korean", "other", *CONSONANTS_ONLY})
_OTHER_ORDER = 1.0
_MISSING = 0.7
_OTHER_GIVEN, _OTHER_FAMILY, _OTHER_MIDDLE = (3.0, -11.0), (6.0, -8.0), (15.0, -7.0)
"""How many bits the rest of the name may bring at most, and what is taken off."""

_OTHER_SUFFIX, _NO_SUFFIX = -12.0, -6.0
_INITIAL_BITS, _LEAST = 3.0, 0.3
_ALIKE = 0.92
_SHORT = 3
_LONG = 7
_TIMES_AS_COMMON = 30
_NUMBERS = re.compile(r"\d+")


class Alike(NamedTuple):
    """How a word is like another: what kind of likeness, and the bits that it takes off an equal word's."""

    kind: str
    less: float


class Compared(NamedTuple):
    """What comparing two names brings.

    ``bits`` speak for one person, ``agreeing`` words do; ``against`` tells what part of the names differs, if one
    does. ``pairs`` are the words that are alike, and how; there are none where the names are equal.
    """

    bits: float
    agreeing: int
    against: str = ""
    pairs: tuple[tuple[Word, Word, str], ...] = ()
    swapped: bool = False
    joined: bool = False
    partly: bool = False


_Pair = tuple["Word", "Word", str, float]


class NameComparison:
    """Compares names; words that were compared are remembered."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._known: dict[tuple[Word, Word], Alike | None] = {}

    def compare(self, one: Name, other: Name) -> Compared:
        """Compare two names, in whatever order their words stand."""
        if one is other or one.words == other.words:
            bits = sum([word.bits if len(word.text) > 1 else _INITIAL_BITS for word in one.words])
            bits -= _TOGETHER if len(one.words) > 1 else 0
            against, lost = _suffixes(one, other)
            return Compared(bits + lost, len(one.words), against)
        left, right = list(one.words), list(other.words)
        pairs = _equal(left, right)
        joined = bool(left and right) and _is_joined(left, right, one, other)
        bits = max([word.bits for word in (*left, *right)]) - 1 if joined else 0.0
        if joined:
            left, right = [], []
        else:
            pairs += self._alike_pairs(left, right)
        agreeing = len(pairs) + joined
        for word, second, kind, less in pairs:
            bits += _INITIAL_BITS if kind == "initial" else max(min(word.bits, second.bits) - less, _LEAST)
        bits -= _TOGETHER if agreeing > 1 else 0
        against, most, lost = _differing(left, right, one, other, pairs)
        if not against and any(kind == "other" for _, _, kind, _ in pairs):
            against = "likeness"
        generation, less = _suffixes(one, other)
        swapped = agreeing > 1 and _is_swapped(one, other, pairs)
        return Compared(
            bits=min(bits, most) + lost + less - (_OTHER_ORDER if swapped else 0),
            agreeing=agreeing,
            against=generation if generation == "generation" else against or generation,
            pairs=tuple((word, second, kind) for word, second, kind, _ in pairs),
            swapped=swapped,
            joined=joined,
            partly=bool(left) != bool(right),
        )

    def _alike_pairs(self, left: list[Word], right: list[Word]) -> list[_Pair]:
        """Pairs of words that are alike, the likest first; they are taken out of both lists."""
        options: list[tuple[float, int, str, str, int, int, str]] = []
        for at, word in enumerate(left):
            for to, second in enumerate(right):
                alike = self._alike(word, second)
                if alike:
                    first, last = sorted((word.text, second.text))
                    options.append((alike.less, abs(at - to), first, last, at, to, alike.kind))
        pairs: list[_Pair] = []
        gone_left, gone_right = set(), set()
        for less, _, _, _, at, to, kind in sorted(options):
            if at not in gone_left and to not in gone_right:
                gone_left.add(at)
                gone_right.add(to)
                pairs.append((left[at], right[to], kind, less))
        if pairs:
            left[:] = [word for at, word in enumerate(left) if at not in gone_left]
            right[:] = [word for to, word in enumerate(right) if to not in gone_right]
        return pairs

    def _alike(self, one: Word, other: Word) -> Alike | None:
        key = (one, other) if one.text < other.text else (other, one)
        if key not in self._known:
            self._known[key] = _alike(*key)
        return self._known[key]


def _differing(
    left: list[Word], right: list[Word], one: Name, other: Name, pairs: list[_Pair]
) -> tuple[str, float, float]:
    """What of the names differs, how much the rest may still tell, and what the difference costs."""
    if left and right:
        if _is_unread(left, right):
            return "", _UNREAD, 0.0
        if len(pairs) > 1:
            return "middle", *_OTHER_MIDDLE
        if not pairs:
            return "name", *_OTHER_GIVEN
        family = left[-1] is one.words[-1] and right[-1] is other.words[-1]
        return ("family", *_OTHER_FAMILY) if family else ("given", *_OTHER_GIVEN)
    initials = [(word, second) for word, second, kind, _ in pairs if kind == "initial"]
    mine, theirs = [word for word, _ in initials], [word for _, word in initials]
    if initials and (_is_before_initial(left, mine, one) or _is_before_initial(right, theirs, other)):
        return "given", *_OTHER_GIVEN
    missing = len([word for word in left or right if len(word.text) > 1])
    return "", math.inf, -_MISSING * missing * (1 if len(pairs) > 1 else 2)


def _suffixes(one: Name, other: Name) -> tuple[str, float]:
    """Whether a father is compared with a son."""
    if one.suffix == other.suffix:
        return "", 0.0
    return ("generation", _OTHER_SUFFIX) if one.suffix and other.suffix else ("suffix", _NO_SUFFIX)


def _is_swapped(one: Name, other: Name, pairs: list[_Pair]) -> bool:
    """Whether the words that agree stand in another order."""
    places = sorted((one.words.index(word), other.words.index(second)) for word, second, _, _ in pairs)
    return any(place > following for (_, place), (_, following) in pairwise(places))


def _equal(left: list[Word], right: list[Word]) -> list[_Pair]:
    """Words that both have; they are taken out of both lists."""
    pairs = []
    for word in left[:]:
        if word in right:
            left.remove(word)
            right.remove(word)
            pairs.append((word, word, "same", 0.0))
    return pairs


def _alike(one: Word, other: Word) -> Alike | None:  # noqa: C901, PLR0911, PLR0912  # a list of cases, the surest first
    a, b = one.text, other.text
    if a == b:
        return Alike("script", 0.3)
    shorter = min(len(a), len(b))
    if shorter == 1:
        return Alike("initial", 2.0) if a[0] == b[0] else None
    if _NUMBERS.search(a) and _NUMBERS.search(b) and _NUMBERS.findall(a) != _NUMBERS.findall(b):
        return None
    if without_umlauts(a) == without_umlauts(b):
        return Alike("umlaut", 0.5)
    if one.script != other.script:
        if one.sound == other.sound:
            return Alike("script", 0.5)
        if {one.script, other.script} & CONSONANTS_ONLY and _same_consonants(one, other):
            return Alike("script", 2.0)
    if one.fulls & other.fulls:
        both = a in one.fulls and b in other.fulls
        return Alike("forms", 3.5) if both else Alike("short" if a in other.fulls or b in one.fulls else "forms", 1.5)
    both_names = _both_are_names(one, other)
    if one.sound == other.sound and shorter >= _SHORT:
        return Alike("sound", 4.0 if both_names else 1.5)
    if shorter < _SHORT:
        return None
    distance = OSA.distance(a, b, score_cutoff=2)
    if distance == 1 and (shorter > _SHORT or one.script != other.script or not both_names):
        if both_names:
            return Alike("other", 9.0)
        return Alike("letter", 5.5 if _is_gender(a, b) or shorter <= _SHORT else 3.5)
    if distance == 2 and shorter >= _LONG - 1 and not both_names:  # noqa: PLR2004
        return Alike("letters", 6.0)
    if (a.startswith(b) or b.startswith(a)) and not _is_gender(a, b):
        return Alike("cut", 6.0 if both_names else 4.0)
    if shorter >= _LONG and not both_names and JaroWinkler.similarity(a, b) >= _ALIKE:
        return Alike("letters", 6.5)
    return None


def _both_are_names(one: Word, other: Word) -> bool:
    """Whether each is a name of its own right: neither looks like the other's misspelling."""
    rare, common = sorted((one, other), key=lambda word: word.count)
    if one.common > 0.0001 and other.common > 0.0001:  # noqa: PLR2004  # the table knows them
        return True
    return rare.count > 2 and rare.count * _TIMES_AS_COMMON > common.count and rare.count > 2  # noqa: PLR2004


def _is_gender(one: str, other: str) -> bool:
    """Whether only an ending differs that tells men from women: Daniel and Daniela, Mario and Maria."""
    vowels = "aeio"
    return one.rstrip(vowels) == other.rstrip(vowels)


def _same_consonants(one: Word, other: Word) -> bool:
    consonants = consonants_of(one.text)
    return len(consonants) > 1 and consonants == consonants_of(other.text)


def _is_joined(left: list[Word], right: list[Word], one: Name, other: Name) -> bool:
    """Whether what is left are the same letters, with a blank or a particle in other places."""
    if len(left) != len(right) and "".join([w.text for w in left]) == "".join([w.text for w in right]):
        return True
    return len(one.whole) != len(other.whole) and "".join(one.whole) == "".join(other.whole)


def _is_before_initial(rest: list[Word], initials: list[Word], name: Name) -> bool:
    """Whether a given name stands before the initial that was taken for the other's: Uta G. is not Goran."""
    places = [name.words.index(word) for word in initials if len(word.text) == 1]
    return any(name.words.index(word) < place for word in rest for place in places)


def _is_unread(left: list[Word], right: list[Word]) -> bool:
    """Whether the words are of two scripts of which one cannot be read aloud by a table alone."""
    scripts = {word.script for word in (*left, *right)}
    return len(scripts) > 1 and bool(scripts & _HARD_TO_READ)
