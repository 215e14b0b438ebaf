"""Loading plugins and calling their hooks, each by itself: the only user of pluggy beside the hook specifications.

pluggy stops at the first plugin that raises, both when it loads and when it calls, and lets ``sys.exit`` through.
Here every import, registration and call is one try. What goes wrong costs that plugin's own features and one
line that names it; with ``strict`` it is an error instead.
"""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast, get_args

import pluggy

from eventkit import hookspecs
from eventkit.errors import EventkitError, PluginError
from eventkit.records import Command, LoadReport, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from eventkit.entrypoints import FoundPlugin

_Record = TypeVar("_Record")
_MARK = f"{hookspecs.PROJECT}_impl"
_HOOKSPECS = "eventkit_register_hookspecs"


class Plugins:
    """The plugins of one application, loaded on first use."""

    def __init__(
        self,
        find: Callable[[], Iterable[FoundPlugin]],
        *,
        report: Callable[[str], None],
        chosen: Collection[str] | None = None,
        disabled: Collection[str] = (),
        strict: bool = False,
    ) -> None:
        """Take what finds the plugins, which of them to load (None: all), and where to report failures."""
        self._find = find
        self._report = report
        self._chosen = chosen
        self._disabled = disabled
        self._strict = strict
        self._manager: pluggy.PluginManager | None = None
        self._reports: dict[str, LoadReport] = {}
        self._namesakes: list[LoadReport] = []
        self._objects: dict[str, object] = {}
        self._told: set[str] = set()

    @property
    def reports(self) -> list[LoadReport]:
        """What became of every plugin that is installed, by id."""
        self._load()
        return sorted([*self._reports.values(), *self._namesakes], key=lambda report: report.id)

    @property
    def flawless(self) -> bool:
        """Whether nothing had to be told of them so far."""
        return not self._told

    def check(self, reserved: Collection[str]) -> list[LoadReport]:
        """The same, after every plugin was asked for all that it contributes: what is wrong with that is told too."""
        for name, caller in vars(self._load().hook).items():
            record = getattr(getattr(getattr(caller, "spec", None), "function", None), "eventkit_contributes", None)
            if record is Command:
                self.commands(reserved)
            elif record is not None:
                self.contributions(name, record)
        return self.reports

    def register(self, plugin: object, plugin_id: str) -> None:
        """Add a plugin that is not installed: a script's or a test's own object."""
        manager = self._load()
        self._reports[plugin_id] = LoadReport(id=plugin_id)
        self._objects[plugin_id] = plugin
        self._add_specs(manager, plugin_id)
        self._add(manager, plugin_id)

    def contributions(self, hook: str, record: type[_Record]) -> list[tuple[str, _Record]]:
        """Every record that plugins contribute through a hook, with the id of its plugin, in order of ids."""
        found: list[tuple[str, _Record]] = []
        for plugin_id, implementation in self._implementations(hook):
            try:
                found.extend((plugin_id, item) for item in _checked(implementation.function(), record))
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001  # a plugin may raise anything, sys.exit included
                self.fault(plugin_id, f"{hook}: {_said(error)}; its contribution is left out", error)
        return found

    def commands(self, reserved: Collection[str]) -> dict[str, tuple[str, Command]]:
        """Commands by name, with the plugin's id; a name that is taken stays with whom it belongs to."""
        found: dict[str, tuple[str, Command]] = {}
        for plugin_id, command in self.contributions("eventkit_register_commands", Command):
            if wrong := _wrong_in(command):
                self.fault(plugin_id, f"its command {_shown(command.name)} is left out: {wrong}")
            elif command.name in reserved or command.name in found:
                owner = "eventkit" if command.name in reserved else f"plugin '{found[command.name][0]}'"
                self.fault(plugin_id, f"its command '{command.name}' is left out: the name belongs to {owner}")
            else:
                found[command.name] = (plugin_id, command)
        return found

    def notify(self, hook: str, **arguments: object) -> None:
        """Call every plugin's implementation, each with the arguments it asks for."""
        for plugin_id, implementation in self._implementations(hook):
            try:
                implementation.function(*(arguments[name] for name in implementation.argnames))
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001  # a plugin may raise anything, sys.exit included
                self.fault(plugin_id, f"{hook}: {_said(error)}", error)

    def ask(self, hook: str, record: type[_Record], **arguments: object) -> list[_Record]:
        """The answers of every plugin, each given the arguments it asks for, in order of ids."""
        found: list[_Record] = []
        for plugin_id, implementation in self._implementations(hook):
            try:
                answer = implementation.function(*(arguments[name] for name in implementation.argnames))
                found.extend(_checked(answer, record))
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001  # a plugin may raise anything, sys.exit included
                self.fault(plugin_id, f"{hook}: {_said(error)}", error)
        return found

    def load_command(self, plugin_id: str, target: str) -> object:
        """The object behind a command's ``module:attribute``; raises ``PluginError`` naming the plugin."""
        self._load()  # what a command stands on was loaded before it
        module, _, attribute = target.partition(":")
        try:
            return getattr(import_module(module), attribute)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a plugin may raise anything, sys.exit included
            message = f"plugin {self._name(plugin_id)}: cannot load {target}: {_said(error)}"
            raise PluginError(message) from error

    def fault(self, plugin_id: str, reason: str, error: BaseException | None = None) -> None:
        """Report what a plugin did wrong, by its name; with ``strict``, raise ``PluginError`` instead."""
        report = self._reports[plugin_id]
        report.error = report.error or reason
        message = f"plugin {self._name(plugin_id)}: {reason}"
        if self._strict:
            raise PluginError(message) from error
        self._say(message)

    def failed(self, plugin_id: str, doing: str, error: BaseException) -> NoReturn:
        """Raise a ``PluginError`` for a plugin that raised where its result was needed."""
        message = f"plugin {self._name(plugin_id)}: {doing}: {_said(error)}"
        raise PluginError(message) from error

    # --- loading --------------------------------------------------------------------------------------

    def _load(self) -> pluggy.PluginManager:
        if self._manager is not None:
            return self._manager
        self._manager = manager = pluggy.PluginManager(hookspecs.PROJECT)
        manager.add_hookspecs(hookspecs)
        for found in self._find():
            self._import(found)
        for plugin_id in sorted({*(self._chosen or ()), *self._disabled} - set(self._reports)):
            self._say(f"there is no plugin '{plugin_id}' to choose or to switch off; `eventkit plugins list` has them")
        for plugin_id in list(self._objects):
            self._add_specs(manager, plugin_id)
        for plugin_id in list(self._objects):
            self._add(manager, plugin_id)
        return manager

    def _import(self, found: FoundPlugin) -> None:
        report = LoadReport(id=found.id, distribution=found.distribution, version=found.version)
        kept = self._reports.setdefault(found.id, report)
        if kept is not report:
            self._namesakes.append(report)
        if found.id in self._disabled or (self._chosen is not None and found.id not in self._chosen):
            report.state = "disabled"
            return
        if kept is not report:
            report.state = "failed"
            report.error = f"not loaded: {kept.distribution} has that id too"
            message = f"plugin '{found.id}' ({found.distribution}): {report.error}"
            if self._strict:
                raise PluginError(message)
            self._say(message)
            return
        begun = time.perf_counter()
        module, _, attribute = found.value.partition(":")
        try:
            loaded: Any = import_module(module)
            for name in filter(None, attribute.split(".")):
                loaded = getattr(loaded, name)
            self._objects[found.id] = loaded() if isinstance(loaded, type) else loaded
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # a plugin may raise anything, sys.exit included
            self._reject(found.id, f"cannot be imported: {_said(error)}", error)
        finally:
            report.milliseconds = (time.perf_counter() - begun) * 1000

    def _add_specs(self, manager: pluggy.PluginManager, plugin_id: str) -> None:
        function = getattr(self._objects[plugin_id], _HOOKSPECS, None)
        if function is None:
            return
        try:
            for module in function():
                manager.add_hookspecs(module)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # a plugin may raise anything, sys.exit included
            self._reject(plugin_id, f"{_HOOKSPECS}: {_said(error)}", error)

    def _add(self, manager: pluggy.PluginManager, plugin_id: str) -> None:
        plugin = self._objects.get(plugin_id)
        if plugin is None:
            return
        begun = time.perf_counter()
        report = self._reports[plugin_id]
        try:
            hooks = _marked_hooks(plugin)
            for name, options in hooks.items():
                _check_hook(manager, name, options)
            manager.register(plugin, name=plugin_id)
            report.hooks = sorted(hooks)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  # pluggy's own complaint, or a plugin whose attributes raise
            self._reject(plugin_id, _said(error), error)
        finally:
            report.milliseconds += (time.perf_counter() - begun) * 1000

    def _reject(self, plugin_id: str, reason: str, error: BaseException) -> None:
        self._reports[plugin_id].state = "failed"
        self._objects.pop(plugin_id, None)
        self.fault(plugin_id, reason, error)

    # --- calling --------------------------------------------------------------------------------------

    def _implementations(self, hook: str) -> Iterator[tuple[str, pluggy.HookImpl]]:
        caller = getattr(self._load().hook, hook, None)
        implementations = [] if caller is None else caller.get_hookimpls()
        for implementation in sorted(implementations, key=lambda impl: impl.plugin_name):
            yield implementation.plugin_name, implementation

    def _say(self, message: str) -> None:
        if message not in self._told:
            self._told.add(message)
            self._report(message)

    def _name(self, plugin_id: str) -> str:
        report = self._reports[plugin_id]
        return f"'{plugin_id}' ({report.distribution} {report.version})" if report.distribution else f"'{plugin_id}'"


