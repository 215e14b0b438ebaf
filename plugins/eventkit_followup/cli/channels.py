"""``eventkit followup channels``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.api import Column, format_option, pass_app, render
from eventkit_followup.channels import list_channels

if TYPE_CHECKING:
    from eventkit.api import App
    from eventkit_followup.api import Channel


@click.command(short_help="List the ways to reach people.")
@format_option
@pass_app
def channels(app: App, format_name: str) -> None:
    """List the ways to reach people, for `followup draft --channel NAME`; plugins bring more."""
    columns = (
        Column("Channel", lambda row: row[1].name),
        Column("Needs", lambda row: row[1].address),
        Column("Limit", lambda row: row[1].limit or ""),
        Column("What it makes", lambda row: row[1].description),
    )
    rows = sorted(list_channels(app).values(), key=lambda row: row[1].name)
    render(rows, format_name, columns=columns, as_json=_as_json)


def _as_json(row: tuple[str, Channel]) -> dict[str, Any]:
    """A channel as scripts see it; the keys are a promise."""
    plugin_id, channel = row
    return {
        "name": channel.name,
        "plugin": plugin_id,
        "address": channel.address,
        "limit": channel.limit,
        "attaches": channel.attaches,
        "description": channel.description,
    }
