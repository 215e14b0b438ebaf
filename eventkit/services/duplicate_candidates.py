"""Which records are compared at all: those with something in common that few have.

Everything that two records of one person may have in common is a key, and records of one key are candidates. A key
that many have, as ``info@`` or John Smith, tells nothing: its records are only compared where they share a second one.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from eventkit.domain.personal_names import consonants_of
from eventkit.domain.transliteration import CONSONANTS_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from eventkit.services.duplicate_records import Name, Records, Word

_ADDRESS_CAP = 12
_NAME_CAP = 10
_WORDS_CAP = 4
_RARE_WORD = 12
_RESPELT_CAP = 30
_LOCAL_PART = 4
_LONGEST_WORD = 24


def candidates(records: Records) -> set[int]:
    """Pairs worth comparing, each as ``first * size + second``, by position, the first the smaller."""
    found = _Pairs(records.size)
    for column in (records.emails, records.phones, records.handles):
        found.add_keys(column, _ADDRESS_CAP)
    by_name = _names(records)
    narrower = _second_keys(records)
    for those in by_name.values():
        if len(those) > 1:
            found.add_block(those, _NAME_CAP, narrower)
    _add_other_spellings(records, by_name, found)
    del by_name
    found.add_keys(map(_organization_keys, records.names, records.organizations), _NAME_CAP)
    found.add_keys(map(_rare_keys, records.names), _RARE_WORD)
    found.add_keys(map(_local_parts, records.emails), _NAME_CAP)
    found.add_keys(map(_birth_keys, records.names, records.birthdays), _NAME_CAP)
    return found.pairs


class _Pairs:
    """Pairs of positions, each once."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pairs: set[int] = set()

    def add_keys(self, keys_of_each: Iterable[Iterable[Hashable]], cap: int) -> None:
        """Pair the records that share a key, unless more than ``cap`` do."""
        firsts: dict[Hashable, int] = {}
        more: dict[Hashable, list[int]] = {}
        for position, keys in enumerate(keys_of_each):
            for key in keys:
                first = firsts.setdefault(key, position)
                if first != position:
                    those = more.get(key)
                    if those is None:
                        more[key] = [first, position]
                    elif those[-1] != position:
                        those.append(position)
        for those in more.values():
            if len(those) <= cap:
                self._add_all(those)

    def add_block(self, those: list[int], cap: int, narrower: Sequence[Callable[[int], Hashable]]) -> None:
        """Pair all records of a block; of a large one those that share a second key."""
        if len(those) <= cap:
            self._add_all(those)
            return
        for key_of in narrower:
            parts: dict[Hashable, list[int]] = defaultdict(list)
            for position in those:
                if key := key_of(position):
                    parts[key].append(position)
            for part in parts.values():
                if 1 < len(part) <= cap:
                    self._add_all(part)

    def add(self, one: int, other: int) -> None:
        if one != other:
            self.pairs.add(one * self.size + other if one < other else other * self.size + one)

    def _add_all(self, those: Sequence[int]) -> None:
        size = self.size
        self.pairs.update([one * size + other for one, other in combinations(those, 2)])


def _second_keys(records: Records) -> tuple[Callable[[int], Hashable], ...]:
    """What records of a common name have to share beside it; addresses are compared anyway."""
    emails, organizations = records.emails, records.organizations
    return (
        lambda position: organizations[position],
        lambda position: emails[position][0].partition("@")[0] if emails[position] else "",
        lambda position: records.birthdays[position],
    )


def _names(records: Records) -> dict[tuple[str, str], list[int]]:
    """Records by each two words of the name, by their sound, and by the full names of short forms."""
    keys_of: dict[int, tuple[tuple[str, str], ...]] = {}
    found: dict[tuple[str, str], list[int]] = {}
    for position, name in enumerate(records.names):
        keys = keys_of.get(id(name))
        if keys is None:
            keys = keys_of[id(name)] = tuple(_name_keys(name))
        for key in keys:
            if key in found:
                found[key].append(position)
            else:
                found[key] = [position]
    return found


