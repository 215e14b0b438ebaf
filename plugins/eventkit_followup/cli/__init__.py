"""``eventkit followup``."""

from __future__ import annotations

from importlib import import_module

import click

_COMMANDS = {
    "channels": "channels:channels",
    "draft": "drafting:draft",
    "list": "listing:listing",
    "mark": "marking:mark",
    "remind": "reminding:remind",
    "send": "sending:send",
    "templates": "templates:templates",
}
"""By name, the module of this plugin that a command is in, and what it is called there."""


class _Lazy(click.Group):
    """Commands that are loaded when they are asked for: all of them would take a quarter of a short command's time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all."""
        return sorted({*_COMMANDS, *super().list_commands(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"eventkit_followup.cli.{module}"), attribute)
        return command


@click.group(cls=_Lazy)
def followup() -> None:
    """Draft a message to everyone you met, send it, keep track."""
