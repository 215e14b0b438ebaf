"""Sessions that repeat: what a file's rules, dates and stand-ins come to, and what is refused."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext, read_components
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.repeating.grouping import find_recurring, sequence_of
from eventkit_calendar.timezones.zones import Zones

START = "DTSTART;TZID=Europe/Zurich:20270514T100000"
TODAY = date(2027, 5, 1)
ONLY = "only the first session is taken"


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", *head]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events, head=(), today=TODAY, **options):
    return read_calendar(calendar(*events, head=head), ReadContext(file="a.ics", today=today, **options))


def master(*lines, start=START, uid="1"):
    return [f"UID:{uid}", start, "SUMMARY:Tea", *lines]


def override(instance, *lines, uid="1", parameters=";TZID=Europe/Zurich"):
    return [f"UID:{uid}", f"RECURRENCE-ID{parameters}:{instance}", "SUMMARY:More tea", *lines]


def starts(reading):
    return [f"{s.starts:%Y-%m-%dT%H:%M}" if isinstance(s.starts, datetime) else str(s.starts) for s in reading.sessions]


def reasons(reading):
    return [problem.reason for problem in reading.problems]


# --- rules and dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], "14T10:00 15T10:00 16T10:00"),
        (["RRULE:FREQ=WEEKLY;COUNT=2"], "14T10:00 21T10:00"),
        (["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Zurich:20270515T100000"], "14T10:00 16T10:00 17T10:00"),
        (["RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"], "14T10:00 15T10:00 21T10:00"),
        (["RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=DAILY;COUNT=2"], "14T10:00 15T10:00"),
        (["RDATE;TZID=Europe/Zurich:20270520T113000,20270518T090000"], "14T10:00 18T09:00 20T11:30"),
        (["RDATE:20270520T080000Z"], "14T10:00 20T10:00"),
        (["RDATE:20270520T110000"], "14T10:00 20T11:00"),
        (["RDATE;VALUE=DATE:20270520"], "14T10:00 20T10:00"),
        # an EXDATE in another zone, as a date, without a zone; several in one line
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270515T080000Z"], "14T10:00 16T10:00"),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Asia/Tokyo:20270515T170000"], "14T10:00 16T10:00"),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20270515"], "14T10:00 16T10:00"),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270514T100000,20270516T100000"], "15T10:00"),
        # an UNTIL is a time in UTC; one without a zone is by the session's clock, a date is that whole day
        (["RRULE:FREQ=DAILY;UNTIL=20270515T080000Z"], "14T10:00 15T10:00"),
        (["RRULE:FREQ=DAILY;UNTIL=20270515T075959Z"], "14T10:00"),
        (["RRULE:FREQ=DAILY;UNTIL=20270515T100000"], "14T10:00 15T10:00"),
        (["RRULE:FREQ=DAILY;UNTIL=20270515"], "14T10:00 15T10:00"),
        # the first session is one, also where the rule does not name it
        (["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2"], "14T10:00 17T10:00 24T10:00"),
        (["RRULE:W1 FR #2"], "14T10:00 21T10:00"),
        (["RRULE:"], "14T10:00"),
    ],
)
def test_a_series_has_the_sessions_that_its_lines_name(lines, expected):
    reading = read(master(*lines))
    assert starts(reading) == [f"2027-05-{part}" for part in expected.split()]
    assert reasons(reading) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], "14 15 16"),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20270515"], "14 16"),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20270515T000000"], "14 16"),
        (["RRULE:FREQ=DAILY;UNTIL=20270516"], "14 15 16"),
        (["RRULE:FREQ=DAILY;UNTIL=20270516T000000Z"], "14 15 16"),
        # Exchange: the midnight in UTC of the zone that the calendar is in
        (["RRULE:FREQ=DAILY;UNTIL=20270515T220000Z"], "14 15 16"),
        (["RRULE:FREQ=DAILY;UNTIL=20270516T235959Z"], "14 15 16"),
        (["RDATE;VALUE=DATE:20270520", "RDATE:20270522T090000"], "14 20 22"),
    ],
)
def test_a_series_of_days_stays_one_of_days(lines, expected):
    reading = read(master(*lines, start="DTSTART;VALUE=DATE:20270514"), timezone="Europe/Zurich")
    assert starts(reading) == [f"2027-05-{day}" for day in expected.split()]
    assert [session.ends - session.starts for session in reading.sessions] == [timedelta(days=1)] * len(
        expected.split()
    )
    assert [session.recurrence_id for session in reading.sessions] == [f"202705{day}" for day in expected.split()]


def test_a_weekly_session_stays_at_its_hour_when_the_clocks_are_moved():
    lines = ["DTEND;TZID=Europe/Zurich:20271022T110000", "RRULE:FREQ=WEEKLY;COUNT=3"]
    reading = read(master(*lines, start="DTSTART;TZID=Europe/Zurich:20271022T100000"))
    assert [(s.starts.isoformat(), s.ends.isoformat()) for s in reading.sessions] == [
        ("2027-10-22T10:00:00+02:00", "2027-10-22T11:00:00+02:00"),
        ("2027-10-29T10:00:00+02:00", "2027-10-29T11:00:00+02:00"),
        ("2027-11-05T10:00:00+01:00", "2027-11-05T11:00:00+01:00"),
    ]
    assert [session.recurrence_id for session in reading.sessions] == [
        "20271022T080000Z",
        "20271029T080000Z",
        "20271105T090000Z",
    ]


def test_an_hour_that_the_clocks_skip_is_told_by_the_clock_of_before():
    reading = read(master("RRULE:FREQ=DAILY;COUNT=3", start="DTSTART;TZID=Europe/Zurich:20270327T023000"))
    assert [session.starts.astimezone(UTC).isoformat() for session in reading.sessions] == [
        "2027-03-27T01:30:00+00:00",
        "2027-03-28T01:30:00+00:00",
        "2027-03-29T00:30:00+00:00",
    ]


def test_a_session_is_as_long_as_the_first_over_the_night_of_the_clocks():
    lines = ["DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=2"]
    reading = read(master(*lines, start="DTSTART;TZID=Europe/Zurich:20270326T220000"))
    assert [session.ends.isoformat() for session in reading.sessions] == [
        "2027-03-27T06:00:00+01:00",
        "2027-03-28T07:00:00+02:00",
    ]


CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Here
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0630
TZOFFSETTO:+0530
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0530
TZOFFSETTO:+0630
END:DAYLIGHT
END:VTIMEZONE"""


