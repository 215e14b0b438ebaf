from __future__ import annotations

import pytest

from eventkit.app import create_app
from eventkit.config import SETTINGS, Config, load_config
from eventkit.errors import InputError, UsageError


@pytest.fixture
def file(eventkit_home):
    eventkit_home.mkdir()
    return eventkit_home / "config.toml"


def write(file, text):
    file.write_text(text, encoding="utf-8")


def test_each_field_has_its_setting_in_their_order():
    assert tuple(SETTINGS) == Config._fields


def test_settings_have_defaults_where_nothing_is_said(file):
    config, rows, warnings = load_config(str(file), {})
    assert config == Config(timezone="", database_url="", plugins_disabled=(), plugins_chosen=None, strict=False)
    assert [(row.name, row.value, row.source) for row in rows] == [
        ("timezone", "", "default"),
        ("region", "", "default"),
        ("user", "", "default"),
        ("database_url", "", "default"),
        ("plugins.disabled", "", "default"),
        ("plugins.chosen", "", "default"),
        ("plugins.strict", "False", "default"),
        ("download.seconds", "30", "default"),
        ("download.megabytes", "50", "default"),
    ]
    assert warnings == []


def test_settings_come_from_the_file(file):
    write(
        file,
        """
        timezone = " Europe/Berlin "
        region = "DE"
        user = "ada"
        database_url = "sqlite:////tmp/a.db"
        [plugins]
        disabled = ["cards", " prep "]
        chosen = []
        strict = true
        [download]
        seconds = 5
        megabytes = 6
        """,
    )
    config, rows, warnings = load_config(str(file), {})
    assert config == Config(
        timezone="Europe/Berlin",
        region="DE",
        user="ada",
        database_url="sqlite:////tmp/a.db",
        plugins_disabled=("cards", "prep"),
        plugins_chosen=(),
        strict=True,
        download_seconds=5,
        download_megabytes=6,
    )
    assert {row.source for row in rows} == {str(file)}
    assert warnings == []


def test_environment_goes_before_the_file(file):
    write(file, 'timezone = "Europe/Berlin"\n[plugins]\nstrict = true\ndisabled = ["cards"]\n')
    environ = {"EVENTKIT_TIMEZONE": "Asia/Tokyo", "EVENTKIT_STRICT": "no", "EVENTKIT_PLUGINS_DISABLED": "prep, a,"}
    environ["EVENTKIT_DOWNLOAD_MEGABYTES"] = " 7 "
    config, rows, _ = load_config(str(file), environ)
    assert (config.timezone, config.strict, config.plugins_disabled) == ("Asia/Tokyo", False, ("prep", "a"))
    assert config.download_megabytes == 7
    assert {row.name: row.source for row in rows} == {
        "timezone": "EVENTKIT_TIMEZONE",
        "region": "default",
        "user": "default",
        "database_url": "default",
        "plugins.disabled": "EVENTKIT_PLUGINS_DISABLED",
        "plugins.chosen": "default",
        "plugins.strict": "EVENTKIT_STRICT",
        "download.seconds": "default",
        "download.megabytes": "EVENTKIT_DOWNLOAD_MEGABYTES",
    }


def test_empty_variable_is_a_value_of_its_own(file):
    write(file, 'timezone = "Europe/Berlin"\n[plugins]\nchosen = ["a"]\nstrict = true\n')
    environ = {"EVENTKIT_TIMEZONE": "", "EVENTKIT_PLUGINS": "", "EVENTKIT_STRICT": ""}
    config = load_config(str(file), environ)[0]
    assert (config.timezone, config.plugins_chosen, config.strict) == ("", (), False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", True),
        ("true", True),
        ("YES", True),
        ("on", True),
        ("0", False),
        ("False", False),
        ("no", False),
        ("off", False),
    ],
)
def test_words_for_true_and_false(file, text, value):
    assert load_config(str(file), {"EVENTKIT_STRICT": text})[0].strict is value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("timezone = 5", "timezone: 5 is not a text"),
        ("timezone = ['a']", "timezone: ['a'] is not a text"),
        ("database_url = true", "database_url: True is not a text"),
        ("[plugins]\ndisabled = 5", "plugins.disabled: 5 is not a list of names"),
        ("[plugins]\ndisabled = ['a', 5]", "plugins.disabled: ['a', 5] is not a list of names"),
        ("[plugins]\nstrict = 'maybe'", "plugins.strict: 'maybe' is neither true nor false"),
        ("[plugins]\nstrict = 2", "plugins.strict: 2 is neither true nor false"),
        ("[download]\nseconds = 0", "download.seconds: 0 is not a whole number from 1"),
        ("[download]\nseconds = true", "download.seconds: True is not a whole number from 1"),
        ("[download]\nmegabytes = '-5'", "download.megabytes: '-5' is not a whole number from 1"),
        ("[download]\nmegabytes = 1.5", "download.megabytes: 1.5 is not a whole number from 1"),
    ],
)
def test_value_of_the_wrong_type_names_file_and_key(eventkit_run, file, monkeypatch, text, reason):
    monkeypatch.delenv("EVENTKIT_STRICT")
    write(file, text)
    assert eventkit_run("events", code=2).stderr == f"eventkit: {file}: {reason}\n"


