"""Normal forms: what has to be equal for two contact points, or two names, to be the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.domain.text import fold

if TYPE_CHECKING:
    from eventkit.domain.people import ContactPoint

_NOT_DIGITS = re.compile(r"\D+")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")


def is_email(text: str) -> bool:
    """Whether the text has the shape of an address; whether it is in use, nobody knows offline."""
    return _EMAIL.fullmatch(text) is not None


def normal_form(point: ContactPoint) -> str:
    """The form in which two contact points of a kind are compared."""
    if point.kind == "email":
        return point.value.strip().casefold()
    if point.kind == "phone":
        return _normal_phone(point.value)
    if point.kind == "url":
        return _normal_url(point.value)
    return f"{point.platform}:{point.value.strip().casefold().lstrip('@')}"


def identifies(point: ContactPoint) -> bool:
    """Whether the same contact point means the same person.

    A web address may be a company's, and a number without its country code is one of many.
    """
    if point.kind == "phone":
        return _normal_phone(point.value).startswith("+")
    return point.kind in {"email", "handle"}


def name_key(name: str) -> str:
    """A name as it is compared: folded, with its words in order."""
    return fold(name)


def _normal_phone(text: str) -> str:
    """Digits, with a plus where the country code is given (as ``+`` or ``00``); an extension is dropped."""
    number = re.split(r"(?:;|ext|x)", text.casefold().removeprefix("tel:"), maxsplit=1)[0].strip()
    digits = _NOT_DIGITS.sub("", number)
    if number.startswith("+"):
        return "+" + digits.removeprefix("00")
    return "+" + digits[2:] if digits.startswith("00") else digits


def _normal_url(text: str) -> str:
    """Host and path: the scheme, ``www.`` and a closing slash make no other page."""
    from urllib.parse import urlsplit  # 3 ms that a command without addresses does not pay

    address = text.strip()
    parts = urlsplit(address if "//" in address else f"//{address}")
    host = (parts.netloc.rpartition("@")[2]).casefold().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return host + parts.path.rstrip("/") + query
