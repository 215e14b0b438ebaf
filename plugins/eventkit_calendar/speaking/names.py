"""How much a text looks like the name of a person, and what is written around names.

A title tells its speakers in words that a title's own words look like: "Ada Lovelace" and "Deep Dive" are two words
with capitals.
"""

# ruff: noqa: RUF001  # the letters that names are written with

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from eventkit_calendar.patterns import lazily
from eventkit_calendar.speaking.namewords import (
    SHORTEST_SURNAME,
    folded,
    given_names,
    is_lettered,
    sign_of,
    title_words,
)
from eventkit_calendar.speaking.nobody import is_nobody
from eventkit_calendar.speaking.organizations import is_organization

STRONG = 85
"""From here on a text is a person's name wherever it stands."""
LIKELY = 70
"""From here on a text has the shape of a name, where a name is expected."""
ONE_WORD = 40
"""From here on a single word may be what somebody is called."""
HALF = 30
"""What has the shape of a name, and a word of titles in it, and one that is none."""

_MOST_WORDS = 6
_LONGEST = 60

_HONORIFIC = re.compile(
    r"^(?:(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|herr|frau|mme|mlle|sra?|dra?|ing|dipl|mag|rev|phd|hon|univ|habil"
    r"|h\.c|m\.sc|b\.sc|dott|dott\.ssa|ir|drs|mgr|inż|д-р)\.?[\s-]+)+(?=\S)",
    re.IGNORECASE,
)
_DEGREE = lazily(
    r",?\s+(?:ph\.?\s?d|m\.?sc|b\.?sc|m\.?b\.?a|m\.?a|m\.?d|ll\.?m|cissp|esq|jr|sr|ii|iii|iv)\.?$", re.IGNORECASE
)
_LONGEST_DEGREE = len(" cissp.")
_INITIAL_LAST = lazily(r"\b[^\W\d_]\.\s*$")
DEGREE_ALONE = lazily(r"(?:ph\.?\s?d|m\.?sc|b\.?sc|m\.?b\.?a|m\.?d|ll\.?m|cissp|esq|jr|sr|ii|iii)\.?", re.IGNORECASE)
PRONOUNS = lazily(
    r"\s*[(\[]\s*(?:she|he|they|xe|ze|any|all|sie|er|elle|il|ella|él|ela|ele|hij|zij|hen|dey|no pronouns?)"
    r"(?:\s*[/|,]\s*\w+){0,3}\s*(?:pronouns)?\s*[)\]]"
    r"|\s+(?:she|he|they)/(?:her|him|them)(?:/\w+)?\b",
    re.IGNORECASE,
)
_HAN_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂"
    "苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬"
    "段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文"
)
_HANGUL_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진엄채원천방공현함변염추소석"
)


@lru_cache(maxsize=4096)  # of a list every piece is looked at as a name, and then taken for one
def bare_name(text: str) -> str:
    """A name without what is written behind it: degrees and pronouns."""
    text = without_pronouns(text)
    initial = "." if "." in text and _INITIAL_LAST().search(text) else ""
    text = text.strip(" \t\n,;:.·•*_–—-|/") + initial
    if text[-_LONGEST_DEGREE:].isalpha():
        return text
    shorter = _DEGREE().sub("", text)
    return shorter if " " in shorter.strip() else text


def without_pronouns(text: str) -> str:
    """A text without the pronouns that somebody goes by: ``(she/her)``."""
    return PRONOUNS().sub("", text) if "(" in text or "[" in text or "/" in text else text


@lru_cache(maxsize=16384)
def name_score(text: str) -> int:
    """How sure it is, of 100, that a text is a person's name; 0 where it cannot be."""
    text = text.strip()
    honored = _HONORIFIC.match(text)
    bare = text[honored.end() :] if honored else text
    words = bare.split()
    if not 0 < len(words) <= _MOST_WORDS or len(text) > _LONGEST or is_nobody(bare):
        return 0
    if not bare.isascii() and (score := _east_asian(bare)):
        return score
    if is_organization(bare):
        return 0
    score = _score_of_words(words)
    return max(score, STRONG) if honored and score >= ONE_WORD else score


@dataclass(slots=True)
class _Signs:
    """What the words of a text are: whether each is a given name, and how many are of other kinds."""

    known: list[bool] = field(default_factory=list)
    titled: int = 0
    capitals: int = 0
    initials: int = 0
    particles: int = 0
    surnames: int = 0


