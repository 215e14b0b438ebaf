r"""MECARD, the short card that QR codes of phones hold: ``MECARD:N:Doe,Jane;TEL:+49…;EMAIL:…;;``.

A backslash stands before what would separate: backslash, colon, semicolon, comma.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from eventkit.api import ContactPoint, IncomingPerson, escape, is_email, one_line, split_unescaped, unescape

PREFIX = "MECARD:"
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):((?:\\.|[^\\;])*)", re.DOTALL)
_KINDS = {"TEL": "phone", "TEL-AV": "phone", "URL": "url"}
_UNDERSTOOD = {"N", "ORG", "TITLE", "NOTE", "MEMO", "EMAIL", "TEL", "TEL-AV", "URL", "BDAY"}
_OF_A_CARD = {"NICKNAME": "NICKNAME:{}", "ADR": "ADR:;;{};;;;"}
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")


def person_of(text: str) -> IncomingPerson | None:
    """The person that a MECARD is of, or None where it has nothing to call them by."""
    return person_with(fields_of(text[len(PREFIX) :]), text, "mecard1")


def fields_of(text: str) -> dict[str, list[str]]:
    """The values of each field that says something, by its name in capitals."""
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(text):
        if value.strip():
            fields.setdefault(name.upper(), []).append(value)
    return fields


def person_with(fields: dict[str, list[str]], text: str, reader: str) -> IncomingPerson | None:
    """The person whom fields describe; ``reader`` stands before the digest of the text."""
    name, given, family = _name(fields.get("N", [""])[0])
    points = [
        ContactPoint(kind="phone" if kind == "phone" else "url", value=one_line(unescape(value)))
        for name, kind in _KINDS.items()
        for value in fields.get(name, ())
    ]
    emails = [one_line(unescape(value)) for value in fields.get("EMAIL", ())]
    points[:0] = [ContactPoint(kind="email", value=email) for email in emails if is_email(email)]
    texts = {name: one_line(unescape(values[0])) for name, values in fields.items()}
    fallback = (texts.get("NICKNAME"), texts.get("ORG"), *(point.value for point in points))
    name = name or next(filter(None, fallback), "")
    if not name:
        return None
    birthday = _DATE.fullmatch(texts.get("BDAY", ""))
    return IncomingPerson(
        name=name,
        given=given,
        family=family,
        organization=texts.get("ORG", ""),
        title=texts.get("TITLE", ""),
        note=texts.get("NOTE", texts.get("MEMO", "")),
        birthday="-".join(birthday.groups()) if birthday else texts.get("BDAY", ""),
        contact_points=tuple(dict.fromkeys(points)),
        digest=f"{reader}:{blake2b(text.encode(), digest_size=16).hexdigest()}",
        raw=_card(name, fields),
        line=1,
    )


def _card(name: str, fields: dict[str, list[str]]) -> str:
    """A card (RFC 2426) with what eventkit has no place for, which comes back out with every export."""
    lines = [
        _OF_A_CARD.get(field, f"X-MECARD-{field}:{{}}").format(escape(one_line(unescape(value))))
        for field, values in fields.items()
        if field not in _UNDERSTOOD
        for value in values
    ]
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{escape(name)}", *lines, "END:VCARD"])


def _name(text: str) -> tuple[str, str, str]:
    """The whole name, given name and family name; without a comma nobody tells the parts of it."""
    family, *rest = [one_line(part) for part in split_unescaped(text, ",")]
    given = " ".join(filter(None, rest))
    return (f"{given} {family}".strip(), given, family) if given else (family, "", "")
