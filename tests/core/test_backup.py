"""Backups: all that a store holds, out of one database and into another, or nothing."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import zipfile
from hashlib import sha256

import pytest

from eventkit.app import create_app
from eventkit.cli.main import run
from eventkit.domain.people import ContactPoint
from eventkit.services.agenda import add_event
from eventkit.services.backup import back_up, restore
from eventkit.services.documents import Notebook
from eventkit.services.encounters import log_encounter
from eventkit.services.history import undo_change
from eventkit.services.home_files import is_of_home
from eventkit.services.people import add_person, list_people, tag_people
from eventkit.store import SCHEMA_VERSION
from eventkit.store.engine import make_older
from eventkit.store.references import TABLES, with_flags

KINDS = ["SQLite", "PostgreSQL"]


def rows(app):
    """Every row of every table, and the number that each gave last."""
    database = app.store._database
    found = {
        table: [with_flags(table, row) for row in database.ask(f'SELECT * FROM "{table}" ORDER BY id').dicts()]
        for table in TABLES
    }
    return found, {table: database.last_given(table) for table in TABLES}


def fill(app):
    """Something in nearly every table, a number that was given in vain, and a change that was undone."""
    add_event(app, "pyconf", title="PyConf", timezone="Europe/Berlin")
    add_person(
        app,
        {"name": "Zoë Ångström", "note": "two\nlines, \u2028 and a \N{GRINNING FACE}", "organization": "Äxample"},
        [ContactPoint(kind="email", value="zoe@example.org")],
        tags=["python"],
        event="pyconf",
    )
    log_encounter(app, "Zoë", event="pyconf", note="hello \"there\" \\ 'you'", promise="a link")
    add_person(app, {"name": "Gone"}, [])
    undo_change(app)
    tag_people(app, ["Zoë"], add=["new"])
    with app.change("remember") as change:
        Notebook(app, "absent").put(change, "note", "x", {"a": [1, None, "ü"]}, person_id=1)


@pytest.fixture
def make(request, tmp_path, monkeypatch):
    """Make an application on a database of a kind, in a home of its own."""
    with contextlib.ExitStack() as stack:

        def made(kind, name):
            environ = {**os.environ, "EVENTKIT_PLUGINS": "", "EVENTKIT_USER": "robin"}
            monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T09:00:00+02:00")
            if kind == "PostgreSQL":
                environ["EVENTKIT_DATABASE_URL"] = request.getfixturevalue("postgresql")
            return stack.enter_context(contextlib.closing(create_app(tmp_path / name, environ=environ)))

        yield made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "target"), [("SQLite", "SQLite"), ("SQLite", "PostgreSQL"), ("PostgreSQL", "SQLite")]
)
def test_what_is_restored_is_what_was_backed_up(make, tmp_path, source, target):
    one, other = make(source, "one"), make(target, "other")
    fill(one)
    back_up(one, tmp_path / "all.zip")
    before = rows(one)
    restored = restore(other, tmp_path / "all.zip")
    assert rows(other) == rows(one) == before
    assert restored.counts == {table: len(found) for table, found in before[0].items()}


@pytest.mark.parametrize(("source", "target"), [("SQLite", "PostgreSQL"), ("PostgreSQL", "SQLite")])
def test_a_restored_store_goes_on_where_the_other_was(make, tmp_path, source, target):
    one, other = make(source, "one"), make(target, "other")
    fill(one)
    back_up(one, tmp_path / "all.zip")
    restore(other, tmp_path / "all.zip")
    assert [person.name for person in list_people(other, "ang", everybody=True)] == ["Zoë Ångström"]
    assert [person.name for person in list_people(other, "hello", everybody=True)] == ["Zoë Ångström"]
    assert add_person(other, {"name": "Next"}, []).id == 3
    for _ in range(6):
        undo_change(other)
    assert list_people(other, "", everybody=True) == []
    undo_change(other, other.store.history()[0].id)
    assert [event.slug for event in other.store.agenda.events()] == ["pyconf"]


def test_there_and_back_again_is_the_same_backup(make, tmp_path):
    one, server = make("SQLite", "one"), make("PostgreSQL", "server")
    fill(one)
    back_up(one, tmp_path / "one.zip")
    restore(server, tmp_path / "one.zip")
    back_up(server, tmp_path / "two.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as first, zipfile.ZipFile(tmp_path / "two.zip") as second:
        names = [name for name in first.namelist() if name != "manifest.json"]
        assert [second.read(name) for name in names] == [first.read(name) for name in names]


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_is_of_one_moment_while_others_write(make, tmp_path, kind):
    one, other = make(kind, "one"), make("SQLite", "other")
    stop = threading.Event()
    home, url = one.paths.data, one.config.database_url

    def write():
        environ = {**os.environ, "EVENTKIT_PLUGINS": "", "EVENTKIT_DATABASE_URL": url}
        with contextlib.closing(create_app(home, environ=environ)) as writer:
            number = 0
            while not stop.is_set():
                number += 1
                add_person(writer, {"name": f"N{number}"}, [ContactPoint(kind="email", value=f"{number}@example.org")])

    add_person(one, {"name": "Ada"}, [])
    thread = threading.Thread(target=write)
    thread.start()
    try:
        backups = [back_up(one, tmp_path / f"{number}.zip") for number in range(5)]
    finally:
        stop.set()
        thread.join()
    for backup in backups:
        counts = backup.counts
        assert counts["person"] == counts["contact_point"] + 1 == counts["change"]
        restore(other, backup.file, replace=True)
        assert len(list_people(other, "", everybody=True)) == counts["person"]


def test_a_backup_is_the_user_s_alone_and_leaves_nothing_beside_it(eventkit_run, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    eventkit_run("people", "add", "Ada")
    eventkit_run("backup", folder / "all.zip")
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir()] == [("all.zip", 0o600)]


def test_a_backup_without_a_name_is_named_by_the_day(eventkit_run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    eventkit_run("people", "add", "Ada")
    said = "Backed up 1 person and 1 change in the history to"
    assert eventkit_run("backup").stdout.startswith(f"{said} eventkit-2027-05-14.zip (")
    assert eventkit_run("backup").stdout.startswith(f"{said} eventkit-2027-05-14-2.zip (")
    (tmp_path / "there").mkdir()
    assert eventkit_run("backup", "there").stdout.startswith(f"{said} there/eventkit-2027-05-14.zip (")


def test_a_dry_run_of_a_backup_writes_nothing(eventkit_run, tmp_path):
    eventkit_run("people", "add", "Ada")
    file = tmp_path / "all.zip"
    assert eventkit_run("backup", file, "--dry-run").stdout == (
        f"Would back up 1 person and 1 change in the history to {file}.\n"
    )
    assert not file.exists()


def test_a_backup_takes_the_place_of_a_backup_and_of_nothing_else(eventkit_run, tmp_path):
    eventkit_run("backup", tmp_path / "all.zip")
    eventkit_run("backup", tmp_path / "all.zip")
    (tmp_path / "letter.txt").write_text("dear")
    assert eventkit_run("backup", tmp_path / "letter.txt", code=2).stderr == (
        f"eventkit: {tmp_path}/letter.txt: there is a file of that name that is no backup of eventkit; "
        "give another name\n"
    )
    assert (tmp_path / "letter.txt").read_text() == "dear"


def test_a_backup_that_cannot_be_written_is_told_of(eventkit_run, tmp_path):
    assert eventkit_run("backup", tmp_path / "no" / "all.zip", code=5).stderr == (
        f"eventkit: {tmp_path}/no/all.zip: cannot be written: No such file or directory\n"
    )


# --- the home's own files -----------------------------------------------------------------------------


def test_settings_and_templates_come_along_and_go_where_there_are_none(eventkit_run, eventkit_home, tmp_path):
    (eventkit_home / "templates" / "deep").mkdir(parents=True)
    (eventkit_home / "config.toml").write_text('region = "DE"\n')
    (eventkit_home / "templates" / "deep" / "thanks.txt").write_text("Dear")
    (eventkit_home / "templates" / "other.txt").write_text("Hello")
    ran = eventkit_run("backup", tmp_path / "all.zip")
    assert ran.stdout.splitlines()[1] == (
        "It holds your config.toml, templates/deep/thanks.txt, templates/other.txt too."
    )
    (eventkit_home / "config.toml").unlink()
    (eventkit_home / "templates" / "other.txt").write_text("mine now")
    ran = eventkit_run("restore", tmp_path / "all.zip")
    assert ran.stdout.splitlines()[-1] == "Restored your config.toml too."
    assert ran.stderr == ("note: your templates/other.txt stayed as in this home; the backup has another version\n")
    assert (eventkit_home / "config.toml").read_text() == 'region = "DE"\n'
    assert stat.S_IMODE((eventkit_home / "config.toml").stat().st_mode) == 0o600
    assert (eventkit_home / "templates" / "other.txt").read_text() == "mine now"


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ('database_url = "sqlite:////tmp/x.db"', "database_url"),
        ('[plugin.followup]\npassword = "s3cret"', "plugin.followup.password"),
        ('[plugin.x.y]\napi_key = "s3cret"', "plugin.x.y.api_key"),
        ('[plugin.x]\nAccessToken = "s3cret"', "plugin.x.AccessToken"),
    ],
)
def test_settings_with_a_secret_stay_at_home(eventkit_home, tmp_path, settings, key):
    eventkit_home.mkdir()
    (eventkit_home / "config.toml").write_text(settings)
    with contextlib.closing(
        create_app(eventkit_home, environ={"EVENTKIT_PLUGINS": "", "EVENTKIT_DATABASE_URL": ""})
    ) as app:
        done = back_up(app, tmp_path / "all.zip")
    assert (done.files, done.left_out) == ([], [f"config.toml is left out: its {key} is for this home alone"])
    assert b"s3cret" not in b"".join(parts(tmp_path / "all.zip").values())


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("config.toml", True),
        ("templates/a.txt", True),
        ("templates/a/b.txt", True),
        ("templates", False),
        ("templates/", False),
        ("templates/../config.toml", False),
        ("templates/../../x", False),
        ("/templates/x", False),
        ("templates//x", False),
        ("templates\\..\\x", False),
        ("templates/c:x", False),
        ("eventkit.db", False),
        ("", False),
    ],
)
def test_a_backup_brings_no_file_but_settings_and_templates(name, may):
    assert is_of_home(name) is may


# --- stores that are not empty ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_is_not_empty_is_left_alone(make, tmp_path, kind):
    one, other = make("SQLite", "one"), make(kind, "other")
    fill(one)
    back_up(one, tmp_path / "all.zip")
    add_person(other, {"name": "Mine"}, [])
    before = rows(other)
    with pytest.raises(Exception, match="the store is not empty: it holds 1 person and 1 change in the history; with"):
        restore(other, tmp_path / "all.zip")
    assert rows(other) == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_replaced_is_backed_up_first(make, tmp_path, kind):
    one, other = make("SQLite", "one"), make(kind, "other")
    fill(one)
    back_up(one, tmp_path / "all.zip")
    add_person(other, {"name": "Mine"}, [])
    before = rows(other)
    done = restore(other, tmp_path / "all.zip", replace=True)
    assert done.kept_in == other.paths.data / "before-restore-2027-05-14.zip"
    assert rows(other) == rows(one)
    restore(other, done.kept_in, replace=True)
    assert rows(other) == before


def test_what_restore_says(eventkit_run, eventkit_home, tmp_path):
    eventkit_run("people", "add", "Ada")
    eventkit_run("backup", tmp_path / "all.zip")
    eventkit_run("people", "add", "Bo")
    file = tmp_path / "all.zip"
    refused = eventkit_run("restore", file, code=5)
    assert refused.stderr == (
        "eventkit: the store is not empty: it holds 2 people and 2 changes in the history; "
        "with --replace the backup takes its place, once that is backed up\n"
    )
    assert eventkit_run("restore", file, "--dry-run", code=5).stderr == refused.stderr
    assert eventkit_run("restore", file, "--replace", "--dry-run").stdout == (
        "Would replace 2 people and 2 changes in the history, and back that up first.\n"
        "Would restore 1 person and 1 change in the history, as of 2027-05-14 09:00.\n"
    )
    assert not (eventkit_home / "before-restore-2027-05-14.zip").exists()
    assert eventkit_run("restore", file, "--replace").stdout == (
        f"What was there (2 people and 2 changes in the history) is in {eventkit_home}/before-restore-2027-05-14.zip.\n"
        "Restored 1 person and 1 change in the history, as of 2027-05-14 09:00.\n"
    )
    assert [row["name"] for row in eventkit_run("people", "--format", "json").json] == ["Ada"]


def half(app):
    with app.change("half"):
        add_person(app, {"name": "Half"}, [])
        raise ZeroDivisionError


def test_a_change_that_was_given_up_leaves_an_empty_store(make, tmp_path):
    one, other = make("SQLite", "one"), make("PostgreSQL", "other")
    fill(one)
    back_up(one, tmp_path / "all.zip")
    with pytest.raises(ZeroDivisionError):
        half(other)
    restore(other, tmp_path / "all.zip")
    assert rows(other) == rows(one)


# --- archives that cannot be used ---------------------------------------------------------------------


def parts(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(file, contents, *, honest=True, compression=zipfile.ZIP_DEFLATED):
    """Write an archive anew; an honest one has a manifest that agrees with what it holds."""
    contents = dict(contents)
    if honest:
        manifest = json.loads(contents["manifest.json"])
        for part in manifest["parts"]:
            data = contents[part["name"]]
            part |= {"bytes": len(data), "sha256": sha256(data).hexdigest()}
            part["rows"] = data.count(b"\n") if part["name"].startswith("tables/") else 0
        contents["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A backup of a store with something in it."""
    folder = tmp_path_factory.mktemp("source")
    with contextlib.closing(create_app(folder / "home", environ={"EVENTKIT_PLUGINS": ""})) as app:
        fill(app)
        back_up(app, folder / "all.zip")
    return (folder / "all.zip").read_bytes()


