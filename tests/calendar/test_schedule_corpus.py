"""Real schedules by others: each is imported whole, or refused by reason."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from eventkit.api import ReadContext
from eventkit_calendar.schedules.schedule import read_schedule

pytestmark = pytest.mark.corpus

SCHEDULES = {
    "eventfahrplan-38c3/schedule-38c3-20251206.xml": (1007, "Europe/Berlin"),
    "giggity/36c3_merged.xml": (1351, "UTC"),
    "giggity/debconf23.xml": (117, "Asia/Kolkata"),
    "giggity/fosdem_2021.xml": (773, "UTC"),
    "c3voc/json/examples/frab-camp2019.json": (79, "Europe/Berlin"),
    "c3voc/json/examples/hub-schedule2.json": (2, "Europe/Berlin"),
    "c3voc/json/examples/invalid-example.json": (1, "Europe/Zurich"),
    "c3voc/json/examples/pretalx-democon.json": (36, "UTC"),
    "c3voc/json/examples/pretalx-rc3.json": (48, "UTC"),
}


def told(path):
    """Every event of a file, by a plain reading of it: its GUID or number, and how many people it names."""
    data = path.read_bytes()
    if path.suffix == ".xml":
        return [
            (event.get("guid") or event.get("id"), len({person.text for person in event.iter("person")}))
            for event in ET.fromstring(data).iter("event")
        ]
    schedule = json.loads(data)["schedule"]
    days = schedule["conference"].get("days", [])
    events = [event for day in days for room in day.get("rooms", {}).values() for event in room]
    return [
        (event["guid"], len(event.get("persons") or event.get("participants") or []))
        for event in [*events, *schedule.get("events", [])]
    ]


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_event_of_a_real_schedule_is_read(corpus, name):
    path = corpus / "schedule" / name
    reading = read_schedule(path.read_bytes(), ReadContext(file=name))
    assert (len(reading.sessions), reading.timezone) == SCHEDULES[name]
    assert [problem for problem in reading.problems if problem.lost] == []
    events = told(path)
    assert len(events) == len(reading.sessions)
    assert [len(session.speakers) for session in reading.sessions] == [people for _, people in events]
    assert [session.uid.partition("@")[0] for session in reading.sessions] == [guid for guid, _ in events]


def test_no_two_sessions_of_a_real_schedule_go_by_one_name(corpus):
    for name in SCHEDULES:
        sessions = read_schedule((corpus / "schedule" / name).read_bytes(), ReadContext(file=name)).sessions
        assert (name, len({(session.uid, session.recurrence_id) for session in sessions})) == (name, len(sessions))


def test_every_schedule_is_imported_whole_or_refused_by_reason(corpus, eventkit_run):
    tried = 0
    for path in sorted((corpus / "schedule").rglob("*.*")):
        if not path.is_file():
            continue
        tried += 1
        name = str(path.relative_to(corpus / "schedule"))
        if name not in SCHEDULES:
            refused = eventkit_run("import", path, "--event", f"e{tried}", code=3).stderr
            assert refused.startswith(f"eventkit: {path}: ")
            continue
        first = eventkit_run("import", path, "--event", f"e{tried}", "--format", "json").json
        assert (name, first["added"]) == (name, SCHEDULES[name][0])
        again = eventkit_run("import", path, "--event", f"e{tried}", "--format", "json").json
        assert (name, again["added"], again["updated"], again["unchanged"]) == (name, 0, 0, SCHEDULES[name][0])
    assert tried == 27
