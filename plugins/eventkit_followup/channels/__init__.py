"""The channels that plugins brought, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from eventkit.api import EventkitError, UsageError
from eventkit_followup.api import Channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit.api import App

_PLUGIN = "followup"
_HOOK = "eventkit_followup_register_channels"
_Answer = TypeVar("_Answer")


def list_channels(app: App) -> dict[str, tuple[str, Channel]]:
    """Every channel by name, with the id of its plugin; a name that is taken stays with whom it belongs to."""
    found: dict[str, tuple[str, Channel]] = {}
    contributed = app.plugins.contributions(_HOOK, Channel)
    for plugin_id, channel in sorted(contributed, key=lambda item: item[0] != _PLUGIN):  # follow-up's own come first
        if channel.name in found:
            owner = found[channel.name][0]
            app.report(
                f"plugin '{plugin_id}': channel {channel.name} is left out: the name belongs to plugin '{owner}'"
            )
        else:
            found[channel.name] = (plugin_id, channel)
    return found


def find_channel(app: App, name: str) -> tuple[str, Channel]:
    """The channel of that name, with the id of its plugin; raises ``UsageError`` with those there are."""
    channels = list_channels(app)
    if name not in channels:
        known = ", ".join(sorted(channels)) or "none"
        message = f"--channel: there is no channel {name!r}; there is {known}"
        raise UsageError(message)
    return channels[name]


def ask(app: App, plugin_id: str, doing: str, call: Callable[[], _Answer]) -> _Answer:
    """What a channel's function answers; anything it raises beyond eventkit's own errors is a ``PluginError``."""
    try:
        return call()
    except EventkitError:
        raise
    except Exception as error:  # noqa: BLE001  # a plugin's function may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, doing, error)