@pytest.fixture
def archive(whole, tmp_path):
    """That backup in a file, as the bytes of its parts."""
    (tmp_path / "all.zip").write_bytes(whole)
    return parts(tmp_path / "all.zip")


@pytest.fixture
def refused(eventkit_run, eventkit_home):
    """Restore what cannot be: the reason, and that nothing was touched."""
    eventkit_run("people", "add", "Mine")

    def tried(file, code=3):
        before = (eventkit_home / "eventkit.db").read_bytes()
        ran = eventkit_run("restore", file, "--replace", code=code)
        assert (eventkit_home / "eventkit.db").read_bytes() == before
        assert not list(eventkit_home.glob("before-*"))
        head = f"eventkit: {file}: "
        assert (ran.stdout, ran.stderr[: len(head)], ran.stderr.count("\n")) == ("", head, 1)
        return ran.stderr.removeprefix(head).rstrip("\n")

    return tried


def test_an_archive_that_is_not_there_is_refused(refused, tmp_path):
    assert refused(tmp_path / "no.zip") == "there is no such file"


@pytest.mark.parametrize("data", [b"", b"just words", b"PK\x03\x04 and no more"])
def test_what_is_no_archive_is_refused(refused, tmp_path, data):
    (tmp_path / "bad.zip").write_bytes(data)
    assert refused(tmp_path / "bad.zip") == "it is no backup of eventkit, or it is damaged or cut off"


