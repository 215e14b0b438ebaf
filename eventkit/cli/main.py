"""The ``eventkit`` command: a lazy group, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, cast

import click

from eventkit import __version__
from eventkit.app import App, create_app
from eventkit.cli.commands import CORE_COMMANDS, SECTIONS
from eventkit.cli.output import say
from eventkit.errors import EventkitError, PluginError

if TYPE_CHECKING:
    from eventkit.entrypoints import FoundCommand

BUG = 1
INTERRUPTED = 130


class LazyGroup(click.Group):
    """Top-level commands, imported one at a time: help and completion read their names and help texts only."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Core commands and those of plugins, in the order of an event's life."""
        return [command.name for command in self._all(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name in CORE_COMMANDS:
            module, _, attribute = CORE_COMMANDS[cmd_name].target.partition(":")
            return cast("click.Command", getattr(import_module(module), attribute))
        found = _of_plugin(ctx, cmd_name)
        if found is None:
            return None
        command = _app(ctx).plugins.load_command(found.plugin, found.target)
        if not isinstance(command, click.Command):
            message = f"plugin '{found.plugin}': {found.target} is no click command"
            raise PluginError(message)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section, without importing any."""
        commands = self._all(ctx)
        width = max(len(command.name) for command in commands)
        for section, heading in SECTIONS.items():
            rows = [(command.name.ljust(width), command.help) for command in commands if command.section == section]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> object:
        """As click does; what a plugin's command raises unforeseen is told as that plugin's fault."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, EventkitError):
            raise
        except Exception as error:
            command = _of_plugin(ctx, ctx.invoked_subcommand)
            if command is None or isinstance(error, BrokenPipeError):
                raise
            return _app(ctx).plugins.failed(command.plugin, f"its command '{ctx.invoked_subcommand}' raised", error)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a word on what was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib  # only for a command that does not exist

            close = difflib.get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not close:
                raise
            message = f"{error.message.rstrip('.')}; did you mean '{close[0]}'?"
            raise click.UsageError(message, ctx) from error

    def _all(self, ctx: click.Context) -> list[FoundCommand]:
        order: list[str] = list(SECTIONS)
        everything = [*CORE_COMMANDS.values(), *_app(ctx).plugin_commands(CORE_COMMANDS)]
        return sorted(everything, key=lambda command: order.index(command.section))


def _of_plugin(ctx: click.Context, name: str | None) -> FoundCommand | None:
    """The plugins' command of that name."""
    return next((command for command in _app(ctx).plugin_commands(CORE_COMMANDS) if command.name == name), None)


def _app(ctx: click.Context) -> App:
    """The application of this invocation, made when it is first wanted: ``--version`` never does."""
    root = ctx.find_root()
    if not isinstance(root.obj, App):
        root.obj = create_app(root.params.get("home"))
        root.call_on_close(root.obj.close)
    return root.obj


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--home",
    type=click.Path(),
    metavar="DIR",
    is_eager=True,
    help="One folder for settings, data and cache.  [env: EVENTKIT_HOME]",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, prog_name="eventkit")
@click.pass_context
def cli(ctx: click.Context, /, **_options: object) -> None:
    """The companion of people who go to events to meet people.

    Before: import the agenda, choose sessions, decide whom to meet. At the event: show your card, scan theirs,
    note what you said. Afterwards: write to everyone you met, from those notes.
    """
    _app(ctx).plugin_commands(CORE_COMMANDS)  # also for a core command: a plugin that fails is told of at once


def main(args: list[str] | None = None) -> None:
    """Run the command and exit with its code; no traceback unless ``--debug`` asks for it."""
    arguments = sys.argv[1:] if args is None else args
    sys.exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; what ends it early is told in a sentence."""
    try:
        result: object = cli.main(args=arguments, prog_name="eventkit", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("eventkit: interrupted")
        return INTERRUPTED
    except SystemExit as error:
        if "Pacify" in type(sys.stdout).__name__:  # click's, for when whoever reads our output had enough, as `head`
            return 0
        return error.code if isinstance(error.code, int) else BUG
    except Exception as error:  # the last place: whatever is left is a bug, and said to be one
        if "--debug" in arguments:
            raise
        return _tell(error)
    return result if isinstance(result, int) else 0


def _tell(error: Exception) -> int:
    """Say what went wrong in a sentence, and give the exit code for it."""
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, EventkitError):
        say(f"eventkit: {error}")
        return error.exit_code
    say(f"eventkit: a bug: {type(error).__name__}: {error}; `eventkit --debug …` shows where")
    return BUG
