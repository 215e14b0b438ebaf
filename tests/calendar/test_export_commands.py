"""`eventkit export`, from import to import: calendars, JSON and CSV, of one event and of all."""

from __future__ import annotations

import csv
import io
import json

import pytest

from eventkit.app import create_app
from eventkit.services.exporting import export_agenda
from eventkit.services.importing import import_file

SERIES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//made for this test//EN
X-WR-TIMEZONE:Europe/Zurich
BEGIN:VEVENT
UID:same@example.org
DTSTART:20270514T070000Z
DTEND:20270514T080000Z
SUMMARY:One UID for this
END:VEVENT
BEGIN:VEVENT
UID:same@example.org
DTSTART:20270514T090000Z
DTEND:20270514T100000Z
SUMMARY:and for that
ORGANIZER:mailto:someone@example.org
DESCRIPTION:<p>Bring &amp\\; share</p>
END:VEVENT
BEGIN:VEVENT
UID:weekly@example.org
RECURRENCE-ID:20270514T120000Z
DTSTART:20270514T130000Z
DTEND:20270514T130000Z
SUMMARY:Moved
END:VEVENT
BEGIN:VEVENT
UID:day@example.org
DTSTART;VALUE=DATE:20270515
SUMMARY:A whole day
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def run(eventkit_run, pyconf):
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    return eventkit_run


@pytest.fixture
def two(run, tmp_path):
    (tmp_path / "series.ics").write_text(SERIES, encoding="utf-8")
    run("import", tmp_path / "series.ics", "--event", "series")
    return run


def agenda(run, event, *options):
    """What `agenda` says of an event, without what is a home's own."""
    sessions = run("agenda", event, "--all", *options, "--format", "json").json
    return [{**session, "id": 0} for session in sessions]


@pytest.mark.parametrize("event", ["pyconf", "series"])
def test_what_is_exported_is_imported_elsewhere_as_the_same_agenda(two, tmp_path, event):
    two("export", tmp_path / "out.ics", "--event", event)
    before = agenda(two, event)
    elsewhere = create_app(tmp_path / "elsewhere")
    result = import_file(elsewhere, str(tmp_path / "out.ics"), event=event)
    assert (result.added, result.problems) == (len(before), [])
    data, count = export_agenda(elsewhere, event=event, format_name="json")
    elsewhere.close()
    assert count == len(before)
    rows = [{key: row[key] for key in before[0]} for row in json.loads(data)]
    assert [{**row, "id": 0} for row in rows] == before


@pytest.mark.parametrize("event", ["pyconf", "series"])
def test_what_is_exported_changes_nothing_where_it_came_from(two, tmp_path, event):
    before = agenda(two, event)
    two("export", tmp_path / "out.ics", "--event", event)
    result = two("import", tmp_path / "out.ics", "--event", event, "--format", "json").json
    assert {key: result[key] for key in ("added", "updated", "removed", "unchanged", "problems")} == {
        "added": 0,
        "updated": 0,
        "removed": 0,
        "unchanged": len(before),
        "problems": [],
    }
    assert agenda(two, event) == before
    assert two("export", "-", "--event", event).stdout_bytes == (tmp_path / "out.ics").read_bytes()


def test_a_schedule_is_exported_and_imported_as_the_same_agenda(eventkit_run, tmp_path):
    event = {
        "guid": "7f1a0f34-5a5b-5f3c-9f57-1d4c6a3c1a01",
        "title": "CANCELLED: Tea - Ann Bee",
        "date": "2027-05-14T10:00:00+02:00",
        "start": "10:00",
        "duration": "00:30",
        "room": "Hall",
        "track": "Tea, and cakes",
        "type": "workshop",
        "language": "de",
        "abstract": "Speaker: nobody\n<b>yet</b>",
        "persons": [{"public_name": "Ann Bee"}, {"public_name": "Bea; Cee"}],
        "links": [{"title": "Slides, all", "url": "https://example.org/s"}],
        "url": "https://example.org/talk/1",
    }
    days = [{"date": "2027-05-14", "rooms": {"Hall": [event]}}]
    conference = {"acronym": "tea", "title": "Tea", "time_zone_name": "Europe/Berlin", "days": days}
    (tmp_path / "schedule.json").write_text(json.dumps({"schedule": {"conference": conference}}), encoding="utf-8")
    eventkit_run("import", tmp_path / "schedule.json", "--event", "tea")
    eventkit_run("export", tmp_path / "tea.ics", "--event", "tea")
    eventkit_run("import", tmp_path / "tea.ics", "--event", "copy")
    assert agenda(eventkit_run, "copy") == agenda(eventkit_run, "tea")
    assert agenda(eventkit_run, "copy")[0]["speakers"] == ["Ann Bee", "Bea; Cee"]


def test_json_has_the_keys_of_the_agenda_and_the_event_before_and_the_abstract_behind_them(two, tmp_path):
    two("export", tmp_path / "out.json", "--event", "series")
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    listed = two("agenda", "series", "--all", "--format", "json").json
    assert [{key: row[key] for key in listed[0]} for row in rows] == listed
    assert list(rows[0]) == ["event", "event_name", *listed[0], "abstract"]
    assert {(row["event"], row["event_name"]) for row in rows} == {("series", "series")}
    assert sorted(row["abstract"] for row in rows) == ["", "", "", "Bring & share"]