def test_somebody_else_s_archive_is_refused(refused, tmp_path):
    write(tmp_path / "bad.zip", {"letter.txt": b"dear"}, honest=False)
    assert refused(tmp_path / "bad.zip") == "it is no backup of eventkit, which has a manifest"


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b"\xff", b'{"format": "x"}', b"[" * 100_000, b"null"])
def test_a_manifest_that_makes_no_sense_is_refused(refused, tmp_path, manifest):
    write(tmp_path / "bad.zip", {"manifest.json": manifest}, honest=False)
    assert refused(tmp_path / "bad.zip").startswith("it is no backup of eventkit")


@pytest.mark.parametrize(
    "change",
    [
        {"parts": None},
        {"parts": [{}]},
        {"parts": [{"name": 1, "bytes": 1, "sha256": "", "rows": 1}]},
        {"given": []},
        {"given": {"person": -1}},
        {"schema": 4},
        {"made": None},
    ],
)
def test_a_manifest_with_something_wrong_is_refused(refused, archive, tmp_path, change):
    manifest = {**json.loads(archive["manifest.json"]), **change}
    write(tmp_path / "bad.zip", {**archive, "manifest.json": json.dumps(manifest).encode()}, honest=False)
    assert refused(tmp_path / "bad.zip") == "it is no backup of eventkit: its manifest makes no sense"


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_an_archive_that_is_cut_off_is_refused(refused, archive, tmp_path, place):
    assert archive
    data = (tmp_path / "all.zip").read_bytes()
    (tmp_path / "bad.zip").write_bytes(data[: int(len(data) * place)])
    assert refused(tmp_path / "bad.zip") == "it is no backup of eventkit, or it is damaged or cut off"


