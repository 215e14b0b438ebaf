"""``eventkit duplicates``: what it prints, keeping people apart, and the review."""

from __future__ import annotations

import contextlib
import os
import sys

import pytest


@pytest.fixture
def two_lizzes(eventkit_run):
    """Elizabeth, Liz, and somebody else."""
    eventkit_run("people", "add", "Liz Smith", "--organization", "Example Limited")
    smith = ("people", "add", "Elizabeth Smith", "--organization", "Example Ltd", "--email", "liz@example.org")
    eventkit_run(*smith, "--title", "CTO")
    eventkit_run("people", "add", "Ottokar Beispielmann")


PAIR = {
    "score": 99,
    "first": 2,
    "first_name": "Elizabeth Smith",
    "first_organization": "Example Ltd",
    "second": 1,
    "second_name": "Liz Smith",
    "second_organization": "Example Limited",
    "reasons": ["same employer", "Liz is short for Elizabeth"],
}


@pytest.mark.usefixtures("two_lizzes")
def test_the_table_fits_and_names_the_next_command(eventkit_run):
    ran = eventkit_run("duplicates")
    assert ran.stdout.splitlines() == [
        "Score  No.  Name              No.  Same as           Why",
        "   99    2  Elizabeth Smith,    1  Liz Smith,        same employer, Liz is",
        "            Example Ltd            Example Limited   short for Elizabeth",
    ]
    assert ran.stderr.splitlines() == [
        "`eventkit merge 2 1` makes one of the first two,",
        "`eventkit duplicates different 2 1` keeps them apart,",
        "`eventkit duplicates review` asks about one pair after the other.",
    ]


@pytest.mark.usefixtures("two_lizzes")
def test_the_keys_of_the_json_are_a_promise(eventkit_run):
    assert eventkit_run("duplicates", "--format", "json").json == [PAIR]


@pytest.mark.usefixtures("two_lizzes")
def test_csv_has_the_reasons_in_one_cell(eventkit_run):
    last = eventkit_run("duplicates", "--format", "csv").stdout.splitlines()[-1]
    assert last.endswith(",Example Limited,same employer; Liz is short for Elizabeth")


def test_nothing_to_merge_is_said(eventkit_run):
    said = "No two records look like one person; --min 35 shows less likely ones too.\n"
    assert eventkit_run("duplicates").stderr == said


@pytest.mark.usefixtures("two_lizzes")
def test_the_least_score_and_the_query_choose_pairs(eventkit_run):
    assert eventkit_run("duplicates", "--min", "100", "--format", "json").json == []
    assert eventkit_run("duplicates", "--who", "ottokar", "--format", "json").json == []
    assert eventkit_run("duplicates", "--who", "liz", "--format", "json").json == [PAIR]


@pytest.mark.usefixtures("two_lizzes")
def test_the_limit_tells_how_many_more_there_are(eventkit_run):
    eventkit_run("people", "add", "Otokar Beispielmann")
    ran = eventkit_run("duplicates", "--limit", "1")
    assert len(ran.stdout.splitlines()) == 3
    assert ran.stderr.splitlines()[0] == "1 more: --limit 2 shows all."


@pytest.mark.usefixtures("two_lizzes")
def test_people_said_to_be_different_are_never_proposed_again(eventkit_run):
    ran = eventkit_run("duplicates", "different", "Liz", "2")
    assert ran.stdout == "Liz Smith (number 1) and Elizabeth Smith (number 2) are two people.\n"
    assert eventkit_run("duplicates", "--min", "0", "--format", "json").json == []
    again = eventkit_run("duplicates", "different", "2", "1").stdout
    assert again == "Elizabeth Smith (number 2) and Liz Smith (number 1) are two people, as before.\n"


@pytest.mark.usefixtures("two_lizzes")
def test_undo_proposes_them_again(eventkit_run):
    eventkit_run("duplicates", "different", "1", "2")
    assert eventkit_run("undo").stdout == "Undid change 4: Liz Smith and Elizabeth Smith are different people.\n"
    assert eventkit_run("duplicates", "--format", "json").json == [PAIR]


@pytest.mark.usefixtures("two_lizzes")
def test_a_dry_run_keeps_nothing(eventkit_run):
    said = eventkit_run("duplicates", "different", "1", "2", "--dry-run").stdout
    assert said == "Liz Smith (number 1) and Elizabeth Smith (number 2) are two people (not done: --dry-run).\n"
    assert eventkit_run("duplicates", "--format", "json").json == [PAIR]


@pytest.mark.usefixtures("two_lizzes")
def test_one_person_is_not_different_from_themselves(eventkit_run):
    said = eventkit_run("duplicates", "different", "1", "Liz", code=2).stderr
    assert said == "eventkit: Liz Smith (number 1) is one person; name two\n"


@pytest.mark.usefixtures("two_lizzes")
def test_nobody_of_that_number_is_told(eventkit_run):
    assert eventkit_run("duplicates", "different", "1", "99", code=4).stderr == "eventkit: there is no person '99'\n"


def test_a_review_without_a_terminal_says_so(eventkit_run):
    said = "eventkit: a review asks, and there is no terminal to answer at; `eventkit duplicates` lists the pairs\n"
    assert eventkit_run("duplicates", "review", code=2).stderr == said


def at_a_terminal(home, answers, *words):
    """What a command prints at a terminal of its own, where somebody types these answers."""
    pty = pytest.importorskip("pty")
    command = [sys.executable, "-m", "eventkit", "--home", str(home), *words]
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)  # the child is the command from here on
    os.write(terminal, answers.encode())
    printed = b""
    with contextlib.suppress(OSError):  # the terminal is closed as the command ends
        while read := os.read(terminal, 4096):
            printed += read
    os.waitpid(child, 0)
    os.close(terminal)
    return printed.decode()


@pytest.mark.usefixtures("two_lizzes")
def test_a_review_merges_and_keeps_apart_and_asks_about_no_pair_twice(eventkit_run, eventkit_home):
    eventkit_run("people", "add", "Betty Smith", "--organization", "Example Ltd")
    eventkit_run("people", "add", "Otokar Beispielmann")
    printed = at_a_terminal(eventkit_home, "m\nd\nd\nd\n", "duplicates", "review")
    done = [line.strip() for line in printed.splitlines() if line.startswith(("Merged", "One person?"))]
    assert [line.partition("[s]: ")[2] or line for line in done] == [
        "Merged Betty Smith (number 4) into Liz Smith (number 1).",
        "Elizabeth Smith (number 2) and Liz Smith (number 1) are two people.",
        "Ottokar Beispielmann (number 3) and Otokar Beispielmann (number 5) are two people.",
    ]
    assert eventkit_run("duplicates", "--format", "json").json == []
