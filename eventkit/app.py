"""The application: settings, folders, clock, plugins and store, wired together; nothing is global."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from eventkit.config import load_config
from eventkit.domain.text import safe_text
from eventkit.domain.times import zone
from eventkit.entrypoints import FoundCommand, find_plugins, keep_commands, known_commands
from eventkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from eventkit.config import Config, SettingInForce
    from eventkit.entrypoints import FoundPlugin
    from eventkit.plugins import Plugins
    from eventkit.store.changes import Change
    from eventkit.store.store import Store


SETTINGS, DATABASE = "config.toml", "eventkit.db"


class Folders(NamedTuple):
    """The folders of a home, as texts: to know them takes no pathlib."""

    config: str
    data: str
    cache: str


class Paths(NamedTuple):
    """Where everything is kept."""

    config: Path
    data: Path
    cache: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / DATABASE

    @property
    def templates(self) -> Path:
        """The user's own templates."""
        return self.config / "templates"


class App:
    """What commands, services and plugins are given. Its store is opened, and its plugins loaded, on first use."""

    def __init__(self, folders: Folders, environ: Mapping[str, str], report: Callable[[str], None]) -> None:
        """Read the settings; opens no store and loads no plugin."""
        self._folders = folders
        self.report = report
        self.config: Config
        self.settings: list[SettingInForce]
        self.config, self.settings, warnings = load_config(os.path.join(folders.config, SETTINGS), environ)
        self._now = _fixed_time(environ.get("EVENTKIT_NOW", ""))
        if self.config.timezone and zone(self.config.timezone) is None:
            message = f"setting timezone: there is no zone {self.config.timezone!r}; give one as Europe/Berlin"
            raise UsageError(message)
        for warning in warnings:
            report(warning)

    def now(self) -> datetime:
        """The time by this application's clock, aware: ``EVENTKIT_NOW`` where it is set."""
        return self._now or datetime.now(UTC).astimezone()

    @cached_property
    def paths(self) -> Paths:
        """Where everything is kept."""
        from pathlib import Path  # 8 ms that help and completion do without

        return Paths(*map(Path, self._folders))

    @property
    def installed(self) -> str:
        """The installed plugins, with their versions and which of them are in use: told without loading any."""
        return repr((self._find_plugins(), self.config.plugins_chosen, self.config.plugins_disabled))

    @cached_property
    def plugins(self) -> Plugins:
        """The installed plugins."""
        from eventkit.plugins import Plugins  # pluggy, only where a hook is called

        return Plugins(
            self._find_plugins,
            report=self.report,
            chosen=self.config.plugins_chosen,
            disabled=self.config.plugins_disabled,
            strict=self.config.strict,
        )

    def plugin_commands(self, reserved: Collection[str]) -> list[FoundCommand]:
        """The commands of plugins; none is loaded for it where all did so without a word before, and are the same.

        ``reserved`` names keep whom they belong to, see ``Plugins.commands``.
        """
        index = os.path.join(self._folders.cache, "commands.txt")
        deciding = (self.config.plugins_chosen, self.config.plugins_disabled, sorted(reserved))
        first = "plugins" not in self.__dict__
        if first and (known := known_commands(index, deciding)) is not None:
            return known
        before = frozenset(sys.modules)
        commands = [
            FoundCommand(name, command.target, command.help, command.section, plugin_id)
            for name, (plugin_id, command) in self.plugins.commands(reserved).items()
        ]
        # in a process that had loaded plugins already, nobody can tell what they are loaded from
        if first and "eventkit.plugins" not in before and self.plugins.flawless:
            keep_commands(index, deciding, sys.modules.keys() - before, commands)
        return commands

    @cached_property
    def store(self) -> Store:
        """The database; raises ``StoreError`` where it cannot be used."""
        from eventkit.store.store import open_store  # only where data is wanted

        config = self.config
        file = os.path.join(self._folders.data, DATABASE)
        return open_store(file, config.database_url, self.now, who=config.user, region=config.region)

    def change(self, label: str, *, dry_run: bool = False, source: str = "") -> AbstractContextManager[Change]:
        """One recorded transaction: see ``Store.change``."""
        return self.store.change(label, dry_run=dry_run, source=source)

    def close(self) -> None:
        """Close the store, if it was opened."""
        if "store" in self.__dict__:
            self.store.close()

    def _find_plugins(self) -> list[FoundPlugin]:
        return find_plugins(os.path.join(self._folders.cache, "plugins.txt"))


def create_app(
    home: str | os.PathLike[str] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    report: Callable[[str], None] | None = None,
) -> App:
    """Wire an application.

    Args:
        home: one folder for everything; by default ``EVENTKIT_HOME``, else the platform's own folders.
        environ: the environment to read; by default the process's.
        report: what warnings are told to, a sentence each; by default standard error.

    Raises:
        UsageError: a setting or variable cannot be used.
        InputError: the file of settings cannot be read.

    """
    environ = os.environ if environ is None else environ
    return App(_folders(home or environ.get("EVENTKIT_HOME", "")), environ, report or _to_stderr)


def _folders(home: str | os.PathLike[str]) -> Folders:
    if home:
        folder = os.path.abspath(os.path.expanduser(home))
        return Folders(folder, folder, os.path.join(folder, "cache"))
    from platformdirs import PlatformDirs  # only where no home is given

    dirs = PlatformDirs("eventkit", appauthor=False)
    return Folders(dirs.user_config_dir, dirs.user_data_dir, dirs.user_cache_dir)


def _fixed_time(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"EVENTKIT_NOW: {text!r} is no time; give one as 2027-05-14T09:00:00+02:00"
        raise UsageError(message) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _to_stderr(message: str) -> None:
    sys.stderr.write(f"eventkit: {safe_text(message)}\n")
