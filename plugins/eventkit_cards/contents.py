"""What a code says: a person as a vCard or a MECARD, or the address of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal

from eventkit.api import ContactPoint, UsageError, one_line, profile_address
from eventkit_cards.own_lines import basic_date
from eventkit_cards.writing import vcard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.api import App, Event, Person
    from eventkit_cards.own_lines import Profile

    Form = Literal["3.0", "4.0", "mecard"]

FORMS: dict[Form, str] = {"3.0": "vCard 3.0", "4.0": "vCard 4.0", "mecard": "MECARD"}
ADDRESS = "web address"
_WEB = re.compile(r"https?://[^\s/?#.][^\s/?#]*(?:[/?#]\S*)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_BIRTHDAY = re.compile(r"\d{4}-\d\d-\d\d")
_SEPARATOR = re.compile(r"[\\;:,]")
_SHOWN = 40
_DISPENSABLE: tuple[tuple[str, ...], ...] = (
    ("note", "birthday"),
    ("url", "handle"),
    ("title", "organization"),
    ("phone", "email"),
)
_TEXTS = {"note": "the note", "birthday": "the birthday", "title": "the title", "organization": "the organisation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A text for a code; ``person`` is whom it is of, None for an address of nobody."""

    text: str
    form: str
    person: Person | None = None


def content_of(app: App, person: Person, form: Form = "3.0") -> Content:
    """A person's card as the text of a code."""
    return Content(text=written(person, form, profiles(app)), form=FORMS[form], person=person)


def content_of_address(address: str, person: Person | None) -> Content:
    """The address of a page as the text of a code; raises ``UsageError`` for what is none."""
    url = one_line(address)
    if not _WEB.fullmatch(url):
        message = f"--url {address!r} is no web address; give one as https://example.org/me"
        raise UsageError(message)
    return Content(text=url, form=ADDRESS, person=person)


def with_note(person: Person, event: Event | None, note: str) -> Person:
    """The person with where we met, and a text, before what is in the note already."""
    parts = [f"met at {_name_of(event)}" if event else "", note.strip(), person.note]
    return person._replace(note="\n".join(filter(None, parts)))


def profiles(app: App) -> Profile:
    """The address of a handle's page, each asked for once."""
    return lru_cache(maxsize=None)(partial(profile_address, app))


def without_each(app: App, content: Content) -> Iterator[tuple[str, int]]:
    """What a card could do without, in words, and the bytes that it has without it."""
    if content.person is None or content.form == ADDRESS:
        return
    form = next(form for form, name in FORMS.items() if name == content.form)
    profile = profiles(app)
    for words, person in less(content.person):
        yield words, len(written(person, form, profile).encode())


def largest_part(content: Content) -> str:
    """The field of a card that takes the most bytes, and how many, for a sentence."""
    person = content.person
    if person is None or content.form == ADDRESS:
        return f"the address ({len(content.text.encode()):,} bytes)"
    texts = {"the note": person.note, "the organisation": person.organization, "the title": person.title}
    parts = [*texts.items(), ("the name", person.name), *((_words(one), one.value) for one in person.contact_points)]
    name, value = max(parts, key=lambda part: len(part[1].encode()))
    return f"{name} ({len(value.encode()):,} bytes)"


def less(person: Person) -> Iterator[tuple[str, Person]]:
    """What it is, in words, and the person without it: what is missed least comes first."""
    points = person.contact_points
    for kinds in _DISPENSABLE:
        for name in kinds:
            empty: dict[str, Any] = {name: ""}
            if name in _TEXTS and getattr(person, name):
                yield _TEXTS[name], person._replace(**empty)
        for gone in reversed(points):
            if gone.kind in kinds:
                others = tuple(point for point in points if point is not gone)
                yield _words(gone), person._replace(contact_points=others)


def _words(point: ContactPoint) -> str:
    names = {"email": "e-mail address", "phone": "telephone number", "url": "web address", "handle": "profile"}
    return f"the {names[point.kind]} {point.value[:_SHOWN]}{'…' if len(point.value) > _SHOWN else ''}"


def written(person: Person, form: Form, profile: Profile) -> str:
    """A person's card as a text, in one of its forms."""
    if form == "mecard":
        return mecard(person, profile)
    # vCard 4.0 has a property for profiles (RFC 9554) that no phone keeps: there too, they go as web addresses
    points = tuple(_as_page(point, profile) for point in person.contact_points) if form == "4.0" else ()
    return vcard(person._replace(contact_points=points) if points else person, profile=profile, version=form)


def _as_page(point: ContactPoint, profile: Profile) -> ContactPoint:
    page = profile(point.platform, point.value) if point.kind == "handle" else ""
    return ContactPoint(kind="url", value=page, label=point.label) if page else point


def mecard(person: Person, profile: Profile) -> str:
    """A person as a MECARD: one line, shorter than a vCard, without a title, for which it has no place."""
    fields = [("N", _name(person)), ("ORG", _plain(person.organization))]
    for point in person.contact_points:
        page = _as_page(point, profile)
        name = {"email": "EMAIL", "phone": "TEL", "url": "URL"}.get(page.kind)
        fields += [(name, _plain(page.value))] if name else []
    if _BIRTHDAY.fullmatch(person.birthday):
        fields.append(("BDAY", basic_date(person.birthday)))
    fields.append(("NOTE", _plain(person.note)))
    return "MECARD:" + "".join(f"{name}:{value};" for name, value in fields if value) + ";"


def _name(person: Person) -> str:
    """Family name, comma, given name, where together they are the whole name; else the name as it is."""
    given, family = one_line(person.given), one_line(person.family)
    name = one_line(person.name)
    if not given and not family:
        *first, family = name.split() or [""]
        given = " ".join(first)
    if given and family and f"{given} {family}" == name:
        return f"{_plain(family)},{_plain(given)}"
    return _plain(name)


def _plain(value: str) -> str:
    return _SEPARATOR.sub(r"\\\g<0>", one_line(value))


def _name_of(event: Event) -> str:
    """What an event is called, with its year where the name has none."""
    name = one_line(event.name) or event.slug
    return name if event.starts is None or _YEAR.search(name) else f"{name} {event.starts.year}"
