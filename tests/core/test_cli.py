"""The command line as a whole: help, mistakes, exit codes, and what ends a command early."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from eventkit import errors
from eventkit.cli.commands import CORE_COMMANDS

README = Path(__file__).parents[2] / "README.md"


def test_help_lists_every_command_by_section(eventkit_run):
    text = eventkit_run("--help").stdout
    sections = re.findall(r"^(\w[\w ]+):$", text, re.MULTILINE)
    assert sections == ["Options", "Before the event", "At the event", "After the event", "All the time"]
    listed = re.findall(r"^  ([a-z]+)  +[A-Z]", text, re.MULTILINE)
    assert sorted(listed) == sorted([*CORE_COMMANDS, "card", "followup", "prep", "scan"])
    assert max(len(line) for line in text.splitlines()) <= 80


def test_every_command_has_help(eventkit_run):
    for name in [*CORE_COMMANDS, "card", "followup", "prep", "scan"]:
        assert eventkit_run(name, "--help").stdout.startswith(f"Usage: eventkit {name} ")


def test_a_misspelt_command_is_told_the_right_one(eventkit_run):
    assert "No such command 'agneda'; did you mean 'agenda'?" in eventkit_run("agneda", code=2).stderr


def test_an_unknown_option_is_a_usage_error(eventkit_run):
    assert "No such option '--evnt'" in eventkit_run("import", "x", "--evnt", "y", code=2).stderr


def test_the_exit_codes_are_those_of_the_documentation():
    classes = [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.EventkitError)
    ]
    codes = {cls.exit_code for cls in classes}
    documented = set(map(int, re.findall(r"^(\d+) +", errors.__doc__, re.MULTILINE)))
    assert codes <= documented
    assert documented == {0, 1, 2, 3, 4, 5, 6, 7, 8, 130}
    in_readme = set(map(int, re.findall(r"^\| (\d+) \|", README.read_text(encoding="utf-8"), re.MULTILINE)))
    assert in_readme == documented


def broken_pipe(*command):
    """Run a command whose output nobody reads to its end."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        return subprocess.run(
            [sys.executable, "-m", "eventkit", *command], stdout=out, stderr=subprocess.PIPE, check=False
        )


def test_output_that_nobody_reads_is_no_error(eventkit_home):
    ran = broken_pipe("--home", str(eventkit_home), "config")
    assert (ran.returncode, ran.stderr) == (0, b"")


def plugin(body):
    """A plugin with one command, `boom`, whose body is a function."""
    import click

    from eventkit.records import Command

    class Plugin:
        pass

    module = type(sys)("boom_plugin")
    module.boom = click.command("boom")(body)
    sys.modules["boom_plugin"] = module
    from eventkit.hookspecs import hookimpl

    class Booms:
        @hookimpl
        def eventkit_register_commands(self):
            return [Command(name="boom", target="boom_plugin:boom", help="Fail.")]

    return Booms()


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ValueError("oh"), 6, "eventkit: plugin 'booms': its command 'boom' raised: ValueError: oh\n"),
        (errors.InputError("a.ics: no"), 3, "eventkit: a.ics: no\n"),
        (KeyboardInterrupt(), 130, "eventkit: interrupted\n"),
    ],
)
def test_what_ends_a_command_is_one_sentence_and_a_code(eventkit_home, error, code, said, capsys):
    from eventkit.app import create_app
    from eventkit.cli.main import cli, run

    def body():
        raise error

    app = create_app(eventkit_home)
    app.plugins.register(plugin(body), "booms")
    make_context = cli.make_context
    cli.make_context = lambda *args, **options: make_context(*args, **{**options, "obj": app})
    try:
        assert run(["boom"]) == code
    finally:
        cli.make_context = make_context
    assert capsys.readouterr().err.lstrip() == said


def test_what_nobody_foresaw_is_called_a_bug(capsys):
    from eventkit.cli.main import _tell

    assert _tell(ValueError("oh")) == 1
    assert capsys.readouterr().err == "eventkit: a bug: ValueError: oh; `eventkit --debug …` shows where\n"


def test_debug_shows_the_traceback(eventkit_home):
    command = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "--debug", "import", "no.ics"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" in ran.stderr
    assert "InputError: no.ics: there is no such file" in ran.stderr


def test_without_debug_there_is_none(eventkit_home):
    command = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "import", "no.ics"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (3, "eventkit: no.ics: there is no such file\n")


def test_the_platform_s_own_folders_are_used_without_a_home(tmp_path):
    command = [sys.executable, "-m", "eventkit", "events", "add", "meetup"]
    subprocess.run(command, check=True, capture_output=True)
    found = [path for path in tmp_path.rglob("eventkit.db") if path.is_file()]
    assert len(found) == 1
    assert found[0].parent.name == "eventkit"
