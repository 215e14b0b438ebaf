"""Which plugins are loaded, and what goes wrong as they are: real metadata, and the real command in a process."""

from __future__ import annotations

from textwrap import dedent

import pytest

# --- what goes wrong as a plugin is loaded ----------------------------------------------------------------

BROKEN = {
    "raises at import": (
        'raise RuntimeError("boom\\nand more")',
        "cannot be imported: RuntimeError: boom and more",
    ),
    "exits at import": (
        "import sys\nsys.exit('no licence')",
        "cannot be imported: called sys.exit(no licence)",
    ),
    "needs what is not installed": (
        "import a_library_that_nobody_has",
        "cannot be imported: ModuleNotFoundError: No module named 'a_library_that_nobody_has'",
    ),
    "misspells a hook": (
        """
        from eventkit.api import hookimpl

        @hookimpl
        def eventkit_register_comands():
            return []
        """,
        "there is no hook eventkit_register_comands; did you mean eventkit_register_commands?",
    ),
    "implements a hook that never was": (
        """
        from eventkit.api import hookimpl

        @hookimpl
        def qqq():
            return []
        """,
        "there is no hook qqq",
    ),
    "forgets to mark a hook": (
        """
        def eventkit_register_commands():
            return []
        """,
        "eventkit_register_commands looks like a hook and is not marked with @hookimpl",
    ),
    "wraps a hook": (
        """
        from eventkit.api import hookimpl

        @hookimpl(wrapper=True)
        def eventkit_register_commands():
            return (yield)
        """,
        "eventkit_register_commands is a wrapper; hooks here are called one plugin at a time and cannot be wrapped",
    ),
    "raises as its hook specifications are asked for": (
        """
        from eventkit.api import hookimpl

        @hookimpl
        def eventkit_register_hookspecs():
            raise RuntimeError("boom")
        """,
        "eventkit_register_hookspecs: RuntimeError: boom",
    ),
}


def broken(site, case):
    """Install a broken plugin; returns what is said of it."""
    source, error = BROKEN[case]
    site.install("broken", source)
    return error


@pytest.mark.parametrize("case", BROKEN)
def test_plugin_that(site, case):
    error = broken(site, case)
    site.install_good()
    listing = site.run("plugins", "list", "--format", "json")
    assert listing.stderr == f"eventkit: plugin 'broken' (broken-dist 1.0): {error}\n"
    assert site.states() == {"broken-dist": ("failed", error), "zeta-dist": ("loaded", "")}
    assert site.run("greet").stdout == "Hello\n"
    assert site.run("events", "--format", "json").stdout == "[]\n"


@pytest.mark.parametrize("case", BROKEN)
def test_strict_makes_an_error_of_a_plugin_that(site, case):
    error = broken(site, case)
    ran = site.run("plugins", "list", code=6, EVENTKIT_STRICT="1")
    assert (ran.stdout, ran.stderr) == ("", f"eventkit: plugin 'broken' (broken-dist 1.0): {error}\n")


def test_plugin_that_implements_nothing_is_named(site):
    site.install("broken", "hello = 1")
    state, error = site.states()["broken-dist"]
    assert (state, error.partition(" (<module 'broken_dist' from ")[0]) == ("failed", "it implements no hook")


def test_plugin_with_wrong_hook_arguments_is_told_which(site):
    site.install(
        "broken",
        """
        from eventkit.api import hookimpl

        @hookimpl
        def eventkit_encounter_logged(persn):
            pass
        """,
    )
    site.install_good()
    state, error = site.states()["broken-dist"]
    assert state == "failed"
    assert error.startswith("PluginValidationError: Plugin 'broken' for hook 'eventkit_encounter_logged'")
    assert "{'persn'}" in error
    assert site.run("greet").stdout == "Hello\n"
    assert site.run("events", "--format", "json").stdout == "[]\n"
    assert site.run("plugins", "list", code=6, EVENTKIT_STRICT="1").stdout == ""


