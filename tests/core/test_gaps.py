"""`eventkit gaps`: free time between my sessions, and together with somebody whose plans I was given."""

from __future__ import annotations

import pytest

ZONE = "X-WR-TIMEZONE:Europe/Zurich"


def calendar(*events):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", ZONE, *events, "END:VCALENDAR", ""])


def event(uid, title, starts, ends="", *lines):
    times = [f"DTSTART;TZID=Europe/Zurich:{starts}", *([f"DTEND;TZID=Europe/Zurich:{ends}"] if ends else [])]
    if "T" not in starts:
        times = [f"DTSTART;VALUE=DATE:{starts}"]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *times, *lines, "END:VEVENT"])


AGENDA = (
    event("1", "Doors", "20270514T090000", "20270514T091500"),
    event("2", "Tea", "20270514T100000", "20270514T110000", "LOCATION:Garden"),
    event("3", "Cake", "20270514T113000", "20270514T120000"),
    event("4", "Songs", "20270514T140000", "20270514T150000"),
    event("5", "Late", "20270514T160000"),
    event("6", "Sprint", "20270514"),
    event("7", "Farewell", "20270515T100000", "20270515T110000"),
    event("8", "Off", "20270516T100000", "20270516T110000", "STATUS:CANCELLED"),
)


@pytest.fixture
def run(eventkit_run, tmp_path):
    """My agenda, with three sessions chosen."""
    (tmp_path / "agenda.ics").write_text(calendar(*AGENDA), newline="")
    eventkit_run("import", tmp_path / "agenda.ics", "--event", "meetup")
    eventkit_run("star", "Tea")
    eventkit_run("star", "Songs", "maybe")
    eventkit_run("star", "Sprint")
    return eventkit_run


@pytest.fixture
def write(tmp_path):
    def to(name, *events):
        (tmp_path / name).write_text(calendar(*events), newline="")
        return tmp_path / name

    return to


def slots(run, *options, code=0):
    rows = run("gaps", "meetup", *options, "--format", "json", code=code).json
    return [
        (row["day"][8:], f"{row['starts'][11:16]}-{row['ends'][11:16]}", row["title"] or row["kind"]) for row in rows
    ]


def test_gaps_answer_with_the_keys_that_scripts_rely_on(run):
    assert run("gaps", "--format", "json").json[1] == {
        "kind": "free",
        "day": "2027-05-14",
        "starts": "2027-05-14T11:00:00+02:00",
        "ends": "2027-05-14T14:00:00+02:00",
        "minutes": 180,
        "session": None,
        "title": "",
        "room": "",
        "after": ["Tea"],
        "before": ["Songs"],
    }


def test_a_day_goes_from_its_first_session_to_its_last(run):
    assert slots(run) == [
        ("14", "09:00-10:00", "free"),
        ("14", "11:00-14:00", "free"),
        ("14", "15:00-17:00", "free"),
        ("15", "10:00-11:00", "free"),
    ]


def test_a_day_may_be_given_its_hours(run):
    assert slots(run, "--from", "8:30", "--to", "13:00", "--day", "2027-05-14") == [
        ("14", "08:30-10:00", "free"),
        ("14", "11:00-13:00", "free"),
    ]


def test_an_end_before_the_begin_is_on_the_next_day(run):
    assert slots(run, "--from", "20:00", "--to", "01:00", "--day", "2027-05-14") == [("14", "20:00-01:00", "free")]


def test_only_what_is_a_must_takes_time_where_that_is_asked_for(run):
    assert slots(run, "--must", "--day", "2027-05-14") == [("14", "09:00-10:00", "free"), ("14", "11:00-17:00", "free")]


def test_a_session_without_an_end_takes_an_hour(run):
    run("star", "Late")
    assert slots(run, "--day", "2027-05-14", "--to", "19:00")[2:] == [
        ("14", "15:00-16:00", "free"),
        ("14", "17:00-19:00", "free"),
    ]


def test_what_fell_through_takes_no_time_and_makes_no_day(run):
    run("star", "Off")
    assert {day for day, _, _ in slots(run)} == {"14", "15"}


