"""`eventkit speakers`: the list, the review with and without a terminal, and corrections by hand."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

import pytest

from eventkit.exchange import IncomingSession, IncomingSpeaker
from eventkit.services.speakers import link_speakers

STARTS = datetime(2027, 5, 14, 9, 0, tzinfo=UTC)
ADA = IncomingSpeaker(name="Ada Example", organization="Example Ltd")
BO = IncomingSpeaker(name="Bo Example")
CY = IncomingSpeaker(name="Cy Example", organization="Cy Ltd", confidence=60, why="the end of the title")
PART = IncomingSpeaker(name="Part 2", confidence=30, why="words after a dash")
PROGRAMME = {"Parsing": (ADA,), "Closing - Cy Example": (BO, CY), "Workshop - Part 2": (ADA, PART)}


@pytest.fixture
def meetup(eventkit_app):
    """An agenda of three talks, from ten o'clock on, with two names that are doubtful."""
    store = eventkit_app.store
    sessions = [
        IncomingSession(uid=str(number), title=title, starts=STARTS + timedelta(hours=number), speakers=speakers)
        for number, (title, speakers) in enumerate(PROGRAMME.items(), 1)
    ]
    with store.change("import agenda.feed") as change:
        event = store.agenda.add_event(change, "meetup", "meetup", "UTC")
        source = store.agenda.put_source(change, None, event_id=event.id, location="agenda.feed")
        ids = store.agenda.add_sessions(change, event.id, source, sessions, "UTC")
        link_speakers(eventkit_app, change, event, zip(ids, sessions, strict=True))
    eventkit_app.close()


@pytest.mark.usefixtures("meetup")
def test_speakers_have_the_keys_that_scripts_rely_on(eventkit_run):
    ada, bo = eventkit_run("speakers", "meetup", "--format", "json").json
    assert ada == {
        "person": ada["person"],
        "name": "Ada Example",
        "organization": "Example Ltd",
        "contact": False,
        "sessions": [
            {
                "id": 1,
                "title": "Parsing",
                "starts": "2027-05-14T10:00:00+00:00",
                "room": "",
                "status": "confirmed",
            },
            {
                "id": 3,
                "title": "Workshop - Part 2",
                "starts": "2027-05-14T12:00:00+00:00",
                "room": "",
                "status": "confirmed",
            },
        ],
    }
    assert bo["name"] == "Bo Example"


@pytest.mark.usefixtures("meetup")
def test_doubtful_speakers_have_the_keys_that_scripts_rely_on(eventkit_run):
    first, second = eventkit_run("speakers", "review", "--format", "json").json
    assert first == {
        "number": 1,
        "name": "Cy Example",
        "organization": "Cy Ltd",
        "email": "",
        "confidence": 60,
        "likelihood": "likely",
        "why": "the end of the title",
        "sessions": [
            {
                "id": 2,
                "title": "Closing - Cy Example",
                "starts": "2027-05-14T11:00:00+00:00",
                "room": "",
                "status": "confirmed",
            }
        ],
    }
    assert (second["name"], second["likelihood"]) == ("Part 2", "maybe")


@pytest.mark.usefixtures("meetup")
def test_speakers_are_listed_with_their_sessions(eventkit_run):
    eventkit_run("people", "add", "Bo Example", "--event", "meetup")
    result = eventkit_run("speakers")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["No.", "Name", "Organisation", "Sessions"]
    assert "1 Fri 10:00 Parsing" in lines[1]
    assert max(map(len, lines)) <= 80
    assert result.stderr == "2 speakers wait for your word: `eventkit speakers review meetup`.\n"


