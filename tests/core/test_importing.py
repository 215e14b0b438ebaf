"""`eventkit import`: what comes in, what a second time does, and what bad input does not do."""

from __future__ import annotations

import pytest


def calendar(*events, name="Small Meetup"):
    return "\r\n".join(["BEGIN:VCALENDAR", f"X-WR-CALNAME:{name}", *events, "END:VCALENDAR", ""])


def event(uid, title, *lines, start="20270514T090000Z"):
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{start}", *lines, "END:VEVENT"])


@pytest.fixture
def agenda(tmp_path):
    """Write an agenda, under the same name each time unless another is given."""

    def write(*events, name="agenda.ics", **options):
        path = tmp_path / name
        path.write_bytes(calendar(*events, **options).encode())
        return path

    return write


def counts(result):
    return tuple(result.json[name] for name in ("added", "updated", "unchanged", "removed"))


def titles(run):
    return [session["title"] for session in run("agenda", "meetup", "--format", "json").json]


def test_import_answers_with_the_keys_that_scripts_rely_on(eventkit_run, agenda):
    result = eventkit_run("import", agenda(event("1", "Tea")), "--event", "meetup", "--format", "json").json
    assert result == {
        "added": 1,
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
        "problems": [],
        "doubtful_speakers": [],
        "possible_duplicates": [],
        "changes": [],
        "concerns_me": {"sessions": [], "clashes": [], "people": []},
    }


def test_a_doubtful_speaker_is_told_with_line_uid_and_reason(eventkit_run, agenda):
    path = agenda(event("1", "Tea"), event("2", "Cake for engineers - Ada Lovelace"))
    result = eventkit_run("import", path, "--event", "meetup", "--format", "json")
    assert result.json["doubtful_speakers"] == [
        {
            "file": str(path),
            "line": 8,
            "uid": "2",
            "name": "Ada Lovelace",
            "confidence": 72,
            "reason": "behind the last dash of the title: 'Ada Lovelace'",
        }
    ]
    assert eventkit_run("import", path, "--event", "other").stderr.splitlines()[-1] == (
        "One speaker waits for your word: `eventkit speakers review other`."
    )


def test_importing_twice_changes_nothing(eventkit_run, agenda):
    path = agenda(event("1", "Tea"), event("2", "Cake"))
    eventkit_run("import", path, "--event", "meetup")
    history = eventkit_run("history", "--format", "json").json
    assert counts(eventkit_run("import", path, "--event", "meetup", "--format", "json")) == (0, 0, 2, 0)
    assert eventkit_run("history", "--format", "json").json == history


def test_a_newer_file_changes_what_differs(eventkit_run, agenda):
    eventkit_run("import", agenda(event("1", "Tea"), event("2", "Cake"), event("3", "Songs")), "--event", "meetup")
    newer = agenda(event("1", "Green tea"), event("2", "Cake"), event("4", "Dance"))
    assert counts(eventkit_run("import", newer, "--event", "meetup", "--format", "json")) == (1, 1, 1, 1)
    assert titles(eventkit_run) == ["Green tea", "Cake", "Dance"]


def test_a_newer_file_of_another_name_is_a_newer_version(eventkit_run, agenda):
    eventkit_run("import", agenda(event("1", "Tea"), event("2", "Cake"), event("3", "Songs")), "--event", "meetup")
    newer = agenda(event("1", "Tea"), event("2", "Cake"), name="evening-before.ics")
    assert counts(eventkit_run("import", newer, "--event", "meetup", "--format", "json")) == (0, 0, 2, 1)


def test_a_second_agenda_of_an_event_removes_nothing_of_the_first(eventkit_run, agenda):
    eventkit_run("import", agenda(event("1", "Tea"), event("2", "Cake"), name="talks.ics"), "--event", "meetup")
    other = agenda(event("7", "Workshop"), name="workshops.ics")
    assert counts(eventkit_run("import", other, "--event", "meetup", "--format", "json")) == (1, 0, 0, 0)
    assert titles(eventkit_run) == ["Tea", "Cake", "Workshop"]


def test_a_part_of_an_agenda_under_a_name_of_its_own_removes_nothing(eventkit_run, agenda):
    whole = agenda(event("1", "Tea"), event("2", "Cake"), name="all.ics")
    eventkit_run("import", whole, "--event", "meetup")
    part = whole.with_name("teas.ics")
    part.write_text(calendar(event("1", "Tea"), name="Teas only"))
    assert counts(eventkit_run("import", part, "--event", "meetup", "--format", "json")) == (0, 0, 1, 0)


