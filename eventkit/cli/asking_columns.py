"""Asking what the columns of a table are, where their headings do not tell and somebody sits before the terminal."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from eventkit.cli.output import say
from eventkit.domain.columns import FIELDS, check_field
from eventkit.domain.text import one_line
from eventkit.errors import UsageError

if TYPE_CHECKING:
    from eventkit.errors import ColumnsError

_SHOWN = 40


def ask_columns(error: ColumnsError) -> dict[str, str]:
    """Ask for each column what it is; raises the error where nothing is told."""
    say(f"{error.location}: nothing tells which of its columns are names and addresses.")
    say("Say for each column what it is, or press Enter to keep it as it stands. It may be:")
    width = max(map(len, FIELDS))
    for name, meaning in FIELDS.items():
        say(f"  {name:{width}}  {meaning}")
    found: dict[str, str] = {}
    for number, heading in enumerate(error.columns):
        if not heading:
            continue
        sample = one_line(error.samples[number]) if number < len(error.samples) else ""
        field = _ask(heading, f" ({sample[:_SHOWN]})" if sample else "")
        if field:
            found[heading] = field
    if not found:
        raise error
    options = " ".join(f"--map {shlex.quote(f'{heading}={field}')}" for heading, field in found.items())
    say(f"The next time, say it with {options}")
    return found


def _ask(heading: str, sample: str) -> str:
    """The field of one column; asked again for what is none."""
    while True:
        answer = click.prompt(
            f"{one_line(heading)}{sample}", default="", show_default=False, err=True, prompt_suffix=": "
        )
        if not answer.strip():
            return ""
        try:
            return check_field(answer)
        except UsageError as error:
            say(f"  {error}")
