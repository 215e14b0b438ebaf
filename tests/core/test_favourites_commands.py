"""`eventkit favourites`: given, taken and compared, between two people whose agendas of one event differ."""

from __future__ import annotations

import json
import re

import pytest

GONE = 14
"""The session that the sample's newer agenda no longer lists."""


@pytest.fixture
def theirs(eventkit_run, pyconf, tmp_path):
    """Somebody else's home, whose agenda came from another address, with other UIDs and another name."""

    def run(*args, **options):
        return eventkit_run("--home", tmp_path / "their-home", *args, **options)

    mirror = re.sub("(?m)^UID:", "UID:mirror-", (pyconf / "agenda.ics").read_text(encoding="utf-8"))
    (tmp_path / "mirror.ics").write_text(mirror, encoding="utf-8", newline="")
    run("import", tmp_path / "mirror.ics", "--event", "lakeside")
    for number, level in ((6, "must"), (15, "maybe"), (19, "must")):
        run("star", number, level)
    run("note", 6, "a private thought")
    return run


@pytest.fixture
def run(eventkit_run, pyconf):
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    return eventkit_run


@pytest.fixture
def file(theirs, tmp_path):
    theirs("favourites", "export", "lakeside", "--output", tmp_path / "theirs.json")
    return tmp_path / "theirs.json"


@pytest.fixture
def picture(theirs, tmp_path):
    theirs("favourites", "export", "lakeside", "--qr", tmp_path / "theirs.png")
    return tmp_path / "theirs.png"


def levels(run):
    return {s["id"]: s["interest"] for s in run("agenda", "--format", "json").json if s["interest"]}


def test_a_file_holds_sessions_and_levels_and_no_note(file):
    content = json.loads(file.read_bytes())
    assert content["event"] == {"slug": "lakeside", "name": "PyConf Lakeside 2027"}
    assert [(s["level"], s["title"]) for s in content["sessions"]] == [
        ("must", "Testing Data Pipelines Without a Staging Copy"),
        ("maybe", "Type Hints at the Edge: Validating What Comes Over the Wire"),
        ("must", "Tokenising Arabic: What Unicode Does Not Tell You"),
    ]
    assert "thought" not in file.read_text(encoding="utf-8")


def test_without_a_file_they_are_printed(theirs, file):
    assert theirs("favourites", "export", "lakeside").stdout_bytes == file.read_bytes()


def test_export_says_what_it_wrote(theirs, tmp_path):
    told = theirs("favourites", "export", "--output", tmp_path / "f.json", "--qr", tmp_path / "f.png", "--dry-run")
    assert told.stderr == (
        f"Would write 3 favourites of lakeside to {tmp_path / 'f.json'}.\n"
        f"Would write 3 favourites of lakeside to {tmp_path / 'f.png'}.\n"
    )
    assert list(tmp_path.glob("f.*")) == []


def test_without_a_favourite_there_is_nothing_to_export(run):
    assert run("favourites", "export", code=4).stderr == (
        "eventkit: you have no favourite at pyconf yet; `eventkit star SESSION` makes one\n"
    )


def test_what_i_skip_and_what_is_gone_is_not_given_away(run, pyconf):
    for number, level in ((5, "must"), (6, "skip"), (GONE, "must")):
        run("star", number, level)
    run("import", pyconf / "agenda-updated.ics", "--event", "pyconf")
    given = json.loads(run("favourites", "export").stdout)["sessions"]
    assert [session["title"] for session in given] == ["Pagination Is a Promise"]


@pytest.mark.parametrize("form", ["file", "picture", "text"])
def test_theirs_become_mine_where_i_said_nothing(run, theirs, form, request):
    given = theirs("favourites", "export", "--text").stdout.strip() if form == "text" else request.getfixturevalue(form)
    told = run("favourites", "import", given)
    assert told.stdout.splitlines()[0] == "Took 3 favourites into pyconf: 3 starred."
    assert levels(run) == {6: "must", 15: "maybe", 19: "must"}
    assert run("favourites", "import", given).stdout.splitlines()[0] == (
        "Took 3 favourites into pyconf: 3 as you had it."
    )
    run("undo")
    assert levels(run) == {}


def test_what_i_said_stays_unless_i_ask(run, file):
    for number, level in ((6, "maybe"), (15, "skip"), (19, "must")):
        run("star", number, level)
    told = run("favourites", "import", file).stdout.splitlines()
    assert told[0] == "Took 3 favourites into pyconf: 1 as you had it, 2 left as you rated it (--replace takes theirs)."
    assert levels(run) == {6: "maybe", 15: "skip", 19: "must"}
    assert run("favourites", "import", file, "--replace").stdout.startswith(
        "Took 3 favourites into pyconf: 2 rated anew, 1 as you had it.\n"
    )
    assert levels(run) == {6: "must", 15: "maybe", 19: "must"}
    run("undo")
    assert levels(run) == {6: "maybe", 15: "skip", 19: "must"}


