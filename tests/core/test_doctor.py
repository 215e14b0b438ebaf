"""The doctor: what it finds in a home that is well, and in those that are not."""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from eventkit.app import Paths, create_app
from eventkit.services import doctor_machine
from eventkit.services.doctor import look_after
from eventkit.services.documents import Notebook
from eventkit.store.engine import make_older


def database(home):
    return home / "eventkit.db"


@pytest.fixture
def found(eventkit_run):
    """What a doctor finds, by state and name, beside what is so in every test: the clock stands still."""

    def look(*args, code=0):
        rows = eventkit_run("doctor", *args, "--format", "json", code=code).json
        return [row for row in rows if row["name"] != "clock"]

    return look


def unwell(rows):
    return [(row["state"], row["name"]) for row in rows if row["state"] != "ok"]


def one(rows, name):
    (row,) = [row for row in rows if row["name"] == name]
    return row


def test_a_home_that_is_well_is_told_so(eventkit_run, monkeypatch):
    eventkit_run("people", "add", "Ada")
    monkeypatch.delenv("EVENTKIT_NOW")
    ran = eventkit_run("doctor")
    assert ran.stderr == "All is well.\n"
    lines = ran.stdout.splitlines()
    assert lines[0].split() == ["What", "How", "it", "is"]
    assert [line.split()[:2] for line in lines[1:] if not line.startswith(" ")] == [
        ["ok", name]
        for name in (
            *("eventkit", "python", "sqlite", "libraries", "database", "search"),
            *("permissions", "home", "disk", "plugins", "settings"),
        )
    ]
    assert max(map(len, lines)) <= 80


def test_the_keys_are_a_promise(found):
    assert {tuple(row) for row in found()} == {("state", "name", "detail", "advice")}


def test_a_home_that_is_not_there_yet_is_well_and_is_not_made(found, eventkit_home):
    rows = found()
    assert unwell(rows) == []
    assert (
        one(rows, "database")["detail"]
        == f"{database(eventkit_home)}: not there yet; it is made when something is first kept"
    )
    assert not database(eventkit_home).exists()


def test_looking_changes_nothing(found, eventkit_run, eventkit_home):
    eventkit_run("people", "add", "Ada")
    before = database(eventkit_home).read_bytes()
    found()
    assert database(eventkit_home).read_bytes() == before


# --- databases that are broken ------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_told_of(found, eventkit_home):
    eventkit_home.mkdir(mode=0o700)
    database(eventkit_home).write_text("just some words, and enough of them to be read as a header of something")
    database(eventkit_home).chmod(0o600)
    rows = found(code=5)
    assert unwell(rows) == [("fail", "database")]
    assert one(rows, "database")["detail"] == (
        f"{database(eventkit_home)}: file is not a database; the file is damaged or is no database: "
        "restore a copy of it, or move it away to start anew"
    )


def test_a_database_with_damaged_pages_is_told_of(found, eventkit_run, eventkit_home, pyconf):
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    data = bytearray(database(eventkit_home).read_bytes())
    for page in range(8192 * 3, len(data) - 8192, 8192):
        data[page + 100 : page + 600] = b"\xa5" * 500
    database(eventkit_home).write_bytes(data)
    rows = found(code=5)
    assert ("fail", "database") in unwell(rows)
    assert {"eventkit", "disk", "plugins"} <= {row["name"] for row in rows}


