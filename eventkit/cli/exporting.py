"""``eventkit export``."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventkit.cli.options import dry_run_option, event_option, pass_app
from eventkit.cli.output import say
from eventkit.errors import UsageError
from eventkit.services.exporting import export_agenda, export_people, write_file

if TYPE_CHECKING:
    from eventkit.app import App

_FOUR_WEEKS = 4 * 7 * 24 * 60


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@event_option
@click.option("--all-events", is_flag=True, help="The agendas of all events, in one file.")
@click.option("--mine", is_flag=True, help="Of the agenda, only what I starred as must or maybe.")
@click.option(
    "--alarms",
    type=click.IntRange(0, _FOUR_WEEKS),
    metavar="MINUTES",
    help="In a calendar: remind me so many minutes before each session.",
)
@click.option("--notes", is_flag=True, help="With my notes on the sessions; else they stay here.")
@click.option("--who", metavar="QUERY", help="Export these people instead: a query, or '' for all contacts.")
@click.option("--as", "format_name", default="", metavar="FORMAT", help="The format; by default the FILE's suffix.")
@dry_run_option
@pass_app
def export(
    app: App,
    /,
    *,
    file: Path,
    event: str | None,
    all_events: bool,
    mine: bool,
    alarms: int | None,
    notes: bool,
    who: str | None,
    format_name: str,
    dry_run: bool,
) -> None:
    """Write an agenda (.ics, .json, .csv), or people (.vcf), to FILE; - is standard output.

    What a source said beyond what eventkit understands comes back out in a calendar or a card. Rules that repeat
    a session do not, and nor do guests: each session stands for itself. A FILE that is there is replaced.
    """
    given = {"--event": event, "--all-events": all_events, "--mine": mine, "--alarms": alarms, "--notes": notes}
    used = [name for name, value in given.items() if value is not None and value is not False]
    if who is not None and used:
        message = f"--who exports people, and {used[0]} is for an agenda: give one of them"
        raise UsageError(message)
    if all_events and event is not None:
        message = "--event names one event, and --all-events means all of them: give one of them"
        raise UsageError(message)
    suffix = file.suffix.lower()
    if who is not None:
        data, count = export_people(app, query=who, format_name=format_name, suffix=suffix)
        things = "person" if count == 1 else "people"
    else:
        data, count = export_agenda(
            app,
            event=event,
            all_events=all_events,
            mine=mine,
            alarm=None if alarms is None else timedelta(minutes=alarms),
            notes=notes,
            format_name=format_name,
            suffix=suffix,
        )
        things = "session" if count == 1 else "sessions"
    here = str(file) == "-"
    if not dry_run and here:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    elif not dry_run:
        write_file(file, data)
    say(f"{'Would write' if dry_run else 'Wrote'} {count} {things} to {'standard output' if here else file}.")
