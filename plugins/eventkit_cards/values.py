"""What the value of a card's line means: an address, a number, a profile, a birthday, and how it is labelled."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from eventkit.api import ContactPoint, is_email, one_line, unescape

if TYPE_CHECKING:
    from eventkit.api import ContentLine

TYPES = ("home", "work", "cell", "fax", "pager", "main", "car", "video")
"""Types that say which address or number it is; the others say how it was written, or that it is preferred."""

LAST = 101
"""The preference of what has none: PREF of RFC 6350 goes from 1 to 100."""

_SAME_TYPE = {"mobile": "cell", "iphone": "cell"}
_NO_PLATFORM = {
    *TYPES,
    *_SAME_TYPE,
    "pref",
    "other",
    "custom",
    "personal",
    "internet",
    "profile",
    "voice",
    "uri",
    "x-apple",
}
_SAME_PLATFORM = {"twitter": "x"}
_NOT_IN_A_PLATFORM = re.compile(r'[\s";:,]')
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"[^\s/:]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(.+)", re.DOTALL)
_IN_BRACKETS = re.compile(r".*<([^<>]+)>")
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?")
_NO_YEAR = "1604"  # what Apple writes where the year is not told, with X-APPLE-OMIT-YEAR or without
_DAY = re.compile(r"--(\d\d)-?(\d\d)(?:[T ].*)?")


def point_of(line: ContentLine, label: str = "") -> ContactPoint | None:
    """The contact point that a line gives, or None where it gives none; ``label`` goes before the line's types."""
    name, value = line.name, line.value
    value = one_line(unescape(value) if "\\" in value else value)
    if not value:
        return None
    if not label and line.params:
        label = _label_of(line.params.get("TYPE", ()))
    if name == "EMAIL":
        return _email(value, label)
    if name == "TEL":
        number = _without_scheme(value, "tel") if ":" in value else value
        return ContactPoint(kind="phone", value=number, label=label) if _DIGIT.search(number) else None
    if name == "URL":
        return ContactPoint(kind="url", value=value, label=label) if value else None
    return _profile(line, value, label)


def plain_label(text: str) -> str:
    """The words of an X-ABLabel; Apple writes its own ones as ``_$!<Home>!$_``."""
    text = one_line(unescape(text))
    match = _APPLE_LABEL.fullmatch(text)
    if match is None:
        return text
    word = match[1].casefold()
    return _SAME_TYPE.get(word, word)


def preference(line: ContentLine) -> int:
    """Where the line stands among those of its name: the preferred first (PREF of RFC 6350, TYPE=pref before it)."""
    params = line.params
    return _preference_of(params.get("TYPE", ()), params.get("PREF", ())) if params else LAST


def birthday(line: ContentLine) -> str:
    """A date as 1990-04-12, as --04-12 where the year is not told, or as it was written where it is no date."""
    text = one_line(unescape(line.value))
    if match := _DATE.fullmatch(text):
        return f"{'-' if match[1] == _NO_YEAR else match[1]}-{match[2]}-{match[3]}"
    if match := _DAY.fullmatch(text):
        return f"--{match[1]}-{match[2]}"
    return text


@lru_cache(maxsize=256)
def _words(types: tuple[str, ...]) -> tuple[str, ...]:
    """The values of TYPE in lower case; vCard 4 quotes several of them as one."""
    return tuple(word.strip().casefold() for value in types for word in value.split(","))


@lru_cache(maxsize=256)
def _preference_of(types: tuple[str, ...], told: tuple[str, ...]) -> int:
    if "pref" in _words(types):
        return 1
    number = told[0] if told else ""
    return int(number) if number.isdecimal() and len(number) <= 3 else LAST  # noqa: PLR2004  # PREF goes to 100


@lru_cache(maxsize=256)
def _label_of(types: tuple[str, ...]) -> str:
    """Which of several it is, as ``work`` or ``work fax``."""
    found = {_SAME_TYPE.get(word, word) for word in _words(types)}
    return " ".join(word for word in TYPES if word in found)


def _email(value: str, label: str) -> ContactPoint | None:
    address = _without_scheme(value, "mailto") if ":" in value else value
    if address.endswith(">"):
        match = _IN_BRACKETS.fullmatch(address)
        address = match[1].strip() if match else address
    return ContactPoint(kind="email", value=address, label=label) if is_email(address) else None


def _profile(line: ContentLine, value: str, label: str) -> ContactPoint | None:
    """X-SOCIALPROFILE (Apple), SOCIALPROFILE (RFC 9554) and IMPP (RFC 4770): a web address, or a handle somewhere."""
    services = [*line.params.get("SERVICE-TYPE", ()), *line.params.get("X-SERVICE-TYPE", ())]
    services += _words(line.params.get("TYPE", ()))
    match = _SCHEME.fullmatch(value)
    words = [_NOT_IN_A_PLATFORM.sub("-", one_line(word).casefold()) for word in [*services, match[1] if match else ""]]
    platform = next((_SAME_PLATFORM.get(word, word) for word in words if word and word not in _NO_PLATFORM), "")
    if _WEB.fullmatch(value):
        return ContactPoint(kind="url", value=value, label=label or ("" if platform in {"http", "https"} else platform))
    if match:
        value = match[2].removeprefix("//").partition("?")[0]
    if value.count("@") == 1:
        value = value.removeprefix("@")
    if not platform or not _HANDLE.fullmatch(value):
        return None
    return ContactPoint(kind="handle", value=value, platform=platform, label=label)


def _without_scheme(value: str, scheme: str) -> str:
    head, colon, rest = value.partition(":")
    return rest.strip() if colon and head.casefold() == scheme else value
