"""What the text of a code is: a card, one way to reach somebody, a link, a badge's id, or something to leave alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from eventkit.api import ContactPoint, ReadContext, as_handles, one_line
from eventkit_cards import bizcard, mecard
from eventkit_cards.plugin import sniff
from eventkit_cards.reading import read
from eventkit_cards.scanning.badge_codes import ids_in_link, is_id, json_badge
from eventkit_cards.scanning.links import is_link, look_at
from eventkit_cards.scanning.messages import mail_in, named_address, number_in, person_reached_by

if TYPE_CHECKING:
    from eventkit.api import App, IncomingPerson
    from eventkit_cards.scanning.links import Link

Trust = Literal["card", "link", ""]
"""What has to be said before something is stored: --yes is enough for a card; nothing is stored of what has none."""

_FAVOURITES = "eventkit-favourites:"
_LEFT = (
    (("geo:",), "place", ""),
    (("wifi:",), "wifi", ""),
    (
        ("begin:vcalendar", "begin:vevent"),
        "calendar",
        "this is an agenda, which `eventkit import` takes in from a file",
    ),
    ((_FAVOURITES,), "favourites", "these are favourites, which `eventkit favourites import PICTURE` takes in"),
)
_MAIL, _NUMBER = ("mailto:", "matmsg:"), ("tel:", "sms:", "smsto:", "mms:", "mmsto:")
_BOOKMARK = re.compile(r"(?:^MEBKM:|;)URL:((?:\\.|[^\\;])*)", re.IGNORECASE | re.DOTALL)
_RUNS = re.compile(
    r"\s*(javascript|vbscript|data|file|intent|market|itms-[a-z]+|content|about|blob)\s*:", re.IGNORECASE
)
_GUESSED = re.compile(r"[^\W\d_]{2,}")
_FEW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a code holds.

    ``named`` is false for somebody whose name nobody told: ``person.name`` is a guess or the address. ``ids`` are what
    a badge's code may be called in the organiser's list. ``links`` are all that lead somewhere, ``hint`` says what
    else can be done with it.
    """

    kind: str
    trust: Trust = ""
    person: IncomingPerson | None = None
    named: bool = True
    ids: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    hint: str = ""
    problem: str = ""


def recognise(app: App, text: str, source: str) -> list[Payload]:
    """What a text holds: each card in it, or the one thing that it is instead."""
    lowered = text.lstrip().casefold()
    if lowered.startswith(mecard.PREFIX.casefold()):
        return [_card("mecard", mecard.person_of(text.lstrip()))]
    if lowered.startswith(bizcard.PREFIX.casefold()):
        return [_card("bizcard", bizcard.person_of(text.lstrip()))]
    if sniff(text.encode(errors="replace"), ""):
        return _vcards(text, source)
    for reader in (_left_alone, _json, _message, _named, _link):
        found = reader(app, text)
        if found:
            return [found]
    if is_id(text):
        return [Payload(kind="badge", trust="link", ids=(text.strip(),))]
    return [Payload(kind="text")]


def _vcards(text: str, source: str) -> list[Payload]:
    reading = read(text.encode(errors="replace"), ReadContext(file=source))
    problem = "; ".join(f"line {found.line}: {found.reason}" for found in reading.problems)
    people = [_card("vcard", person, problem) for person in reading.people]
    return people or [Payload(kind="vcard", problem=problem)]


def _card(kind: str, person: IncomingPerson | None, problem: str = "") -> Payload:
    """A card; one without a UID goes by its digest, so that to scan it again changes nothing.

    One with a link that is not what it seems is no plain card any more.
    """
    if person is None:
        return Payload(kind=kind, problem=problem or "it names nobody")
    links = tuple(look_at(point.value) for point in person.contact_points if point.kind == "url")
    odd = any(link.oddities for link in links)
    person = replace(person, uid=person.uid or person.digest)
    return Payload(kind=kind, trust="link" if odd else "card", person=person, links=links, problem=problem)


def _left_alone(_app: App, text: str) -> Payload | None:
    lowered = text.lstrip().casefold()
    for starts, kind, hint in _LEFT:
        if lowered.startswith(starts):
            return Payload(kind=kind, hint=hint)
    runs = _RUNS.match(text)
    if runs:
        return Payload(
            kind="link",
            links=(look_at(text),),
            hint=f"this asks to be run, or opened by another program ({runs[1].lower()}:): it is left alone",
        )
    return None


def _json(_app: App, text: str) -> Payload | None:
    told = json_badge(text)
    if told is None:
        return None
    person, ids = told
    if person is not None:
        return replace(_card("badge", person), ids=ids)
    return Payload(kind="badge", trust="link", ids=ids) if ids else Payload(kind="text")


def _message(_app: App, text: str) -> Payload | None:
    """One way to reach somebody who is not named."""
    lowered = text.lstrip().casefold()
    if lowered.startswith(_NUMBER):
        number = number_in(text)
        kind = "phone" if lowered.startswith("tel:") else "sms"
        return _reached(kind, ContactPoint(kind="phone", value=number)) if number else Payload(kind=kind)
    mail = mail_in(text)
    if mail:
        return _reached("email", ContactPoint(kind="email", value=mail))
    return Payload(kind="email") if lowered.startswith(_MAIL) else None


def _named(_app: App, text: str) -> Payload | None:
    person = named_address(text)
    return Payload(kind="email", trust="card", person=person) if person else None


def _link(app: App, text: str) -> Payload | None:
    """A profile on a platform that a plugin knows, or any other link, which may be a badge's."""
    bookmark = _BOOKMARK.search(text)
    address = bookmark[1].replace("\\:", ":").replace("\\;", ";") if bookmark else text.strip()
    handle = address.startswith("@") and address.count("@") == _FEW and not any(c.isspace() for c in address)
    if not handle and not is_link(address):
        return None
    link = look_at(address) if not handle else None
    if link is None or not link.oddities:
        point = next(iter(as_handles(app, address)), None)
        if point is not None:
            reached = _reached("profile", point, guessed_name(point.value))
            return replace(reached, links=(link,) if link else ())
    if link is None:
        return None
    return Payload(kind="url", trust="link", ids=ids_in_link(address), links=(link,))


def _reached(kind: str, point: ContactPoint, guess: str = "") -> Payload:
    return Payload(kind=kind, trust="link", person=person_reached_by(point, guess), named=False)


def guessed_name(handle: str) -> str:
    """A name out of a handle such as ``ada-lovelace-1a2b3c``; empty where it has no two words."""
    words = [word for word in re.split(r"[-._]", one_line(handle).strip("@").partition("@")[0]) if word]
    while len(words) > _FEW and any(letter.isdigit() for letter in words[-1]):
        words.pop()
    if len(words) < _FEW or not all(_GUESSED.fullmatch(word) for word in words):
        return ""
    return " ".join(word.capitalize() for word in words)
