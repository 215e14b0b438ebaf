"""``eventkit export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventkit.cli.options import dry_run_option, event_option, pass_app
from eventkit.cli.output import say
from eventkit.services.exporting import export_agenda, export_people, write_file

if TYPE_CHECKING:
    from eventkit.app import App


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@event_option
@click.option("--mine", is_flag=True, help="Of the agenda, only what I starred as must or maybe.")
@click.option("--who", metavar="QUERY", help="Export these people instead: a query, or '' for all contacts.")
@click.option("--as", "format_name", default="", metavar="FORMAT", help="The format; by default the FILE's suffix.")
@dry_run_option
@pass_app
def export(
    app: App, /, *, file: Path, event: str | None, mine: bool, who: str | None, format_name: str, dry_run: bool
) -> None:
    """Write an agenda (.ics), or people (.vcf), to FILE; - is standard output.

    What a source said beyond what eventkit understands comes back out as it came in.
    """
    suffix = file.suffix.lower()
    if who is not None:
        data, count = export_people(app, query=who, format_name=format_name, suffix=suffix)
        things = "person" if count == 1 else "people"
    else:
        data, count = export_agenda(app, event=event, mine=mine, format_name=format_name, suffix=suffix)
        things = "session" if count == 1 else "sessions"
    here = str(file) == "-"
    if not dry_run and here:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    elif not dry_run:
        write_file(file, data)
    say(f"{'Would write' if dry_run else 'Wrote'} {count} {things} to {'standard output' if here else file}.")
