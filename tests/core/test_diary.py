"""`eventkit attended` and `diary`: what was, on the sample conference."""

from __future__ import annotations

import pytest

AFTER = "2027-05-16T10:00:00+02:00"


@pytest.fixture
def run(eventkit_run, pyconf, monkeypatch):
    """The sample conference, on the day after it."""
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    monkeypatch.setenv("EVENTKIT_NOW", AFTER)
    return eventkit_run


def attended(run):
    return [session["id"] for session in run("attended", "--format", "json").json]


def entries(run):
    days = run("diary", "--format", "json").json["days"]
    return [(e["session"]["id"] if e["session"] else None, e["presence"]) for day in days for e in day["entries"]]


# --- attended -----------------------------------------------------------------------------------------


def test_a_session_is_marked_once_and_unmarked(run):
    said = "You were at Pagination Is a Promise (Fri 10:30-11:00)"
    assert run("attended", "pagination is").stdout == f"{said}.\n"
    assert run("attended", "pagination is").stdout == f"{said}, as before.\n"
    assert attended(run) == [5]
    assert run("attended", "5", "--no").stdout == "You were not at Pagination Is a Promise (Fri 10:30-11:00).\n"
    assert attended(run) == []
    run("undo")
    assert attended(run) == [5]


def test_several_are_marked_in_one_change(run):
    told = run("attended", 5, "welcome to", 12).stdout.splitlines()
    assert told == [
        "You were at 3 sessions:",
        "No.  Time             Title",
        "  2  Fri 09:00-09:15  Welcome to Lakeside",
        "  5  Fri 10:30-11:00  Pagination Is a Promise",
        " 12  Fri 13:15-13:45  Zero-Downtime Migrations on a Table Nobody May Lock",
    ]
    assert attended(run) == [2, 5, 12]
    run("undo")
    assert attended(run) == []


def test_one_that_is_not_there_marks_none(run):
    assert run("attended", 5, "zeppelins", code=4).stderr == "eventkit: there is no session 'zeppelins'\n"
    assert attended(run) == []


def test_an_ambiguous_one_lists_the_candidates(run):
    assert "more than one fits session 'lightning'" in run("attended", "lightning", code=4).stderr


def test_mine_are_all_that_i_starred_must_and_that_are_over(run, monkeypatch):
    for number, level in ((5, "must"), (9, "maybe"), (25, "must"), (32, "must")):
        run("star", number, level)
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T18:00:00+02:00")
    assert run("attended", "--mine").stdout == "You were at Pagination Is a Promise (Fri 10:30-11:00).\n"
    monkeypatch.setenv("EVENTKIT_NOW", AFTER)
    assert run("attended", "--mine", "--dry-run").stdout.startswith("You were at 3 sessions (not done: --dry-run):\n")
    assert attended(run) == [5]
    assert run("attended", "--mine").stdout.startswith("You were at 3 sessions, 1 of them as before:\n")
    assert attended(run) == [5, 25, 32]


def test_what_was_cancelled_is_not_among_mine(run, pyconf):
    for number in (38, 45):
        run("star", number)
    run("import", pyconf / "agenda-updated.ics", "--event", "pyconf")
    run("attended", "--mine")
    assert attended(run) == [45]


def test_mine_before_the_event_are_none(run, monkeypatch):
    run("star", 5)
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-13T18:00:00+02:00")
    assert run("attended", "--mine").stderr == (
        "None of the sessions that you starred as must is over yet, so there is nothing to mark.\n"
    )


def test_two_at_one_time_are_told(run):
    lines = run("attended", 5, 6, 12).stdout.splitlines()
    assert lines[5:8] == [
        "",
        "These overlap; `eventkit attended --no NUMBER` says that you missed one:",
        "Time             This                            or this",
    ]
    assert lines[8].startswith("Fri 10:30-11:00  5 Pagination Is a Promise")


