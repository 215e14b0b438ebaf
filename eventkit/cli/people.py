"""``eventkit people``: listing, showing, adding and tagging; the commands that change or look back are beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.me import field_options, values_of
from eventkit.cli.options import ListsByDefault, TakesQuery, dry_run_option, event_option, format_option, pass_app
from eventkit.cli.output import echo, print_json, render
from eventkit.cli.person_view import encounter_json, person_json, tell, tell_person
from eventkit.cli.tables import Column
from eventkit.services.people import (
    add_person,
    contact_points,
    list_people,
    set_do_not_contact,
    show_person,
    tag_people,
)

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.people import Person


@click.group(
    cls=ListsByDefault,
    elsewhere={
        "edit": "eventkit.cli.editing:edit",
        "history": "eventkit.cli.looking_back:history",
        "timeline": "eventkit.cli.looking_back:timeline",
    },
)
def people() -> None:
    """List, show, add, edit and tag people, and look back on them.

    `eventkit people [QUERY]` lists your contacts. QUERY is free text and any of tag: interest: org: event: met:
    role: platform: has: source: before: after:, with - to exclude and OR between alternatives, as in: eventkit people
    org:example -tag:vendor
    """


@people.command("list", cls=TakesQuery)
@click.argument("query", nargs=-1)
@click.option("--all", "everybody", is_flag=True, help="Also people only listed in a programme.")
@click.option("--limit", type=click.IntRange(1), help="How many at most.")
@format_option
@pass_app
def list_(app: App, /, *, query: tuple[str, ...], everybody: bool, limit: int | None, format_name: str) -> None:
    """List contacts by name, all or those of a QUERY; whom free text finds comes the best first."""
    columns = (
        Column("No.", lambda person: person.id, right=True),
        Column("Name", lambda person: person.name, share=1),
        Column("Organisation", lambda person: person.organization, share=1),
        Column("E-mail", _first_email, whole=True),
        Column("Contact", lambda person: "do not" if person.do_not_contact else "", whole=True),
        Column("Tags", lambda person: ", ".join(person.tags), share=1, wide=True),
        Column("Events", lambda person: ", ".join(person.events), share=1, wide=True),
    )
    found = list_people(app, " ".join(query), everybody=everybody, limit=limit)
    empty = (
        "Nobody fits." if query else "There is nobody yet; `eventkit met NAME`, `scan` and `import` bring people in."
    )
    render(found, format_name, columns=columns, as_json=person_json, empty=empty)


@people.command()
@click.argument("person")
@click.option("--sources", is_flag=True, help="Also where each value came from, and when.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@pass_app
def show(app: App, /, *, person: str, sources: bool, format_name: str) -> None:
    """Show one PERSON: a number, an address, or an unambiguous part of the name."""
    found, roles, encounters = show_person(app, person)
    if format_name == "json":
        print_json({**person_json(found), "encounters": [encounter_json(item) for item in encounters]})
        return
    tell_person(app, found)
    for event, role in roles:
        tell("at", f"{event} ({role})")
    for item in encounters:
        tell("met", f"{item.at:%Y-%m-%d %H:%M} at {item.event}" + (f": {item.note}" if item.note else ""))
        tell("promised", item.promise)
    if sources:
        from eventkit.cli.looking_back import tell_sources  # only where it is asked for

        echo()
        tell_sources(app, found)


@people.command()
@click.argument("name")
@field_options
@click.option("--tag", "tags", multiple=True, help="May be repeated.")
@click.option("--interest", "interests", multiple=True, help="May be repeated.")
@event_option
@dry_run_option
@pass_app
def add(app: App, /, *, dry_run: bool, event: str | None, **options: Any) -> None:  # noqa: ANN401  # what `field_options` adds
    """Add a contact."""
    points = contact_points(app, emails=options["emails"], phones=options["phones"], urls=options["urls"])
    person = add_person(
        app,
        values_of(options),
        points,
        tags=options["tags"],
        interests=options["interests"],
        event=event,
        dry_run=dry_run,
    )
    echo(f"{'Would add' if dry_run else 'Added'} {person.name}, number {person.id}.")


@people.command()
@click.argument("person", nargs=-1, required=True)
@click.option("--add", "add_", multiple=True, metavar="TAG", help="Give this tag; may be repeated.")
@click.option("--remove", multiple=True, metavar="TAG", help="Take this tag away; may be repeated.")
@dry_run_option
@pass_app
def tag(app: App, /, *, person: tuple[str, ...], add_: tuple[str, ...], remove: tuple[str, ...], dry_run: bool) -> None:
    """Give tags to people, or take them away: people tag Ada Grace --add python."""
    if not add_ and not remove:
        message = "say what to do: --add TAG or --remove TAG"
        raise click.UsageError(message)
    for found, different in tag_people(app, person, add=add_, remove=remove, dry_run=dry_run):
        tags = ", ".join(found.tags) or "no tags"
        echo(f"{found.name}: {tags}{' (not done: --dry-run)' if dry_run else '' if different else ', as before'}")


@people.command("do-not-contact")
@click.argument("person", nargs=-1, required=True)
@click.option("--off", is_flag=True, help="They may be written to again.")
@dry_run_option
@pass_app
def do_not_contact(app: App, /, *, person: tuple[str, ...], off: bool, dry_run: bool) -> None:
    """Keep that people do not want to be written to: no message to them is drafted."""
    for found, different in set_do_not_contact(app, person, wanted=not off, dry_run=dry_run):
        what = "may be written to" if off else "is not written to"
        echo(f"{found.name} {what}{' (not done: --dry-run)' if dry_run else '' if different else ', as before'}.")


def _first_email(person: Person) -> str:
    """The first address, and how many there are besides."""
    more = f" +{len(person.emails) - 1}" if len(person.emails) > 1 else ""
    return person.emails[0] + more if person.emails else ""
