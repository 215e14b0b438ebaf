"""The schema is said three times: for SQLAlchemy, for a new SQLite file, and by the migrations. It is the same one."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import time

import pytest
from sqlalchemy import Boolean, UniqueConstraint, create_engine, inspect, text

from eventkit.store import SCHEMA_VERSION
from eventkit.store.engine import bring_up_to_date
from eventkit.store.migrations import upgrade
from eventkit.store.references import FLAGS, REFERENCES, TABLES, UNIQUE
from eventkit.store.schema import metadata
from eventkit.store.sqlite import SQLiteFile

PROCESSES = 4


def by_the_file(file):
    """As the database of a home is made."""
    with contextlib.closing(SQLiteFile(file)) as database:
        database.ask("SELECT 1")


def by_sqlalchemy(file):
    """As SQLAlchemy makes it from the tables that it knows."""
    bring_up_to_date(file)


def by_the_migrations(file):
    """As an older database becomes a new one."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection, connection.begin():
        upgrade(connection)
    engine.dispose()


def described(file):
    """Everything that a schema says, in an order of its own."""
    engine = create_engine(f"sqlite:///{file}")
    found = inspect(engine)
    with engine.connect() as connection:
        made = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
        versions = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    tables = {
        table: (
            [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in found.get_columns(table)],
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in found.get_indexes(table)),
            sorted(
                (k["name"], tuple(k["constrained_columns"]), k["referred_table"], tuple(k["referred_columns"]))
                for k in found.get_foreign_keys(table)
            ),
            sorted((u["name"], tuple(u["column_names"])) for u in found.get_unique_constraints(table)),
            found.get_pk_constraint(table)["constrained_columns"],
            "AUTOINCREMENT" in made[table],
        )
        for table in sorted(found.get_table_names())
        if not table.startswith("person_search")  # FTS5's own tables
    }
    tables["person_search"] = " ".join(made["person_search"].split())
    engine.dispose()
    return tables, versions


@pytest.mark.parametrize("make", [by_the_file, by_sqlalchemy])
def test_a_new_database_has_the_schema_that_the_migrations_lead_to(tmp_path, make):
    make(tmp_path / "made.db")
    by_the_migrations(tmp_path / "migrated.db")
    assert described(tmp_path / "made.db") == described(tmp_path / "migrated.db")


def test_every_table_numbers_its_rows_and_never_anew(tmp_path):
    by_the_file(tmp_path / "made.db")
    tables, versions = described(tmp_path / "made.db")
    assert tables.pop("person_search").startswith("CREATE VIRTUAL TABLE person_search USING fts5(")
    assert {name for name, (*_, autoincrement) in tables.items() if not autoincrement} == {"alembic_version"}
    assert versions == [SCHEMA_VERSION]


def test_undoing_knows_which_rows_point_to_which():
    assert {
        table.name: {key.parent.name: key.column.table.name for key in table.foreign_keys}
        for table in metadata.tables.values()
        if table.foreign_keys
    } == REFERENCES


def test_undoing_knows_what_is_unique():
    assert {
        table.name: tuple(column.name for column in constraint.columns)
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    } == UNIQUE


def test_flags_are_known():
    assert {
        table.name: {column.name for column in table.columns if isinstance(column.type, Boolean)}
        for table in metadata.tables.values()
        if any(isinstance(column.type, Boolean) for column in table.columns)
    } == FLAGS


def test_every_table_is_known_and_comes_after_those_that_it_points_to():
    assert sorted(TABLES) == sorted(metadata.tables)
    for number, table in enumerate(TABLES):
        assert set(REFERENCES.get(table, {}).values()) <= {*TABLES[: number + 1]}


def test_processes_that_start_at_once_make_one_database(tmp_path):
    file, ready, go = tmp_path / "eventkit.db", tmp_path / "ready", tmp_path / "go"
    ready.mkdir()
    script = (
        "import os, sys, time\n"
        "from pathlib import Path\n"
        "from eventkit.store.sqlite import SQLiteFile\n"
        "import eventkit.store.creation\n"
        "file, ready, go = map(Path, sys.argv[1:])\n"
        "(ready / str(os.getpid())).touch()\n"
        "while not go.exists(): time.sleep(0.001)\n"
        "print(SQLiteFile(file).ask('SELECT COUNT(*) FROM alembic_version').rows)\n"
    )
    command = [sys.executable, "-c", script, str(file), str(ready), str(go)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(subprocess.Popen(command, **pipes)) for _ in range(PROCESSES)]
        while len(list(ready.iterdir())) < PROCESSES:
            assert all(process.poll() is None for process in processes)
            time.sleep(0.001)
        go.touch()
        assert [process.communicate()[0] for process in processes] == ["[(1,)]\n"] * PROCESSES
    by_the_file(tmp_path / "alone.db")
    assert described(file) == described(tmp_path / "alone.db")


def test_a_database_that_was_begun_by_something_else_is_refused(eventkit_run, eventkit_home):
    eventkit_home.mkdir()
    with sqlite3.connect(eventkit_home / "eventkit.db") as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    assert "holds 'alembic_version' and was not made by eventkit" in eventkit_run("events", code=5).stderr
