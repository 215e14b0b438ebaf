"""``eventkit attended`` and ``diary``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import dry_run_option, event_argument, event_option, format_option, pass_app
from eventkit.cli.output import echo, print_json, print_table, render, say, terminal_width
from eventkit.cli.sessions import clash_columns, title_of, when_of
from eventkit.cli.tables import Column
from eventkit.domain.public import session_json
from eventkit.domain.times import in_zone
from eventkit.errors import NotFoundError
from eventkit.services.diary import attend, gather_diary, list_attended
from eventkit.services.lookup import find_event

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.services.diary import Attended, Diary, Entry, Meeting


@click.command()
@click.argument("sessions", metavar="[SESSION]...", nargs=-1)
@click.option("--no", is_flag=True, help="You were not there after all.")
@click.option("--mine", is_flag=True, help="Every session that you starred as must and that is over.")
@event_option
@format_option
@dry_run_option
@pass_app
def attended(
    app: App,
    /,
    *,
    sessions: tuple[str, ...],
    no: bool,
    mine: bool,
    event: str | None,
    format_name: str,
    dry_run: bool,
) -> None:
    """Keep that you were at SESSIONs; without SESSION, list those of the event.

    SESSION is a number of the agenda, or an unambiguous part of the title. Quickest after the event:
    `attended --mine`, and then `attended --no SESSION` for what you missed.
    """
    if not sessions and not mine:
        if no:
            message = "name the SESSIONs that you were not at"
            raise click.UsageError(message)
        _list(app, event, format_name)
        return
    result = attend(app, sessions, event=event, mine=mine, attended=not no, dry_run=dry_run)
    if format_name != "table":
        render([one.session for one in result.sessions], format_name, columns=(), as_json=session_json)
        return
    _show(app, result, "were not at" if no else "were at", dry_run=dry_run)


def _show(app: App, result: Attended, what: str, *, dry_run: bool) -> None:
    """One session in a sentence, several in a table; and those of them that were at the same time."""
    if not result.sessions:
        say("None of the sessions that you starred as must is over yet, so there is nothing to mark.")
        return
    place = find_event(app, result.sessions[0].session.event)
    if len(result.sessions) == 1:
        (one,) = result.sessions
        done = " (not done: --dry-run)" if dry_run else "" if one.new else ", as before"
        echo(f"You {what} {title_of(one.session)} ({when_of(one.session, place)}){done}.")
    else:
        before = sum(1 for one in result.sessions if not one.new)
        told = " (not done: --dry-run)" if dry_run else f", {before} of them as before" if before else ""
        echo(f"You {what} {len(result.sessions)} sessions{told}:")
        print_table(
            result.sessions,
            (
                Column("No.", lambda one: one.session.id, right=True),
                Column("Time", lambda one: when_of(one.session, place), whole=True),
                Column("Title", lambda one: title_of(one.session), share=1),
            ),
        )
    for session in result.early:
        say(f"note: {session.title} has not begun yet")
    if result.overlapping:
        echo()
        echo("These overlap; `eventkit attended --no NUMBER` says that you missed one:")
        print_table(result.overlapping, clash_columns(place))


def _list(app: App, event: str | None, format_name: str) -> None:
    found, sessions = list_attended(app, event)
    columns = (
        Column("No.", lambda session: session.id, right=True),
        Column("Time", lambda session: when_of(session, found), whole=True),
        Column("Room", lambda session: session.room, share=3),
        Column("Title", title_of, share=6),
        Column("Speakers", lambda session: ", ".join(session.speakers), share=4),
    )
    empty = (
        f"You have not said yet which sessions of {found.slug} you were at; `eventkit attended SESSION` does, "
        "and `eventkit attended --mine` for all that you starred as must."
    )
    render(sessions, format_name, columns=columns, as_json=session_json, empty=empty)


@click.command()
@event_argument
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it to FILE as Markdown, replacing what is there.",
)
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def diary(app: App, /, *, event: str | None, output: Path | None, format_name: str, dry_run: bool) -> None:
    """Show an event as it was for you: day by day, the sessions, your notes, the people you met, what you promised.

    Sessions that you did not mark as attended, and starred as must, or noted something on, or met somebody at,
    are told apart from those that you did.
    """
    found = gather_diary(app, event)
    nothing = (
        f"There is nothing in your diary of {found.event.slug} yet: `eventkit attended SESSION`, "
        "`eventkit note SESSION TEXT` and `eventkit met PERSON` fill it."
    )
    if output is not None:
        from eventkit.services.diary_writing import write_markdown  # each form is of no use to the other
        from eventkit.services.exporting import write_file

        if not found.days:
            raise NotFoundError(nothing[0].lower() + nothing[1:].rstrip("."))
        if not dry_run:
            write_file(output, write_markdown(found).encode())
        say(f"{'Would write' if dry_run else 'Wrote'} the diary of {found.event.slug} to {output}.")
    elif format_name == "json":
        print_json(_diary_json(found))
    elif found.days:
        from eventkit.services.diary_writing import write_text  # each form is of no use to the other

        echo(write_text(found, terminal_width()))
        if found.count("starred"):
            say(f"`eventkit attended --mine --event {found.event.slug}` marks what you starred as must.")
    else:
        say(nothing)


def _diary_json(found: Diary) -> dict[str, Any]:
    """A diary as scripts see it; the keys are a promise."""
    return {
        "event": found.event.slug,
        "name": found.event.name,
        "timezone": found.event.timezone,
        "days": [
            {
                "date": day.isoformat() if day else None,
                "entries": [_entry_json(entry, found.event) for entry in entries],
            }
            for day, entries in found.days.items()
        ],
    }


def _entry_json(entry: Entry, event: Event) -> dict[str, Any]:
    session = entry.session
    return {
        "at": in_zone(entry.at, event.timezone).isoformat() if entry.at else None,
        "session": session_json(session) if session else None,
        "presence": entry.presence,
        "note": session.note if session else "",
        "met": [_meeting_json(meeting, event) for meeting in entry.meetings],
    }


def _meeting_json(meeting: Meeting, event: Event) -> dict[str, Any]:
    return {
        "person": meeting.person.id,
        "name": meeting.person.name,
        "organization": meeting.person.organization,
        "at": in_zone(meeting.encounter.at, event.timezone).isoformat(),
        "note": meeting.encounter.note,
        "promise": meeting.encounter.promise,
    }
