"""``eventkit favourites``: export, import and compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import dry_run_option, event_argument, format_option, pass_app
from eventkit.cli.output import echo, print_table, render, say
from eventkit.cli.sessions import STARS, clash_columns, title_of, when_of
from eventkit.cli.tables import Column
from eventkit.domain.favourites import start_of_mark
from eventkit.domain.times import as_datetime, in_zone
from eventkit.errors import InputError
from eventkit.services.favourites import compare_favourites, import_favourites, my_favourites

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.events import Event, Moment, Session
    from eventkit.domain.favourites import Favourite
    from eventkit.services.favourites import Compared, Comparison, FavouritesIn, Taken
    from eventkit.services.favourites_format import Favourites

_FILE = click.Path(dir_okay=False, path_type=Path)
_EASY = 70
"""Favourites whose code a phone reads with ease: it has 77 modules a side."""


@click.group()
def favourites() -> None:
    """Give the sessions you starred to somebody, take theirs, or compare the two.

    What travels is which sessions you starred, must or maybe. Your notes stay with you.
    """


@favourites.command("export")
@event_argument
@click.option("--output", metavar="FILE", type=_FILE, help="Write them to FILE, replacing what is there.")
@click.option("--qr", metavar="PNG", type=_FILE, help="Write them as a picture of a QR code.")
@click.option("--text", is_flag=True, help="Print the text of that code, to paste into a message.")
@dry_run_option
@pass_app
def export(app: App, /, *, event: str | None, output: Path | None, qr: Path | None, text: bool, dry_run: bool) -> None:
    """Write what you starred at an event, must or maybe, for somebody else's eventkit; else print it."""
    found = my_favourites(app, event)
    what = f"{len(found.sessions)} {'favourite' if len(found.sessions) == 1 else 'favourites'} of {found.event.slug}"
    files: list[tuple[Path, bytes]] = []
    if output:
        files.append((output, found.file))
    if qr:
        from eventkit.services.codes import draw_code  # only who draws one needs it

        files.append((qr, draw_code(app, found.code)))
        if len(found.sessions) > _EASY:
            say(f"warning: {what} make a dense code; show it large, or give them the file")
    if text:
        echo(found.code)
    elif not files:
        click.echo(found.file, nl=False)
    for file, data in files:
        if not dry_run:
            from eventkit.services.exporting import write_file  # only where a file is written

            write_file(file, data)
        say(f"{'Would write' if dry_run else 'Wrote'} {what} to {file}.")


@favourites.command("import")
@click.argument("file")
@event_argument
@click.option("--replace", is_flag=True, help="Where you rated a session otherwise, take their rating.")
@format_option
@dry_run_option
@pass_app
def import_(app: App, /, *, file: str, event: str | None, replace: bool, format_name: str, dry_run: bool) -> int:
    """Star what somebody else starred, where you said nothing of the session yet.

    FILE is what `favourites export` wrote, a picture of the code, or the text of it. Sessions are found in your own
    agenda by UID, by title and time, or by title; what is not in it is told.
    """
    found = import_favourites(app, file, event, replace=replace, dry_run=dry_run)
    _say_problems(found.source, file)
    if format_name == "table":
        echo(_summary(found, dry_run=dry_run))
    columns = (
        Column("", lambda taken: _ACTIONS[taken.action]),
        Column("No.", lambda taken: taken.session.id if taken.session else "", right=True),
        Column("", lambda taken: STARS[taken.favourite.level]),
        Column("Time", lambda taken: _when(taken.session, taken.favourite, found.event), whole=True),
        Column("Title", lambda taken: _title(taken.session, taken.favourite), share=1),
        Column("Remark", lambda taken: _remark(taken, found.event)),
    )
    render(found.taken, format_name, columns=columns, as_json=lambda taken: _taken_json(taken, found.event))
    if found.clashing and format_name == "table":
        say(f"{found.clashing} more of yours overlap now; `eventkit clashes {found.event.slug}` shows them.")
    return InputError.exit_code if found.source.problems else 0


@favourites.command()
@click.argument("file")
@event_argument
@format_option
@pass_app
def compare(app: App, /, *, file: str, event: str | None, format_name: str) -> int:
    """Show what both of you starred, what only you did, and what only they did.

    FILE is what `favourites export` wrote, a picture of the code, or the text of it. Nothing is changed.
    """
    found = compare_favourites(app, file, event)
    _say_problems(found.source, file)
    if format_name == "table":
        _show(found)
    else:
        render(found.rows, format_name, columns=(), as_json=lambda row: _compared_json(row, found.event))
    return InputError.exit_code if found.source.problems else 0