def test_a_session_that_has_not_begun_is_remarked_on(run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T10:00:00+02:00")
    assert run("attended", 5).stderr == "note: Pagination Is a Promise has not begun yet\n"
    assert run("attended", 3).stderr == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--no"], "Error: name the SESSIONs that you were not at\n"),
        (
            ["--mine", "--no"],
            "eventkit: --mine --no would say that you missed all that you wanted to see; name the SESSIONs\n",
        ),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(run, options, said):
    assert run("attended", *options, code=2).stderr.endswith(said)


def test_attended_answers_with_the_keys_of_the_agenda(run):
    run("attended", 5)
    listed = run("attended", "--format", "json").json
    assert listed == run("agenda", "--text", "pagination", "--format", "json").json
    assert run("attended", 5, "--format", "json").json == listed


def test_attended_is_listed_with_day_and_room(run):
    run("attended", 5, 32)
    assert run("attended").stdout.splitlines() == [
        "No.  Time             Room        Title                         Speakers",
        "  5  Fri 10:30-11:00  Great Hall  Pagination Is a Promise       Ishaan Velkar",
        " 32  Sat 11:00-11:45  Library     Taking Over an Orphaned       Svenja Brünnlein",
        "                                  Package",
    ]


def test_where_nothing_was_attended_it_is_said_how_to(run):
    assert run("attended").stderr == (
        "You have not said yet which sessions of pyconf you were at; `eventkit attended SESSION` does, "
        "and `eventkit attended --mine` for all that you starred as must.\n"
    )


def test_what_i_attended_survives_a_newer_agenda(run, pyconf):
    run("attended", 14, 22)
    run("import", pyconf / "agenda-updated.ics", "--event", "pyconf")
    assert attended(run) == [14, 22]


# --- diary --------------------------------------------------------------------------------------------


@pytest.fixture
def lived(run):
    """Two sessions attended, one starred, one noted on, three people met."""
    run("attended", 5, 32)
    run("star", 5)
    run("star", 15)
    run("star", 18, "maybe")
    run("note", 5, "cursor, not *offset*")
    run("note", 1, "badge queue: 20 minutes")
    met = ("met", "--event", "pyconf")
    run(
        *met,
        "Amina Chebbaoui",
        "--session",
        6,
        "--note",
        "300 rows",
        "--promise",
        "send_the_link",
        "--at",
        "2027-05-14T11:14",
    )
    run(*met, "Ann Lee", "--note", "lunch queue", "--at", "2027-05-14T12:20")
    run(*met, "Ishaan Velkar", "--session", 5, "--at", "2027-05-14T10:58")
    return run


def test_the_diary_has_all_that_was_mine_and_tells_why(lived):
    assert entries(lived) == [
        (1, "noted"),
        (5, "attended"),
        (6, "met"),
        (None, None),
        (15, "starred"),
        (32, "attended"),
    ]


def test_what_is_to_come_is_not_in_the_diary(lived, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T08:30:00+02:00")
    assert entries(lived) == [(5, "attended"), (6, "met"), (None, None), (32, "attended")]


def test_the_diary_answers_with_the_keys_that_scripts_rely_on(lived):
    diary = lived("diary", "--format", "json").json
    assert {key: diary[key] for key in ("event", "name", "timezone")} == {
        "event": "pyconf",
        "name": "PyConf Lakeside 2027",
        "timezone": "Europe/Zurich",
    }
    assert list(diary) == ["event", "name", "timezone", "days"]
    assert [list(day) for day in diary["days"]] == [["date", "entries"]] * 2
    entry = diary["days"][0]["entries"][2]
    person = lived("people", "show", "Amina", "--format", "json").json["id"]
    assert {**entry, "session": entry["session"]["id"]} == {
        "at": "2027-05-14T10:30:00+02:00",
        "session": 6,
        "presence": "met",
        "note": "",
        "met": [
            {
                "person": person,
                "name": "Amina Chebbaoui",
                "organization": "",
                "at": "2027-05-14T11:14:00+02:00",
                "note": "300 rows",
                "promise": "send_the_link",
            }
        ],
    }


def test_the_diary_reads_day_by_day(lived):
    told = lived("diary")
    assert told.stdout.splitlines() == [
        "PyConf Lakeside 2027",
        "Friday, 14 May 2027 to Saturday, 15 May 2027, times in Europe/Zurich",
        "2 sessions attended, 3 more that may have been, 3 people met",
        "",
        "Friday, 14 May 2027",
        "",
        "08:15-09:00  Registration and Coffee",
        "             Great Hall",
        "             (not marked as attended; you noted something)",
        "             Note: badge queue: 20 minutes",
        "10:30-11:00  Pagination Is a Promise",
        "             Great Hall, Ishaan Velkar",
        "             Note: cursor, not *offset*",
        "             Met Ishaan Velkar (10:58)",
        "10:30-11:10  Testing Data Pipelines Without a Staging Copy",
        "             Boathouse, Açelya Dumantepe",
        "             (not marked as attended; you met somebody there)",
        "             Met Amina Chebbaoui: 300 rows (11:14)",
        "             Promised: send_the_link",
        "12:20        Met Ann Lee: lunch queue",
        "14:00-14:45  Type Hints at the Edge: Validating What Comes Over the Wire",
        "             Great Hall, Élodie Marchevent, Kwabena Asumadu-Frey",
        "             (starred must, not marked as attended)",
        "",
        "Saturday, 15 May 2027",
        "",
        "11:00-11:45  Taking Over an Orphaned Package",
        "             Library, Svenja Brünnlein",
        "",
        "Promised",
        "",
        "- Amina Chebbaoui: send_the_link",
    ]
    assert told.stderr == "`eventkit attended --mine --event pyconf` marks what you starred as must.\n"


def test_the_diary_is_kept_as_markdown(lived, tmp_path):
    told = lived("diary", "--output", tmp_path / "diary.md")
    assert told.stderr == f"Wrote the diary of pyconf to {tmp_path / 'diary.md'}.\n"
    assert (tmp_path / "diary.md").read_text(encoding="utf-8").splitlines() == [
        "# PyConf Lakeside 2027",
        "",
        "Friday, 14 May 2027 to Saturday, 15 May 2027. Times are in Europe/Zurich.",
        "",
        "2 sessions attended, 3 more that may have been, 3 people met.",
        "",
        "## Friday, 14 May 2027",
        "",
        "- 08:15-09:00, Great Hall: **Registration and Coffee** (not marked as attended; you noted something)",
        "    - Note: badge queue: 20 minutes",
        "- 10:30-11:00, Great Hall: **Pagination Is a Promise**, by Ishaan Velkar",
        r"    - Note: cursor, not \*offset\*",
        "    - 10:58: met **Ishaan Velkar**",
        (
            "- 10:30-11:10, Boathouse: **Testing Data Pipelines Without a Staging Copy**, by Açelya Dumantepe"
            " (not marked as attended; you met somebody there)"
        ),
        "    - 11:14: met **Amina Chebbaoui**: 300 rows",
        "        - Promised: send_the_link",
        "- 12:20: met **Ann Lee**: lunch queue",
        (
            "- 14:00-14:45, Great Hall: **Type Hints at the Edge: Validating What Comes Over the Wire**,"
            " by Élodie Marchevent, Kwabena Asumadu-Frey (starred must, not marked as attended)"
        ),
        "",
        "## Saturday, 15 May 2027",
        "",
        "- 11:00-11:45, Library: **Taking Over an Orphaned Package**, by Svenja Brünnlein",
        "",
        "## Promised",
        "",
        "- [ ] **Amina Chebbaoui**: send_the_link",
    ]


def test_a_dry_run_of_a_diary_writes_nothing(lived, tmp_path):
    told = lived("diary", "--output", tmp_path / "diary.md", "--dry-run")
    assert told.stderr == f"Would write the diary of pyconf to {tmp_path / 'diary.md'}.\n"
    assert not (tmp_path / "diary.md").exists()


def test_an_empty_diary_says_what_fills_it(run, tmp_path):
    said = (
        "here is nothing in your diary of pyconf yet: `eventkit attended SESSION`, "
        "`eventkit note SESSION TEXT` and `eventkit met PERSON` fill it"
    )
    assert run("diary").stderr == f"T{said}.\n"
    assert run("diary", "--format", "json").json["days"] == []
    assert run("diary", "--output", tmp_path / "diary.md", code=4).stderr == f"eventkit: t{said}\n"
    assert not (tmp_path / "diary.md").exists()


def test_people_met_at_an_event_without_an_agenda_are_in_its_diary(eventkit_run):
    eventkit_run("events", "add", "dinner", "--timezone", "Europe/Vienna")
    eventkit_run("met", "Ann Lee", "--event", "dinner", "--note", "soup")
    assert eventkit_run("diary", "dinner").stdout.splitlines() == [
        "dinner",
        "no dates, times in Europe/Vienna",
        "0 sessions attended, 1 person met",
        "",
        "Friday, 14 May 2027",
        "",
        "09:00        Met Ann Lee: soup",
    ]


def test_a_note_on_a_session_that_is_gone_is_not_lost(run, pyconf):
    run("note", 14, "nine thousand people")
    run("import", pyconf / "agenda-updated.ics", "--event", "pyconf")
    assert run("diary").stdout.splitlines()[6] == (
        "13:15-13:55  NO LONGER LISTED: A Study Group in a Town of Nine Thousand"
    )


def test_what_came_from_outside_obeys_no_terminal(run):
    run("note", 5, "a\x1b[31mb", "two\nlines")
    run("attended", 5)
    assert [line for line in run("diary").stdout.splitlines() if "Note" in line] == [
        "             Note: a[31mb two lines"
    ]