def _name_keys(name: Name) -> set[tuple[str, str]]:
    words = name.long[:_WORDS_CAP]
    keys: set[tuple[str, str]] = set()
    for one, other in combinations(words, 2):
        keys.add(_pair(one.sound, other.sound))
        for full in one.fulls:
            keys.add(_pair(full, other.sound))
        for full in other.fulls:
            keys.add(_pair(one.sound, full))
    whole = name.whole
    if len(whole) > 2 and len(name.words) > 1:  # noqa: PLR2004  # two words have nothing between them
        keys.add(_pair(whole[0], "".join(whole[1:])))
        keys.add(_pair("".join(whole[:-1]), whole[-1]))
    elif len(words) == 1 and len(name.words) == 1:
        keys.add((words[0].sound, ""))
    elif len(whole) == 2:  # noqa: PLR2004
        keys.add(_pair(whole[0], whole[1]))
    return keys


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _organization_keys(name: Name, organization: str) -> Iterator[Hashable]:
    """Organisation, a word, and how another begins."""
    if not organization:
        return
    words = name.words
    for one in words:
        if len(one.text) > 1:
            for other in words:
                if other is not one:
                    yield (organization, one.sound, other.text[0])


def _rare_keys(name: Name) -> Iterator[Hashable]:
    """A word that few have, and how another begins."""
    words = name.words
    for one in words:
        if one.count <= _RARE_WORD and len(one.text) > 1:
            for other in words:
                if other is not one:
                    yield (one.sound, other.text[0])


def _local_parts(emails: tuple[str, ...]) -> Iterator[Hashable]:
    """What stands before the @."""
    for email in emails:
        local = email.partition("@")[0]
        if len(local) > _LOCAL_PART:
            yield local


def _birth_keys(name: Name, birthday: str) -> Iterator[Hashable]:
    if birthday:
        for word in name.long:
            yield (birthday, word.sound)


# --- spellings that do not sound alike ------------------------------------------------------------------


def _add_other_spellings(records: Records, by_name: dict[tuple[str, str], list[int]], found: _Pairs) -> None:
    """Pair records whose names are the same but for a letter: a misspelt word is looked up as the words it is near."""
    near = _near_words(records)
    if not near:
        return
    tried: dict[int, tuple[tuple[str, str], ...]] = {}
    for position, name in enumerate(records.names):
        keys = tried.get(id(name))
        if keys is None:
            keys = tried[id(name)] = tuple(_respelt_keys(name, near)) if any(w in near for w in name.long) else ()
        if keys:
            others = {other for key in keys for other in by_name.get(key, ())}
            if len(others) <= _RESPELT_CAP:  # or it is one of a series: Guest 1, Guest 2 …
                for other in others:
                    found.add(position, other)


def _respelt_keys(name: Name, near: dict[Word, set[str]]) -> set[tuple[str, str]]:
    words = name.long[:_WORDS_CAP]
    keys: set[tuple[str, str]] = set()
    for one, other in combinations(words, 2):
        ones, others = near.get(one, ()), near.get(other, ())
        keys.update(_pair(sound, other.sound) for sound in ones)
        keys.update(_pair(one.sound, sound) for sound in others)
        keys.update(_pair(full, sound) for sound in ones for full in other.fulls)
        keys.update(_pair(full, sound) for sound in others for full in one.fulls)
        if len(ones) * len(others) <= _RARE_WORD:
            keys.update(_pair(sound, second) for sound in ones for second in others)
    return keys


def _near_words(records: Records) -> dict[Word, set[str]]:
    """For each word that few have, the sounds of words that are one slip away: those that share all letters but one."""
    limit = max(_RARE_WORD, records.size // 5000)
    firsts: dict[str, Word] = {}
    shared: dict[str, set[Word]] = {}
    for word in records.words:
        text = word.text
        if 2 < len(text) <= _LONGEST_WORD and sum(map(str.isdecimal, text)) < 2:  # noqa: PLR2004  # letters, not numbers
            for key in (text, *[text[:at] + text[at + 1 :] for at in range(len(text))]):
                first = firsts.setdefault(key, word)
                if first is not word:
                    shared.setdefault(key, {first}).add(word)
    near: dict[Word, set[str]] = {}
    for those in shared.values():
        sounds = {word.sound for word in those}
        if 1 < len(sounds) <= _RARE_WORD * 4:
            for word in those:
                if word.count <= limit:
                    near.setdefault(word, set()).update(sounds)
    _add_consonants(records, near)
    for word, sounds in near.items():
        sounds.discard(word.sound)
    return near


def _add_consonants(records: Records, near: dict[Word, set[str]]) -> None:
    """Names that are written without vowels are near all that have these consonants."""
    if not any(word.script in CONSONANTS_ONLY for word in records.words):
        return
    by_consonants: dict[str, set[str]] = defaultdict(set)
    for word in records.words:
        by_consonants[consonants_of(word.text)].add(word.sound)
    for word in records.words:
        if word.script in CONSONANTS_ONLY:
            near.setdefault(word, set()).update(by_consonants[consonants_of(word.text)])
