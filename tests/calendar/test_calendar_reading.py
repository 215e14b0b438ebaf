"""What a VEVENT means: times and zones, ends, speakers, text, on calendars written line by line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.values import read_duration, read_moment

CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE"""


def read(*lines, head=(), context=None, **options):
    text = "\n".join(["BEGIN:VCALENDAR", *head, "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR", ""])
    return read_calendar(text.encode(), context or ReadContext(file="a.ics", **options))


def only(*lines, **options):
    reading = read(*lines, **options)
    assert [problem.reason for problem in reading.problems] == []
    (session,) = reading.sessions
    return session


@pytest.mark.parametrize(
    ("line", "head", "utc", "timezone"),
    [
        ("DTSTART:20270514T090000Z", (), "2027-05-14T09:00", "UTC"),
        ("DTSTART;TZID=Europe/Zurich:20270514T090000", (), "2027-05-14T07:00", "Europe/Zurich"),
        ('DTSTART;TZID="Europe/Zurich";VALUE=DATE-TIME:20270514T090000', (), "2027-05-14T07:00", "Europe/Zurich"),
        ("DTSTART;TZID=W. Europe Standard Time:20270514T090000", (), "2027-05-14T07:00", "Europe/Berlin"),
        ("DTSTART;TZID=/mozilla.org/20070129_1/Europe/Paris:20270514T090000", (), "2027-05-14T07:00", "Europe/Paris"),
        ("DTSTART;TZID=Europe-Brussels:20270514T090000", (), "2027-05-14T07:00", "Europe/Brussels"),
        ("DTSTART:20270514T090000", ("X-WR-TIMEZONE:Asia/Tokyo",), "2027-05-14T00:00", "Asia/Tokyo"),
        ("DTSTART:20270514T090000", ("X-WR-TIMEZONE;VALUE=TEXT:Asia/Tokyo",), "2027-05-14T00:00", "Asia/Tokyo"),
        ("DTSTART:20270514T090000", (), "2027-05-14T09:00", "UTC"),
        ("DTSTART;TZID=Here:20270514T090000", CUSTOM_ZONE.format(name="Here").split("\n"), "2027-05-14T03:30", "UTC"),
        # the hour that the clocks skip, and the hour that they show twice
        ("DTSTART;TZID=Europe/Zurich:20270328T023000", (), "2027-03-28T01:30", "Europe/Zurich"),
        ("DTSTART;TZID=Europe/Zurich:20271031T023000", (), "2027-10-31T00:30", "Europe/Zurich"),
    ],
)
def test_a_start_is_the_instant_that_it_means(line, head, utc, timezone):
    session = only(line, head=head)
    assert session.starts.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert session.timezone == timezone


@pytest.mark.parametrize(
    ("lines", "line", "why", "keeps_time"),
    [
        ([], 2, "it has no DTSTART", False),
        (["DTSTART:"], 5, "it has no DTSTART", False),
        (["DTSTART:soon"], 5, "DTSTART is no date or time: 'soon'", True),
        (["DTSTART 20270514T090000Z"], 2, "it has no DTSTART", True),
        (["STATUS:CANCELLED"], 2, "it has no DTSTART", True),
    ],
)
def test_a_session_without_a_start_is_kept_without_a_time(lines, line, why, keeps_time):
    reading = read("SUMMARY:Tea", *lines, "DTEND:20270514T100000Z", "LOCATION:Hall", timezone="Europe/Rome")
    (session,) = reading.sessions
    assert (session.uid, session.title, session.room) == ("1", "Tea", "Hall")
    assert (session.starts, session.ends, session.timezone, session.partial) == (None, None, "Europe/Rome", False)
    assert session.keeps_time == keeps_time
    told = [(p.line, p.reason, p.lost, p.uid) for p in reading.problems if "no content line" not in p.reason]
    assert told == [(line, f"session 'Tea' is kept without a time: {why}", False, "1")]
    assert reading.complete