def _checked(returned: object, record: type[_Record]) -> list[_Record]:
    """What a plugin returned, if that is an iterable of such records; raises ``TypeError`` for anything else."""
    items = list(cast("Iterable[object]", returned))
    for item in items:
        if not isinstance(item, record):
            message = f"returned {_shown(item)} where {record.__name__} records belong"
            raise TypeError(message)
    return cast("list[_Record]", items)


def _marked_hooks(plugin: object) -> dict[str, dict[str, Any]]:
    """The hooks a plugin implements, by name, with the options of ``@hookimpl``."""
    hooks: dict[str, dict[str, Any]] = {}
    for name in dir(plugin):
        value = getattr(plugin, name, None)
        options = getattr(value, _MARK, None)
        if isinstance(options, dict):
            hooks[options.get("specname") or name] = options
        elif name.startswith("eventkit_") and callable(value) and not isinstance(value, type):
            message = f"{name} looks like a hook and is not marked with @hookimpl"
            raise PluginError(message)
    if not hooks:
        message = f"it implements no hook ({_shown(plugin)})"
        raise PluginError(message)
    return hooks


def _check_hook(manager: pluggy.PluginManager, name: str, options: dict[str, Any]) -> None:
    if options.get("wrapper") or options.get("hookwrapper"):
        message = f"{name} is a wrapper; hooks here are called one plugin at a time and cannot be wrapped"
        raise PluginError(message)
    caller = getattr(manager.hook, name, None)
    if (caller is None or not caller.has_spec()) and not options.get("optionalhook"):
        import difflib  # only for a hook that does not exist

        known = [spec for spec in vars(manager.hook) if not spec.startswith("_")]
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
        message = f"there is no hook {name}" + (f"; did you mean {close[0]}?" if close else "")
        raise PluginError(message)


def _wrong_in(command: Command) -> str:
    """What keeps a command from being listed: nobody else checks the types of what a plugin writes into a record."""
    for name in ("name", "target", "help"):
        value = getattr(command, name)
        if not isinstance(value, str) or not value:
            return f"its {name} is {_shown(value)}, and has to be a text"
    if command.section not in get_args(Section):
        return f"there is no section {_shown(command.section)}; there is {', '.join(get_args(Section))}"
    return ""


def _said(error: BaseException) -> str:
    """An error in one line, with its class unless it is one of ours."""
    text = " ".join(str(error).split())
    if isinstance(error, EventkitError):
        return text
    if isinstance(error, SystemExit):
        return f"called sys.exit({text})"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text[:57]}…" if len(text) > 60 else text  # noqa: PLR2004  # as much as fits into a sentence