def test_a_series_in_a_calendar_s_own_zone_stays_at_the_hour_there():
    lines = ["RRULE:FREQ=WEEKLY;COUNT=2"]
    reading = read(master(*lines, start="DTSTART;TZID=Here:20271029T100000"), head=CUSTOM_ZONE.split("\n"))
    assert [session.starts.isoformat() for session in reading.sessions] == [
        "2027-10-29T03:30:00+00:00",
        "2027-11-05T04:30:00+00:00",
    ]


def test_a_floating_series_has_names_that_no_zone_changes():
    event = master("RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20270514T100000", start="DTSTART:20270514T100000")
    told = {zone: read(event, timezone=zone).sessions[0] for zone in ("Europe/Rome", "Asia/Tokyo")}
    assert {session.recurrence_id for session in told.values()} == {"20270515T100000"}
    assert told["Asia/Tokyo"].starts.isoformat() == "2027-05-15T10:00:00+09:00"


def test_a_period_has_an_end_of_its_own():
    lines = [
        "DURATION:PT1H",
        "RDATE;VALUE=PERIOD;TZID=Europe/Zurich:20270515T100000/PT3H,20270516T100000/20270516T103000",
        "RDATE;VALUE=PERIOD:20270517T080000Z/PT-1H",
    ]
    reading = read(master(*lines))
    assert [(s.ends - s.starts).total_seconds() / 60 for s in reading.sessions] == [60, 180, 30, 60]


def test_all_sessions_of_a_series_have_its_uid_its_text_and_a_name_and_digest_of_their_own():
    event = master("RRULE:FREQ=DAILY;COUNT=3", "LOCATION:Hall", "URL:https://example.org/tea", uid="tea@example.org")
    sessions = read(event).sessions
    assert {(s.uid, s.title, s.room, s.url) for s in sessions} == {
        ("tea@example.org", "Tea", "Hall", "https://example.org/tea")
    }
    assert len({session.recurrence_id for session in sessions}) == 3
    assert len({session.digest for session in sessions}) == 3


def test_a_series_is_always_read_and_has_the_digests_that_it_had():
    event = master("RRULE:FREQ=DAILY;COUNT=3")
    before = [session.digest for session in read(event).sessions]
    again = read(event, known=frozenset(before))
    assert ([session.digest for session in again.sessions], again.unchanged) == (before, [])


def test_a_digest_changes_with_all_that_its_session_was_read_from():
    event = master("RRULE:FREQ=DAILY;COUNT=2")
    changed = [*event, "EXDATE;TZID=Europe/Zurich:20270515T100000"]
    stand_in = override("20270515T100000", START.replace("0514", "0516"))
    first = {read(*events).sessions[0].digest for events in ([event], [changed], [event, stand_in])}
    assert len(first) == 3


