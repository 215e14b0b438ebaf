"""``eventkit refresh``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.importing import as_json, exit_code, show, tell_of
from eventkit.cli.options import dry_run_option, event_argument, pass_app
from eventkit.cli.output import echo, print_json, progress, say
from eventkit.services.refreshing import known_sources, refresh_source

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.services.refreshing import Refreshed


@click.command()
@event_argument
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--accept-removals", is_flag=True, help="Believe an agenda that lacks more than a fifth of what it listed before."
)
@dry_run_option
@pass_app
def refresh(app: App, /, *, event: str | None, format_name: str, accept_removals: bool, dry_run: bool) -> int:
    """Fetch the agendas of all events again, or of the one named SLUG, and show what changed.

    What was imported from an address is fetched; what was imported from a file is read again, if it is still
    there. A source that fails costs itself only: it is told, the others go on, and the exit code is 7, or 3 where
    the network is not to blame.
    """
    sources = known_sources(app, event or "")
    for source in sources:
        if source.skipped:
            say(f"{source.event}: {source.shown} is skipped: {source.skipped}")
    wanted = [source for source in sources if not source.skipped]
    if not wanted:
        say("There is nothing to refresh; `eventkit import ADDRESS` brings in an agenda that can be fetched again.")
    done = [
        refresh_source(app, source, dry_run=dry_run, accept_removals=accept_removals)
        for source in progress(wanted, "Refreshing")
    ]
    results = [(one.source, one.result) for one in done if one.result]
    refused = [(one.source, one.error) for one in done if one.error]
    for _, result in results:
        tell_of(result)
    if format_name == "json":
        print_json([_as_json(one) for one in done])
    else:
        for source, result in results:
            echo(f"{source.shown}:")
            show(result, dry_run=dry_run)
    for source, error in refused:
        say(f"eventkit: {source.event}: {error}")
    return exit_code([result for _, result in results], [error for _, error in refused])


def _as_json(refreshed: Refreshed) -> dict[str, Any]:
    """What an import answers with, for the one source; ``error`` is empty where there was none."""
    return {
        "event": refreshed.source.event,
        "source": refreshed.source.shown,
        **as_json([refreshed.result] if refreshed.result else []),
        "error": str(refreshed.error or ""),
    }
