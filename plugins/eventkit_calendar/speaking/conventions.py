"""What a feed makes of its titles: whether it tells speakers in them, and what its commas stand between.

One title does not say whether "Tea - Ada Lovelace" is a talk by her or about her; two hundred of them do. The answer
is the same however much of the feed is read: it comes from all SUMMARYs of the file, and is part of every
component's digest, so that all are read again when it changes. It takes much more than a few sessions to change it:
what a feed has a habit of is told by most of its titles, and what it has not by hardly any.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from eventkit.api import one_line, parse_line, unescape
from eventkit_calendar.speaking.names import LIKELY, STRONG
from eventkit_calendar.speaking.suffixes import FORMS, has_people, suffix
from eventkit_calendar.titles import LONGEST_TITLE, kind_before, read_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.api import Component
    from eventkit_calendar.speaking.people import Commas
    from eventkit_calendar.speaking.suffixes import Form, Suffix

_ENOUGH = 96
"""Titles that are looked at: those with the smallest checksums, so that a few more or less change few of them."""
_FEWEST = 3
_MANY = 20
_MOST, _HALF, _THIRD, _QUARTER, _EIGHTH, _SOME = 0.75, 0.5, 1 / 3, 0.25, 0.125, 0.1


_LINE = re.compile(
    rb"\n((?:SUMMARY|Summary|summary|ORGANIZER|Organizer|organizer)[;:][^\n]*(?:\n[ \t][^\n]*)*)",
)


class Conventions(NamedTuple):
    """The habits of a feed: ``forms`` in which its titles tell speakers, and what commas among those stand between.

    ``always`` where whatever is behind the last dash is a speaker, because the program that wrote the feed puts
    them there. ``kinds`` where titles begin with a kind in brackets; ``hosts`` where sessions differ in who
    organises them, so that the organiser says something of the session.
    """

    forms: frozenset[Form] = frozenset()
    commas: Commas = ""
    always: bool = False
    kinds: bool = False
    hosts: bool = False

    @property
    def key(self) -> str:
        """All of it as a text, for digests."""
        return f"{','.join(sorted(self.forms))} {self.commas} {self.always:d}{self.kinds:d}{self.hosts:d}"


def conventions_of(components: Iterable[Component], program: str = "") -> Conventions:
    """The habits of the feed with these outermost components, that was written by ``program`` (its PRODID)."""
    summaries: set[bytes] = set()
    organizers: list[bytes] = []
    for component in components:
        lines = _lines(component)
        summaries.update(line for line in lines if line[0] in b"Ss")
        organizers += [line for line in lines if line[0] in b"Oo"]
    told = [text for line in sorted(_some(summaries)) if 0 < len(text := _text(line)) <= LONGEST_TITLE]
    kinds = len(told) >= _FEWEST and sum(bool(kind_before(text)) for text in told) >= len(told) * _HALF
    titles = sorted({read_title(text, kinds=kinds).text for text in told})
    always = "pretalx" in program.lower() or _names_behind_every_dash(titles)
    forms: set[Form] = {"dash"} if always else set()
    pairs: Counter[str] = Counter()
    for form in FORMS:
        having = [title for title in titles if has_people(title, form)]
        found = [people for title in having if (people := suffix(title, form))]
        if _is_a_habit(found, len(having), len(titles), form):
            forms.add(form)
            pairs.update(kind for people in found if (kind := _second(people)))
    commas: Commas = ""
    if pairs.total() >= _FEWEST - 1:
        commas = (
            "companies"
            if pairs["company"] > 2 * pairs["name"]
            else "names"
            if pairs["name"] > 2 * pairs["company"]
            else ""
        )
    return Conventions(
        forms=frozenset(forms),
        commas="handles" if always else commas,
        always=always,
        kinds=kinds,
        hosts=bool(organizers) and len(set(organizers)) >= len(organizers) * _THIRD,
    )


def _lines(component: Component) -> list[bytes]:
    """The titles and organisers in a component, unfolded."""
    return [
        line.replace(b"\n ", b"").replace(b"\n\t", b"") if b"\n" in line else line
        for line in _LINE.findall(component.file, component.start, component.end)
    ]


def _some(summaries: set[bytes]) -> Iterable[bytes]:
    """Those with the smallest checksums, and of the same checksum the first."""
    if len(summaries) <= _ENOUGH:
        return summaries
    largest = heapq.nsmallest(_ENOUGH, map(crc32, summaries))[-1]  # without the lines themselves, which takes longer
    near = [(checksum, line) for line in summaries if (checksum := crc32(line)) <= largest]
    return [line for _, line in sorted(near)[:_ENOUGH]]


def _names_behind_every_dash(titles: list[str]) -> bool:
    """Whether nearly every title has a dash and a few words behind it, many of them names: the rest go by handles."""
    having = [title for title in titles if has_people(title, "dash")]
    if len(titles) < _MANY or len(having) < len(titles) * _MOST:
        return False
    found: list[Suffix] = []
    for number, title in enumerate(having, 1):
        people = suffix(title, "dash", "handles")
        if people:
            found.append(people)
        elif len(having) - (number - len(found)) < len(having) * _MOST:  # whatever the rest of them are
            return False
    strong = sum(people.score >= STRONG for people in found)
    return (
        len(found) >= len(having) * _MOST
        and strong >= len(having) * _SOME
        and len({p.text for p in found}) >= len(found) * _EIGHTH
    )


def _is_a_habit(found: list[Suffix], having: int, titles: int, form: Form) -> bool:
    """Whether those who are told look like people, in most of the titles that have this form."""
    likely = sum(people.score >= LIKELY for people in found)
    strong = sum(
        people.score >= STRONG
        or (people.score >= LIKELY and len(people.people) > 1 and all(p.organization for p in people.people))
        for people in found
    )
    different = len({people.text for people in found})
    if form == "front" and likely < titles * _HALF:
        return False  # a title may well begin with the name of whom it is about
    return (
        strong >= _FEWEST
        and likely >= having * _HALF
        and strong >= having * _QUARTER
        and different >= max(_FEWEST, len(found) * _EIGHTH)
    )


def _second(people: Suffix) -> str:
    """What stands behind the commas: other names, or companies."""
    if people.score < LIKELY or "," not in people.text or "(" in people.text:
        return ""
    if any(person.organization for person in people.people):
        return "company"
    return "name" if len(people.people) > 1 else ""


def _text(line: bytes) -> str:
    parsed = parse_line(line)
    return one_line(unescape(parsed.value)) if parsed and parsed.name == "SUMMARY" else ""
