"""eventkit as these tests need it. The fixtures `eventkit_run` and `eventkit_app` come with eventkit itself."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest
from eventkit_mastodon import plugin

INSTALLED = "mastodon" in entry_points(group="eventkit").names


@pytest.fixture(autouse=True)
def only_these_plugins(eventkit_home, monkeypatch):
    """Whatever else is installed on this machine is not what is tested."""
    assert not eventkit_home.exists()
    monkeypatch.setenv("EVENTKIT_PLUGINS", "followup,mastodon")


@pytest.fixture
def app(eventkit_app):
    """The application with this plugin, installed or not."""
    if not INSTALLED:
        eventkit_app.plugins.register(plugin, "mastodon")
    return eventkit_app


@pytest.fixture
def run(eventkit_run):
    """Run a command with this plugin, which has to be installed for that: commands find it by its entry point."""
    if not INSTALLED:
        pytest.skip("needs the plugin installed: python -m pip install -e .")
    return eventkit_run