def test_variable_of_the_wrong_type_is_named(eventkit_run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_STRICT", "maybe")
    assert eventkit_run("events", code=2).stderr == "eventkit: EVENTKIT_STRICT: 'maybe' is neither true nor false\n"


@pytest.mark.parametrize("data", [b"timezone = ", b"timezone", b"a = 1\na = 2", b'timezone = "\xff"'])
def test_file_that_is_no_toml_is_named(eventkit_run, file, data):
    file.write_bytes(data)
    ran = eventkit_run("events", code=3)
    assert ran.stdout == ""
    assert ran.stderr.startswith(f"eventkit: {file}: cannot read the settings: ")
    assert ran.stderr.count("\n") == 1


def test_file_with_a_byte_order_mark_is_read(file):
    file.write_bytes(b'\xef\xbb\xbftimezone = "Europe/Berlin"')
    assert load_config(str(file), {})[0].timezone == "Europe/Berlin"


def test_file_that_is_nested_too_deep_is_named(file):
    write(file, f"a = {'[' * 100_000}")
    with pytest.raises(InputError, match=r"config\.toml: cannot read the settings: "):
        load_config(str(file), {})


def test_file_that_is_a_folder_is_named(file):
    file.mkdir()
    with pytest.raises(InputError, match=r"config\.toml: cannot read the settings: "):
        load_config(str(file), {})


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("timezon = 'UTC'", "there is no setting 'timezon'; did you mean 'timezone'?"),
        ("[plugins]\ndisable = []", "there is no setting 'plugins.disable'; did you mean 'plugins.disabled'?"),
        ("colour = 'red'", "there is no setting 'colour'"),
        ("[timezone]\nname = 'UTC'", "there is no setting 'timezone.name'; did you mean 'timezone'?"),
    ],
)
def test_unknown_key_is_warned_of_and_the_rest_holds(eventkit_run, file, text, warning):
    write(file, f'database_url = ""\n{text}')
    ran = eventkit_run("events", "--format", "json")
    assert (ran.stdout, ran.stderr) == ("[]\n", f"eventkit: {file}: {warning}\n")


def test_table_of_a_plugin_is_its_own(file):
    write(file, "[plugin.prep]\nanything = 1\n[plugin.cards.more]\nx = 2\n")
    assert load_config(str(file), {})[2] == []


def test_config_lists_every_setting_and_where_it_comes_from(eventkit_run, file, monkeypatch):
    monkeypatch.setenv("EVENTKIT_TIMEZONE", "Asia/Tokyo")
    write(file, '[plugins]\ndisabled = ["a", "b"]\n')
    rows = eventkit_run("config", "--format", "json").json
    assert [(row["name"], row["value"], row["source"]) for row in rows] == [
        ("timezone", "Asia/Tokyo", "EVENTKIT_TIMEZONE"),
        ("region", "", "default"),
        ("user", "", "default"),
        ("database_url", "", "default"),
        ("plugins.disabled", "a, b", str(file)),
        ("plugins.chosen", "", "default"),
        ("plugins.strict", "True", "EVENTKIT_STRICT"),
        ("download.seconds", "30", "default"),
        ("download.megabytes", "50", "default"),
    ]


@pytest.mark.parametrize("text", ["tomorrow", "0", "2027-13-01", "2027-05-14T25:00"])
def test_clock_that_is_no_time_is_refused(text):
    with pytest.raises(UsageError, match=f"EVENTKIT_NOW: '{text}' is no time; give one as 2027-05-14T09:00:00"):
        create_app(environ={"EVENTKIT_NOW": text, "EVENTKIT_HOME": "home"})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-05-14T09:00:00+02:00", "2027-05-14T09:00:00+02:00"),
        ("2027-05-14T09:00", "2027-05-14T09:00:00+00:00"),
        ("2027-05-14", "2027-05-14T00:00:00+00:00"),
    ],
)
def test_clock_is_set_and_aware(eventkit_home, text, moment):
    assert create_app(eventkit_home, environ={"EVENTKIT_NOW": text}).now().isoformat() == moment


def test_clock_that_is_not_set_runs_and_is_aware(eventkit_home):
    now = create_app(eventkit_home, environ={}).now()
    assert now.tzinfo is not None
    assert create_app(eventkit_home, environ={"EVENTKIT_NOW": ""}).now() >= now


@pytest.mark.parametrize("name", ["Europe/Berln", "../../etc/passwd", "Europe", "+02:00"])
def test_zone_that_is_none_is_refused(eventkit_run, monkeypatch, name):
    monkeypatch.setenv("EVENTKIT_TIMEZONE", name)
    assert eventkit_run("events", code=2).stderr == (
        f"eventkit: setting timezone: there is no zone {name!r}; give one as Europe/Berlin\n"
    )


def test_zone_of_the_settings_is_that_of_a_new_event(eventkit_run, file):
    write(file, 'timezone = "Asia/Tokyo"')
    assert eventkit_run("events", "add", "meetup").stdout == "Added meetup: meetup (Asia/Tokyo).\n"


def test_home_on_the_command_line_goes_before_the_variable(tmp_path):
    environ = {"EVENTKIT_HOME": str(tmp_path / "variable")}
    assert create_app(tmp_path / "given", environ=environ).paths.database == tmp_path / "given" / "eventkit.db"
    assert create_app(environ=environ).paths.config == tmp_path / "variable"
