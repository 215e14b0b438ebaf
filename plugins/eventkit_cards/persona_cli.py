"""``eventkit card personas`` and ``eventkit card persona``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    Column,
    NotFoundError,
    UsageError,
    dry_run_option,
    echo,
    format_option,
    my_card,
    one_line,
    pass_app,
    render,
    say,
)
from eventkit_cards.personas import FIELDS, POINTS, as_persona, find_persona, list_personas, remove_persona, set_persona

if TYPE_CHECKING:
    from eventkit.api import App, Person
    from eventkit_cards.personas import Persona


@click.command()
@format_option
@pass_app
def personas(app: App, /, *, format_name: str) -> None:
    """List the personas that `card --as` knows, and what a card of each carries."""
    columns = (
        Column("Persona", lambda persona: persona.name),
        Column("Carries", lambda persona: ", ".join(persona.fields)),
        Column("Only", _only),
        Column("", lambda persona: "" if persona.built_in else "yours"),
    )
    render(list_personas(app), format_name, columns=columns, as_json=_as_json)


@click.command()
@click.argument("name")
@click.option("--fields", metavar="LIST", help=f"What the card carries, in this order, of: {', '.join(FIELDS)}.")
@click.option("--email", multiple=True, metavar="ADDRESS", help="Only these of your addresses; may be repeated.")
@click.option("--phone", multiple=True, metavar="NUMBER", help="Only these of your telephone numbers.")
@click.option("--url", multiple=True, metavar="URL", help="Only these of your web addresses and profiles.")
@click.option("--handle", multiple=True, metavar="HANDLE", help="Only these of your profiles.")
@click.option("--remove", is_flag=True, help="Forget the persona.")
@dry_run_option
@pass_app
def persona(
    app: App, /, *, name: str, fields: str | None, remove: bool, dry_run: bool, **only: tuple[str, ...]
) -> None:
    """Show a persona, make one, or change it: work, speaker and private are there from the start.

    As in: eventkit card persona work --fields name,organization,email --email robin@work.example.org
    """
    changes = fields is not None or any(only.values())
    if remove:
        if changes:
            message = "--remove takes nothing beside it"
            raise UsageError(message)
        back = remove_persona(app, name, dry_run=dry_run)
        again = f"; {back.name} is again as it was from the start" if back else ""
        say(f"{'Would forget' if dry_run else 'Forgot'} your persona {one_line(name)}{again}.")
        return
    me = _me(app)
    if not changes:
        _show(app, find_persona(app, name), me)
        return
    words = [word.strip().casefold() for word in (fields or "").split(",") if word.strip()]
    if fields is not None and not words:
        message = f"--fields names none; give some of {', '.join(FIELDS)}"
        raise UsageError(message)
    _show(app, set_persona(app, name, fields=words, only=only, me=me, dry_run=dry_run), me)
    if dry_run:
        say("Nothing was kept: --dry-run.")


def _show(app: App, persona: Persona, me: Person | None) -> None:
    echo(f"{persona.name}: {', '.join(persona.fields)}")
    if me is None:
        return
    person, missing = as_persona(app, me, persona)
    for field in persona.fields:
        values = [point.value for point in person.contact_points if point.kind == field]
        values = values if field in POINTS else [getattr(person, field)]
        for value in filter(None, map(one_line, values)):
            echo(f"  {field:12}  {value}")
    for value in missing:
        say(f"warning: {value} is not among what `eventkit me` knows any more")


def _me(app: App) -> Person | None:
    try:
        return my_card(app)
    except NotFoundError:
        return None


def _only(persona: Persona) -> str:
    chosen = [value for values in persona.only.values() for value in values]
    return ", ".join([*chosen, *(f"nothing of {label}" for label in persona.without)])


def _as_json(persona: Persona) -> dict[str, Any]:
    """A persona as scripts see it; the keys are a promise."""
    return {
        "name": persona.name,
        "fields": list(persona.fields),
        "only": {kind: list(values) for kind, values in persona.only.items()},
        "without": list(persona.without),
        "built_in": persona.built_in,
    }
