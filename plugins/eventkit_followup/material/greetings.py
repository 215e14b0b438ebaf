"""The first name that a greeting says, where a record has one, and where there is only a name to guess from."""

# ruff: noqa: SIM905  # a list of words reads better as a text

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import one_line

if TYPE_CHECKING:
    from eventkit.api import Person

_EDGES = ' ,;:!?"“”„«»()[]<>'
_INITIAL = r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*"
_TITLES = frozenset(
    "dr prof mr mrs ms mx miss sir dame lord lady rev hon fr herr frau hr dipl ing mag mba msc bsc phd mme mlle "
    "mgr sr sra srta don doña dott dra drs ir".split()
)
"""What may stand before a name, without its full stop; one letter is an initial where anything but it is a name."""

_AFTER = frozenset("jr sr ii iii iv phd md mba msc bsc ma ba mag cpa pmp esq frsc cissp dds rn".split())
"""What may stand after a name and a comma."""

_PARTICLES = frozenset("van von de der den del della di da dos du la le ter ten zu zur af av al el bin ibn".split())
_FAMILY_FIRST = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
"""Chinese, Japanese and Korean: the family name comes first there, and a greeting says all of it."""


def given_name(person: Person) -> str:
    """What a greeting calls somebody: the given name, else what of the name is likeliest to be it, or all of it.

    It never ends in a mark that would stand beside the greeting's own, as in "Hi Jane,,".
    """
    if person.given:
        given = one_line(person.given)
        return given.strip(_EDGES) or _guessed(one_line(person.name))
    return _guessed(one_line(person.name))


def _guessed(name: str) -> str:
    """The given name in a name: after the comma of "Doe, Jane", and never a title, an initial or a family name."""
    if not name.isascii() and re.search(_FAMILY_FIRST, name):  # compiled when it is first needed
        return name.strip(_EDGES)
    family, comma, rest = name.partition(",")
    if comma and _is_family(family) and not _comes_after(rest):
        name = rest
    elif comma:
        name = family
    words = [word for word in (part.strip(_EDGES) for part in name.split()) if word]
    whole = " ".join(words)
    untitled = words
    while untitled and untitled[0].casefold().partition("-")[0].rstrip(".") in _TITLES and not _is_initial(untitled[0]):
        untitled = untitled[1:]
    if len(untitled) < len(words) and len(untitled) < 2:  # noqa: PLR2004  # "Dr. Doe" is called so
        return whole
    first = next((word for word in untitled[:-1] if not _is_initial(word)), "")
    if first and first.casefold() not in _PARTICLES:
        return first
    return whole if len(untitled) > 1 else "".join(untitled)


def _is_family(words: str) -> bool:
    """Whether what stands before a comma is a family name: one word, with what goes before such names."""
    return len([word for word in words.split() if word.casefold() not in _PARTICLES]) == 1


def _comes_after(words: str) -> bool:
    """Whether what stands after a comma is a degree, or nothing."""
    said = [word.strip(_EDGES).replace(".", "").casefold() for word in words.split()]
    return all(word in _AFTER for word in said)


def _is_initial(word: str) -> bool:
    return re.fullmatch(_INITIAL, word) is not None
