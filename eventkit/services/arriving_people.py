"""People on their way in, with what they are known by worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eventkit.domain.identity import is_identifying, name_key, normal_form
from eventkit.domain.text import storable
from eventkit.services.platforms import recogniser
from eventkit.store.people import fold_often

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.app import App
    from eventkit.domain.people import ContactPoint
    from eventkit.exchange import IncomingPerson

    Reached = tuple[ContactPoint, str, bool]


KINDS = {"email": 1, "handle": 2, "phone": 4}
"""The kinds of contact points that can identify somebody."""


class Arrival(NamedTuple):
    """A person who comes in, with the folded name.

    ``points`` are the contact points, each once, profiles as handles, with its normal form and whether that identifies
    somebody; ``keys`` are the forms that do: e-mail addresses, then handles, then numbers. ``kinds`` are the kinds of
    those, as bits of ``KINDS``.
    """

    person: IncomingPerson
    name: str
    points: tuple[Reached, ...]
    keys: tuple[str, ...]
    kinds: int


def prepare(app: App, incoming: Iterable[IncomingPerson]) -> list[Arrival]:
    """Everybody who comes in, in order."""
    region = app.config.region
    recognised = recogniser(app)
    arrivals = []
    for person in incoming:
        points: list[Reached] = []
        emails: list[str] = []
        others: list[str] = []
        normals: list[str] = []
        kinds = 0
        for point in recognised(person.contact_points):
            normal = storable(normal_form(point, region))
            if normal in normals and (point.kind, normal) in [(known.kind, form) for known, form, _ in points]:
                continue  # the same once more, in other letters
            normals.append(normal)
            identifies = is_identifying(point.kind, normal)
            points.append((point, normal, identifies))
            if identifies:
                kinds |= KINDS[point.kind]
                (emails if point.kind == "email" else others).append(normal)
        if len(others) > 1:
            others.sort(key=_is_number)
        arrivals.append(Arrival(person, _key(person), tuple(points), (*emails, *others), kinds))
    return arrivals


def _key(person: IncomingPerson) -> str:
    """The folded name; where it is made of a given and a family name, of theirs, which many have in common."""
    given, family = person.given, person.family
    if given and family and person.name == f"{given} {family}":
        return f"{fold_often(given)} {fold_often(family)}".strip()
    return name_key(person.name)


def _is_number(normal: str) -> bool:
    return normal.startswith("+")
