"""Whatever ends a run, at any moment: every letter goes out at most once, and what is kept of it is true."""

from __future__ import annotations

import os
import pty
import random
import signal
import subprocess
import sys
import time

import pytest

from eventkit.api import create_app
from eventkit_followup.progress.entries import list_entries

COMMAND = [sys.executable, "-m", "eventkit", "followup", "send", "--yes"]
STAGES = ("MAIL", "RCPT", "DATA")


@pytest.fixture
def letters(meet, draft, read_message):
    """Write drafts to so many people, and give the Message-ID of each, by the number of the person."""

    def letters(count):
        for number in range(count):
            meet(f"Person {number}", email=f"p{number}@example.org")
        return {read_message(drafted["path"])["Message-ID"]: drafted["person"] for drafted in draft()["drafted"]}

    return letters


@pytest.fixture
def states(eventkit_home):
    """The state of each letter by the person's name, as a new process would read it."""

    def states():
        app = create_app(eventkit_home)
        try:
            people = app.store.people.get([entry.person_id for entry in list_entries(app)])
            return {people[entry.person_id].name: entry.state.value for entry in list_entries(app)}
        finally:
            app.close()

    return states


def start(home, **options):
    environ = {**os.environ, "EVENTKIT_HOME": str(home)}
    environ.pop("EVENTKIT_NOW", None)
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(COMMAND, env=environ, text=True, **{"stdout": -1, "stderr": -1, **options})


def check(server, numbers, states):
    """What is kept must be what happened."""
    received = [numbers[number] for number in server.numbers]
    assert len(received) == len(set(received))
    for name, state in states.items():
        assert not (state == "sent" and name not in received), name
        assert not (state == "drafted" and name in received), name


@pytest.mark.slow
def test_run_that_is_killed_at_any_moment_sends_no_letter_twice(letters, post, states, eventkit_home):
    numbers = letters(40)
    chance = random.Random(20270514)
    running = []

    def kill_sometimes(_stage):
        if chance.random() < 0.12:
            running[-1].kill()

    server = post(at=kill_sometimes)
    left = set(numbers.values())
    for _ in range(60):
        with start(eventkit_home) as process:
            running.append(process)
            process.communicate(timeout=60)
        now = states()
        check(server, numbers, now)
        left = {name for name, state in now.items() if state == "drafted"}
        if not left:
            break
    assert left == set()
    assert {process.returncode for process in running} - {0} == {-signal.SIGKILL}
    assert set(now.values()) == {"sent", "unknown"}


@pytest.mark.slow
def test_run_that_is_killed_after_any_time_sends_no_letter_twice(letters, post, states, eventkit_home):
    numbers = letters(40)
    server = post(("RCPT", "", 0.004), ("DATA", "", 0.004))
    chance = random.Random(516)
    for _ in range(25):
        before = len(server.stages)
        with start(eventkit_home) as process:
            while len(server.stages) == before and process.poll() is None:
                time.sleep(0.002)
            time.sleep(chance.random() * 0.08)
            process.kill()
            process.communicate(timeout=60)
        time.sleep(0.05)  # what the server has got by then it takes
        check(server, numbers, states())
    subprocess.run(COMMAND, env={**os.environ, "EVENTKIT_HOME": str(eventkit_home)}, check=False, capture_output=True)
    check(server, numbers, states())
    assert set(states().values()) == {"sent", "unknown"}


@pytest.mark.slow
def test_two_runs_on_one_database_send_each_letter_once(letters, post, states, eventkit_home, tmp_path):
    numbers = letters(30)
    server = post(("RCPT", "", 0.01))
    environ = {**os.environ, "EVENTKIT_DATABASE_URL": f"sqlite:///{eventkit_home / 'eventkit.db'}"}
    running = []
    for number in range(2):  # each with a home of its own, as two machines have, so that no lock keeps them apart
        home = tmp_path / f"machine-{number}"
        home.mkdir()
        (home / "config.toml").write_bytes((eventkit_home / "config.toml").read_bytes())
        environ["EVENTKIT_HOME"] = str(home)
        running.append(subprocess.Popen(COMMAND, env=environ, text=True, stdout=-1, stderr=-1))
    told = [process.communicate(timeout=120) for process in running]
    assert sorted(server.numbers) == sorted(numbers)
    assert set(states().values()) == {"sent"}
    assert [process.returncode for process in running] == [0, 0], told
    assert all("Sent" in out for out, _ in told)  # both had something to do


