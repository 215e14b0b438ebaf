"""What an import changed, and first of all what of it concerns me."""

from __future__ import annotations

import pytest

BEFORE = {
    "tea": ("Tea", "0900", "Hall", "Ann Bee"),
    "cake": ("Cake", "1000", "Hall", ""),
    "songs": ("Songs", "1100", "Hall", "Bo Example"),
    "dance": ("Dance", "1200", "Hall", ""),
    "games": ("Games", "1300", "Hall", ""),
}


@pytest.fixture
def bring(eventkit_run, tmp_path):
    """Import sessions (title, start, room, speaker, status) by their UID, as the agenda of the event."""

    def run(sessions, *options):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Meetup", "X-WR-TIMEZONE:Europe/Zurich"]
        for uid, (title, start, room, speaker, *status) in sessions.items():
            ends = f"{int(start) + 45:04d}"
            lines += ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"LOCATION:{room}", *status]
            lines += [f"DTSTART:20270514T{start}00", f"DTEND:20270514T{ends}00"]
            lines += [f"ATTENDEE;CN={speaker};ROLE=CHAIR:invalid:nomail"] if speaker else []
            lines += ["END:VEVENT"]
        path = tmp_path / "agenda.ics"
        path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), newline="")
        return eventkit_run("import", path, "--event", "meetup", *options)

    return run


def newer(**changed):
    """The agenda with other sessions in the place of some; None takes one away."""
    return {uid: session for uid, session in {**BEFORE, **changed}.items() if session}


def kinds(answer):
    return {change["title"]: change["kinds"] for change in answer["changes"]}


def fields(answer):
    return [(f["field"], f["before"], f["after"]) for change in answer["changes"] for f in change["fields"]]


@pytest.mark.parametrize(
    ("changed", "expected", "differing"),
    [
        ({"tea": ("Tea", "0800", "Hall", "Ann Bee")}, {"Tea": ["moved"]}, [
            ("starts", "2027-05-14T09:00:00+02:00", "2027-05-14T08:00:00+02:00"),
            ("ends", "2027-05-14T09:45:00+02:00", "2027-05-14T08:45:00+02:00"),
        ]),
        ({"tea": ("Tea", "0900", "Roof", "Ann Bee")}, {"Tea": ["room"]}, [("room", "Hall", "Roof")]),
        ({"tea": ("Green tea", "0900", "Hall", "Ann Bee")}, {"Green tea": ["title"]}, [("title", "Tea", "Green tea")]),
        ({"tea": ("Tea", "0900", "Hall", "Cy Example")}, {"Tea": ["speakers"]}, [
            ("speakers", ["Ann Bee"], ["Cy Example"]),
        ]),
        ({"tea": ("Tea", "0900", "Hall", "Ann Bee", "STATUS:CANCELLED")}, {"Tea": ["cancelled"]}, [
            ("status", "confirmed", "cancelled"),
        ]),
        ({"tea": None}, {"Tea": ["gone"]}, []),
        ({"quiz": ("Quiz", "1500", "Hall", "")}, {"Quiz": ["new"]}, []),
        ({"tea": ("Tea", "0900", "Hall", "Ann Bee", "CATEGORIES:Food")}, {"Tea": ["details"]}, [
            ("track", "", "Food"),
        ]),
        ({"tea": ("Tea", "0800", "Roof", "Ann Bee")}, {"Tea": ["moved", "room"]}, [
            ("starts", "2027-05-14T09:00:00+02:00", "2027-05-14T08:00:00+02:00"),
            ("ends", "2027-05-14T09:45:00+02:00", "2027-05-14T08:45:00+02:00"),
            ("room", "Hall", "Roof"),
        ]),
    ],
)  # fmt: skip  # what differs stands under what was changed
def test_a_newer_agenda_is_answered_with_what_differs(bring, changed, expected, differing):
    bring(BEFORE)
    answer = bring(newer(**changed), "--format", "json").json
    assert kinds(answer) == expected
    assert fields(answer) == differing


def test_a_session_that_takes_place_after_all_is_back(bring):
    bring(BEFORE)
    bring(newer(tea=None))
    answer = bring(BEFORE, "--format", "json").json
    assert kinds(answer) == {"Tea": ["back"]}