# --- stand-ins ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instance", "parameters"),
    [
        ("20270515T100000", ";TZID=Europe/Zurich"),
        ("20270515T080000Z", ""),
        ("20270515T100000", ""),
        ("20270515T170000", ";TZID=Asia/Tokyo"),
        ("20270515", ";VALUE=DATE"),
    ],
)
def test_a_stand_in_takes_the_place_of_its_session_however_it_names_it(instance, parameters):
    stand_in = override(instance, "DTSTART;TZID=Europe/Zurich:20270515T150000", "LOCATION:Roof", parameters=parameters)
    for events in ([master("RRULE:FREQ=DAILY;COUNT=3"), stand_in], [stand_in, master("RRULE:FREQ=DAILY;COUNT=3")]):
        reading = read(*events)
        assert [(s.title, s.room, s.recurrence_id) for s in reading.sessions] == [
            ("Tea", "", "20270514T080000Z"),
            ("More tea", "Roof", "20270515T080000Z"),
            ("Tea", "", "20270516T080000Z"),
        ]
        assert starts(reading) == ["2027-05-14T10:00", "2027-05-15T15:00", "2027-05-16T10:00"]


def test_a_session_is_the_same_before_and_after_something_stands_in_for_it():
    event = master("RRULE:FREQ=DAILY;COUNT=2")
    before = [(s.uid, s.recurrence_id) for s in read(event).sessions]
    after = read(event, override("20270515T080000Z", "DTSTART:20270516T120000Z", parameters="")).sessions
    assert [(s.uid, s.recurrence_id) for s in after] == before


def test_a_cancelled_stand_in_is_a_cancelled_session():
    stand_in = override("20270515T100000", START.replace("0514", "0515"), "STATUS:CANCELLED")
    sessions = read(master("RRULE:FREQ=DAILY;COUNT=3"), stand_in).sessions
    assert [session.status for session in sessions] == ["confirmed", "cancelled", "confirmed"]


def test_stand_ins_alone_are_sessions_by_themselves_and_known_ones_are_not_read_again():
    events = [
        override("20270515T100000", "DTSTART;TZID=Europe/Zurich:20270515T150000"),
        override("20270516T100000", "DTSTART;TZID=Europe/Zurich:20270516T150000"),
    ]
    reading = read(*events)
    assert [(s.uid, s.recurrence_id) for s in reading.sessions] == [
        ("1", "20270515T080000Z"),
        ("1", "20270516T080000Z"),
    ]
    again = read(*events, known=frozenset(session.digest for session in reading.sessions))
    assert (again.sessions, again.unchanged) == ([], [session.digest for session in reading.sessions])


def test_a_stand_in_for_a_session_that_the_series_has_not_is_a_session_all_the_same():
    stand_in = override("20270601T100000", "DTSTART;TZID=Europe/Zurich:20270601T150000")
    reading = read(master("RRULE:FREQ=DAILY;COUNT=2"), stand_in)
    assert starts(reading) == ["2027-05-14T10:00", "2027-05-15T10:00", "2027-06-01T15:00"]


def test_of_two_stand_ins_for_one_session_the_newer_counts():
    old = override("20270515T100000", "DTSTART;TZID=Europe/Zurich:20270515T120000", "SEQUENCE:1")
    new = override("20270515T100000", "DTSTART;TZID=Europe/Zurich:20270515T130000", "SEQUENCE:2")
    for events in ([old, new], [new, old]):
        reading = read(master("RRULE:FREQ=DAILY;COUNT=2"), *events)
        assert starts(reading) == ["2027-05-14T10:00", "2027-05-15T13:00"]


def test_a_session_that_was_taken_out_since_has_no_stand_in():
    stand_in = override("20270515T100000", "DTSTART;TZID=Europe/Zurich:20270515T120000", "SEQUENCE:1")
    event = master("RRULE:FREQ=DAILY;COUNT=2", "EXDATE;TZID=Europe/Zurich:20270515T100000", "SEQUENCE:2")
    assert starts(read(event, stand_in)) == ["2027-05-14T10:00"]


