"""``eventkit history`` and ``undo``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from eventkit.cli.options import dry_run_option, format_option, pass_app
from eventkit.cli.output import echo, render
from eventkit.cli.tables import Column
from eventkit.services.history import list_changes, undo_change

if TYPE_CHECKING:
    from eventkit.app import App


@click.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many, the newest first.")
@format_option
@pass_app
def history(app: App, /, *, limit: int, format_name: str) -> None:
    """List what was changed, the newest first."""
    columns = (
        Column("No.", lambda change: change.id, right=True),
        Column("When", lambda change: change.at[:16].replace("T", " "), whole=True),
        Column("Who", lambda change: change.who, share=1),
        Column("What", lambda change: change.label, share=3),
        Column("From", lambda change: change.source, share=2, wide=True),
        Column("Rows", lambda change: change.rows, right=True),
        Column("", lambda change: f"undone by {change.undone_by}" if change.undone_by else "", whole=True),
    )
    render(list_changes(app, limit), format_name, columns=columns, as_json=asdict, empty="Nothing was changed yet.")


@click.command()
@click.argument("change", type=int, required=False)
@dry_run_option
@pass_app
def undo(app: App, /, *, change: int | None, dry_run: bool) -> None:
    """Take back a CHANGE by its number in the history; without it, the newest.

    Undoing an undo does the change again.
    """
    undone = undo_change(app, change, dry_run=dry_run)
    echo(f"{'Would undo' if dry_run else 'Undid'} change {undone.id}: {undone.label}.")