@pytest.mark.usefixtures("meetup")
def test_speakers_are_narrowed_down_by_a_query(eventkit_run):
    def names(*words):
        return [row["name"] for row in eventkit_run("speakers", *words, "--format", "json").json]

    assert names("meetup", "org:example") == ["Ada Example"]
    assert names("bo") == ["Bo Example"]
    assert names("meetup", "-org:example") == ["Bo Example"]
    assert eventkit_run("speakers", "nobody").stderr == "No speaker of meetup fits.\n"
    assert eventkit_run("speakers", "meetpu", code=4).stderr == (
        "eventkit: there is no event 'meetpu'; did you mean 'meetup'?\n"
    )


@pytest.mark.usefixtures("meetup")
def test_speakers_as_csv_have_a_session_in_a_text(eventkit_run):
    assert eventkit_run("speakers", "meetup", "--format", "csv").stdout.splitlines()[0::2] == [
        "person,name,organization,contact,sessions",
        "2,Bo Example,,false,2 2027-05-14T11:00:00+00:00 Closing - Cy Example",
    ]


@pytest.mark.usefixtures("meetup")
def test_without_a_terminal_the_review_is_a_list(eventkit_run):
    result = eventkit_run("speakers", "review")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["No.", "Speaker?", "Session", "Why"]
    assert [line.split()[0] for line in lines[1:] if line[:3].strip()] == ["1", "2"]
    assert result.stderr == (
        "`eventkit speakers review meetup --yes NUMBER... --no NUMBER...` says who is one; or --yes-all.\n"
    )


@pytest.mark.usefixtures("meetup")
def test_answers_are_given_by_number(eventkit_run):
    result = eventkit_run("speakers", "review", "--no", 2, "--yes", 1)
    assert result.stdout == "Cy Example speaks in Closing - Cy Example.\nPart 2 is no speaker.\n"
    assert eventkit_run("speakers", "review", "meetup").stderr == "No speaker of meetup waits for your word.\n"
    again = eventkit_run("speakers", "review", "--yes", 1)
    assert again.stdout == "Cy Example speaks in Closing - Cy Example, as before.\n"
    shown = eventkit_run("agenda", "--text", "closing", "--format", "json").json
    assert [(row["title"], row["speakers"]) for row in shown] == [
        ("Closing - Cy Example", ["Bo Example", "Cy Example"])
    ]


@pytest.mark.usefixtures("meetup")
def test_one_option_takes_several_numbers(eventkit_run):
    assert eventkit_run("speakers", "review", "--no", 1, 2).stdout == (
        "Cy Example is no speaker.\nPart 2 is no speaker.\n"
    )


@pytest.mark.usefixtures("meetup")
def test_all_can_be_answered_but_some(eventkit_run):
    assert eventkit_run("speakers", "review", "--yes-all", "--no", 2).stdout == (
        "Cy Example speaks in Closing - Cy Example.\nPart 2 is no speaker.\n"
    )
    eventkit_run("undo")
    assert eventkit_run("speakers", "review", "meetup", "--no-all").stdout == (
        "Cy Example is no speaker.\nPart 2 is no speaker.\n"
    )
    assert eventkit_run("speakers", "review", "--yes-all").stderr == "No speaker waits for your word.\n"


@pytest.mark.usefixtures("meetup")
@pytest.mark.parametrize("number", ["3", "0", "9" * 30])
def test_an_unknown_number_answers_nothing(eventkit_run, number):
    assert eventkit_run("speakers", "review", "--yes", 1, number, code=4).stderr == (
        f"eventkit: there is no doubtful speaker {number}; `eventkit speakers review` lists them\n"
    )
    assert len(eventkit_run("speakers", "review", "--format", "json").json) == 2


@pytest.mark.usefixtures("meetup")
def test_a_number_of_another_event_is_not_found_in_this_one(eventkit_run):
    eventkit_run("events", "add", "dinner")
    assert eventkit_run("speakers", "review", "dinner", "--yes", 1, code=4).stderr == (
        "eventkit: number 1 (Cy Example) is not of dinner\n"
    )


