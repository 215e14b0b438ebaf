"""The door for plugins: what it promises, what it loads, and that every hook is documented by an example."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys

from eventkit import api, hookspecs


def declared():
    """Names that a type checker sees, each with the module it comes from."""
    tree = ast.parse(inspect.getsource(api))
    return {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_what_is_promised_is_what_is_declared_and_what_is_loaded():
    assert declared() == api._HOME_OF
    assert sorted(api.__all__) == sorted(api._HOME_OF)
    assert all(getattr(api, name) is not None for name in api.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error():
    assert not hasattr(api, "no_such_name")


def test_registering_a_plugin_loads_no_service():
    script = (
        "import sys, eventkit_calendar.plugin; print(*(m for m in sys.modules if m.startswith('eventkit.services')))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "\n"


def hooks():
    return {name: value for name, value in vars(hookspecs).items() if name.startswith("eventkit_")}


def test_every_hook_says_what_it_does_and_shows_how():
    assert len(hooks()) == 13
    for name, hook in hooks().items():
        text = inspect.getdoc(hook)
        assert re.match(r"(Return|Notify) [^\n]+\.\n", text), name
        assert f"def {name}():" in text or "Example:" in text, name


def test_every_hook_is_used_by_a_bundled_plugin(eventkit_app):
    used = {hook for report in eventkit_app.plugins.reports for hook in report.hooks}
    assert set(hooks()) <= used


def test_plugins_list_answers_with_the_keys_that_scripts_rely_on(eventkit_run):
    reports = eventkit_run("plugins", "list", "--format", "json").json
    assert [list(report) for report in reports] == [
        ["id", "distribution", "version", "state", "hooks", "error", "milliseconds"]
    ] * len(reports)
    bundled = [report for report in reports if report["distribution"] == "eventkit-companion"]
    assert [(report["id"], report["state"], report["error"]) for report in bundled] == [
        ("calendar", "loaded", ""),
        ("cards", "loaded", ""),
        ("followup", "loaded", ""),
        ("prep", "loaded", ""),
        ("tables", "loaded", ""),
    ]
