"""``eventkit import``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import dry_run_option, pass_app
from eventkit.cli.output import echo, print_json, progress, say
from eventkit.domain.columns import FIELDS, read_columns
from eventkit.domain.text import one_line
from eventkit.errors import ColumnsError, InputError, NetworkError
from eventkit.services.importing import import_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eventkit.app import App
    from eventkit.errors import EventkitError
    from eventkit.services.import_results import ImportResult

_SHOWN = 20
_MARKS = {"added": "+", "updated": "~"}


@click.command("import")
@click.argument("sources", metavar="SOURCE…", nargs=-1, required=True)
@click.option("--event", metavar="SLUG", default="", help="The event that the agenda is of, or that the people attend.")
@click.option("--timezone", metavar="ZONE", default="", help="The zone of the event, as Europe/Berlin.")
@click.option(
    "--accept-removals", is_flag=True, help="Believe an agenda that lacks more than a fifth of what it listed before."
)
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="COLUMN=FIELD",
    help=f"What a column of a table is, as 'Firm=organization'; may be repeated. FIELD: {', '.join(FIELDS)}.",
)
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
    accept_removals: bool,
    columns: tuple[str, ...],
    format_name: str,
    dry_run: bool,
) -> int:
    """Bring in agendas (.ics, .xcal, schedule.xml, schedule.json) and people (.vcf, .csv, .json) from SOURCEs.

    A SOURCE is a file, a folder of cards, - for standard input, or an address (https, http, webcal), which is fetched
    now: that of a calendar, or of a conference's page on a site that is known to publish one (pretalx, Sched, Indico,
    frab, …).

    What a SOURCE is, is told from its content. An event that is new is made. The same again changes nothing; a
    newer version changes what differs, and nothing that you said yourself. A broken part costs itself only: it is
    named with its line, the rest goes in, and the exit code is 3.

    The columns of a table are told by their headings, as LinkedIn, Google, Outlook, Eventbrite, Luma, Meetup, pretix
    and others write them; where that does not do, --map says what they are, or you are asked.
    """
    told = read_columns(columns)
    results: list[ImportResult] = []
    refused: list[EventkitError] = []
    for source in progress(sources, "Importing"):
        try:
            results.append(
                _import(
                    app,
                    source,
                    told,
                    event=event,
                    timezone=timezone,
                    dry_run=dry_run,
                    accept_removals=accept_removals,
                )
            )
        except (InputError, NetworkError) as error:
            if len(sources) == 1:
                raise
            refused.append(error)
    return show_results(results, refused, format_name=format_name, dry_run=dry_run)


def _import(app: App, source: str, columns: Mapping[str, str], **options: Any) -> ImportResult:  # noqa: ANN401  # those of `import_file`
    """Import a source; where it is a table that nobody can make sense of, whoever sits there is asked."""
    try:
        return import_file(app, source, columns=columns, **options)
    except ColumnsError as error:
        if source == "-" or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise
        from eventkit.cli.asking_columns import ask_columns  # hardly any table needs it

        return import_file(app, source, columns={**columns, **ask_columns(error)}, **options)


def show_results(
    results: Sequence[ImportResult], refused: Sequence[EventkitError], *, format_name: str, dry_run: bool
) -> int:
    """Print what imports did, and tell on standard error what they were not able to do; returns the exit code."""
    for result in results:
        tell_of(result)
    for refusal in refused:
        say(f"eventkit: {refusal}")
    if format_name == "json":
        print_json(as_json(results))
    else:
        for result in results:
            show(result, dry_run=dry_run)
    return exit_code(results, refused)


def exit_code(results: Sequence[ImportResult], refused: Sequence[EventkitError]) -> int:
    """The code of the gravest that went wrong: a network that failed goes before input that is bad."""
    lossy = InputError.exit_code if any(result.lossy for result in results) else 0
    return max([lossy, *(error.exit_code for error in refused)])


def tell_of(result: ImportResult) -> None:
    """Say on standard error what there is to know of an import beside its result."""
    for note in result.notes:
        say(f"note: {note}")
    for problem in result.problems:
        line = f", line {problem.line}" if problem.line else ""
        uid = f" (UID {problem.uid})" if problem.uid else ""
        say(f"{problem.file}{line}: {problem.reason}{uid}")


def as_json(results: Sequence[ImportResult]) -> dict[str, Any]:
    """Of several files the sums; every problem names its own file."""
    from eventkit.cli.change_report import change_json, concerns_json, in_order  # a table of nothing new does without

    reports = [result.report for result in results if result.report]
    concerns = [concerns_json(report) for report in reports] or [concerns_json(None)]
    return {
        **{name: sum(getattr(r, name) for r in results) for name in ("added", "updated", "unchanged", "removed")},
        "problems": [
            {"file": p.file, "line": p.line, "uid": p.uid, "reason": p.reason} for r in results for p in r.problems
        ],
        "doubtful_speakers": [one._asdict() for result in results for one in result.doubtful],
        "possible_duplicates": [pair._asdict() for result in results for pair in result.possible_duplicates],
        "changes": [change_json(one, report) for report in reports for one in in_order(report)],
        "concerns_me": {key: [item for one in concerns for item in one[key]] for key in concerns[0]},
    }


def show(result: ImportResult, *, dry_run: bool) -> None:
    """Print what an import did, or would do."""
    what = "sessions" if result.kind == "agenda" else "people"
    into = f" into {result.event}" if result.event else ""
    zone = f" ({result.timezone})" if result.kind == "agenda" else ""
    counts = f"{result.added} added, {result.updated} updated, {result.unchanged} unchanged"
    counts += f", {result.removed} gone" if result.removed else ""
    echo(f"{'Would import' if dry_run else 'Imported'} {what}{into}{zone}: {counts}.")
    if result.report and result.report.changes:
        from eventkit.cli.change_report import show_report  # most often there is nothing to tell

        show_report(result.report, _SHOWN)
    _show_people(result)
    if result.doubts:
        wait = f"{result.doubts} speakers wait" if result.doubts > 1 else "One speaker waits"
        say(f"{wait} for your word: `eventkit speakers review {result.event}`.")
    if many := len({pair.other_id for pair in result.possible_duplicates}):
        who = f"{many} people may be there already" if many > 1 else "One person may be there already"
        say(f"{who}." if dry_run else f"{who}: `eventkit duplicates` shows them.")


def _show_people(result: ImportResult) -> None:
    """The people whom an import changed; where all are new, the list of people shows them better."""
    changed = [change for change in result.changes if change.kind != "added"]
    for change in changed[:_SHOWN]:
        echo(f"  {_MARKS[change.kind]} {change.name}")
        for field, before, after in change.fields:
            echo(f"      {field}: {one_line(before) or '(none)'} → {one_line(after) or '(none)'}")
    added = [change for change in result.changes if change.kind == "added"] if changed else []
    for change in added[: max(0, _SHOWN - len(changed))]:
        echo(f"  {_MARKS[change.kind]} {change.name}")
    if changed and len(result.changes) > _SHOWN:
        echo(f"  … {len(result.changes)} changes in all")