def test_what_is_changed_from_a_session_on_changes_those_that_follow():
    following = override(
        "20270516T100000",
        "DTSTART;TZID=Europe/Zurich:20270516T113000",
        "DTEND;TZID=Europe/Zurich:20270516T133000",
        parameters=";RANGE=THISANDFUTURE;TZID=Europe/Zurich",
    )
    event = master("DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")
    reading = read(event, following)
    assert starts(reading) == ["2027-05-14T10:00", "2027-05-15T10:00", "2027-05-16T11:30", "2027-05-17T11:30"]
    assert [s.title for s in reading.sessions] == ["Tea", "Tea", "More tea", "More tea"]
    assert [(s.ends - s.starts).total_seconds() / 3600 for s in reading.sessions] == [1, 1, 2, 2]
    assert [s.recurrence_id[:8] for s in reading.sessions] == ["20270514", "20270515", "20270516", "20270517"]


def test_what_google_splits_off_stays_in_the_series_that_it_was_a_part_of():
    whole = master("RRULE:FREQ=DAILY;COUNT=3", uid="tea@google.com")
    split = [
        master("RRULE:FREQ=DAILY;UNTIL=20270515T075959Z", uid="tea@google.com"),
        master("RRULE:FREQ=DAILY;COUNT=2", start=START.replace("0514", "0515"), uid="tea_R20270515T080000@google.com"),
    ]
    assert [(s.uid, s.recurrence_id) for s in read(*split).sessions] == [
        (s.uid, s.recurrence_id) for s in read(whole).sessions
    ]


def test_a_stand_in_for_the_one_session_of_a_master_without_a_rule_replaces_it():
    stand_in = override("20270514T100000", "DTSTART;TZID=Europe/Zurich:20270514T150000")
    assert [(s.title, s.starts.hour) for s in read(master(), stand_in).sessions] == [("More tea", 15)]


def test_many_events_with_one_uid_and_no_rule_are_no_series():
    reading = read(master(), master(start=START.replace("T10", "T11")), master(start=START.replace("T10", "T12")))
    assert [(s.uid, s.recurrence_id, s.starts.hour) for s in reading.sessions] == [
        ("1", "", 10),
        ("1", "", 11),
        ("1", "", 12),
    ]


def test_of_two_versions_of_a_series_the_newer_counts_and_two_of_the_same_age_are_two():
    old = master("RRULE:FREQ=DAILY;COUNT=2", "SEQUENCE:1")
    new = master("RRULE:FREQ=WEEKLY;COUNT=2", "SEQUENCE:2")
    other = master("RRULE:FREQ=DAILY;COUNT=2", "SEQUENCE:2", start=START.replace("T10", "T12"))
    assert starts(read(new, old)) == ["2027-05-14T10:00", "2027-05-21T10:00"]
    assert sorted(starts(read(new, other))) == [
        "2027-05-14T10:00",
        "2027-05-14T12:00",
        "2027-05-15T12:00",
        "2027-05-21T10:00",
    ]


def test_series_without_uid_are_series_apart():
    events = [["SUMMARY:Tea", START, "RRULE:FREQ=DAILY;COUNT=2"], ["SUMMARY:Cake", START, "RRULE:FREQ=DAILY;COUNT=2"]]
    sessions = read(*events).sessions
    assert [session.title for session in sessions] == ["Tea", "Tea", "Cake", "Cake"]
    assert len({session.uid for session in sessions}) == 2


def test_what_stands_in_for_a_series_without_a_start_comes_in():
    stand_in = override("20270515T100000", "DTSTART;TZID=Europe/Zurich:20270515T150000")
    reading = read(["UID:1", "RRULE:FREQ=DAILY"], stand_in)
    assert starts(reading) == ["2027-05-15T15:00"]
    assert [(p.line, p.reason, p.uid) for p in reading.problems] == [
        (2, "a session without a title is left out: it has no DTSTART, and nothing says what it is", "1")
    ]
    assert not reading.complete


def test_a_series_without_a_start_is_one_session_without_a_time():
    stand_in = override("20270515T100000", "DTSTART;TZID=Europe/Zurich:20270515T150000")
    reading = read(["UID:1", "SUMMARY:Tea", "RRULE:FREQ=DAILY"], stand_in)
    assert [(session.uid, session.recurrence_id, session.starts) for session in reading.sessions[:1]] == [
        ("1", "", None)
    ]
    assert [session.starts.isoformat() for session in reading.sessions[1:]] == ["2027-05-15T15:00:00+02:00"]
    assert reading.complete


