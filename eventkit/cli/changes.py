"""``eventkit changes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eventkit.cli.change_report import change_json, in_order, show_report
from eventkit.cli.options import event_argument, format_option, pass_app
from eventkit.cli.output import echo, render, say
from eventkit.services.agenda_changes import list_changes

if TYPE_CHECKING:
    from eventkit.app import App


@click.command()
@event_argument
@click.option("--all", "everything", is_flag=True, help="What every import changed, the newest first.")
@format_option
@pass_app
def changes(app: App, /, *, event: str | None, everything: bool, format_name: str) -> None:
    """Show again what the last import changed: what concerns you first, then the rest.

    Yours are the sessions that you starred or noted something on, and the people whom you want to meet.
    """
    found, reports = list_changes(app, event, everything=everything)
    if format_name != "table":
        rows = [change_json(one, report) for report in reports for one in in_order(report)]
        render(rows, format_name, columns=(), as_json=dict)
        return
    if not reports:
        say(f"Nothing has changed in the agenda of {found.slug} since it was first imported.")
    for number, report in enumerate(reports):
        if number:
            echo()
        echo(f"{found.name}: {report.label}, {report.at[:16].replace('T', ' ')}")
        show_report(report)
