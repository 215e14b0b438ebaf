"""``eventkit me``, ``people`` and ``met``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import ListsByDefault, TakesQuery, dry_run_option, event_option, format_option, pass_app
from eventkit.cli.output import echo, print_json, render, say
from eventkit.cli.tables import Column
from eventkit.domain.text import one_line
from eventkit.services.encounters import log_encounter
from eventkit.services.people import (
    add_person,
    contact_points,
    list_people,
    my_card,
    set_do_not_contact,
    set_me,
    show_person,
    tag_people,
)
from eventkit.services.platforms import profile_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit.app import App
    from eventkit.domain.people import Encounter, Person

_FIELDS = ("name", "given", "family", "organization", "title", "note")


def person_json(person: Person) -> dict[str, Any]:
    """A person as scripts see it; the keys are a promise."""
    return {
        "id": person.id,
        "name": person.name,
        "contact": person.contact,
        "given": person.given,
        "family": person.family,
        "organization": person.organization,
        "title": person.title,
        "emails": list(person.emails),
        "phones": list(person.phones),
        "urls": list(person.urls),
        "handles": person.handles,
        "interests": list(person.interests),
        "tags": list(person.tags),
        "events": list(person.events),
    }


def _field_options(function: Callable[..., Any]) -> Callable[..., Any]:
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


def _values(options: dict[str, Any]) -> dict[str, str]:
    """The fields among a command's options that were given, on one line each."""
    return {name: one_line(options[name]) for name in _FIELDS if options.get(name) is not None}


@click.command()
@click.option("--name", help="Your full name.")
@_field_options
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def me(app: App, /, *, format_name: str, dry_run: bool, **options: Any) -> None:  # noqa: ANN401  # what `_field_options` adds
    """Say who you are; without options, show it.

    What you give replaces what was there: a new --email replaces the addresses, and leaves the rest.
    """
    points = contact_points(app, emails=options["emails"], phones=options["phones"], urls=options["urls"])
    values = _values(options)
    person = set_me(app, values, points, dry_run=dry_run)[0] if values or points else my_card(app)
    if format_name == "json":
        print_json(person_json(person))
    else:
        _show(app, person)
    if dry_run:
        say("Nothing was kept: --dry-run.")


@click.group(cls=ListsByDefault)
def people() -> None:
    """List, show, add and tag people.

    `eventkit people [QUERY]` lists your contacts. QUERY is free text and any of tag: interest: org: event: met:
    role: platform: has:, with - to exclude, as in: eventkit people org:example -tag:vendor
    """


@people.command("list", cls=TakesQuery)
@click.argument("query", nargs=-1)
@click.option("--all", "everybody", is_flag=True, help="Also people only listed in a programme.")
@format_option
@pass_app
def list_(app: App, /, *, query: tuple[str, ...], everybody: bool, format_name: str) -> None:
    """List contacts by name, all or those of a QUERY."""
    columns = (
        Column("No.", lambda person: person.id, right=True),
        Column("Name", lambda person: person.name, share=1),
        Column("Organisation", lambda person: person.organization, share=1),
        Column("E-mail", _first_email, whole=True),
        Column("Tags", lambda person: ", ".join(person.tags), share=1, wide=True),
        Column("Events", lambda person: ", ".join(person.events), share=1, wide=True),
    )
    found = list_people(app, " ".join(query), everybody=everybody)
    empty = (
        "Nobody fits." if query else "There is nobody yet; `eventkit met NAME`, `scan` and `import` bring people in."
    )
    render(found, format_name, columns=columns, as_json=person_json, empty=empty)


@people.command()
@click.argument("person")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@pass_app
def show(app: App, /, *, person: str, format_name: str) -> None:
    """Show one PERSON: a number, an address, or an unambiguous part of the name."""
    found, roles, encounters = show_person(app, person)
    if format_name == "json":
        print_json({**person_json(found), "encounters": [_encounter_json(item) for item in encounters]})
        return
    _show(app, found)
    for event, role in roles:
        echo(f"  {'at':16}{event} ({role})")
    for item in encounters:
        echo(f"  {'met':16}{item.at:%Y-%m-%d %H:%M} at {item.event}" + (f": {item.note}" if item.note else ""))
        if item.promise:
            echo(f"  {'promised':16}{item.promise}")


@people.command()
@click.argument("name")
@_field_options
@click.option("--tag", "tags", multiple=True, help="May be repeated.")
@click.option("--interest", "interests", multiple=True, help="May be repeated.")
@event_option
@dry_run_option
@pass_app
def add(app: App, /, *, dry_run: bool, event: str | None, **options: Any) -> None:  # noqa: ANN401  # what `_field_options` adds
    """Add a contact."""
    points = contact_points(app, emails=options["emails"], phones=options["phones"], urls=options["urls"])
    person = add_person(
        app,
        _values(options),
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
        print_json({"person": person_json(found.person), "new": found.new, **_encounter_json(found.encounter)})
        return
    where = f" at {found.session.title}" if found.session else ""
    who = f"{found.person.name}, number {found.person.id}{' (new)' if found.new else ''}"
    echo(f"{'Would note' if dry_run else 'Noted'}: met {who}, {found.event.slug}{where}.")
    if promise:
        echo(f"Promised: {promise}")


def _first_email(person: Person) -> str:
    """The first address, and how many there are besides."""
    more = f" +{len(person.emails) - 1}" if len(person.emails) > 1 else ""
    return person.emails[0] + more if person.emails else ""


def _encounter_json(encounter: Encounter) -> dict[str, Any]:
    return {
        "event": encounter.event,
        "session": encounter.session_id,
        "at": encounter.at.isoformat(),
        "note": encounter.note,
        "promise": encounter.promise,
    }


def _show(app: App, person: Person) -> None:
    """A person, a line for each thing that is known."""
    number = "" if person.is_me else f"  (number {person.id})"
    echo(f"{person.name}{number}")
    rows = [
        ("title", person.title),
        ("organisation", person.organization),
        *(("e-mail", value) for value in person.emails),
        *(("phone", value) for value in person.phones),
        *(("web", value) for value in person.urls),
        *((name, f"{handle}  {profile_address(app, name, handle)}") for name, handle in person.handles.items()),
        ("interests", ", ".join(person.interests)),
        ("tags", ", ".join(person.tags)),
        ("birthday", person.birthday),
        ("do not contact", "yes" if person.do_not_contact else ""),
        ("note", person.note),
    ]
    for name, value in rows:
        if value:
            echo(f"  {name:16}{one_line(value)}")