def test_a_database_that_is_cut_off_is_told_of(found, eventkit_run, eventkit_home, pyconf):
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    data = database(eventkit_home).read_bytes()
    database(eventkit_home).write_bytes(data[: len(data) // 2])
    assert ("fail", "database") in unwell(found(code=5))


def test_an_empty_file_is_filled_later(found, eventkit_home):
    eventkit_home.mkdir(mode=0o700)
    database(eventkit_home).touch(0o600)
    assert one(found(), "database")["detail"].endswith(": empty: it is filled when something is first kept")


def test_somebody_else_s_database_is_told_of(found, eventkit_home):
    eventkit_home.mkdir()
    with contextlib.closing(sqlite3.connect(database(eventkit_home))) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    assert one(found(code=5), "database")["detail"].endswith(": not made by eventkit")


def test_a_newer_database_is_told_of(found, eventkit_run, eventkit_home):
    eventkit_run("events")
    with sqlite3.connect(database(eventkit_home)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    row = one(found(code=5), "database")
    assert (row["state"], row["advice"]) == ("fail", "update eventkit")
    assert row["detail"].startswith(f"{database(eventkit_home)}: of schema 9999, and this eventkit knows ")


def test_an_older_database_is_well_and_stays_as_it_is(found, eventkit_home):
    eventkit_home.mkdir(mode=0o700)
    make_older(database(eventkit_home), "0002")
    database(eventkit_home).chmod(0o600)
    rows = found()
    assert unwell(rows) == []
    assert "whole, of schema 0002; the next command brings it up to" in one(rows, "database")["detail"]
    with contextlib.closing(sqlite3.connect(database(eventkit_home))) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0002",)]


def test_a_row_that_points_nowhere_is_told_of(found, eventkit_run, eventkit_home):
    eventkit_run("people", "add", "Ada", "--tag", "x")
    with sqlite3.connect(database(eventkit_home)) as connection:
        connection.execute("UPDATE label SET person_id = 41")
    connection.close()
    assert one(found(code=5), "references")["detail"] == "rows point to what is not there: label 1"


def test_a_database_that_cannot_be_read_is_told_of(eventkit_run, eventkit_home, unprivileged):
    eventkit_run("people", "add", "Ada")
    database(eventkit_home).chmod(0)
    command = [*unprivileged, sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "doctor"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    database(eventkit_home).chmod(0o600)
    assert (ran.returncode, "Traceback" in ran.stderr) == (5, False)
    assert "unable to open database file" in " ".join(ran.stdout.split())


def test_a_database_that_can_only_be_read_is_well(eventkit_run, eventkit_home, unprivileged):
    eventkit_run("people", "add", "Ada")
    eventkit_home.chmod(0o500)
    database(eventkit_home).chmod(0o400)
    command = [*unprivileged, sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "doctor"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    eventkit_home.chmod(0o700)
    assert (ran.returncode, "you cannot write to it" in " ".join(ran.stdout.split())) == (0, True)


def test_a_log_that_can_be_corrupted_is_told_of(found, eventkit_run, eventkit_home):
    eventkit_run("people", "add", "Ada")
    with contextlib.closing(sqlite3.connect(database(eventkit_home))) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    rows = found()
    expected = [("warn", "journal")] if sqlite3.sqlite_version_info < (3, 51, 3) else []
    assert [row for row in unwell(rows) if row[1] == "journal"] == expected


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM person_search WHERE rowid = 2",
        "UPDATE person SET name_key = 'eve'",
        "INSERT INTO person_search (rowid, name) VALUES (9, 'nobody')",
    ],
)
def test_an_index_that_does_not_agree_is_told_of_and_made_anew(found, eventkit_run, eventkit_home, harm):
    for name in ("Ada", "Bo"):
        eventkit_run("people", "add", name)
    with sqlite3.connect(database(eventkit_home)) as connection:
        connection.execute(harm)
    connection.close()
    row = one(found(code=5), "search")
    assert (row["state"], row["advice"]) == ("fail", "`eventkit doctor --fix` makes the index anew")
    assert one(found("--fix"), "search")["detail"] == "the index of people was made anew"
    assert one(found(), "search")["detail"] == "all 2 people are in the index"


# --- a server -----------------------------------------------------------------------------------------


def test_a_server_that_is_well_is_told_so(found, eventkit_run, postgresql, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", postgresql)
    eventkit_run("people", "add", "Ada")
    rows = found()
    assert unwell(rows) == []
    assert [row["name"] for row in rows[4:8]] == ["server", "database", "writing", "search"]
    assert re.fullmatch(r"PostgreSQL \d+\.\d+.*", one(rows, "server")["detail"])
    with contextlib.closing(psycopg.connect(postgresql)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM forgotten").fetchall() == [(0,)]


def test_a_server_without_tables_is_well_and_none_are_made(found, empty_postgresql, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", empty_postgresql)
    rows = found()
    assert unwell(rows) == []
    assert one(rows, "database")["detail"].endswith(": no tables yet; they are made when something is first kept")
    with contextlib.closing(psycopg.connect(empty_postgresql)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'").fetchall() == [(0,)]


def test_an_index_on_a_server_is_made_anew(found, eventkit_run, postgresql, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", postgresql)
    eventkit_run("people", "add", "Ada")
    with psycopg.connect(postgresql) as connection:
        connection.execute("DELETE FROM person_search")
    assert unwell(found(code=5)) == [("fail", "search")]
    assert unwell(found("--fix")) == []
    assert [row["name"] for row in eventkit_run("people", "ada", "--format", "json").json] == ["Ada"]


def test_a_server_that_only_reads_is_told_of(found, eventkit_run, postgresql, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", postgresql)
    eventkit_run("people", "add", "Ada")
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", f"{postgresql}&options=-cdefault_transaction_read_only%3Don")
    rows = found(code=5)
    assert unwell(rows) == [("fail", "database")]
    assert "this server only reads" in rows[6]["detail"]


def test_a_server_that_is_not_there_is_told_of_without_the_password(found, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", "postgresql://ann:s3cret@127.0.0.1:1/booth")
    rows = found(code=5)
    assert unwell(rows) == [("fail", "database")]
    assert "s3cret" not in str(rows)


@pytest.mark.parametrize(
    ("host", "encrypted", "warned"),
    [("example.org", False, True), ("example.org", True, False), ("127.0.0.1", False, False), ("/run", False, False)],
)
def test_whoever_may_listen_is_told_of(host, encrypted, warned):
    from types import SimpleNamespace

    from eventkit.store.examination import _encrypted

    connection = SimpleNamespace(info=SimpleNamespace(host=host), pgconn=SimpleNamespace(ssl_in_use=encrypted))
    assert _encrypted(connection) is not warned


# --- what is around -----------------------------------------------------------------------------------


def test_what_others_may_read_is_told_of_and_made_private(found, eventkit_run, eventkit_home):
    eventkit_run("people", "add", "Ada")
    (eventkit_home / "config.toml").write_text('region = "DE"')
    (eventkit_home / "config.toml").chmod(0o644)
    assert unwell(found()) == []  # nobody else comes into the folder
    eventkit_home.chmod(0o755)
    database(eventkit_home).chmod(0o640)
    rows = found()
    assert [row["detail"] for row in rows if row["name"] == "permissions"] == [
        f"{eventkit_home}: others may read it (mode 755)",
        f"{eventkit_home}/config.toml: others may read it (mode 644)",
        f"{database(eventkit_home)}: others may read it (mode 640)",
    ]
    found("--fix")
    assert unwell(found()) == []
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (eventkit_home, database(eventkit_home))]
    assert modes == [0o700, 0o600]


def test_the_other_project_of_that_name_is_told_of(site):
    info = site.folder / "eventkit-1.0.3.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: eventkit\nVersion: 1.0.3\n")
    (row,) = [row for row in site.run("doctor", "--format", "json").json if row["name"] == "name clash"]
    assert (row["state"], row["detail"]) == (
        "warn",
        "the distribution 'eventkit' 1.0.3 is another project, and writes into the same folder",
    )


def test_a_library_that_is_too_old_is_told_of(site):
    info = site.folder / "pluggy-1.6.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pluggy\nVersion: 1.6.0\n")
    (row,) = [row for row in site.run("doctor", "--format", "json").json if row["name"] == "libraries"]
    assert (row["state"], row["detail"]) == ("warn", "pluggy 1.6.0 is here, and <2,>=1.7 is wanted")


@pytest.mark.parametrize(
    ("version", "bound", "holds"),
    [
        ("1.7", ">=1.7", True),
        ("1.10", ">=1.7", True),
        ("1.6.9", ">=1.7", False),
        ("2.0", "<2", False),
        ("2.0rc1", "<2", False),
        ("1.9.9.post1", "<2", True),
        ("0.9.9", ">=0.9.9", True),
        ("3", "==3.0", True),
        ("3.1", "!=3.1", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version, bound, holds):
    assert doctor_machine._holds(version, *doctor_machine._BOUND.findall(bound)[0]) is holds


def test_a_plugin_that_fails_is_told_of(site):
    site.install("broken", "raise RuntimeError('oh')")
    rows = [row for row in site.run("doctor", "--format", "json").json if row["name"] == "plugins"]
    assert [(row["state"], row["detail"]) for row in rows] == [
        ("warn", "'broken' (broken-dist 1.0): cannot be imported: RuntimeError: oh"),
        ("ok", "none; switched off: calendar, cards, followup, prep, tables"),
    ]


def test_what_absent_plugins_keep_is_told_of(found, eventkit_home):
    with contextlib.closing(create_app(eventkit_home)) as app, app.change("remember") as change:
        Notebook(app, "gone").put(change, "note", "x", {})
        Notebook(app, "prep").put(change, "note", "x", {})
    row = one(found(), "documents")
    assert (row["state"], row["detail"]) == ("warn", "1 of plugin 'gone', which is not installed")


def test_a_setting_that_there_is_not_is_told_of(found, eventkit_home):
    eventkit_home.mkdir(mode=0o700)
    (eventkit_home / "config.toml").write_text('regoin = "DE"')
    row = one(found(), "settings")
    assert (row["state"], row["detail"]) == (
        "warn",
        f"{eventkit_home}/config.toml: there is no setting 'regoin'; did you mean 'region'?",
    )


def test_a_clock_that_stands_still_is_told_of(eventkit_run):
    row = one(eventkit_run("doctor", "--format", "json").json, "clock")
    assert row["detail"] == "stands still at 2027-05-14T09:00:00+02:00, as EVENTKIT_NOW says"


def test_a_disk_that_is_nearly_full_is_told_of(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5_000_000))
    (row,) = doctor_machine.room(Paths(tmp_path, tmp_path / "not" / "there", tmp_path))
    assert (row.state, row.detail) == ("warn", "5 MB are free")


def test_a_home_that_something_else_copies_is_told_of(tmp_path):
    folder = tmp_path / "OneDrive - Example" / "home"
    folder.mkdir(parents=True)
    paths = Paths(folder, folder, folder)
    assert [row.state for row in doctor_machine.place(paths, with_database=True)] == ["ok", "warn"]
    assert [row.state for row in doctor_machine.place(paths, with_database=False)] == ["ok"]


def test_a_home_on_a_network_drive_is_told_of(tmp_path, monkeypatch):
    mounts = f"proc /proc proc rw 0 0\nserver:/x {tmp_path.parent} nfs4 rw 0 0\ndisk / ext4 rw 0 0\n"
    read = Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda self, **options: mounts if str(self) == "/proc/mounts" else read(self, **options)
    )
    rows = list(doctor_machine.place(Paths(tmp_path, tmp_path, tmp_path), with_database=True))
    assert [(row.state, row.detail) for row in rows[1:]] == [
        ("warn", "it is on a network drive (nfs4), where SQLite's locks cannot be relied on")
    ]


def test_a_check_that_goes_wrong_keeps_no_other_from_being_made(eventkit_app, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: 1 // 0)
    rows = list(look_after(eventkit_app, ()))
    assert [row.detail for row in rows if row.state == "fail"] == [
        "a check went wrong: ZeroDivisionError: integer division or modulo by zero"
    ]
    assert "plugins" in {row.name for row in rows}