_ACTIONS = {"added": "+", "replaced": "~", "kept": "=", "same": "=", "not found": "?"}


def _summary(found: FavouritesIn, *, dry_run: bool) -> str:
    """What an import did, in a sentence."""
    counts = (
        (found.count("added"), "starred"),
        (found.count("replaced"), "rated anew"),
        (found.count("same"), "as you had it"),
        (found.count("kept"), "left as you rated it (--replace takes theirs)"),
        (found.count("not found"), "not in your agenda"),
    )
    told = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"{'Would take' if dry_run else 'Took'} {len(found.taken)} favourites into {found.event.slug}: {told}."


def _remark(taken: Taken, event: Event) -> str:
    """How I rated a session otherwise; or when they have it, where that is what their agenda and mine differ in."""
    parts = []
    if taken.action in {"kept", "replaced"}:
        parts.append(f"yours: {taken.before}" if taken.action == "kept" else f"was {taken.before}")
    if not taken.sure:
        parts.append(f"theirs: {_when(None, taken.favourite, event) or 'by its title'}")
    return ", ".join(parts)


def _show(found: Comparison) -> None:
    headings = {"both": "Both of you", "mine": "Only you", "theirs": "Only they"}
    both, mine, theirs = (sum(1 for row in found.rows if row.whose == whose) for whose in headings)
    counts = f"{both} that both of you starred, {mine} only you, {theirs} only they"
    echo(f"{found.event.name}, times in {found.event.timezone}")
    echo(counts)
    for whose, heading in headings.items():
        rows = [row for row in found.rows if row.whose == whose]
        if rows:
            echo()
            echo(heading)
            render(rows, "table", columns=_compared_columns(found.event), as_json=dict)
    if found.clashing:
        echo()
        echo("Both of you starred these, and they overlap")
        print_table(found.clashing, clash_columns(found.event))


def _compared_columns(event: Event) -> tuple[Column, ...]:
    return (
        Column("No.", lambda row: row.session.id if row.session else "", right=True),
        Column("You", lambda row: row.session.interest if row.session else ""),
        Column("They", lambda row: row.favourite.level if row.favourite else ""),
        Column("Time", lambda row: _when(row.session, row.favourite, event), whole=True),
        Column("Room", lambda row: row.session.room if row.session else "", share=2),
        Column("Title", lambda row: _title(row.session, row.favourite), share=5),
    )


def _say_problems(source: Favourites, file: str) -> None:
    for problem in source.problems:
        say(f"{file}: {problem}")


def _title(session: Session | None, favourite: Favourite | None) -> str:
    if session:
        return title_of(session)
    return f"{favourite.title if favourite else ''} (not in your agenda)".lstrip()


def _when(session: Session | None, favourite: Favourite | None, event: Event) -> str:
    """The day and the hours of a session; of one that is not in the agenda, the day and hour that they have."""
    if session:
        return when_of(session, event)
    starts = _starts(favourite, event)
    return f"{in_zone(starts, event.timezone):%a %H:%M}" if starts else ""


def _starts(favourite: Favourite | None, event: Event) -> Moment | None:
    if favourite and favourite.mark and event.starts:
        return start_of_mark(favourite.mark, as_datetime(event.starts, event.timezone))
    return favourite.starts if favourite else None


def _common_json(session: Session | None, favourite: Favourite | None, event: Event) -> dict[str, Any]:
    starts = session.starts if session else _starts(favourite, event)
    return {
        "session": session.id if session else None,
        "title": session.title if session else favourite.title if favourite else "",
        "starts": in_zone(starts, event.timezone).isoformat() if starts else None,
        "room": session.room if session else "",
    }


def _taken_json(taken: Taken, event: Event) -> dict[str, Any]:
    """One of their favourites as scripts see it; the keys are a promise."""
    return {
        "action": taken.action,
        "level": taken.favourite.level,
        "before": taken.before,
        "sure": taken.sure,
        **_common_json(taken.session, taken.favourite, event),
    }


def _compared_json(row: Compared, event: Event) -> dict[str, Any]:
    """A session of one of us or both as scripts see it; the keys are a promise."""
    return {
        "whose": row.whose,
        "mine": row.session.interest if row.session else "",
        "theirs": row.favourite.level if row.favourite else "",
        **_common_json(row.session, row.favourite, event),
        "overlaps": [session.id for session in row.overlaps],
    }
