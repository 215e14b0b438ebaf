"""What goes wrong as a plugin's hooks are called and its commands run, and hooks of a plugin's own."""

from __future__ import annotations

import pytest

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
    assert (ran.stderr, ["greet", "Greet."] in map(str.split, ran.stdout.splitlines())) == (told, True)
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
    site.install("broken", command(target), cli=site.GOOD_CLI, bad="raise SystemExit(3)")
    assert site.run("greet", code=6).stderr == f"eventkit: plugin 'broken' (broken-dist 1.0): {error}\n"
    assert ["greet", "Broken."] in map(str.split, site.run("--help").stdout.splitlines())
    assert site.run("events", "--format", "json").stdout == "[]\n"
    assert site.states() == {"broken-dist": ("loaded", "")}


def test_command_that_is_no_command_names_the_plugin(site):
    site.install("broken", command("json:dumps"))
    assert site.run("greet", code=6).stderr == "eventkit: plugin 'broken': json:dumps is no click command\n"


def test_command_with_the_name_of_a_core_command_is_left_out(site):
    site.install("broken", command("broken_dist_cli:greet", name="events"), cli=site.GOOD_CLI)
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
    assert ["greet", "Greet."] in map(str.split, ran.stdout.splitlines())


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