def test_a_new_stamp_is_no_change(eventkit_run, agenda):
    eventkit_run("import", agenda(event("1", "Tea", "DTSTAMP:20270101T000000Z", "SEQUENCE:1")), "--event", "meetup")
    newer = agenda(event("1", "Tea", "DTSTAMP:20270201T000000Z", "SEQUENCE:2"))
    assert counts(eventkit_run("import", newer, "--event", "meetup", "--format", "json")) == (0, 0, 1, 0)


def test_stars_survive_a_newer_file(eventkit_run, agenda):
    eventkit_run("import", agenda(event("1", "Tea"), event("2", "Cake")), "--event", "meetup")
    eventkit_run("star", "Tea", "maybe")
    eventkit_run(
        "import", agenda(event("1", "Green tea", start="20270514T100000Z"), event("2", "Cake")), "--event", "meetup"
    )
    sessions = {s["title"]: s["interest"] for s in eventkit_run("agenda", "--format", "json").json}
    assert sessions == {"Cake": "", "Green tea": "maybe"}


def test_a_starred_session_that_is_gone_is_still_shown(eventkit_run, agenda):
    eventkit_run("import", agenda(event("1", "Tea"), event("2", "Cake"), event("3", "Songs")), "--event", "meetup")
    eventkit_run("star", "Tea")
    eventkit_run("import", agenda(event("2", "Cake"), event("3", "Songs")), "--event", "meetup")
    sessions = [(s["title"], s["status"]) for s in eventkit_run("agenda", "--format", "json").json]
    assert sessions == [("Tea", "gone"), ("Cake", "confirmed"), ("Songs", "confirmed")]


def test_a_session_that_comes_back_is_the_same_session(eventkit_run, agenda):
    both = event("1", "Tea"), event("2", "Cake"), event("3", "Songs")
    eventkit_run("import", agenda(*both), "--event", "meetup")
    before = eventkit_run("agenda", "--format", "json").json
    eventkit_run("import", agenda(*both[1:]), "--event", "meetup")
    assert counts(eventkit_run("import", agenda(*both), "--event", "meetup", "--format", "json")) == (0, 1, 2, 0)
    assert eventkit_run("agenda", "--format", "json").json == before


def test_sessions_that_share_a_uid_are_all_kept(eventkit_run, agenda):
    path = agenda(event("1", "Tea"), event("1", "Cake"), event("1", "Cake", start="20270515T090000Z"))
    assert counts(eventkit_run("import", path, "--event", "meetup", "--format", "json")) == (3, 0, 0, 0)
    swapped = agenda(event("1", "Cake", start="20270515T090000Z"), event("1", "Pie"), event("1", "Tea"))
    assert counts(eventkit_run("import", swapped, "--event", "meetup", "--format", "json")) == (0, 1, 2, 0)


def test_a_dry_run_tells_and_does_nothing(eventkit_run, agenda):
    path = agenda(event("1", "Tea"))
    assert counts(eventkit_run("import", path, "--event", "meetup", "--dry-run", "--format", "json")) == (1, 0, 0, 0)
    assert eventkit_run("events", "--format", "json").json == []
    assert eventkit_run("history", "--format", "json").json == []


def test_an_import_can_be_undone(eventkit_run, agenda):
    eventkit_run(
        "import", agenda(event("1", "Tea", 'ATTENDEE;CN="Ann Bee":mailto:ann@example.org')), "--event", "meetup"
    )
    eventkit_run("undo")
    assert eventkit_run("events", "--format", "json").json == []
    assert eventkit_run("people", "--all", "--format", "json").json == []


def test_without_an_event_the_calendar_names_it(eventkit_run, agenda):
    result = eventkit_run("import", agenda(event("1", "Tea")))
    assert "this is 'small-meetup'" in result.stderr
    assert [event["slug"] for event in eventkit_run("events", "--format", "json").json] == ["small-meetup"]


def test_several_files_are_summed_up(eventkit_run, agenda):
    paths = agenda(event("1", "Tea"), name="a.ics"), agenda(event("2", "Cake"), name="b.ics")
    assert counts(eventkit_run("import", *paths, "--event", "meetup", "--format", "json")) == (2, 0, 0, 0)


