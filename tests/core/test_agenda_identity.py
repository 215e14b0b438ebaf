"""Which session of a newer agenda is which of the known one, where UIDs help and where they do not."""

from __future__ import annotations

import pytest


def calendar(*sessions, name="Small meetup"):
    """A calendar of (uid, title, start, room)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"X-WR-CALNAME:{name}"]
    for uid, title, start, room in sessions:
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:202705{start}00Z", f"LOCATION:{room}"]
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def day(*titles, uid="{}@example.org"):
    """Sessions of one day in one room, an hour each; the UID is made of the number."""
    return [(uid.format(number), title, f"14T{9 + number:02d}00", "Hall") for number, title in enumerate(titles)]


@pytest.fixture
def bring(eventkit_run, tmp_path):
    """Import sessions as the agenda of the event, in a file that is always the same one; returns the answer."""

    def run(sessions, *options, name="agenda.ics", code=0):
        path = tmp_path / name
        path.write_text(calendar(*sessions), encoding="utf-8", newline="")
        return eventkit_run("import", path, "--event", "meetup", "--format", "json", *options, code=code)

    return run


@pytest.fixture
def noted(eventkit_run):
    """Give every session a note with its title, to see where the note ends up; returns what has which."""

    def note():
        for session in eventkit_run("agenda", "--format", "json").json:
            eventkit_run("note", session["id"], f"on {session['title']}")

    return note


def notes(run):
    """The note of each session that is still listed, by title."""
    listed = run("agenda", "--all", "--format", "json").json
    return {s["title"]: run("note", s["id"]).stdout.strip().partition(": ")[2] for s in listed if s["status"] != "gone"}


FOUR = ("Tea", "Cake", "Songs", "Dance")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # UIDs are made anew at each build
        (day(*FOUR), day(*FOUR, uid="new-{}"), {name: f"on {name}" for name in FOUR}),
        # UIDs are numbers in a row, and one session comes in before the others
        (
            day(*FOUR),
            [("0@example.org", "Breakfast talk", "14T0800", "Hall"), *(
                (f"{number + 1}@example.org", *session[1:]) for number, session in enumerate(day(*FOUR))
            )],
            {"Breakfast talk": "(no note)", **{name: f"on {name}" for name in FOUR}},
        ),
        # the same, and all of it an hour later
        (
            day(*FOUR),
            [(f"{number + 1}@example.org", title, f"14T{10 + number:02d}00", "Hall")
             for number, title in enumerate(FOUR)],
            {name: f"on {name}" for name in FOUR},
        ),
        # one UID for all
        (
            day(*FOUR, uid="same"),
            [*reversed(day(*FOUR[:3], uid="same")), ("same", "Dance", "15T1200", "Library")],
            {name: f"on {name}" for name in FOUR},
        ),
        # a title is put right and the UID is new, at the same time and place
        (
            day("Tea for two people", "Cake", "Songs"),
            [("x", "Tea for two good people", "14T0900", "Hall"), *day("Tea for two people", "Cake", "Songs")[1:]],
            {"Tea for two good people": "on Tea for two people", "Cake": "on Cake", "Songs": "on Songs"},
        ),
        # UIDs hold: a session has another title, time and room
        (
            day(*FOUR),
            [("0@example.org", "Coffee", "15T1600", "Garden"), *day(*FOUR)[1:]],
            {"Coffee": "on Tea", "Cake": "on Cake", "Songs": "on Songs", "Dance": "on Dance"},
        ),
        # another talk takes a slot that became free
        (
            day(*FOUR),
            [("other", "Knitting for beginners", "14T0900", "Hall"), *day(*FOUR)[1:]],
            {"Knitting for beginners": "(no note)", "Cake": "on Cake", "Songs": "on Songs", "Dance": "on Dance"},
        ),
    ],
)  # fmt: skip  # the sessions stand under each other
def test_a_note_stays_with_its_session(bring, noted, eventkit_run, *, before, after, expected):
    bring(before)
    noted()
    bring(after)
    assert notes(eventkit_run) == expected


def test_the_uid_of_what_is_gone_may_be_given_to_another(bring, noted, eventkit_run):
    bring(day(*FOUR))
    noted()
    bring(day("Cake", "Songs", "Dance"))  # Tea is gone, and the others have the numbers before theirs
    bring(day("Cake of another kind", "Songs", "Dance"))
    assert notes(eventkit_run) == {"Cake of another kind": "on Cake", "Songs": "on Songs", "Dance": "on Dance"}
    bring(day("Tea", "Cake of another kind", "Songs", "Dance"))
    assert notes(eventkit_run)["Tea"] == "on Tea"


def test_new_uids_alone_are_no_change(bring):
    bring(day(*FOUR))
    answer = bring(day(*FOUR, uid="{}-of-another-build")).json
    assert (answer["added"], answer["updated"], answer["unchanged"], answer["removed"]) == (0, 0, 4, 0)


def test_the_same_agenda_in_another_form_is_the_same_source(bring, noted, eventkit_run, tmp_path):
    bring(day(*FOUR))
    noted()
    events = "".join(
        f'<event guid="{number}"><title>{title}</title><date>2027-05-14T{9 + number:02d}:00:00+00:00</date></event>'
        for number, title in enumerate(FOUR)
    )
    path = tmp_path / "schedule.xml"
    path.write_text(
        "<schedule><conference><title>Meetup</title></conference>"
        f'<day date="2027-05-14"><room name="Hall">{events}</room></day></schedule>'
    )
    answer = eventkit_run("import", path, "--event", "meetup", "--format", "json").json
    assert (answer["added"], answer["unchanged"], answer["removed"]) == (0, 4, 0)
    assert notes(eventkit_run) == {name: f"on {name}" for name in FOUR}


def test_a_part_of_the_agenda_from_elsewhere_neither_doubles_nor_changes_it(bring, eventkit_run):
    bring(day(*FOUR))
    part = [("0@example.org", "Tea", "14T0900", "Hall (upstairs)")]
    assert bring(part, name="mine.ics").json["unchanged"] == 1
    assert [s["room"] for s in eventkit_run("agenda", "--format", "json").json] == ["Hall"] * 4
    bring(day(*FOUR)[1:])
    bring([("0@example.org", "Tea", "14T0900", "Roof")], name="mine.ics")
    listed = [(s["title"], s["room"]) for s in eventkit_run("agenda", "--format", "json").json]
    assert listed[0] == ("Tea", "Roof")


# --- an agenda that shrank ----------------------------------------------------------------------------


TEN = tuple(f"Talk {number}" for number in range(10))


def test_an_agenda_that_lost_more_than_a_fifth_changes_nothing(bring, eventkit_run, tmp_path):
    bring(day(*TEN))
    before = eventkit_run("agenda", "--all", "--format", "json").json
    result = bring(day(*TEN)[:7], code=3)
    assert result.stderr == (
        f"eventkit: {tmp_path / 'agenda.ics'}: 3 of the 10 sessions that it listed before are missing, so nothing "
        "was changed; if they really are gone, import it again with --accept-removals\n"
    )
    assert eventkit_run("agenda", "--all", "--format", "json").json == before


def test_an_agenda_that_lost_a_fifth_is_believed(bring):
    bring(day(*TEN))
    assert bring(day(*TEN)[:8]).json["removed"] == 2


def test_removals_are_accepted_when_they_are_said_to_be_meant(bring):
    bring(day(*TEN))
    assert bring(day(*TEN)[:2], "--accept-removals").json["removed"] == 8


def test_an_empty_agenda_changes_nothing_unless_that_is_meant(bring, eventkit_run):
    bring(day(*TEN))
    result = bring([], code=3)
    assert "no session could be read: it lists no session; nothing was changed; if all sessions" in result.stderr
    assert bring([], "--accept-removals").json["removed"] == 10
    assert eventkit_run("agenda", "--format", "json").json == []


def test_an_agenda_that_moves_on_with_the_calendar_is_believed(bring, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T12:30:00+00:00")
    bring(day(*TEN))
    assert bring(day(*TEN)[3:]).json["removed"] == 3


def test_a_known_place_needs_no_event_named(eventkit_run, bring, tmp_path):
    bring(day(*FOUR))
    result = eventkit_run("import", tmp_path / "agenda.ics")
    assert result.stdout == "Imported sessions into meetup (UTC): 0 added, 0 updated, 4 unchanged.\n"
    assert [event["slug"] for event in eventkit_run("events", "--format", "json").json] == ["meetup"]
