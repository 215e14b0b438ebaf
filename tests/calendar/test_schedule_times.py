"""When the events of a schedule are: each writer tells it in its own way, and some of them not quite."""

from __future__ import annotations

import pytest

from eventkit.api import ReadContext
from eventkit_calendar.schedules.schedule import read_schedule


def event(**values):
    inside = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f"<event>{inside}</event>"


def read(data, **options):
    return read_schedule(data, ReadContext(file="schedule.xml", **options))


def only(data, **options):
    reading = read(data, **options)
    assert [problem.reason for problem in reading.problems] == []
    (session,) = reading.sessions
    return session


def schedule(*inside, conference="", day='date="2027-05-14"', zone="Europe/Zurich"):
    told = f"<time_zone_name>{zone}</time_zone_name>" if zone else ""
    head = f"<schedule><conference><acronym>meet</acronym>{told}{conference}</conference>"
    return f"{head}<day {day}><room name='Attic'>{''.join(inside)}</room></day></schedule>".encode()


def problems(reading):
    return [(problem.line, problem.reason, problem.lost, problem.uid) for problem in reading.problems]


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
    assert only(schedule(event(**values))).starts.isoformat() == starts


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [("00:45", 45), ("1:30", 90), ("00:25:00", 25), ("1:00:00:00", 1440), ("", None), ("00:00", None)],
)
def test_a_duration_is_in_hours_and_minutes(duration, minutes):
    session = only(schedule(event(start="10:30", duration=duration)))
    length = None if session.ends is None else (session.ends - session.starts).total_seconds() / 60
    assert length == minutes


def test_without_a_zone_the_instants_are_right_all_the_same():
    data = schedule(event(date="2027-05-14T10:30:00+02:00"), zone="")
    session = only(data)
    assert (session.starts.isoformat(), session.timezone) == ("2027-05-14T08:30:00+00:00", "UTC")
    assert only(data, timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("start", "day", "starts"),
    [
        # the day that a schedule bounds itself
        ("02:00", 'start="2027-05-14T04:00:00+02:00" end="2027-05-15T03:59:00+02:00"', "2027-05-15T02:00:00+02:00"),
        ("03:30", 'start="2027-05-14T04:00:00+02:00" end="2027-05-15T03:59:00+02:00"', "2027-05-15T03:30:00+02:00"),
        ("03:30", 'start="2027-05-14T01:00:00+00:00" end="2027-05-14T23:00:00+00:00"', "2027-05-14T03:30:00+02:00"),
        # earlier than its day begins: frab's rule stands
        ("09:00", 'start="2027-05-14T11:00:00+02:00" end="2027-05-15T02:00:00+02:00"', "2027-05-14T09:00:00+02:00"),
        # wafer bounds its days in UTC
        ("10:30", 'start="2027-05-13T21:30:00+00:00" end="2027-05-14T21:29:59+00:00"', "2027-05-14T10:30:00+02:00"),
        # later than midnight, as some count on
        ("25:30", "", "2027-05-15T01:30:00+02:00"),
        ("24:00", "", "2027-05-15T00:00:00+02:00"),
    ],
)
def test_an_hour_is_on_the_day_that_it_stands_under(start, day, starts):
    data = schedule(f"<event><start>{start}</start></event>", day=f'date="2027-05-14" {day}')
    assert only(data).starts.isoformat() == starts


