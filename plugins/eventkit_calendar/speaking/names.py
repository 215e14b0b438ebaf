"""How much a text looks like the name of a person, and what is written around names.

A title tells its speakers in words that a title's own words look like: "Ada Lovelace" and "Deep Dive" are two words
with capitals. Two lists tell them apart, where the letters alone do not: given names of many peoples, and words of
titles, rooms and breaks in the languages that conferences are held in. They are folded, and are loaded when the
first doubtful text is met.
"""

# ruff: noqa: RUF001, SIM905  # the letters that names are written with; a list of words reads better as a text

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

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
_SHORTEST_SURNAME = 3

_HONORIFIC = re.compile(
    r"^(?:(?:dr|prof|professor|mr|mrs|ms|mx|sir|dame|herr|frau|mme|mlle|sra?|dra?|ing|dipl|mag|rev|phd|hon|univ|habil"
    r"|h\.c|m\.sc|b\.sc|dott|dott\.ssa|ir|drs|mgr|inż|д-р)\.?[\s-]+)+(?=\S)",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r",?\s+(?:ph\.?\s?d|m\.?sc|b\.?sc|m\.?b\.?a|m\.?a|m\.?d|ll\.?m|cissp|esq|jr|sr|ii|iii|iv)\.?$", re.IGNORECASE
)
DEGREE_ALONE = re.compile(
    r"(?:ph\.?\s?d|m\.?sc|b\.?sc|m\.?b\.?a|m\.?d|ll\.?m|cissp|esq|jr|sr|ii|iii)\.?", re.IGNORECASE
)
PRONOUNS = re.compile(
    r"\s*[(\[]\s*(?:she|he|they|xe|ze|any|all|sie|er|elle|il|ella|él|ela|ele|hij|zij|hen|dey|no pronouns?)"
    r"(?:\s*[/|,]\s*\w+){0,3}\s*(?:pronouns)?\s*[)\]]"
    r"|\s+(?:she|he|they)/(?:her|him|them)(?:/\w+)?\b",
    re.IGNORECASE,
)
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
_SURNAME = re.compile(
    r"(?:ov|ova|ev|eva|ski|sky|ska|cki|cka|wicz|vic|vich|vić|ić|vych|enko|chuk|czyk|czak|escu|eanu|oiu|sson|sen|ssen"
    r"|dottir|nen|lainen|berg|burg|mann|stein|feld|bauer|meier|meyer|mayer|maier|huber|hofer|inger|ström|strom|kvist"
    r"|lund|gaard|gård|dahl|ez|guez|ndez|yan|ian|shvili|adze|poulos|idis|akis|ellis|otti|etti|elli|ini|ucci|asso"
    r"|eira|ães|inho|oğlu|oglu|wala|walla|kar|murthy|swamy|jee|waran|ulos|aitis|auskas|unas|ins|oja|ala|ström)$"
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
_HAN_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂"
    "苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬"
    "段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文"
)
_HANGUL_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진엄채원천방공현함변염추소석"
)


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
    return frozenset((Path(__file__).parent / name).read_text(encoding="utf-8").split())


def bare_name(text: str) -> str:
    """A name without what is written behind it: degrees and pronouns."""
    text = PRONOUNS.sub("", text)
    text = text.strip(" \t\n,;:.·•*_–—-|/") + ("." if re.search(r"\b[^\W\d_]\.\s*$", text) else "")
    shorter = _DEGREE.sub("", text)
    return shorter if " " in shorter.strip() else text


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


def _score_of_words(words: list[str]) -> int:  # noqa: C901, PLR0911  # a table of cases
    """The score by what the words are: given names, initials, particles, a title's own words, or unknown."""
    if all(word.islower() for word in words):
        return _in_small_letters(words)
    signs = _Signs()
    for position, word in enumerate(words):
        if not (_NICKNAME.match(word) or _noted(word, 0 < position < len(words) - 1, words, signs)):
            return 0
    if not signs.known:
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


def _noted(word: str, inside: bool, words: list[str], signs: _Signs) -> bool:  # noqa: FBT001  # private, and called once
    """Note what a word is; false where it can be no part of a name."""
    word = _ELIDED.sub("", word)
    if _NO_NAME.search(word) or not (word[0].isalpha() or word[0] in "'’`") or not _is_lettered(word):
        return False
    if word.lower() in _PARTICLES and (word[0].islower() or (inside and len(word) > 1)):
        signs.particles += word.lower() in _NOBLE
    elif word[0].upper() == word[0] and _INITIAL.fullmatch(word):
        signs.initials += 1
    elif word[0].islower():
        return False
    else:
        plain = folded(word)
        given = _given(plain)
        signs.known.append(given)
        signs.titled += plain in title_words() or ("-" in plain and title_words().issuperset(plain.split("-")))
        signs.capitals += not given and _is_odd(word, words)
        signs.surnames += _is_surname(word, plain)
    return True


def _in_small_letters(words: list[str]) -> int:
    """A given name and another word, by somebody who has no use for capitals."""
    first, last = folded(words[0]), folded(words[-1])
    names = len(words) == 2 and len(last) > 2 and _is_lettered(words[0]) and _is_lettered(words[1])  # noqa: PLR2004  # a given name and a surname
    return ONE_WORD + 15 if names and first in given_names() and not {first, last} & title_words() else 0


def _with_capitals(signs: _Signs, words: list[str]) -> int:
    """Words with capitals where names have none: a surname that forms ask for in capitals, or a product."""
    known = signs.known
    if known[0] and len(known) > 1 and signs.capitals < len(known):
        return STRONG
    shouted = len(known) > 1 and all(word.isupper() for word in words) and min(map(len, words)) >= _SHORTEST_SURNAME
    return LIKELY if shouted and (signs.surnames or any(known)) else 50


def _with_a_title_s_word(signs: _Signs) -> int:
    """A given name before a single word of titles can be a person: there are people called Hall and Day."""
    known = signs.known
    if signs.titled > 1 or len(known) < 2:  # noqa: PLR2004  # a word of titles, and another
        return 15
    if known[0] and (len(known) == 2 or signs.initials):  # noqa: PLR2004  # a given name and a surname
        return LIKELY + 2
    return LIKELY + 2 if any(known) and signs.surnames else HALF


def _given(plain: str) -> bool:
    names = given_names()
    if plain in names:
        return True
    first, hyphen, second = plain.partition("-")
    return bool(hyphen) and first in names and (second in names or len(second) > 1)


def _is_surname(word: str, plain: str) -> bool:
    return (len(plain) > _SHORTEST_SURNAME and _SURNAME.search(plain) is not None) or (
        plain in _COMMON_SURNAMES or _INNER_CAPITALS.match(word) is not None
    )


def _is_odd(word: str, words: list[str]) -> bool:
    """Whether a word has capitals where names have none: an acronym, or a product."""
    rest = word[1:]
    if rest.islower() or rest.lower() == rest:
        return False
    if word.isupper():
        return len(word) < 4 or all(other.isupper() for other in words)  # noqa: PLR2004  # ERIC is a name, NASA is odd too but rare
    return not _INNER_CAPITALS.search(word)


def _is_lettered(word: str) -> bool:
    """Letters, with the marks that some scripts write on them, and what joins and closes parts of names."""
    if word.isalpha():
        return True
    return all(c.isalpha() or c in "'’`ʼ‘-‐.·" or unicodedata.category(c)[0] == "M" for c in word)


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
