"""A VTIMEZONE is a yearly rule that every program reads, and says of no moment what is not so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from eventkit_calendar.export.vtimezone import rule_of

SPRING = datetime(2027, 5, 1, tzinfo=UTC)


def test_a_zone_with_daylight_time_is_two_rules_as_outlook_wants_them():
    assert list(rule_of("Europe/Zurich", [SPRING]).lines()) == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Zurich",
        "X-LIC-LOCATION:Europe/Zurich",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_a_zone_without_daylight_time_is_one_offset():
    assert list(rule_of("Asia/Kolkata", [SPRING]).lines()) == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kolkata",
        "X-LIC-LOCATION:Asia/Kolkata",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "TZNAME:IST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


@pytest.mark.parametrize("name", ["Asia/Jerusalem", "Africa/Casablanca", "America/Santiago", "No/Where", ""])
def test_a_zone_without_one_weekday_of_a_month_has_no_rule(name):
    assert rule_of(name, [SPRING]) is None


@pytest.mark.parametrize(
    "name",
    ["Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Antarctica/Troll", "Asia/Tokyo"],
)
def test_other_readers_of_the_rule_tell_the_same_time(name):
    rule, zone = rule_of(name, [SPRING]), ZoneInfo(name)
    read = icalendar.Timezone.from_ical("\r\n".join(rule.lines())).to_tz(lookup_tzid=False)
    for hours in range(0, 365 * 24, 7):
        moment = (datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=hours)).astimezone(zone)
        if rule.tells(moment):
            assert moment.replace(tzinfo=read).utcoffset() == moment.utcoffset(), moment
        else:
            assert moment.fold


def test_the_hour_that_comes_twice_is_told_once():
    rule, zone = rule_of("Europe/Zurich", [SPRING]), ZoneInfo("Europe/Zurich")
    first, second = (datetime(2027, 10, 31, hour, 30, tzinfo=UTC).astimezone(zone) for hour in (0, 1))
    assert first.replace(tzinfo=None) == second.replace(tzinfo=None)
    assert (rule.tells(first), rule.tells(second)) == (True, False)


@pytest.mark.parametrize(("year", "told"), [(2027, True), (2007, True), (2006, False), (1969, False)])
def test_a_year_with_another_rule_is_not_told(year, told):
    rule, zone = rule_of("America/New_York", [SPRING]), ZoneInfo("America/New_York")
    assert rule.tells(datetime(year, 3, 20, 12, tzinfo=zone)) is told
