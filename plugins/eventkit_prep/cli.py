"""``eventkit prep``: the checklist, ``done``, ``skip``, ``meet`` and ``brief``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    Column,
    ListsByDefault,
    dry_run_option,
    echo,
    event_argument,
    event_option,
    find_event,
    format_option,
    one_line,
    pass_app,
    render,
    say,
    write_file,
)
from eventkit_prep.brief import gather_brief, write_brief
from eventkit_prep.checklist import due_in_words, event_of_checklist, event_to_prepare, mark, renew
from eventkit_prep.meeting import no_longer_meet, people_to_meet, want_to_meet

if TYPE_CHECKING:
    from eventkit.api import App
    from eventkit_prep.checklist import Checklist, Item, State
    from eventkit_prep.meeting import Wanted

_MARKS = {"open": "[ ]", "done": "[x]", "skipped": "[-]"}
_AS_IT_WAS = " (not done: --dry-run)"


@click.group(cls=ListsByDefault)
def prep() -> None:
    """A checklist, whom to meet, and a brief for an event.

    `eventkit prep [SLUG]` makes an event's checklist, or shows it. Its dates follow when the event moves.
    """


@prep.command("list")
@event_argument
@click.option("--template", metavar="NAME", help="What the list is made from: conference, meetup, or one of your own.")
@format_option
@dry_run_option
@pass_app
def list_(app: App, /, *, event: str | None, template: str | None, format_name: str, dry_run: bool) -> None:
    """Make an event's checklist, or show it.

    What the template has more since the last time is added; what you ticked is left as it is. Your own templates
    are Markdown files in templates/prep, in the folder of your settings.
    """
    found = renew(app, event_to_prepare(app, event), template, dry_run=dry_run)
    if found.note:
        say(found.note)
    if found.added or found.dropped:
        say(f"Checklist of {found.event.slug}: {_what_changed(found)}{_AS_IT_WAS if dry_run else ''}.")
    if format_name != "table":
        render(found.items, format_name, columns=(), as_json=lambda item: _item_json(item, found))
        return
    echo(_heading(found))
    columns = (
        Column("No.", lambda item: item.number, right=True),
        Column("", lambda item: _MARKS[item.state]),
        Column("Due", lambda item: _due(item, found)),
        Column("What", lambda item: item.text),
    )
    for section in dict.fromkeys(item.section for item in found.items):
        echo()
        if section:
            echo(section)
        render([item for item in found.items if item.section == section], "table", columns=columns, as_json=dict)


def _what_changed(found: Checklist) -> str:
    counts = ((found.added, "added"), (found.dropped, "dropped"))
    return " and ".join(f"{count} item{'s' if count > 1 else ''} {what}" for count, what in counts if count)


def _heading(found: Checklist) -> str:
    """The event, and how far the list is."""
    ticked = sum(1 for item in found.items if item.state != "open")
    overdue = sum(1 for item in found.items if item.overdue(found.today))
    parts = [
        f"{one_line(found.event.name)}: {ticked} of {len(found.items)} ticked",
        f"{overdue} overdue" if overdue else "",
    ]
    if found.event.starts is None:
        parts.append("no dates until the event has an agenda")
    return ", ".join(filter(None, parts))


def _due(item: Item, found: Checklist) -> str:
    """The day and how far off it is."""
    if item.due is None:
        return ""
    return ", ".join(filter(None, [f"{item.due:%a} {item.due.day} {item.due:%b}", due_in_words(item, found.today)]))


def _item_json(item: Item, found: Checklist) -> dict[str, Any]:
    """An item as scripts see it; the keys are a promise."""
    return {
        "number": item.number,
        "text": item.text,
        "section": item.section,
        "due": item.due.isoformat() if item.due else None,
        "state": item.state,
        "overdue": item.overdue(found.today),
    }


def _mark(app: App, event: str | None, numbers: tuple[int, ...], state: State, *, dry_run: bool) -> None:
    for item, new in mark(app, event_of_checklist(app, event), numbers, state, dry_run=dry_run):
        echo(
            f"{_MARKS[item.state]} {item.number}. {item.text}{_AS_IT_WAS if dry_run else '' if new else ' (as before)'}"
        )


@prep.command()
@click.argument("number", type=int, nargs=-1, required=True)
@event_option
@click.option("--undo", is_flag=True, help="Open the item again.")
@dry_run_option
@pass_app
def done(app: App, /, *, number: tuple[int, ...], event: str | None, undo: bool, dry_run: bool) -> None:
    """Tick items of the checklist, by their NUMBERs."""
    _mark(app, event, number, "open" if undo else "done", dry_run=dry_run)


@prep.command()
@click.argument("number", type=int, nargs=-1, required=True)
@event_option
@click.option("--undo", is_flag=True, help="Open the item again.")
@dry_run_option
@pass_app
def skip(app: App, /, *, number: tuple[int, ...], event: str | None, undo: bool, dry_run: bool) -> None:
    """Leave items of the checklist out, by their NUMBERs."""
    _mark(app, event, number, "open" if undo else "skipped", dry_run=dry_run)


@prep.command()
@click.argument("person", required=False)
@event_option
@click.option("--why", metavar="TEXT", help="What you would like to talk about, or ask, or offer.")
@click.option("--remove", is_flag=True, help="Take the person off the list.")
@format_option
@dry_run_option
@pass_app
def meet(
    app: App,
    /,
    *,
    person: str | None,
    event: str | None,
    why: str | None,
    remove: bool,
    format_name: str,
    dry_run: bool,
) -> None:
    """Put PERSON on the list of people to meet at an event; without PERSON, show the list.

    PERSON is a number, an address, or an unambiguous part of the name. Somebody only listed becomes a contact.
    """
    found = find_event(app, event)
    if person is None:
        if why is not None or remove:
            message = "name the person, as in: eventkit prep meet Ada --why 'her talk on parsers'"
            raise click.UsageError(message)
        columns = (
            Column("No.", lambda wanted: wanted.person.id, right=True),
            Column("", lambda wanted: _MARKS["done" if wanted.met else "open"]),
            Column("Name", lambda wanted: wanted.person.name),
            Column("Organisation", lambda wanted: wanted.person.organization),
            Column("Why", lambda wanted: wanted.why),
            Column("Contact", lambda wanted: "do not" if wanted.person.do_not_contact else ""),
        )
        empty = f"Nobody to meet at {found.slug} yet; `eventkit prep meet PERSON --why TEXT` chooses somebody."
        render(people_to_meet(app, found), format_name, columns=columns, as_json=_wanted_json, empty=empty)
        return
    suffix = _AS_IT_WAS if dry_run else ""
    if remove:
        echo(f"No longer to meet at {found.slug}: {no_longer_meet(app, found, person, dry_run=dry_run).name}{suffix}.")
        return
    wanted, new = want_to_meet(app, found, person, why, dry_run=dry_run)
    reason = f", because: {wanted.why}" if wanted.why else ""
    echo(f"To meet at {found.slug}: {wanted.person.name}{reason}{suffix or ('' if new else ' (as before)')}")
    if wanted.person.do_not_contact:
        say(f"{wanted.person.name} asked not to be contacted: do not write to them before.")


def _wanted_json(wanted: Wanted) -> dict[str, Any]:
    """Somebody to meet as scripts see it; the keys are a promise."""
    return {
        "person": wanted.person.id,
        "name": wanted.person.name,
        "organization": wanted.person.organization,
        "why": wanted.why,
        "sessions": [session.id for session in wanted.sessions],
        "met": wanted.met.at.isoformat() if wanted.met else None,
        "do_not_contact": wanted.person.do_not_contact,
    }


@prep.command()
@event_argument
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the brief to FILE, replacing what is there.",
)
@dry_run_option
@pass_app
def brief(app: App, /, *, event: str | None, output: Path | None, dry_run: bool) -> None:
    """Write one page about an event, as Markdown: my sessions, clashes, people to meet, and what is left to do."""
    found = event_to_prepare(app, event)
    text = write_brief(gather_brief(app, found))
    if output is None:
        echo(text.rstrip("\n"))
        return
    if not dry_run:
        write_file(output, text.encode())
    say(f"{'Would write' if dry_run else 'Wrote'} the brief of {found.slug} to {output}.")
