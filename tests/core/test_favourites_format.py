"""How favourites travel, and how they are found again in another agenda of the same event."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.domain.events import Event, Session
from eventkit.domain.favourites import Favourite, mark_of, match_favourites, start_of_mark
from eventkit.errors import InputError
from eventkit.services.favourites_format import (
    LARGEST,
    parse_code,
    parse_favourites,
    write_code,
    write_favourites,
)

EVENT = Event(id=1, slug="meetup-27", name="Small Meetup 2027")
NINE = datetime(2027, 5, 14, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def session(number, title="Tea", starts=NINE, **details):
    return Session(id=number, event="meetup", title=title, starts=starts, **{"uid": f"u{number}", **details})


def numbers(favourites, sessions):
    found = match_favourites(favourites, sessions)
    return [(match.session.id, match.sure) for match in found.matches], len(found.missing)


TEA = session(1, ends=NINE + HOUR, interest="must", note="mine alone", recurrence_id="20270514T090000Z")
CAKE = session(2, "Cake & “more”", date(2027, 5, 15), interest="maybe")


def test_a_file_says_what_the_programme_says_and_how_much_i_want_it():
    assert json.loads(write_favourites(EVENT, [TEA, CAKE])) == {
        "format": "eventkit-favourites",
        "version": 1,
        "event": {"slug": "meetup-27", "name": "Small Meetup 2027"},
        "sessions": [
            {
                "level": "must",
                "title": "Tea",
                "starts": "2027-05-14T09:00:00+00:00",
                "ends": "2027-05-14T10:00:00+00:00",
                "uid": "u1",
                "recurrence_id": "20270514T090000Z",
            },
            {
                "level": "maybe",
                "title": "Cake & “more”",
                "starts": "2027-05-15",
                "ends": None,
                "uid": "u2",
                "recurrence_id": "",
            },
        ],
    }


def test_a_file_reads_back():
    read = parse_favourites(write_favourites(EVENT, [TEA, CAKE]), "f.json")
    assert (read.event, read.name, read.problems) == ("meetup-27", "Small Meetup 2027", ())
    assert read.sessions == (
        Favourite(level="must", title="Tea", starts=NINE, ends=NINE + HOUR, uid="u1", recurrence_id="20270514T090000Z"),
        Favourite(level="maybe", title="Cake & “more”", starts=date(2027, 5, 15), uid="u2"),
    )


def test_a_code_has_eight_letters_for_each_session():
    text = write_code(EVENT, [TEA, CAKE])
    marks = [mark_of(each.title, each.starts) for each in (TEA, CAKE)]
    assert text == f"EVENTKIT-FAVOURITES:1:MEETUP-27:{marks[0]}:{marks[1]}"
    assert [len(mark) for mark in marks] == [8, 8]


def test_marks_stay_what_they_are_as_codes_are_on_the_phones_of_others():
    assert mark_of("Tea", NINE) == "YJREQYI4"
    assert mark_of("Tea", date(2027, 5, 14)) == "YJREQXYA"


def test_a_mark_does_not_depend_on_how_a_title_is_written_or_a_time_is_told():
    assert mark_of("ZOE'S  tea", NINE.astimezone(ZoneInfo("Asia/Tokyo"))) == mark_of("Zoë's Tea", NINE)


@pytest.mark.parametrize("change", [str.lower, str.upper, lambda text: f" {text[:30]}\n {text[30:]}\n"])
def test_a_code_reads_back_in_any_case_and_across_lines(change):
    read = parse_code(change(write_code(EVENT, [TEA, CAKE])), "the text")
    assert (read.event, [(one.level, one.mark) for one in read.sessions]) == (
        "meetup-27",
        [("must", mark_of("Tea", NINE)), ("maybe", mark_of("Cake & “more”", date(2027, 5, 15)))],
    )


@given(st.integers(0, 40_000), st.integers(0, 20_000))
def test_a_mark_tells_the_start_within_three_weeks(first, later):
    near = datetime(2027, 5, 1, tzinfo=UTC) + timedelta(minutes=first)
    starts = near + timedelta(minutes=later)
    if not (mark := mark_of("Tea", starts)).endswith("777"):  # which says that there is none
        assert start_of_mark(mark, near) == starts


def test_a_mark_tells_that_there_is_no_start_yet():
    assert mark_of("Tea", None) == "YJREQ777"
    assert start_of_mark("YJREQ777", NINE) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("eventkit-favourites:", "is no whole text of favourites"),
        ("eventkit-favourites:1", "is no whole text of favourites"),
        ("eventkit-favourites:one:x:AAAAAAAA:", "is no whole text of favourites"),
        ("eventkit-favourites:2:x:AAAAAAAA:", "is of version 2, and this eventkit reads 1: update eventkit"),
        ("eventkit-favourites:0:x:AAAAAAAA:", "is damaged: it does not say which version of the format it has"),
        ("eventkit-favourites:1:x:AAAAAAAA", "the text of favourites is cut off"),
        ("eventkit-favourites:1:x:AAAAAAA:", "the text of favourites is cut off"),
        ("eventkit-favourites:1:x:AAAAAAA1:", "holds letters that no text of favourites has"),
        ("eventkit-favourites:1:x::", "holds no session"),
        ("eventkit-favourites:1:x:AAAAAAAA::", "the text of favourites is cut off, or something was added"),
    ],
)
def test_a_code_that_is_none_is_refused_with_the_reason(text, said):
    with pytest.raises(InputError) as refused:
        parse_code(text, "a.png")
    assert str(refused.value).startswith("a.png: ")
    assert said in str(refused.value)


def content(**changes):
    whole = {
        "format": "eventkit-favourites",
        "version": 1,
        "event": {"slug": "m", "name": "M"},
        "sessions": [{"level": "must", "title": "Tea"}],
    }
    return json.dumps({**whole, **changes}).encode()


NOT_FAVOURITES = "is no file of favourites, as `eventkit favourites export` writes it, and no picture of one"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"BEGIN:VCALENDAR\r\n", NOT_FAVOURITES),
        (b"\xff\xfe\x00", NOT_FAVOURITES),
        (b"[" * 200_000, NOT_FAVOURITES),
        (b'{"format": "eventkit-favourites", "sessions": ' + b"[" * 200_000, NOT_FAVOURITES),
        (b"[1, 2]", NOT_FAVOURITES),
        (b'{"format": "another"}', NOT_FAVOURITES),
        (b'{"version": ' + b"9" * 5000 + b"}", NOT_FAVOURITES),
        (b" " * (LARGEST + 1), "is larger than the 4 MiB that a file of favourites may have"),
        (content(version=2), "is of version 2, and this eventkit reads 1: update eventkit"),
        (content(version=True), "is damaged: it does not say which version of the format it has"),
        (content(version="1"), "is damaged: it does not say which version of the format it has"),
        (content(event=[]), "is damaged: it has no event, or no list of sessions"),
        (content(sessions={}), "is damaged: it has no event, or no list of sessions"),
        (content(event={"slug": 7}), "is damaged: of its event, its slug is no text"),
        (content(sessions=[]), "holds no session"),
        (content(sessions=[7]), "no session of it can be read: session 1 is left out: it is no record"),
        (content(sessions=[{"level": "skip", "title": "Tea"}]), "its level is not one of must, maybe"),
        (content(sessions=[{"level": ["must"], "title": "Tea"}]), "its level is not one of must, maybe"),
        (content(sessions=[{"level": "must"}]), "its title is no text"),
        (content(sessions=[{"level": "must", "title": " \n"}]), "its title is no text"),
        (content(sessions=[{"level": "must", "title": "x" * 2001}]), "its title has 2,001 letters"),
        (content(sessions=[{"level": "must", "title": "Tea", "starts": "soon"}]), "its starts is no time"),
        (content(sessions=[{"level": "must", "title": "Tea", "starts": 7}]), "its starts is no text"),
        (content(sessions=[{"level": "must", "title": "Tea", "ends": "9999-12-31"}]), "its ends is no time"),
        (content(sessions=[{"level": "must", "title": "Tea", "uid": {}}]), "its uid is no text"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(data, said):
    with pytest.raises(InputError) as refused:
        parse_favourites(data, "f.json")
    assert str(refused.value).startswith("f.json: ")
    assert said in str(refused.value)


def test_a_session_that_cannot_be_read_costs_itself_only():
    read = parse_favourites(
        content(sessions=[{"level": "must", "title": "Tea"}, None, {"level": "maybe", "title": "\ud800Cake\0"}]),
        "f.json",
    )
    assert [one.title for one in read.sessions] == ["Tea", "Cake"]
    assert read.problems == ("session 2 is left out: it is no record",)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["level", "title", "starts", "ends", "uid", "slug", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(anything, st.lists(anything, max_size=3))
def test_whatever_is_in_a_file_it_is_read_or_refused(event, sessions):
    good = {"level": "must", "title": "Tea", "starts": "2027-05-14T09:00:00Z"}
    data = content(event=event, sessions=[good, *sessions])
    try:
        read = parse_favourites(data, "f.json")
    except InputError as error:
        assert str(error).startswith("f.json: is damaged: ")  # noqa: PT017  # either is right, and no other error is
    else:
        assert len(read.sessions) + len(read.problems) == 1 + len(sessions)
        assert match_favourites(read.sessions, [TEA, CAKE]).matches[0].session == TEA


@given(st.text(max_size=60))
def test_whatever_is_in_a_code_it_is_read_or_refused(rest):
    try:
        read = parse_code(f"eventkit-favourites:1:{rest}", "x")
    except InputError as error:
        assert str(error).startswith("x: ")  # noqa: PT017  # either is right, and no other error is
    else:
        assert all(len(one.mark) == 8 for one in read.sessions)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)) | st.dates(
    date(2020, 1, 1), date(2035, 1, 1)
)


@given(st.lists(st.tuples(words, moments, st.sampled_from(["must", "maybe"])), max_size=8, unique_by=lambda t: t[:2]))
def test_favourites_of_an_agenda_are_found_in_it_by_file_and_by_code(rows):
    sessions = [
        session(number, title, starts, interest=level, uid="the same for all")
        for number, (title, starts, level) in enumerate(rows, start=1)
    ]
    distinct = {(mark_of(each.title, each.starts)) for each in sessions}
    if not sessions or len(distinct) < len(sessions):
        return
    for read in (
        parse_favourites(write_favourites(EVENT, sessions), "f"),
        parse_code(write_code(EVENT, sessions), "c"),
    ):
        found = match_favourites(read.sessions, sessions)
        assert [(m.session.id, m.favourite.level, m.sure) for m in found.matches] == [
            (each.id, each.interest, True) for each in sessions
        ]


# --- finding them in another agenda -------------------------------------------------------------------

THEIRS = Favourite(level="must", title="Tea", starts=NINE, uid="u1")


@pytest.mark.parametrize(
    ("sessions", "found"),
    [
        ([session(1)], [(1, True)]),
        ([session(7, uid="other")], [(7, True)]),
        ([session(7, "TEA ", uid="other")], [(7, True)]),
        ([session(1, "Green tea")], [(1, True)]),
        ([session(1, starts=NINE + HOUR)], [(1, True)]),
        ([session(7, starts=NINE + HOUR, uid="other")], [(7, False)]),
        ([session(1, "Green tea", NINE + HOUR)], [(1, False)]),
        ([session(1, "Cake", NINE + HOUR), session(7, uid="other")], [(7, True)]),
        ([session(8, starts=NINE + HOUR, uid="u1"), session(9, uid="u1")], [(9, True)]),
        ([session(8, starts=NINE + HOUR, uid="x"), session(9, starts=NINE - HOUR, uid="y")], []),
        ([session(1, status="gone")], []),
        ([session(7, "Cake", uid="other")], []),
    ],
    ids=[
        "the same",
        "another UID",
        "another way of writing it",
        "another title",
        "moved",
        "moved, another UID",
        "moved, another title",
        "UID of something else",
        "one UID for all",
        "two of that title at other times",
        "gone",
        "nothing like it",
    ],
)
def test_a_favourite_is_found_by_what_the_two_agendas_agree_on(sessions, found):
    assert numbers([THEIRS], sessions) == (found, 1 - len(found))


def test_a_session_is_found_once_and_by_who_is_surest():
    late = Favourite(level="must", title="Tea", starts=NINE + 8 * HOUR)
    early = Favourite(level="maybe", title="Tea", starts=NINE)
    assert numbers([late, early], [session(1)]) == ([(1, True)], 1)


def test_of_two_levels_for_one_session_the_higher_counts():
    both = [Favourite(level=level, title="Tea", starts=NINE) for level in ("maybe", "must", "maybe")]
    assert [match.favourite.level for match in match_favourites(both, [session(1)]).matches] == ["must"]


def test_a_mark_finds_a_session_that_moved_where_its_title_is_the_only_one():
    marked = Favourite(level="must", mark=mark_of("Tea", NINE))
    assert numbers([marked], [session(7, starts=NINE + HOUR)]) == ([(7, False)], 0)
    assert numbers([marked], [session(7, starts=NINE + HOUR), session(8, starts=NINE - HOUR)]) == ([], 1)


@pytest.mark.parametrize(
    ("sessions", "plausible"),
    [
        ([session(7, uid="a")], True),
        ([session(7, starts=NINE + HOUR, uid="a")], False),
        ([session(7, starts=NINE + HOUR, uid="a"), session(8, "Cake", NINE + HOUR, uid="b")], True),
        ([], False),
    ],
    ids=["one for sure", "one of three by title", "two of three by title", "none"],
)
def test_favourites_of_another_event_are_told_by_how_little_agrees(sessions, plausible):
    theirs = [Favourite(level="must", title=title, starts=NINE) for title in ("Tea", "Cake", "Songs")]
    assert match_favourites(theirs, sessions).plausible is plausible