def _score_of_words(words: list[str]) -> int:  # noqa: PLR0911  # a table of cases
    """The score by what the words are: given names, initials, particles, a title's own words, or unknown."""
    if all(word.islower() for word in words):
        return _in_small_letters(words)
    signs = _signs_of(words)
    if signs is None or not signs.known:
        return 0
    if signs.titled:
        return _with_a_title_s_word(signs)
    if signs.capitals:
        return _with_capitals(signs, words)
    if len(signs.known) == 1:
        return (
            ((88 if signs.known[0] else 80) if signs.initials else 60) if signs.initials or signs.known[0] else ONE_WORD
        )
    if signs.known[0]:
        return 95
    if signs.initials:
        return 90
    if any(signs.known):
        return 88
    return STRONG if signs.surnames or signs.particles else LIKELY if "".join(words).isascii() else LIKELY + 5


def _signs_of(words: list[str]) -> _Signs | None:
    """What the words are, counted; None where one of them can be no part of a name."""
    signs = _Signs()
    for position, word in enumerate(words):
        sign = sign_of(word, 0 < position < len(words) - 1)
        if sign is None:
            return None
        if sign.kind == "name":
            signs.known.append(sign.given)
            signs.titled += sign.titled
            signs.surnames += sign.surname
            signs.capitals += sign.odd == "yes" or (sign.odd == "loud" and all(other.isupper() for other in words))
        elif sign.kind == "initial":
            signs.initials += 1
        elif sign.kind == "noble":
            signs.particles += 1
    return signs


def _in_small_letters(words: list[str]) -> int:
    """A given name and another word, by somebody who has no use for capitals."""
    first, last = folded(words[0]), folded(words[-1])
    names = len(words) == 2 and len(last) > 2 and is_lettered(words[0]) and is_lettered(words[1])  # noqa: PLR2004  # a given name and a surname
    return ONE_WORD + 15 if names and first in given_names() and not {first, last} & title_words() else 0


def _with_capitals(signs: _Signs, words: list[str]) -> int:
    """Words with capitals where names have none: a surname that forms ask for in capitals, or a product."""
    known = signs.known
    if known[0] and len(known) > 1 and signs.capitals < len(known):
        return STRONG
    shouted = len(known) > 1 and all(word.isupper() for word in words) and min(map(len, words)) >= SHORTEST_SURNAME
    return LIKELY if shouted and (signs.surnames or any(known)) else 50


def _with_a_title_s_word(signs: _Signs) -> int:
    """A given name before a single word of titles can be a person: there are people called Hall and Day."""
    known = signs.known
    if signs.titled > 1 or len(known) < 2:  # noqa: PLR2004  # a word of titles, and another
        return 15
    if known[0] and (len(known) == 2 or signs.initials):  # noqa: PLR2004  # a given name and a surname
        return LIKELY + 2
    return LIKELY + 2 if any(known) and signs.surnames else HALF


def _east_asian(text: str) -> int:  # noqa: PLR0911  # a table of scripts
    """The score of a name in Chinese, Japanese or Korean letters; 0 for other letters."""
    joined = re.sub(r"[\s・·･]", "", text).removesuffix("さん").removesuffix("氏").removesuffix("先生")
    joined = joined.removesuffix("님")
    if not joined or len(joined) > 12:  # noqa: PLR2004  # a name in katakana can be that long
        return 0
    names = given_names()
    if all("가" <= c <= "힣" for c in joined):
        return (STRONG + 3 if joined[0] in _HANGUL_SURNAMES else 50) if 2 <= len(joined) <= 4 else 0  # noqa: PLR2004  # one or two syllables each
    if all("ァ" <= c <= "ヿ" for c in joined):
        return LIKELY + 5 if re.search(r"[\s・·･]", text) else ONE_WORD
    if not all("㐀" <= c <= "鿿" or c in "々ヶぁ-ん" or "ぁ" <= c <= "ん" for c in joined):
        return 0
    if any(joined.startswith(surname) for surname in (joined[:1], joined[:2], joined[:3]) if surname in names):
        return 90 if 3 <= len(joined) <= 6 else 0  # noqa: PLR2004  # a surname, and one to three more
    if joined[0] in _HAN_SURNAMES and 2 <= len(joined) <= 3:  # noqa: PLR2004  # a surname of one, and one or two
        return STRONG + 3
    if not 2 <= len(joined) <= 5 or re.search("[ぁ-ん]{2}", joined[:2]):  # noqa: PLR2004  # longer is a phrase
        return 0
    return 75 if " " in text.strip() or "\u3000" in text else 50
