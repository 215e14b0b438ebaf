"""Free time, and what takes some: questions about an agenda that need nothing but its sessions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.domain.agenda import free_time, is_over, occupied
from eventkit.domain.events import Session

DAY = datetime(2027, 5, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minutes):
    return DAY + minutes * MINUTE


def free(taken, begins=0, ends=600, shortest=1):
    spans = free_time([(at(a), at(b)) for a, b in taken], at(begins), at(ends), shortest * MINUTE)
    return [((a - DAY) // MINUTE, (b - DAY) // MINUTE) for a, b in spans]


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ([], [(0, 600)]),
        ([(60, 120)], [(0, 60), (120, 600)]),
        ([(300, 360), (60, 120)], [(0, 60), (120, 300), (360, 600)]),
        ([(60, 300), (120, 180), (290, 310)], [(0, 60), (310, 600)]),
        ([(60, 120), (120, 180)], [(0, 60), (180, 600)]),
        ([(-60, 30), (590, 700)], [(30, 590)]),
        ([(-60, 700)], []),
        ([(-60, -30), (700, 800)], [(0, 600)]),
    ],
)
def test_what_is_left_is_free(taken, left):
    assert free(taken) == left


def test_what_is_too_short_is_left_out():
    assert free([(10, 300), (320, 590)], shortest=20) == [(300, 320)]
    assert free([(10, 300), (320, 590)], shortest=21) == []


def test_a_day_that_ends_before_it_begins_has_no_free_time():
    assert free([], begins=600, ends=0) == []


spans = st.tuples(st.integers(-100, 700), st.integers(1, 200)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=12))
def test_each_minute_of_a_day_is_either_taken_or_free(taken):
    found = free(taken)
    for minute in range(600):
        inside = any(a <= minute < b for a, b in taken)
        assert any(a <= minute < b for a, b in found) != inside


def test_a_session_without_an_end_takes_an_hour_of_who_looks_for_free_time():
    hour = DAY, DAY + timedelta(hours=1)
    assert [occupied(DAY, end) for end in (None, DAY, DAY - MINUTE, date(2027, 5, 15))] == [hour] * 4
    assert occupied(DAY, at(40)) == (DAY, at(40))


def test_what_lasts_all_day_takes_no_time():
    assert occupied(date(2027, 5, 14), date(2027, 5, 16)) is None


def test_time_taken_is_counted_across_a_change_of_the_clock():
    zone = ZoneInfo("Europe/Berlin")
    begins, ends = datetime(2027, 3, 28, 1, 30, tzinfo=zone), datetime(2027, 3, 28, 3, 30, tzinfo=zone)
    first, last = occupied(begins, ends)
    assert last - first == timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts", "ends", "over_at"),
    [
        (DAY, at(60), at(60)),
        (DAY, None, DAY),
        (date(2027, 5, 14), date(2027, 5, 16), datetime(2027, 5, 15, 22, tzinfo=UTC)),
        (date(2027, 5, 14), None, datetime(2027, 5, 14, 22, tzinfo=UTC)),
    ],
)
def test_a_session_is_over_when_it_ends_and_not_before(starts, ends, over_at):
    session = Session(id=1, event="meetup", uid="1", title="Tea", starts=starts, ends=ends, timezone="Europe/Berlin")
    assert (is_over(session, over_at - MINUTE), is_over(session, over_at)) == (False, True)