def test_one_bad_file_of_several_costs_itself(eventkit_run, agenda, tmp_path):
    result = eventkit_run("import", tmp_path / "none.ics", agenda(event("1", "Tea")), "--event", "meetup", code=3)
    assert result.stderr.splitlines()[-1] == f"eventkit: {tmp_path / 'none.ics'}: there is no such file"
    assert titles(eventkit_run) == ["Tea"]


def test_standard_input_is_a_file(eventkit_run):
    result = eventkit_run("import", "-", "--event", "meetup", input=calendar(event("1", "Tea")))
    assert result.stdout == "Imported sessions into meetup (UTC): 1 added, 0 updated, 0 unchanged.\n"


# --- bad input ------------------------------------------------------------------------------------------


@pytest.fixture
def stored(eventkit_run, agenda):
    """An agenda that is there already, and must be there afterwards."""
    eventkit_run("import", agenda(event("1", "Tea"), event("2", "Cake"), event("3", "Songs")), "--event", "meetup")
    yield
    assert titles(eventkit_run) == ["Tea", "Cake", "Songs"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.ics", b"", "is empty"),
        ("blank.ics", b"\r\n \r\n", "is empty"),
        ("page.ics", b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "is a web page, perhaps a login page"),
        ("photo.ics", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a PNG picture; `eventkit scan` reads the codes in it"),
        ("words.txt", b"just some words\n", "is of no known kind"),
        ("none.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "no session could be read"),
    ],
)
@pytest.mark.usefixtures("stored")
def test_a_file_that_is_no_agenda_is_refused_by_name_and_reason(eventkit_run, tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    result = eventkit_run("import", path, "--event", "meetup", code=3)
    assert result.stderr.startswith(f"eventkit: {path}: {reason}")
    assert result.stdout == ""


@pytest.mark.usefixtures("stored")
def test_a_missing_file_is_refused(eventkit_run, tmp_path):
    result = eventkit_run("import", tmp_path / "no.ics", "--event", "meetup", code=3)
    assert result.stderr == f"eventkit: {tmp_path / 'no.ics'}: there is no such file\n"


@pytest.mark.usefixtures("stored")
def test_a_folder_without_cards_is_refused(eventkit_run, tmp_path):
    result = eventkit_run("import", tmp_path, "--event", "meetup", code=3)
    said = "is a folder without a .vcf file; name the file that is to be imported"
    assert result.stderr == f"eventkit: {tmp_path}: {said}\n"


@pytest.mark.usefixtures("stored")
def test_a_file_that_is_cut_off_removes_nothing_and_says_so(eventkit_run, agenda):
    path = agenda(event("1", "Tea"), event("2", "Cake"), event("3", "Songs"))
    path.write_bytes(path.read_bytes()[:-20])
    result = eventkit_run("import", path, "--event", "meetup", "--format", "json", code=3)
    assert counts(result) == (0, 0, 3, 0)
    assert {
        "file": str(path),
        "line": 13,
        "uid": "3",
        "reason": "VEVENT has no END: the file is cut off",
    } in result.json["problems"]
    assert f"{path}, line 13: VEVENT has no END: the file is cut off" in result.stderr


def test_a_cut_off_session_never_overwrites_a_whole_one(eventkit_run, agenda):
    whole = event("2", "Cake", "LOCATION:Great Hall", "DESCRIPTION:All about cake")
    path = agenda(event("1", "Tea"), whole)
    eventkit_run("import", path, "--event", "meetup")
    before = eventkit_run("agenda", "--format", "json").json
    path.write_bytes(path.read_bytes().partition(b"LOCATION:Great")[0] + b"LOCATION:Gre")
    eventkit_run("import", path, "--event", "meetup", code=3)
    assert eventkit_run("agenda", "--format", "json").json == before


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        (event("2", "Cake").replace("END:VEVENT", "no colon\r\nEND:VEVENT"), 12, "no content line: 'no colon'"),
        (
            "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:soon\r\nEND:VEVENT",
            10,
            "a session without a title is left out: DTSTART is no date or time: 'soon', and nothing says what it is",
        ),
        (event("2", "Cake").removesuffix("END:VEVENT") + "X:1", 8, "VEVENT has no END before line 13"),
    ],
)
def test_one_broken_event_in_the_middle_costs_itself_only(eventkit_run, agenda, broken, line, reason):
    path = agenda(event("1", "Tea"), broken, event("3", "Songs"))
    result = eventkit_run("import", path, "--event", "meetup", "--format", "json", code=3)
    assert result.json["problems"] == [{"file": str(path), "line": line, "uid": "2", "reason": reason}]
    assert result.stderr.splitlines()[-1] == f"{path}, line {line}: {reason} (UID 2)"
    assert {"Tea", "Songs"} <= set(titles(eventkit_run))


