"""What badges hold beside cards: an id that only the organiser can resolve, alone, in JSON or at the end of a link."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from eventkit.api import ContactPoint, IncomingPerson, is_email, one_line
from eventkit_cards.scanning.links import look_at

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+=#*|~-]{2,199}")
_LONG = 12
_LARGEST = 8_192
_NAMES = ("name", "full_name", "fullname", "display_name", "attendee_name")
_GIVEN = ("first_name", "firstname", "given_name", "given", "fname")
_FAMILY = ("last_name", "lastname", "family_name", "surname", "family", "lname")
_EMAILS = ("email", "e-mail", "mail", "email_address")
_PHONES = ("phone", "tel", "mobile", "telephone", "phone_number")
_ORGANIZATIONS = ("company", "organization", "organisation", "org", "employer", "affiliation")
_TITLES = ("title", "job_title", "jobtitle", "position", "role")
_OF_A_PERSON = frozenset((*_NAMES, *_GIVEN, *_FAMILY, *_EMAILS, *_PHONES, *_ORGANIZATIONS, *_TITLES))


def is_id(text: str) -> bool:
    """Whether a text can be nothing but an id: one word with a digit in it, or a long one."""
    bare = text.strip()
    return _ID.fullmatch(bare) is not None and (len(bare) >= _LONG or any(letter.isdigit() for letter in bare))


def json_badge(text: str) -> tuple[IncomingPerson | None, tuple[str, ...]] | None:
    """Whom a badge in JSON names, and its ids; None where a text is no object of JSON."""
    if not text.lstrip().startswith("{") or len(text) > _LARGEST:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict):
        return None
    fields = _fields(told)
    ids = tuple(value for name, value in fields.items() if name not in _OF_A_PERSON)
    return _person(text, fields), ids


def ids_in_link(address: str) -> tuple[str, ...]:
    """What of a link may be the id in a list: the whole, the last part of its path, what its questions ask."""
    from urllib.parse import parse_qsl, urlsplit  # only a link takes it apart

    try:
        parts = urlsplit(address)
        asked = [value for _, value in parse_qsl(parts.query, max_num_fields=50)]
    except ValueError:
        return (address,)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return tuple(dict.fromkeys(text for text in (address, last, *asked, parts.fragment) if text))


def _fields(told: dict[str, Any]) -> dict[str, str]:
    """The texts and numbers of an object, and of the objects in it, by their names in small letters."""
    fields: dict[str, str] = {}
    for value in told.values():
        if isinstance(value, dict):
            fields.update({key: text for key, text in _fields_of(value) if key not in fields})
    fields.update(_fields_of(told))
    return fields


def _fields_of(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (one_line(str(name)).casefold(), one_line(str(value)))
        for name, value in told.items()
        if isinstance(value, str | int) and not isinstance(value, bool) and one_line(str(value))
    ]


def _person(text: str, fields: dict[str, str]) -> IncomingPerson | None:
    def first(names: tuple[str, ...]) -> str:
        return next((fields[name] for name in names if name in fields), "")

    given, family = first(_GIVEN), first(_FAMILY)
    email, phone, website = first(_EMAILS), first(_PHONES), first(("url", "website", "linkedin"))
    points = [ContactPoint(kind="email", value=email)] if is_email(email) else []
    points += [ContactPoint(kind="phone", value=phone)] if phone else []
    points += [ContactPoint(kind="url", value=website)] if look_at(website).host else []
    name = first(_NAMES) or f"{given} {family}".strip() or (email if is_email(email) else "")
    if not name:
        return None
    digest = f"badge1:{blake2b(text.encode(), digest_size=16).hexdigest()}"
    person = IncomingPerson(name=name, given=given if family else "", family=family if given else "", line=1)
    return replace(
        person,
        organization=first(_ORGANIZATIONS),
        title=first(_TITLES),
        contact_points=tuple(points),
        uid=digest,
        digest=digest,
    )
