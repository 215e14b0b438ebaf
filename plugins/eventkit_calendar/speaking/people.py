"""People written one after the other, as behind a title's last dash or after ``Speakers:``.

Commas stand between people in some feeds and before their companies in others, ``&`` between people and within
companies. What is certain of a piece (a name, a role, a company) decides first, then what the feed does elsewhere.
"""

# ruff: noqa: RUF001, SIM905  # the letters and marks that names and titles are written with; a list of words reads better

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from eventkit_calendar.patterns import lazily
from eventkit_calendar.speaking.names import (
    DEGREE_ALONE,
    HALF,
    LIKELY,
    ONE_WORD,
    STRONG,
    bare_name,
    name_score,
    without_pronouns,
)
from eventkit_calendar.speaking.namewords import folded, title_words
from eventkit_calendar.speaking.nobody import is_nobody
from eventkit_calendar.speaking.organizations import CORPORATE, ON_THEIR_OWN, is_role, names_role
from eventkit_calendar.speaking.pieces import JOINTS, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit_calendar.speaking.pieces import Piece

Commas = Literal["", "names", "companies", "plural", "handles"]
"""What commas stand between: people, a person and a company, or nobody knows.

``plural`` is after a plural label, ``handles`` where nothing but people stands, under whatever name they go by.
"""

_PLAIN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]+(?:-[^\W\d_]+)?){1,2}")
_JOINING = frozenset("and und et y e och og en i ja és ve at from bei vom chez".split())
"""The words among what joins people, in the middle of a text of three words."""

_NICKNAME = lazily(r"@.*|(?:the |der |die )?[^\W\dA-Z_][^\W A-Z]*|[\w-]*_[\w-]*|\W*")
_AT = lazily(r".*(?:\s(?:at|@|bei|chez|en|of)\s+|@\s*)(?P<company>.+)$", re.IGNORECASE)
_BETWEEN = lazily(r"\s+(?:at|from|bei|vom|von der|chez)\s+")
_BELONGS = lazily(r"(?:an?|part of|formerly|ex-)\s", re.IGNORECASE)
_AND_OTHERS = lazily(
    r"(?:\d+ )?(?:friends|others?|guests?|more|co\.?|weitere|andere|autres|más|otros|altri|anderen|al\.?)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^\s*(?:moderated by|moderator|moderation|panel|panelists?|panellists?|speakers?|host|hosted by|presented by|with"
    r"|mit|avec|con|chair|interview)\s*[:：]?\s+(?=[^\W\d_])|^\s*(?:moderator|speakers?|panel\w*)\s*[:：]\s*",
    re.IGNORECASE,
)
_COMMA_OUTSIDE = re.compile(r",\s+(?![^()]*\))")
_LONGEST_HANDLE = 4
_MOST_PIECES = 120
_LONGEST_FIELD = 14
"""Words of a role or a company; what is longer is a sentence."""


class Named(NamedTuple):
    """Somebody who is named, and how sure it is, of 100, that the name is a person's.

    ``told`` where a role or a company is told of them.
    """

    name: str
    organization: str = ""
    email: str = ""
    score: int = 0
    told: bool = False


@dataclass(slots=True)
class _Person:
    name: str
    score: int
    email: str = ""
    fields: list[str] = field(default_factory=list)
    aside: str = ""
    joined: bool = False
    """Whether the next person follows in the same group, and so may tell the company of both."""

    def organization(self) -> str:
        """The last thing told of them that is no role."""
        told = [*self.fields, *([self.aside] if self.aside and not _NICKNAME().fullmatch(self.aside) else [])]
        for text in reversed([text for text in told if not _BELONGS().match(text)] or told):
            role = is_role(text)
            at = _AT().match(text) if role else None
            company = (at["company"] if at else "" if role else text).strip(" ,;-–—|")
            if company and not ON_THEIR_OWN().fullmatch(company) and any(c.isalnum() for c in company):
                return company
        return ""


def read_people(text: str, commas: Commas = "") -> list[Named]:
    """The people of a list, with their companies where told; nobody where the text is no such list."""
    plain = _plainly(text)
    if plain:
        return [plain]
    return _by_handles(text) if commas == "handles" else list(_listed(text, commas))


@lru_cache(maxsize=4096)  # the titles that tell what the habits of a feed are, are read once more for themselves
def _listed(text: str, commas: Commas) -> Sequence[Named]:
    labelled = _LABELLED.match(text)
    text = text[labelled.end() :] if labelled else text
    first = JOINTS.search(text)
    if not _may_begin(text[: first.start()] if first else text):
        return []
    pieces = [piece for piece in cut(text) if piece.text or piece.aside]
    if len(pieces) > _MOST_PIECES or all(is_nobody(piece.text) for piece in pieces):
        return []
    people: list[_Person] = []
    for place, piece in enumerate(pieces):
        if not piece.text or (people and (is_nobody(piece.text) or _AND_OTHERS().fullmatch(piece.text))):
            if people and piece.aside and not piece.text:
                people[-1].fields.append(piece.aside)
        elif not people or piece.before == "hard" or _is_next_person(pieces, place, people[-1], commas):
            if not _added(people, piece):
                return []
        elif not _told_of(people[-1], piece):
            return []
    return _with_companies(_by_their_company(people))


@lru_cache(maxsize=16384)
def _plainly(text: str) -> Named | None:
    """The one person whose name the whole text is, as nearly always; None where it is to be looked at closely."""
    if not _PLAIN.fullmatch(text) or not _JOINING.isdisjoint(text.split(" ")[1:-1]) or _LABELLED.match(text):
        return None
    score = 0 if is_nobody(text) else name_score(text)
    return Named(name=bare_name(text), score=score) if score >= HALF else None


