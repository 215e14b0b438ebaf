"""Rooms out of LOCATION: what the whole file shares is left out, and what is no room is none."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext
from eventkit_calendar.places import venue_suffix
from eventkit_calendar.reading import read_calendar


def rooms(*locations, head=(), more=()):
    """The rooms of a file with a session in each place, in the order of the file."""
    lines = ["BEGIN:VCALENDAR", *head]
    for number, location in enumerate(locations):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}",
            "DTSTART:20270514T090000Z",
            f"LOCATION:{location}",
            *more,
            "END:VEVENT",
        ]
    data = "\n".join([*lines, "END:VCALENDAR", ""]).encode()
    return [session.room for session in read_calendar(data, ReadContext(file="a.ics")).sessions]


def suffix(*places):
    return venue_suffix(Counter(f"\nLOCATION:{place}".encode() for place in places))


@pytest.mark.parametrize(
    ("locations", "expected"),
    [
        (["A\\, Berlin\\, Germany", "B\\, Berlin\\, Germany"] * 3, ["A", "B"] * 3),
        (["A (Town Hall)", "B (Town Hall)"] * 3, ["A", "B"] * 3),
        (["Hall 8 | Room E\\, Utrecht", "Hall 9\\, Utrecht"] * 3, ["Hall 8 | Room E", "Hall 9"] * 3),
        (["A - The Works - High Street 1", "B - The Works - High Street 1"] * 3, ["A", "B"] * 3),
        # the one that takes place elsewhere is told whole
        ([*["A\\, Oslo", "B\\, Oslo"] * 5, "Pier 3\\, Bergen"], [*["A", "B"] * 5, "Pier 3, Bergen"]),
        # two venues tell the rooms apart; four sessions and a single room tell nothing
        (["A\\, North", "A\\, South"] * 3, ["A, North", "A, South"] * 3),
        (["A\\, Oslo", "B\\, Oslo"] * 2, ["A, Oslo", "B, Oslo"] * 2),
        (["Online\\, Oslo"] * 9, ["Online, Oslo"] * 9),
        (["A\\, Hall", "B\\, Hall", "C"] * 5, ["A, Hall", "B, Hall", "C"] * 5),
    ],
)  # fmt: skip  # a table reads better
def test_a_room_is_told_without_the_venue_that_all_share(locations, expected):
    assert rooms(*locations) == expected


@given(
    st.lists(st.sampled_from(["A", "B", "C (upper)", "D"]), min_size=20, max_size=60).filter(
        lambda names: len(set(names)) > 1
    )
)
def test_the_venue_stays_as_it_is_when_a_session_comes_or_goes_or_is_moved(names):
    places = [f"{name}, Sample Street 1, Town" for name in names]
    venue = ", Sample Street 1, Town"
    others = len(set(names)) > 2 or min(Counter(names).values()) > 1
    assert suffix(*places) == suffix(*reversed(places)) == suffix(*places, "Elsewhere") == venue
    assert suffix(*places[1:]) == venue or not others


@pytest.mark.parametrize(
    ("location", "room"),
    [
        ("Kulturhaus\\nMusterstraße 1\\n12345 Ort", "Kulturhaus, Musterstraße 1, 12345 Ort"),
        ("Room 127 -  - Sample Street 1\\, Town", "Room 127"),
        (" -  - Sample Street 1\\, Town", ""),
        ("https://meet.example.org/abc", ""),
        ("Hall A or https://meet.example.org/abc", "Hall A or https://meet.example.org/abc"),
        ("Saal 1 - Foyer", "Saal 1 - Foyer"),
    ],
)
def test_a_location_by_itself_is_the_room_that_it_tells(location, room):
    assert rooms(location) == [room]


def test_a_conference_that_organizes_itself_is_no_part_of_the_room():
    assert rooms("camp27 - Tent A", more=["ORGANIZER:camp27"]) == ["Tent A"]
    assert rooms("camp27 - Tent A", more=["ORGANIZER;CN=camp27:mailto:camp@example.org"]) == ["camp27 - Tent A"]


def test_what_eventkit_wrote_keeps_its_rooms():
    places = ["A\\, Oslo", "B\\, Oslo"] * 3
    assert rooms(*places, head=["PRODID:-//eventkit//agenda 1.0//EN"]) == ["A, Oslo", "B, Oslo"] * 3