def test_a_broken_event_that_was_whole_before_is_not_taken_for_gone(eventkit_run, agenda):
    eventkit_run("import", agenda(event("1", "Tea"), event("2", "Cake")), "--event", "meetup")
    newer = agenda(event("1", "Tea"), "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:soon\r\nEND:VEVENT")
    assert counts(eventkit_run("import", newer, "--event", "meetup", "--format", "json", code=3)) == (0, 0, 1, 0)
    assert titles(eventkit_run) == ["Tea", "Cake"]


def test_what_is_left_out_is_told_again_by_a_second_import(eventkit_run, agenda):
    path = agenda(event("1", "Tea"), "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:soon\r\nEND:VEVENT")
    first = eventkit_run("import", path, "--event", "meetup", "--format", "json", code=3)
    second = eventkit_run("import", path, "--event", "meetup", "--format", "json", code=3)
    assert second.json["problems"] == first.json["problems"]
    assert counts(second) == (0, 0, 1, 0)


def test_an_unknown_zone_is_a_usage_error(eventkit_run, agenda):
    result = eventkit_run("import", agenda(event("1", "Tea")), "--timezone", "Europe/Nowhere", code=2)
    assert result.stderr == "eventkit: --timezone: there is no zone 'Europe/Nowhere'; give one as Europe/Berlin\n"


def test_an_event_name_that_cannot_be_typed_is_refused_with_one_that_can(eventkit_run, agenda):
    result = eventkit_run("import", agenda(event("1", "Tea")), "--event", "My Event!", code=3)
    assert result.stderr.strip().endswith("is of a-z, 0-9 and hyphens, as 'my-event'")


def test_importing_twice_without_an_event_changes_nothing_either(eventkit_run, agenda):
    path = agenda(event("1", "Tea"))
    eventkit_run("import", path)
    assert counts(eventkit_run("import", path, "--format", "json")) == (0, 0, 1, 0)
    newer = agenda(event("1", "Green tea"))
    assert counts(eventkit_run("import", newer, "--format", "json")) == (0, 1, 0, 0)


def test_what_comes_by_standard_input_is_no_newer_version_of_what_came_before(eventkit_run):
    eventkit_run("import", "-", "--event", "meetup", input=calendar(event("1", "Tea"), name="Teas"))
    other = eventkit_run(
        "import", "-", "--event", "meetup", "--format", "json", input=calendar(event("2", "Pie"), name="Pies")
    )
    assert counts(other) == (1, 0, 0, 0)


def test_a_zone_that_is_told_later_moves_floating_times(eventkit_run, agenda):
    path = agenda(event("1", "Tea", start="20270514T090000"))
    eventkit_run("import", path, "--event", "meetup")
    result = eventkit_run("import", path, "--event", "meetup", "--timezone", "Asia/Tokyo", "--format", "json")
    assert counts(result) == (0, 1, 0, 0)
    assert eventkit_run("agenda", "--format", "json").json[0]["starts"] == "2027-05-14T09:00:00+09:00"
    assert counts(eventkit_run("import", path, "--event", "meetup", "--format", "json")) == (0, 0, 1, 0)


def test_an_event_that_was_only_named_takes_zone_and_name_from_its_agenda(eventkit_run, pyconf):
    eventkit_run("import", pyconf / "attendees.vcf", "--event", "pyconf")
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    told = [(item["name"], item["timezone"]) for item in eventkit_run("events", "--format", "json").json]
    assert told == [("PyConf Lakeside 2027", "Europe/Zurich")]


def test_an_event_that_has_an_agenda_keeps_its_zone(eventkit_run, agenda, pyconf):
    eventkit_run("import", agenda(event("1", "Tea")), "--event", "meetup")
    eventkit_run("import", pyconf / "agenda.ics", "--event", "meetup")
    assert eventkit_run("events", "--format", "json").json[0]["timezone"] == "UTC"
