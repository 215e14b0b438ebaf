"""`eventkit events`, `agenda`, `now`, `star` and `export`, on the sample conference."""

from __future__ import annotations

from datetime import date

import pytest

from eventkit.cli.sessions import title_of
from eventkit.domain.events import Session


@pytest.fixture
def run(eventkit_run, pyconf):
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    return eventkit_run


def test_agenda_answers_with_the_keys_that_scripts_rely_on(run):
    session = run("agenda", "pyconf", "--text", "Pagination", "--format", "json").json[0]
    assert session == {
        "id": session["id"],
        "uid": "pcl27-web-01@pyconf.example.org",
        "title": "Pagination Is a Promise",
        "starts": "2027-05-14T10:30:00+02:00",
        "ends": "2027-05-14T11:00:00+02:00",
        "timezone": "Europe/Zurich",
        "all_day": False,
        "room": "Great Hall",
        "track": "Web & APIs",
        "kind": "session",
        "status": "confirmed",
        "url": session["url"],
        "speakers": ["Ishaan Velkar"],
        "remark": "",
        "language": "",
        "links": [],
        "interest": "",
        "attended": False,
    }


def test_every_session_of_the_sample_is_there(run):
    sessions = run("agenda", "--format", "json").json
    assert len(sessions) == 45
    assert [session["starts"] for session in sessions] == sorted(session["starts"] for session in sessions)
    assert sum(1 for session in sessions if session["kind"] == "break") == 6
    assert len({name for session in sessions for name in session["speakers"]}) == 36


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--day", "2027-05-15"], 20),
        (["--track", "data"], 10),
        (["--room", "library"], 11),
        (["--text", "brackwater"], 1),
        (["--speaker", "BRACK"], 1),
        (["--speaker", "velkar"], 2),
        (["--speaker", "velkar", "--day", "2027-05-15"], 1),
        (["--speaker", "pagination"], 0),
        (["--mine"], 0),
    ],
)
def test_agenda_is_narrowed_down(run, options, count):
    assert len(run("agenda", "pyconf", *options, "--format", "json").json) == count


def test_where_nothing_fits_that_is_said_and_what_to_do(run):
    assert run("agenda", "pyconf", "--text", "zeppelins").stderr == "No session of pyconf fits.\n"
    assert run("agenda", "pyconf", "--mine").stderr == (
        "No session of pyconf fits, of those that you starred; `eventkit star SESSION` adds one.\n"
    )


def test_agenda_fits_into_eighty_columns(run):
    lines = run("agenda", "pyconf").stdout.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert lines[:4] == ["PyConf Lakeside 2027, times in Europe/Zurich", "", "Friday, 14 May 2027", lines[3]]
    assert lines[3].split() == ["No.", "Time", "Room", "Title", "Speakers"]


@pytest.mark.parametrize(
    ("details", "shown"),
    [
        ({}, "Tea"),
        ({"remark": "sold out"}, "Tea (sold out)"),
        ({"status": "cancelled"}, "CANCELLED: Tea"),
        ({"status": "gone", "remark": "sold out"}, "GONE: Tea (sold out)"),
        ({"status": "tentative"}, "(tentative) Tea"),
    ],
)
def test_a_title_is_shown_with_what_became_of_the_session(details, shown):
    session = Session(id=1, event="meetup", uid="1", title="Tea", starts=date(2027, 5, 14), **details)
    assert title_of(session) == shown


def test_jsonl_and_csv_say_the_same_as_json(run):
    whole = run("agenda", "--format", "json").json
    lines = run("agenda", "--format", "jsonl").stdout.splitlines()
    table = run("agenda", "--format", "csv").stdout.split("\r\n")
    assert len(lines) == len(whole)
    assert table[0] == ",".join(whole[0])
    assert table[1].startswith(f"{whole[0]['id']},{whole[0]['uid']},")


