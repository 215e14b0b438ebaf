"""Arguments and options that several commands share, for plugins too."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from eventkit.app import App
from eventkit.cli.output import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.shell_completion import CompletionItem

_Function = TypeVar("_Function", bound="Callable[..., Any]")

pass_app = click.make_pass_decorator(App)
"""Give the command the ``App`` as its first argument."""


class ListsByDefault(click.Group):
    """A group whose command `list` is meant where the first word is no command of it: `people ada`, `prep pyconf`."""

    def __init__(self, *args: Any, elsewhere: Mapping[str, str] | None = None, **options: Any) -> None:  # noqa: ANN401  # what click takes
        """``elsewhere`` are commands as ``module:attribute``, by name, that are imported when they are used."""
        super().__init__(*args, **options)
        self._elsewhere = dict(elsewhere or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in order of their names."""
        return sorted([*super().list_commands(ctx), *self._elsewhere])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now where it is elsewhere."""
        if cmd_name not in self._elsewhere:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = self._elsewhere[cmd_name].partition(":")
        return cast("click.Command", getattr(import_module(module), attribute))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the `list` that was left out."""
        if not args or (args[0] not in self.list_commands(ctx) and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


class TakesQuery(click.Command):
    """A query's `-tag:vendor` is a word of it and no option; conditions may stand in any order."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put what begins with one hyphen behind the options."""
        if "--" not in args:
            help_names = ctx.help_option_names
            words = [arg for arg in args if arg.startswith("-") and not arg.startswith("--") and arg not in help_names]
            args = [*(arg for arg in args if arg not in words), "--", *words]
        return super().parse_args(ctx, args)


def format_option(function: _Function) -> _Function:
    """``--format table|json|jsonl|csv``, given as ``format_name``."""
    option = click.option(
        "--format",
        "format_name",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print the result.",
    )
    return option(function)


def who_option(function: _Function) -> _Function:
    """``--who QUERY``: only these people."""
    return click.option("--who", metavar="QUERY", default="", help="Only these people, as org:example -tag:vendor.")(
        function
    )


def dry_run_option(function: _Function) -> _Function:
    """``--dry-run``, for everything that writes."""
    return click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")(function)


def event_option(function: _Function) -> _Function:
    """``--event SLUG``; without it, the only event, or the one that is on today."""
    option = click.option(
        "--event",
        metavar="SLUG",
        shell_complete=_complete_event,
        help="The event. Without it: the only one, or the one that is on today.",
    )
    return option(function)


def event_argument(function: _Function) -> _Function:
    """``[SLUG]``, given as ``event``; without it, the only event, or the one that is on today."""
    return click.argument("event", metavar="[SLUG]", required=False, shell_complete=_complete_event)(function)


def _complete_event(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # only a shell that completes needs it

    app = context.find_object(App)
    events = app.store.agenda.events() if app else []
    return [CompletionItem(event.slug, help=event.name) for event in events if event.slug.startswith(incomplete)]