@pytest.mark.parametrize("start", ["20270328T023000", "20271031T023000"])
def test_an_hour_that_the_clocks_skip_or_show_twice_is_no_change(eventkit_run, tmp_path, start):
    path = tmp_path / "agenda.ics"
    event = f"BEGIN:VEVENT\nUID:1\nSUMMARY:Tea\nDTSTART;TZID=Europe/Zurich:{start}\nEND:VEVENT\n"
    path.write_text(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n")
    eventkit_run("import", path, "--event", "meetup")
    path.write_text("BEGIN:VCALENDAR\n" + event.replace("UID:1", "SEQUENCE:1\nUID:1") + "END:VCALENDAR\n")
    answer = eventkit_run("import", path, "--event", "meetup", "--format", "json").json
    assert (answer["updated"], answer["unchanged"]) == (0, 1)


def test_the_first_import_has_nothing_to_compare_with(bring, eventkit_run):
    assert bring(BEFORE, "--format", "json").json["changes"] == []
    result = eventkit_run("changes", "meetup")
    assert (result.stdout, result.stderr) == (
        "",
        "Nothing has changed in the agenda of meetup since it was first imported.\n",
    )


def test_mine_come_first_and_new_clashes_are_told(bring, eventkit_run):
    bring(BEFORE)
    for title in ("Tea", "Songs"):
        eventkit_run("star", title)
    tea, quiz = ("Tea", "1110", "Hall", "Ann Bee"), ("Quiz", "1500", "", "")
    bring(newer(cake=("Cake", "1400", "Hall", ""), tea=tea, quiz=quiz))
    assert eventkit_run("changes", "meetup").stdout.splitlines()[1:] == [
        "",
        "For you",
        "  moved: ★ Tea",
        "      time: Fri 14 May 09:00-09:45 → Fri 14 May 11:10-11:55",
        "  clash: ★ Songs (Fri 11:00-11:45, Hall)",
        "    with ★ Tea (Fri 11:10-11:55, Hall)",
        "",
        "All else",
        "  moved: Cake",
        "      time: Fri 14 May 10:00-10:45 → Fri 14 May 14:00-14:45",
        "  new: Quiz (Fri 15:00-15:45, meetup)",
    ]


def test_what_became_of_mine_is_told_to_scripts_too(bring, eventkit_run):
    bring(BEFORE)
    eventkit_run("star", "Songs")
    eventkit_run("note", "Cake", "bring plates")
    ids = {session["title"]: session["id"] for session in eventkit_run("agenda", "--format", "json").json}
    answer = bring(newer(cake=None, tea=("Tea", "1110", "Hall", "Ann Bee")), "--format", "json").json
    assert answer["concerns_me"] == {"sessions": [ids["Cake"]], "clashes": [], "people": []}
    eventkit_run("star", "Tea")
    answer = bring(newer(cake=None, tea=("Tea", "1120", "Hall", "Ann Bee")), "--format", "json").json
    assert answer["concerns_me"] == {
        "sessions": [ids["Tea"]],
        "clashes": [[ids["Songs"], ids["Tea"]]],
        "people": [],
    }


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        (
            {"dance": ("Dance", "1200", "Hall", "Bo Example")},
            "  Bo Example, whom you want to meet, joined Dance (Fri 12:00-12:45)",
        ),
        ({"songs": None}, "  Bo Example, whom you want to meet, no longer speaks in Songs (Fri 11:00-11:45)"),
        (
            {"songs": ("Songs", "1100", "Hall", "Cy Example")},
            "  Bo Example, whom you want to meet, no longer speaks in Songs (Fri 11:00-11:45)",
        ),
        (
            {"quiz": ("Quiz", "1500", "Hall", "Bo Example")},
            "  Bo Example, whom you want to meet, joined Quiz (Fri 15:00-15:45)",
        ),
    ],
)
def test_whom_i_want_to_meet_is_told_of(bring, eventkit_run, changed, line):
    bring(BEFORE)
    eventkit_run("prep", "meet", "Bo Example", "--event", "meetup")
    shown = " ".join(bring(newer(**changed)).stdout.partition("For you\n")[2].partition("\n\n")[0].split())
    assert shown == line.strip()


def test_changes_shows_every_import_when_asked(bring, eventkit_run):
    bring(BEFORE)
    bring(newer(tea=None))
    bring(newer(tea=None, cake=("Cake", "1400", "Hall", "")))
    latest = eventkit_run("changes", "--format", "json").json
    assert [(change["title"], change["kinds"]) for change in latest] == [("Cake", ["moved"])]
    every = eventkit_run("changes", "--all", "--format", "json").json
    assert [(change["title"], change["kinds"]) for change in every] == [("Cake", ["moved"]), ("Tea", ["gone"])]
    assert list(every[0]) == [
        *("at", "kinds", "id", "uid", "title", "starts", "room", "interest", "concerns_me", "fields"),
    ]


def test_undo_takes_what_was_told_back_as_well(bring, eventkit_run):
    bring(BEFORE)
    bring(newer(tea=None))
    eventkit_run("undo")
    assert eventkit_run("changes", "--format", "json").json == []
