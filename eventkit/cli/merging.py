"""``eventkit merge``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import dry_run_option, pass_app
from eventkit.cli.output import echo, echo_wrapped, print_json, print_table, say
from eventkit.cli.person_view import field_in_words, numbered, person_json
from eventkit.cli.tables import Column
from eventkit.errors import UsageError
from eventkit.services.merging import merge_people
from eventkit.services.people import somebody

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.people import Person
    from eventkit.services.merging import MergedValue, MergeResult

_THINGS = {
    "encounter": ("encounter", "encounters"),
    "session_speaker": ("session", "sessions"),
    "attendance": ("attendance", "attendances"),
    "document": ("document of a plugin", "documents of plugins"),
    "card": ("card", "cards"),
}


@click.command()
@click.argument("person")
@click.argument("other")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def merge(app: App, /, *, person: str, other: str, yes: bool, format_name: str, dry_run: bool) -> None:
    """Put the record OTHER into PERSON: two records of one person become one, and nothing is lost.

    Where the two differ, PERSON keeps its word, and what OTHER says is kept in the card that an export writes. It is
    shown before anything is done. `eventkit undo` makes two of them again. PERSON may be `me`.
    """
    kept, gone = somebody(app, person), somebody(app, other)
    asks = not yes and not dry_run
    if asks and not (sys.stdin.isatty() and format_name == "table"):
        message = "nothing was merged: say --yes to merge without being asked, or --dry-run to see what it would do"
        raise UsageError(message)
    result = merge_people(app, kept, gone, dry_run=dry_run or asks)
    if format_name == "json":
        print_json(_result_json(result))
        return
    _tell(result)
    if asks:
        echo()
        if not click.confirm("Merge them?"):
            say("Nothing was merged.")
            return
        result = merge_people(app, kept, gone)
    echo()
    if dry_run:
        echo("Nothing was merged: --dry-run.")
    else:
        echo(f"Merged {numbered(result.other)} into {numbered(result.person)}; `eventkit undo` makes two again.")


def _tell(result: MergeResult) -> None:
    """The record as it will be, and what moves into it."""
    echo(f"{numbered(result.kept)} takes in {numbered(result.other)}:")
    columns = (
        Column("What", lambda one: field_in_words(one.field), whole=True),
        Column("Kept", lambda one: one.value, share=3),
        Column("Of", lambda one: _whose(one, result)),
        Column("Beside it", lambda one: one.beside, share=2),
    )
    print_table(result.values, columns)
    counts = [
        f"{count} {_THINGS[name][count > 1]}" for name, count in result.moved.items() if name in _THINGS and count
    ]
    if counts:
        echo_wrapped(
            f"With it {'goes' if counts[0].startswith('1 ') and len(counts) == 1 else 'go'} {_listed(counts)}."
        )
    if result.conflicts:
        echo_wrapped("What stands beside is kept too, and comes out with an export as a card.")


def _whose(value: MergedValue, result: MergeResult) -> str:
    """The numbers of those who have it."""
    ours, theirs = (_number(person) for person in (result.kept, result.other))
    return {"kept": ours, "other": theirs, "both": f"{ours}, {theirs}"}[value.whose]


def _number(person: Person) -> str:
    return "me" if person.is_me else str(person.id)


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _result_json(result: MergeResult) -> dict[str, Any]:
    """A merge as scripts see it; the keys are a promise."""
    return {
        "kept": result.kept.id,
        "merged": result.other.id,
        "person": person_json(result.person),
        "values": [asdict(value) for value in result.values],
        "moved": dict(result.moved),
    }
