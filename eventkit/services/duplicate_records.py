"""People as they are compared: each word of a name once, with how common it is, and who has which addresses."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from eventkit.domain.common_names import organization_core, share_of
from eventkit.domain.nicknames import full_names
from eventkit.domain.personal_names import parts_of, sound_of
from eventkit.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit.domain.personal_names import NameParts

HEARD = 20_000
"""As many people as the table of common names counts for, beside those there are."""

_PHONE_DIGITS = 9
_NOTHING: tuple[str, ...] = ()
_NOWHERE: frozenset[int] = frozenset()


class Word:
    """A word of names. Equal words are one object; ``bits`` tells how rare it is."""

    __slots__ = ("bits", "common", "count", "fulls", "script", "sound", "text")

    def __init__(self, text: str, script: str) -> None:
        """Reckon what a word is compared by."""
        self.text = text
        self.script = script
        self.sound = sound_of(text)
        self.fulls = full_names(text)
        self.count = 0
        self.common = 0.0
        self.bits = 0.0


class Name:
    """A name as people have it; equal names are one object."""

    __slots__ = ("initials", "long", "suffix", "whole", "words")

    def __init__(self, words: tuple[Word, ...], parts: NameParts) -> None:
        """Tell initials from words."""
        self.words = words
        self.long = tuple([word for word in words if len(word.text) > 1])
        self.initials = tuple([word.text for word in words if len(word.text) == 1])
        self.whole = parts.whole
        self.suffix = parts.suffix


class Records:
    """Everybody, by position: columns rather than objects, of which there may be a hundred thousand."""

    def __init__(
        self,
        rows: Sequence[Sequence[str | int]],
        points: Iterable[tuple[int, str, str]],
        attendances: Iterable[tuple[int, int]] = (),
    ) -> None:
        """Read the rows of the store."""
        self.ids: list[int] = [row[0] for row in rows]  # type: ignore[misc]  # the first column is the number
        self.size = len(rows)
        self.world = self.size + HEARD
        self._words: dict[tuple[str, str], Word] = {}
        self.names = self._read_names(rows)
        self.organizations, self.titles, self.birthdays = self._read_facts(rows)
        self.organization_counts = Counter(self.organizations)
        self.title_counts = Counter(self.titles)
        self.emails: list[tuple[str, ...]] = [_NOTHING] * self.size
        self.phones: list[tuple[str, ...]] = [_NOTHING] * self.size
        self.handles: list[tuple[str, ...]] = [_NOTHING] * self.size
        self.events: list[frozenset[int]] = [_NOWHERE] * self.size
        self._read_points(points, attendances)
        self._count_words()

    @property
    def words(self) -> Iterable[Word]:
        """Every word there is."""
        return self._words.values()

    def _read_names(self, rows: Sequence[Sequence[str | int]]) -> list[Name]:
        known: dict[str, Name] = {}
        found = []
        for _, name, key, _given, family, *_ in rows:
            assert isinstance(name, str)
            assert isinstance(key, str)
            assert isinstance(family, str)
            if family and " " not in key and fold(family) not in key:
                name, key = f"{name} {family}", f"{key} {fold(family)}"  # noqa: PLW2901  # a name that is the given one only
            same = known.get(key)
            if same is None:
                same = known[key] = self._name(parts_of(name, key))
            found.append(same)
        return found

    def _name(self, parts: NameParts) -> Name:
        words = []
        for pair in zip(parts.words, parts.scripts, strict=True):
            word = self._words.get(pair)
            if word is None:
                word = self._words[pair] = Word(*pair)
            words.append(word)
        return Name(tuple(words), parts)

    def _read_facts(self, rows: Sequence[Sequence[str | int]]) -> tuple[list[str], list[str], list[str]]:
        cores: dict[str, str] = {"": ""}
        folded: dict[str, str] = {"": ""}
        organizations, titles, birthdays = [], [], []
        for *_, organization, title, birthday in rows:
            assert isinstance(organization, str)
            assert isinstance(title, str)
            assert isinstance(birthday, str)
            if organization not in cores:
                cores[organization] = organization_core(organization)
            if title not in folded:
                folded[title] = fold(title)
            organizations.append(cores[organization])
            titles.append(folded[title])
            birthdays.append(birthday)
        return organizations, titles, birthdays

    def _read_points(self, points: Iterable[tuple[int, str, str]], attendances: Iterable[tuple[int, int]]) -> None:
        position = {person_id: number for number, person_id in enumerate(self.ids)}
        columns = {"email": self.emails, "phone": self.phones, "handle": self.handles}
        counts: dict[str, Counter[str]] = {kind: Counter() for kind in columns}
        for person_id, kind, normal in points:
            value = normal
            if kind == "phone":
                value = "".join(filter(str.isdecimal, normal))[-_PHONE_DIGITS:]
            column = columns[kind]
            number = position[person_id]
            if value and value not in column[number]:
                column[number] = (*column[number], value)
                counts[kind][value] += 1
        self.email_counts, self.phone_counts, self.handle_counts = counts.values()
        for person_id, event_id in attendances:
            self.events[position[person_id]] |= {event_id}

    def _count_words(self) -> None:
        uses: Counter[Name] = Counter(self.names)
        for used, times in uses.items():
            for word in used.words:
                word.count += times
        for word in self._words.values():
            word.common = share_of(word.text)
            seen = max(word.count - 2, 0) + 1
            word.bits = -math.log2((seen + HEARD * word.common) / self.world)