@pytest.mark.parametrize(
    "line",
    [
        "SUMMARY:Tea",
        "DESCRIPTION:All about tea",
        "LOCATION:Hall",
        "URL:https://example.org/tea",
        "ATTENDEE;CN=Ann Bee;ROLE=CHAIR:mailto:ann@example.org",
        "ATTACH:https://example.org/tea.pdf",
        "RDATE:20270514T090000Z",
        "X-OF-A-VENDOR:Tea",
    ],
)
def test_whatever_says_what_a_session_is_makes_it_one(line):
    assert [session.uid for session in read(line).sessions] == ["1"]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["DTSTAMP:20270101T000000Z", "SEQUENCE:1", "STATUS:CONFIRMED", "CLASS:PUBLIC", "TRANSP:OPAQUE"],
        ["DTSTART:soon", "DURATION:PT1H", "RRULE:FREQ=DAILY"],
        ["SUMMARY:", "DESCRIPTION: "],
    ],
)
def test_what_says_nothing_is_left_out(lines):
    reading = read(*lines)
    assert (reading.sessions, reading.complete) == ([], False)
    assert [p.reason.rpartition(", ")[2] for p in reading.problems] == ["and nothing says what it is"]


def test_what_was_to_take_the_place_of_a_session_and_tells_no_start_is_when_that_was_to_be():
    reading = read("SUMMARY:Tea", "RECURRENCE-ID;TZID=Europe/Rome:20270514T090000", "DURATION:PT1H")
    (session,) = reading.sessions
    assert (session.starts.isoformat(), session.ends.isoformat(), session.timezone) == (
        "2027-05-14T09:00:00+02:00",
        "2027-05-14T10:00:00+02:00",
        "Europe/Rome",
    )
    assert [(p.line, p.reason, p.lost) for p in reading.problems] == [
        (
            2,
            "session 'Tea' is taken to be when its RECURRENCE-ID says that it was to be: it has no DTSTART",
            False,
        )
    ]


@pytest.mark.parametrize(
    ("head", "lines", "title"),
    [
        (["METHOD:CANCEL"], [], ""),
        (["METHOD:CANCEL"], ["SUMMARY:Tea"], "Tea"),
        ([], ["STATUS:CANCELLED"], ""),
    ],
)
def test_what_cancels_a_session_need_say_nothing_else(head, lines, title):
    session = only(*lines, head=head)
    assert (session.uid, session.title, session.status, session.starts) == ("1", title, "cancelled", None)
    assert (session.partial, session.keeps_time) == (True, True)


def test_a_journal_is_no_session():
    data = b"BEGIN:VCALENDAR\nBEGIN:VJOURNAL\nUID:1\nSUMMARY:Dear diary\nEND:VJOURNAL\nEND:VCALENDAR\n"
    assert read_calendar(data, ReadContext(file="a.ics")).sessions == []


def test_floating_times_take_the_zone_that_most_sessions_name():
    text = "BEGIN:VCALENDAR\n" + "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTART{zone}:20270514T090000\nEND:VEVENT\n"
        for number, zone in enumerate([";TZID=Asia/Tokyo", ";TZID=Asia/Tokyo", ";TZID=Europe/Rome", ""])
    )
    reading = read_calendar(text.encode() + b"END:VCALENDAR\n", ReadContext(file="a.ics"))
    assert reading.timezone == "Asia/Tokyo"
    assert [session.timezone for session in reading.sessions] == [
        "Asia/Tokyo",
        "Asia/Tokyo",
        "Europe/Rome",
        "Asia/Tokyo",
    ]


def test_a_told_zone_goes_before_the_calendar_s():
    session = only("DTSTART:20270514T090000", head=("X-WR-TIMEZONE:Asia/Tokyo",), timezone="Europe/Rome")
    assert session.starts == datetime(2027, 5, 14, 9, tzinfo=ZoneInfo("Europe/Rome"))


def test_an_unknown_zone_is_told_with_what_is_taken_instead():
    reading = read("DTSTART;TZID=Middle Earth:20270514T090000", timezone="Europe/Rome")
    assert [(p.line, p.reason, p.lost) for p in reading.problems] == [
        (4, "DTSTART: there is no zone 'Middle Earth', so the time is taken to be in Europe/Rome", False)
    ]
    assert reading.sessions[0].timezone == "Europe/Rome"


