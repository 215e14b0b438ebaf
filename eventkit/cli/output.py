"""One renderer for every listing: a table for people, JSON, JSON lines and CSV for scripts."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from eventkit.domain.text import one_line, safe_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

FORMATS = ("table", "json", "jsonl", "csv")
_WIDTH_WITHOUT_TERMINAL = 80
_WIDE = 100
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s()./-]*$)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, what a row shows in it, and how.

    ``right`` is for numbers, ``whole`` for what is of no use in pieces, as an address. Columns with a ``share``
    divide the room that the others leave. A ``wide`` one is only shown where there are 100 columns.
    """

    heading: str
    show: Callable[[Any], object]
    right: bool = False
    whole: bool = False
    share: int | None = None
    wide: bool = False


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
        for row in rows:
            click.echo(_json(as_json(row)))
    elif format_name == "csv":
        click.echo(_csv([as_json(row) for row in rows]), nl=False)
    else:
        print_json([as_json(row) for row in rows])


def print_json(value: object) -> None:
    """Print one JSON value, indented."""
    click.echo(_json(value, indent=2))


def print_table(rows: Sequence[Any], columns: Sequence[Column]) -> None:
    """Print a table as wide as the terminal, or 80 columns where there is none; long cells wrap.

    A column in which nothing stands is left out.
    """
    from rich.console import Console  # 60 ms, and only a table needs it
    from rich.table import Table
    from rich.text import Text

    width = terminal_width()
    shown = [(column, [one_line(str(column.show(row))) for row in rows]) for column in columns]
    shown = [(column, cells) for column, cells in shown if any(cells) and (not column.wide or width >= _WIDE)]
    sharing = any(column.share for column, _ in shown)
    table = Table(expand=sharing, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column, _ in shown:
        table.add_column(
            column.heading,
            justify="right" if column.right else "left",
            no_wrap=column.right or column.whole,
            overflow="ellipsis" if column.whole else "fold",
            ratio=column.share,
        )
    for cells in zip(*(cells for _, cells in shown), strict=True):
        table.add_row(*map(Text, cells))  # Text and not str: what came from outside is never markup
    buffer = io.StringIO()
    color = sys.stdout.isatty() and not _no_color()
    Console(file=buffer, width=width, force_terminal=color, color_system="standard" if color else None,
            highlight=False, legacy_windows=False).print(table)  # fmt: skip  # one call, read as one
    for line in buffer.getvalue().splitlines():
        click.echo(line.rstrip(), color=color or None)


def terminal_width() -> int:
    """Columns to print into."""
    import shutil  # with all its compressions, 3 ms

    return (
        shutil.get_terminal_size((_WIDTH_WITHOUT_TERMINAL, 24)).columns
        if sys.stdout.isatty()
        else _WIDTH_WITHOUT_TERMINAL
    )


def echo(text: str = "") -> None:
    """Print a line of result, made safe for a terminal."""
    click.echo(safe_text(text))


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


def _json(value: object, indent: int | None = None) -> str:
    """JSON in UTF-8, with what a terminal would obey as an escape of JSON's own."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def _csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """RFC 4180, in UTF-8; lists are joined by semicolons, and what a spreadsheet would calculate is quoted."""
    import csv

    if not rows:
        return ""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return buffer.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "; ".join(str(item) for item in value)
    elif isinstance(value, dict):
        value = "; ".join(f"{key}:{item}" for key, item in value.items())
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value
