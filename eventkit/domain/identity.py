"""Normal forms: what has to be equal for two contact points, or two names, to be the same."""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import TYPE_CHECKING

from eventkit.domain.phones import is_somebodys, normal_phone
from eventkit.domain.text import fold

if TYPE_CHECKING:
    from eventkit.domain.people import ContactPoint

_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")


class Agreement(IntEnum):
    """How two names go together, from those of two people to those of one: see ``domain.namesakes``."""

    DIFFERENT = 0
    UNCLEAR = 1
    POSSIBLE = 2
    LIKELY = 3
    SAME = 4


def is_email(text: str) -> bool:
    """Whether the text has the shape of an address; whether it is in use, nobody knows offline."""
    return _EMAIL.fullmatch(text) is not None


def normal_form(point: ContactPoint, region: str = "") -> str:
    """The form in which two contact points of a kind are compared; a number without its country is of the region."""
    if point.kind == "email":
        return _normal_email(point.value)
    if point.kind == "phone":
        return normal_phone(point.value, region)
    if point.kind == "url":
        return _normal_url(point.value)
    return f"{point.platform}:{point.value.strip().casefold().lstrip('@')}"


def identifies(point: ContactPoint, region: str = "") -> bool:
    """Whether the same contact point means the same person; see ``is_identifying``."""
    return is_identifying(point.kind, normal_form(point, region))


def is_identifying(kind: str, normal: str) -> bool:
    """Whether a contact point in its normal form can mean one person only.

    A web address may be a company's, a number without its country code is one of many, and what has no @ is no
    address, whatever the column says.
    """
    if kind == "email":
        return 0 < normal.find("@") < len(normal) - 1
    if kind == "phone":
        return is_somebodys(normal)
    return kind == "handle" and normal[-1] != ":"


def name_key(name: str) -> str:
    """A name as it is compared: folded, with its words in order."""
    return fold(name)


def _normal_email(text: str) -> str:
    """Small letters all through; a domain of other letters than ASCII's is shown by them, however it was written."""
    address = text.strip()
    if address.isascii():
        address = address.lower()
        return _with_letters(address) if "xn--" in address else address
    return unicodedata.normalize("NFC", address).casefold()


def _with_letters(address: str) -> str:
    """An address whose domain is written as ``xn--…`` (RFC 3490) with the letters that it means."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode().decode("idna").casefold()
    except UnicodeError:
        return address


def _normal_url(text: str) -> str:
    """Host and path: the scheme, ``www.`` and a closing slash make no other page."""
    from urllib.parse import urlsplit  # 3 ms that a command without addresses does not pay

    address = text.strip()
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:  # a bracket where no host's number follows
        return address.casefold()
    host = (parts.netloc.rpartition("@")[2]).casefold().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return host + parts.path.rstrip("/") + query