@pytest.mark.parametrize(
    ("lines", "hours"),
    [
        ([], ("10:00", "10:30")),
        (["DURATION:PT1H"], ("10:00", "11:00")),
        (["DTEND;TZID=Europe/Zurich:20270515T104500"], ("10:00", "10:45")),
        (["DTSTART:soon"], ("10:00", "10:30")),
    ],
)
def test_what_stands_in_for_a_session_and_tells_no_start_is_when_that_would_be(lines, hours):
    stand_in = ["UID:1", "RECURRENCE-ID;TZID=Europe/Zurich:20270515T100000", "SUMMARY:Cake", *lines]
    sessions = read(master("RRULE:FREQ=DAILY;COUNT=2", "DURATION:PT30M"), stand_in).sessions
    assert [(one.title, f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") for one in sessions[1:]] == [("Cake", *hours)]


def test_what_only_says_that_a_session_of_a_series_is_cancelled_leaves_it_as_it_is():
    stand_in = ["UID:1", "RECURRENCE-ID;TZID=Europe/Zurich:20270515T100000", "STATUS:CANCELLED"]
    reading = read(master("RRULE:FREQ=DAILY;COUNT=2"), stand_in)
    assert [(one.title, f"{one.starts:%d %H:%M}", one.status, one.partial) for one in reading.sessions] == [
        ("Tea", "14 10:00", "confirmed", False),
        ("Tea", "15 10:00", "cancelled", False),
    ]
    assert reading.problems == []


def test_what_stands_in_for_a_session_that_nobody_can_tell_is_a_session_without_a_time():
    reading = read(master("RRULE:FREQ=DAILY;COUNT=2"), ["UID:1", "RECURRENCE-ID:soon", "SUMMARY:Cake"])
    assert [(one.title, one.starts is None) for one in reading.sessions if one.title == "Cake"] == [("Cake", True)]
    assert len(reading.sessions) == 3


# --- how far is looked ----------------------------------------------------------------------------------


def test_an_endless_series_alone_is_looked_at_from_a_month_before_today_to_a_year_after():
    reading = read(
        master("RRULE:FREQ=WEEKLY", start="DTSTART;TZID=Europe/Zurich:20200103T190000"), today=date(2027, 5, 1)
    )
    assert reading.covers == (date(2027, 3, 31), date(2028, 5, 1))
    assert (len(reading.sessions), starts(reading)[0], starts(reading)[-1]) == (
        57,
        "2027-04-02T19:00",
        "2028-04-28T19:00",
    )
    assert reasons(reading) == []


def test_an_endless_series_is_looked_at_for_a_year_where_it_is_not_told_what_day_it_is():
    reading = read(master("RRULE:FREQ=MONTHLY"), today=date.min)
    assert reading.covers == (date(2027, 5, 14), date(2028, 5, 14))
    assert len(reading.sessions) == 13


def test_an_endless_series_within_an_event_is_looked_at_for_the_days_of_the_event():
    talks = [[f"UID:t{day}", f"DTSTART:202705{day}T090000Z", f"DTEND:202705{day}T100000Z"] for day in (20, 21, 22)]
    breakfast = master("RRULE:FREQ=DAILY", start="DTSTART:20270501T070000Z", uid="breakfast")
    reading = read(*talks, breakfast)
    assert reading.covers == (date(2027, 5, 19), date(2027, 5, 23))
    assert [s.starts.day for s in reading.sessions if s.uid == "breakfast"] == [19, 20, 21, 22, 23]
    known = frozenset(session.digest for session in reading.sessions)
    again = read(*talks, breakfast, known=known)
    assert ([s.starts.day for s in again.sessions], again.covers) == ([19, 20, 21, 22, 23], reading.covers)


def test_a_calendar_of_years_tells_no_days_of_an_event():
    talks = [[f"UID:t{year}", f"DTSTART:{year}0520T090000Z"] for year in (2019, 2023, 2026)]
    reading = read(*talks, master("RRULE:FREQ=WEEKLY"))
    assert reading.covers == (date(2027, 3, 31), date(2028, 5, 1))


def test_a_series_with_an_end_is_taken_whole_and_covers_everything():
    reading = read(master("RRULE:FREQ=WEEKLY;UNTIL=20300101T000000Z", start="DTSTART:20200103T190000Z"))
    assert (len(reading.sessions), reading.covers) == (522, None)


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;UNTIL=99991231T235959Z", "FREQ=WEEKLY;UNTIL=20600101", "FREQ=WEEKLY;COUNT=9999"]
)
def test_an_end_that_nobody_will_live_to_see_is_none(rule):
    reading = read(master(f"RRULE:{rule}", start="DTSTART:20200103T190000Z"))
    assert reading.covers == (date(2027, 3, 31), date(2028, 5, 1))
    assert len(reading.sessions) == 57


def test_an_endless_series_without_a_session_in_those_days_is_its_first_session():
    reading = read(master("RRULE:FREQ=YEARLY;INTERVAL=10", start="DTSTART:20210601T190000Z"))
    assert starts(reading) == ["2021-06-01T19:00"]
    assert [(p.line, p.reason, p.lost) for p in reading.problems] == [
        (
            2,
            f"it repeats, but has no session from 2027-03-31 to 2028-05-01, the days looked at: {ONLY}",
            False,
        )
    ]


# --- what is refused ------------------------------------------------------------------------------------

FIRST = ["2027-05-14T10:00"]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", f"the rule repeats every second without an end: {ONLY}"),
        ("FREQ=SECONDLY;INTERVAL=5", f"the rule repeats every 5 seconds without an end: {ONLY}"),
        ("FREQ=MINUTELY;INTERVAL=20", f"the rule repeats every 20 minutes without an end: {ONLY}"),
        ("FREQ=SECONDLY;UNTIL=99991231T235959Z", f"the rule repeats every second without an end: {ONLY}"),
        ("FREQ=SECONDLY;UNTIL=20270514T120000Z", f"the rule repeats every second more than 1,000 times: {ONLY}"),
        ("FREQ=MINUTELY;COUNT=5000", f"the rule repeats every minute 5,000 times: {ONLY}"),
        (
            "FREQ=DAILY;COUNT=1000000000000",
            f"the rule 'FREQ=DAILY;COUNT=1000000000000' cannot be followed, it repeats 1,000,000,000,000 times: {ONLY}",
        ),
        ("FREQ=DAILY;INTERVAL=0", f"the rule 'FREQ=DAILY;INTERVAL=0' cannot be followed, INTERVAL is 0: {ONLY}"),
        ("FREQ=DAILY;INTERVAL=-1", f"the rule 'FREQ=DAILY;INTERVAL=-1' cannot be followed, INTERVAL is -1: {ONLY}"),
        ("FREQ=DAILY;UNTIL=tea", f"the rule 'FREQ=DAILY;UNTIL=tea' cannot be followed, UNTIL is 'TEA': {ONLY}"),
        (
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
            f"the rule 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' cannot be followed, no year has such a day: {ONLY}",
        ),
        (
            "FREQ=DAILY;BYSETPOS=2;COUNT=5",
            f"the rule 'FREQ=DAILY;BYSETPOS=2;COUNT=5' cannot be followed, it is met too seldom: {ONLY}",
        ),
        ("FREQ={0}", f"the rule 'FREQ={{0}}' cannot be followed, FREQ is '{{0}}': {ONLY}"),
        ("garbage", f"the rule 'garbage' cannot be followed, 'GARBAGE' is no part of a rule: {ONLY}"),
    ],
)
def test_a_rule_that_is_endless_in_no_time_or_makes_no_sense_is_refused_by_reason(rule, reason):
    reading = read(master(f"RRULE:{rule}"))
    assert starts(reading) == FIRST
    assert [(p.line, p.reason, p.lost, p.uid) for p in reading.problems] == [(6, reason, True, "1")]
    assert not reading.complete


