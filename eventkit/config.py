"""Settings: one table (``SETTINGS``), read from ``config.toml`` and from the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 6
_TRUE, _FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


class Config(NamedTuple):
    """The settings in force; a tuple, since to make a dataclass takes longer than to read them. See ``SETTINGS``."""

    timezone: str = ""
    region: str = ""
    user: str = ""
    database_url: str = ""
    plugins_disabled: tuple[str, ...] = ()
    plugins_chosen: tuple[str, ...] | None = None
    strict: bool = False
    download_seconds: int = 30
    download_megabytes: int = 50


class Setting(NamedTuple):
    """A setting's key in the file, its variable, what it is for, and of what kind it is, see ``_convert``."""

    key: str
    env: str
    help: str
    kind: str = "str"


SETTINGS = {
    "timezone": Setting(
        "timezone", "EVENTKIT_TIMEZONE", "zone of agendas that name none, as Europe/Berlin; empty for UTC"
    ),
    "region": Setting("region", "EVENTKIT_REGION", "country of telephone numbers that name none, as DE"),
    "user": Setting("user", "EVENTKIT_USER", "who the history says made a change, where several share a database"),
    "database_url": Setting(
        "database_url",
        "EVENTKIT_DATABASE_URL",
        "another database than the home's own, as postgresql://user@server/name",
    ),
    "plugins_disabled": Setting(
        "plugins.disabled", "EVENTKIT_PLUGINS_DISABLED", "ids of plugins that are not loaded", "tuple"
    ),
    "plugins_chosen": Setting(
        "plugins.chosen", "EVENTKIT_PLUGINS", "ids of the only plugins that are loaded; empty for none", "tuple"
    ),
    "strict": Setting("plugins.strict", "EVENTKIT_STRICT", "a plugin that fails ends the command", "bool"),
    "download_seconds": Setting(
        "download.seconds", "EVENTKIT_DOWNLOAD_SECONDS", "how long a download may take, all in all", "int"
    ),
    "download_megabytes": Setting(
        "download.megabytes", "EVENTKIT_DOWNLOAD_MEGABYTES", "how large a download may be, unpacked", "int"
    ),
}
"""How each field of ``Config`` is set, in their order."""


class SettingInForce(NamedTuple):
    """One row of ``eventkit config``: where the value came from is ``default``, the file, or the variable."""

    name: str
    value: str
    source: str
    help: str


def load_config(file: str, environ: Mapping[str, str]) -> tuple[Config, list[SettingInForce], list[str]]:
    """Read the settings, the environment before the file; also how each came about, and warnings.

    Raises ``InputError`` for a file that is no TOML, ``UsageError`` for a value of the wrong type.
    """
    stored = _read_file(file)
    defaults: tuple[Any, ...] = Config()
    values: list[Any] = []
    rows: list[SettingInForce] = []
    for (key, env, help_, kind), default in zip(SETTINGS.values(), defaults, strict=True):
        source, value = "default", default
        if key in stored:
            source, value = file, _convert(kind, stored[key], f"{file}: {key}")
        if env in environ:
            source, value = env, _convert(kind, environ[env], env)
        values.append(value)
        rows.append(SettingInForce(key, _shown(key, value), source, help_))
    return Config(*values), rows, _unknown(stored, file) if stored else []


def _read_file(file: str) -> dict[str, Any]:
    """The file's settings with dotted keys; none where there is no file."""
    try:
        with open(file, encoding="utf-8-sig") as stream:
            text = stream.read()
        import tomllib  # 3 ms that a home without a file does not pay

        return _dotted(tomllib.loads(text))
    except (FileNotFoundError, NotADirectoryError):  # a home that is no folder is the store's to refuse
        return {}
    except (OSError, ValueError, RecursionError) as error:
        message = f"{file}: cannot read the settings: {error}"
        raise InputError(message) from error


def _dotted(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= _dotted(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found


def _convert(kind: str, value: object, where: str) -> object:
    """The value as the field's type: one of ``str``, ``bool``, ``int`` from 1, and a tuple of strings."""
    if kind == "bool":
        word = str(value).casefold()
        if word in _TRUE | _FALSE:
            return word in _TRUE
        message = f"{where}: {value!r} is neither true nor false"
        raise UsageError(message)
    if kind == "int":
        number = str(value).strip()
        if number.isdecimal() and len(number) <= _DIGITS and int(number):
            return int(number)
        message = f"{where}: {value!r} is not a whole number from 1"
        raise UsageError(message)
    if kind == "tuple":
        items = value.split(",") if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(item.strip() for item in items if item.strip())
        message = f"{where}: {value!r} is not a list of names"
        raise UsageError(message)
    if not isinstance(value, str):
        message = f"{where}: {value!r} is not a text"
        raise UsageError(message)
    return value.strip()


def _shown(key: str, value: object) -> str:
    if key == "database_url" and value:
        from eventkit.domain.database_address import name_of  # only for who has one, in which a password may be

        return name_of(str(value))
    return ", ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _unknown(stored: dict[str, Any], file: str) -> list[str]:
    """A warning for each key of the file that is no setting; a table ``[plugin.NAME]`` is that plugin's own."""
    import difflib  # 1 ms that a home without a file does not pay

    known = [setting.key for setting in SETTINGS.values()]
    warnings = []
    for key in stored:
        if key not in known and not key.startswith("plugin."):
            close = difflib.get_close_matches(key, known, n=1)
            warnings.append(f"{file}: there is no setting {key!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    return warnings
