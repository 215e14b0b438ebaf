"""Conference schedules in the frab form: what each writer of it leaves out or tells in its own way."""

from __future__ import annotations

import json

import pytest

from eventkit.api import ReadContext
from eventkit_calendar.schedules.schedule import read_schedule

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


def test_one_broken_event_costs_itself_and_keeps_the_rest_from_being_taken_for_gone():
    reading = read(xml(event(guid="a", title="Tea", start="10:30"), event(guid="b", start="soon")))
    assert [session.title for session in reading.sessions] == ["Tea"]
    assert [problem.reason for problem in reading.problems] == [
        "event 'b' is left out: its start cannot be read from 'soon', and nothing says what it is"
    ]
    assert not reading.complete


@pytest.mark.parametrize(
    ("day", "values", "why", "keeps_time"),
    [
        ("2027-05-14", {"start": "soon"}, "its start cannot be read from 'soon'", True),
        ("some day", {}, "its start cannot be read from 'some day'", True),
        ("", {}, "it has no start", False),
        ("", {"status": "cancelled"}, "it has no start", True),
    ],
)
def test_an_event_without_a_start_is_kept_without_a_time(day, values, why, keeps_time):
    reading = read(xml(event(guid="a", title="Tea", duration="00:45", persons=["Ann Bee"], **values), day=day))
    (session,) = reading.sessions
    assert (session.uid, session.title, session.room, names(session)) == ("a", "Tea", "Great Hall", ["Ann Bee"])
    assert (session.starts, session.ends, session.timezone) == (None, None, "Europe/Zurich")
    assert session.keeps_time == keeps_time
    assert [(p.reason, p.lost) for p in reading.problems] == [(f"event 'Tea' is kept without a time: {why}", False)]
    assert reading.complete


def test_events_without_a_start_and_with_one_guid_are_told_apart_by_their_titles():
    events = [event(guid="a", title=title) for title in ("Tea", "Cake", "Tea")]
    reading = read(xml(event(guid="a", title="Songs", date="2027-05-14T10:30:00+02:00"), *events, day=""))
    assert [(session.uid, session.title) for session in reading.sessions] == [
        ("a", "Songs"),
        ("a-tea", "Tea"),
        ("a-cake", "Cake"),
    ]
    assert "event 'Tea' is listed twice without a time: once is enough" in [p.reason for p in reading.problems]


def test_a_known_event_is_not_read_again():
    (session,) = read(xml(event(**FULL))).sessions
    again = read(xml(event(**FULL), event(guid="b", title="Cake", start="11:30")), known=frozenset({session.digest}))
    assert ([s.title for s in again.sessions], again.unchanged) == (["Cake"], [session.digest])


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


def schedule(*inside, conference="", day='date="2027-05-14"', zone="Europe/Zurich"):
    told = f"<time_zone_name>{zone}</time_zone_name>" if zone else ""
    head = f"<schedule><conference><acronym>meet</acronym>{told}{conference}</conference>"
    return f"{head}<day {day}><room name='Attic'>{''.join(inside)}</room></day></schedule>".encode()


def as_json(*events, **conference):
    return json.dumps({"schedule": {"conference": conference, "events": events}}).encode()


def people(data):
    return [(speaker.name, speaker.uid) for session in read(data).sessions for speaker in session.speakers]


def problems(reading):
    return [(problem.line, problem.reason, problem.lost, problem.uid) for problem in reading.problems]


@pytest.mark.parametrize(
    ("person", "uid"),
    [
        ({"guid": "g-1", "code": "C", "id": 7}, "g-1"),
        ({"code": "C", "id": 7}, "C@meet"),
        ({"id": 7}, "7@meet"),
        ({"id": 0}, ""),
        ({}, ""),
    ],
)
def test_a_person_goes_by_guid_or_code_or_number(person, uid):
    event_ = {"title": "Tea", "start": "2027-05-14T10:30:00Z", "persons": [{"name": "Ann Bee", **person}]}
    assert people(as_json(event_, acronym="meet")) == [("Ann Bee", uid)]


def test_xml_and_json_call_a_person_the_same():
    told = as_json(
        {"title": "Tea", "start": "2027-05-14T10:30:00Z", "persons": [{"id": 7, "public_name": "Ann Bee"}]},
        acronym="meet",
    )
    listed = "<persons><person id='7'>Ann Bee</person></persons>"
    assert people(told) == people(schedule(f"<event><start>10:30</start>{listed}</event>")) == [("Ann Bee", "7@meet")]


def test_a_number_that_two_people_have_names_neither():
    """As in schedules that were merged of several, each of which counts its people from one."""
    first = "<event id='1'><start>10:30</start><persons><person id='7'>Ann Bee</person></persons></event>"
    second = "<event id='2'><start>11:30</start><persons><person id='7'>Cem Dee</person></persons></event>"
    assert people(schedule(first, second)) == [("Ann Bee", ""), ("Cem Dee", "")]