def test_csv_has_a_line_for_each_session_with_the_keys_of_json(two, tmp_path):
    two("export", tmp_path / "out.json", "--all-events")
    two("export", tmp_path / "out.csv", "--all-events")
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfevent,event_name,id,uid,")
    assert data.count(b"\r\n") == len(data.splitlines()) == 50
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    expected = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [(row["event"], int(row["id"]), row["title"], row["starts"]) for row in rows] == [
        (row["event"], row["id"], row["title"], row["starts"]) for row in expected
    ]
    assert list(rows[0]) == list(expected[0])
    assert [row["speakers"] for row in rows] == ["; ".join(row["speakers"]) for row in expected]


def test_csv_calculates_nothing_and_shows_links_by_title_and_address(eventkit_run, tmp_path):
    text = SERIES.replace("SUMMARY:Moved", "SUMMARY:=1+1\nATTACH;FILENAME=Slides:https://example.org/s.pdf")
    (tmp_path / "series.ics").write_text(text, encoding="utf-8")
    eventkit_run("import", tmp_path / "series.ics", "--event", "series")
    row = eventkit_run("export", "-", "--as", "csv").stdout.splitlines()[3]
    assert ",'=1+1," in row
    assert ",Slides https://example.org/s.pdf," in row


def test_all_events_are_written_by_their_first_day_each_with_its_name(two, tmp_path):
    assert two("export", tmp_path / "out.json", "--all-events").stderr == (
        f"Wrote 49 sessions to {tmp_path / 'out.json'}.\n"
    )
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    events = [event["slug"] for event in two("events", "--format", "json").json]
    assert list(dict.fromkeys(row["event"] for row in rows)) == events
    assert {row["event"]: row["event_name"] for row in rows} == {
        "pyconf": "PyConf Lakeside 2027",
        "series": "series",
    }
    assert two("export", "-", "--all-events").stdout.count("BEGIN:VEVENT") == 49


def test_of_all_events_mine_are_only_what_i_starred(two):
    two("star", "pagination is")
    two("star", "moved", "maybe")
    rows = two("export", "-", "--as", "json", "--all-events", "--mine").json
    assert sorted((row["event"], row["title"]) for row in rows) == [
        ("pyconf", "Pagination Is a Promise"),
        ("series", "Moved"),
    ]


def test_of_several_events_one_has_to_be_named(two, monkeypatch):
    monkeypatch.setenv("EVENTKIT_NOW", "2027-08-01T12:00:00+02:00")
    assert two("export", "-", code=2).stderr == "eventkit: which event? name one of: pyconf, series\n"


def test_what_is_gone_is_not_exported(run, pyconf):
    run("import", pyconf / "agenda-updated.ics", "--event", "pyconf")
    assert [row["status"] for row in run("export", "-", "--as", "json").json].count("gone") == 0
    assert len(run("agenda", "--all", "--format", "json").json) == len(run("export", "-", "--as", "json").json) + 1


def test_notes_stay_here_unless_they_are_asked_for(run):
    run("star", "pagination is")
    run("note", "pagination is", "zeppelins; many")
    for form in ("ics", "json", "csv"):
        assert "zeppelins" not in run("export", "-", "--as", form, "--mine").stdout
        assert "zeppelins" in run("export", "-", "--as", form, "--mine", "--notes").stdout
    assert list(run("export", "-", "--as", "json", "--notes").json[0])[-2:] == ["abstract", "note"]


def test_my_stars_do_not_leave_in_a_calendar(run):
    before = run("export", "-", "--event", "pyconf").stdout
    run("star", "pagination is", "skip")
    assert run("export", "-", "--event", "pyconf").stdout == before


def test_alarms_are_set_where_they_are_asked_for(run):
    run("star", "pagination is")
    assert "VALARM" not in run("export", "-", "--mine").stdout
    lines = run("export", "-", "--mine", "--alarms", "10").stdout.split("\r\n")
    begin = lines.index("BEGIN:VALARM")
    assert lines[begin : begin + 5] == [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT10M",
        "DESCRIPTION:Pagination Is a Promise",
        "END:VALARM",
    ]


@pytest.mark.parametrize("minutes", ["-5", "soon", "1000000", "1.5"])
def test_alarms_that_make_no_sense_are_a_usage_error(run, minutes):
    assert "Invalid value for '--alarms'" in run("export", "-", "--alarms", minutes, code=2).stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--who", "", "--mine"], "--who exports people, and --mine is for an agenda: give one of them"),
        (["--who", "", "--alarms", "0"], "--who exports people, and --alarms is for an agenda: give one of them"),
        (
            ["--event", "pyconf", "--all-events"],
            "--event names one event, and --all-events means all of them: give one of them",
        ),
    ],
)
def test_options_that_contradict_each_other_are_a_usage_error(run, options, said):
    assert run("export", "-", *options, code=2).stderr == f"eventkit: {said}\n"


def test_all_events_without_a_session_are_nothing_to_export(eventkit_run):
    assert eventkit_run("export", "-", "--all-events", code=4).stderr == (
        "eventkit: no session of any event to export\n"
    )