def test_two_hundred_rules_are_refused():
    reading = read(master(*(f"RRULE:FREQ=DAILY;INTERVAL={number}" for number in range(1, 201))))
    assert (starts(reading), reasons(reading)) == (FIRST, [f"it has 200 rules: {ONLY}"])


def test_a_rule_within_the_day_is_none_for_a_session_without_a_time():
    reading = read(master("RRULE:FREQ=HOURLY;COUNT=3", start="DTSTART;VALUE=DATE:20270514"))
    assert reasons(reading) == [
        f"the rule 'FREQ=HOURLY;COUNT=3' cannot be followed, it repeats every hour, and the session has no time: {ONLY}"
    ]


def test_no_more_than_a_thousand_sessions_of_a_series_are_taken():
    reading = read(master("RRULE:FREQ=HOURLY"))
    assert (len(reading.sessions), reasons(reading)) == (
        1_000,
        ["it has more than 1,000 sessions: the first 1,000 of them are taken"],
    )
    assert [problem.lost for problem in reading.problems] == [True]


def test_a_file_that_repeats_too_much_gives_the_first_of_what_is_beyond():
    events = [master("RRULE:FREQ=DAILY;COUNT=500", uid=str(number)) for number in range(50)]
    reading = read(*events)
    assert len(reading.sessions) == 20_010
    assert (
        reasons(reading)
        == [f"the rule 'FREQ=DAILY;COUNT=500' cannot be followed, the file repeats too much: {ONLY}"] * 10
    )
    assert [session.uid for session in reading.sessions[-10:]] == [str(number) for number in range(40, 50)]


