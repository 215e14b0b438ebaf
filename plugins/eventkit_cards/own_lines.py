"""The lines that eventkit writes of itself, in vCard 3.0 (RFC 2426) and 4.0 (RFC 6350, RFC 9554)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import escape, one_line, safe_text
from eventkit_cards.platforms import known_profile
from eventkit_cards.values import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.api import ContactPoint, Person

    Profile = Callable[[str, str], str]

_NOT_IN_A_TYPE = re.compile(r'[\s";:,]')
_LINE_ENDS = re.compile(r"\r\n?")
_DATE = re.compile(r"(?:\d{4}-|--)\d\d-\d\d")
_GLOBAL_NUMBER = re.compile(r"\+\d[\d ().-]*", re.ASCII)
_CHAT = re.compile(r"(?:xmpp|sips?|skype|ircs?|matrix):[\w.~!$&'()*+,=@%-]+", re.ASCII)
_PROPERTY = {"email": "EMAIL", "phone": "TEL", "url": "URL"}


def point_lines(
    point: ContactPoint, *, version: str = "3.0", profile: Profile = known_profile, item: str = ""
) -> list[str]:
    """The line of a contact point, and in the group ``item`` that of its label, where it is no type of RFC 2426.

    A handle goes as the web address that ``profile`` gives for it, which every phone keeps.
    """
    name, value = _head_and_value(point, version, profile)
    label = one_line(point.label)
    words = label.split()
    if words and set(words) <= set(TYPES):
        types = ",".join(words)
        return [f"{name};TYPE={types.upper() if version == '3.0' else types}:{value}"]
    if label and item:
        return [f"{item}.{name}:{value}", f"{item}.X-ABLabel:{escape(label)}"]
    return [f"{name}:{value}"]


def point_value(point: ContactPoint, name: str, profile: Profile) -> str:
    """The value of a contact point for a line that is there already, of that name."""
    value = one_line(point.value)
    if point.kind == "handle":
        value = one_line(profile(point.platform, point.value)) or value
    return _as_uri(value) if name in {"URL", "SOCIALPROFILE", "IMPP", "X-SOCIALPROFILE"} else escape(value)


def name_value(person: Person) -> str:
    """The parts of an N. Without given and family name the last word is the family name: a phone sorts by it."""
    if one_line(person.given) or one_line(person.family):
        return f"{escaped(person.family)};{escaped(person.given)};;;"
    *given, family = one_line(person.name).split() or [""]
    return f"{escape(family)};{escape(' '.join(given))};;;" if given else f";{escape(family)};;;"


def birthday_line(person: Person, version: str = "3.0") -> str:
    """BDAY; an empty text where it is not known."""
    birthday = one_line(person.birthday)
    if not birthday:
        return ""
    if not _DATE.fullmatch(birthday):
        return f"BDAY;VALUE=text:{escape(birthday)}"
    return f"BDAY:{birthday}" if version == "3.0" else "BDAY:" + basic_date(birthday)


def basic_date(date: str) -> str:
    """1990-04-12 as 19900412, and --04-12 as --0412: dates of RFC 6350 section 4.3.1."""
    return date if date.startswith("--") and len(date) == len("--0412") else date[:2] + date[2:].replace("-", "")


def note_text(person: Person) -> str:
    """The note, with LF at its line ends."""
    return safe_text(_LINE_ENDS.sub("\n", person.note)).strip()


def escaped(value: str) -> str:
    """One line of text, with its backslashes."""
    return escape(one_line(value))


def listed(values: Sequence[str]) -> str:
    """Texts between commas."""
    return ",".join(escaped(value) for value in values)


def _head_and_value(point: ContactPoint, version: str, profile: Profile) -> tuple[str, str]:
    """The name of a contact point's line with what must stand beside it, and its value."""
    value = one_line(point.value)
    if point.kind == "handle":
        return _handle(point, version, profile)
    if point.kind == "url":
        return "URL", _as_uri(value)
    if version != "3.0" and point.kind == "phone" and _GLOBAL_NUMBER.fullmatch(value):
        return "TEL;VALUE=uri", "tel:" + re.sub(r"[ .-]+", "-", value).strip("-")  # RFC 3966: there are no blanks
    return _PROPERTY[point.kind], escape(value)


def _handle(point: ContactPoint, version: str, profile: Profile) -> tuple[str, str]:
    value = one_line(point.value)
    address = one_line(profile(point.platform, point.value))
    service = _NOT_IN_A_TYPE.sub("-", one_line(point.platform))
    if version == "3.0":
        return ("URL", _as_uri(address)) if address else (f"X-SOCIALPROFILE;TYPE={service}", escape(value))
    if address:
        return f"SOCIALPROFILE;SERVICE-TYPE={service}", _as_uri(address)
    chat = f"{point.platform}:{value}"
    if _CHAT.fullmatch(chat):
        return "IMPP", chat
    return f"SOCIALPROFILE;SERVICE-TYPE={service};VALUE=text", escape(value)


def _as_uri(value: str) -> str:
    """A URI keeps its commas and semicolons (RFC 2426 section 3.6.8)."""
    return value.replace("\\", "\\\\")
