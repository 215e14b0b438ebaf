"""Where a title may tell its speakers: behind its last dash, in parentheses, after "with" or "by", or in front."""

# ruff: noqa: RUF001  # the letters and marks that names and titles are written with

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from eventkit_calendar.patterns import lazily
from eventkit_calendar.speaking.names import ONE_WORD, name_score
from eventkit_calendar.speaking.people import read_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit_calendar.speaking.people import Commas, Named

Form = Literal["dash", "bar", "parentheses", "with", "by", "said", "comma", "front"]
FORMS: tuple[Form, ...] = ("dash", "bar", "parentheses", "with", "comma", "front")
"""Those of which a feed has a habit; "by" and "talk by" say what they mean."""

_DASH = re.compile(
    r"[\s–—-](?:(?<=\s)(?:\s*(?:[-–—―]|--+|//|::)\s+|[-–—](?=[^\W\d_a-z]))"
    r"|(?<=[\w?!.)\"”’][-–—])\s+(?=[^\W\d_a-z]))"
)
"""A dash between blanks, or with a blank on one side; in the form that the search engine is quickest with."""

_SAID = lazily(
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
"""What a title has to end in for the form above, which takes longer to look for, or to hold:"""
_MAY_SAY = lazily(r"[a-zéA-Z]\s+(?:by|von|par|por|da|di|door)\s", re.IGNORECASE)
_PREPOSITION = re.compile(
    r" (?:by|von|par|por|da|di|door|with|w/|mit|avec|con|met|com|feat\.?|featuring|ft\.?)\s", re.IGNORECASE
)
"""One search for all the prepositions, in a title of single blanks: without one three of the forms are spared."""

_IN_PARENTHESES = lazily(r"\s*\((?P<people>[^()]{2,300})\)\s*$")
_ANY_PARENTHESES = re.compile(r"\(([^()]{3,60})\)")
_WITH = lazily(r"\s+(?:with|w/|mit|avec|con|met|com|feat\.?|featuring|ft\.?)\s+(?=[^\W\d_])", re.IGNORECASE)
_BY = lazily(r"\s+(?:by|von|par|por|door)\s+(?=[^\W\d_a-z])")
_FRONT = lazily(r"^(?P<people>[^:–—|]{3,160}?)(?:\s*:|\s+[-–—|])\s+(?=\S)")
_AND = lazily(r"\s+(?:&|and|und|et|y|e|en)\s+")
_MOST_DASHES = 3
_FEWEST_WORDS_BEFORE_A_COMMA = 3


class Suffix(NamedTuple):
    """People told in a title: the title without them, how they are told, and how much they look like people."""

    title: str
    form: Form
    text: str
    people: list[Named]
    score: int
    """How sure it is that the least sure of them is a person."""
    parenthesised: bool = False


def forms_in(title: str) -> Iterator[Form]:
    """The forms in which a title may tell people, by the marks and the words that each of them has, the surest first.

    Most titles have few of them: looking for one of all prepositions, and for marks, spares the searches for the rest.
    """
    preposition = _PREPOSITION.search(title) is not None
    if preposition or title.rstrip()[-1:] in _CLOSING:
        yield "said"
    if "-" in title or "//" in title or "::" in title or not title.isascii():
        yield "dash"
    if " | " in title:
        yield "bar"
    if ")" in title:
        yield "parentheses"
    if preposition:
        yield "with"
        yield "by"
    if ", " in title:
        yield "comma"
    if ":" in title or "-" in title or "|" in title or not title.isascii():
        yield "front"


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
    return (_WITH if form == "with" else _FRONT)().search(title) is not None


def suffix(title: str, form: Form, commas: Commas = "") -> Suffix | None:
    """The people told in this form; the likeliest where a title has more than one dash."""
    best: Suffix | None = None
    for head, people_text in _cuts(title, form, 1 if commas == "handles" else None):
        people = read_people(people_text, "plural" if form == "said" else commas)
        if not people and form == "said" and title.endswith(")"):
            people = read_people(_AND().sub(", ", people_text), "handles")
        if not people or not head.strip():
            continue
        score = min(person.score for person in people)
        if best is None or score > best.score:
            best = Suffix(head.strip(" \t,;:|–—-"), form, people_text, people, score, title.endswith(")"))
    return best if best and best.title else None


def asides(title: str) -> list[Named]:
    """The people in parentheses anywhere in a title, as in "Tea (Ada Lovelace) and cake (Grace Hopper)"."""
    return [
        person for text in _ANY_PARENTHESES.findall(title) for person in read_people(text) if person.score > ONE_WORD
    ]


def _cuts(title: str, form: Form, most: int | None = None) -> list[tuple[str, str]]:  # noqa: PLR0911  # a table of cases
    """Where the title may end, and the people begin: the last place first, and so many places at most."""
    if form == "dash":
        return _at(title, _DASH, most or _MOST_DASHES)
    if form == "bar":
        head, _, tail = title.rpartition(" | ")
        return [(head, tail)]
    if form == "with":
        return _at(title, _WITH(), most)
    if form == "by":
        return _at(title, _BY(), 1)
    if form == "parentheses":
        found = _IN_PARENTHESES().search(title, max(title.rfind("(") - 1, 0))
        return [(title[: found.start()], found["people"])] if found else []
    if form == "said":
        found = _SAID().search(title) if _may_say(title) else None
        return [(title[: found.start()], found["inside"] or found["behind"])] if found else []
    if form == "comma":
        head, _, tail = title.rpartition(", ")
        long = "," not in head and len(head.split()) >= _FEWEST_WORDS_BEFORE_A_COMMA
        return [(head, tail)] if long and name_score(head) < ONE_WORD else []
    found = _FRONT().match(title)
    return [(title[found.end() :], found["people"])] if found else []


def _may_say(title: str) -> bool:
    return title.rstrip()[-1:] in _CLOSING or _MAY_SAY().search(title) is not None


def _at(title: str, pattern: re.Pattern[str], most: int | None) -> list[tuple[str, str]]:
    places = [*pattern.finditer(title, 1)][::-1][:most]
    return [(title[: place.start()], title[place.end() :]) for place in places]