def test_a_schedule_may_say_when_its_days_change():
    data = schedule("<event><start>01:00</start></event>", conference="<day_change>00:00:00</day_change>")
    assert only(data).starts.isoformat() == "2027-05-14T01:00:00+02:00"


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ("<end>11:00</end>", "2027-05-14T11:00:00+02:00"),
        ("<end>01:00</end>", "2027-05-15T01:00:00+02:00"),
        ("<end>2027-05-14T12:00:00+02:00</end><duration>00:05</duration>", "2027-05-14T12:00:00+02:00"),
        ("<duration>45</duration>", "2027-05-14T11:15:00+02:00"),
        ("<duration>PT1H30M</duration>", "2027-05-14T12:00:00+02:00"),
        ("<duration>24:00</duration>", "2027-05-15T10:30:00+02:00"),
    ],
)
def test_an_end_may_be_told_in_several_ways(values, ends):
    assert only(schedule(f"<event><start>10:30</start>{values}</event>")).ends.isoformat() == ends


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ("<duration>-0:30</duration>", "its length cannot be read from '-0:30'"),
        ("<duration>long</duration>", "its length cannot be read from 'long'"),
        ("<end>late</end>", "its end cannot be read from 'late'"),
        ("<end>2027-05-14T09:00:00+02:00</end>", "it ends before it starts"),
    ],
)
def test_an_end_that_cannot_be_is_left_out_and_told(values, reason):
    reading = read(schedule(f"\n<event id='7'><title>Tea</title><start>10:30</start>{values}</event>"))
    assert [session.ends for session in reading.sessions] == [None]
    assert problems(reading) == [(2, f"event 'Tea' is taken in without an end: {reason}", False, "7@meet")]
    assert reading.complete


def test_a_length_out_of_reach_is_no_end():
    (session,) = read(schedule(event(date="9998-12-31T10:00:00Z", duration="999:00:00:00"))).sessions
    assert session.ends is None


def test_a_length_is_time_that_passes_also_in_the_night_when_clocks_are_put_back():
    data = schedule("<event><date>2027-10-31T00:30:00+02:00</date><duration>04:00</duration></event>")
    assert only(data).ends.isoformat() == "2027-10-31T03:30:00+01:00"


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ("<date>2027-05-14</date>", "2027-05-15"),
        ("<start>2027-05-14</start><duration>48:00</duration>", "2027-05-16"),
        ("<date>2027-05-14</date><end>2027-05-16</end>", "2027-05-17"),
    ],
)
def test_a_date_without_an_hour_is_a_whole_day(values, ends):
    session = only(schedule(f"<event>{values}</event>"))
    assert (session.starts.isoformat(), session.ends.isoformat()) == ("2027-05-14", ends)


def test_an_event_without_any_time_lasts_its_day_and_that_is_told():
    reading = read(schedule("<event id='7'><title>Village</title></event>"))
    assert [(s.starts.isoformat(), s.ends.isoformat()) for s in reading.sessions] == [("2027-05-14", "2027-05-15")]
    assert problems(reading) == [(1, "event 'Village' tells no time: it is taken to last all day", False, "7@meet")]


@pytest.mark.parametrize("told", ["W. Europe Standard Time", "Europe/Berlin"])
def test_a_zone_may_go_by_the_name_of_windows(told):
    assert read(schedule(zone=told)).timezone == "Europe/Berlin"


def test_a_zone_that_there_is_not_is_told():
    reading = read(schedule("<event><date>2027-05-14T10:30:00+02:00</date></event>", zone="Mars/Olympus"))
    told = "there is no zone 'Mars/Olympus', so its times are shown in UTC; --timezone ZONE sets another"
    assert problems(reading) == [(0, told, False, "")]


def test_hours_without_a_zone_are_taken_in_the_fallback_and_that_is_told_once():
    data = schedule("<event id='1'><start>10:30</start></event><event id='2'><start>11:30</start></event>", zone="")
    reading = read(data, fallback_timezone="Asia/Tokyo")
    assert [session.starts.isoformat()[-14:] for session in reading.sessions] == ["10:30:00+09:00", "11:30:00+09:00"]
    told = "so the times without an offset (2) are taken to be in Asia/Tokyo; --timezone ZONE sets another"
    assert problems(reading) == [(0, f"it does not say what its time zone is, {told}", False, "")]
    assert list(read(data, timezone="Asia/Tokyo").problems) == []


def test_the_offset_of_a_day_is_that_of_its_hours():
    day = 'date="2027-05-14" start="2027-05-14T09:00:00+02:00" end="2027-05-15T04:00:00+02:00"'
    reading = read(schedule("<event><start>10:30</start></event>", zone="", day=day))
    assert ([s.starts.isoformat() for s in reading.sessions], problems(reading)) == (["2027-05-14T08:30:00+00:00"], [])