def test_an_archive_with_any_byte_changed_is_refused_or_restored_as_it_was(make, archive, tmp_path):
    assert archive
    other = make("SQLite", "other")
    whole = (tmp_path / "all.zip").read_bytes()
    restore(other, tmp_path / "all.zip")
    known = rows(other)
    for place in range(3, len(whole), len(whole) // 20):
        (tmp_path / "bad.zip").write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        with contextlib.redirect_stderr(io.StringIO()):
            home = str(other.paths.data)
            assert run(["--home", home, "restore", str(tmp_path / "bad.zip"), "--replace"]) in {0, 3}, place
        assert rows(other) == known, place


def test_a_part_that_is_not_as_it_was_written_is_named(refused, archive, tmp_path):
    changed = archive["tables/person.jsonl"].replace(b"Zo", b"Bo")
    write(tmp_path / "bad.zip", {**archive, "tables/person.jsonl": changed}, honest=False)
    assert refused(tmp_path / "bad.zip") == (
        "the backup is damaged: tables/person.jsonl is not as it was written; take another copy"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"tables/person.jsonl": None},
        {"tables/recipe.jsonl": b""},
        {"home/../x": b""},
    ],
)
def test_an_archive_with_other_parts_than_its_manifest_says_is_refused(refused, archive, tmp_path, change):
    contents = {name: data for name, data in {**archive, **change}.items() if data is not None}
    write(tmp_path / "bad.zip", contents, honest=False)
    assert refused(tmp_path / "bad.zip") == (
        "the backup is damaged: it does not hold what its manifest says; take another copy"
    )


