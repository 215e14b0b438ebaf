"""The options that the commands of `eventkit card` share: what the card says, and what the code looks like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from eventkit.api import NotFoundError, UsageError, find_event, my_card, say
from eventkit_cards.contents import content_of, content_of_address, with_note
from eventkit_cards.personas import as_persona, find_persona

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit.api import App, Person
    from eventkit_cards.contents import Content, Form
    from eventkit_cards.making.logos import Logo

_Function = TypeVar("_Function", bound="Callable[..., Any]")


def content_options(function: _Function) -> _Function:
    """What the card says: ``persona``, ``at``, ``note``, ``card_version``, ``mecard`` and ``url``."""
    for option in (
        click.option("--url", metavar="URL", help="The address of a page, instead of a card."),
        click.option("--mecard", is_flag=True, help="A MECARD, which is shorter, without a title."),
        click.option(
            "--card-version", type=click.Choice(["3.0", "4.0"]), help="Of the vCard; 3.0 is what all phones take."
        ),
        click.option("--note", metavar="TEXT", help="A text for the card's note."),
        click.option("--at", metavar="EVENT", help="The event where we meet: 'met at …' goes into the card's note."),
        persona_option,
    ):
        function = option(function)
    return function


def persona_option(function: _Function) -> _Function:
    """``--as NAME``, given as ``persona``."""
    return click.option("--as", "persona", metavar="NAME", help="As work, speaker or private; see `card personas`.")(
        function
    )


def force_option(function: _Function) -> _Function:
    """``--force``."""
    return click.option("--force", is_flag=True, help="Write even what phones can hardly read.")(function)


def logo_option(function: _Function) -> _Function:
    """``--logo FILE``."""
    return click.option(
        "--logo",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="A picture for the middle of the code.",
    )(function)


def chosen_content(
    app: App,
    *,
    persona: str | None,
    at: str | None,
    note: str | None,
    card_version: str | None,
    mecard: bool,
    url: str | None,
) -> Content:
    """What the options ask for; raises ``NotFoundError`` or ``UsageError`` where that cannot be."""
    if sum(map(bool, (card_version, mecard, url))) > 1:
        message = "--card-version, --mecard and --url exclude each other: a code says one thing"
        raise UsageError(message)
    if url:
        if persona or at or note:
            message = "--url makes a code of an address alone: it takes no --as, no --at and no --note"
            raise UsageError(message)
        return content_of_address(url, _me_if_known(app))
    person = my_card(app)
    if persona:
        person = seen_as(app, person, persona)
    person = with_note(person, find_event(app, at) if at else None, note or "")
    return content_of(app, person, cast("Form", "mecard" if mecard else card_version or "3.0"))


def seen_as(app: App, person: Person, persona: str) -> Person:
    """The person with what a persona shows; says which of its addresses are gone."""
    found, missing = as_persona(app, person, find_persona(app, persona))
    for value in missing:
        say(f"warning: the persona {persona} names {value}, which `eventkit me` does not have any more")
    return found


def chosen_logo(file: Path | None) -> Logo | None:
    """The logo in a file; raises ``InputError`` where it is none."""
    if file is None:
        return None
    from eventkit_cards.making.logos import open_logo  # only who has a logo needs it

    return open_logo(file)


def _me_if_known(app: App) -> Person | None:
    try:
        return my_card(app)
    except NotFoundError:
        return None
