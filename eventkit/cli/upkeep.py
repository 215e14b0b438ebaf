"""``eventkit plugins`` and ``config``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.commands import CORE_COMMANDS
from eventkit.cli.options import format_option, pass_app
from eventkit.cli.output import render
from eventkit.cli.tables import Column
from eventkit.config import SettingInForce

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.records import LoadReport


@click.group()
def plugins() -> None:
    """List the plugins and how they are."""


@plugins.command("list")
@format_option
@pass_app
def list_(app: App, /, *, format_name: str) -> None:
    """List what is installed: where it came from, whether it loaded, which hooks it has, how long it took."""
    columns: tuple[Column, ...] = (
        Column("Plugin", lambda report: report.id),
        Column("Distribution", lambda report: f"{report.distribution} {report.version}"),
        Column("State", lambda report: report.state),
        Column("Hooks", lambda report: ", ".join(hook.removeprefix("eventkit_") for hook in report.hooks)),
        Column("ms", lambda report: f"{report.milliseconds:.1f}", right=True),
        Column("Error", lambda report: report.error),
    )
    reports = app.plugins.check(CORE_COMMANDS)
    if not any(report.error for report in reports):
        columns = columns[:-1]
    render(reports, format_name, columns=columns, as_json=_report_json, empty="No plugin is installed.")


@click.command()
@format_option
@pass_app
def config(app: App, /, *, format_name: str) -> None:
    """List the settings, their values, and where each comes from.

    They are kept in config.toml; an environment variable goes before the file.
    """
    columns = (
        Column("Setting", lambda row: row.name),
        Column("Value", lambda row: row.value),
        Column("From", lambda row: row.source),
        Column("What it is for", lambda row: row.help),
    )
    render(app.settings, format_name, columns=columns, as_json=SettingInForce._asdict)


def _report_json(report: LoadReport) -> dict[str, Any]:
    """A load report as scripts see it; the keys are a promise."""
    return {
        "id": report.id,
        "distribution": report.distribution,
        "version": report.version,
        "state": report.state,
        "hooks": report.hooks,
        "error": report.error,
        "milliseconds": round(report.milliseconds, 3),
    }