@pytest.mark.usefixtures("meetup")
def test_a_yes_and_a_no_to_the_same_is_a_usage_error(eventkit_run):
    assert "the same speaker cannot be one" in eventkit_run("speakers", "review", "--yes", 1, "--no", 1, code=2).stderr
    assert (
        "the same speaker cannot be one" in eventkit_run("speakers", "review", "--yes-all", "--no-all", code=2).stderr
    )


@pytest.mark.usefixtures("meetup")
def test_a_dry_run_says_what_would_be_and_keeps_nothing(eventkit_run):
    history = eventkit_run("history", "--format", "json").json
    told = [
        eventkit_run("speakers", "review", "--yes-all", "--dry-run").stdout.splitlines()[0],
        eventkit_run("speakers", "add", "Parsing", "Dee Example", "--dry-run").stdout.strip(),
        eventkit_run("speakers", "remove", "Parsing", "Ada", "--dry-run").stdout.strip(),
    ]
    assert told == [
        "Cy Example speaks in Closing - Cy Example (not done: --dry-run).",
        "Dee Example speaks in Parsing (not done: --dry-run).",
        "Ada Example does not speak in Parsing (not done: --dry-run).",
    ]
    assert eventkit_run("history", "--format", "json").json == history


@pytest.mark.usefixtures("meetup")
def test_speakers_are_added_and_removed_and_that_is_undone(eventkit_run):
    added = eventkit_run("speakers", "add", "Parsing", "Dee Example", "ada example")
    assert added.stdout == "Dee Example speaks in Parsing.\nada example speaks in Parsing, as before.\n"
    assert eventkit_run("speakers", "remove", 1, "Dee").stdout == "Dee Example does not speak in Parsing.\n"
    eventkit_run("undo")
    assert eventkit_run("speakers", "dee", "--format", "json").json[0]["name"] == "Dee Example"
    eventkit_run("undo")
    assert eventkit_run("people", "--all", "dee", "--format", "json").json == []


@pytest.mark.usefixtures("meetup")
def test_removing_whom_nobody_knows_is_not_found(eventkit_run):
    assert eventkit_run("speakers", "remove", "Parsing", "Zed", code=4).stderr == (
        "eventkit: nobody named 'Zed' speaks in session 1  Fri 14 May Parsing (meetup); there speak Ada Example\n"
    )


def test_an_event_whose_agenda_names_nobody_says_so(eventkit_run):
    eventkit_run("events", "add", "dinner")
    assert eventkit_run("speakers").stderr == "The agenda of dinner names no speaker.\n"


def on_terminal(home, answers):
    """Run the review on a terminal of its own, and answer; returns what was to be seen."""
    pty = pytest.importorskip("pty")
    program = (sys.executable, "-m", "eventkit", "--home", str(home), "speakers", "review")
    child, terminal = pty.fork()
    if not child:
        os.execv(sys.executable, program)
    shown = b""
    waiting = list(answers)
    while True:
        try:
            some = os.read(terminal, 1024)
        except OSError:
            some = b""
        if not some:
            break
        shown += some
        if waiting and shown.rstrip().endswith(b"]:"):
            os.write(terminal, waiting.pop(0).encode() + b"\n")
            shown += b"\n"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return shown.decode()


@pytest.mark.usefixtures("meetup")
def test_on_a_terminal_each_is_asked_for(eventkit_home, eventkit_run):
    shown = on_terminal(eventkit_home, ["y", "n"])
    assert "Cy Example, Cy Ltd  (likely: the end of the title)" in shown
    assert "A speaker? 2 left: yes, no, skip or quit (y, n, s, q) [s]:" in shown
    assert "A speaker? 1 left" in shown
    assert "Part 2 is no speaker." in shown
    assert eventkit_run("speakers", "review", "--format", "json").json == []


@pytest.mark.usefixtures("meetup")
def test_on_a_terminal_one_can_skip_and_quit(eventkit_home, eventkit_run):
    on_terminal(eventkit_home, ["s", "q"])
    assert len(eventkit_run("speakers", "review", "--format", "json").json) == 2
