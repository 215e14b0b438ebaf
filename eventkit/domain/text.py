"""Text from outside, made safe at the edge, and folded so that it can be compared."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 (less tab and newline), DEL, C1: a terminal obeys them
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069"  # bidirectional embeddings and overrides: text that reads as something else
    "\ufeff]"
)
_LINE_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WORD_BREAKS = re.compile(r"[^\w@.+-]+")
_LETTERS_THAT_DO_NOT_DECOMPOSE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_SLUG_BREAKS = re.compile(r"[^a-z0-9]+")


def storable(text: str) -> str:
    """Drop NUL and lone surrogates: PostgreSQL refuses the one, every UTF-8 encoder the other."""
    if text.isascii() and "\0" not in text:
        return text  # nearly always, and a tenth of the time of a search
    return _UNSTORABLE.sub("", text) if _UNSTORABLE.search(text) else text


def safe_text(text: str) -> str:
    """Drop what a terminal would obey instead of showing: control characters and direction overrides."""
    return _CONTROL.sub("", text) if not text.isprintable() and _CONTROL.search(text) else text


def one_line(text: str) -> str:
    """Text for a table cell, a header or a name: safe, and every run of white space a single blank."""
    return " ".join((text if text.isprintable() else safe_text(_LINE_BREAKS.sub(" ", text))).split())


def fold(text: str) -> str:
    """Fold case, accents and width, so that "Zoë Ångström" and "zoe angstrom" are equal."""
    if text.isascii():
        return " ".join(_WORD_BREAKS.sub(" ", text.lower()).split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(_WORD_BREAKS.sub(" ", plain.translate(_LETTERS_THAT_DO_NOT_DECOMPOSE)).split())


def slug(text: str, fallback: str = "event") -> str:
    """A name for the command line or a file: lower-case ASCII letters and digits, joined by hyphens."""
    return _SLUG_BREAKS.sub("-", fold(text)).strip("-")[:60].rstrip("-") or fallback
