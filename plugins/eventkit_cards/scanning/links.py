"""Where a link really leads, told without going there.

A browser reads an address as the WHATWG's URL standard says: backslashes are slashes, tabs and line breaks are nothing,
and the host is what stands behind the last ``@``. So does this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eventkit.api import one_line, safe_text

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d+(?:/|$))", re.IGNORECASE)
_AUTHORITY = re.compile(r"[/\\]*([^/\\?#]*)")
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]|$)")
_NUMBER = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}")
_DOTS = re.compile("[\u3002\uff0e\uff61]")
_IGNORED = re.compile(r"[\t\n\r]")
_WEB = frozenset({"http", "https"})
_LIKE_AN_END = frozenset({"app", "biz", "co", "com", "de", "dev", "edu", "eu", "gov", "info", "io", "net", "org"})
_TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA", "LATIN"}, {"CJK", "HANGUL", "LATIN"}, {"BOPOMOFO", "CJK", "LATIN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as it was written, its host as letters, and what is odd about it, each a phrase."""

    address: str
    host: str = ""
    oddities: tuple[str, ...] = ()


def is_link(text: str) -> bool:
    """Whether a text is an address of the web, or of anything else that a phone might open."""
    bare = text.strip()
    if not bare or any(character.isspace() for character in bare):
        return False
    scheme = _SCHEME.match(bare)
    if scheme:
        return scheme[1].casefold() in _WEB or bare[scheme.end() : scheme.end() + 2] == "//"
    return _BARE.match(bare) is not None


def look_at(text: str) -> Link:
    """What there is to know of a link."""
    oddities: list[str] = []
    address = _IGNORED.sub("", text.strip())
    if safe_text(address) != address or _IGNORED.search(text.strip()):
        oddities.append("has characters in it that are not seen")
    scheme = _SCHEME.match(address)
    name = scheme[1].casefold() if scheme else "https"
    if name not in _WEB:
        return Link(address=one_line(text), oddities=(*oddities, f"is no web address, but one of {name}:"))
    rest = address[scheme.end() :] if scheme else address
    found = _AUTHORITY.match(rest)
    before, at, place = found[1].rpartition("@") if found else ("", "", "")
    host = _host(place)
    if at:
        oddities.append(f"begins as {one_line(before)!r}, which is no part of where it leads")
    oddities += _oddities(host)
    return Link(address=one_line(text), host=shown(host), oddities=tuple(oddities))


def shown(host: str) -> str:
    """A host by its letters, and as machines write it where that is something else."""
    letters = _letters(host)
    written = ".".join(_ascii(label) for label in letters.split("."))
    return letters if letters == written else f"{letters} ({written})"


def _host(place: str) -> str:
    """The host of an authority, in small letters, without its port."""
    import unicodedata
    from urllib.parse import unquote  # only who looks at a link needs it

    text = unicodedata.normalize("NFKC", _DOTS.sub(".", unquote(place))).casefold()
    if text.startswith("["):
        return text.partition("]")[0] + "]"
    return text.partition(":")[0].rstrip(".")


def _oddities(host: str) -> list[str]:
    if not host:
        return ["has no host"]
    if host.startswith("[") or _NUMBER.fullmatch(host):
        return ["leads to a number, and not to a name"]
    found = []
    letters = _letters(host)
    labels = letters.split(".")
    if not letters.isascii():
        scripts = sorted({script.capitalize() for label in labels for script in _scripts(label)} - {"Latin"})
        which = f" ({', '.join(scripts)})" if scripts else ""
        found.append(f"has letters in its name that are not a to z{which}")
    if any(_is_mixed(_scripts(label)) for label in labels):
        found.append("mixes letters of several scripts in one name")
    end = next((n for n, label in enumerate(labels[1:-2], 1) if label in _LIKE_AN_END), 0)
    if end:
        found.append(f"only begins as {'.'.join(labels[: end + 1])}, and is of {'.'.join(labels[-2:])}")
    return found


def _letters(host: str) -> str:
    return ".".join(_decoded(label) for label in host.split("."))


def _decoded(label: str) -> str:
    """A label that is written as ``xn--…`` (RFC 3492) by its letters."""
    if not label.startswith("xn--"):
        return label
    try:
        letters = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
    return letters if letters.replace("-", "").isalnum() else label


def _ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _scripts(label: str) -> set[str]:
    """The scripts of a label's letters, as their names in Unicode begin."""
    import unicodedata

    return {unicodedata.name(letter, "").partition(" ")[0] for letter in label if letter.isalpha()} - {"MODIFIER", ""}


def _is_mixed(scripts: set[str]) -> bool:
    return len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER)