@pytest.mark.parametrize("name", ["home/../../x", "home//etc/x", "x", "home/eventkit.db"])
def test_an_archive_with_a_file_that_belongs_nowhere_is_refused(refused, archive, tmp_path, name):
    manifest = json.loads(archive["manifest.json"])
    manifest["parts"].append({"name": name, "bytes": 0, "sha256": "", "rows": 0})
    write(tmp_path / "bad.zip", {**archive, name: b"x", "manifest.json": json.dumps(manifest).encode()})
    assert refused(tmp_path / "bad.zip") == f"it holds {name!r}, which no backup does"


def test_an_archive_that_unpacks_beyond_measure_is_refused(refused, archive, tmp_path):
    write(tmp_path / "bad.zip", {**archive, "tables/person.jsonl": b" " * (40 << 20)})
    assert refused(tmp_path / "bad.zip") == (
        "tables/person.jsonl unpacks to more than 200 times its size, so it is not opened"
    )


def test_an_archive_packed_in_another_way_is_refused(refused, archive, tmp_path):
    write(tmp_path / "bad.zip", archive, compression=zipfile.ZIP_LZMA)
    assert "is not as it was written" in refused(tmp_path / "bad.zip")


ADA = {
    **dict.fromkeys(("name", "name_key", "given", "family", "organization", "organization_key", "title"), "Ada"),
    **dict.fromkeys(("note", "birthday", "search_text"), ""),
    **dict.fromkeys(("contact", "is_me", "do_not_contact"), True),
    "id": 7,
    "version": 1,
}


def with_row(archive, table, row):
    part = f"tables/{table}.jsonl"
    line = row if isinstance(row, bytes) else json.dumps(row).encode()
    return {**archive, part: archive[part] + line + b"\n"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**ADA, "version": "one"}, "table person: row 2 has 'one' as its version"),
        ({**ADA, "name": 5}, "table person: row 2 has '5' as its name"),
        ({**ADA, "name": None}, "table person: row 2 has 'None' as its name"),
        ({**ADA, "id": True}, "table person: row 2 has 'True' as its id"),
        ({**ADA, "id": None}, "table person: row 2 has 'None' as its id"),
        ({**ADA, "id": 1}, "table person: UNIQUE constraint failed: person.id"),
        ({**ADA, "version": 1 << 70}, "table person: Python int too large to convert to SQLite INTEGER"),
        ({"id": 7}, "table person: row 2 has other columns than id, name, "),
        ({**ADA, "more": 1}, "table person: row 2 has other columns than id, name, "),
        ([1, 2], "table person: row 2 has other columns than id, name, "),
        (None, "table person: row 2 has other columns than id, name, "),
    ],
)
def test_a_row_that_does_not_belong_is_refused(refused, archive, tmp_path, row, reason):
    write(tmp_path / "bad.zip", with_row(archive, "person", row))
    assert refused(tmp_path / "bad.zip").startswith(f"the backup makes no sense: {reason}")


