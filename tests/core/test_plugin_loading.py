"""Plugins as they are installed: a module and a dist-info folder on the path, and the real command in a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from textwrap import dedent

import pytest

GOOD = """
    from eventkit.api import Command, echo, hookimpl

    @hookimpl
    def eventkit_register_commands():
        return [Command(name="greet", target="{module}_cli:greet", help="Greet.", section="at")]

    @hookimpl
    def eventkit_encounter_logged(person):
        echo(f"good: {person.name}")
"""
GOOD_CLI = """
    import click

    @click.command()
    def greet():
        click.echo("Hello")
"""


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self):
        return json.loads(self.stdout)


@dataclass(slots=True)
class Site:
    """A folder on the path with plugins of the test's own; the bundled ones are left out."""

    folder: object
    home: object
    ids: list = field(default_factory=list)

    def install(self, plugin_id, source, *, distribution="", attribute="", **others):
        """Install a distribution with one plugin: its module, and other modules by their suffix."""
        distribution = distribution or f"{plugin_id}-dist"
        module = distribution.replace("-", "_")
        (self.folder / f"{module}.py").write_text(dedent(source).replace("{module}", module), encoding="utf-8")
        for suffix, text in others.items():
            (self.folder / f"{module}_{suffix}.py").write_text(dedent(text), encoding="utf-8")
        info = self.folder / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[eventkit]\n{plugin_id} = {module}{attribute}\n", encoding="utf-8")
        self.ids.append(plugin_id)

    def install_good(self, plugin_id="zeta"):
        """Install a plugin that is in order; its id comes after those of the broken ones."""
        self.install(plugin_id, GOOD, cli=GOOD_CLI)

    def run(self, *args, code=0, **environ):
        """Run ``eventkit ARGS…`` in a process of its own."""
        path = os.pathsep.join(filter(None, [str(self.folder), os.environ.get("PYTHONPATH")]))
        ran = subprocess.run(
            [sys.executable, "-m", "eventkit", "--home", str(self.home), *map(str, args)],
            env={**os.environ, "PYTHONPATH": path, "EVENTKIT_PLUGINS": ",".join(self.ids), **environ},
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert (ran.returncode, "Traceback" in ran.stderr) == (code, False), ran.stderr
        return Ran(ran.returncode, ran.stdout, ran.stderr)

    def states(self, **environ):
        """State and error of the plugins that were to be loaded, by distribution."""
        rows = self.run("plugins", "list", "--format", "json", **environ).json
        return {row["distribution"]: (row["state"], row["error"]) for row in rows if row["id"] in self.ids}


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder, tmp_path / "home")


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
    site.install("broken", GOOD, attribute=":Missing")
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
        cli=GOOD_CLI,
    )
    assert site.run("greet").stdout == "Hello\n"


def test_second_plugin_of_an_id_is_left_out_and_named(site):
    site.install("twin", GOOD, distribution="alpha", cli=GOOD_CLI)
    site.install("twin", 'raise RuntimeError("boom")', distribution="beta")
    listing = site.run("plugins", "list", "--format", "json")
    assert listing.stderr == "eventkit: plugin 'twin' (beta): not loaded: alpha has that id too\n"
    assert site.states() == {"alpha": ("loaded", ""), "beta": ("failed", "not loaded: alpha has that id too")}
    assert site.run("events", "--format", "json").stdout == "[]\n"
    assert site.run("plugins", "list", code=6, EVENTKIT_STRICT="1").stderr == listing.stderr


def test_second_plugin_of_an_id_that_is_not_wanted_is_nothing_to_tell(site):
    site.install("twin", GOOD, distribution="alpha", cli=GOOD_CLI)
    site.install("twin", GOOD, distribution="beta", cli=GOOD_CLI)
    assert site.run("plugins", "list", EVENTKIT_PLUGINS="").stderr == ""


# --- what goes wrong as a hook is called ------------------------------------------------------------------

CONTRIBUTIONS = {
    "raises": ('raise RuntimeError("boom")', "RuntimeError: boom"),
    "exits": ("import sys; sys.exit(3)", "called sys.exit(3)"),
    "returns a text": ('return "rubbish"', "TypeError: returned 'r' where Command records belong"),
    "returns dicts": (
        'return [{"name": "greet"}]',
        "TypeError: returned {'name': 'greet'} where Command records belong",
    ),
    "returns nothing": ("return None", "TypeError: 'NoneType' object is not iterable"),
    "raises half way": ('yield from [][1:]; raise RuntimeError("boom")', "RuntimeError: boom"),
}