def test_thousands_of_dates_are_cut_off_and_garbage_among_them_is_told_once():
    dates = ",".join(
        f"2027{month:02d}{day:02d}T{hour:02d}0000"
        for month in range(1, 13)
        for day in range(1, 29)
        for hour in range(24)
    )
    reading = read(master(f"RDATE:nonsense,rubbish,{dates}"))
    assert len(reading.sessions) == 1_000
    assert reasons(reading) == [
        "RDATE is no date or time: 'nonsense'",
        "RDATE names more than 5,000 dates: the rest of them is left out",
        "it has more than 1,000 sessions: the first 1,000 of them are taken",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("EXDATE:tea", ("EXDATE is no date or time: 'tea'", False)),
        ("EXRULE:FREQ=DAILY", ("EXRULE, which RFC 5545 took out, is not followed: what it excludes is taken", False)),
        (
            "RRULE:FREQ=DAILY;UNTIL=20260101",
            ("the rule ends before the first session, which is taken all the same", False),
        ),
    ],
)
def test_what_cannot_be_followed_but_loses_nothing_is_told(line, problem):
    reading = read(master("RRULE:FREQ=WEEKLY;COUNT=2", line))
    assert starts(reading) == ["2027-05-14T10:00", "2027-05-21T10:00"]
    assert [(told.reason, told.lost) for told in reading.problems] == [problem]


@pytest.mark.parametrize("length", ["P9999W", "P400000W", "PT99999999H"])
def test_a_huge_duration_costs_no_more_than_a_short_one(length):
    assert len(read(master(f"DURATION:{length}", "RRULE:FREQ=DAILY;COUNT=10")).sessions) == 10


@pytest.mark.parametrize(
    ("start", "number"),
    [
        ("DTSTART:00020101T000000Z", 398),
        ("DTSTART;TZID=Asia/Tokyo:16010101T000000", 398),
        ("DTSTART;TZID=America/New_York:99981230T230000", 1),
    ],
)
def test_a_series_at_the_ends_of_time_is_read(start, number):
    assert len(read(master("DURATION:P30D", "RRULE:FREQ=DAILY", start=start)).sessions) == number


_values = st.sampled_from(
    ["20270514T100000", "20270515T080000Z", "20270516", "20270517T1000/PT1H", "00010101", "99991231T235959Z", "tea", ""]
) | st.text("0123456789TZ/,;:-\\ ", max_size=30)
_rules = st.from_regex(
    r"FREQ=(SECOND|MINUTE|HOUR|DAI|WEEK|MONTH|YEAR)LY(;(INTERVAL|COUNT|BYMONTH|BYMONTHDAY|BYSETPOS|BYHOUR|BYDAY|UNTIL|X)"
    r"=[-+0-9A-Z,]{0,12}){0,3}",
    fullmatch=True,
)
_lines = st.lists(
    st.tuples(st.sampled_from(["RDATE", "EXDATE", "RECURRENCE-ID", "DTSTART", "SEQUENCE", "RRULE"]), _values)
    | st.tuples(st.just("RRULE"), _rules)
    | st.tuples(
        st.sampled_from(["RDATE;VALUE=PERIOD", "EXDATE;TZID=Mars", "RECURRENCE-ID;RANGE=THISANDFUTURE"]), _values
    ),
    max_size=4,
)


@given(st.lists(_lines, min_size=1, max_size=3), st.sampled_from([START, "DTSTART;VALUE=DATE:20270514", "DTSTART:x"]))
def test_no_series_makes_a_reading_raise_or_grow_without_bounds(events, start):
    lines = [["UID:1", *(f"{name}:{value}" for name, value in event), start] for event in events]
    reading = read(*lines)
    assert len(reading.sessions) <= len(events) * 1_003
    timed = [session for session in reading.sessions if session.starts is not None]
    assert all(isinstance(session.starts, date) for session in timed)
    assert len(reading.sessions) - len(timed) <= len(events)


def test_neither_a_series_nor_a_session_by_itself_makes_icalendar_load():
    program = (
        "import sys; from eventkit.api import ReadContext; from eventkit_calendar.reading import read_calendar\n"
        "for rule in sys.argv[1:]:\n"
        "    read_calendar(rule.encode(), ReadContext(file='a.ics'))\n"
        "    print(*sorted({'icalendar', 'dateutil', 'eventkit_calendar.repeating.recurrence'} & set(sys.modules)))\n"
    )
    files = [calendar(master()).decode(), calendar(master("RRULE:FREQ=DAILY;COUNT=3")).decode()]
    ran = subprocess.run([sys.executable, "-c", program, *files], check=True, capture_output=True, text=True)
    assert ran.stdout.split("\n") == ["", "eventkit_calendar.repeating.recurrence", ""]