def test_an_import_answers_with_the_keys_that_scripts_rely_on(run, file):
    run("star", 15, "skip")
    rows = run("favourites", "import", file, "--format", "json").json
    assert rows[1] == {
        "action": "kept",
        "level": "maybe",
        "before": "skip",
        "sure": True,
        "session": 15,
        "title": "Type Hints at the Edge: Validating What Comes Over the Wire",
        "starts": "2027-05-14T14:00:00+02:00",
        "room": "Great Hall",
    }
    assert [row["action"] for row in rows] == ["added", "kept", "added"]


def test_a_dry_run_of_an_import_tells_and_does_nothing(run, file):
    assert run("favourites", "import", file, "--dry-run").stdout.startswith(
        "Would take 3 favourites into pyconf: 3 starred.\n"
    )
    assert levels(run) == {}


def test_my_note_stays_when_theirs_become_mine(run, file):
    run("note", 6, "mine")
    run("favourites", "import", file)
    assert run("note", 6).stdout == "Testing Data Pipelines Without a Staging Copy: mine\n"


def test_an_import_says_how_many_of_mine_overlap_for_it(run, file):
    run("star", 5)
    assert run("favourites", "import", file).stderr == (
        "1 more of yours overlap now; `eventkit clashes pyconf` shows them.\n"
    )


def test_an_import_fits_into_eighty_columns(run, file):
    lines = run("favourites", "import", file).stdout.splitlines()
    assert lines[1:3] == [
        "   No.     Time             Title",
        "+    6  ★  Fri 10:30-11:10  Testing Data Pipelines Without a Staging Copy",
    ]
    assert max(map(len, lines)) <= 80


def changed(file, tmp_path, change):
    content = json.loads(file.read_bytes())
    change(content)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(content))
    return path


def test_what_is_not_in_my_agenda_is_told_by_its_title(run, file, tmp_path):
    def change(content):
        content["sessions"][1].update(title="A Talk on Tides", uid="x", starts="2027-05-15T10:00:00+02:00")

    told = run("favourites", "import", changed(file, tmp_path, change)).stdout.splitlines()
    assert told[0] == "Took 3 favourites into pyconf: 2 starred, 1 not in your agenda."
    assert told[4] == "?       ☆  Sat 10:00        A Talk on Tides (not in your agenda)"


def test_what_a_code_has_and_my_agenda_has_not_is_told_by_its_time(run, theirs, tmp_path):
    agenda = (tmp_path / "mirror.ics").read_text(encoding="utf-8").replace("Tokenising Arabic", "Tokenising Greek")
    (tmp_path / "mirror.ics").write_text(agenda, encoding="utf-8", newline="")
    theirs("import", tmp_path / "mirror.ics", "--event", "lakeside")
    text = theirs("favourites", "export", "--text").stdout.strip()
    assert run("favourites", "import", text).stdout.splitlines()[-1] == (
        "?       ★  Fri 15:30        (not in your agenda)"
    )


def test_a_session_found_by_its_title_alone_is_marked(run, file, tmp_path):
    def change(content):
        content["sessions"][2]["starts"] = "2027-05-15T10:00:00+02:00"

    told = run("favourites", "import", changed(file, tmp_path, change)).stdout.splitlines()
    assert told[0] == "Took 3 favourites into pyconf: 3 starred."
    assert [line for line in told if "theirs" in line] == [
        "+   19  ★  Fri 15:30-16:10  Tokenising Arabic: What Unicode    theirs: Sat 10:00"
    ]


def test_a_session_that_cannot_be_read_is_told_and_the_rest_goes_in(run, file, tmp_path):
    def change(content):
        content["sessions"][0]["level"] = "love"

    path = changed(file, tmp_path, change)
    told = run("favourites", "import", path, code=3)
    assert told.stderr == f"{path}: session 1 is left out: its level is not one of must, maybe\n"
    assert levels(run) == {15: "maybe", 19: "must"}


