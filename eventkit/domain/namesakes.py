"""Whether two people who give the same address, number or handle are one: their names tell.

A team shares an address, a family a telephone, and whoever buys five tickets gives their own address for all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from eventkit.domain.identity import Agreement
from eventkit.domain.nicknames import full_names
from eventkit.domain.personal_names import consonants_of, parts_of, sound_of, without_umlauts
from eventkit.domain.text import fold

_ROLE_WORDS = """
abuse accounts admin all anfrage anmeldung ask billing board booking bookings buero careers club community conf
conference contact contacto contato correo crew direction editor enquiries enquiry event eventos events everyone
feedback finance hallo hello help helpdesk hi hola hostmaster hr info information inquiries inquiry invoice it jobs
kontakt legal mail marketing media meetup members membership news newsletter noreply office order orders orga
organisation organisers organizers partner partners people post postmaster presse press privacy program programme
reception redaktion register registration reply root sales secretary security sekretariat service speakers sponsoring
sponsors staff students support talks team tech tickets treasurer verein verwaltung volunteers vorstand webmaster
welcome
"""
_ROLES = frozenset(_ROLE_WORDS.split())
_COMPANIONS = frozenset({"begleitung", "companion", "gast", "guest", "invitado", "invite", "ospite", "partner", "plus"})
_BREAKS = re.compile(r"[^a-z]+")
_TITLES = re.compile(r"^\s*(?:[A-Za-z]{2,}\.\s*)+(?=\S)")
"""Before names in scripts that write no blanks between their words."""
_NUMBERS = re.compile(r"\d+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_WITHOUT_VOWELS = frozenset({"Arabic", "Hebrew"})
_PREFIX = 3
_WORD = 4


class _Name(NamedTuple):
    words: tuple[str, ...]
    given: str
    family: str
    suffix: str
    numbers: tuple[str, ...]
    latin: bool


def agreement(name: str, other: str) -> Agreement:
    """How two names go together.

    SAME: one is the other in another order or spelling, shortened, or with more names in it. LIKELY: one word of
    the other, or the same given name and another family name, as marriage brings. POSSIBLE: one is written in a script
    that cannot be compared with the other's. UNCLEAR: another given name with the same family name, as relatives have,
    or a single word that has nothing to do with the other name. DIFFERENT: two whole names that have no word in common.
    """
    one, two = _taken_apart(name), _taken_apart(other)
    ours, theirs = _without_pairs(one.words, two.words)
    numbered = one.numbers and two.numbers and one.numbers != two.numbers
    if (
        numbered
        or (one.suffix and two.suffix and one.suffix != two.suffix)
        or not _COMPANIONS.isdisjoint(ours + theirs)
    ):
        return Agreement.DIFFERENT  # Guest 1 and Guest 2, a father and a son, somebody and their guest
    fewest = min(len(one.words), len(two.words))
    if not ours or not theirs:
        return Agreement.SAME if fewest > 1 or one.words == two.words else Agreement.LIKELY
    if _joined(one, two) or _joined(two, one):
        return Agreement.LIKELY
    if one.latin != two.latin:
        return Agreement.POSSIBLE
    if fewest > 1 and len(ours) == len(one.words):
        return Agreement.DIFFERENT
    same_given = min(len(one.given), len(two.given)) > 1 and _alike(one.given, two.given)
    return Agreement.LIKELY if same_given else Agreement.UNCLEAR


def is_shortened(name: str) -> bool:
    """Whether a name says less than a whole one: an initial, or a single word."""
    words = _taken_apart(name).words
    return len(words) < 2 or any(len(word) == 1 for word in words)  # noqa: PLR2004  # a given and a family name


def belongs_to_a_role(normal: str) -> bool:
    """Whether a normal form is the e-mail address of a function, as info@ and team@, rather than of a person."""
    local, at, _ = normal.partition("@")
    if not at or ":" in local:
        return False
    first, *others = _BREAKS.split(local.partition("+")[0])
    return first in _ROLES or "".join([first, *others]) in _ROLES or (bool(others) and others[-1] in _ROLES)


def stands_for_no_name(name: str, normal: str) -> bool:
    """Whether a name is nothing but a contact point, given in normal form, or the user's part of it.

    An account's name is written small: Ada is a name, and also stands before the @ of ada@example.org.
    """
    plain = _NOT_LETTERS.sub("", name)
    if plain != plain.lower() and "@" not in name:
        return False
    handle = normal.partition(":")[2] if ":" in normal else normal
    forms = (normal, handle, handle.partition("@")[0])
    spaced = " " in name.strip() and not plain.isdecimal()
    return not spaced and plain.casefold() in {_NOT_LETTERS.sub("", form) for form in forms}


@lru_cache(maxsize=1024)
def _taken_apart(name: str) -> _Name:
    name = name if name.isascii() else _TITLES.sub("", name)
    parts = parts_of(name, fold(name))
    words = parts.words
    ordered = words
    before, comma, _ = name.partition(",")
    if comma and (family := len(parts_of(before, fold(before)).words)) < len(words):
        ordered = (*words[family:], *words[:family])
    latin = all(word.isascii() for word in words) and _WITHOUT_VOWELS.isdisjoint(parts.scripts)
    return _Name(
        words=words,
        given=ordered[0] if ordered else "",
        family=ordered[-1] if ordered else "",
        suffix=parts.suffix,
        numbers=tuple(_NUMBERS.findall(name)),
        latin=latin,
    )


def _without_pairs(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """What is left of two names when the words that go together are taken away, the equal ones first."""
    left, right = list(ours), list(theirs)
    for test in (str.__eq__, _alike):
        for word in list(left):
            partner = next((other for other in right if test(word, other)), None)
            if partner is not None:
                left.remove(word)
                right.remove(partner)
    return left, right


def _alike(word: str, other: str) -> bool:
    """Whether two words may be one: an initial, a nickname, a beginning, another spelling, or a slip of the pen."""
    short, long = sorted((word, other), key=len)
    if len(short) <= 1:
        return long.startswith(short)
    if word == other or full_names(word) & full_names(other):
        return True
    if not (word.isalpha() and other.isalpha()):
        return False  # guest7 and guest8
    if long == f"{short}a" or {word[-1], other[-1]} == {"a", "o"}:
        return False  # Daniel and Daniela
    if without_umlauts(word) == without_umlauts(other) or _one_slip_apart(short, long):
        return True
    return len(short) >= _PREFIX and (long.startswith(short) or _same_sound(sound_of(short), sound_of(long)))


def _same_sound(sound: str, other: str) -> bool:
    consonants = consonants_of(sound)
    return sound == other or (len(consonants) >= _PREFIX and consonants == consonants_of(other))


def _one_slip_apart(short: str, long: str) -> bool:
    """Whether one letter was added, left out or mistaken, or two have changed places."""
    if len(short) < _WORD or len(long) - len(short) > 1:
        return False
    begin = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[begin:] == long[begin + 1 :]
    swapped = short[:begin] + short[begin : begin + 2][::-1] + short[begin + 2 :]
    return short[begin + 1 :] == long[begin + 1 :] or swapped == long


def _joined(single: _Name, whole: _Name) -> bool:
    """Whether a single word is made of a whole name, as account names are: rstone, robertstone, roberts."""
    if len(single.words) != 1 or len(whole.words) == 1:
        return False
    given, family = whole.given, whole.family
    pairs = ((given, family), (given[:1], family), (given, family[:1]))
    return single.words[0] in {text for first, last in pairs for text in (first + last, last + first)}
