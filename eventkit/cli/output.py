"""One renderer for every listing: a table for people, JSON, JSON lines and CSV for scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.tables import lines_of
from eventkit.domain.text import one_line, safe_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from eventkit.cli.tables import Column

FORMATS = ("table", "json", "jsonl", "csv")
_WIDTH_WITHOUT_TERMINAL = 80


def render(
    rows: Sequence[Any],
    format_name: str,
    *,
    columns: Sequence[Column],
    as_json: Callable[[Any], Mapping[str, Any]],
    empty: str = "nothing",
) -> None:
    """Print rows to standard output: as a table by ``columns``, or by the keys of ``as_json``.

    The keys are a promise to scripts. An empty table is one sentence on standard error.
    """
    if format_name == "table":
        if rows:
            print_table(rows, columns)
        else:
            say(empty)
    elif format_name == "jsonl":
        from eventkit.domain.formats import json_text

        for row in rows:
            click.echo(json_text(as_json(row)))
    elif format_name == "csv":
        from eventkit.domain.formats import csv_text

        click.echo(csv_text([as_json(row) for row in rows]), nl=False)
    else:
        print_json([as_json(row) for row in rows])


def print_json(value: object) -> None:
    """Print one JSON value, indented."""
    from eventkit.domain.formats import json_text  # a table does without

    click.echo(json_text(value, indent=2))


def print_table(rows: Sequence[Any], columns: Sequence[Column]) -> None:
    """Print a table as wide as the terminal, or 80 columns where there is none; see ``lines_of``."""
    first, *rest = lines_of(rows, columns, terminal_width())
    click.echo(click.style(first, bold=True) if not _no_color() else first)
    if rest:
        click.echo("\n".join(rest))


def terminal_width() -> int:
    """Columns to print into."""
    if not sys.stdout.isatty():
        return _WIDTH_WITHOUT_TERMINAL
    import shutil  # with all its compressions, 3 ms

    return shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 24)).columns


def echo(text: str = "") -> None:
    """Print a line of result, made safe for a terminal."""
    click.echo(safe_text(text))


def echo_wrapped(text: str) -> None:
    """Print a line of result; one that is too long for the terminal goes on below, indented by four more."""
    line = one_line(text)
    indent = " " * (len(text) - len(text.lstrip(" ")))
    width = terminal_width()
    if len(indent) + len(line) <= width:
        echo(indent + line)
        return
    import textwrap  # only for what is too long

    for part in textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=f"{indent}    "):
        echo(part)


def say(text: str) -> None:
    """Print a message to standard error, made safe for a terminal."""
    click.echo(safe_text(text), err=True)


def progress(items: Sequence[Any], doing: str) -> Iterable[Any]:
    """Go through items, with a bar on standard error where that is a terminal and it takes its time."""
    if len(items) < 2 or not sys.stderr.isatty():  # noqa: PLR2004  # a bar of one step shows nothing
        yield from items
        return
    with click.progressbar(items, label=doing, file=sys.stderr) as bar:
        yield from bar


def _no_color() -> bool:
    from os import environ  # read when asked, not at import

    return bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
