"""vCard 2.1, 3.0 and 4.0 to people: a broken card costs itself, a broken line costs the line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eventkit.api import (
    IncomingPerson,
    Problem,
    Reading,
    one_line,
    read_components,
    safe_text,
    split_unescaped,
    unescape,
)
from eventkit_cards.structured import read_parts
from eventkit_cards.values import birthday, plain_label, point_of, preference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit.api import Component, ContactPoint, ContentLine, ReadContext

READER = "vcf1"
"""Stands before each digest: a reader that reads more gets another name, and known cards are read again."""

WHOLE_NAME = "X-EVENTKIT-NAME-PARTS"
"""Says ``derived`` where N was made from FN for the sake of other programs: such parts are not read back."""

_POINTS = {"EMAIL", "TEL", "URL", "X-SOCIALPROFILE", "SOCIALPROFILE", "IMPP"}
_TEXTS = {"FN", "TITLE", "BDAY", "NICKNAME"}
_READ_ELSEWHERE = {"N", "ORG", "VERSION", "PRODID", "PROFILE", WHOLE_NAME}
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")


@dataclass(slots=True, kw_only=True)
class Card:
    """A card as eventkit understands it; ``rest`` are the lines that it does not."""

    texts: dict[str, str] = field(default_factory=dict)
    parts: tuple[str, ...] = ()
    organization: tuple[str, ...] = ()
    points: list[ContactPoint] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    rest: list[ContentLine] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What to call whoever the card is of: FN, else what comes closest; empty where nothing does."""
        family, given, additional = (*self.parts, "", "", "")[:3]
        candidates = [
            self.texts.get("FN", ""),
            " ".join(filter(None, [given, additional, family])),
            self.texts.get("NICKNAME", ""),
            *self.organization[:1],
            *(point.value for kind in ("email", "phone", "handle") for point in self.points if point.kind == kind),
        ]
        return next(filter(None, candidates), "")


def read(data: bytes, context: ReadContext) -> Reading:
    """Read a file of cards; the digests that the context knows are not read again.

    A UID that several cards of a file share tells them apart no better than none, and is taken for none.
    """
    content = read_components(data)
    people: list[IncomingPerson] = []
    unchanged: list[str] = []
    problems = list(content.problems)
    met: set[str] = set()
    for component in cards_in(content.components):
        digest = f"{READER}:{component.digest}"
        if digest in met:
            continue  # the very same card once more
        met.add(digest)
        if digest in context.known:
            unchanged.append(digest)
            continue
        problems += component.problems
        person = person_of(component)
        if person is None:
            problems.append(Problem(component.line, "this card holds nothing to call anybody by: no name, no address"))
        else:
            people.append(person)
    shared = {uid for uid, count in Counter(person.uid for person in people).items() if count > 1}
    people = [replace(person, uid="") if person.uid in shared else person for person in people]
    return Reading(people=people, unchanged=unchanged, problems=problems, complete=not content.cut)


def cards_in(components: Iterable[Component]) -> Iterator[Component]:
    """Every card, in the order of the file; one inside another (AGENT of vCard 2.1) is part of that one."""
    for component in components:
        if component.name == "VCARD":
            yield component
        else:
            yield from cards_in(component.children)


def person_of(component: Component) -> IncomingPerson | None:
    """The person that a card is of, or None where it has nothing to call them by."""
    card = understand(component.lines)
    if not card.name:
        return None
    derived = component.value(WHOLE_NAME) == "derived"
    family, given = ("", "") if derived else card.parts[:2]
    return IncomingPerson(
        name=card.name,
        given=given,
        family=family,
        organization=next(iter(card.organization), ""),
        title=card.texts.get("TITLE", ""),
        note=card.texts.get("NOTE", ""),
        birthday=card.texts.get("BDAY", ""),
        contact_points=tuple(card.points),
        tags=tuple(card.tags),
        interests=tuple(card.interests),
        uid=one_line(component.value("UID")),
        digest=f"{READER}:{component.digest}",
        raw=component.text,
        line=component.line,
    )


def understand(lines: Iterable[ContentLine]) -> Card:
    """What the lines say, and those of them that eventkit does not understand."""
    lines = list(lines)
    card = Card()
    card.parts, card.organization = read_parts(lines)
    labels = {line.group: plain_label(line.value) for line in lines if line.name == "X-ABLABEL" and line.group}
    points: list[tuple[int, ContactPoint]] = []
    unlabelled = set(labels)
    for line in lines:
        if line.name in _POINTS:
            point = point_of(line, labels.get(line.group, ""))
            if point is None:
                card.rest.append(line)
                continue
            points.append((preference(line), point))
            unlabelled.discard(line.group)
        elif not _take_text(card, line):
            card.rest.append(line)
    card.rest = [line for line in card.rest if line.name != "X-ABLABEL" or line.group in unlabelled or not line.group]
    card.points = _each_once(point for _, point in sorted(points, key=lambda item: item[0]))
    return card


def _take_text(card: Card, line: ContentLine) -> bool:
    """Whether a line is understood, and what it says is in the card."""
    if line.name in _READ_ELSEWHERE or not line.value.strip():
        return True
    if line.name in _TEXTS and line.name not in card.texts:
        card.texts[line.name] = birthday(line) if line.name == "BDAY" else one_line(unescape(line.value))
    elif line.name == "NOTE":
        note = safe_text(_LINE_ENDS.sub("\n", unescape(line.value))).strip()
        card.texts["NOTE"] = "\n".join(filter(None, [card.texts.get("NOTE", ""), note]))
    elif line.name == "CATEGORIES":
        card.tags = _with(card.tags, split_unescaped(line.value, ","))
    elif line.name == "INTEREST":
        card.interests = _with(card.interests, [unescape(line.value)])
    else:
        return False
    return line.name != "NICKNAME"  # good for a name where there is no other, and not kept by eventkit


def _with(there: list[str], words: list[str]) -> list[str]:
    """A list and the words that it does not have yet."""
    return list(dict.fromkeys([*there, *filter(None, map(one_line, words))]))


def _each_once(points: Iterable[ContactPoint]) -> list[ContactPoint]:
    """The points without those that only differ from an earlier one by their label or in case."""
    found: dict[tuple[str, str, str], ContactPoint] = {}
    for point in points:
        found.setdefault((point.kind, point.platform, point.value.casefold()), point)
    return list(found.values())