def contributing(site, case):
    body, error = CONTRIBUTIONS[case]
    site.install(
        "broken",
        f"""
        from eventkit.api import hookimpl

        @hookimpl
        def eventkit_register_commands():
            {body}
        """,
    )
    return (
        "eventkit: plugin 'broken' (broken-dist 1.0): eventkit_register_commands: "
        f"{error}; its contribution is left out\n"
    )


@pytest.mark.parametrize("case", CONTRIBUTIONS)
def test_contribution_is_left_out_where_the_hook(site, case):
    told = contributing(site, case)
    site.install_good()
    ran = site.run("--help")
    assert (ran.stderr, "  greet    Greet." in ran.stdout.splitlines()) == (told, True)
    assert site.run("greet").stdout == "Hello\n"
    assert site.run("events", "--format", "json").stdout == "[]\n"
    listing = site.run("plugins", "list", "--format", "json")
    assert listing.stderr == told
    error = told.removeprefix("eventkit: plugin 'broken' (broken-dist 1.0): ").rstrip()
    assert site.states() == {"broken-dist": ("loaded", error), "zeta-dist": ("loaded", "")}


@pytest.mark.parametrize("case", CONTRIBUTIONS)
def test_strict_makes_an_error_of_a_contribution_where_the_hook(site, case):
    told = contributing(site, case)
    assert site.run("--help", code=6, EVENTKIT_STRICT="1").stderr == told


NOTIFIED = {
    "raises": ('raise RuntimeError("boom")', "RuntimeError: boom"),
    "exits": ("raise SystemExit", "called sys.exit()"),
}


def notified(site, case):
    body, error = NOTIFIED[case]
    site.install(
        "broken",
        f"""
        from eventkit.api import hookimpl

        @hookimpl
        def eventkit_encounter_logged(person):
            {body}
        """,
    )
    return f"eventkit: plugin 'broken' (broken-dist 1.0): eventkit_encounter_logged: {error}\n"


@pytest.mark.parametrize("case", NOTIFIED)
def test_others_are_notified_where_a_notified_plugin(site, case):
    told = notified(site, case)
    site.install_good()
    site.run("events", "add", "dinner")
    ran = site.run("met", "Ada Example")
    assert ran.stderr == told
    assert ran.stdout == "good: Ada Example\nNoted: met Ada Example, number 1 (new), dinner.\n"
    assert site.states()["broken-dist"] == ("loaded", "")


@pytest.mark.parametrize("case", NOTIFIED)
def test_encounter_is_kept_and_strict_makes_an_error_where_a_notified_plugin(site, case):
    told = notified(site, case)
    site.run("events", "add", "dinner")
    assert site.run("met", "Ada Example", code=6, EVENTKIT_STRICT="1").stderr == told
    assert [person["name"] for person in site.run("people", "--format", "json").json] == ["Ada Example"]


# --- commands ---------------------------------------------------------------------------------------------


def command(target, name="greet"):
    return f"""
        from eventkit.api import Command, hookimpl

        @hookimpl
        def eventkit_register_commands():
            return [Command(name="{name}", target="{target}", help="Broken.", section="at")]
        """


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("not_there:greet", "cannot load not_there:greet: ModuleNotFoundError: No module named 'not_there'"),
        (
            "broken_dist_cli:no",
            "cannot load broken_dist_cli:no: AttributeError: module 'broken_dist_cli' has no attribute 'no'",
        ),
        ("broken_dist_bad:greet", "cannot load broken_dist_bad:greet: called sys.exit(3)"),
    ],
)
def test_command_that_cannot_be_loaded_fails_alone(site, target, error):
    site.install("broken", command(target), cli=GOOD_CLI, bad="raise SystemExit(3)")
    assert site.run("greet", code=6).stderr == f"eventkit: plugin 'broken' (broken-dist 1.0): {error}\n"
    assert "  greet    Broken." in site.run("--help").stdout.splitlines()
    assert site.run("events", "--format", "json").stdout == "[]\n"
    assert site.states() == {"broken-dist": ("loaded", "")}


def test_command_that_is_no_command_names_the_plugin(site):
    site.install("broken", command("json:dumps"))
    assert site.run("greet", code=6).stderr == "eventkit: plugin 'broken': json:dumps is no click command\n"


