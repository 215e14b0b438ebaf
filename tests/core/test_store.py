"""The database as a file: its version, its permissions, and what happens when it cannot be used."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys

import pytest
from sqlalchemy import create_engine

from eventkit.store.migrations import upgrade


def database(home):
    return home / "eventkit.db"


def test_a_database_of_an_older_eventkit_is_brought_up_to_date_and_keeps_what_it_holds(eventkit_run, eventkit_home):
    eventkit_home.mkdir()
    older = create_engine(f"sqlite:///{database(eventkit_home)}")
    with older.connect() as connection, connection.begin():
        upgrade(connection, "0001")
        connection.exec_driver_sql("INSERT INTO event (slug, name, timezone) VALUES ('meetup', 'Meetup', 'UTC')")
        connection.exec_driver_sql("INSERT INTO source (event_id, location) VALUES (1, 'meetup.ics')")
        connection.exec_driver_sql(
            "INSERT INTO session (event_id, source_id, uid, title, starts, starts_at, ends_at, timezone, status) "
            "VALUES (1, 1, 'a', 'Tea', '2027-05-14', 1810000000, 1810000000, 'UTC', 'confirmed')"
        )
        connection.exec_driver_sql("INSERT INTO interest (session_id, level, note) VALUES (1, 'must', 'bring cups')")
    older.dispose()
    (session,) = eventkit_run("agenda", "meetup", "--format", "json").json
    assert (session["title"], session["interest"], session["attended"]) == ("Tea", "must", False)


def test_a_newer_database_is_refused_and_left_alone(eventkit_run, eventkit_home):
    eventkit_run("events")
    with sqlite3.connect(database(eventkit_home)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = database(eventkit_home).read_bytes()
    result = eventkit_run("events", code=5)
    assert result.stderr.startswith(f"eventkit: {database(eventkit_home)}: the database is of schema 9999, ")
    assert "update eventkit" in result.stderr
    assert database(eventkit_home).read_bytes() == before


def test_somebody_else_s_database_is_refused(eventkit_run, eventkit_home):
    eventkit_home.mkdir()
    with sqlite3.connect(database(eventkit_home)) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    assert "holds 'recipes' and was not made by eventkit" in eventkit_run("events", code=5).stderr


def test_a_file_that_is_no_database_is_refused(eventkit_run, eventkit_home):
    eventkit_home.mkdir()
    database(eventkit_home).write_text("just some words, and enough of them to be read as a header of something")
    result = eventkit_run("events", code=5)
    assert "file is not a database; the file is damaged or is no database" in result.stderr


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_home_that_is_no_folder_is_refused(tmp_path, below):
    home = tmp_path / "file"
    home.touch()
    command = [sys.executable, "-m", "eventkit", "--home", str(home / below), "events"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 5
    assert ran.stderr == (
        f"eventkit: {home / below / 'eventkit.db'}: cannot make the database: File exists; "
        "make its folder writable or give another with --home\n"
    )


def test_the_database_is_the_user_s_alone(eventkit_run, eventkit_home):
    eventkit_run("events")
    assert stat.S_IMODE(database(eventkit_home).stat().st_mode) == 0o600
    assert stat.S_IMODE(eventkit_home.stat().st_mode) == 0o700


@pytest.fixture
def run_unprivileged(unprivileged):
    def run(*command):
        whole = [*unprivileged, sys.executable, "-m", "eventkit", *map(str, command)]
        return subprocess.run(whole, capture_output=True, text=True, check=False)

    return run


@pytest.fixture
def read_only():
    """Make folders read-only, and writable again afterwards."""
    folders = []

    def make(folder):
        folders.append(folder)
        for path in [*folder.iterdir(), folder]:
            path.chmod(0o500 if path.is_dir() else 0o400)

    yield make
    for folder in folders:
        folder.chmod(0o700)
        for path in folder.iterdir():
            path.chmod(0o700)


def test_a_read_only_folder_takes_no_home(tmp_path, read_only, run_unprivileged):
    read_only(tmp_path)
    ran = run_unprivileged("--home", tmp_path / "home", "events")
    assert ran.returncode == 5
    assert ran.stderr.endswith(
        "cannot make the database: Permission denied; make its folder writable or give another with --home\n"
    )


def test_a_read_only_home_can_be_read_and_not_written(eventkit_run, eventkit_home, read_only, run_unprivileged):
    eventkit_run("events", "add", "meetup")
    read_only(eventkit_home)
    assert run_unprivileged("--home", eventkit_home, "events").returncode == 0
    ran = run_unprivileged("--home", eventkit_home, "events", "add", "another")
    assert ran.returncode == 5
    assert ran.stderr.strip().endswith(
        "attempt to write a readonly database; make the folder and the file writable, or give another with --home"
    )


def test_another_database_is_named_by_its_address(eventkit_run, monkeypatch, tmp_path):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    eventkit_run("events", "add", "meetup")
    assert (tmp_path / "other.db").is_file()


@pytest.mark.parametrize("url", ["nonsense", "nonsense://x"])
def test_an_address_that_is_none_is_refused(eventkit_run, monkeypatch, url):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", url)
    assert eventkit_run("events", code=5).stderr.startswith(f"eventkit: EVENTKIT_DATABASE_URL: '{url}' cannot be used")


def test_whoever_waits_too_long_for_others_is_told_so(eventkit_run, eventkit_home, monkeypatch):
    eventkit_run("events")
    monkeypatch.setattr("eventkit.store.sqlite.PATIENCE", 0.1)
    with sqlite3.connect(database(eventkit_home), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        assert eventkit_run("people", "add", "Ada", code=5).stderr == (
            f"eventkit: {database(eventkit_home)}: somebody else has been writing for 30 seconds; try again\n"
        )
        other.execute("ROLLBACK")
    other.close()
    eventkit_run("people", "add", "Ada")


def test_numbers_are_never_given_twice(eventkit_app):
    with eventkit_app.change("add") as change:
        first = eventkit_app.store.people.add(change, [{"name": "Ann"}])[0]
    eventkit_app.store.undo()
    with eventkit_app.change("add") as change:
        assert eventkit_app.store.people.add(change, [{"name": "Bea"}])[0] == first + 1


def test_what_no_database_can_hold_is_left_out(eventkit_app):
    with eventkit_app.change("add") as change:
        person_id = eventkit_app.store.people.add(change, [{"name": "A\0nn \ud800"}])[0]
    assert eventkit_app.store.people.get([person_id])[person_id].name == "Ann "


def add_and_fail(app):
    with app.change("add") as change:
        app.store.people.add(change, [{"name": "Ann"}])
        raise ZeroDivisionError


def test_a_change_that_raises_leaves_nothing(eventkit_app):
    with pytest.raises(ZeroDivisionError):
        add_and_fail(eventkit_app)
    assert eventkit_app.store.people.named("ann") == []
    assert eventkit_app.store.history() == []


def test_the_write_lock_is_taken_as_a_change_begins(eventkit_app, eventkit_home):
    insert = "INSERT INTO event (slug) VALUES ('x')"
    with (
        eventkit_app.change("add"),
        sqlite3.connect(database(eventkit_home), timeout=0) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute(insert)


def test_a_password_is_in_no_message(eventkit_run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", "nonsense://ann:secret@example.org/x")
    assert "secret" not in eventkit_run("events", code=5).stderr