def test_now_tells_what_is_on_and_how_long_and_what_comes(run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T10:35:00+02:00")
    answer = run("now", "pyconf", "--format", "json").json
    assert (answer["event"], answer["at"]) == ("pyconf", "2027-05-14T10:35:00+02:00")
    assert len(answer["now"]) == 3
    assert {session["starts"][11:16] for session in answer["next"]} == {"11:10", "11:15", "11:20", "12:00"}
    shown = run("now").stdout
    assert "25 min left" in shown
    assert "in 35 min" in shown


def test_now_shows_what_i_want_to_see_first_and_what_i_do_not_last(run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T10:35:00+02:00")
    for number, level in ((6, "maybe"), (7, "must"), (5, "skip"), (11, "must")):
        run("star", number, level)
    answer = run("now", "pyconf", "--format", "json").json
    assert [session["id"] for session in answer["now"]] == [7, 6, 5]
    assert [session["id"] for session in answer["next"]] == [11, 8, 9, 10]
    shown = run("now", "pyconf").stdout.splitlines()
    assert shown[4].startswith("25 min left    7  ★  Library ")


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2027-05-14T08:14:00+02:00", "in 1 min"),
        ("2027-05-14T06:16:00+02:00", "in 119 min"),
        ("2027-05-14T06:15:00+02:00", "in 2 h"),
        ("2027-05-12T08:16:00+02:00", "in 47 h"),
        ("2027-05-01T09:00:00+02:00", "in 12 days"),
    ],
)
def test_now_tells_how_far_off_the_next_is(run, monkeypatch, at, told):
    monkeypatch.setenv("EVENTKIT_NOW", at)
    assert run("now", "pyconf").stdout.splitlines()[6].startswith(f"{told}  ")


