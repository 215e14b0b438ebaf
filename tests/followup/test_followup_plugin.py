"""What follow-up is to eventkit: its hooks, its help, and how little of it is loaded with every command."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from eventkit.api import hookimpl
from eventkit_followup import hookspecs
from eventkit_followup.channels import list_channels

HEAVY = {"jinja2", "email.message", "email.policy", "sqlalchemy", "icalendar", "rich"}


def test_plugin_loads_with_its_hooks(eventkit_run):
    [row] = [row for row in eventkit_run("plugins", "list", "--format", "json").json if row["id"] == "followup"]
    assert (row["state"], row["hooks"]) == (
        "loaded",
        [
            "eventkit_documents_taken_back",
            "eventkit_followup_register_channels",
            "eventkit_followup_register_templates",
            "eventkit_list_history_of_person",
            "eventkit_people_merged",
            "eventkit_register_commands",
            "eventkit_register_hookspecs",
        ],
    )


def test_help_lists_the_command_after_the_event(eventkit_run):
    text = eventkit_run("--help").stdout
    after = text.partition("After the event:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in after.splitlines()] == ["diary", "followup"]


def test_plugin_module_loads_nothing_heavy():
    code = "import sys, eventkit_followup.plugin; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(ran.stdout.split()) == set()


def test_example_of_the_hook_is_complete(eventkit_app):
    example = textwrap.dedent(hookspecs.eventkit_followup_register_channels.__doc__.partition("::\n")[2])
    code = textwrap.dedent(example.partition("\nA name")[0])
    namespace = {}
    exec(compile(code, "docstring", "exec"), namespace)

    class Plugin:
        eventkit_followup_register_channels = staticmethod(namespace["eventkit_followup_register_channels"])

    eventkit_app.plugins.register(Plugin, "example")
    assert list_channels(eventkit_app)["matrix"][0] == "example"


def test_channel_of_another_type_is_a_fault_of_its_plugin(eventkit_app):
    import pytest

    from eventkit.api import PluginError

    class Plugin:
        @hookimpl
        def eventkit_followup_register_channels(self):
            return ["eml"]

    eventkit_app.plugins.register(Plugin(), "wrong")
    with pytest.raises(PluginError, match="plugin 'wrong': eventkit_followup_register_channels: TypeError"):
        list_channels(eventkit_app)
