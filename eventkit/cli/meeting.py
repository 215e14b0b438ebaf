"""``eventkit met``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eventkit.cli.options import dry_run_option, event_option, pass_app
from eventkit.cli.output import echo, print_json
from eventkit.cli.person_view import encounter_json, person_json
from eventkit.services.encounters import log_encounter

if TYPE_CHECKING:
    from eventkit.app import App


@click.command()
@click.argument("person")
@event_option
@click.option("--session", default="", help="Where: a session's number, or an unambiguous part of its title.")
@click.option("--note", default="", help="What you talked about.")
@click.option("--promise", default="", help="What you promised.")
@click.option("--at", default="", metavar="TIME", help="When, as 10:45 or 2027-05-14T10:45; now without it.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def met(
    app: App,
    /,
    *,
    person: str,
    event: str | None,
    session: str,
    note: str,
    promise: str,
    at: str,
    format_name: str,
    dry_run: bool,
) -> None:
    """Note that you met PERSON: a number, an address, part of a known name, or somebody new."""
    found = log_encounter(app, person, event=event, session=session, note=note, promise=promise, at=at, dry_run=dry_run)
    if format_name == "json":
        print_json({"person": person_json(found.person), "new": found.new, **encounter_json(found.encounter)})
        return
    where = f" at {found.session.title}" if found.session else ""
    who = f"{found.person.name}, number {found.person.id}{' (new)' if found.new else ''}"
    echo(f"{'Would note' if dry_run else 'Noted'}: met {who}, {found.event.slug}{where}.")
    if promise:
        echo(f"Promised: {promise}")