def test_plugin_whose_entry_point_names_nothing_is_named(site):
    site.install("broken", site.GOOD, attribute=":Missing")
    assert site.states() == {
        "broken-dist": (
            "failed",
            "cannot be imported: AttributeError: module 'broken_dist' has no attribute 'Missing'",
        )
    }


def test_plugin_may_be_a_class(site):
    site.install(
        "shape",
        """
        from eventkit.api import Command, hookimpl

        class Plugin:
            @hookimpl
            def eventkit_register_commands(self):
                return [Command(name="greet", target="shape_dist_cli:greet", help="Greet.")]
        """,
        attribute=":Plugin",
        cli=site.GOOD_CLI,
    )
    assert site.run("greet").stdout == "Hello\n"


def test_second_plugin_of_an_id_is_left_out_and_named(site):
    site.install("twin", site.GOOD, distribution="alpha", cli=site.GOOD_CLI)
    site.install("twin", 'raise RuntimeError("boom")', distribution="beta")
    listing = site.run("plugins", "list", "--format", "json")
    assert listing.stderr == "eventkit: plugin 'twin' (beta): not loaded: alpha has that id too\n"
    assert site.states() == {"alpha": ("loaded", ""), "beta": ("failed", "not loaded: alpha has that id too")}
    assert site.run("events", "--format", "json").stdout == "[]\n"
    assert site.run("plugins", "list", code=6, EVENTKIT_STRICT="1").stderr == listing.stderr


def test_second_plugin_of_an_id_that_is_not_wanted_is_nothing_to_tell(site):
    site.install("twin", site.GOOD, distribution="alpha", cli=site.GOOD_CLI)
    site.install("twin", site.GOOD, distribution="beta", cli=site.GOOD_CLI)
    assert site.run("plugins", "list", EVENTKIT_PLUGINS="").stderr == ""


# --- which are loaded -------------------------------------------------------------------------------------


@pytest.fixture
def two(site):
    site.install("alpha", site.GOOD, cli=site.GOOD_CLI)
    site.install("beta", 'raise RuntimeError("boom")')
    return site


def test_no_plugin_is_loaded_where_none_is_chosen(two):
    rows = two.run("plugins", "list", "--format", "json", EVENTKIT_PLUGINS="").json
    assert {row["state"] for row in rows} == {"disabled"}
    assert two.run("greet", code=2, EVENTKIT_PLUGINS="").stdout == ""


def test_only_the_chosen_plugin_is_loaded(two):
    assert two.states(EVENTKIT_PLUGINS="alpha") == {"alpha-dist": ("loaded", ""), "beta-dist": ("disabled", "")}
    assert two.run("plugins", "list", EVENTKIT_PLUGINS=" alpha ,").stderr == ""


def test_plugin_that_the_settings_disable_is_not_even_imported(two):
    two.home.mkdir()
    (two.home / "config.toml").write_text('[plugins]\ndisabled = ["beta"]\n', encoding="utf-8")
    assert two.states() == {"alpha-dist": ("loaded", ""), "beta-dist": ("disabled", "")}
    assert two.run("plugins", "list").stderr == ""


def test_report_of_a_plugin_tells_its_origin_and_its_hooks(two):
    (row,) = (row for row in two.run("plugins", "list", "--format", "json").json if row["id"] == "alpha")
    assert row.pop("milliseconds") > 0
    assert row == {
        "id": "alpha",
        "distribution": "alpha-dist",
        "version": "1.0",
        "state": "loaded",
        "hooks": ["eventkit_encounter_logged", "eventkit_register_commands"],
        "error": "",
    }


def test_broken_plugin_is_named_by_every_command(two):
    assert two.run("events").stderr.splitlines() == [
        "eventkit: plugin 'beta' (beta-dist 1.0): cannot be imported: RuntimeError: boom",
        "There is no event yet; `eventkit import FILE --event SLUG` brings in an agenda.",
    ]


def test_chosen_plugin_that_is_not_there_is_told(two):
    told = two.run("events", EVENTKIT_PLUGINS="alpha,gama").stderr
    assert told.startswith("eventkit: there is no plugin 'gama' to choose or to switch off; `eventkit plugins list`")


