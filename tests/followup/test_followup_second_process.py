"""Many letters are made in two processes: nobody can tell, and nothing is lost where the second one comes to grief."""

import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from eventkit.api import ContactPoint
from eventkit_followup.drafts.second_process import SecondProcess, is_possible

CROWD, MISSING = 1_200, 3
MANY_CORES = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1
two_cores = pytest.mark.skipif(not MANY_CORES, reason="wants two cores, and a system that tells of them")
TEMPLATE = "subject: Good to meet you, {{ person.given }}\n\nHello {{ person.given }}, I liked {{ note }}.\n"
RUN = "from eventkit.__main__ import main; main()"
ON_ONE_CORE = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
COUNTED = (
    "import atexit, os, sys; fork, made = os.fork, []; os.fork = lambda: made.append(1) or fork(); "
    "atexit.register(lambda: print('processes', len(made), file=sys.stderr)); "
)
STILLBORN = "import os; fork = os.fork; os.fork = lambda: fork() or os._exit(9); "
IMPOSSIBLE = "import os; os.fork = lambda: os.open('/nowhere', 0); "


@pytest.fixture
def crowd(eventkit_run, eventkit_app, eventkit_home):
    """A crowd met at the event, and a template; every 7th has no given name, and every 50th no address."""
    eventkit_run("me", "--name", "Robin Keller", "--email", "robin@example.org")
    eventkit_run("events", "add", "pyconf", "--name", "PyConf Lakeside", "--timezone", "Europe/Berlin")
    app = eventkit_app
    numbers = range(CROWD)
    first = datetime(2027, 5, 14, 9, tzinfo=UTC)
    with app.change("meet a crowd") as change:
        people = app.store.people.add(
            change,
            [
                {"name": f"Zoë Guest {number}", "given": "" if number % 7 == 0 else "Zoë", "contact": True}
                for number in numbers
            ],
        )
        addresses = [
            (person, ContactPoint(kind="email", value=f"guest{number}@example.org"))
            for number, person in zip(numbers, people, strict=True)
            if number % 50
        ]
        app.store.people.add_all_points(change, addresses)
        for number, person in zip(numbers, people, strict=True):
            app.store.encounters.add(
                change,
                person_id=person,
                event_id=app.store.agenda.events("pyconf")[0].id,
                session_id=None,
                at=first + timedelta(seconds=number),
                note="" if number % 100 == 1 else f"talk {number}",
                promise="",
            )
    (eventkit_home / "templates").mkdir(parents=True)
    (eventkit_home / "templates" / "own.txt").write_text(TEMPLATE, encoding="utf-8")
    return eventkit_home


def draft(home, *options, before="", channel="eml"):
    """Run the command in a process of its own, on a copy of the home: all that it told, and all that is there then."""
    fresh = home.with_name(f"{home.name}-{len(list(home.parent.iterdir()))}")
    shutil.copytree(home, fresh)
    folder = fresh / "drafts"
    words = ["--event", "pyconf", "--template", "own", "--to", folder, "--channel", channel, *options]
    ran = subprocess.run(
        [sys.executable, "-c", before + RUN, *map(str, ["--home", fresh, "followup", "draft", *words])],
        env={**os.environ, "EVENTKIT_NOW": "2027-05-16T09:00:00+02:00"},
        capture_output=True,
        text=True,
        check=False,
    )
    files = {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    listed = subprocess.run(
        [
            sys.executable,
            "-m",
            "eventkit",
            "--home",
            fresh,
            "followup",
            "list",
            "--event",
            "pyconf",
            "--format",
            "json",
        ],
        capture_output=True,
        check=True,
    )
    told = [text.replace(str(fresh), "HOME") for text in (ran.stdout, ran.stderr, listed.stdout.decode())]
    return ran.returncode, *told, files


@two_cores
@pytest.mark.parametrize("channel", ["eml", "mbox", "maildir", "mailto"])
def test_two_processes_make_what_one_does(crowd, channel):
    one, two = draft(crowd, channel=channel, before=ON_ONE_CORE), draft(crowd, channel=channel)
    assert one == two
    assert one[0] == MISSING


@two_cores
@pytest.mark.parametrize(("options", "processes"), [((), 1), (("--limit", "1100"), 0), (("--attach-card",), 0)])
def test_a_second_process_is_started_where_it_can_do_the_same(crowd, options, processes):
    assert f"processes {processes}\n" in draft(crowd, *options, before=COUNTED)[2]


@two_cores
@pytest.mark.parametrize("trouble", [STILLBORN, IMPOSSIBLE])
def test_letters_that_no_second_process_makes_are_made_all_the_same(crowd, trouble):
    assert draft(crowd, before=trouble) == draft(crowd)


@two_cores
def test_there_is_no_second_process_beside_a_thread():
    held = threading.Event()
    thread = threading.Thread(target=held.wait)
    thread.start()
    try:
        assert not is_possible()
    finally:
        held.set()
        thread.join()


@two_cores
def test_pieces_come_back_in_their_order():
    made = [b"", b"one", b"\0two\n" * 70_000, b"three"]
    with SecondProcess(lambda: iter(made)) as second:
        assert list(second.pieces()) == made


@two_cores
def test_what_is_too_much_for_memory_is_left_out():
    large = bytes(20 * 2**20)
    with SecondProcess(lambda: iter([large] * 5)) as second:
        assert list(second.pieces()) == [large] * 3


@two_cores
@pytest.mark.parametrize("end", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_is_taken_from_a_process_that_failed(end):
    def make():
        yield b"one"
        raise end

    with SecondProcess(make) as second:
        assert list(second.pieces()) == []


@two_cores
def test_a_process_that_nobody_waits_for_is_ended():
    told, tell = os.pipe()

    def make():
        os.write(tell, str(os.getpid()).encode())
        time.sleep(60)
        return []

    with SecondProcess(make):
        process = int(os.read(told, 20))
    os.close(told)
    os.close(tell)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@two_cores
def test_a_second_process_says_nothing(capfd):
    def make():
        os.write(1, b"one")
        os.write(2, b"two")
        yield b"three"

    with SecondProcess(make) as second:
        assert list(second.pieces()) == [b"three"]
    assert capfd.readouterr() == ("", "")