@pytest.mark.parametrize(
    ("lines", "starts", "ends"),
    [
        (["DTSTART:20270514T090000Z", "DTEND:20270514T100000Z"], "2027-05-14T09:00:00", "2027-05-14T10:00:00"),
        (["DTSTART:20270514T230000Z", "DTEND:20270515T010000Z"], "2027-05-14T23:00:00", "2027-05-15T01:00:00"),
        (["DTSTART:20270514T090000Z", "DURATION:PT45M"], "2027-05-14T09:00:00", "2027-05-14T09:45:00"),
        (["DTSTART:20270514T090000Z", "DURATION:P1DT2H"], "2027-05-14T09:00:00", "2027-05-15T11:00:00"),
        (["DTSTART:20270514T090000Z"], "2027-05-14T09:00:00", None),
    ],
)
def test_an_end_is_told_or_reckoned(lines, starts, ends):
    session = only(*lines)
    assert session.starts == datetime.fromisoformat(starts).replace(tzinfo=UTC)
    assert session.ends == (datetime.fromisoformat(ends).replace(tzinfo=UTC) if ends else None)


@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        (["DTSTART;VALUE=DATE:20270514"], date(2027, 5, 15)),
        (["DTSTART;VALUE=DATE:20270514", "DTEND;VALUE=DATE:20270517"], date(2027, 5, 17)),
        (["DTSTART;VALUE=DATE:20270514", "DURATION:P2D"], date(2027, 5, 16)),
    ],
)
def test_what_lasts_all_day_stays_a_date(lines, ends):
    session = only(*lines)
    assert (session.starts, session.ends) == (date(2027, 5, 14), ends)


def test_a_duration_over_the_night_of_the_clocks_is_elapsed_time():
    session = only("DTSTART;TZID=Europe/Zurich:20270327T230000", "DURATION:PT6H")
    assert session.ends.isoformat() == "2027-03-28T06:00:00+02:00"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("DTEND:20270514T080000Z", "it ends before it starts: the end is left out"),
        ("DTEND;VALUE=DATE:20270515", "one of DTSTART and DTEND is a date, and the other a time: the end is left out"),
        ("DTEND:late", "DTEND cannot be read: 'late': the end is left out"),
        ("DURATION:P99999999D", "DURATION cannot be read: 'P99999999D': the end is left out"),
        ("DTEND:99991231T235959Z", "DTEND cannot be read: '99991231T235959Z': the end is left out"),
        ("DURATION:PT-2H", "DURATION cannot be read: 'PT-2H': the end is left out"),
    ],
)
def test_an_end_that_cannot_be_is_left_out_and_told(end, reason):
    reading = read("DTSTART:20270514T090000Z", end)
    assert [(problem.line, problem.reason, problem.lost) for problem in reading.problems] == [(5, reason, False)]
    assert reading.sessions[0].ends is None


START = "DTSTART:20270514T090000Z"


