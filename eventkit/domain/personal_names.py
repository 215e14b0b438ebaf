"""What a personal name is made of, and how it sounds: what two spellings of it have in common.

Nothing here is kept or shown: it only tells which records may be one person.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from eventkit.domain.text import fold
from eventkit.domain.transliteration import in_latin, script_of


def words_of(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())


_TITLES = words_of("""
    dr prof professor mr mrs ms mx rev herr frau dipl ing med jur phil rer nat habil msc bsc mba phd mphil dphil md
    llm llb mme mlle monsieur madame dott dottssa sig sra srta mgr univ
""")
_DOUBTFUL_TITLES = words_of("miss sir dame lord lady hon mag ma ba don dona pan pani bc esq cpa pmp ir sr fr")
"""They are titles where enough of a name is left without them."""

_SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_PARTICLES = words_of("""
    van von der den de la le du di da do dos das del della dello degli dei des ter ten te zu zum zur vom af av y e i
    el al bin bint ben ibn abu und and auf im aus
""")
_JOINED = frozenset({"o", "d", "l", "mc", "mac", "n"})
_ENOUGH = 2
_NOT_A_NAME = re.compile(r"\([^)]*\)|\[[^]]*\]|[\"“”„«][^\"“”„«»]*[\"“”»]")
_BREAKS = re.compile(r"[-.+_@]+")


class NameParts(NamedTuple):
    """A name's words in Latin letters, in order, without titles; ``suffix`` is jr, sr, ii …, or empty.

    A word of one letter is an initial. ``whole`` has the particles too (``van der berg``), ``scripts`` the script
    of each word, where it is not Latin.
    """

    words: tuple[str, ...]
    whole: tuple[str, ...]
    suffix: str
    scripts: tuple[str, ...]


def parts_of(name: str, key: str) -> NameParts:
    """Take a name apart; ``key`` is the folded one."""
    if "(" in name or "[" in name or '"' in name or "“" in name or "„" in name or "«" in name:
        key = fold(_NOT_A_NAME.sub(" ", name)) or key
    if "@" in key:
        key = _BREAKS.sub(" ", key.partition("@")[0]) if " " not in key else key.replace("@", " ")
    words, script_of_word = (_split(key), {}) if key.isascii() else _read(name, key)
    words = [word for word in words if word]  # a soft sign alone is nothing in Latin letters
    suffix = ""
    for position, word in enumerate(words):
        if position and word in _SUFFIXES:
            suffix = _SUFFIXES[word]
    plain = [word for word in words if not (word in _TITLES or word.isdecimal() or (suffix and word in _SUFFIXES))]
    plain = plain or words
    sure = [word for word in plain if word not in _DOUBTFUL_TITLES]
    plain = sure if len(sure) >= _ENOUGH else plain
    main = [word for word in plain if word not in _PARTICLES]
    main = main if len(main) >= _ENOUGH else plain
    return NameParts(tuple(main), tuple(plain), suffix, tuple([script_of_word.get(word, "") for word in main]))


def _read(name: str, key: str) -> tuple[list[str], dict[str, str]]:
    """The words in Latin letters, and the script of each that was in others."""
    script = script_of(key)
    if script == "Japanese":  # folding takes the marks off that tell ga from ka
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    words = _split(key)
    if not script:
        return words, {}
    latin = in_latin(words, script)
    if len(latin) != len(words) or script in {"Chinese", "Korean"}:
        return latin, dict.fromkeys(latin, script)
    return latin, {word: script_of(written) for word, written in zip(latin, words, strict=True)}


def _split(key: str) -> list[str]:
    """The words of a folded name; ``o brien`` and ``mc donald`` are one."""
    words = _BREAKS.sub(" ", key).split()
    if not any(word in _JOINED for word in words):
        return words
    found: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        begins = word in {"mc", "mac"} or (word in _JOINED and (found or word == "o") and f"{word}." not in key)
        if begins and position + 1 < len(words) and len(words[position + 1]) > _ENOUGH:
            found.append(word + words[position + 1])
            position += 1
        else:
            found.append(word)
        position += 1
    return found


_SOUNDS = (
    *(("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("dzh", "j"), ("zh", "z"), ("kh", "h"), ("ph", "f"), ("th", "t")),
    *(("dh", "d"), ("gh", "g"), ("ck", "k"), ("dt", "t"), ("tz", "z"), ("ts", "z"), ("cz", "z"), ("x", "ks")),
    *(("qu", "kv"), ("q", "k"), ("w", "v"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ou", "u"), ("oo", "u")),
    *(("ee", "i"), ("y", "i"), ("j", "i"), ("ie", "i"), ("ai", "ei"), ("ce", "se"), ("ci", "si")),
)
_C = re.compile(r"c(?!h)")
_SILENT_H = re.compile(r"(?<![sc])h(?=[^aeiou]|$)")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"[aeiou]+")


def sound_of(word: str) -> str:
    """A word as several languages may spell it: Meyer and Maier, Schmidt and Schmitt, Юлия and Yulia are equal."""
    if len(word) <= _ENOUGH:
        return word
    return _TWICE.sub(r"\1", _SILENT_H.sub("", _heard(word))) or word


def consonants_of(word: str) -> str:
    """What is left of a word where vowels are not written, as in Hebrew and Arabic; w and y often stand for some."""
    return _TWICE.sub(r"\1", _VOWELS.sub("", _heard(word.replace("w", ""))))


def _heard(word: str) -> str:
    for written, heard in _SOUNDS:
        if written in word:
            word = word.replace(written, heard)
    return _C.sub("k", word)


def without_umlauts(word: str) -> str:
    """The word with ``ae``, ``oe`` and ``ue`` as the folded umlauts are: ``mueller`` and ``muller`` are one."""
    return word.replace("ue", "u").replace("oe", "o").replace("ae", "a")
