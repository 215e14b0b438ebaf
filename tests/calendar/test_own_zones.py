"""Zones that a calendar defines itself: held against the zones they were made of, and hostile ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import read_components
from eventkit_calendar.timezones.own_zones import own_zone

ZONES = (
    "Europe/Zurich",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
    "Europe/Dublin",
)


def zone_of(*lines):
    (component,) = read_components("\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""]).encode()).components
    return own_zone(component)


def part(*lines, kind="STANDARD", to="+0100", since="+0200"):
    return [f"BEGIN:{kind}", f"TZOFFSETFROM:{since}", f"TZOFFSETTO:{to}", *lines, f"END:{kind}"]


def told_by_its_changes(name):
    """The zone as a calendar may write it: a part for each change, at the time by the clock until then."""
    known, parts = ZoneInfo(name), []
    moment = datetime(2015, 1, 1, tzinfo=UTC)
    while moment.year < 2030:
        after = moment + timedelta(days=1)
        since, to = (there.astimezone(known).utcoffset() for there in (moment, after))
        if since != to or not parts:
            while after - moment > timedelta(minutes=1):
                middle = moment + (after - moment) / 2
                moment, after = (middle, after) if middle.astimezone(known).utcoffset() == since else (moment, middle)
            onset = after.replace(second=0, microsecond=0) + since
            parts += part(f"DTSTART:{onset:%Y%m%dT%H%M%S}", since=written(since), to=written(to))
        moment = after
    return zone_of(*parts)


def written(offset):
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"


WRITTEN = {name: told_by_its_changes(name) for name in ZONES}


@given(st.sampled_from(ZONES), st.datetimes(datetime(2016, 1, 1), datetime(2029, 1, 1)), st.sampled_from([0, 1]))
def test_a_zone_tells_the_time_as_the_one_it_was_written_from(name, moment, fold):
    known, own = ZoneInfo(name), WRITTEN[name]
    shown = moment.replace(fold=fold)
    assert shown.replace(tzinfo=own).utcoffset() == shown.replace(tzinfo=known).utcoffset()
    there = moment.replace(tzinfo=UTC).astimezone(own)
    expected = moment.replace(tzinfo=UTC).astimezone(known)
    assert (there.replace(tzinfo=None), there.fold) == (expected.replace(tzinfo=None), expected.fold)


@pytest.mark.parametrize("name", ZONES)
def test_a_zone_tells_the_hours_around_its_changes_as_the_one_it_was_written_from(name):
    known, own = ZoneInfo(name), WRITTEN[name]
    for hours in range(24 * 366 * 2):
        moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours, minutes=15)
        assert moment.astimezone(own).replace(tzinfo=None) == moment.astimezone(known).replace(tzinfo=None)
        shown = moment.replace(tzinfo=None)
        for fold in (0, 1):
            told = shown.replace(fold=fold)
            assert told.replace(tzinfo=own).utcoffset() == told.replace(tzinfo=known).utcoffset()


SUMMER = ["DTSTART:16010325T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"]
WINTER = ["DTSTART:16011028T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]


@pytest.mark.parametrize(
    ("month", "hours"),
    [(1, 1), (7, 2), (12, 1)],
)
@pytest.mark.parametrize("year", [1965, 1999, 2027, 2099])
def test_a_zone_that_began_long_ago_is_followed_for_our_time(year, month, hours):
    zone = zone_of(*part(*SUMMER, kind="DAYLIGHT", to="+0200", since="+0100"), *part(*WINTER))
    assert datetime(year, month, 9, tzinfo=zone).utcoffset() == timedelta(hours=hours)


def test_a_rule_of_a_zone_ends_where_it_says():
    zone = zone_of(
        *part(*SUMMER[:1], f"{SUMMER[1]};UNTIL=20200329T010000Z", kind="DAYLIGHT", to="+0200", since="+0100"),
        *part(*WINTER),
    )
    assert [datetime(year, 7, 1, tzinfo=zone).utcoffset() for year in (2020, 2021)] == [
        timedelta(hours=2),
        timedelta(hours=1),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=53MO;BYSETPOS=9",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=WEEKLY;BYDAY=1SU",
        "garbage",
    ],
)
def test_a_rule_that_makes_no_sense_leaves_the_rest_of_a_zone(rule):
    zone = zone_of(*part("DTSTART:19700101T000000", f"RRULE:{rule}"))
    assert datetime(2027, 5, 14, tzinfo=zone).utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("to", "offset"),
    [
        ("+0530", (5, 30, 0)),
        ("-0800", (-8, 0, 0)),
        ("+05:30", (5, 30, 0)),
        ("0100", (1, 0, 0)),
        ("+003012", (0, 30, 12)),
    ],
)
def test_an_offset_is_read_as_it_is_written(to, offset):
    hours, minutes, seconds = offset
    zone = zone_of(*part("DTSTART:19700101T000000", to=to))
    assert datetime(2027, 5, 14, tzinfo=zone).utcoffset() == timedelta(hours=hours, minutes=minutes, seconds=seconds)


@pytest.mark.parametrize("to", ["", "east", "+2400", "+9999"])
def test_a_zone_without_an_offset_is_none(to):
    assert zone_of(*part("DTSTART:19700101T000000", to=to)) is None


def test_a_zone_without_parts_is_none():
    assert zone_of("TZID:Nowhere") is None


def test_dates_of_a_zone_are_followed_and_thousands_of_them_are_not():
    dates = ",".join(f"{year}0701T000000" for year in range(1971, 2000)) + ",20270601T000000Z,nonsense"
    zone = zone_of(*part("DTSTART:19700101T000000", to="+0100"), *part(f"RDATE:{dates}", to="+0300", since="+0100"))
    assert datetime(2027, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=3)
    assert zone.tzname(None) == ""
