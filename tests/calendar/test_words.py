"""What stands in the text of a VEVENT: its own page, what else it links to, track and kind, and nothing twice."""

from __future__ import annotations

from datetime import date

import pytest

from eventkit.api import ReadContext
from eventkit_calendar.reading import read_calendar


def only(*lines, head=(), file="a.ics"):
    text = "\n".join(["BEGIN:VCALENDAR", *head, "BEGIN:VEVENT", "UID:1", "DTSTART:20270514T090000Z", *lines])
    (session,) = read_calendar(f"{text}\nEND:VEVENT\nEND:VCALENDAR\n".encode(), ReadContext(file=file)).sessions
    return session


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/1", "https://example.org/1"),
        ("https:/example.org/1", "https://example.org/1"),
        ("http:/example.org/1", "http://example.org/1"),
        ("www.example.org/1", "https://www.example.org/1"),
        ("geo:47.4,8.5", "geo:47.4,8.5"),
        ("/talks/1/", ""),
        ("", ""),
    ],
)
def test_an_address_is_one_that_leads_somewhere(url, address):
    assert only(f"URL:{url}").url == address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("/talks/1/", "https://conf.example.org/talks/1/"),
        ("2/", "https://conf.example.org/schedule/2/"),
        ("//other.example.org/3", "https://other.example.org/3"),
    ],
)
def test_a_relative_address_counts_from_where_the_file_came_from(url, address):
    assert only(f"URL:{url}", file="https://conf.example.org/schedule/all.ics?token=1").url == address


@pytest.mark.parametrize(
    ("description", "address", "abstract"),
    [
        ("https://example.org/1", "https://example.org/1", ""),
        ("About.\\n\\nhttps://example.org/1", "https://example.org/1", "About."),
        ("https://example.org/1\\nAbout.", "https://example.org/1", "About."),
        ("About.\\nTickets: https://example.org/1", "https://example.org/1", "About."),
        ("Get information at: https://example.org/1\\n\\nBy us", "https://example.org/1", "By us"),
        ("More info: https://example.org/1\\nSlides: https://example.org/2", "https://example.org/1", "Slides: https://example.org/2"),
        ("Slides: https://example.org/2", "", "Slides: https://example.org/2"),
        ("One line.\\nhttps://example.org/1\\nAnd another.", "", "One line.\nhttps://example.org/1\nAnd another."),
        ("We use https://example.org/1 daily.", "", "We use https://example.org/1 daily."),
    ],
)  # fmt: skip  # a table reads better
def test_a_session_s_page_may_stand_in_its_text(description, address, abstract):
    session = only(f"DESCRIPTION:{description}")
    assert (session.url, session.abstract) == (address, abstract)


def test_the_address_is_not_told_twice():
    session = only(
        "URL:https://example.org/1/", "DESCRIPTION:About.\\nSee https://example.org/2\\n\\nhttp://example.org/1"
    )
    assert (session.url, session.abstract) == ("https://example.org/1/", "About.\nSee https://example.org/2")


def test_what_else_there_is_to_follow_is_a_link():
    session = only(
        "URL:https://example.org/1",
        "LOCATION:https://video.example.org/a",
        "CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=Stream:https://video.example.org/b",
        "CONFERENCE;VALUE=URI;FEATURE=PHONE:tel:+41-44-000-00-00",
        "ATTACH;FILENAME=slides.pdf:https://example.org/slides.pdf",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:QUJD",
        "X-GOOGLE-CONFERENCE:https://meet.example.org/abc",
    )
    assert session.links == (
        ("Online", "https://video.example.org/a"),
        ("Stream", "https://video.example.org/b"),
        ("slides.pdf", "https://example.org/slides.pdf"),
        ("Google Meet", "https://meet.example.org/abc"),
    )


@pytest.mark.parametrize(
    ("categories", "track"),
    [
        (["Web"], "Web"),
        (["Web,Data"], "Web, Data"),
        (["Web", "Data", "Web"], "Web, Data"),
        (["R\\, and more"], "R, and more"),
        (["Containers, Kernels"], "Containers, Kernels"),
        (["APPOINTMENT;Web"], "APPOINTMENT, Web"),
        (["My talk,Difficulty: Easy,Track: Web"], "Web"),
        (["Difficulty: Easy"], ""),
        (["My talk"], ""),
        ([""], ""),
    ],
)
def test_categories_are_the_track(categories, track):
    assert only("SUMMARY:My talk", *(f"CATEGORIES:{value}" for value in categories)).track == track


