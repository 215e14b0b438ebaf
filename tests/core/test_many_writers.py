"""Sixteen processes that write to one store at once: what each was told is done, is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

PROCESSES = 16
ROUNDS = 4
WRITER = """
import contextlib, io, json, sys, time
from pathlib import Path
from eventkit.cli.main import run

who, rounds, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
(folder / f"{who}.ready").touch()
while not (folder / "go").exists():
    time.sleep(0.001)
done = []
for number in range(rounds):
    card = folder / f"{who}-{number}.vcf"
    names = [f"Card {who} {number} {n}" for n in range(5)]
    card.write_text("".join(
        f"BEGIN:VCARD\\r\\nVERSION:3.0\\r\\nFN:{name}\\r\\n"
        f"EMAIL:{name.replace(' ', '.')}@example.org\\r\\nEND:VCARD\\r\\n"
        for name in names
    ))
    for command in (
        ["people", "add", f"Added {who} {number}", "--tag", "shared"],
        ["met", f"Met {who} {number}", "--event", "booth", "--note", f"note {who} {number}"],
        ["import", str(card), "--event", "booth"],
        ["met", "Ada Example", "--event", "booth", "--note", f"again {who} {number}"],
    ):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(command)
        done.append([command, code, err.getvalue()])
print(json.dumps(done))
"""


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def store(request, monkeypatch):
    if request.param == "PostgreSQL":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))


def write_at_once(folder):
    """What each command of each process came to: the command, its exit code, what it complained of."""
    environ = {name: value for name, value in os.environ.items() if name != "EVENTKIT_NOW"}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, f"w{number:02}", str(ROUNDS), str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environ,
        )
        for number in range(PROCESSES)
    ]
    while len(list(folder.glob("*.ready"))) < PROCESSES:
        assert all(process.poll() is None for process in processes)
        time.sleep(0.01)
    (folder / "go").touch()
    told = [process.communicate() for process in processes]
    assert [(process.returncode, err) for process, (_, err) in zip(processes, told, strict=True)] == [
        (0, "")
    ] * PROCESSES
    return [command for out, _ in told for command in json.loads(out)]


@pytest.mark.slow
@pytest.mark.usefixtures("store")
def test_everything_that_was_acknowledged_is_there(eventkit_run, tmp_path):
    eventkit_run("events", "add", "booth")
    eventkit_run("people", "add", "Ada Example")
    folder = tmp_path / "writers"
    folder.mkdir()
    done = write_at_once(folder)
    assert [one for one in done if one[1:] != [0, ""]] == []
    pairs = [(f"w{writer:02}", number) for writer in range(PROCESSES) for number in range(ROUNDS)]
    expected = {"Ada Example"}
    for who, number in pairs:
        expected |= {f"Added {who} {number}", f"Met {who} {number}"}
        expected |= {f"Card {who} {number} {n}" for n in range(5)}
    people = eventkit_run("people", "--all", "--format", "json").json
    assert sorted(person["name"] for person in people) == sorted(expected)
    assert len({person["id"] for person in people}) == len(people)
    notes = {f"again {who} {number}" for who, number in pairs}
    ada = eventkit_run("people", "show", "Ada Example", "--format", "json").json
    assert {met["note"] for met in ada["encounters"]} == notes
    assert len(eventkit_run("history", "--limit", 1000, "--format", "json").json) == len(done) + 2
    found = eventkit_run("people", "--all", "added", "tag:shared", "--format", "json").json
    assert len(found) == PROCESSES * ROUNDS
