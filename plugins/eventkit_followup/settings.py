"""The settings of follow-up: the table ``[plugin.followup]`` of ``config.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventkit.api import InputError

if TYPE_CHECKING:
    from eventkit.api import App


def settings_of(app: App) -> dict[str, Any]:
    """What the table says, as it is there; raises ``InputError`` where it is no table."""
    file = app.paths.config / "config.toml"
    try:
        text = file.read_text(encoding="utf-8-sig")
        import tomllib  # 3 ms that a home without a file does not pay

        found = tomllib.loads(text).get("plugin", {})
        table = found.get("followup", {}) if isinstance(found, dict) else {}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"{file}: cannot read the settings: {error}"
        raise InputError(message) from error
    if not isinstance(table, dict):
        message = f"{file}: [plugin.followup] is no table of settings"
        raise InputError(message)
    return table


def text_setting(app: App, name: str, settings: dict[str, Any]) -> str:
    """A setting that is a text, or an empty one; raises ``InputError`` for anything else."""
    value = settings.get(name, "")
    if isinstance(value, str):
        return value.strip()
    message = f"{app.paths.config / 'config.toml'}: plugin.followup.{name}: {value!r} is not a text"
    raise InputError(message)