def test_short_gaps_are_left_out(run):
    run("star", "Cake")
    assert slots(run, "--min", "31")[:2] == [("14", "09:00-10:00", "free"), ("14", "12:00-14:00", "free")]
    assert run("gaps", "--min", "500").stderr == "There is no time of 500 minutes or more.\n"


def test_gaps_are_shown_by_day(run):
    assert run("gaps", "--day", "2027-05-14").stdout.splitlines() == [
        "meetup, times in Europe/Zurich: when you are free",
        "",
        "Friday, 14 May 2027",
        "Time           Free  After  Before",
        "09:00-10:00  1 h 00         Tea",
        "11:00-14:00  3 h 00  Tea    Songs",
        "15:00-17:00  2 h 00  Songs",
    ]


def test_without_a_star_all_time_is_free_and_that_is_told(eventkit_run, write):
    eventkit_run("import", write("a.ics", *AGENDA), "--event", "meetup")
    told = eventkit_run("gaps", "--day", "2027-05-15")
    assert told.stderr == "note: you have starred no session of meetup, so all of your time is free\n"
    assert told.stdout.splitlines()[4] == "10:00-11:00  1 h 00"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--day", "2027-05-20"], 2, "--day: no session of meetup is on 2027-05-20; there is 2027-05-14, 2027-05-15"),
        (["--with", "no.ics"], 3, "no.ics: there is no such file"),
    ],
)
def test_what_cannot_be_asked_is_told(run, options, code, said):
    assert run("gaps", "meetup", *options, code=code).stderr == f"eventkit: {said}\n"


def test_an_event_without_a_time_has_no_gaps(eventkit_run):
    eventkit_run("events", "add", "dinner")
    assert eventkit_run("gaps", code=4).stderr == (
        "eventkit: dinner has no session with a time; `eventkit import FILE --event dinner` brings some\n"
    )


def test_a_day_ends_where_the_next_begins(eventkit_run, write):
    night = event("1", "Night", "20270514T220000", "20270515T120000")
    eventkit_run(
        "import", write("a.ics", night, event("2", "Tea", "20270515T100000", "20270515T110000")), "--event", "m"
    )
    rows = eventkit_run("gaps", "--format", "json").json
    assert [(row["starts"][8:16], row["ends"][8:16]) for row in rows] == [
        ("14T22:00", "15T10:00"),
        ("15T10:00", "15T11:00"),
    ]


# --- together with somebody -----------------------------------------------------------------------------


def test_together_with_a_calendar_all_of_it_takes_time(run, write):
    theirs = write(
        "theirs.ics",
        event("x1", "Dentist", "20270514T093000", "20270514T101500"),
        event("x2", "tea", "20270514T100000", "20270514T110000"),
        event("x3", "Call", "20270514T120000", "20270514T130000", "STATUS:CANCELLED"),
        event("x4", "Holiday", "20270514"),
    )
    assert slots(run, "--with", theirs, "--day", "2027-05-14") == [
        ("14", "09:00-09:30", "free"),
        ("14", "10:00-11:00", "Tea"),
        ("14", "11:00-14:00", "free"),
        ("14", "15:00-17:00", "free"),
    ]


def test_a_series_in_their_calendar_takes_time_on_the_days_of_the_event(run, write):
    series = event("x1", "Standup", "20260102T090000", "20260102T103000", "RRULE:FREQ=DAILY")
    assert slots(run, "--with", write("theirs.ics", series)) == [
        ("14", "11:00-14:00", "free"),
        ("14", "15:00-17:00", "free"),
        ("15", "10:30-11:00", "free"),
    ]


def test_a_title_alone_makes_no_place_to_meet_of_an_appointment(run, write):
    theirs = write("theirs.ics", event("x1", "Tea", "20270514T120000", "20270514T130000"))
    assert [row for row in slots(run, "--with", theirs) if row[2] != "free"] == []


def test_together_is_shown_with_where_to_meet(run, write):
    theirs = write("theirs.ics", event("2", "Tea", "20270514T100000", "20270514T110000"))
    shown = run("gaps", "--with", theirs, "--day", "2027-05-14").stdout.splitlines()
    assert shown[0] == "meetup, times in Europe/Zurich: when both of you are free"
    assert shown[-3:] == [
        "Both of you starred:",
        "Time         No.  Room    Title",
        "10:00-11:00    2  Garden  Tea",
    ]


