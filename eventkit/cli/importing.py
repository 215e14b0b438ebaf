"""``eventkit import``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import dry_run_option, pass_app
from eventkit.cli.output import echo, print_json, progress, say
from eventkit.errors import InputError
from eventkit.services.importing import import_file

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.errors import EventkitError
    from eventkit.services.import_results import ImportResult

_SHOWN = 20
_MARKS = {"added": "+", "updated": "~", "removed": "-"}


@click.command("import")
@click.argument("sources", metavar="FILE…", nargs=-1, required=True)
@click.option("--event", metavar="SLUG", default="", help="The event that the agenda is of, or that the people attend.")
@click.option("--timezone", metavar="ZONE", default="", help="The zone of the event, as Europe/Berlin.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def import_(
    app: App,
    /,
    *,
    sources: tuple[str, ...],
    event: str,
    timezone: str,
    format_name: str,
    dry_run: bool,
) -> int:
    """Bring in agendas (.ics, schedule.xml, schedule.json) and people (.vcf) from FILEs; - is standard input.

    What a FILE is, is told from its content. An event that is new is made. The same file again changes nothing;
    a newer one changes what differs, and nothing that you said yourself. A broken part costs itself only: it is
    named with its line, the rest goes in, and the exit code is 3.
    """
    results: list[ImportResult] = []
    refused: list[EventkitError] = []
    for source in progress(sources, "Importing"):
        try:
            results.append(import_file(app, source, event=event, timezone=timezone, dry_run=dry_run))
        except InputError as error:
            if len(sources) == 1:
                raise
            refused.append(error)
    for result in results:
        for note in result.notes:
            say(f"note: {note}")
        for problem in result.problems:
            say(
                f"{result.file}, line {problem.line}: {problem.reason}"
                if problem.line
                else f"{result.file}: {problem.reason}"
            )
    for refusal in refused:
        say(f"eventkit: {refusal}")
    if format_name == "json":
        print_json(_as_json(results))
    else:
        for result in results:
            _show(result, dry_run=dry_run)
    return InputError.exit_code if refused or any(result.lossy for result in results) else 0


def _as_json(results: list[ImportResult]) -> dict[str, Any]:
    """Of several files the sums; every problem names its own file."""
    return {
        **{name: sum(getattr(r, name) for r in results) for name in ("added", "updated", "unchanged", "removed")},
        "problems": [
            {"file": p.file, "line": p.line, "uid": p.uid, "reason": p.reason} for r in results for p in r.problems
        ],
    }


def _show(result: ImportResult, *, dry_run: bool) -> None:
    what = "sessions" if result.kind == "agenda" else "people"
    into = f" into {result.event}" if result.event else ""
    zone = f" ({result.timezone})" if result.kind == "agenda" else ""
    counts = f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged"
    counts += f", {result.removed} gone" if result.removed else ""
    echo(f"{'Would import' if dry_run else 'Imported'} {what}{into}{zone}: {counts}.")
    changes = [change for change in result.changes if change.kind != "added"] or result.changes
    if len(changes) == result.added == len(result.changes):
        return  # all of it is new: the agenda shows it better
    for change in changes[:_SHOWN]:
        echo(f"  {_MARKS[change.kind]} {change.name}")
        for field, before, after in change.fields:
            if field == "abstract":
                echo("      abstract: rewritten")
            else:
                echo(f"      {field}: {before or '(none)'} → {after or '(none)'}")
    for change in [c for c in result.changes if c.kind == "added"][: max(0, _SHOWN - len(changes))]:
        echo(f"  + {change.name}")
    if len(result.changes) > _SHOWN:
        echo(f"  … {len(result.changes)} changes in all")