@pytest.mark.parametrize(
    ("description", "track", "kind", "abstract"),
    [
        ("Section: talks\\nKind: talk\\nName: My talk\\nAbout.", "talks", "session", "About."),
        ("Section: talks\\nKind: break\\nName: Pizza\\n<p>Pizza</p>", "talks", "break", ""),
        ("My talk\\nTrack: 4\\nRoom: 5", "Track 4", "session", "Room: 5"),
        ("Type: workshop\\nHands on.", "workshop", "session", "Hands on."),
        ("We track: everything.\\nTrack: 4", "", "session", "We track: everything.\nTrack: 4"),
        ("My talk", "", "session", ""),
        ("My talk is about this.", "", "session", "My talk is about this."),
    ],
)
def test_labelled_lines_at_the_top_are_fields(description, track, kind, abstract):
    session = only("SUMMARY:My talk", f"DESCRIPTION:{description}")
    assert (session.track, session.kind, session.abstract) == (track, kind, abstract)


def test_the_html_of_outlook_stands_in_for_a_description():
    html = "X-ALT-DESC;FMTTYPE=text/html:<html><head><title>x</title></head><body><p>One\\, two</p></body></html>"
    assert only(html).abstract == "One, two"
    assert only(html, "DESCRIPTION: \\n").abstract == "One, two"
    assert only(html, "DESCRIPTION:Three").abstract == "Three"


def test_the_language_of_a_title_is_the_session_s():
    assert only("SUMMARY;LANGUAGE=fr-CA:Bonjour").language == "fr-CA"


@pytest.mark.parametrize(
    ("status", "head", "expected"),
    [
        ("TENTATIVE", [], "tentative"),
        ("TENTATIVE", ["PRODID:-//Luma//Sample//EN"], "confirmed"),
        ("CANCELLED", ["PRODID:-//Luma//Sample//EN"], "cancelled"),
        ("CONFIRMED", ["METHOD:CANCEL"], "cancelled"),
        ("CONFIRMED", ["METHOD:PUBLISH"], "confirmed"),
    ],
)
def test_a_status_is_what_the_calendar_means_by_it(status, head, expected):
    assert only(f"STATUS:{status}", head=head).status == expected


def test_a_calendar_that_is_sent_again_to_cancel_is_read_again():
    event = b"BEGIN:VEVENT\nUID:1\nDTSTART:20270514T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    (published,) = read_calendar(b"BEGIN:VCALENDAR\n" + event, ReadContext(file="a.ics")).sessions
    context = ReadContext(file="a.ics", known=frozenset([published.digest]))
    assert read_calendar(b"BEGIN:VCALENDAR\n" + event, context).unchanged == [published.digest]
    (cancelled,) = read_calendar(b"BEGIN:VCALENDAR\nMETHOD:CANCEL\n" + event, context).sessions
    assert (published.status, cancelled.status) == ("confirmed", "cancelled")


def test_a_session_that_is_told_twice_byte_by_byte_is_one():
    event = b"BEGIN:VEVENT\nUID:1\nDTSTART:20270514T090000Z\nEND:VEVENT\n"
    other = event.replace(b"0900", b"1000")
    data = b"BEGIN:VCALENDAR\n" + event + other + event + b"END:VCALENDAR\n"
    assert [session.starts.hour for session in read_calendar(data, ReadContext(file="a.ics")).sessions] == [9, 10]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("20270514T000000", "20270515T000000", (date(2027, 5, 14), date(2027, 5, 15))),
        ("20270514T000000", "20270514T000000", (date(2027, 5, 14), date(2027, 5, 15))),
        ("20270514T000000", "20270517T000000", (date(2027, 5, 14), date(2027, 5, 17))),
    ],
)
def test_what_exchange_tells_from_midnight_to_midnight_lasts_all_day(starts, ends, expected):
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Asia/Tokyo:{starts}\nDTEND;TZID=Asia/Tokyo:{ends}\n"
    data = f"BEGIN:VCALENDAR\n{event}X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nEND:VEVENT\nEND:VCALENDAR\n".encode()
    (session,) = read_calendar(data, ReadContext(file="a.ics")).sessions
    assert (session.starts, session.ends) == expected


def test_a_date_that_ends_on_itself_lasts_that_day():
    event = "BEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20270514\nDTEND;VALUE=DATE:20270514\nEND:VEVENT\n"
    reading = read_calendar(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n".encode(), ReadContext(file="a.ics"))
    (session,) = reading.sessions
    assert (session.starts, session.ends, list(reading.problems)) == (date(2027, 5, 14), date(2027, 5, 15), [])