@pytest.fixture
def friend(eventkit_run, write, tmp_path):
    """Somebody else's favourites, in each form: Tea must, Cake maybe."""

    def theirs(*args):
        return eventkit_run("--home", tmp_path / "their-home", *args)

    theirs("import", write("mirror.ics", *AGENDA, event("9", "Secret", "20270514T150000", "20270514T153000")))
    theirs("star", "Tea")
    theirs("star", "Cake", "maybe")
    theirs("star", "Secret")
    theirs("favourites", "export", "--output", tmp_path / "f.json", "--qr", tmp_path / "f.png")
    return {
        "file": tmp_path / "f.json",
        "picture": tmp_path / "f.png",
        "text": theirs("favourites", "export", "--text").stdout.strip(),
    }


@pytest.mark.parametrize("form", ["picture", "text"])
def test_together_with_a_code_what_is_in_my_agenda_takes_time(run, friend, form):
    assert slots(run, "--with", friend[form], "--day", "2027-05-14") == [
        ("14", "09:00-10:00", "free"),
        ("14", "10:00-11:00", "Tea"),
        ("14", "11:00-11:30", "free"),
        ("14", "12:00-14:00", "free"),
        ("14", "15:00-17:00", "free"),
    ]
    assert run("gaps", "--with", friend[form], "--day", "2027-05-14").stderr == (
        "note: 1 of theirs is not in the agenda of meetup\n"
    )


def test_together_with_a_file_also_what_only_they_have_takes_time(run, friend):
    told = run("gaps", "--with", friend["file"], "--day", "2027-05-14")
    assert (told.stderr, told.stdout.splitlines()[7].split()) == ("", ["15:30-17:00", "1", "h", "30", "Secret"])


def test_of_theirs_too_only_the_must_counts_where_that_is_asked_for(run, friend):
    assert slots(run, "--with", friend["file"], "--must", "--day", "2027-05-14") == [
        ("14", "09:00-10:00", "free"),
        ("14", "10:00-11:00", "Tea"),
        ("14", "11:00-15:00", "free"),
        ("14", "15:30-17:00", "free"),
    ]


def test_people_are_no_plans(run, pyconf):
    cards = pyconf / "attendees.vcf"
    assert run("gaps", "--with", cards, code=3).stderr == (
        f"eventkit: {cards}: holds people, and neither favourites nor a calendar\n"
    )


def test_what_is_broken_in_their_calendar_is_told_and_the_rest_counts(run, tmp_path):
    broken = calendar("BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT", event("2", "Tea", "20270514T100000"))
    (tmp_path / "theirs.ics").write_text(broken, newline="")
    told = run("gaps", "--with", tmp_path / "theirs.ics", "--day", "2027-05-14", code=3)
    assert told.stderr.startswith(f"{tmp_path / 'theirs.ics'}, line ")
    assert told.stdout.splitlines()[-1].split()[-1] == "Tea"


def test_what_tells_no_time_in_their_calendar_is_told(run, tmp_path):
    theirs = calendar("BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:Dinner\r\nEND:VEVENT", event("2", "Tea", "20270514T100000"))
    (tmp_path / "theirs.ics").write_text(theirs, newline="")
    told = run("gaps", "--with", tmp_path / "theirs.ics", "--day", "2027-05-14")
    assert told.stderr == "note: not in the agenda of meetup, and of no known time: Dinner\n"


def test_their_plans_are_not_kept(run, friend):
    before = run("history", "--format", "json").json
    run("gaps", "--with", friend["file"])
    assert run("history", "--format", "json").json == before


def test_of_many_that_end_at_one_time_two_are_named(run, write):
    theirs = write("theirs.ics", *(event(f"x{n}", f"Call {n}", "20270514T093000", "20270514T100000") for n in range(4)))
    shown = run("gaps", "--with", theirs, "--day", "2027-05-14").stdout.splitlines()
    assert shown[4].split("  ")[-1].strip() == "Call 0; Call 1; and 2 more"
