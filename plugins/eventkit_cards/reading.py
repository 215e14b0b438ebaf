"""vCard 2.1, 3.0 and 4.0 to people: a broken card costs itself, a broken line costs the line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from eventkit.api import IncomingPerson, Problem, Reading, read_components
from eventkit_cards.understanding import DO_NOT_CONTACT, last_resort, understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit.api import Component, ReadContext

READER = "vcf1"
"""Stands before each digest: a reader that reads more gets another name, and known cards are read again."""

_BEGIN = "BEGIN:VCARD\n"
_AGENT = re.compile(rb"^(AGENT[^:\r\n]*:)[ \t]*(?=BEGIN[ \t]*:[ \t]*VCARD)", re.IGNORECASE | re.MULTILINE)
_ANY_BEGIN = re.compile(r"BEGIN[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)


def read(data: bytes, context: ReadContext) -> Reading:
    """Read a file of cards; the digests that the context knows are not read again.

    A UID that several cards of a file share tells them apart no better than none, and is taken for none.
    """
    content = read_components(_with_agents_apart(data))
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
        person = person_of(component, digest)
        component.forget()
        if person is None:
            problems.append(Problem(component.line, "this card holds nothing to call anybody by: no name, no address"))
        else:
            people.append(person)
    shared = {uid for uid, count in Counter(person.uid for person in people).items() if uid and count > 1}
    if shared:
        people = [replace(person, uid="") if person.uid in shared else person for person in people]
    return Reading(people=people, unchanged=unchanged, problems=problems, complete=not content.cut)


def cards_in(components: Iterable[Component]) -> Iterator[Component]:
    """Every card, in the order of the file; one inside another (AGENT of vCard 2.1) is part of that one."""
    for component in components:
        if component.name == "VCARD":
            yield component
        else:
            yield from cards_in(component.children)


def person_of(component: Component, digest: str) -> IncomingPerson | None:
    """The person that a card is of, or None where it has nothing to call them by."""
    lines = component.lines
    card = understand(lines)
    name = card.name or last_resort(lines)
    if not name:
        return None
    given, family = card.given_and_family
    return IncomingPerson(
        name=name,
        given=given,
        family=family,
        organization=card.organization[0] if card.organization else "",
        title=card.text("TITLE"),
        note=card.note,
        birthday=card.text("BDAY"),
        contact_points=tuple(card.each_once()),
        tags=card.all_words("CATEGORIES"),
        interests=card.all_words("INTEREST"),
        do_not_contact=card.text(DO_NOT_CONTACT).casefold() == "true",
        uid=card.uid,
        digest=digest,
        raw=_text_of(component),
        line=component.line,
    )


def _text_of(component: Component) -> str:
    """The text of a card, whose first line is its BEGIN, even where a fold follows that."""
    text = component.text
    if text.startswith(_BEGIN):
        return text
    return _BEGIN + _ANY_BEGIN.sub("", text, count=1).removeprefix("\n")


def _with_agents_apart(data: bytes) -> bytes:
    """A file in which a card within a card begins on a line of its own, as it should."""
    return _AGENT.sub(rb"\1\n", data) if b"AGENT" in data or b"agent" in data else data
