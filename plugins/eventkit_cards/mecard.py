r"""MECARD, the short card that QR codes of phones hold: ``MECARD:N:Doe,Jane;TEL:+49…;EMAIL:…;;``.

A backslash stands before what would separate: backslash, colon, semicolon, comma.
"""

from __future__ import annotations

import re
from hashlib import blake2b

from eventkit.api import ContactPoint, IncomingPerson, is_email, one_line, split_unescaped, unescape

PREFIX = "MECARD:"
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]*):((?:\\.|[^\\;])*)", re.DOTALL)
_KINDS = {"TEL": "phone", "TEL-AV": "phone", "URL": "url"}
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")


def person_of(text: str) -> IncomingPerson | None:
    """The person that a MECARD is of, or None where it has nothing to call them by."""
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(text[len(PREFIX) :]):
        if value.strip():
            fields.setdefault(name.upper(), []).append(value)
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
        digest="mecard1:" + blake2b(text.encode(), digest_size=16).hexdigest(),
        raw=text,
        line=1,
    )


def _name(text: str) -> tuple[str, str, str]:
    """The whole name, given name and family name; without a comma nobody tells the parts of it."""
    family, *rest = [one_line(part) for part in split_unescaped(text, ",")]
    given = " ".join(filter(None, rest))
    return (f"{given} {family}".strip(), given, family) if given else (family, "", "")
