"""``eventkit doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eventkit.cli.commands import CORE_COMMANDS
from eventkit.cli.options import format_option, pass_app
from eventkit.cli.output import render, say
from eventkit.cli.tables import Column
from eventkit.errors import StoreError
from eventkit.services.doctor import look_after

if TYPE_CHECKING:
    from eventkit.app import App


@click.command()
@click.option("--fix", is_flag=True, help="Set permissions right, and make the index of people anew where it is wrong.")
@format_option
@pass_app
def doctor(app: App, /, *, fix: bool, format_name: str) -> int:
    """Look whether all is well: the database, versions, plugins, settings, permissions and the disk.

    It works also where the database is broken, and changes nothing unless told to. The exit code is 5 where
    something is broken, and 0 where there are only warnings.
    """
    findings = list(look_after(app, CORE_COMMANDS, fix=fix))
    columns = (
        Column("", lambda one: one.state, whole=True),
        Column("What", lambda one: one.name, whole=True),
        Column("How it is", lambda one: one.detail, share=3),
        Column("What to do", lambda one: one.advice, share=2),
    )
    render(findings, format_name, columns=columns, as_json=lambda one: one._asdict())
    broken, warnings = (sum(one.state == state for one in findings) for state in ("fail", "warn"))
    if format_name == "table":
        say(_summary(broken, warnings))
    return StoreError.exit_code if broken else 0


def _summary(broken: int, warnings: int) -> str:
    parts = [
        f"{count} {one if count == 1 else many}"
        for count, one, many in ((broken, "thing is broken", "things are broken"), (warnings, "warning", "warnings"))
        if count
    ]
    return f"{', '.join(parts)}." if parts else "All is well."