def test_favourites_of_another_event_are_refused(run, file, tmp_path):
    def change(content):
        content["event"] = {"slug": "tides", "name": "Tides 2027"}
        for number, entry in enumerate(content["sessions"]):
            entry.update(title=f"Tide {number}", uid=f"tide-{number}")
        content["sessions"].append({"level": "must", "title": "Closing"})

    path = changed(file, tmp_path, change)
    for command in ("import", "compare"):
        assert run("favourites", command, path, code=3).stderr == (
            f"eventkit: {path}: these are favourites of Tides 2027, and hardly any of them is in the agenda of pyconf; "
            "give the event that they are of after the file\n"
        )
    assert levels(run) == {}


def test_of_several_events_theirs_is_found_by_its_name_or_by_mine(run, file, eventkit_run):
    eventkit_run("events", "add", "lakeside")
    assert "hardly any of them is in the agenda of lakeside" in run("favourites", "import", file, code=3).stderr
    assert run("favourites", "import", file, "pyconf").stdout.startswith("Took 3 favourites into pyconf: 3 starred.\n")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"BEGIN:VCALENDAR", "is no file of favourites, as `eventkit favourites export` writes it"),
        (b"\x89PNG\r\n\x1a\n", "is no picture of a kind that can be read"),
        (b"[" * 100_000, "is no file of favourites, as `eventkit favourites export` writes it"),
    ],
)
def test_a_file_of_something_else_is_refused(run, tmp_path, data, said):
    path = tmp_path / "what"
    path.write_bytes(data)
    stderr = run("favourites", "import", path, code=3).stderr
    assert stderr.startswith(f"eventkit: {path}: {said}")
    assert stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_told(run, tmp_path):
    assert run("favourites", "compare", tmp_path / "no.json", code=3).stderr == (
        f"eventkit: {tmp_path / 'no.json'}: there is no such file\n"
    )


def test_a_picture_of_a_card_is_no_picture_of_favourites(run, tmp_path):
    run("me", "--name", "Robin Keller")
    run("card", "--png", tmp_path / "card.png")
    assert run("favourites", "import", tmp_path / "card.png", code=3).stderr == (
        f"eventkit: {tmp_path / 'card.png'}: no code of favourites can be seen in the picture; "
        "take it closer, or ask for the file\n"
    )


def test_without_the_plugin_that_draws_codes_that_is_told(run, tmp_path, picture, monkeypatch):
    run("star", 6)
    monkeypatch.setenv("EVENTKIT_PLUGINS_DISABLED", "cards")
    told = (
        "eventkit: QR codes are drawn and read by a plugin, and none that does is loaded: the one that comes with "
        "eventkit is 'cards'; `eventkit plugins list` shows what became of it\n"
    )
    assert run("favourites", "export", "--qr", tmp_path / "f.png", code=6).stderr == told
    assert run("favourites", "import", picture, code=6).stderr == told
    assert not (tmp_path / "f.png").exists()


# --- comparing ----------------------------------------------------------------------------------------


def test_compare_tells_both_mine_and_theirs(run, picture):
    for number, level in ((6, "maybe"), (7, "must"), (15, "skip")):
        run("star", number, level)
    rows = run("favourites", "compare", picture, "--format", "json").json
    assert [(row["whose"], row["session"], row["mine"], row["theirs"]) for row in rows] == [
        ("both", 6, "maybe", "must"),
        ("mine", 7, "must", ""),
        ("theirs", 15, "skip", "maybe"),
        ("theirs", 19, "", "must"),
    ]


def test_compare_answers_with_the_keys_that_scripts_rely_on(run, file, theirs):
    for number in (5, 6):
        run("star", number)
    theirs("star", 5)
    theirs("favourites", "export", "--output", file)
    assert run("favourites", "compare", file, "--format", "json").json[0] == {
        "whose": "both",
        "mine": "must",
        "theirs": "must",
        "session": 5,
        "title": "Pagination Is a Promise",
        "starts": "2027-05-14T10:30:00+02:00",
        "room": "Great Hall",
        "overlaps": [6],
    }


def test_compare_shows_where_both_cannot_be_at_once(run, file, theirs):
    for number in (5, 6):
        run("star", number)
    theirs("star", 5)
    theirs("favourites", "export", "--output", file)
    lines = run("favourites", "compare", file).stdout.splitlines()
    assert lines[:4] == [
        "PyConf Lakeside 2027, times in Europe/Zurich",
        "2 that both of you starred, 0 only you, 2 only they",
        "",
        "Both of you",
    ]
    at = lines.index("Both of you starred these, and they overlap")
    assert lines[at + 2].startswith("Fri 10:30-11:00  5 Pagination Is a Promise")
    assert max(map(len, lines)) <= 80


def test_compare_changes_nothing(run, file):
    history = run("history", "--format", "json").json
    run("favourites", "compare", file)
    assert (levels(run), run("history", "--format", "json").json) == ({}, history)
