"""Text from outside, made safe at the edge, and folded so that it can be compared."""

from __future__ import annotations

import re
from functools import cache
from itertools import filterfalse

_CONTROL = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (less tab and newline), DEL, C1: a terminal obeys them
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings and overrides: text that reads as something else
    "\ufeff]"
)
_ASCII_CONTROL = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])
_LINE_BREAKS = "[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_UNSTORABLE = "[\x00\ud800-\udfff]"
_WORD_BREAKS = re.compile(r"[^\w\s@.+-]+")  # white space breaks words by itself
_LETTERS_THAT_DO_NOT_DECOMPOSE = {
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "\u0131": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
_WHOLE_LETTERS = f"[{''.join(_LETTERS_THAT_DO_NOT_DECOMPOSE)}]"
_SLUG_BREAKS = r"[^a-z0-9]+"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when text is first seen that it may be in: a start does without most of them."""
    return re.compile(pattern)


def storable(text: str) -> str:
    """Drop NUL and lone surrogates: PostgreSQL refuses the one, every UTF-8 encoder the other."""
    if text.isascii() and "\0" not in text:
        return text  # nearly always, and a tenth of the time of a search
    return _compiled(_UNSTORABLE).sub("", text) if _compiled(_UNSTORABLE).search(text) else text


def safe_text(text: str) -> str:
    """Drop what a terminal would obey instead of showing: control characters and direction overrides."""
    if text.isprintable():
        return text
    if text.isascii():  # a description: counting is a fifth of the time of looking
        left = text.encode().translate(None, _ASCII_CONTROL)
        return text if len(left) == len(text) else left.decode()
    if not _compiled(_CONTROL).search(text):
        return text
    return _compiled(_CONTROL).sub("", text)


def one_line(text: str) -> str:
    """Text for a table cell, a header or a name: safe, and every run of white space a single blank."""
    if not text.isprintable():
        text = safe_text(_compiled(_LINE_BREAKS).sub(" ", text))
    elif "  " not in text and text.strip() is text:  # nearly always: what can be printed has no white space but blanks
        return text
    return " ".join(text.split())


def fold(text: str) -> str:
    """Fold case, accents and width, so that "Zoë Ångström" and "zoe angstrom" are equal."""
    if text.isascii():
        return " ".join(_WORD_BREAKS.sub(" ", text.lower()).split())
    import unicodedata  # only for what is not ASCII

    plain = "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text.casefold())))
    if not plain.isascii():
        plain = _compiled(_WHOLE_LETTERS).sub(_in_ascii, plain)
    return " ".join(_WORD_BREAKS.sub(" ", plain).split())


def _in_ascii(letter: re.Match[str]) -> str:
    return _LETTERS_THAT_DO_NOT_DECOMPOSE[letter[0]]


def slug(text: str, fallback: str = "event") -> str:
    """A name for the command line or a file: lower-case ASCII letters and digits, joined by hyphens."""
    return _compiled(_SLUG_BREAKS).sub("-", fold(text)).strip("-")[:60].rstrip("-") or fallback
