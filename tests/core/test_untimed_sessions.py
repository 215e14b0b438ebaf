"""Sessions that nobody has told the time of yet: a programme is published before its timetable."""

from __future__ import annotations

import json

import pytest

from eventkit.domain.times import NO_TIME
from eventkit.store import agenda as store

ANN = "ATTENDEE;CN=Ann Bee;ROLE=CHAIR:mailto:ann@example.org"


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Meetup", "X-WR-TIMEZONE:Europe/Zurich", *head]
    for uid, *inside in events:
        lines += ["BEGIN:VEVENT", f"UID:{uid}", *inside, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def timed(uid, title, start="0900", *lines):
    return uid, f"SUMMARY:{title}", f"DTSTART:20270514T{start}00", f"DTEND:20270514T{int(start) + 45:04d}00", *lines


def untimed(uid, title, *lines):
    return uid, f"SUMMARY:{title}", *lines


@pytest.fixture
def bring(eventkit_run, tmp_path):
    """Import events as the agenda of the meetup, from a file that is always the same one."""

    def run(*events, options=("--format", "json"), head=(), code=0):
        path = tmp_path / "agenda.ics"
        path.write_text(calendar(*events, head=head), newline="")
        return eventkit_run("import", path, "--event", "meetup", *options, code=code)

    return run


@pytest.fixture
def mixed(bring, eventkit_run):
    """One session with a time, and two without."""
    bring(timed("1", "Tea"), untimed("2", "Cake", "LOCATION:Hall", ANN), untimed("3", "Songs"))
    return eventkit_run


def listed(run, *options):
    return [(one["title"], one["starts"]) for one in run("agenda", "meetup", *options, "--format", "json").json]


def fields(answer):
    return [
        (
            one["title"],
            *one["kinds"],
            *(f"{f['before']} > {f['after']}" for f in one["fields"] if f["field"] == "starts"),
        )
        for one in answer.json["changes"]
    ]


# --- as it is listed ------------------------------------------------------------------------------------


def test_they_come_in_and_each_is_told_of(bring, tmp_path):
    answer = bring(timed("1", "Tea"), untimed("2", "Cake"), ("3", "SUMMARY:Songs", "DTSTART:soon")).json
    assert answer["added"] == 3
    assert answer["problems"] == [
        {
            "file": str(tmp_path / "agenda.ics"),
            "line": line,
            "uid": uid,
            "reason": f"session '{title}' is kept without a time: {why}",
        }
        for line, uid, title, why in [
            (11, "2", "Cake", "it has no DTSTART"),
            (18, "3", "Songs", "DTSTART is no date or time: 'soon'"),
        ]
    ]


def test_the_agenda_lists_them_last(mixed):
    assert listed(mixed) == [("Tea", "2027-05-14T09:00:00+02:00"), ("Songs", None), ("Cake", None)]
    assert mixed("agenda", "meetup").stdout.splitlines() == [
        "Meetup, times in Europe/Zurich",
        "",
        "Friday, 14 May 2027",
        "No.  Time         Title",
        "  1  09:00-09:45  Tea",
        "",
        "No time yet",
        "No.  Room  Title  Speakers",
        "  3        Songs",
        "  2  Hall  Cake   Ann Bee",
    ]


def test_no_day_is_theirs(mixed):
    assert listed(mixed, "--day", "2027-05-14") == [("Tea", "2027-05-14T09:00:00+02:00")]


def test_a_table_leaves_their_time_empty(mixed):
    rows = mixed("agenda", "meetup", "--format", "csv").stdout.splitlines()
    assert rows[3].startswith("2,2,Cake,,,Europe/Zurich,false,Hall,")


def test_an_event_has_its_days_from_the_others_and_counts_all(mixed):
    (event,) = mixed("events", "--format", "json").json
    assert (event["starts"], event["ends"], event["sessions"]) == ("2027-05-14", "2027-05-14", 3)


def test_an_event_may_have_no_other(bring, eventkit_run):
    bring(untimed("2", "Cake"))
    (event,) = eventkit_run("events", "--format", "json").json
    assert (event["starts"], event["ends"], event["sessions"]) == (None, None, 1)
    assert eventkit_run("now", "meetup", "--format", "json").json["next"] == []
    assert "has no session with a time" in eventkit_run("gaps", "meetup", code=4).stderr


def test_the_days_of_an_event_are_told_by_the_index_alone(eventkit_app):
    rows = eventkit_app.store.agenda._database.ask(f"EXPLAIN QUERY PLAN {store._EVENTS}", {"slug": "meetup"}).rows
    plan = [row[-1] for row in rows if "session" in row[-1] and "event" not in row[-1].split()[:2]]
    assert [step for step in plan if "SEARCH session" in step] == [
        "SEARCH session USING COVERING INDEX ix_session_event_id_starts_at (event_id=?)"
    ]


def test_no_moment_is_after_them(bring, eventkit_run):
    bring(("1", "SUMMARY:Tea", "DTSTART:99981231T235959Z"), untimed("2", "Cake"))
    assert [title for title, _ in listed(eventkit_run)] == ["Tea", "Cake"]
    assert NO_TIME > 253_402_300_799 + 24 * 3600


# --- what takes no time ---------------------------------------------------------------------------------


def test_they_neither_run_nor_come_next_nor_clash_nor_take_time(mixed, monkeypatch):
    for title in ("Tea", "Cake", "Songs"):
        mixed("star", title)
    assert mixed("clashes", "meetup", "--format", "json").json == []
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T08:00:00+02:00")
    now = mixed("now", "meetup", "--format", "json").json
    assert ([s["title"] for s in now["now"]], [s["title"] for s in now["next"]]) == ([], ["Tea"])
    assert mixed("gaps", "meetup", "--format", "json").json == []


# --- what is mine ---------------------------------------------------------------------------------------


def test_they_are_starred_and_noted_as_any(mixed):
    assert mixed("star", "Cake").stdout == "★ Cake (no time yet, Hall): must.\n"
    assert mixed("note", "Cake", "bring plates").stdout == "Cake: bring plates\n"
    assert listed(mixed, "--mine") == [("Cake", None)]


def test_an_ambiguous_name_lists_them(bring, eventkit_run):
    bring(timed("1", "Tea"), untimed("2", "More tea"), untimed("3", "Even more tea"))
    told = eventkit_run("star", "more tea", "--event", "meetup")
    assert told.stdout == "★ More tea (no time yet, meetup): must.\n"
    refused = eventkit_run("star", "e", code=4).stderr
    assert "  2  no time yet More tea (meetup)" in refused.splitlines()


def test_the_diary_has_what_i_attended_last(mixed, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T12:00:00+02:00")
    told = mixed("attended", "Tea", "Cake")
    assert told.stdout.splitlines()[-1] == "  2  no time yet      Cake"
    assert told.stderr == ""
    days = mixed("diary", "meetup", "--format", "json").json["days"]
    assert [(day["date"], [(e["at"], e["session"]["title"]) for e in day["entries"]]) for day in days] == [
        ("2027-05-14", [("2027-05-14T09:00:00+02:00", "Tea")]),
        (None, [(None, "Cake")]),
    ]
    assert mixed("diary", "meetup").stdout.splitlines()[7:] == [
        "",
        "Time unknown",
        "",
        "             Cake",
        "             Hall, Ann Bee",
    ]


def test_the_diary_has_what_i_starred_or_noted_once_the_event_is_over(mixed, monkeypatch, tmp_path):
    mixed("star", "Cake")
    mixed("note", "Songs", "sung by all")
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T23:00:00+02:00")
    assert mixed("diary", "meetup", "--format", "json").json["days"] == []
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-15T09:00:00+02:00")
    mixed("diary", "meetup", "--output", tmp_path / "diary.md")
    assert (tmp_path / "diary.md").read_text().splitlines()[6:] == [
        "## Time unknown",
        "",
        "- **Songs** (not marked as attended; you noted something)",
        "    - Note: sung by all",
        "- Hall: **Cake**, by Ann Bee (starred must, not marked as attended)",
    ]


def test_the_diary_has_whom_i_met_there_when_i_met_them(mixed):
    mixed("met", "Bo Cee", "--event", "meetup", "--session", "Cake", "--at", "2027-05-14T11:00:00+02:00")
    (day,) = mixed("diary", "meetup", "--format", "json").json["days"]
    assert (day["date"], day["entries"][0]["at"], day["entries"][0]["session"]["starts"]) == (
        "2027-05-14",
        "2027-05-14T11:00:00+02:00",
        None,
    )


def test_attending_all_that_i_starred_is_not_said_of_them(mixed, monkeypatch):
    mixed("star", "Tea")
    mixed("star", "Cake")
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-20T12:00:00+02:00")
    mixed("attended", "--mine", "--event", "meetup")
    assert [one["title"] for one in mixed("attended", "--event", "meetup", "--format", "json").json] == ["Tea"]


def test_the_brief_has_them_last(mixed):
    mixed("star", "Cake")
    mixed("star", "Tea")
    mixed("prep", "meet", "Ann Bee", "--event", "meetup", "--why", "cake")
    brief = mixed("prep", "brief", "meetup").stdout.splitlines()
    mine = brief[brief.index("## My sessions") : brief.index("## People to meet")]
    assert mine[2:] == [
        "### Friday, 14 May 2027",
        "",
        "- 09:00-09:45: **Tea** (must)",
        "",
        "### No time yet",
        "",
        "- Hall: **Cake**, by Ann Bee (must)",
        "",
    ]
    assert "    - Speaks: no time yet, Hall: Cake" in brief


# --- people ---------------------------------------------------------------------------------------------


def test_who_speaks_in_them_is_listed_with_them(mixed):
    (speaker,) = mixed("speakers", "meetup", "--format", "json").json
    assert [(one["title"], one["starts"]) for one in speaker["sessions"]] == [("Cake", None)]
    assert "2 no time yet Cake" in mixed("speakers", "meetup").stdout
    assert "2 no time yet Cake" in mixed("speakers", "meetup", "--format", "csv").stdout


def test_a_timeline_ends_with_them(mixed):
    last = mixed("people", "timeline", "Ann Bee", "--format", "json").json[-1]
    assert last == {"at": None, "what": "speaks", "event": "meetup", "text": "Cake (Hall)"}
    assert mixed("people", "timeline", "Ann Bee").stdout.splitlines()[-1].startswith("no time yet")


# --- favourites -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["file", "code"])
def test_favourites_among_them_travel(mixed, tmp_path, form):
    mixed("star", "Cake")
    mixed("star", "Tea")
    if form == "file":
        theirs = tmp_path / "theirs.json"
        mixed("favourites", "export", "meetup", "--output", theirs)
    else:
        theirs = mixed("favourites", "export", "meetup", "--text").stdout.strip()
    rows = mixed("favourites", "compare", theirs, "meetup", "--format", "json").json
    assert [(row["whose"], row["title"], row["starts"]) for row in rows] == [
        ("both", "Tea", "2027-05-14T09:00:00+02:00"),
        ("both", "Cake", None),
    ]


# --- a newer agenda -------------------------------------------------------------------------------------


def test_the_same_again_is_no_change(bring, mixed):
    before = mixed("history", "--format", "json").json
    answer = bring(timed("1", "Tea"), untimed("2", "Cake", "LOCATION:Hall", ANN), untimed("3", "Songs"))
    assert (answer.json["added"], answer.json["updated"], answer.json["unchanged"]) == (0, 0, 3)
    assert mixed("history", "--format", "json").json == before


def test_a_time_that_is_announced_is_told_and_mine_first(bring, mixed):
    mixed("star", "Cake")
    bring(timed("1", "Tea"), timed("2", "Cake", "1000", "LOCATION:Hall", ANN), timed("3", "Songs", "1100"))
    assert mixed("changes", "meetup").stdout.splitlines()[2:] == [
        "For you",
        "  moved: ★ Cake",
        "      time: no time yet → Fri 14 May 10:00-10:45",
        "",
        "All else",
        "  moved: Songs",
        "      time: no time yet → Fri 14 May 11:00-11:45",
    ]


def test_a_time_that_is_taken_back_is_told(bring, mixed):
    answer = bring(untimed("1", "Tea"), untimed("2", "Cake", "LOCATION:Hall", ANN), untimed("3", "Songs"))
    assert fields(answer) == [("Tea", "moved", "2027-05-14T09:00:00+02:00 > ")]
    assert "time: Fri 14 May 09:00-09:45 → no time yet" in mixed("changes", "meetup").stdout
    assert [starts for _, starts in listed(mixed)] == [None, None, None]
    (change,) = mixed("changes", "meetup", "--format", "json").json
    assert (change["title"], change["starts"]) == ("Tea", None)


@pytest.mark.parametrize("line", ["DTSTART:soon", "DTSTART 20270514T090000", "STATUS:CANCELLED"])
def test_a_time_that_nobody_can_read_or_that_was_cancelled_leaves_the_known_one(bring, mixed, line):
    newer = (untimed("1", "Green tea", line), untimed("2", "Cake", "LOCATION:Hall", ANN), untimed("3", "Songs"))
    code = 3 if line.startswith("DTSTART ") else 0
    answer = bring(*newer, code=code)
    assert [one["title"] for one in answer.json["changes"]] == ["Green tea"]
    assert listed(mixed)[0] == ("Green tea", "2027-05-14T09:00:00+02:00")
    again = bring(*newer)
    assert (again.json["updated"], again.json["unchanged"]) == (0, 3)


def test_what_is_cut_off_before_its_start_leaves_the_known_one(mixed, tmp_path):
    path = tmp_path / "agenda.ics"
    path.write_text(calendar(timed("1", "Tea")).partition("DTSTART")[0], newline="")
    mixed("import", path, "--event", "meetup", code=3)
    assert listed(mixed)[0] == ("Tea", "2027-05-14T09:00:00+02:00")


def test_one_that_is_no_longer_listed_is_gone(bring, eventkit_run):
    talks = [untimed(str(number), f"Talk {number}") for number in range(10)]
    bring(*talks)
    assert bring(*talks[1:]).json["removed"] == 1
    assert len(listed(eventkit_run)) == 9


def test_too_many_that_are_no_longer_listed_are_not_believed(bring):
    talks = [untimed(str(number), f"Talk {number}") for number in range(10)]
    bring(*talks)
    assert "--accept-removals" in bring(*talks[:5], code=3).stderr


# --- cancelled ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [[], ["SUMMARY:Tea"], ["SEQUENCE:2", "ORGANIZER:mailto:ann@example.org"]])
def test_a_cancellation_that_says_only_whose_it_is_cancels_and_changes_nothing_else(bring, eventkit_run, lines):
    bring(timed("1", "Tea", "0900", "LOCATION:Hall", ANN))
    eventkit_run("star", "Tea")
    (before,) = eventkit_run("agenda", "meetup", "--format", "json").json
    answer = bring(("1", *lines), head=["METHOD:CANCEL"])
    assert [(one["kinds"], one["concerns_me"]) for one in answer.json["changes"]] == [(["cancelled"], True)]
    (after,) = eventkit_run("agenda", "meetup", "--format", "json").json
    assert after == {**before, "status": "cancelled"}
    assert bring(("1", *lines), head=["METHOD:CANCEL"]).json["updated"] == 0
    bring(timed("1", "Tea", "0900", "LOCATION:Hall", ANN))
    (again,) = eventkit_run("agenda", "meetup", "--format", "json").json
    assert again == before


def test_a_cancellation_of_what_nobody_knows_adds_nothing(bring, eventkit_run):
    bring(timed("1", "Tea"))
    bring(timed("1", "Tea"), ("2", "STATUS:CANCELLED"))
    assert listed(eventkit_run) == [("Tea", "2027-05-14T09:00:00+02:00")]


# --- which is which -------------------------------------------------------------------------------------


def notes(run):
    listing = run("agenda", "meetup", "--format", "json").json
    return {one["title"]: run("note", one["id"]).stdout.strip().partition(": ")[2] for one in listing}


def test_new_uids_alone_are_no_change(bring):
    bring(*(untimed(f"a{number}", f"Talk {number}") for number in range(4)), untimed("a4", "TBA"), untimed("a5", "TBA"))
    answer = bring(
        *(untimed(f"b{number}", f"Talk {number}") for number in range(4)), untimed("b4", "TBA"), untimed("b5", "TBA")
    ).json
    assert (answer["added"], answer["updated"], answer["unchanged"], answer["removed"]) == (0, 0, 6, 0)


def test_that_neither_has_a_time_does_not_make_two_sessions_one(bring, eventkit_run):
    """A talk that is named at last is still the one of its UID, and not the new one of its former title."""
    others = [untimed(f"t{number}", f"Talk {number}") for number in range(4)]
    bring(untimed("1", "TBA"), *others)
    eventkit_run("note", "TBA", "be there")
    bring(untimed("1", "Keynote"), *others, untimed("2", "TBA"))
    told = notes(eventkit_run)
    assert (told["Keynote"], told["TBA"]) == ("be there", "(no note)")


def test_a_talk_that_gets_its_time_and_another_uid_is_still_the_one(bring, eventkit_run):
    bring(untimed("1", "Tea"), untimed("2", "Cake"))
    eventkit_run("note", "Tea", "on tea")
    bring(timed("x", "Tea"), timed("y", "Cake", "1000"))
    assert notes(eventkit_run) == {"Tea": "on tea", "Cake": "(no note)"}


def test_sessions_without_uid_and_time_are_told_apart_by_title(eventkit_run, tmp_path):
    path = tmp_path / "agenda.ics"
    for _ in range(2):
        path.write_text(calendar(untimed("", "Tea"), untimed("", "Cake")).replace("UID:\r\n", ""), newline="")
        eventkit_run("import", path, "--event", "meetup")
    assert sorted(title for title, _ in listed(eventkit_run)) == ["Cake", "Tea"]


# --- out and in again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ics", "json", "csv"])
def test_they_are_exported(mixed, tmp_path, name):
    path = tmp_path / f"out.{name}"
    mixed("export", "--event", "meetup", path)
    if name == "json":
        assert [one["starts"] for one in json.loads(path.read_text())] == ["2027-05-14T09:00:00+02:00", None, None]
    elif name == "csv":
        assert [row.split(",")[5] for row in path.read_text("utf-8-sig").splitlines()[2:]] == ["", ""]
    else:
        mixed("import", path, "--event", "copy")
        own, copy = (mixed("agenda", slug, "--format", "json").json for slug in ("meetup", "copy"))
        assert [{**one, "id": 0} for one in copy] == [{**one, "id": 0} for one in own]


def test_a_backup_holds_them(mixed, tmp_path):
    before = listed(mixed)
    mixed("backup", tmp_path / "all.zip")
    mixed("undo")
    mixed("restore", tmp_path / "all.zip", "--replace")
    assert listed(mixed) == before