def test_a_row_that_points_nowhere_is_refused(refused, archive, tmp_path):
    label = {"id": 90, "person_id": 41, "kind": "tag", "value": "x", "value_key": "x"}
    write(tmp_path / "bad.zip", with_row(archive, "label", label))
    assert refused(tmp_path / "bad.zip") == (
        "the backup makes no sense: table label: row 90 points to a row of person that is not there"
    )


@pytest.mark.parametrize("line", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_line_that_is_no_json_is_refused(refused, archive, tmp_path, line):
    write(tmp_path / "bad.zip", with_row(archive, "person", line))
    assert refused(tmp_path / "bad.zip") == "tables/person.jsonl, line 2, is no JSON"


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("9999", f"it is of schema 9999, and this eventkit knows {SCHEMA_VERSION}: update eventkit"),
        ("0000", "it is of schema '0000', which no eventkit has"),
        ("head", "it is of schema 'head', which no eventkit has"),
        ("0001", "the backup is damaged: it has not the tables of its schema; take another copy"),
    ],
)
def test_an_archive_of_another_schema_is_refused(refused, archive, tmp_path, schema, reason):
    manifest = {**json.loads(archive["manifest.json"]), "schema": schema}
    write(tmp_path / "bad.zip", {**archive, "manifest.json": json.dumps(manifest).encode()}, honest=False)
    assert refused(tmp_path / "bad.zip") == reason


def test_an_archive_of_a_newer_kind_is_refused(refused, archive, tmp_path):
    manifest = {**json.loads(archive["manifest.json"]), "version": 2}
    write(tmp_path / "bad.zip", {**archive, "manifest.json": json.dumps(manifest).encode()}, honest=False)
    assert refused(tmp_path / "bad.zip") == "it is a backup of kind 2, of a newer eventkit; update eventkit"


def test_an_archive_of_an_older_schema_is_brought_up_to_date(make, archive, tmp_path):
    """As an eventkit of schema 0002 would have written it, which had fewer tables and columns."""
    make_older(tmp_path / "older.db", "0002")
    manifest, contents = json.loads(archive["manifest.json"]), {}
    with contextlib.closing(sqlite3.connect(tmp_path / "older.db")) as older:
        for table in TABLES:
            columns = [row[1] for row in older.execute(f'PRAGMA table_info("{table}")')]
            if columns:
                name = f"tables/{table}.jsonl"
                told = [json.loads(line) for line in archive[name].splitlines()]
                lines = [json.dumps({column: row[column] for column in columns}) + "\n" for row in told]
                contents[name] = "".join(lines).encode()
    manifest["schema"] = "0002"
    manifest["parts"] = [part for part in manifest["parts"] if part["name"] in contents]
    manifest["given"] = {table: 9 for table in TABLES if f"tables/{table}.jsonl" in contents}
    write(tmp_path / "older.zip", {**contents, "manifest.json": json.dumps(manifest).encode()})
    other = make("SQLite", "other")
    restore(other, tmp_path / "older.zip")
    assert [person.name for person in list_people(other, "hello", everybody=True)] == ["Zoë Ångström"]
    assert add_person(other, {"name": "Next"}, []).id == 10


def test_a_text_that_no_database_holds_is_cleaned_as_it_is_elsewhere(make, archive, tmp_path):
    write(tmp_path / "odd.zip", with_row(archive, "person", {**ADA, "name": "A\0da", "note": "\ud800x"}))
    other = make("PostgreSQL", "other")
    restore(other, tmp_path / "odd.zip")
    found = other.store.people.get([7])[7]
    assert (found.name, found.note) == ("Ada", "x")


def test_nothing_is_left_in_the_folder_for_temporary_files(eventkit_run, archive, tmp_path, monkeypatch):
    assert archive
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    eventkit_run("restore", tmp_path / "all.zip")
    eventkit_run("backup", tmp_path / "again.zip")
    assert list(folder.iterdir()) == []


def test_backups_load_nothing_that_only_servers_need(archive, tmp_path):
    assert archive
    script = (
        "import sys; from eventkit.cli.main import run; "
        f"code = run(['--home', {str(tmp_path / 'light')!r}, 'restore', {str(tmp_path / 'all.zip')!r}]); "
        "print(code, sorted({'sqlalchemy', 'alembic', 'psycopg'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "0 []"