# --- as a user sees it ----------------------------------------------------------------------------------


def test_a_series_is_imported_once_and_a_moved_session_of_it_keeps_what_is_noted_on_it(eventkit_run, tmp_path):
    path = tmp_path / "meetup.ics"
    event = master("RRULE:FREQ=DAILY;COUNT=3")
    path.write_bytes(calendar(event))
    assert eventkit_run("import", path, "--event", "meetup", "--format", "json").json["added"] == 3
    assert eventkit_run("import", path, "--event", "meetup", "--format", "json").json["unchanged"] == 3
    path.write_bytes(calendar(event, override("20270515T100000", "DTSTART;TZID=Europe/Zurich:20270515T150000")))
    result = eventkit_run("import", path, "--event", "meetup", "--format", "json").json
    assert (result["added"], result["updated"], result["removed"], result["unchanged"]) == (0, 1, 0, 2)


# --- real files -----------------------------------------------------------------------------------------


@pytest.mark.corpus
@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")  # icalendar's own, as the oracle
def test_real_series_have_the_sessions_that_recurring_ical_events_finds(corpus):
    """The files whose series are told plainly; how what is not plain is read, the tables above tell."""
    compared = sessions = 0
    for path in sorted((corpus / "ics").rglob("*.ics")):
        data = path.read_bytes()
        file = read_components(data)
        zones = Zones(file.walk("VTIMEZONE"), "UTC")
        sets = find_recurring(file.walk("VEVENT"))
        if not sets or not all(is_plain(one, zones) for one in sets):
            continue
        lines = {component.line for one in sets for component in one.components}
        reading = read_calendar(data, ReadContext(file=path.name, today=date(2020, 1, 1)))
        ours = {hands(session.starts) for session in reading.sessions if session.line in lines}
        if not ours or any("more than" in problem.reason for problem in reading.problems):
            continue
        days = [moment.date() if isinstance(moment, datetime) else moment for moment in ours]
        first, last = reading.covers or (min(days) - timedelta(days=2), max(days) + timedelta(days=2))
        theirs = expanded(data, sets, first, last)
        if theirs is None:
            continue
        compared += 1
        sessions += len(ours)
        assert (path.name, within(ours, first, last)) == (path.name, within(theirs, first, last))
    assert (compared > 140, sessions > 8_500) == (True, True)


NOT_PLAIN = re.compile(
    r"HOURLY|MINUTELY|SECONDLY|RSCALE|BYWEEKNO"
    r"|UNTIL=\d{8}(?!T)|UNTIL=\d{8}T\d{6}(?!Z)"  # a day, or a time by the session's own clock
    r"|^[DWMY][PMD]?\d"  # vCalendar 1.0
)


def is_plain(one, zones):
    """Whether libraries agree on what it means, and know its zones."""
    told = ("DTSTART", "RDATE", "EXDATE", "RECURRENCE-ID")
    lines = [line for event in one.components for name in told for line in event.all(name)]
    kinds = {("T" in v, v.strip().endswith("Z"), x.param("TZID")) for x in lines for v in x.value.split(",")}
    timed, utc, tzid = min(kinds)
    return (
        not any(NOT_PLAIN.search(line.value) for event in one.masters for line in event.all("RRULE"))
        and len(kinds) == 1
        and (not tzid or (timed and not utc and bool((zones.find(tzid) or ("", ""))[1])))
        and all(sequence_of(event) >= sequence_of(one.masters[0]) for event in one.overrides)
    )


def expanded(data, sets, first, last):
    """The starts that the library finds; None where icalendar or it cannot read the file."""
    uids = {event.value("UID").strip() for one in sets for event in one.masters}
    found = set()
    try:
        # the library tells times in UTC by the clock of X-WR-TIMEZONE
        for part in icalendar.Calendar.from_ical(data.replace(b"X-WR-TIMEZONE", b"X-NOTHING"), multiple=True):
            for event in recurring_ical_events.of(part).between(first, last + timedelta(days=1)):
                if str(event.get("UID", "")).strip() in uids:
                    found.add(hands(event["DTSTART"].dt))
    except (ValueError, TypeError, KeyError, AttributeError, icalendar.error.BrokenCalendarProperty):
        return None
    return found


def hands(moment):
    """What the clock shows: what a zone means is another test's subject."""
    return moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment


def within(moments, first, last):
    return sorted(str(m) for m in moments if first < (m.date() if isinstance(m, datetime) else m) < last)
