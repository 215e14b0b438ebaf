"""``eventkit export``."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventkit.app import App
from eventkit.cli.options import dry_run_option, event_option, pass_app
from eventkit.cli.output import print_table, say
from eventkit.cli.tables import Column
from eventkit.errors import StoreError, UsageError
from eventkit.services.exporting import export_agenda, export_people, find_exporter, list_exporters, write_file

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from eventkit.records import Exporter

_FOUR_WEEKS = 4 * 7 * 24 * 60
_SHOWN = 10


def _list_formats(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  # as click calls it
    """Show what there is, and end."""
    app = context.find_object(App)
    if wanted and app:
        print_table(list_exporters(app), _COLUMNS)
        context.exit()


def _complete_format(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # only a shell that completes needs it

    app = context.find_object(App)
    known = list_exporters(app) if app else []
    return [CompletionItem(one.name, help=one.description) for one in known if one.name.startswith(incomplete)]


@click.command()
@click.argument("file", metavar="FILE", type=click.Path())
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
@click.option(
    "--as",
    "format_name",
    default="",
    metavar="FORMAT",
    shell_complete=_complete_format,
    help="The format, as --formats lists them; by default the FILE's suffix.",
)
@click.option(
    "--prune", is_flag=True, help="In a folder: remove what I wrote there for people who are not in QUERY now."
)
@click.option(
    "--formats",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_formats,
    help="List the formats that there are, and write nothing.",
)
@dry_run_option
@pass_app
def export(
    app: App,
    /,
    *,
    file: str,
    event: str | None,
    all_events: bool,
    mine: bool,
    alarms: int | None,
    notes: bool,
    who: str | None,
    format_name: str,
    prune: bool,
    dry_run: bool,
) -> int:
    """Write an agenda (.ics, .json, .csv), or people (.vcf, .json, .csv), to FILE; - is standard output.

    What a source said beyond what eventkit understands comes back out in a calendar or a card. Rules that repeat
    a session do not, and nor do guests: each session stands for itself. A FILE that is there is replaced.

    A FILE that ends in / is a folder, for people with a card in a file of its own each (vdir), as khard and vdirsyncer
    read them. Only files whose content differs are written, and nothing that another program put there is touched.
    """
    given = {"--event": event, "--all-events": all_events, "--mine": mine, "--alarms": alarms, "--notes": notes}
    used = [name for name, value in given.items() if value is not None and value is not False]
    if who is not None and used:
        message = f"--who exports people, and {used[0]} is for an agenda: give one of them"
        raise UsageError(message)
    if all_events and event is not None:
        message = "--event names one event, and --all-events means all of them: give one of them"
        raise UsageError(message)
    if _is_folder(app, file, format_name, who):
        return _into_folder(app, Path(file), who or "", format_name or "/", prune=prune, dry_run=dry_run)
    if prune:
        message = "--prune is for people in a folder: give a FOLDER with --as vdir and --who QUERY"
        raise UsageError(message)
    suffix = Path(file).suffix.lower()
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
    here = file == "-"
    if not dry_run and here:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    elif not dry_run:
        write_file(Path(file), data)
    say(f"{'Would write' if dry_run else 'Wrote'} {count} {things} to {'standard output' if here else file}.")
    return 0


def _is_folder(app: App, file: str, format_name: str, who: str | None) -> bool:
    """Whether people go into a folder; raises ``UsageError`` for a folder and a format that do not fit together."""
    folder = file.endswith("/") or Path(file).is_dir()
    named = [one for one in list_exporters(app) if one.name == format_name]
    into_folders = [one for one in named if one.write_people_files is not None]
    if not folder and not into_folders:
        return False
    if who is None:
        message = f"{file}: is a folder, and an agenda is written to a file; people go into a folder: give --who QUERY"
        if into_folders and not folder:
            message = f"--as {format_name} is for people: give --who QUERY, or --who '' for all contacts"
        raise UsageError(message)
    if file == "-":
        message = f"--as {format_name} writes a folder, and - is standard output: name the folder"
        raise UsageError(message)
    if named and not into_folders:
        message = f"{file}: is a folder, and {format_name} is one file: name the file, or give --as vdir"
        raise UsageError(message)
    find_exporter(app, format_name or "/", "write_people_files")
    return True


def _into_folder(app: App, folder: Path, query: str, format_name: str, *, prune: bool, dry_run: bool) -> int:
    """Write people into a folder; returns the exit code, which tells of files that were left as they are."""
    from eventkit.services.people_folders import export_people_folder  # only for a folder

    result = export_people_folder(app, folder, query=query, format_name=format_name, prune=prune, dry_run=dry_run)
    for name, reason in result.left:
        say(f"{folder / name}: {reason}; left as it is")
    people = f"{result.people} {'person' if result.people == 1 else 'people'}"
    counts = [f"{len(result.written)} {'file' if len(result.written) == 1 else 'files'} written"]
    counts += [f"{len(result.unchanged)} as before"] if result.unchanged else []
    counts += [f"{len(result.left)} left"] if result.left else []
    counts += [f"{len(result.removed)} removed"] if result.removed else []
    say(f"{'Would write' if dry_run else 'Wrote'} {people} to {folder}: {', '.join(counts)}.")
    if result.stale:
        one = len(result.stale) == 1
        what = "1 file is of somebody who is" if one else f"{len(result.stale)} files are of people who are"
        say(f"{what} not among them now; --prune removes {'it' if one else 'them'}:")
        for name in result.stale[:_SHOWN]:
            say(f"  {folder / name}")
        if len(result.stale) > _SHOWN:
            say("  …")
    return StoreError.exit_code if result.left else 0


def _writes(exporter: Exporter) -> str:
    agenda = ["agenda"] if exporter.write_agenda else []
    return ", ".join(agenda + (["people"] if exporter.write_people or exporter.write_people_files else []))


_COLUMNS = (
    Column("Format", lambda exporter: exporter.name, whole=True),
    Column("Of", _writes, whole=True),
    Column("File", lambda exporter: "FOLDER/" if exporter.suffix == "/" else f"*{exporter.suffix}", whole=True),
    Column("What it is", lambda exporter: exporter.description, share=1),
)
