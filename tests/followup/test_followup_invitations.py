"""The invitation that goes with a proposal for a call."""

from __future__ import annotations

from datetime import UTC, datetime

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ContactPoint, InputError
from eventkit_followup.templating.checking import sample_context
from eventkit_followup.templating.invitations import invitation
from eventkit_followup.templating.templates import BUNDLED, read_template

SAMPLE = sample_context(datetime(2027, 5, 14, 9, tzinfo=UTC))
CALL = read_template(BUNDLED / "call.en.txt")


def make(context=SAMPLE, **fields):
    return invitation(CALL, context, {"starts": "2027-06-01T15:00", **fields}, "A call")


def read(attachment):
    calendar = icalendar.Calendar.from_ical(attachment.content)
    [event] = calendar.walk("VEVENT")
    return calendar, event


def test_invitation_is_a_request_from_me_to_the_person():
    attachment = make(minutes="45", title="Going on", place="https://call.example.org/robin")
    calendar, event = read(attachment)
    assert (attachment.name, attachment.media_type) == ("invitation.ics", "text/calendar; method=REQUEST")
    assert (calendar["METHOD"], calendar["VERSION"], event["SUMMARY"]) == ("REQUEST", "2.0", "Going on")
    assert (event.start, event.end) == (datetime(2027, 6, 1, 13, tzinfo=UTC), datetime(2027, 6, 1, 13, 45, tzinfo=UTC))
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:robin@example.org", "mailto:ada@example.org")
    assert (event["ATTENDEE"].params["RSVP"], event["ATTENDEE"].params["PARTSTAT"]) == ("TRUE", "NEEDS-ACTION")
    assert (event["LOCATION"], event["URL"]) == ("https://call.example.org/robin",) * 2


def test_invitation_has_every_property_that_a_request_needs():  # RFC 5546, section 3.2.2
    _, event = read(make())
    assert {"ATTENDEE", "DTSTAMP", "DTSTART", "ORGANIZER", "SEQUENCE", "SUMMARY", "UID"} <= set(event)


def test_lines_are_folded_and_end_in_crlf():
    content = make(title="x" * 300).content
    assert (max(map(len, content.split(b"\r\n"))) <= 75, content.count(b"\n") == content.count(b"\r\n")) == (True, True)


def test_call_of_half_an_hour_is_named_by_the_subject_where_nothing_is_said():
    _, event = read(make())
    assert (event["SUMMARY"], event.duration.total_seconds()) == ("A call", 1800)


def test_same_call_is_the_same_appointment():
    uids = [
        read(make(context))[1]["UID"] for context in (SAMPLE, SAMPLE._replace(now=datetime(2027, 5, 20, tzinfo=UTC)))
    ]
    assert uids[0] == uids[1]
    assert read(make(starts="2027-06-02T15:00"))[1]["UID"] != uids[0]


def test_nobody_is_asked_back_where_there_is_no_address():
    attachment = make(SAMPLE._replace(person=SAMPLE.person._replace(contact_points=())))
    calendar, event = read(attachment)
    assert (attachment.media_type, calendar["METHOD"], "ATTENDEE" in event) == ("text/calendar", "PUBLISH", False)


def test_time_with_an_offset_is_that_time():
    assert read(make(starts="2027-06-01T15:00-05:00"))[1].start == datetime(2027, 6, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "starts", ["", "soon", "2027-13-01T10:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00"]
)
def test_time_that_is_none_is_refused_with_file_and_line(starts):
    with pytest.raises(InputError, match=r"call\.en\.txt, line 5: .* is no time for an invitation"):
        make(starts=starts)


@pytest.mark.parametrize("minutes", ["0", "-1", "many", "99999999999", "1.5"])
def test_length_that_is_none_is_refused_with_file_and_line(minutes):
    with pytest.raises(InputError, match=r"call\.en\.txt, line 6: .* is no number of minutes"):
        make(minutes=minutes)


@given(name=st.text(), title=st.text(), place=st.text())
def test_whatever_is_in_names_there_is_one_attendee_and_nothing_else(name, title, place):
    person = SAMPLE.person._replace(name=name)
    _, event = read(make(SAMPLE._replace(person=person), title=title, place=place))
    assert event["ATTENDEE"] == "mailto:ada@example.org"
    assert set(event) <= {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "URL", "ORGANIZER", "ATTENDEE", "SEQUENCE"),
        "STATUS",
    }


def test_line_end_in_an_address_makes_no_line():
    points = (ContactPoint(kind="email", value="ada@example.org\r\nX-EVIL:1"),)
    content = make(SAMPLE._replace(person=SAMPLE.person._replace(contact_points=points))).content
    assert b"\nX-EVIL" not in content
