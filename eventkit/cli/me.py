"""``eventkit me``, and what one can say of a person on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import dry_run_option, pass_app
from eventkit.cli.output import print_json, say
from eventkit.cli.person_view import person_json, tell_person
from eventkit.domain.text import one_line
from eventkit.services.people import contact_points, my_card, set_me

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit.app import App

_FIELDS = ("name", "given", "family", "organization", "title", "note")


def field_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What one can say of a person, for `me` and `people add` alike."""
    for option in (
        click.option("--url", "urls", multiple=True, metavar="URL", help="Web address or profile; may be repeated."),
        click.option("--phone", "phones", multiple=True, metavar="NUMBER", help="As +49 30 1234567; may be repeated."),
        click.option("--email", "emails", multiple=True, metavar="ADDRESS", help="May be repeated."),
        click.option("--note", help="Anything else."),
        click.option("--title", help="Job title."),
        click.option("--organization", help="Company, project or school."),
        click.option("--family", help="Family name, where it is not the last word of the name."),
        click.option("--given", help="Given name, where it is not all but the last word."),
    ):
        function = option(function)
    return function


def values_of(options: dict[str, Any]) -> dict[str, str]:
    """The fields among a command's options that were given, on one line each."""
    return {name: one_line(options[name]) for name in _FIELDS if options.get(name) is not None}


@click.command()
@click.option("--name", help="Your full name.")
@field_options
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def me(app: App, /, *, format_name: str, dry_run: bool, **options: Any) -> None:  # noqa: ANN401  # what `field_options` adds
    """Say who you are; without options, show it.

    What you give replaces what was there: a new --email replaces the addresses, and leaves the rest.
    """
    points = contact_points(app, emails=options["emails"], phones=options["phones"], urls=options["urls"])
    values = values_of(options)
    person = set_me(app, values, points, dry_run=dry_run)[0] if values or points else my_card(app)
    if format_name == "json":
        print_json(person_json(person))
    else:
        tell_person(app, person)
    if dry_run:
        say("Nothing was kept: --dry-run.")
