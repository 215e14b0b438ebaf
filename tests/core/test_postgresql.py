"""What is PostgreSQL's own: addresses, passwords, locks, encodings, and connections that are lost."""

from __future__ import annotations

import contextlib
import getpass
import subprocess
import sys
import threading

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from eventkit.app import create_app
from eventkit.domain.database_address import name_of
from eventkit.errors import StoreError
from eventkit.services.people import add_person, list_people
from eventkit.store import SCHEMA_VERSION
from eventkit.store.migrations import upgrade
from eventkit.store.postgresql import PostgreSQL, in_psycopg
from eventkit.store.references import TABLES


@pytest.fixture
def server(postgresql, monkeypatch):
    """The environment of a command that works on the server."""
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", postgresql)
    return postgresql


def asked(address, sql):
    with contextlib.closing(psycopg.connect(address, autocommit=True)) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else None


COLUMNS = """
    SELECT table_name, column_name, data_type, collation_name, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2
"""
INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname != {} ORDER BY 1"
CONSTRAINTS = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype != 'n' ORDER BY 1, 2
"""


def described(address):
    return [asked(address, sql) for sql in (COLUMNS, INDEXES.format("'alembic_version_pkc'"), CONSTRAINTS)]


def test_a_new_database_has_the_schema_that_the_migrations_lead_to(postgresql, empty_postgresql):
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(empty_postgresql), poolclass=NullPool
    )
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
    made, migrated = described(postgresql), described(empty_postgresql)
    made[1] = [row for row in made[1] if row[0] != "alembic_version_pkey"]
    assert made == migrated
    assert asked(empty_postgresql, "SELECT version_num FROM alembic_version") == [(SCHEMA_VERSION,)]


def test_an_older_database_is_brought_up_to_date_and_keeps_what_it_holds(eventkit_run, empty_postgresql, monkeypatch):
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(empty_postgresql), poolclass=NullPool
    )
    with engine.connect() as connection, connection.begin():
        upgrade(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO person (name, name_key, search_text, contact) VALUES "
            "('Ada Example', 'ada example', 'ada example', true)"
        )
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", empty_postgresql)
    (ada,) = eventkit_run("people", "ada", "--format", "json").json
    assert (ada["id"], ada["name"]) == (1, "Ada Example")
    assert "number 2" in eventkit_run("people", "add", "Bo Example").stdout


def test_texts_are_compared_by_their_letters_numbers_wherever_the_server_stands(postgresql):
    columns = "information_schema.columns WHERE table_schema = 'public' AND data_type = 'text'"
    sql = f"SELECT DISTINCT collation_name FROM {columns}"
    assert asked(postgresql, sql) == [("C",)]


def test_times_after_2038_are_kept(eventkit_run, server, tmp_path):
    assert server
    for year in ("1902", "2300"):
        file = tmp_path / f"{year}.ics"
        event = f"BEGIN:VEVENT\r\nUID:{year}\r\nSUMMARY:Tea\r\nDTSTART:{year}0514T090000Z\r\nEND:VEVENT\r\n"
        file.write_bytes(f"BEGIN:VCALENDAR\r\n{event}END:VCALENDAR\r\n".encode())
        eventkit_run("import", file, "--event", f"e{year}")
        (session,) = eventkit_run("agenda", f"e{year}", "--format", "json").json
        assert session["starts"].startswith(f"{year}-05-14T09:00")


def test_sessions_without_a_time_are_listed_last_and_leave_the_days_alone(eventkit_run, server, tmp_path):
    assert server
    agenda = tmp_path / "agenda.ics"
    agenda.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nSUMMARY:Cake\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:Tea\nDTSTART:20270514T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    eventkit_run("import", agenda, "--event", "meetup")
    listed = eventkit_run("agenda", "meetup", "--format", "json").json
    assert [(one["title"], one["starts"]) for one in listed] == [("Tea", "2027-05-14T09:00:00+00:00"), ("Cake", None)]
    (event,) = eventkit_run("events", "--format", "json").json
    assert (event["starts"], event["ends"], event["sessions"]) == ("2027-05-14", "2027-05-14", 2)


def test_numbers_are_never_given_twice_not_even_after_a_dry_run(eventkit_home, server):
    with contextlib.closing(create_app(eventkit_home)) as app:
        first = add_person(app, {"name": "Ada"}, [])
        app.store.undo()
        add_person(app, {"name": "Bo"}, [], dry_run=True)
        assert add_person(app, {"name": "Cleo"}, []).id == first.id + 1
    assert asked(server, "SELECT number FROM last_given WHERE table_name = 'person'") == [(2,)]


def test_rows_that_somebody_else_added_are_passed_over(eventkit_home, server):
    asked(server, "INSERT INTO person (id, name) VALUES (41, 'By hand')")
    with contextlib.closing(create_app(eventkit_home)) as app:
        assert add_person(app, {"name": "Ada"}, []).id == 42


def test_history_tells_who_it_was(eventkit_run, server, monkeypatch):
    assert server
    eventkit_run("people", "add", "Ada")
    monkeypatch.setenv("EVENTKIT_USER", "robin")
    eventkit_run("people", "add", "Bo")
    assert [row["who"] for row in eventkit_run("history", "--format", "json").json] == ["robin", getpass.getuser()]
    heading, newest, oldest = eventkit_run("history").stdout.splitlines()
    assert heading.split()[:4] == ["No.", "When", "Who", "What"]
    assert ("robin" in newest, getpass.getuser() in oldest) == (True, True)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_scheme_is_understood(eventkit_run, postgresql, monkeypatch, scheme):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", postgresql.replace("postgresql:", f"{scheme}:", 1))
    eventkit_run("people", "add", "Ada")
    assert asked(postgresql, "SELECT name FROM person") == [("Ada",)]


# --- what goes wrong --------------------------------------------------------------------------------------

LEAKS = [
    "postgresql://ann:s3cret@127.0.0.1:1/booth",
    "postgresql://ann:s3cret/x@127.0.0.1:1/booth",
    "postgresql://ann:s3cret@x@127.0.0.1:1/booth",
    "postgresql://ann:s3cret?@127.0.0.1:1/booth",
    "postgresql://127.0.0.1:1/booth?user=ann&password=s3cret",
    "postgresql://127.0.0.1:1/booth?user=ann&password=s3cret@x",
    "postgresql://ann:s3cret",
    "postgresql://ann:s3cret:1/x",
    "postgresql://[s3cret/booth",
    "postgres://ann:s3cret@/booth?host=/nowhere",
    "mysql://ann:s3cret@127.0.0.1/booth",
    "ann:s3cret@127.0.0.1",
    "host=127.0.0.1 password=s3cret",
    "sqlite://ann:s3cret@x/y",
]


@pytest.mark.parametrize("url", LEAKS)
def test_a_password_is_in_no_message(eventkit_run, monkeypatch, url):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", url)
    said = eventkit_run("events", code=5).stderr
    assert "s3cret" not in said
    assert (said.startswith("eventkit: "), said.count("\n")) == (True, 1)


@pytest.mark.parametrize("url", LEAKS)
def test_a_password_is_in_no_listing_of_settings(eventkit_run, monkeypatch, url):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", url)
    assert "s3cret" not in eventkit_run("config", "--format", "json").stdout


def test_a_password_is_in_no_traceback(eventkit_home, monkeypatch):
    for url in LEAKS:
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", url)
        command = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "--debug", "events"]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ("Traceback" in ran.stderr, "s3cret" in ran.stderr) == (True, False), url


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://example.org/booth", "postgresql://example.org/booth"),
        ("postgresql://ann@example.org:5432/booth?sslmode=require", "postgresql://…@example.org:5432/booth"),
        ("postgresql://ann:x@[::1]:5432/booth", "postgresql://…@[::1]:5432/booth"),
        ("postgresql:///booth?host=/run/postgresql", "postgresql:///booth"),
        ("sqlite:////home/ann/events.db", "sqlite:////home/ann/events.db"),
    ],
)
def test_messages_call_a_database_by_its_place(url, name):
    assert name_of(url) == name


def test_a_server_that_is_not_there_is_told_of(eventkit_run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", "postgresql://ann:secret@127.0.0.1:1/booth")
    assert eventkit_run("events", code=5).stderr == (
        'eventkit: postgresql://…@127.0.0.1:1/booth: connection failed: connection to server at "127.0.0.1", port 1 '
        "failed: Connection refused; see that the address is right and that the server runs\n"
    )


def test_a_database_that_is_not_there_is_told_of(eventkit_run, postgresql, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", postgresql.replace("/test_", "/no_such_"))
    said = eventkit_run("events", code=5).stderr
    assert said.endswith("does not exist; see that the name is right, or have it made on the server\n")


def test_without_psycopg_it_is_said_what_to_install(eventkit_run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", "postgresql://example.org/booth")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert eventkit_run("events", code=5).stderr == (
        "eventkit: PostgreSQL needs psycopg, which is not installed here: pip install 'eventkit-companion[postgres]'\n"
    )


def test_a_database_that_cannot_hold_every_text_is_refused(eventkit_run, postgresql_server, monkeypatch):
    with contextlib.suppress(psycopg.errors.DuplicateDatabase):
        postgresql_server.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", postgresql_server.address("latin"))
    assert eventkit_run("events", code=5).stderr == (
        "eventkit: postgresql://…@/latin: the database holds texts in LATIN1; "
        "make one with ENCODING 'UTF8' TEMPLATE template0\n"
    )


def test_somebody_else_s_database_is_refused(eventkit_run, empty_postgresql, monkeypatch):
    asked(empty_postgresql, "CREATE TABLE recipes (id INTEGER)")
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", empty_postgresql)
    assert "holds 'recipes' and was not made by eventkit" in eventkit_run("events", code=5).stderr


def test_a_newer_database_is_refused(eventkit_run, server):
    asked(server, "UPDATE alembic_version SET version_num = '9999'")
    assert "the database is of schema 9999, and this eventkit knows" in eventkit_run("events", code=5).stderr


def test_who_may_not_make_tables_is_told_whom_to_ask(eventkit_run, postgresql_server, empty_postgresql, monkeypatch):
    with contextlib.suppress(psycopg.errors.DuplicateObject):
        postgresql_server.execute("CREATE ROLE guest LOGIN")
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", empty_postgresql.replace("//postgres@", "//guest@"))
    said = eventkit_run("events", code=5).stderr
    assert said.endswith(": permission denied for schema public; ask whoever keeps the server for the right to it\n")


def test_processes_that_start_at_once_make_one_database(empty_postgresql, eventkit_home, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", empty_postgresql)
    command = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "people", "add"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(subprocess.Popen([*command, f"N{n}"], **pipes)) for n in range(4)]
        told = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, told
    assert asked(empty_postgresql, "SELECT COUNT(*), COUNT(DISTINCT id) FROM person") == [(4, 4)]


def test_the_write_lock_is_taken_as_a_change_begins(eventkit_home, server):
    held = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
    with contextlib.closing(create_app(eventkit_home)) as app:
        with app.change("add"):
            assert asked(server, held) == [(1,)]
        assert asked(server, held) == [(0,)]


def test_whoever_waits_too_long_for_others_is_told_so(postgresql, monkeypatch):
    monkeypatch.setattr("eventkit.store.postgresql._SESSION", "SET lock_timeout = '50ms'")
    with contextlib.closing(PostgreSQL(postgresql)) as one, contextlib.closing(PostgreSQL(postgresql)) as other:
        with one.writing(), pytest.raises(StoreError, match="somebody else has been writing for 30 seconds; try again"):
            other.writing().__enter__()
        with other.writing():
            assert other.ask("SELECT 1").rows == [(1,)]


def test_a_connection_that_is_lost_is_told_of_and_made_anew(eventkit_home, server):
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'eventkit'"
    with contextlib.closing(create_app(eventkit_home)) as app:
        add_person(app, {"name": "Ada"}, [], event=None)
        asked(server, end)
        with pytest.raises(StoreError, match="the connection was lost: see with `eventkit history` what was done"):
            list_people(app, "", everybody=True)
        assert [one.name for one in list_people(app, "", everybody=True)] == ["Ada"]


def test_a_connection_that_is_lost_within_a_change_leaves_nothing_of_it(eventkit_home, server):
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'eventkit'"

    def lose(app):
        with app.change("lose") as change:
            app.store.people.add(change, [{"name": "Ada"}])
            asked(server, end)
            app.store.people.add(change, [{"name": "Bo"}])

    with contextlib.closing(create_app(eventkit_home)) as app:
        with pytest.raises(StoreError, match="the connection was lost"):
            lose(app)
        assert list_people(app, "", everybody=True) == []
        assert app.store.history() == []


def test_a_snapshot_does_not_see_what_is_written_meanwhile(eventkit_home, server):
    assert server
    with contextlib.closing(create_app(eventkit_home)) as app:
        add_person(app, {"name": "Ada"}, [])
        with app.store._database.snapshot() as snapshot:
            assert snapshot.ask("SELECT COUNT(*) FROM person").rows == [(1,)]
            add_person(app, {"name": "Bo"}, [])
            assert list(snapshot.stream("SELECT name FROM person")) == [("Ada",)]


def test_threads_of_readers_do_not_wait_for_whoever_writes(eventkit_home, server):
    found = []

    def read():
        with contextlib.closing(PostgreSQL(server)) as database:
            found.append(database.ask("SELECT COUNT(*) FROM person").rows)

    with contextlib.closing(create_app(eventkit_home)) as app, app.change("add") as change:
        app.store.people.add(change, [{"name": "Ada"}])
        thread = threading.Thread(target=read)
        thread.start()
        thread.join(20)
    assert found == [[(0,)]]


@pytest.mark.parametrize(
    ("sql", "known"),
    [
        ("SELECT :a, 'b:c', \":d\", x::text", "SELECT %(a)s, 'b:c', \":d\", x::text"),
        ("x LIKE '50%' AND y = :y_1", "x LIKE '50%%' AND y = %(y_1)s"),
        ("'it''s :none' || :one", "'it''s :none' || %(one)s"),
    ],
)
def test_values_by_name_are_put_as_psycopg_has_them(sql, known):
    assert in_psycopg(sql) == known.encode()


def test_every_table_is_there(postgresql):
    there = {name for (name,) in asked(postgresql, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert there == {*TABLES, "alembic_version", "last_given", "person_search"}


def test_a_person_with_more_words_than_can_be_indexed_is_kept(eventkit_home, server):
    assert server
    note = " ".join(f"w{n}ord" for n in range(200_000))
    with contextlib.closing(create_app(eventkit_home)) as app:
        add_person(app, {"name": "Ada", "note": note}, [])
        assert [one.note == note for one in list_people(app, "w77ord", everybody=True)] == [True]