def test_people_are_told_in_the_order_of_the_source_and_each_once():
    names_ = "".join(f"<person>{name}</person>" for name in ("Zoë", "Ann", "Zoë", " ", "Bea"))
    assert people(schedule(f"<event><start>10:30</start><persons>{names_}</persons></event>")) == [
        ("Zoë", ""),
        ("Ann", ""),
        ("Bea", ""),
    ]


def test_a_person_may_have_an_address_and_a_company():
    person = {"name": "Nick", "public_name": "Ann Bee", "email": "ann@example.org", "organization": "Tea Ltd"}
    session = only(as_json({"title": "T", "start": "2027-05-14T10:30:00Z", "persons": [person]}, time_zone_name="UTC"))
    (speaker,) = session.speakers
    assert (speaker.name, speaker.email, speaker.organization) == ("Ann Bee", "ann@example.org", "Tea Ltd")


def test_the_contact_of_a_person_is_an_address_where_it_is_one():
    told = "<persons><person contact='ann@example.org'>Ann</person><person contact='ask me'>Bea</person></persons>"
    session = only(schedule(f"<event><start>10:30</start>{told}</event>"))
    assert [speaker.email for speaker in session.speakers] == ["ann@example.org", ""]


def test_a_subtitle_stands_before_the_abstract():
    texts = "<title>Tea</title><subtitle>A history</subtitle><abstract>Leaves.</abstract>"
    session = only(schedule(f"<event><start>10:30</start>{texts}</event>"))
    assert (session.title, session.abstract) == ("Tea", "A history\n\nLeaves.")


def test_a_subtitle_stands_in_for_a_title():
    session = only(schedule("<event><start>10:30</start><title/><subtitle>A history</subtitle></event>"))
    assert (session.title, session.abstract) == ("A history", "")


def test_a_title_may_say_that_a_session_is_cancelled():
    session = only(schedule("<event><start>10:30</start><title>CANCELLED Tea</title></event>"))
    assert (session.title, session.status) == ("Tea", "cancelled")


@pytest.mark.parametrize(
    ("values", "status", "remark"),
    [
        ({"status": "Cancelled"}, "cancelled", ""),
        ({"state": "WITHDRAWN"}, "cancelled", ""),
        ({"state": "TENTATIVE"}, "tentative", ""),
        ({"state": "CONFIRMED"}, "confirmed", ""),
        ({"state": "DELAYED"}, "confirmed", "delayed"),
        ({"do_not_record": True}, "confirmed", "not recorded"),
        ({"do_not_record": False, "do_not_stream": "true"}, "confirmed", "not streamed"),
        ({"recording": {"optout": True}}, "confirmed", "not recorded"),
    ],
)
def test_what_becomes_of_a_session_is_told_in_several_ways(values, status, remark):
    event_ = {"title": "Tea", "start": "2027-05-14T10:30:00Z", **values}
    session = only(as_json(event_, time_zone_name="UTC"))
    assert (session.status, session.remark) == (status, remark)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("/media/a.pdf", "https://conf.example.org/media/a.pdf"),
        ("a/b.pdf", "https://conf.example.org/2027/a/b.pdf"),
        ("./b.pdf", "https://conf.example.org/2027/b.pdf"),
        ("//cdn.example.org/a", "https://cdn.example.org/a"),
        ("www.example.org", "https://www.example.org"),
        ("code.example.org/tea", "https://code.example.org/tea"),
        ("tea.example.org", None),
        ("mailto:tea@example.org", None),
        ("javascript:alert(1)", None),
        ("ftp://example.org/a", None),
        ("some words", None),
        ("/[", "https://conf.example.org/["),
        ("//[", None),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(address, found):
    event_ = {"title": "Tea", "start": "2027-05-14T10:30:00Z", "links": [{"url": address, "title": "More"}]}
    data = as_json(event_, time_zone_name="UTC", base_url="https://conf.example.org/2027/")
    assert only(data).links == ((("More", found),) if found else ())


def test_a_relative_address_counts_from_where_the_schedule_is_from():
    data = as_json({"title": "Tea", "start": "2027-05-14T10:30:00Z", "url": "/talk/1"}, time_zone_name="UTC")
    assert only(data).url == ""
    (session,) = read_schedule(data, ReadContext(file="https://conf.example.org/schedule.json")).sessions
    assert session.url == "https://conf.example.org/talk/1"


def test_a_room_on_the_web_is_a_link():
    session = only(schedule("<event><start>10:30</start><room>https://meet.example.org/tea</room></event>"))
    assert (session.room, session.links) == ("", (("Online", "https://meet.example.org/tea"),))


def test_a_link_is_called_by_its_title_or_by_its_kind():
    links = "<link href='https://a.example.org'>Ay</link><link>https://b.example.org</link>"
    files = "<attachment href='https://c.example.org/c.pdf' type='slides'/>"
    rest = "<recording><url>https://d.example.org</url></recording><feedback_url>https://e.example.org</feedback_url>"
    inside = f"<links>{links}</links><attachments>{files}</attachments>{rest}"
    assert only(schedule(f"<event><start>10:30</start>{inside}</event>")).links == (
        ("Ay", "https://a.example.org"),
        ("Link", "https://b.example.org"),
        ("Slides", "https://c.example.org/c.pdf"),
        ("Recording", "https://d.example.org"),
        ("Feedback", "https://e.example.org"),
    )


