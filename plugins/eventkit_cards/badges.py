"""The cards of many people for a print sheet: each with its code, read back; who cannot have one is told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eventkit.api import EventkitError, list_people, my_card
from eventkit_cards.contents import FORMS, Content, largest_part, less, profiles, written
from eventkit_cards.making.checks import check
from eventkit_cards.making.pictures import raster
from eventkit_cards.making.pieces import Piece
from eventkit_cards.making.reading_back import hard_to_read
from eventkit_cards.personas import PUBLIC, as_persona
from eventkit_cards.qr import make_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from eventkit.api import App, Person
    from eventkit_cards.contents import Form
    from eventkit_cards.making.colours import Colours
    from eventkit_cards.making.logos import Logo
    from eventkit_cards.personas import Persona

_DOTS = 3


@dataclass(slots=True, kw_only=True)
class Badges:
    """The pieces of a sheet; who was left out, and of whom a warning tells, with the reason."""

    pieces: list[Piece] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def whose(app: App, who: str, *, everybody: bool = False) -> tuple[list[Person], bool]:
    """The people of a query, by name, or the user, and whether it is the user."""
    if who == "me":
        return [my_card(app)], True
    people = list_people(app, who, everybody=everybody)
    return sorted(people, key=lambda person: person.name.casefold()), False


def shown_of(app: App, person: Person, persona: Persona | None, *, mine: bool) -> Person:
    """What a printed card shows of somebody; of others never what I noted of them, and no more than is public."""
    if persona is None:
        persona = None if mine else PUBLIC
    found = as_persona(app, person, replace(persona, only={}) if not mine else persona)[0] if persona else person
    return found if mine else found._replace(note="", birthday="")


def make_badges(
    app: App,
    people: Iterable[Person],
    *,
    side: float,
    form: Form = "3.0",
    logo: Logo | None = None,
    colours: Colours,
    show: Callable[[Person], Person],
    force: bool = False,
) -> Badges:
    """A piece for each; ``side`` is what a code measures in millimetres, ``show`` says what it tells of somebody.

    Every code is read back as it is, scaled down, blurred and tilted.
    """
    found = Badges()
    profile = profiles(app)
    for person in people:
        shown = show(person)
        content = Content(text=written(shown, form, profile), form=FORMS[form], person=shown)
        what = f"the card of {person.name}"
        try:
            code = make_code(content.text, lambda content=content: largest_part(content), what, logo)  # type: ignore[misc]  # mypy takes the default for an argument
        except EventkitError as error:
            found.left_out.append(str(error))
            continue

        def savings(shown: Person = shown) -> Iterable[tuple[str, int]]:
            return [(words, len(written(other, form, profile).encode())) for words, other in less(shown)]

        picture = raster(code, _DOTS, colours)
        unread = hard_to_read(code, picture)
        result = check(code, module=side / code.width, unread=unread, savings=savings)
        if result.refusals and not force:
            found.left_out.append(f"{what}: {result.refusals[0]}")
            continue
        found.warnings += [f"{what}: {text}" for text in (*result.refusals, *result.warnings)]
        found.pieces.append(Piece(code=code, person=shown))
    return found
