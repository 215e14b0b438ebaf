"""Where a title may tell its speakers: behind its last dash, in parentheses, after "with" or "by", or in front."""

# ruff: noqa: RUF001  # the letters and marks that names and titles are written with

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from eventkit_calendar.speaking.names import ONE_WORD, name_score
from eventkit_calendar.speaking.people import read_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit_calendar.speaking.people import Commas, Named

Form = Literal["dash", "bar", "parentheses", "with", "by", "said", "comma", "front"]
FORMS: tuple[Form, ...] = ("dash", "bar", "parentheses", "with", "comma", "front")
"""Those of which a feed has a habit; "by" and "talk by" say what they mean."""

_DASH = re.compile(r"\s+(?:[-–—―]|--+|//|::)\s+|(?<=[\w?!.)\"”’])[-–—]\s+(?=[^\W\d_a-z])|\s[-–—](?=[^\W\d_a-z])")
_SAID = re.compile(
    r"\s*[(\[]\s*(?:(?:a |ein )?(?:talk|keynote|workshop|lecture|tutorial|presentation|session|vortrag)?\s*"
    r"(?:by|von|par|por|di|door|av|af)|with|mit|avec|con|met|speakers?:|presenters?:|host(?:ed by|:)"
    r"|moderat(?:ed by|or:))"
    r"\s+(?P<inside>[^()\[\]]{2,400}(?:\([^()]*\)[^()\[\]]*){0,9})[)\]]\s*$"
    r"|[\s,:–—-]+(?:a |ein )?(?:talk|keynote|workshop|lecture|tutorial|presentation|presented|given|taught|delivered"
    r"|facilitated|moderated|led|vortrag|moderiert|vorgetragen|animé|présenté|presentado|presentato)"
    r"\s+(?:by|von|par|por|da|di|door)\s+(?P<behind>[^()]{2,150}(?:\([^()]*\).*)?)$",
    re.IGNORECASE,
)
_CLOSING = {")", "]"}
_MAY_SAY = re.compile(r"[a-zéA-Z]\s+(?:by|von|par|por|da|di|door)\s", re.IGNORECASE)
"""What a title has to end in or to hold for the form above, which takes longer to look for."""

_IN_PARENTHESES = re.compile(r"\s*\((?P<people>[^()]{2,300})\)\s*$")
_ANY_PARENTHESES = re.compile(r"\(([^()]{3,60})\)")
_WITH = re.compile(r"\s+(?:with|w/|mit|avec|con|met|com|feat\.?|featuring|ft\.?)\s+(?=[^\W\d_])", re.IGNORECASE)
_BY = re.compile(r"\s+(?:by|von|par|por|door)\s+(?=[^\W\d_a-z])")
_FRONT = re.compile(r"^(?P<people>[^:–—|]{3,160}?)(?:\s*:|\s+[-–—|])\s+(?=\S)")
_AND = re.compile(r"\s+(?:&|and|und|et|y|e|en)\s+")
_MOST_DASHES = 3
_FEWEST_WORDS_BEFORE_A_COMMA = 3


class Suffix(NamedTuple):
    """People told in a title: the title without them, how they are told, and how much they look like people."""

    title: str
    form: Form
    text: str
    people: list[Named]
    parenthesised: bool = False

    @property
    def score(self) -> int:
        """How sure it is that the least sure of them is a person."""
        return min(person.score for person in self.people)


def has_people(title: str, form: Form) -> bool:
    """Whether a title has what this form begins with, whoever or whatever is told by it."""
    if form == "dash":
        return _DASH.search(title, 1) is not None
    if form == "bar":
        return " | " in title
    if form == "parentheses":
        return title.endswith(")") and "(" in title
    if form == "comma":
        return title.count(", ") == 1 and len(title.partition(", ")[0].split()) >= _FEWEST_WORDS_BEFORE_A_COMMA
    return (_WITH if form == "with" else _FRONT).search(title) is not None


def suffix(title: str, form: Form, commas: Commas = "") -> Suffix | None:
    """The people told in this form; the likeliest where a title has more than one dash."""
    best: Suffix | None = None
    cuts = _cuts(title, form)
    if commas == "handles":
        cuts = islice(cuts, 1)
    for head, people_text in cuts:
        people = read_people(people_text, "plural" if form == "said" else commas)
        if not people and form == "said" and title.endswith(")"):
            people = read_people(_AND.sub(", ", people_text), "handles")
        if not people or not head.strip():
            continue
        found = Suffix(head.strip(" \t,;:|–—-"), form, people_text, people, title.endswith(")"))
        if best is None or found.score > best.score:
            best = found
    return best if best and best.title else None


def asides(title: str) -> list[Named]:
    """The people in parentheses anywhere in a title, as in "Tea (Ada Lovelace) and cake (Grace Hopper)"."""
    return [
        person for text in _ANY_PARENTHESES.findall(title) for person in read_people(text) if person.score > ONE_WORD
    ]


def _cuts(title: str, form: Form) -> Iterator[tuple[str, str]]:
    """Where the title may end, and the people begin: the last place first."""
    if form == "dash":
        yield from _at(title, [*_DASH.finditer(title, 1)][-_MOST_DASHES:][::-1])
    elif form == "bar":
        head, _, tail = title.rpartition(" | ")
        yield head, tail
    elif form == "with":
        yield from _at(title, [*_WITH.finditer(title, 1)][::-1])
    elif form == "by":
        yield from _at(title, [*_BY.finditer(title, 1)][-1:])
    elif form == "parentheses" and (found := _IN_PARENTHESES.search(title, max(title.rfind("(") - 1, 0))):
        yield title[: found.start()], found["people"]
    elif form == "said" and _may_say(title) and (found := _SAID.search(title)):
        yield title[: found.start()], found["inside"] or found["behind"]
    elif form == "comma":
        head, _, tail = title.rpartition(", ")
        if "," not in head and len(head.split()) >= _FEWEST_WORDS_BEFORE_A_COMMA and name_score(head) < ONE_WORD:
            yield head, tail
    elif form == "front" and (found := _FRONT.match(title)):
        yield title[found.end() :], found["people"]


def _may_say(title: str) -> bool:
    return title.rstrip()[-1:] in _CLOSING or _MAY_SAY.search(title) is not None


def _at(title: str, places: list[re.Match[str]]) -> Iterator[tuple[str, str]]:
    for place in places:
        yield title[: place.start()], title[place.end() :]