def test_command_with_the_name_of_a_core_command_is_left_out(site):
    site.install("broken", command("broken_dist_cli:greet", name="events"), cli=GOOD_CLI)
    told = (
        "eventkit: plugin 'broken' (broken-dist 1.0): its command 'events' is left out: the name belongs to eventkit\n"
    )
    ran = site.run("--help")
    assert (ran.stderr, "Broken." in ran.stdout) == (told, False)
    assert site.run("events", "--format", "json").stdout == "[]\n"
    assert site.run("--help", code=6, EVENTKIT_STRICT="1").stderr == told


def test_command_with_the_name_of_another_plugins_stays_with_the_first_id(site):
    site.install("zeta", command("zeta_dist_cli:greet"), cli="raise RuntimeError")
    site.install_good("alpha")
    ran = site.run("greet")
    left_out = "its command 'greet' is left out: the name belongs to plugin 'alpha'"
    assert (ran.stdout, ran.stderr) == ("Hello\n", f"eventkit: plugin 'zeta' (zeta-dist 1.0): {left_out}\n")


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (
            'Command(name="greet", target="a:b", help="x", section="later")',
            "its command 'greet' is left out: there is no section 'later'; there is before, at, after, keep",
        ),
        (
            'Command(name="greet", target=None, help="x")',
            "its command 'greet' is left out: its target is None, and has to be a text",
        ),
        (
            'Command(name=None, target="a:b", help="x")',
            "its command None is left out: its name is None, and has to be a text",
        ),
        (
            'Command(name="greet", target="a:b", help=5)',
            "its command 'greet' is left out: its help is 5, and has to be a text",
        ),
    ],
)
def test_command_that_is_filled_in_wrongly_is_left_out(site, record, error):
    site.install(
        "broken",
        f"""
        from eventkit.api import Command, hookimpl

        @hookimpl
        def eventkit_register_commands():
            return [{record}]
        """,
    )
    site.install_good()
    ran = site.run("--help")
    assert ran.stderr == f"eventkit: plugin 'broken' (broken-dist 1.0): {error}\n"
    assert "  greet    Greet." in ran.stdout.splitlines()


# --- hooks of a plugin's own ------------------------------------------------------------------------------

ZOO = """
    from dataclasses import dataclass
    from eventkit.api import Command, contributes, hookimpl

    @dataclass(frozen=True)
    class Animal:
        name: str

    class Specs:
        @contributes(Animal)
        def eventkit_zoo_register_animals():
            pass

    @hookimpl
    def eventkit_register_hookspecs():
        return [Specs]

    @hookimpl
    def eventkit_register_commands():
        return [Command(name="zoo", target="zoo_dist_cli:zoo", help="List the animals.")]
"""
ZOO_CLI = """
    import click
    from eventkit.api import pass_app
    from zoo_dist import Animal

    @click.command()
    @pass_app
    def zoo(app):
        for plugin_id, animal in app.plugins.contributions("eventkit_zoo_register_animals", Animal):
            click.echo(f"{plugin_id}: {animal.name}")
"""


@pytest.mark.parametrize("other", ["aviary", "zz-aviary"])
def test_hook_of_a_plugin_is_implemented_by_another_whatever_their_names(site, other):
    site.install("zoo", ZOO, cli=ZOO_CLI)
    site.install(
        other,
        """
        from eventkit.api import hookimpl

        @hookimpl
        def eventkit_zoo_register_animals():
            from zoo_dist import Animal
            return [Animal("heron"), Animal("owl")]
        """,
    )
    ran = site.run("zoo")
    assert (ran.stdout, ran.stderr) == (f"{other}: heron\n{other}: owl\n", "")


AVIARY = """
    from eventkit.api import hookimpl

    @hookimpl({options})
    def eventkit_zoo_register_animals():
        return []
"""


def test_hook_of_a_plugin_that_is_switched_off_is_no_hook(site):
    site.install("zoo", ZOO, cli=ZOO_CLI)
    site.install("aviary", AVIARY.replace("{options}", ""))
    states = site.states(EVENTKIT_PLUGINS="aviary")
    assert states["zoo-dist"] == ("disabled", "")
    state, error = states["aviary-dist"]
    assert (state, error.partition(";")[0]) == ("failed", "there is no hook eventkit_zoo_register_animals")


def test_hook_that_is_marked_optional_may_be_missing(site):
    site.install("aviary", AVIARY.replace("{options}", "optionalhook=True"))
    assert site.states() == {"aviary-dist": ("loaded", "")}


# --- which are loaded -------------------------------------------------------------------------------------


@pytest.fixture
def two(site):
    site.install("alpha", GOOD, cli=GOOD_CLI)
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
