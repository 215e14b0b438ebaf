"""Conference schedules in the frab form: what each writer of it leaves out or tells in its own way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext
from eventkit_calendar.schedule import read_schedule

FULL = {
    "guid": "a-1",
    "date": "2027-05-14T10:30:00+02:00",
    "start": "10:30",
    "duration": "00:45",
    "room": "Great Hall",
    "title": "Tea &amp; cake",
    "track": "Food",
    "type": "lecture",
    "url": "https://example.org/tea",
    "abstract": "All about tea.",
    "description": "And cake.",
}


def names(session):
    return [speaker.name for speaker in session.speakers]


def xml(*events, zone="Europe/Zurich", day="2027-05-14", room="Great Hall"):
    told = f"<time_zone_name>{zone}</time_zone_name>" if zone else ""
    return (
        "<?xml version='1.0'?>\n<schedule>"
        f"<conference><acronym>meet</acronym><title>The Meetup</title>{told}</conference>"
        f'<day index="1" date="{day}"><room name="{room}">{"".join(events)}</room></day></schedule>'
    ).encode()


def event(persons=(), **values):
    attributes = "".join(f' {name}="{values.pop(name)}"' for name in ("guid", "id", "code") if name in values)
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    people = "".join(f"<person>{person}</person>" for person in persons)
    return f"<event{attributes}>{inside}<persons>{people}</persons></event>"


def read(data, **options):
    return read_schedule(data, ReadContext(file="schedule.xml", **options))


def only(data, **options):
    reading = read(data, **options)
    assert [problem.reason for problem in reading.problems] == []
    (session,) = reading.sessions
    return session


def test_an_event_of_the_xml_is_a_session():
    session = only(xml(event(**FULL, persons=["Ann Bee", " Bea  Cee "])))
    assert (session.uid, session.title, session.room, session.track) == ("a-1", "Tea & cake", "Great Hall", "Food")
    assert (session.starts.isoformat(), session.ends.isoformat()) == (
        "2027-05-14T10:30:00+02:00",
        "2027-05-14T11:15:00+02:00",
    )
    assert (session.timezone, session.url) == ("Europe/Zurich", "https://example.org/tea")
    assert session.abstract == "All about tea.\n\nAnd cake."
    assert names(session) == ["Ann Bee", "Bea Cee"]


def test_the_json_says_the_same_as_the_xml():
    values = {**FULL, "title": "Tea & cake", "persons": [{"public_name": "Ann Bee"}, {"name": "Bea Cee"}], "logo": None}
    conference = {"acronym": "meet", "title": "The Meetup", "time_zone_name": "Europe/Zurich"}
    days = [{"date": "2027-05-14", "rooms": {"Great Hall": [values]}}]
    data = json.dumps({"schedule": {"conference": {**conference, "days": days}}}).encode()
    by_json, by_xml = only(data), only(xml(event(**FULL, persons=["Ann Bee", "Bea Cee"])))
    assert by_json.digest != ""
    for name in ("uid", "title", "starts", "ends", "timezone", "room", "track", "kind", "url", "abstract", "speakers"):
        assert getattr(by_json, name) == getattr(by_xml, name), name


def test_the_newer_json_has_its_events_in_a_list():
    listed = {
        "guid": "a-1",
        "start": "2027-05-14T10:30:00+02:00",
        "end": "2027-05-14T11:15:00+02:00",
        "room": {"name": "Great Hall"},
        "track": {"slug": "food"},
        "title": "Tea",
        "participants": [{"name": "Ann Bee"}],
    }
    conference = {"acronym": "meet", "title": "The Meetup", "time_zone_name": "Europe/Zurich", "days": [{"index": 1}]}
    session = only(json.dumps({"schedule": {"conference": conference, "events": [listed]}}).encode())
    assert (session.room, session.track, names(session)) == ("Great Hall", "food", ["Ann Bee"])
    assert session.ends.isoformat() == "2027-05-14T11:15:00+02:00"


@pytest.mark.parametrize(
    ("values", "starts"),
    [
        # wafer: the date in UTC and the hour on the wall
        ({"date": "2027-05-14T08:30:00+00:00", "start": "10:30"}, "2027-05-14T10:30:00+02:00"),
        # FOSDEM: no date but the day's
        ({"start": "10:30"}, "2027-05-14T10:30:00+02:00"),
        # frab: the night belongs to the day before
        ({"start": "00:30"}, "2027-05-15T00:30:00+02:00"),
        ({"start": "03:00"}, "2027-05-14T03:00:00+02:00"),
        # a time without an offset is on the wall
        ({"date": "2027-05-14T10:30:00"}, "2027-05-14T10:30:00+02:00"),
        # a date alone says nothing of the hour
        ({"date": "2027-05-14", "start": "10:30"}, "2027-05-14T10:30:00+02:00"),
    ],
)
def test_a_start_is_the_instant_that_its_writer_means(values, starts):
    assert only(xml(event(guid="a", title="Tea", **values))).starts.isoformat() == starts


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [("00:45", 45), ("1:30", 90), ("00:25:00", 25), ("1:00:00:00", 1440), ("", None), ("00:00", None)],
)
def test_a_duration_is_in_hours_and_minutes(duration, minutes):
    session = only(xml(event(**{**FULL, "duration": duration})))
    length = None if session.ends is None else (session.ends - session.starts).total_seconds() / 60
    assert length == minutes


@pytest.mark.parametrize(
    ("values", "uid"),
    [
        ({"guid": "g", "id": "7"}, "g"),
        ({"id": "7"}, "7@meet"),
        ({"code": "ABC", "id": "7"}, "ABC@meet"),
        ({}, "Tea@meet"),
    ],
)
def test_a_missing_guid_is_made_up_from_what_there_is(values, uid):
    assert only(xml(event(title="Tea", start="10:30", **values))).uid == uid


def test_a_missing_room_is_the_one_it_stands_in():
    assert only(xml(event(guid="a", title="Tea", start="10:30"), room="Attic")).room == "Attic"


def test_without_a_zone_the_instants_are_right_all_the_same():
    session = only(xml(event(**FULL), zone=""))
    assert (session.starts.isoformat(), session.timezone) == ("2027-05-14T08:30:00+00:00", "UTC")
    assert only(xml(event(**FULL), zone=""), timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


def test_one_broken_event_costs_itself_and_keeps_the_rest_from_being_taken_for_gone():
    reading = read(xml(event(guid="a", title="Tea", start="10:30"), event(guid="b", title="Cake", start="soon")))
    assert [session.title for session in reading.sessions] == ["Tea"]
    assert [problem.reason for problem in reading.problems] == [
        "event 'Cake' is left out: its start cannot be read from 'soon'"
    ]
    assert not reading.complete


def test_a_file_that_is_cut_off_gives_what_stands_before():
    whole = xml(event(guid="a", title="Tea", start="10:30"), event(guid="b", title="Cake", start="11:30"))
    reading = read(whole[: whole.index(b"Cake")])
    assert [session.title for session in reading.sessions] == ["Tea"]
    assert (reading.problems[0].line, reading.problems[0].reason[:12]) == (2, "no XML from ")
    assert not reading.complete


def test_an_encoding_that_nobody_knows_is_told():
    reading = read(xml(event(**FULL)).replace(b"<?xml version='1.0'?>", b"<?xml version='1.0' encoding='UTq-8'?>"))
    assert [problem.reason for problem in reading.problems] == ["no XML that can be read: unknown encoding: UTq-8"]


def test_a_length_out_of_reach_is_no_length():
    assert only(xml(event(guid="a", title="Tea", date="9998-12-31T10:00:00Z", duration="999:00:00:00"))).ends is None


def test_a_document_type_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE schedule [<!ENTITY a "aaaa">]><schedule>&a;</schedule>'
    reading = read(bomb)
    assert (list(reading.sessions), len(reading.problems), reading.complete) == ([], 1, False)


@pytest.mark.parametrize("data", [b'{"schedule": [', b'{"schedule": {"conference": {"days": 5}}}', b"[]", b"\xff{"])
def test_a_json_that_is_none_of_it_gives_nothing(data):
    assert list(read(data).sessions) == []


def test_a_known_event_is_not_read_again():
    (session,) = read(xml(event(**FULL))).sessions
    again = read(xml(event(**FULL), event(guid="b", title="Cake", start="11:30")), known=frozenset({session.digest}))
    assert ([s.title for s in again.sessions], again.unchanged) == (["Cake"], [session.digest])


@given(
    st.lists(
        st.sampled_from([b"<schedule>", b"<day", b" date='x'>", b"<event>", b"</event>", b"<start>", b"1:2", b"\xff"])
    )
)
def test_no_xml_makes_it_raise(pieces):
    assert read(b"<" + b"".join(pieces)).sessions is not None


def test_a_schedule_is_imported_updated_and_exported(eventkit_run, tmp_path):
    path = tmp_path / "schedule.xml"
    path.write_bytes(xml(event(**FULL, persons=["Ann Bee"])))
    first = eventkit_run("import", path, "--event", "meet", "--format", "json").json
    again = eventkit_run("import", path, "--event", "meet", "--format", "json").json
    path.write_bytes(xml(event(**{**FULL, "room": "Attic"}, persons=["Ann Bee"])))
    newer = eventkit_run("import", path, "--event", "meet", "--format", "json").json
    assert [(r["added"], r["updated"], r["unchanged"]) for r in (first, again, newer)] == [
        (1, 0, 0),
        (0, 0, 1),
        (0, 1, 0),
    ]
    eventkit_run("export", tmp_path / "out.ics", "--event", "meet")
    eventkit_run("import", tmp_path / "out.ics", "--event", "again")
    told = [eventkit_run("agenda", name, "--format", "json").json[0] for name in ("meet", "again")]
    for name in ("uid", "title", "starts", "ends", "timezone", "room", "track", "url"):
        assert told[0][name] == told[1][name], name


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("path", "count", "timezone"),
    [
        ("eventfahrplan-38c3/schedule-38c3-20251206.xml", 1007, "Europe/Berlin"),
        ("giggity/36c3_merged.xml", 1351, "UTC"),
        ("giggity/debconf23.xml", 117, "Asia/Kolkata"),
        ("giggity/fosdem_2021.xml", 773, "UTC"),
        ("c3voc/json/examples/frab-camp2019.json", 79, "Europe/Berlin"),
        ("c3voc/json/examples/hub-schedule2.json", 2, "Europe/Berlin"),
        ("c3voc/json/examples/pretalx-rc3.json", 48, "UTC"),
    ],
)
def test_every_event_of_a_real_schedule_is_read(corpus, path, count, timezone):
    reading = read((corpus / "schedule" / path).read_bytes())
    assert (len(reading.sessions), reading.timezone, list(reading.problems)) == (count, timezone, [])
