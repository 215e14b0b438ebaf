"""Schedules that are cut off, wrongly encoded, or no schedules at all: what can be had is had, and the rest is told."""

from __future__ import annotations

import copy
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext
from eventkit_calendar.schedules.schedule import read_schedule
from eventkit_calendar.schedules.xcal import read_xcal
from eventkit_calendar.signs import sniff_schedule, sniff_xcal

CONFERENCE = {"acronym": "meet", "title": "The Meetup", "time_zone_name": "Europe/Zurich"}
TEA = {"guid": "a", "title": "Tea", "date": "2027-05-14T10:30:00+02:00", "persons": [{"name": "Ann Bee"}], "room": "R"}
CAKE = {**TEA, "guid": "b", "title": "Cake", "date": "2027-05-14T11:30:00+02:00"}


def xml(*titles, head="<?xml version='1.0'?>\n"):
    conference = "".join(f"<{name}>{value}</{name}>" for name, value in CONFERENCE.items())
    events = "".join(
        f"<event id='{number}'><title>{title}</title><start>10:30</start></event>\n"
        for number, title in enumerate(titles, 1)
    )
    return f"{head}<schedule><conference>{conference}</conference><day date='2027-05-14'>\n{events}</day></schedule>"


def in_json(*events):
    days = [{"date": "2027-05-14", "rooms": {"R": list(events)}}]
    return json.dumps({"schedule": {"conference": {**CONFERENCE, "days": days}}}, indent=1)


def read(data):
    return read_schedule(data if isinstance(data, bytes) else data.encode(), ReadContext(file="schedule"))


def titles(reading):
    return [session.title for session in reading.sessions]


def problems(reading):
    return [(problem.line, problem.reason, problem.lost) for problem in reading.problems]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + xml("Té").encode(),
        xml("Té", head="<?xml version='1.0' encoding='UTF-16'?>").encode("utf-16"),
        xml("Té", head="").encode("utf-16-le"),
        xml("Té", head="<?xml version='1.0' encoding='ISO-8859-1'?>").encode("latin-1"),
        xml("Té", head='<?xml version="1.0" encoding="windows-1252"?>').encode("cp1252"),
        xml("Té", head="<?xml version='1.0' encoding='GB18030'?>").encode("gb18030"),
        b"\xef\xbb\xbf" + in_json({**TEA, "title": "Té"}).encode(),
        in_json({**TEA, "title": "Té"}).encode("utf-16"),
        in_json({**TEA, "title": "Té"}).encode("utf-32"),
        json.dumps(json.loads(in_json({**TEA, "title": "Té"})), ensure_ascii=False).encode("utf-16-be"),
    ],
)
def test_an_encoding_that_is_told_or_can_be_told_is_read(data):
    reading = read(data)
    assert (titles(reading), problems(reading), reading.complete) == (["Té"], [], True)


def test_an_encoding_that_nobody_knows_is_told_and_repaired():
    reading = read(xml("Té", head="<?xml version='1.0' encoding='UTq-8'?>"))
    assert (titles(reading), reading.complete) == (["Té"], True)
    assert problems(reading) == [(1, "no XML that can be read: unknown encoding: UTq-8; that was repaired", False)]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Tea & cake", "Tea & cake"),
        ("Tea&nbsp;&eacute;", "Tea é"),
        ("Tea \x0b\x01cake", "Tea cake"),
        ("Tea&#11;", "Tea"),
        ("Tea &unknown;", "Tea &unknown;"),
        ("Tea<x:br/>", "Tea"),
    ],
)
def test_one_wrong_character_costs_nothing_and_is_told(written, title):
    reading = read(xml("One", written, "Last"))
    assert (titles(reading), reading.complete) == (["One", title, "Last"], True)
    (problem,) = reading.problems
    assert (problem.line, problem.lost, problem.reason[-19:]) == (4, False, "; that was repaired")


def test_bytes_that_are_no_utf_8_are_taken_for_windows_1252_between_those_that_are():
    reading = read(xml("Té", "Caf\udce9").encode("utf-8", "surrogateescape"))
    assert titles(reading) == ["Té", "Café"]
    reading = read(
        json.dumps(json.loads(in_json({**TEA, "title": "Té\udc80"})), ensure_ascii=False).encode(
            "utf-8", "surrogateescape"
        )
    )
    assert titles(reading) == ["Té€"]
    assert problems(reading) == [(1, "holds bytes that are no UTF-8; they are taken for Windows-1252", False)]