def _added(people: list[_Person], piece: Piece) -> bool:
    """Add the person whose name a piece is; whether it can be one."""
    score = name_score(piece.text)
    if score >= HALF:
        if people:
            people[-1].joined = piece.before != "hard"
        people.append(_Person(bare_name(piece.text), score, piece.email, aside=piece.aside))
    return score >= HALF


def _by_handles(text: str) -> list[Named]:
    """People between commas and nothing else, some of whom have names that are no names elsewhere."""
    found: list[Named] = []
    for part in _COMMA_OUTSIDE.split(text) if "," in text else (text,):
        piece = without_pronouns(part).strip()
        people = read_people(piece, "names")
        if people:
            found += people
            continue
        if not piece or is_nobody(piece):
            continue
        words = [folded(word) for word in piece.split()]
        if len(words) > _LONGEST_HANDLE or all(_is_titled(word) for word in words):
            return []
        found.append(Named(name=piece, score=ONE_WORD))
    return found


def _is_titled(word: str) -> bool:
    return len(word) == 1 or word.isdigit() or word in title_words()


def _by_their_company(people: list[_Person]) -> list[_Person]:
    """Among names, a single word is one too, and so is what is half made of words of titles."""
    if sum(person.score >= STRONG for person in people) * 2 >= len(people) > 1:
        for person in people:
            person.score = max(person.score, LIKELY)
    return people


def _may_begin(text: str) -> bool:
    """Whether a name may stand here: most texts that are looked at begin with something else."""
    if "(" in text or "[" in text or "@" in text or "<" in text or "*" in text:
        return len(text.split()) <= _LONGEST_FIELD
    return name_score(bare_name(text)) >= HALF or is_nobody(text)


def _is_next_person(  # noqa: PLR0911  # a table of cases
    pieces: list[Piece], place: int, current: _Person, commas: Commas
) -> bool:
    """Whether a piece is the next person, and not something that is told of the one before."""
    piece = pieces[place]
    score = name_score(piece.text)
    if score < ONE_WORD or piece.before == "field" or DEGREE_ALONE().fullmatch(piece.text):
        return False
    follows = pieces[place + 1].before if place + 1 < len(pieces) else "hard"
    if piece.before == "also":
        if score >= LIKELY:
            return not (score < STRONG and names_role(piece.text))
        if names_role(piece.text):
            return False
        return not current.fields or commas == "names" or (score > ONE_WORD and follows == "comma")
    if CORPORATE().fullmatch(piece.text) or (score < STRONG and names_role(piece.text)):
        return False
    if commas == "names":
        return True
    if score < LIKELY:
        return commas != "companies" and _all_of_one_word(pieces)
    if commas == "companies":
        return _breaks_the_pattern(pieces, place, current, score, follows)
    return score >= STRONG or commas == "plural" or _all_shaped(pieces)


def _breaks_the_pattern(pieces: list[Piece], place: int, current: _Person, score: int, follows: str) -> bool:
    """Whether a name stands where the feed puts a company: ``A, B & C, Company``."""
    if score < STRONG:
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        return not current.fields and follows == "comma" and following is not None and _starts_names(pieces, place + 1)
    if follows == "hard":
        return score > STRONG + 5 and not (current.fields and names_role(current.fields[-1]))
    return True


def _starts_names(pieces: list[Piece], place: int) -> bool:
    """Whether names alone follow up to the ``&``, as in ``A, B, C & D, Company``."""
    for piece in pieces[place:]:
        if piece.before == "also":
            return name_score(piece.text) >= LIKELY
        if name_score(piece.text) < LIKELY or names_role(piece.text):
            return False
    return False


def _all_of_one_word(pieces: list[Piece]) -> bool:
    return all(" " not in piece.text and name_score(piece.text) >= ONE_WORD for piece in pieces)


def _all_shaped(pieces: list[Piece]) -> bool:
    """Whether there are three or more, all of them shaped like names: two may be a person and a company."""
    told = [piece for piece in pieces if not DEGREE_ALONE().fullmatch(piece.text)]
    return len(told) > 2 and all(name_score(piece.text) >= LIKELY for piece in told)  # noqa: PLR2004  # see above


def _told_of(person: _Person, piece: Piece) -> bool:
    """Add a role or a company to a person; whether it can be one."""
    if len(piece.text.split()) > _LONGEST_FIELD or piece.text.endswith(("?", "!")):
        return False
    person.email = person.email or piece.email
    if DEGREE_ALONE().fullmatch(piece.text):
        return True
    if piece.before == "also" or (piece.before == "field" and person.fields and _BETWEEN().fullmatch(piece.separator)):
        if not person.fields:
            return False
        person.fields[-1] += piece.separator + piece.text
    elif piece.before == "comma" and person.fields and CORPORATE().fullmatch(piece.text):
        person.fields[-1] += f", {piece.text}"
    else:
        person.fields.append(piece.text)
    if piece.aside and piece.aside.lower() not in person.fields[-1].lower() and len(piece.aside) <= 12:  # noqa: PLR2004  # an abbreviation
        person.fields[-1] += f" ({piece.aside})"
    return True


def _with_companies(people: list[_Person]) -> list[Named]:
    """The people found; those joined by ``&`` have the company that is told behind the last of them."""
    found: list[Named] = []
    shared = ""
    for person in reversed(people):
        told = person.organization()
        if person.fields:
            shared = told
        elif not person.joined:
            shared = ""
        company = told or (shared if person.joined and not person.aside else "")
        found.append(
            Named(
                name=person.name,
                organization=company,
                email=person.email,
                score=person.score,
                told=bool(company or person.fields),
            )
        )
    return found[::-1]