def test_one_guid_at_two_times_is_a_session_at_each():
    def slots(*starts):
        data = schedule(*(f"<event guid='g'><title>Tea</title><start>{start}</start></event>" for start in starts))
        return [(session.uid, session.recurrence_id) for session in read(data).sessions]

    assert slots("10:30") == [("g", "")]
    assert slots("10:30", "15:00", "16:00") == [("g", ""), ("g", "20270514T130000Z"), ("g", "20270514T140000Z")]


def test_one_guid_in_two_rooms_at_one_time_is_a_session_in_each():
    rooms = "".join(f"<event guid='g'><start>10:30</start><room>{room}</room></event>" for room in ("Aula", "Big Top"))
    assert [(s.uid, s.recurrence_id) for s in read(schedule(rooms)).sessions] == [("g", ""), ("g-big-top", "")]


def test_what_is_listed_twice_in_one_place_is_one_session():
    twice = "<event guid='g'><title>Tea</title><start>10:30</start></event>\n" * 2
    reading = read(schedule(twice))
    assert len(reading.sessions) == 1
    told = "event 'Tea' is listed twice at the same time in the same room: once is enough"
    assert (problems(reading), reading.complete) == ([(2, told, False, "g")], True)


def test_the_newer_json_names_rooms_tracks_and_people_elsewhere():
    event_ = {
        "title": "Tea",
        "start": "2027-05-14T10:30:00Z",
        "room": {"guid": "r-1"},
        "track": {"slug": "food"},
        "participants": [{"guid": "p-1"}],
        "abstract": {"de": "Tee.", "en": "Leaves."},
    }
    conference = {
        "time_zone_name": "UTC",
        "rooms": [{"guid": "r-1", "name": "Aula"}],
        "tracks": [{"slug": "food", "name": "Food & Drink"}],
    }
    people_ = [{"guid": "p-1", "name": "Ann Bee"}]
    whole = {
        "schedule": {
            "events": [event_, {**event_, "id": 2, "language": "de"}],
            "conference": conference,
            "persons": people_,
        }
    }
    first, second = read(json.dumps(whole).encode()).sessions
    assert (first.room, first.track, names(first), first.abstract) == ("Aula", "Food & Drink", ["Ann Bee"], "Leaves.")
    assert second.abstract == "Tee."


def test_a_break_of_the_newer_json_is_a_break():
    data = as_json({"type": "BREAK", "title": "All breathe", "start": "2027-05-14T10:30:00Z"}, time_zone_name="UTC")
    assert only(data).kind == "break"


def test_every_session_and_problem_has_its_line():
    data = schedule(
        "\n<event id='1'><title>Tea</title>\n<start>10:30</start></event>",
        "\n\n<event id='2'><title>Cake</title><start>soon</start></event>",
    )
    reading = read(data)
    told = "event 'Cake' is kept without a time: its start cannot be read from 'soon'"
    assert ([s.line for s in reading.sessions], problems(reading)) == ([2, 5], [(5, told, False, "2@meet")])


def test_every_session_and_problem_of_the_json_has_its_line():
    events = [{"guid": "a", "title": "Tea", "start": "2027-05-14T10:30:00Z"}, {"guid": "b", "title": "C", "start": "x"}]
    data = json.dumps({"schedule": {"conference": {"time_zone_name": "UTC"}, "events": events}}, indent=1)
    reading = read(data.encode())
    lines = data.split("\n")
    assert [lines[session.line].strip() for session in reading.sessions] == ['"guid": "a",', '"guid": "b",']
    assert problems(reading) == [
        (
            lines.index('    "guid": "b",'),
            "event 'C' is kept without a time: its start cannot be read from 'x'",
            False,
            "b",
        )
    ]


@pytest.mark.parametrize("name", ["pretalx.xml", "pretalx.json", "frab.xml", "hub.json", "pentabarf.xml", "wafer.xml"])
def test_a_flavour_is_imported_once_and_shown(eventkit_run, data, name):
    path = data / "flavours" / name
    wanted = json.loads(path.with_name(f"{name}.expected.json").read_text(encoding="utf-8"))
    first = eventkit_run("import", path, "--event", "meet", "--format", "json").json
    again = eventkit_run("import", path, "--event", "meet", "--format", "json").json
    assert (first["added"], again["added"], again["updated"], again["unchanged"]) == (len(wanted), 0, 0, len(wanted))
    shown = eventkit_run("agenda", "meet", "--format", "json").json
    assert sorted(session["title"] for session in shown) == sorted(session["title"] for session in wanted)
    assert sorted(len(session["speakers"]) for session in shown) == sorted(len(s.get("speakers", [])) for s in wanted)
