"""People as vCard 3.0, the version that every phone reads: for a file, and for a QR code."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from eventkit.api import escape, fold, one_line, profile_address, read_components, safe_text
from eventkit_cards.platforms import known_profile
from eventkit_cards.reading import WHOLE_NAME, Card, cards_in, understand
from eventkit_cards.values import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.api import App, ContactPoint, ContentLine, Person, PersonToExport

    Profile = Callable[[str, str], str]

_NOT_IN_A_NAME = re.compile(r"[^A-Z0-9-]")
_NOT_IN_A_TYPE = re.compile(r'[\s";:,]')
_LINE_ENDS = re.compile(r"\r\n?")
_DATE = re.compile(r"(?:\d{4}-|--)\d\d-\d\d")
_DATA_URI = re.compile(r"data:(?:\w+/)?(?P<type>[\w.+-]*)[^,]*;base64,(?P<data>.*)", re.DOTALL | re.IGNORECASE)
_ITEM = re.compile(r"item(\d{1,9})", re.IGNORECASE)
_PROPERTY = {"email": "EMAIL", "phone": "TEL", "url": "URL"}
_BASE64 = {"B", "BASE64"}
_BINARY = {"PHOTO", "LOGO", "SOUND", "KEY"}


def vcard(
    person: Person,
    *,
    profile: Profile = known_profile,
    source: Card | None = None,
    extra_lines: Sequence[str] = (),
) -> str:
    """A person as a card, with CRLF at each line end, unfolded; no field can add a line of its own.

    ``profile`` gives the address of a handle on a platform, as which handles are written: every phone keeps web
    addresses. ``source`` is the card that the person came with, for a file: it knows middle names and departments.
    """
    known = source or Card()
    organization = [person.organization] if one_line(person.organization) else []
    if known.organization[:1] == (person.organization,):
        organization += known.organization[1:]
    birthday = one_line(person.birthday)
    note = safe_text(_LINE_ENDS.sub("\n", person.note)).strip()
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:" + _list([*_name(person), *(*known.parts[2:], "", "", "")[:3]], ";"),
        f"FN:{_text(person.name)}",
        "ORG:" + _list(organization, ";") if organization else "",
        f"TITLE:{_text(person.title)}" if one_line(person.title) else "",
        *_points(person.contact_points, source, profile),
        f"BDAY{'' if _DATE.fullmatch(birthday) else ';VALUE=text'}:{escape(birthday)}" if birthday else "",
        f"NOTE:{escape(note)}" if note else "",
        *extra_lines,
        "END:VCARD",
    ]
    return "".join(f"{line}\r\n" for line in lines if line)


def payload(app: App, person: Person) -> str:
    """The card that goes into a QR code: without tags and interests, which are for one's own eyes."""
    return vcard(person, profile=partial(profile_address, app))


def vcard_file(person: Person, *, raw: str = "", profile: Profile = known_profile) -> bytes:
    """A person as a card for a file, folded; what the card they came with says beyond our understanding stays."""
    component = next(cards_in(read_components(raw.encode()).components), None)
    source = understand(component.lines) if component else Card()
    extra = [f"INTEREST:{_text(interest)}" for interest in person.interests]  # RFC 6715
    if person.tags:
        extra.append("CATEGORIES:" + _list(person.tags, ","))
    if not person.given and not person.family and not person.is_me:  # my card goes to others, whom this tells nothing
        extra.append(f"{WHOLE_NAME}:derived")
    extra += [_as_3_0(line) for line in source.rest if not _is_broken(line)]
    extra += [f"AGENT:{escape(child.text)}" for child in (component.children if component else ())]
    text = vcard(person, profile=profile, source=source, extra_lines=extra)
    return "".join(f"{fold(line)}\r\n" for line in text.removesuffix("\r\n").split("\r\n")).encode()


def write_people(records: Sequence[PersonToExport], profile: Profile = known_profile) -> bytes:
    """A file of cards."""
    return b"".join(vcard_file(record.person, raw=record.raw, profile=profile) for record in records)


def _name(person: Person) -> tuple[str, str]:
    """Family and given name. Without either, the last word is the family name: a phone sorts by it."""
    if one_line(person.given) or one_line(person.family):
        return person.family, person.given
    *given, family = one_line(person.name).split() or [""]
    return (family, " ".join(given)) if given else ("", family)


def _points(points: Sequence[ContactPoint], source: Card | None, profile: Profile) -> list[str]:
    """A line for each contact point, in a file with its label where that is no type of RFC 2426.

    A QR code goes without such labels: readers on phones do not know lines in groups.
    """
    taken = [_ITEM.fullmatch(line.group) for line in source.rest] if source else []
    item = max((int(match[1]) for match in taken if match), default=0)
    lines = []
    for point in points:
        name, value = _PROPERTY.get(point.kind, "URL"), one_line(point.value)
        if point.kind == "handle":
            address = one_line(profile(point.platform, point.value))
            value = address or value
            name = "URL" if address else f"X-SOCIALPROFILE;TYPE={_NOT_IN_A_TYPE.sub('-', one_line(point.platform))}"
        # a URI keeps its commas and semicolons (RFC 2426 section 3.6.8)
        value = value.replace("\\", "\\\\") if name == "URL" else escape(value)
        label = one_line(point.label)
        words = label.split()
        if words and set(words) <= set(TYPES):
            lines.append(f"{name};TYPE={','.join(words).upper()}:{value}")
        elif label and source is not None:
            item += 1
            lines += [f"item{item}.{name}:{value}", f"item{item}.X-ABLabel:{escape(label)}"]
        else:
            lines.append(f"{name}:{value}")
    return lines


def _text(value: str) -> str:
    return escape(one_line(value))


def _list(values: Sequence[str], separator: str) -> str:
    return separator.join(_text(value) for value in values)


def _is_broken(line: ContentLine) -> bool:
    """Whether a picture or a key was cut off by its writer: strict readers refuse the whole card for it."""
    _, embedded, encoded = line.value.rpartition("base64,")
    is_encoded = embedded or any(encoding.upper() in _BASE64 for encoding in line.params.get("ENCODING", ()))
    return bool(is_encoded) and len("".join(encoded.split())) % 4 != 0


def _as_3_0(line: ContentLine) -> str:
    """A line of another version for a strict reader of 3.0: pictures in its encoding, names in its letters."""
    params = {_NOT_IN_A_NAME.sub("-", name): values for name, values in line.params.items()}
    value = line.value
    if embedded := _DATA_URI.fullmatch(value.strip()):
        value = embedded["data"]
        kind = (embedded["type"].upper(),) if embedded["type"] else ()
        params = {name: values for name, values in params.items() if name not in {"VALUE", "MEDIATYPE", "TYPE"}}
        params |= {"ENCODING": ("b",), **({"TYPE": kind} if kind else {})}
    elif any(encoding.upper() in _BASE64 for encoding in params.get("ENCODING", ())):
        value = "".join(value.split())
        params["ENCODING"] = ("b",)
    elif line.name in _BINARY and "://" in value:
        params["VALUE"] = ("uri",)
    return line._replace(name=_NOT_IN_A_NAME.sub("-", line.name), params=params, value=value).plain()