@pytest.mark.parametrize("data", [xml("Tea", "Cake"), in_json(TEA, CAKE)])
def test_a_file_that_is_cut_off_gives_what_stands_before(data):
    reading = read(data[: data.index("Cake") + 2])
    assert (titles(reading), reading.complete) == (["Tea"], False)
    (problem,) = reading.problems
    assert (problem.line, problem.lost) == (data[: data.index("Cake")].count("\n") + 1, True)
    assert problem.reason.endswith("; the rest is left out")


def test_what_stands_behind_a_schedule_is_told_and_costs_nothing():
    reading = read(xml("Tea") + "\n<!-- bye --><html>")
    assert (titles(reading), reading.complete) == (["Tea"], True)
    assert problems(reading) == [(5, "what stands behind </schedule> is left out", False)]


@pytest.mark.parametrize(
    "doctype",
    ["<!DOCTYPE schedule>", '<!DOCTYPE schedule SYSTEM "x.dtd">', '<!DOCTYPE schedule [<!ENTITY a "aaaa">]>'],
)
def test_a_document_type_is_refused(doctype):
    reading = read(xml("&a;", head=f"<?xml version='1.0'?>\n\n{doctype}"))
    told = "holds a document type definition, which no calendar needs: it is not read"
    assert (titles(reading), problems(reading), reading.complete) == ([], [(3, told, True)], False)


def test_an_event_of_the_json_that_is_broken_costs_itself_only():
    whole = in_json(TEA, CAKE, {**TEA, "guid": "c", "title": "Pie"})
    reading = read(whole.replace('"Cake"', "Cake"))
    assert (titles(reading), reading.complete) == (["Tea", "Pie"], False)
    line = whole[: whole.index('"b"')].count("\n")
    assert problems(reading) == [(line, "an event of room 'R' is left out: Expecting value", True)]


def test_an_event_nested_without_end_costs_itself_only():
    reading = read(in_json("deep", TEA).replace('"deep"', "[" * 100_000 + "]" * 100_000))
    assert titles(reading) == ["Tea"]
    assert [reason for _, reason, _ in problems(reading)] == ["an event of room 'R' is left out: nested too deeply"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (5, "an event of room 'R' is left out: it is a number"),
        ("tea", "an event of room 'R' is left out: it is a text"),
        (["tea"], "an event of room 'R' is left out: it is a list"),
        (False, "an event of room 'R' is left out: it is true or false"),
    ],
)
def test_what_is_no_event_is_told(wrong, reason):
    reading = read(in_json(TEA, wrong))
    assert (titles(reading), [problem[1] for problem in problems(reading)]) == (["Tea"], [reason])
    assert not reading.complete


@pytest.mark.parametrize(
    "days",
    [
        [{"date": "2027-05-14", "rooms": {"R": {"1": TEA}}}],
        {"1": {"rooms": {"R": [TEA]}}},
        [None, {"rooms": None}, {"rooms": {"R": None}}, {"events": [TEA]}],
        [{"rooms": {"R": [TEA, None]}, "date": 5}],
    ],
)
def test_days_and_rooms_may_be_written_otherwise(days):
    reading = read(json.dumps({"schedule": {"conference": {**CONFERENCE, "days": days}}}))
    assert (titles(reading), problems(reading)) == (["Tea"], [])


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ([5], "a day is left out: it is a number"),
        ([{"rooms": [TEA]}], "what stands for the rooms of a day is left out: it is a list"),
        ([{"rooms": {"R": "tea"}}], "what stands for the events of room 'R' is left out: it is a text"),
    ],
)
def test_what_is_no_day_or_room_is_told(days, reason):
    reading = read(json.dumps({"schedule": {"conference": {**CONFERENCE, "days": days}}}))
    assert (problems(reading), reading.complete) == ([(1, reason, True)], False)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<html><body/></html>", "holds no schedule: its outermost element is <html>"),
        ("[]", "holds no schedule: there is no object of that name in it"),
        ('{"schedule": 5}', "holds no schedule: there is no object of that name in it"),
        ("{]", "no JSON from column 2 on: Expecting value; the rest is left out"),
    ],
)
def test_what_is_no_schedule_is_refused_by_reason(data, reason):
    reading = read(data)
    assert (titles(reading), [problem[1] for problem in problems(reading)]) == ([], [reason])


