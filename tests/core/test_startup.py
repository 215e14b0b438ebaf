"""What a start costs: modules that must not be loaded, and plugins that must not be waited for."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

HEAVY = {"sqlalchemy", "alembic", "icalendar", "vobject", "qrcode", "PIL", "zxingcpp", "jinja2", "rich", "tomllib"}
SCAN = {"importlib.metadata", "email"}


def loaded(*args, env=None, **extra):
    """Run a command in a process of its own and return what it had loaded at its end."""
    script = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('LOADED', *sys.modules, file=sys.stderr))\n"
        "from eventkit.__main__ import main\n"
        "main()\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *map(str, args)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **(env or {})},
        **extra,
    )
    return set(ran.stderr.partition("LOADED ")[2].split()), ran.stdout


@pytest.mark.parametrize(
    "args", [["--help"], ["--version"], ["star", "--help"], ["plugins", "list", "--format", "json"]]
)
def test_a_light_command_loads_nothing_heavy(eventkit_home, args):
    loaded("--home", eventkit_home, "--help")  # makes the index of plugins
    modules, _ = loaded("--home", eventkit_home, *args)
    assert modules & (HEAVY - {"tomllib"}) == set()


def test_help_with_a_fresh_index_scans_no_distribution(eventkit_home):
    loaded("--home", eventkit_home, "--help")
    modules, _ = loaded("--home", eventkit_home, "--help")
    assert modules & SCAN == set()


@pytest.mark.parametrize("args", [["--help"], ["events"], ["star", "--help"]])
def test_a_core_command_loads_no_plugin_that_did_so_before_without_a_word(eventkit_home, args):
    loaded("--home", eventkit_home, "--help")
    modules, _ = loaded("--home", eventkit_home, *args)
    assert [name for name in modules if name == "pluggy" or name.startswith("eventkit_")] == []


def test_to_find_a_session_takes_nothing_that_only_others_need(eventkit_home, pyconf):
    loaded("--home", eventkit_home, "import", pyconf / "agenda.ics", "--event", "pyconf")
    modules, _ = loaded("--home", eventkit_home, "agenda", "--text", "Ada")
    assert modules & {*HEAVY, "json", "pathlib", "shutil", "difflib", "eventkit.domain.people"} == set()


def test_to_list_people_takes_nothing_that_only_others_need(eventkit_home):
    loaded("--home", eventkit_home, "people")
    modules, _ = loaded("--home", eventkit_home, "people", "ada")
    ours = {"eventkit.records", "eventkit.cli.editing", "eventkit.cli.looking_back"}
    assert modules & {*HEAVY, *ours, "json", "pathlib", "shutil", "difflib"} == set()


def test_completing_a_command_loads_nothing_heavy(eventkit_home):
    env = {"_EVENTKIT_COMPLETE": "bash_complete", "COMP_WORDS": "eventkit ag", "COMP_CWORD": "1"}
    modules, out = loaded(env={**env, "EVENTKIT_HOME": str(eventkit_home)})
    assert out == "plain,agenda\n"
    assert modules & (HEAVY - {"tomllib"}) == set()


def test_version_reads_no_setting_and_loads_no_plugin(eventkit_home):
    eventkit_home.mkdir()
    (eventkit_home / "config.toml").write_text("this is no TOML")
    modules, out = loaded("--version")
    assert out.startswith("eventkit, version ")
    assert not any(name.startswith("eventkit_") for name in modules)


def test_the_version_is_the_distribution_s(eventkit_run):
    from importlib.metadata import version

    assert eventkit_run("--version").stdout.split()[-1] == version("eventkit-companion")


def test_a_first_import_needs_no_icalendar_for_plain_times(eventkit_home, pyconf):
    modules, _ = loaded("--home", eventkit_home, "import", pyconf / "agenda.ics", "--event", "pyconf")
    assert modules & {"icalendar", "vobject", "rich"} == set()


def test_a_home_takes_no_sqlalchemy(eventkit_home, pyconf):
    for args in (
        ["import", pyconf / "agenda.ics", "--event", "pyconf"],
        ["import", pyconf / "agenda-updated.ics", "--event", "pyconf"],
        ["people", "--all", "event:pyconf role:speaker -has:note"],
        ["met", "Ada Example", "--note", "hello"],
        ["agenda"],
        ["now"],
        ["history"],
        ["undo"],
    ):
        modules, _ = loaded("--home", eventkit_home, *args)
        assert modules & {"sqlalchemy", "alembic"} == set(), args


def test_no_plugin_is_loaded_for_a_file_that_was_read_before(eventkit_home, pyconf):
    import_ = ("--home", eventkit_home, "import", pyconf / "agenda.ics", "--event", "pyconf")
    loaded(*import_)
    modules, _ = loaded(*import_)
    assert [name for name in modules if name == "pluggy" or name.startswith("eventkit_")] == []


@pytest.mark.parametrize("env", [{"EVENTKIT_PLUGINS_DISABLED": "prep"}, {"EVENTKIT_PLUGINS": "calendar,cards"}])
def test_a_file_is_read_again_where_other_plugins_may_read_it(eventkit_home, pyconf, env):
    import_ = ("--home", eventkit_home, "import", pyconf / "agenda.ics", "--event", "pyconf")
    loaded(*import_)
    assert ["eventkit_calendar.reading" in loaded(*import_, env=env)[0] for _ in range(2)] == [True, False]