def test_plugin_whose_commands_fail_is_named_by_a_core_command(site):
    site.install(
        "broken", "from eventkit.api import hookimpl\n\n@hookimpl\ndef eventkit_register_commands():\n    1 / 0\n"
    )
    told = site.run("events", "--format", "json")
    assert told.json == []
    assert told.stderr.startswith("eventkit: plugin 'broken' (broken-dist 1.0): eventkit_register_commands: ")


# --- when they are loaded -----------------------------------------------------------------------------------

TALKING = """
    import sys
    from eventkit.api import Command, hookimpl

    print("loaded", file=sys.stderr)

    @hookimpl
    def eventkit_register_commands():
        return [Command(name="greet", target="{module}_cli:greet", help="Greet.", section="at")]

    @hookimpl
    def eventkit_encounter_logged(person):
        print(f"told of {person.name}", file=sys.stderr)
"""
LISTING = ["events", "--format", "json"]


@pytest.fixture
def talking(site):
    """A plugin that says when it is loaded, which it was once."""
    site.install("talking", TALKING, cli=site.GOOD_CLI)
    assert site.run(*LISTING).stderr == "loaded\n"
    return site


@pytest.mark.parametrize("args", [LISTING, ["--help"], ["events", "--help"], ["config", "--format", "json"]])
def test_plugin_that_loaded_without_a_word_is_not_loaded_again_by(talking, args):
    assert talking.run(*args).stderr == ""


def test_help_has_the_commands_of_a_plugin_that_is_not_loaded_again(talking):
    assert ["greet", "Greet."] in map(str.split, talking.run("--help").stdout.splitlines())


def test_plugin_is_loaded_for_its_own_command(talking):
    ran = talking.run("greet")
    assert (ran.stdout, ran.stderr) == ("Hello\n", "loaded\n")


def test_plugin_is_loaded_for_its_hooks(talking):
    talking.run("events", "add", "dinner")
    assert talking.run("met", "Ada Example").stderr == "loaded\ntold of Ada Example\n"


def test_plugin_is_loaded_to_be_listed(talking):
    assert talking.run("plugins", "list").stderr == "loaded\n"


def test_plugin_that_breaks_later_is_told_of_at_once_and_each_time(talking):
    (talking.folder / "talking_dist.py").write_text('raise RuntimeError("boom")', encoding="utf-8")
    told = "eventkit: plugin 'talking' (talking-dist 1.0): cannot be imported: RuntimeError: boom\n"
    assert [talking.run(*LISTING).stderr for _ in range(3)] == [told] * 3


def test_plugin_is_loaded_again_once_a_module_that_it_uses_is_another(site):
    source = "from talking_dist_words import WORDS\n" + dedent(TALKING).replace('"loaded"', "WORDS")
    site.install("talking", source, cli=site.GOOD_CLI, words="WORDS = 'one'")
    assert [site.run(*LISTING).stderr for _ in range(2)] == ["one\n", ""]
    (site.folder / "talking_dist_words.py").write_text("WORDS = 'one more'", encoding="utf-8")
    assert [site.run(*LISTING).stderr for _ in range(2)] == ["one more\n", ""]


def test_all_plugins_are_loaded_once_another_is_installed_or_chosen(talking):
    talking.install("other", TALKING.replace("loaded", "other").replace('"greet"', '"wave"'), cli=talking.GOOD_CLI)
    assert [talking.run(*LISTING).stderr for _ in range(2)] == ["other\nloaded\n", ""]
    assert [talking.run(*LISTING, EVENTKIT_PLUGINS="other").stderr for _ in range(2)] == ["other\n", ""]
    assert talking.run("--help", EVENTKIT_PLUGINS="other").stdout.count("Greet.") == 1


def test_plugin_is_loaded_each_time_where_nothing_can_be_kept(talking):
    (talking.home / "cache" / "commands.txt").unlink()
    (talking.home / "cache" / "commands.txt").mkdir()
    assert [talking.run(*LISTING).stderr for _ in range(2)] == ["loaded\n"] * 2
