"""What the lines of a card say, and which line says it: for reading a card, and for writing it again."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from eventkit.api import one_line, safe_text, split_unescaped, unescape
from eventkit_cards.structured import read_organization, read_parts
from eventkit_cards.values import birthday, plain_label, point_of, preference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from eventkit.api import ContactPoint, ContentLine

WHOLE_NAME = "X-EVENTKIT-NAME-PARTS"
"""Says ``derived`` where N was made from FN for the sake of other programs: such parts are not read back."""

DO_NOT_CONTACT = "X-EVENTKIT-DO-NOT-CONTACT"
"""Says ``true`` of somebody who does not want to hear from the user."""

LASTING_UID = "X-EVENTKIT-UID"
"""What eventkit calls somebody whose own card has a UID that others may have as well, as the number of a row."""

LABEL = "X-ABLABEL"
"""Apple's label, in words, for the other line of its group."""

POINTS = frozenset({"EMAIL", "TEL", "URL", "X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP"})
WORDS = frozenset({"CATEGORIES", "INTEREST"})
_TEXTS = frozenset({"FN", "TITLE", "BDAY", "NICKNAME", "UID", WHOLE_NAME, DO_NOT_CONTACT, LASTING_UID})
_READ = _TEXTS | WORDS | {"N", "ORG", "NOTE", LABEL}
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_LAST_RESORTS = ("EMAIL", "TEL", "IMPP", "X-SOCIALPROFILE", "SOCIALPROFILE", "SORT-STRING", "X-PHONETIC-LAST-NAME",
                 "X-PHONETIC-FIRST-NAME", "TITLE", "ROLE", "LABEL", "ADR")  # fmt: skip  # a list of names
"""What a card without any name may be called by, best first, where nothing of it was understood."""


@dataclass(slots=True)
class Card:
    """A card as eventkit understands it, each thing with the line that told it."""

    texts: dict[str, str] = field(default_factory=dict)
    told_by: dict[str, ContentLine] = field(default_factory=dict)
    """The line of each name that is read where there may be several: FN, N, ORG, TITLE, BDAY …"""

    parts: tuple[str, ...] = ("", "", "", "", "")
    organization: tuple[str, ...] = ()
    notes: list[tuple[ContentLine, str]] = field(default_factory=list)
    points: list[tuple[int, ContactPoint, ContentLine]] = field(default_factory=list)
    """The contact points with their preference, the preferred first."""

    words: list[tuple[ContentLine, list[str]]] = field(default_factory=list)
    """The lines of tags and of interests, each with its words."""

    def text(self, name: str) -> str:
        """What the line of that name says; empty where there is none."""
        return self.texts.get(name, "")

    @property
    def name(self) -> str:
        """What to call whoever the card is of: FN, else what comes closest; empty where nothing does."""
        if "FN" in self.texts:
            return self.texts["FN"]
        family, given, additional = self.parts[:3]
        candidates = [
            " ".join(filter(None, [given, additional, family])),
            self.text("NICKNAME"),
            *self.organization[:1],
            *(point.value for kind in ("email", "phone", "handle", "url") for point in self.each_once(kind)),
        ]
        return next(filter(None, candidates), "")

    @property
    def uid(self) -> str:
        """By what the card is known again."""
        return self.texts.get(LASTING_UID) or self.texts.get("UID", "")

    @property
    def note(self) -> str:
        """All notes, one below the other."""
        return self.notes[0][1] if len(self.notes) == 1 else "\n".join(text for _, text in self.notes)

    @property
    def given_and_family(self) -> tuple[str, str]:
        """Given and family name, where the card tells them itself."""
        return ("", "") if self.text(WHOLE_NAME) == "derived" else (self.parts[1], self.parts[0])

    def all_words(self, name: str) -> tuple[str, ...]:
        """The tags (CATEGORIES) or the interests (INTEREST), each once."""
        if not self.words:
            return ()
        return tuple(dict.fromkeys(word for line, words in self.words if line.name == name for word in words))

    def each_once(self, kind: str = "") -> Iterator[ContactPoint]:
        """The points without those that only differ from an earlier one by their label or in case."""
        met: set[tuple[str, str, str]] = set()
        for _, point, _ in self.points:
            key = (point.kind, point.platform, point.value.casefold())
            if key not in met and (not kind or point.kind == kind):
                met.add(key)
                yield point


def understand(lines: Iterable[ContentLine]) -> Card:
    """What the lines say. What they have that is not in the result, eventkit does not understand."""
    card = Card()
    reaching: list[ContentLine] = []
    found: defaultdict[str, list[ContentLine]] = defaultdict(list)
    for line in lines:
        name = line.name
        if name in POINTS:
            reaching.append(line)
        elif name in _READ and (value := line.value) and not value.isspace():
            found[name].append(line)
    for name, there in found.items():
        if name in _TEXTS:
            _take_text(card, name, there)
        elif name in WORDS:
            card.words += [(line, words_of(line)) for line in there]
    card.notes = [(line, note) for line in found.get("NOTE", ()) if (note := note_of(line))]
    card.parts = read_parts(found.get("N", ()), card.told_by)
    card.organization = read_organization(found.get("ORG", ()), card.told_by)
    _take_points(card, reaching, {line.group: plain_label(line.value) for line in found.get(LABEL, ()) if line.group})
    return card


def _take_points(card: Card, lines: Iterable[ContentLine], labels: Mapping[str, str]) -> None:
    """Take the contact points of the lines, in the order of their preference."""
    for line in lines:
        point = point_of(line, labels.get(line.group, "") if labels else "")
        if point is not None:
            card.points.append((preference(line), point, line))
    if len(card.points) > 1:
        card.points.sort(key=itemgetter(0))


def _take_text(card: Card, name: str, lines: Iterable[ContentLine]) -> None:
    """Take what the first line says that says something."""
    for line in lines:
        value = line.value
        text = birthday(line) if name == "BDAY" else one_line(unescape(value) if "\\" in value else value)
        if text:
            card.texts[name], card.told_by[name] = text, line
            return


def last_resort(lines: Iterable[ContentLine]) -> str:
    """What to call a card that names nobody and reaches nobody: an odd name is better than a card that is lost."""
    found: dict[str, str] = {}
    for line in lines:
        if line.name in _LAST_RESORTS:
            text = ", ".join(filter(None, map(one_line, split_unescaped(line.value, ";"))))
            found.setdefault(line.name, text)
    return next(filter(None, (found.get(name) for name in _LAST_RESORTS)), "")


def note_of(line: ContentLine) -> str:
    """The text of a NOTE, with its line breaks."""
    text = unescape(line.value)
    return text.strip() if text.isprintable() else safe_text(_LINE_ENDS.sub("\n", text)).strip()


def words_of(line: ContentLine) -> list[str]:
    """The tags of a CATEGORIES, or the interest of an INTEREST."""
    parts = split_unescaped(line.value, ",") if line.name == "CATEGORIES" else [unescape(line.value)]
    return [word for part in parts if (word := one_line(part))]
