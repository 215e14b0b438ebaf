"""What a single word is, as part of a name: a given name, a surname, an initial, a particle, or a title's word.

Two lists tell names from titles where the letters alone do not: given names of many peoples, and words of titles,
rooms and breaks in the languages that conferences are held in. They are folded, and are loaded when the first
doubtful text is met.
"""

# ruff: noqa: RUF001, SIM905  # the letters that names are written with; a list of words reads better as a text

from __future__ import annotations

import os
import re
import unicodedata
from functools import cache, lru_cache
from typing import Literal, NamedTuple

SHORTEST_SURNAME = 3

_LONGEST_INITIAL = 2
_ALIASES = frozenset({"aka", "alias"})
_NICKNAME = re.compile(r"""^(?:"[^"]+"|“[^”]+”|„[^“”]+[“”]|«[^»]+»|'[^']+'|‘[^’]+’|\([^()\d]+\)|aka|alias)$""")
_INITIAL = re.compile(r"(?:[^\W\d_]\.?|(?:[^\W\d_]\.){2,3}|[^\W\d_]\.-[^\W\d_]\.|[A-Z]{2})")
_NOBLE = frozenset(
    "van von de der den del della dello di da dal do dos du la le lo el al bin bint ibn ben abu af av vom "
    "ter ten te tot "
    "'t op mac mc ap ó ní nic vd dal degli dei".split()
)
_PARTICLES = _NOBLE | frozenset("das des las los of y e i st st. san santa zu het bat bar v und of the".split()) - {
    "the",
    "of",
    "und",
}
_ELIDED = re.compile(r"^(?:d|l|dell|dall|nell|de|n|t|s)['’](?=[^\W\da-z])")
"""The article or preposition that some surnames begin with, in small letters: dell'Acqua."""
_INNER_CAPITALS = re.compile(
    r"(?:Mc|Mac|De|Di|Da|Du|La|Le|Lo|Van|Von|Fitz|O['’]|D['’]|L['’]|Al|El|Ó|Ni|St|Des|Del|Der|Ter|Mbe|Ngo)[A-ZÀ-Þ]"
    r"|['’`-][A-ZÀ-Þ]"
)
_SURNAME_ENDINGS = tuple(
    "ov ova ev eva ski sky ska cki cka wicz vic vich vić ić vych enko chuk czyk czak escu eanu oiu sson sen ssen "
    "dottir nen lainen berg burg mann stein feld bauer meier meyer mayer maier huber hofer inger ström strom "
    "kvist lund gaard gård dahl ez guez ndez yan ian shvili adze poulos idis akis ellis otti etti elli ini ucci "
    "asso eira ães inho oğlu oglu wala walla kar murthy swamy jee waran ulos aitis auskas unas ins oja ala".split()
)
_COMMON_SURNAMES = frozenset(
    "nguyen tran pham huynh phan vu vo dang bui do ngo duong kim lee park choi jung kang cho yoon jang lim shin wang "
    "zhang chen liu yang huang zhao wu zhou xu zhu hu guo gao lin luo zheng liang xie tang xiao jiang cai pan yuan "
    "dong yu su ye cheng wei lu ding ren zhong tan fan wong chan chow leung cheung lau khan singh kaur patel shah "
    "sharma gupta reddy rao iyer nair menon das bose sen ghosh banerjee mukherjee chatterjee mehta joshi kulkarni "
    "tanaka suzuki sato takahashi watanabe ito yamamoto nakamura kobayashi kato smith jones taylor brown williams "
    "wilson johnson davies robinson wright thompson evans walker roberts green hall wood jackson clarke müller schmidt "
    "schneider fischer weber wagner becker schulz hoffmann garcía garcia martínez lópez lopez gonzález silva santos "
    "oliveira souza costa ferreira rossi russo ferrari bianchi dubois durand moreau laurent jansen bakker visser smit "
    "ali ahmed hassan hussein cohen levy mizrahi yılmaz kaya demir okafor adeyemi mensah mwangi otieno".split()
)
_TOLD_APART = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)
_NO_NAME = re.compile(r"[\d<>{}|=*_#!?%&+/\\\[\]:;,…]|https?|\.\.|@|\bwww\.")


class Sign(NamedTuple):
    """What a word is by itself, and for a name of what kinds it is.

    ``odd`` are capitals where names have none: "yes" for those of an acronym or a product, "loud" for a word in
    capitals, which is a surname where not all other words are in capitals too.
    """

    kind: Literal["nickname", "particle", "noble", "initial", "name"]
    given: bool = False
    titled: bool = False
    surname: bool = False
    odd: Literal["", "yes", "loud"] = ""


@lru_cache(maxsize=16384)
def sign_of(word: str, inside: bool) -> Sign | None:  # noqa: FBT001  # the cache is quicker without names
    """What a word of a text is, ``inside`` where it is neither the first nor the last; None for no part of a name."""
    if not word.isalpha() or word in _ALIASES or "http" in word:  # else none of these forms can fit
        if _NICKNAME.match(word):
            return Sign("nickname")
        word = _ELIDED.sub("", word)
        if _NO_NAME.search(word) or not (word[0].isalpha() or word[0] in "'’`") or not is_lettered(word):
            return None
    if word.lower() in _PARTICLES and (word[0].islower() or (inside and len(word) > 1)):
        return Sign("noble" if word.lower() in _NOBLE else "particle")
    if (len(word) <= _LONGEST_INITIAL or "." in word) and word[0].upper() == word[0] and _INITIAL.fullmatch(word):
        return Sign("initial")
    if word[0].islower():
        return None
    plain = folded(word)
    given = _is_given(plain)
    titled = plain in title_words() or ("-" in plain and title_words().issuperset(plain.split("-")))
    return Sign("name", given, titled, _is_surname(word, plain), "" if given else _odd(word))


def folded(word: str) -> str:
    """A word as the lists have it: lower case, without accents."""
    word = word.lower()
    if word.isascii():
        return word
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return plain.translate(_TOLD_APART)


@cache
def given_names() -> frozenset[str]:
    """Given names of many peoples, folded."""
    return _listed("given_names.txt")


@cache
def title_words() -> frozenset[str]:
    """Words that titles, rooms and breaks are made of, folded."""
    return _listed("title_words.txt")


def _listed(name: str) -> frozenset[str]:
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as stream:  # noqa: PTH118, PTH120, PTH123  # pathlib takes 3 ms to import
        return frozenset(stream.read().split())


def _is_given(plain: str) -> bool:
    names = given_names()
    if plain in names:
        return True
    first, hyphen, second = plain.partition("-")
    return bool(hyphen) and first in names and (second in names or len(second) > 1)


def _is_surname(word: str, plain: str) -> bool:
    return (len(plain) > SHORTEST_SURNAME and plain.endswith(_SURNAME_ENDINGS)) or (
        plain in _COMMON_SURNAMES or _INNER_CAPITALS.match(word) is not None
    )


def _odd(word: str) -> Literal["", "yes", "loud"]:
    """Whether a word has capitals where names have none."""
    rest = word[1:]
    if rest.islower() or rest.lower() == rest:
        return ""
    if word.isupper():
        return "yes" if len(word) < 4 else "loud"  # noqa: PLR2004  # ERIC is a name, NASA is odd too but rare
    return "" if _INNER_CAPITALS.search(word) else "yes"


def is_lettered(word: str) -> bool:
    """Letters, with the marks that some scripts write on them, and what joins and closes parts of names."""
    if word.isalpha():
        return True
    return all(c.isalpha() or c in "'’`ʼ‘-‐.·" or unicodedata.category(c)[0] == "M" for c in word)
