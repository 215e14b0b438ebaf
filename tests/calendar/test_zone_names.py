"""Names that calendars give to zones: by vendors, in other languages, by slips; and which they define themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext, zone
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.timezones.zone_names import guessed_zone_names, zone_names
from eventkit_calendar.timezones.zones import Zones

ALWAYS_HALF_PAST_FIVE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE"""


def hours(tzid, month):
    """By how many hours the clock of a TZID is ahead of UTC."""
    known, _ = Zones((), "UTC").find(tzid)
    return datetime(2027, month, 15, 12, tzinfo=UTC).astimezone(known).utcoffset().total_seconds() / 3600


@pytest.mark.parametrize(
    ("tzid", "winter", "summer"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 1, 2),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", 1, 2),
        ("(GMT+01.00) Belgrade / Bratislava / Budapest / Ljubljana / Prague", 1, 2),
        ("(UTC+01:00) Brüssel, Kopenhagen, Madrid, Paris", 1, 2),
        ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", 0, 1),
        ("(UTC-05:00) Eastern Time (US & Canada)", -5, -4),
        ("(UTC-05:00) Est (É.-U. et Canada)", -5, -4),
        ("(GMT-08:00) Pacific Time (US & Canada)", -8, -7),
        ("(UTC-08:00) Pacific Time (USA & Kanada)", -8, -7),
        ("(UTC-07:00) Arizona", -7, -7),
        ("(UTC-10:00) Hawaii", -10, -10),
        ("(UTC-03:00) Brasília", -3, -3),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", 5.5, 5.5),
        ("(UTC+05:45) Kathmandu", 5.75, 5.75),
        ("(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi", 8, 8),
        ("(UTC+09:00) Osaka, Sapporo, Tokyo", 9, 9),
        ("(UTC) Coordinated Universal Time", 0, 0),
        ("(GMT +01:00)", 1, 1),
        ("UTC-3", -3, -3),
        ("Mitteleuropäische Zeit", 1, 2),
        ("Westeuropäische Normalzeit", 0, 1),
        ("Hora estándar romance", 1, 2),
        ("Heure normale d\u2019Europe centrale", 1, 2),
        ("ora solare Europa occidentale", 1, 2),
        ("W. Europe Standard Time", 1, 2),
        ("tzone://Microsoft/Utc", 0, 0),
        ("Canberra, Melbourne, Sydney", 11, 10),
        ("Europe/Germany", 1, 2),
        ("Asia/Bangalore", 5.5, 5.5),
        ("/Europe/Stockholm", 1, 2),
        ("Berlin", 1, 2),
        ("Singapore", 8, 8),
        ("PST", -8, -7),
        ("CEST", 1, 2),
    ],
)
def test_a_name_is_the_zone_that_it_means(tzid, winter, summer):
    assert (hours(tzid, 1), hours(tzid, 7)) == (winter, summer)


@pytest.mark.parametrize(
    "tzid",
    [
        "Customized Time Zone",
        "Customized Time Zone 1",
        "tzone://Microsoft/Custom",
        "Nowhere/Middle",
        "",
        "West",
        "Zone",
    ],
)
def test_a_name_that_means_nothing_is_nobody_s_zone(tzid):
    assert Zones((), "UTC").find(tzid) is None


def test_a_name_with_a_colon_may_stand_without_quotation_marks():
    event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=(UTC+01:00) Brussels, Paris:20270714T090000\nEND:VEVENT"
    (session,) = read_calendar(
        f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR\n".encode(), ReadContext(file="a.ics")
    ).sessions
    assert (session.starts.astimezone(UTC), session.timezone) == (
        datetime(2027, 7, 14, 7, tzinfo=UTC),
        "Europe/Brussels",
    )


def test_an_agenda_is_in_the_zone_that_most_sessions_name_folded_or_not():
    event = 'BEGIN:VEVENT\nUID:{uid}\nDTSTART;TZID="(UTC+01:00) Amsterdam, Berl\n in":20270714T0{uid}0000\nEND:VEVENT\n'
    text = "BEGIN:VCALENDAR\n" + event.format(uid=1) + event.format(uid=2) + "END:VCALENDAR\n"
    assert read_calendar(text.encode(), ReadContext(file="a.ics")).timezone == "Europe/Amsterdam"
    assert read_calendar(text.encode("utf-16"), ReadContext(file="a.ics")).timezone == "Europe/Amsterdam"


def test_cities_are_not_believed_against_the_offset_beside_them():
    assert [name for name in zone_names("(UTC+09:00) Berlin") if zone(name)] == []


@pytest.mark.parametrize("name", ["PST", "Customized Time Zone 1", "tzone://Microsoft/Custom", "Sydney", "UTC+11"])
def test_what_a_calendar_defines_itself_goes_before_a_guess(name):
    definition = ALWAYS_HALF_PAST_FIVE.format(name=name)
    event = f'BEGIN:VEVENT\nUID:1\nDTSTART;TZID="{name}":20270714T090000\nEND:VEVENT'
    text = f"BEGIN:VCALENDAR\n{definition}\n{event}\nEND:VCALENDAR\n"
    (session,) = read_calendar(text.encode(), ReadContext(file="a.ics")).sessions
    assert session.starts == datetime(2027, 7, 14, 3, 30, tzinfo=UTC)


def test_a_name_that_two_files_define_differently_means_in_each_what_it_says_there():
    offsets = []
    for told in ("+0530", "-0300"):
        definition = ALWAYS_HALF_PAST_FIVE.format(name="Board room").replace("+0530", told)
        event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Board room:20270714T090000\nEND:VEVENT"
        text = f"BEGIN:VCALENDAR\n{definition}\n{event}\nEND:VCALENDAR\n"
        (session,) = read_calendar(text.encode(), ReadContext(file="a.ics")).sessions
        offsets.append(session.starts.astimezone(UTC).strftime("%H%M"))
    assert offsets == ["0330", "1200"]


@given(st.text() | st.from_regex(r"\(?(UTC|GMT) ?[+-]\d{1,2}:?(\d\d)?\)? ?[A-Z]?[a-z]*", fullmatch=True))
def test_whatever_a_zone_is_called_a_name_or_nothing_comes_of_it(tzid):
    assert all(isinstance(name, str) for name in [*zone_names(tzid), *guessed_zone_names(tzid)])


def test_many_different_times_are_told_alike_however_often_they_are_asked_for():
    zones = Zones((), "Europe/Berlin")
    first = datetime(2027, 1, 1, tzinfo=UTC)
    for _ in range(2):
        for day in range(3000):
            hands = (first + timedelta(days=day)).replace(tzinfo=None)
            told = zones.told(f"{hands:%Y%m%dT%H%M%S}", "Asia/Tokyo")
            assert told == (hands.replace(tzinfo=zone("Asia/Tokyo")), "Asia/Tokyo", "")
    assert zones.told("20270714T090000", "Nowhere") == (
        datetime(2027, 7, 14, 9, tzinfo=zone("Europe/Berlin")),
        "Europe/Berlin",
        "Nowhere",
    )
    assert zones.told("no time", "") is None
