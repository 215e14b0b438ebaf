"""How fast letters go out, and when: by the minute, the day, and the clock where the recipient is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import Event, Person, UsageError, create_app
from eventkit_followup.outbox.pacing import Clock, Pace, Window, pace_of, zone_of

NOON = datetime(2027, 5, 14, 12, tzinfo=UTC)  # a Friday
BERLIN = ZoneInfo("Europe/Berlin")


def ago(**values):
    return NOON - timedelta(**values)


@pytest.fixture
def two(meet, draft):
    """Drafts to Jane and John."""
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org")
    draft()


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [([], 0), ([10], 0), ([10, 20], 40), ([10, 20, 30], 40), ([59, 20], 1), ([60, 20], 0), ([61, 62, 63], 0)],
)
def test_letter_waits_until_the_minute_has_room(tries, seconds):
    pace = Pace(per_minute=2)
    assert pace.waits([ago(seconds=one) for one in tries], NOON) == timedelta(seconds=seconds)


@given(st.integers(1, 4), st.lists(st.floats(0, 90), min_size=1, max_size=20))
def test_no_minute_ever_has_more_letters_than_said(per_minute, pauses):
    pace, now, sent = Pace(per_minute=per_minute), NOON, []
    for pause in pauses:
        now += timedelta(seconds=pause)
        now += pace.waits(sent, now)
        sent.append(now)
    assert all(last - first >= timedelta(minutes=1) for first, last in zip(sent, sent[per_minute:], strict=False))
    assert all(first <= last for first, last in pairwise(sent))


def test_clock_of_another_machine_that_is_ahead_holds_up_nobody():
    assert Pace(per_minute=1).waits([NOON + timedelta(hours=1)], NOON) == timedelta()


def test_day_has_room_for_those_that_are_left_of_its_number():
    pace = Pace(per_day=3)
    tries = [ago(hours=25), ago(hours=23), ago(hours=1)]
    assert pace.left(tries, NOON) == 1
    assert pace.left([*tries, ago(hours=2)], NOON) == 0
    assert pace.next_day([*tries, ago(hours=2)], NOON) == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2027-05-14T10:00", "2027-05-14T10:00"),
        ("2027-05-14T07:59", "2027-05-14T08:00"),
        ("2027-05-14T20:00", "2027-05-17T08:00"),
        ("2027-05-15T10:00", "2027-05-17T08:00"),
        ("2027-03-26T21:00", "2027-03-29T08:00"),  # the clocks change on Sunday
    ],
)
def test_window_opens_on_the_next_of_its_days(now, opens):
    window = Window(8 * 60, 20 * 60, (0, 1, 2, 3, 4))
    found = window.opens(datetime.fromisoformat(now).replace(tzinfo=BERLIN).astimezone(UTC), BERLIN)
    assert found.strftime("%Y-%m-%dT%H:%M") == opens


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({}, Pace()),
        ({"per_minute": 3, "per_day": 40}, Pace(per_minute=3, per_day=40)),
        ({"window": "8:00 - 20:30"}, Pace(window=Window(480, 1230))),
        ({"window": "00:00-24:00"}, Pace()),
        ({"days": "mon-fri"}, Pace(window=Window(days=(0, 1, 2, 3, 4)))),
        ({"days": "Sat-Mon, wed"}, Pace(window=Window(days=(0, 2, 5, 6)))),
    ],
)
def test_pace_is_as_the_settings_say(table, expected):
    assert pace_of(table, "here") == expected


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ({"per_minute": 0}, "per_minute: 0 is no number from 1"),
        ({"per_day": True}, "per_day: True is no number from 1"),
        ({"per_day": "many"}, "per_day: 'many' is no number from 1"),
        ({"window": "20:00-08:00"}, "window: '20:00-08:00' is no time of day"),
        ({"window": "8-20"}, "window: '8-20' is no time of day"),
        ({"window": "08:00-24:01"}, "window: '08:00-24:01' is no time of day"),
        ({"window": "08:60-20:00"}, "window: '08:60-20:00' is no time of day"),
        ({"days": "weekdays"}, "days: 'weekdays' are no days"),
        ({"days": 5}, "days: 5 are no days"),
    ],
)
def test_pace_that_cannot_be_is_refused_with_the_reason(table, reason):
    with pytest.raises(UsageError, match=reason):
        pace_of(table, "here")


def card(line):
    return f"BEGIN:VCARD\nVERSION:4.0\nFN:Jane Doe\n{line}\nEND:VCARD\n"


@pytest.mark.parametrize(
    ("tags", "line", "setting", "event", "name", "hours"),
    [
        (("tz:Asia/Tokyo",), "TZ:Europe/Paris", "Europe/Berlin", "Europe/Rome", "Asia/Tokyo", 9),
        (("tz:Nowhere",), "TZ:Europe/Paris", "", "", "Europe/Paris", 2),
        ((), "TZ;VALUE=utc-offset:-0500", "", "", "UTC-05:00", -5),
        ((), "TZ:+05:30", "", "", "UTC+05:30", 5.5),
        ((), "TZ:Z", "Asia/Tokyo", "", "UTC+00:00", 0),
        ((), "item1.TZ;TYPE=work:America/New_York", "", "", "America/New_York", -4),
        ((), "TZ:Raleigh/North America", "Europe/Berlin", "", "Europe/Berlin", 2),
        ((), "NOTE:TZ", "", "Europe/Rome", "Europe/Rome", 2),
        ((), "", "", "", "UTC", 0),
    ],
)
def test_zone_is_the_one_that_is_known_best(tags, line, setting, event, name, hours):  # noqa: PLR0917  # cases
    person = Person(id=1, name="Jane Doe", tags=tags)
    found = zone_of(person, card(line), Event(id=1, slug="e", name="E", timezone=event) if event else None, setting)
    assert (found.name, NOON.astimezone(found.zone).utcoffset()) == (name, timedelta(hours=hours))


def test_clock_goes_on_where_the_variable_holds_it(eventkit_home):
    app = create_app(eventkit_home)
    clock = Clock(app)
    first = clock.now()
    time.sleep(0.01)
    assert timedelta() < clock.now() - first < timedelta(seconds=5)
    assert app.now() == app.now()


@pytest.mark.usefixtures("two")
def test_second_letter_of_a_minute_waits_for_the_next(post, send, monkeypatch):
    server = post(settings={"per_minute": 1})
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T09:00:00+02:00")
    assert send("--limit", "1") == {"Jane Doe": "sent", "John Roe": "waits"}
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T09:00:59.300+02:00")
    begun = time.monotonic()
    assert send() == {"John Roe": "sent"}
    assert time.monotonic() - begun > 0.6
    assert len(server.letters) == 2


@pytest.mark.usefixtures("two")
def test_wait_is_told(post, send, conference, monkeypatch):
    post(settings={"per_minute": 1})
    send("--limit", "1")
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T09:00:59.700+02:00")
    ran = conference("followup", "send", "--yes")
    assert (ran.stdout, ran.stderr) == ("Sent 1 letter.\n", "Waiting 1 seconds: 1 goes out in a minute.\n")


@pytest.mark.usefixtures("two")
def test_day_that_is_full_leaves_the_rest_for_tomorrow(post, send, conference, monkeypatch):
    server = post(settings={"per_day": 1})
    ran = conference("followup", "send", "--yes")
    assert (ran.stdout, ran.stderr) == (
        "Sent 1 letter.\n",
        "1 waits: 1 until 09:00 tomorrow (1 a day); run it again then.\n",
    )
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-15T08:59:00+02:00")
    assert send() == {"John Roe": "waits"}
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-15T09:00:05+02:00")
    assert send() == {"John Roe": "sent"}
    assert server.recipients == ["jane@example.org", "john@example.org"]


@pytest.mark.usefixtures("two")
def test_letter_that_was_put_off_counts_for_the_day(post, send):
    post(("RCPT", "jane", "450 busy"), settings={"per_day": 1})
    assert send() == {"Jane Doe": "not sent", "John Roe": "waits"}


@pytest.mark.usefixtures("two")
def test_letter_waits_for_day_where_the_recipient_is(post, conference):
    server = post(settings={"window": "08:00-20:00"})
    conference("people", "tag", "Jane Doe", "--add", "tz:America/New_York")
    ran = conference("followup", "send", "--yes")
    assert (ran.stdout, ran.stderr) == (
        "Sent 1 letter.\n",
        "1 waits: 1 until 08:00 in America/New_York; run it again then.\n",
    )
    assert server.recipients == ["john@example.org"]


@pytest.mark.usefixtures("two")
def test_nothing_is_asked_where_everything_waits(post, conference):
    server = post(settings={"window": "08:00-20:00", "days": "sat,sun"})
    ran = conference("followup", "send")
    assert (ran.stdout, ran.stderr) == (
        "",
        "2 wait: 2 until 08:00 tomorrow in Europe/Berlin; run it again then.\n",
    )
    assert server.connections == 0