def test_second_run_from_the_same_home_says_that_there_is_one(letters, post, eventkit_home):
    letters(1)
    server = post(("RCPT", "", 1))
    with start(eventkit_home) as first:
        while not server.stages:
            time.sleep(0.01)
        with start(eventkit_home) as second:
            _, said = second.communicate(timeout=60)
        first.communicate(timeout=60)
    assert said == "eventkit: another `eventkit followup send` is at work; nothing was sent by this one\n"
    assert (first.returncode, second.returncode, len(server.letters)) == (0, 5, 1)


def test_ctrl_c_ends_the_run_after_the_letter_that_the_server_has(letters, post, states, eventkit_home):
    letters(3)
    server = post(("DATA", "", 0.4))
    with start(eventkit_home) as process:
        while "DATA" not in server.stages:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said.splitlines()[0] == "Stopping after this letter; Ctrl-C once more stops at once."
    assert said.splitlines()[-1] == "eventkit: interrupted"
    assert out == "Sent 1 letter.\n"
    assert sorted(states().values()) == ["drafted", "drafted", "sent"]


def test_ctrl_c_twice_ends_the_run_at_once_and_the_letter_is_unknown(letters, post, states, eventkit_home):
    letters(2)
    server = post(("DATA", "", 5))
    with start(eventkit_home, stderr=subprocess.PIPE) as process:
        while "DATA" not in server.stages:
            time.sleep(0.01)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert sorted(states().values()) == ["drafted", "unknown"]


def test_ctrl_c_ends_the_wait_for_the_next_minute(letters, post, states, eventkit_home):
    letters(2)
    post(settings={"per_minute": 1})
    with start(eventkit_home) as process:
        said = process.stderr.readline()
        assert said.startswith("Waiting ")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert sorted(states().values()) == ["drafted", "sent"]


def ask(home, answers):
    """Run the command at a terminal, and answer its questions; what it showed, and its exit code."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover  # becomes another program
        os.environ.update(EVENTKIT_HOME=str(home), NO_COLOR="1")
        os.execv(sys.executable, COMMAND[:-1])
    shown = b""
    for answer in answers:
        while not shown.endswith(b"[y/N]: "):
            shown += os.read(terminal, 4096)
        os.write(terminal, f"{answer}\n".encode())
        shown += b"\n"
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(terminal)
    return shown.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_it_shows_what_goes_and_asks(letters, post, states, eventkit_home):
    letters(7)
    server = post(settings={"per_minute": 20, "per_day": 200})
    shown, code = ask(eventkit_home, ["n"])
    assert (code, server.connections) == (0, 0)
    assert shown.splitlines()[:8] == [
        "7 letters from Robin Keller by 127.0.0.1, 20 a minute and 200 a day at most:",
        "Person    To",
        *(f"Person {number}  p{number}@example.org" for number in range(5)),
        "… and 2 more",
    ]
    assert "Nothing was sent." in shown
    shown, code = ask(eventkit_home, ["y"])
    assert (code, len(server.letters)) == (0, 7)
    assert set(states().values()) == {"sent"}


def test_it_asks_for_each_letter_that_nobody_knows_about(letters, post, states, eventkit_home, send):
    letters(2)
    server = post(("DATA", "", "take and cut"))
    send(code=3)
    server.rules.clear()
    shown, code = ask(eventkit_home, ["n", "y", "y"])
    assert (code, len(server.letters)) == (0, 3)
    assert sorted(states().values()) == ["sent", "unknown"]
    assert "Nobody knows whether the letter to Person 0 was sent (127.0.0.1, port " in shown