@pytest.mark.parametrize(
    ("head", "sure"),
    [
        (b"<schedule>", 90),
        (b"\xef\xbb\xbf <?xml version='1.0'?>\n<!-- <html> --><!-- more --><schedule >", 90),
        (b"<!DOCTYPE schedule [<!ENTITY a 'b'>]><schedule>", 90),
        (b"<s:schedule xmlns:s='urn:s'>", 90),
        ("\ufeff<schedule>".encode("utf-16-le"), 90),
        (b"<!--" + b"x" * 4092, 10),
        (b"<!DOCTYPE html><html><schedule>", 0),
        (b"<svg><schedule>", 0),
        (b"<schedules>", 0),
        (b'{"schedule": {"version": "1"', 90),
        (b'{"$schema": "https://c3voc.de/schedule/schema.json", "generator": {', 50),
        (b'{"generator": {"name": "' + b"x" * 4072, 10),
        (b'{"generator": {"name": "x"}}', 0),
        ('\ufeff{"schedule": {'.encode("utf-16-be"), 90),
        (b"BEGIN:VCALENDAR", 0),
    ],
)
def test_a_schedule_is_known_by_its_head(head, sure):
    assert sniff_schedule(head, "schedule") == sure


def test_a_schedule_behind_a_long_comment_is_imported(eventkit_run, tmp_path):
    path = tmp_path / "schedule.xml"
    path.write_text(xml("Tea", head=f"<?xml version='1.0'?>\n<!-- {'x' * 9000} -->\n"), encoding="utf-8")
    assert eventkit_run("import", path, "--event", "meet", "--format", "json").json["added"] == 1


def test_a_schedule_behind_a_long_generator_is_imported(eventkit_run, tmp_path):
    path = tmp_path / "schedule.json"
    whole = {"generator": {"name": "x" * 9000}, **json.loads(in_json(TEA))}
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert eventkit_run("import", path, "--event", "meet", "--format", "json").json["added"] == 1


@pytest.mark.parametrize(
    "data",
    [
        "<schedule>" + "<![CDATA[" * 200_000,
        "<schedule>" + "<!--" * 200_000,
        "<schedule>" + "<a>" * 200_000,
        "<schedule><event><persons>" + "<a>" * 200_000,
        "<schedule>" + "".join(f"<p{number}:a/>" for number in range(50_000)),
        '{"schedule":' * 200_000,
        '{"schedule": {"events": [' + "[" * 200_000,
        '{"schedule": {"events": [' + "{x}," * 200_000,
        '{"schedule": {"events": [{' + '"\\' * 200_000,
    ],
    ids=["cdata", "comments", "elements", "people", "prefixes", "objects", "lists", "events", "strings"],
)
def test_what_is_made_to_take_for_ever_is_refused_at_once(data):
    """Each would take minutes if it were looked at once more for every time that it begins anew."""
    reading = read(data)
    assert (titles(reading), reading.complete) == ([], False)


JUNK = st.sampled_from(
    [
        *(None, True, -1, 1.5, float("nan"), 10**30, "", "x", "25:99", "\ud800", "http://[", "2027-05-14"),
        *("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"),
        *([], {}, [None], {"name": None}, {"name": {"en": 1}}, {"en": ["a"]}),
    ]
)


def places(value, path=()):
    yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))


@given(st.data())
def test_no_value_of_the_json_makes_it_raise(draws):
    whole = {"schedule": {"conference": {**CONFERENCE, "days": [{"date": "2027-05-14", "rooms": {"R": [TEA, CAKE]}}]}}}
    whole = copy.deepcopy(whole)
    for _ in range(draws.draw(st.integers(1, 4))):
        *way, last = draws.draw(st.sampled_from([path for path in places(whole) if path]))
        inner = whole
        for key in way:
            inner = inner[key]
        inner[last] = copy.deepcopy(draws.draw(JUNK))
    sound(read(json.dumps(whole).encode("utf-8", "surrogatepass")))


@given(st.sampled_from([xml("Tea", "Cake").encode(), in_json(TEA, CAKE).encode()]), st.data())
def test_no_damage_to_its_bytes_makes_it_raise(whole, draws):
    data = bytearray(whole)
    for _ in range(draws.draw(st.integers(1, 6))):
        start = draws.draw(st.integers(0, len(data)))
        data[start : start + draws.draw(st.integers(0, 9))] = draws.draw(
            st.sampled_from([b"", b"\0", b"\xff", b"<", b"&", b">", b"]]>", b"<!DOCTYPE a>", b'"', b"{", b"]", b"\\"])
        )
    data = bytes(data[: draws.draw(st.integers(0, len(data)))])
    assert 0 <= sniff_schedule(data[:4096], "") <= 90
    assert 0 <= sniff_xcal(data[:4096], "") <= 90
    sound(read(data))
    sound(read_xcal(data, ReadContext(file="x")))


def sound(reading):
    for session in reading.sessions:
        assert session.title
        assert session.line > 0
        if isinstance(session.starts, datetime):
            assert session.starts.tzinfo is not None
        assert session.ends is None or session.ends >= session.starts