@pytest.mark.parametrize(
    ("lines", "speakers"),
    [
        (['ATTENDEE;CN="Ann Bee":mailto:ann@example.org'], [("Ann Bee", "ann@example.org")]),
        (['ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Ann Bee":invalid:nomail'], [("Ann Bee", "")]),
        (["DESCRIPTION:All about bees.\\nSpeaker: Ann Bee"], [("Ann Bee", "")]),
        (
            ["DESCRIPTION:Speakers: Ann Bee\\, Bea Cee and Dan O'Dee\\nMore"],
            [("Ann Bee", ""), ("Bea Cee", ""), ("Dan O'Dee", "")],
        ),
        (["DESCRIPTION:Speaker(s): Ann Bee; Bea Cee"], [("Ann Bee", ""), ("Bea Cee", "")]),
        (["DESCRIPTION:Speakers: Ann Bee (Hive Ltd)\\, Bea Cee (Sea\\, Inc.)"], [("Ann Bee", ""), ("Bea Cee", "")]),
        (["DESCRIPTION:Speakers:\\nAnn Bee\\n<p>Ann keeps bees</p>"], [("Ann Bee", "")]),
        (["DESCRIPTION:von: Änne Süß\\nBienen"], [("Änne Süß", "")]),
        (
            ['ATTENDEE;CN="Ann Bee":mailto:ann@example.org', "DESCRIPTION:Speaker: Ann Bee"],
            [("Ann Bee", "ann@example.org")],
        ),
        # not plainly said, or not said of a speaker
        (["DESCRIPTION:Our speaker: nobody knows 42"], []),
        (["DESCRIPTION:Speaker: TBA"], []),
        (["DESCRIPTION:Ask the loudspeaker: it answers"], []),
        (["ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;RSVP=TRUE;CN=Me:mailto:me@example.org"], []),
        (["ATTENDEE;PARTSTAT=ACCEPTED;CN=Ann Bee:mailto:ann@example.org"], [("Ann Bee", "ann@example.org")]),
        (["ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Me:mailto:me@example.org"], []),
        (["ATTENDEE;PARTSTAT=ACCEPTED;CN=Me;X-NUM-GUESTS=0:mailto:me@example.org"], []),
        (["ATTENDEE;CUTYPE=ROOM;CN=Great Hall:mailto:hall@example.org"], []),
        (["ATTENDEE;CN=ann@example.org:mailto:ann@example.org"], []),
    ],
)
def test_speakers_are_those_whom_the_feed_names_plainly(lines, speakers):
    session = only(START, *lines)
    assert [(speaker.name, speaker.email) for speaker in session.speakers] == speakers


def test_a_session_has_what_its_lines_say():
    session = only(
        START,
        "SUMMARY:Tea\\, cake\\; and  more",
        "LOCATION:Great Hall",
        "CATEGORIES:Food\\, drink,Fun",
        "CATEGORIES:Third",
        "URL:https://example.org/tea",
        "DESCRIPTION:One\\nTwo\\\\n",
        "STATUS:TENTATIVE",
        "RECURRENCE-ID:20270514T090000Z",
    )
    assert (session.title, session.room, session.track) == (
        "Tea, cake; and more",
        "Great Hall",
        "Food, drink, Fun, Third",
    )
    assert (session.url, session.status) == ("https://example.org/tea", "tentative")
    assert session.abstract == "One\nTwo\\n"
    assert session.recurrence_id == "20270514T090000Z"


def test_a_session_without_uid_gets_the_same_one_every_time():
    text = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Tea\nDTSTART:20270514T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    uids = {read_calendar(text.encode(), ReadContext(file=name)).sessions[0].uid for name in ("a.ics", "b.ics")}
    assert len(uids) == 1
    assert uids.pop().startswith("no-uid-")


def test_a_known_component_is_not_read_again():
    (session,) = read(START).sessions
    again = read(START, known=frozenset({session.digest}))
    assert (again.sessions, again.unchanged) == ([], [session.digest])


def test_a_known_component_in_another_zone_is_read_again():
    (session,) = read("DTSTART:20270514T090000").sessions
    again = read("DTSTART:20270514T090000", timezone="Asia/Tokyo", known=frozenset({session.digest}))
    assert [s.timezone for s in again.sessions] == ["Asia/Tokyo"]


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31)), st.booleans())
def test_times_are_read_as_icalendar_reads_them(moment, utc):
    text = f"{moment.year:04d}{moment:%m%dT%H%M%S}" + ("Z" if utc else "")
    assert read_moment(text) == icalendar.vDDDTypes.from_ical(text)


@given(st.from_regex(r"[-+]?P(\d{1,3}W)?(\d{1,3}D)?(T(\d{1,2}H)?(\d{1,2}M)?(\d{1,2}S)?)?", fullmatch=True))
def test_durations_are_read_as_icalendar_reads_them(text):
    try:
        expected = icalendar.vDuration.from_ical(text)
    except ValueError:
        expected = None
    found = read_duration(text)
    assert found == expected or (expected == timedelta() and found is None)


@given(st.text(max_size=20))
def test_no_text_makes_a_value_raise(text):
    assert read_moment(text) is None or isinstance(read_moment(text), date)
    assert read_duration(text) is None or isinstance(read_duration(text), timedelta)