def test_now_after_the_event_is_nothing(run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-06-01T10:00:00+02:00")
    assert run("now", "pyconf").stdout.splitlines()[2:] == ["Now: nothing", "", "Next: nothing"]


def test_a_star_is_kept_and_can_be_changed_and_undone(run):
    def interest():
        return run("agenda", "--text", "pagination", "--format", "json").json[0]["interest"]

    assert run("star", "pagination is").stdout == "★ Pagination Is a Promise (Fri 10:30, Great Hall): must.\n"
    assert interest() == "must"
    assert run("star", "pagination is", "must").stdout.endswith("must, as before.\n")
    run("star", "pcl27-web-01@pyconf.example.org", "skip")
    assert interest() == "skip"
    run("undo")
    assert interest() == "must"


def test_a_star_says_what_it_overlaps_with(run):
    run("star", "pagination is")
    assert run("star", "first hundred").stdout.splitlines()[1] == (
        "  It overlaps with another of yours: Pagination Is a Promise (Fri 10:30-11:00, Great Hall)."
    )


def test_a_session_that_is_not_there_is_not_found(run):
    assert run("star", "zeppelins", code=4).stderr == "eventkit: there is no session 'zeppelins'\n"


def test_an_ambiguous_session_lists_the_candidates(run):
    result = run("star", "coffee", code=4)
    lines = result.stderr.splitlines()
    assert lines[0] == "eventkit: more than one fits session 'coffee'; say more of it, or give its number:"
    assert len(lines) == 7
    assert "Registration and Coffee (Great Hall)" in lines[1]


def test_an_unknown_event_is_not_found_and_the_right_one_is_named(run):
    assert run("agenda", "pyconv", code=4).stderr == "eventkit: there is no event 'pyconv'; did you mean 'pyconf'?\n"


def test_of_several_events_one_has_to_be_named_unless_it_is_on_today(run, monkeypatch):
    run("events", "add", "meetup")
    assert len(run("agenda", "--format", "json").json) == 45
    monkeypatch.setenv("EVENTKIT_NOW", "2027-08-01T12:00:00+02:00")
    assert run("agenda", code=2).stderr == "eventkit: which event? name one of: meetup, pyconf\n"


def test_events_have_their_days(run):
    assert run("events", "--format", "json").json == [
        {
            "slug": "pyconf",
            "name": "PyConf Lakeside 2027",
            "timezone": "Europe/Zurich",
            "starts": "2027-05-14",
            "ends": "2027-05-15",
            "sessions": 45,
        }
    ]


def test_an_event_is_added_once(run):
    assert (
        run("events", "add", "dinner", "--timezone", "Europe/Vienna").stdout
        == "Added dinner: dinner (Europe/Vienna).\n"
    )
    assert run("events", "add", "dinner", code=3).stderr == "eventkit: there is an event 'dinner' already\n"


def test_the_newer_sample_changes_what_its_readme_says(run, pyconf):
    result = run("import", pyconf / "agenda-updated.ics", "--event", "pyconf", "--format", "json").json
    told = {name: result[name] for name in ("added", "updated", "unchanged", "removed", "problems")}
    assert told == {"added": 1, "updated": 6, "unchanged": 38, "removed": 1, "problems": []}


def test_my_agenda_comes_out_and_in_again(run, tmp_path):
    for part in ("pagination is", "first hundred"):
        run("star", part)
    assert run("export", tmp_path / "mine.ics", "--event", "pyconf", "--mine").stderr.startswith("Wrote 2 sessions to ")
    run("import", tmp_path / "mine.ics", "--event", "mine")

    def told(event, *options):
        sessions = run("agenda", event, *options, "--format", "json").json
        return [{**session, "id": 0, "interest": ""} for session in sessions]

    assert told("mine") == told("pyconf", "--mine")


def test_export_to_standard_output_is_the_file(run):
    assert run("export", "-", "--event", "pyconf").stdout_bytes.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")


def test_export_of_nothing_is_not_found(run, tmp_path):
    result = run("export", tmp_path / "mine.ics", "--event", "pyconf", "--mine", code=4)
    assert result.stderr == "eventkit: no session of pyconf to export; `eventkit star SESSION` chooses some\n"
    assert not (tmp_path / "mine.ics").exists()


def test_export_in_an_unknown_format_names_those_that_there_are(run, tmp_path):
    assert (
        run("export", tmp_path / "a.docx", code=2).stderr
        == "eventkit: no format '.docx' for agenda; there is ics, json, csv\n"
    )


def test_export_into_a_folder_that_is_not_there_is_refused(run, tmp_path):
    result = run("export", tmp_path / "no" / "a.ics", "--event", "pyconf", code=5)
    assert result.stderr == f"eventkit: {tmp_path / 'no' / 'a.ics'}: cannot be written: No such file or directory\n"


def test_a_column_in_which_nothing_stands_is_left_out(run):
    breaks = run("agenda", "pyconf", "--text", "lunch").stdout.splitlines()
    assert [line.split() for line in breaks if line.startswith("No.")] == [["No.", "Time", "Room", "Title"]] * 2


def test_a_note_is_kept_shown_changed_and_removed(run, pyconf):
    assert run("note", "pagination is").stdout == "Pagination Is a Promise: (no note)\n"
    assert (
        run("note", "pagination is", "cursor,", "not offset").stdout == "Pagination Is a Promise: cursor, not offset\n"
    )
    assert run("note", "pagination is", "cursor, not offset").stdout.endswith(", as before\n")
    run("import", pyconf / "agenda-updated.ics", "--event", "pyconf")
    assert run("note", "pagination is").stdout == "Pagination Is a Promise: cursor, not offset\n"
    assert run("note", "pagination is", "--remove").stdout == "Pagination Is a Promise: note removed\n"
    run("undo")
    assert run("note", "pagination is").stdout == "Pagination Is a Promise: cursor, not offset\n"


def test_a_note_leaves_the_star_alone(run):
    run("star", "pagination is", "maybe")
    run("note", "pagination is", "ask")
    assert run("agenda", "--text", "pagination", "--format", "json").json[0]["interest"] == "maybe"


def test_clashes_are_pairs_of_mine_that_overlap(run):
    for part in ("pagination is", "first hundred", "testing data", "translating"):
        run("star", part)
    run("star", "testing data", "skip")
    pairs = run("clashes", "pyconf", "--format", "json").json
    assert [(pair["first"]["title"], pair["second"]["title"]) for pair in pairs] == [
        ("Pagination Is a Promise", "The First Hundred Issues: Triage as a Way Into Open Source")
    ]
    shown = run("clashes").stdout.splitlines()
    assert shown[0].split() == ["Time", "This", "or", "this"]
    assert shown[1].startswith("Fri 10:30-11:00  5 Pagination Is a Promise")


def test_without_clashes_there_is_a_sentence(run):
    assert run("clashes").stderr == "None of your sessions of pyconf overlap.\n"


def test_agenda_is_shown_in_another_zone(run):
    shown = run("agenda", "pyconf", "--tz", "Asia/Tokyo", "--day", "2027-05-15").stdout.splitlines()
    assert shown[0] == "PyConf Lakeside 2027, times in Asia/Tokyo"
    assert any("02:30-07:30" in line and "Evening at the Boathouse" in line for line in shown)
    assert run("agenda", "--tz", "Nowhere", code=2).stderr == (
        "eventkit: --tz: there is no zone 'Nowhere'; give one as Europe/Berlin\n"
    )


def test_a_dry_run_of_an_export_writes_nothing(run, tmp_path):
    told = run("export", tmp_path / "all.ics", "--event", "pyconf", "--dry-run")
    assert told.stderr == f"Would write 45 sessions to {tmp_path / 'all.ics'}.\n"
    assert list(tmp_path.glob("*.ics")) == []
