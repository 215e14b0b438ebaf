"""Personas: which fields a card carries, and which of several addresses, in which order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from eventkit.api import ContactPoint, Notebook, NotFoundError, UsageError, normal_form, one_line, profile_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eventkit.api import App, Person

PLUGIN, KIND = "cards", "persona"
TEXTS = ("organization", "title", "birthday", "note")
POINTS = ("email", "phone", "url", "handle")
FIELDS = ("name", "organization", "title", *POINTS, "birthday", "note")
"""What a card may carry; the name it carries always (RFC 2426 section 3.1.1)."""

_NAME_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Which fields a card carries, and in which order the ways to reach somebody.

    ``only`` are the contact points of a kind that it carries, in their order; of a kind that is not there, all.
    Those with a label of ``without`` stay away, unless no other is of their kind.
    """

    name: str
    fields: tuple[str, ...] = FIELDS
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    built_in: bool = False


BUILT_IN = (
    Persona(
        name="work",
        fields=("name", "organization", "title", "email", "phone", "url", "handle"),
        without=("home",),
        built_in=True,
    ),
    Persona(
        name="speaker",
        fields=("name", "organization", "title", "url", "handle", "email"),
        without=("home",),
        built_in=True,
    ),
    Persona(name="private", fields=("name", "phone", "email", "handle"), without=("work",), built_in=True),
)
PUBLIC = replace(BUILT_IN[1], name="")
"""What is printed of somebody else: no telephone number, no birthday, and never what I noted of them."""


def list_personas(app: App) -> list[Persona]:
    """All personas: those of everybody, as they are or as the user changed them, then the user's own."""
    kept = {document.key: _read(document.key, document.data) for document in Notebook(app, PLUGIN).list(KIND)}
    return [*(kept.pop(persona.name, persona) for persona in BUILT_IN), *kept.values()]


def find_persona(app: App, name: str) -> Persona:
    """The persona of that name; raises ``NotFoundError`` with those that there are."""
    wanted = _key(name)
    personas = list_personas(app)
    found = next((persona for persona in personas if persona.name == wanted), None)
    if found is None:
        names = ", ".join(persona.name for persona in personas)
        make = f"`eventkit card persona {wanted or 'NAME'} --fields …` makes one"
        message = f"there is no persona {name!r}; there is {names}, and {make}"
        raise NotFoundError(message)
    return found


def set_persona(
    app: App,
    name: str,
    *,
    fields: Sequence[str] = (),
    only: Mapping[str, Sequence[str]],
    me: Person | None,
    dry_run: bool = False,
) -> Persona:
    """Keep a persona, or change what is given of it; an address of ``only`` has to be one of mine."""
    key = _key(name)
    if not key or len(key) > _NAME_LENGTH or key == "everything":
        message = f"{name!r} cannot be the name of a persona; give a word, as work"
        raise UsageError(message)
    known = next((persona for persona in list_personas(app) if persona.name == key), Persona(name=key))
    chosen = _mine(app, me, only)
    ordered = _fields(fields) if fields else known.fields
    ordered += tuple(kind for kind in chosen if kind not in ordered)
    persona = Persona(name=key, fields=ordered, only={**known.only, **chosen}, without=known.without)
    with app.change(f"card persona {key}", dry_run=dry_run) as change:
        data = {"fields": list(ordered), "only": {kind: list(values) for kind, values in persona.only.items()}}
        Notebook(app, PLUGIN).put(change, KIND, key, {**data, "without": list(persona.without)})
    return persona


def remove_persona(app: App, name: str, *, dry_run: bool = False) -> Persona | None:
    """Forget a persona; returns the one of everybody that comes back under its name."""
    persona = find_persona(app, name)
    there = next((known for known in BUILT_IN if known.name == persona.name), None)
    if persona.built_in:
        message = f"{persona.name} is one of everybody's personas and stays; --fields changes it for you"
        raise UsageError(message)
    with app.change(f"forget the card persona {persona.name}", dry_run=dry_run) as change:
        Notebook(app, PLUGIN).delete(change, KIND, persona.name)
    return there


def as_persona(app: App, person: Person, persona: Persona) -> tuple[Person, list[str]]:
    """The person with what a card carries of them, and which chosen addresses are not theirs any more."""
    missing: list[str] = []
    points: list[ContactPoint] = []
    for kind in persona.fields:
        if kind in POINTS:
            points += _chosen(app, person, persona, kind, missing)
    texts: dict[str, Any] = {name: "" for name in TEXTS if name not in persona.fields}
    return person._replace(contact_points=tuple(points), **texts), missing


def is_at(app: App, point: ContactPoint, text: str) -> bool:
    """Whether a contact point is what a text says: its value, its handle or the address of its page."""
    said, region = one_line(text), app.config.region
    values = {normal_form(point, region)}
    if point.kind == "handle":
        page = ContactPoint(kind="url", value=profile_address(app, point.platform, point.value))
        if page.value and normal_form(page) == normal_form(page._replace(value=said)):
            return True
        values |= {f"{sign}{point.value}".casefold() for sign in ("", "@")}
    return said.casefold() in values or normal_form(point._replace(value=said), region) in values


def _chosen(app: App, person: Person, persona: Persona, kind: str, missing: list[str]) -> list[ContactPoint]:
    """The person's contact points of a kind that the persona carries, in its order."""
    there = [point for point in person.contact_points if point.kind == kind]
    if kind not in persona.only:
        welcome = [point for point in there if not set(point.label.split()) & set(persona.without)]
        return welcome or there
    found = []
    for value in persona.only[kind]:
        points = [point for point in there if is_at(app, point, value)]
        found += points[:1]
        if not points:
            missing.append(value)
    return found


def _mine(app: App, me: Person | None, only: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The values that were typed, as they are kept; raises ``NotFoundError`` for one that is not mine.

    The web address of a profile is kept as its handle.
    """
    found: dict[str, tuple[str, ...]] = {}
    for kind, values in only.items():
        kinds = ("url", "handle") if kind == "url" else (kind,)
        there = [point for point in (me.contact_points if me else ()) if point.kind in kinds]
        for value in values:
            point = next((point for point in there if is_at(app, point, value)), None)
            if point is None:
                mine = ", ".join(point.value for point in there) or "none yet"
                message = f"{value!r} is not among what `eventkit me` knows of your {_PLURAL[kind]}: {mine}"
                raise NotFoundError(message)
            found[point.kind] = tuple(dict.fromkeys([*found.get(point.kind, ()), point.value]))
    return found


def _fields(words: Sequence[str]) -> tuple[str, ...]:
    """Fields by their names, each once; raises ``UsageError`` for what is none."""
    for word in words:
        if word not in FIELDS:
            message = f"a card has no field {word!r}; it may have {', '.join(FIELDS)}"
            raise UsageError(message)
    return tuple(dict.fromkeys(["name", *words]))


def _key(name: str) -> str:
    return "-".join(one_line(name).casefold().split())


def _read(name: str, data: Mapping[str, Any]) -> Persona:
    only = {kind: tuple(values) for kind, values in data.get("only", {}).items()}
    return Persona(
        name=name,
        fields=tuple(data.get("fields", FIELDS)),
        only=only,
        without=tuple(data.get("without", ())),
    )


_PLURAL = {
    "email": "e-mail addresses",
    "phone": "telephone numbers",
    "url": "web addresses",
    "handle": "profiles",
}
