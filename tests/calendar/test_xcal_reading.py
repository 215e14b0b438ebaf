"""iCalendar in XML: RFC 6321, and the form of Pentabarf."""

from __future__ import annotations

import json
from datetime import date

import pytest

from eventkit.api import ReadContext
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.schedules.xcal import read_xcal
from eventkit_calendar.signs import sniff_xcal

RFC = """<?xml version="1.0"?>
<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar><properties/><components>
<vevent><properties>
<uid><text>a</text></uid>
{}
</properties></vevent></components></vcalendar></icalendar>
"""
PENTABARF = """<iCalendar xmlns:pentabarf='http://pentabarf.org'><vcalendar>{}
{}
</vcalendar></iCalendar>
"""
TODAY = date(2027, 5, 1)
CN = '<parameters><cn><text>A "B"</text></cn></parameters>'
START = "<dtstart><date-time>2027-05-14T09:00:00Z</date-time></dtstart>"


def read(text, **options):
    return read_xcal(text.encode(), ReadContext(file="x", **options))


def only(text, **options):
    (session,) = read(text, **options).sessions
    return session


def talk(*inside, uid="a", start="20270514T090000"):
    return (
        f"<vevent><uid>{uid}</uid><pentabarf:event-id>1</pentabarf:event-id><dtstart>{start}</dtstart>"
        f"{''.join(inside)}</vevent>"
    )


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("<summary><text>Tea, cake; \\ and\nmore</text></summary>", "SUMMARY:Tea\\, cake\\; \\\\ and\\nmore"),
        ("<categories><text>a,b</text><text>c</text></categories>", "CATEGORIES:a\\,b,c"),
        ("<dtend><date-time>2027-05-14T10:00:00Z</date-time></dtend>", "DTEND:20270514T100000Z"),
        ("<duration><duration>PT1H</duration></duration>", "DURATION:PT1H"),
        ("<url><uri>https://example.org/a;b,c</uri></url>", "URL:https://example.org/a;b,c"),
        (
            "<rrule><recur><freq>WEEKLY</freq><until>2027-06-01</until><byday>MO</byday><byday>FR</byday></recur></rrule>",
            "RRULE:FREQ=WEEKLY;UNTIL=20270601;BYDAY=MO,FR",
        ),
        (
            "<rdate><period><start>2027-05-20T09:00:00Z</start><duration>PT1H</duration></period></rdate>",
            "RDATE;VALUE=PERIOD:20270520T090000Z/PT1H",
        ),
        (
            f"<attendee>{CN}<cal-address>mailto:a@b.org</cal-address></attendee>",
            "ATTENDEE;CN=\"A 'B'\":mailto:a@b.org",
        ),
    ],
)
def test_a_property_of_rfc_6321_means_what_its_content_line_means(inside, line):
    by_xml = read(RFC.format(START + inside), today=TODAY)
    text = (
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270514T090000Z\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    by_lines = read_calendar(text.encode(), ReadContext(file="x", today=TODAY))
    assert [facts(session) for session in by_xml.sessions] == [facts(session) for session in by_lines.sessions]
    assert [problem.reason for problem in by_xml.problems] == [problem.reason for problem in by_lines.problems]


def facts(session):
    names = ("uid", "recurrence_id", "title", "starts", "ends", "track", "kind", "url", "speakers", "status")
    return {name: getattr(session, name) for name in names}


def test_a_zone_of_its_own_is_read_from_rfc_6321():
    standard = (
        "<standard><properties><dtstart><date-time>1970-01-01T00:00:00</date-time></dtstart>"
        "<tzoffsetfrom><utc-offset>-05:30</utc-offset></tzoffsetfrom><tzoffsetto><utc-offset>-05:30</utc-offset>"
        "</tzoffsetto></properties></standard>"
    )
    zone = (
        "<vtimezone><properties><tzid><text>Ours</text></tzid></properties><components>"
        f"{standard}</components></vtimezone>"
    )
    start = (
        "<dtstart><parameters><tzid><text>Ours</text></tzid></parameters>"
        "<date-time>2027-05-14T09:00:00</date-time></dtstart>"
    )
    session = only(RFC.format(start).replace("<components>", f"<components>{zone}", 1))
    assert session.starts.isoformat() == "2027-05-14T14:30:00+00:00"


def test_lines_are_those_of_the_xml():
    reading = read(RFC.format("<dtstart>\n<date-time>soon</date-time></dtstart>") + "\n")
    assert [(problem.line, problem.uid) for problem in reading.problems] == [(5, "a")]
    assert only(RFC.format(START)).line == 3


def test_a_start_on_a_line_of_its_own_is_told_by_that_line():
    (problem,) = read(RFC.format("\n\n<dtstart><date-time>soon</date-time></dtstart>")).problems
    assert problem.line == 7


def test_pentabarf_s_attendees_speak_and_its_category_is_a_kind():
    inside = "<category>Break</category><summary>Tea- and more</summary><pentabarf:title>Tea</pentabarf:title>"
    session = only(PENTABARF.format("", talk(inside, "<attendee>Ann Bee</attendee><attendee>Cem Dee</attendee>")))
    assert (session.title, session.kind, session.track) == ("Tea", "break", "")
    assert [speaker.name for speaker in session.speakers] == ["Ann Bee", "Cem Dee"]


def test_pentabarf_s_times_are_those_of_the_event_or_of_the_fallback_which_is_told_once():
    text = PENTABARF.format("", talk() + talk(uid="b"))
    assert (
        only(PENTABARF.format("", talk()), timezone="Europe/Zurich").starts.isoformat() == "2027-05-14T09:00:00+02:00"
    )
    reading = read(text, fallback_timezone="Asia/Tokyo")
    assert [session.starts.isoformat() for session in reading.sessions] == ["2027-05-14T09:00:00+09:00"] * 2
    assert len(reading.problems) == 1
    named = PENTABARF.format("<x-wr-timezone>Europe/Zurich</x-wr-timezone>", talk())
    assert (read(named).timezone, list(read(named).problems)) == ("Europe/Zurich", [])


def test_pentabarf_s_two_slots_of_one_talk_are_two_sessions():
    reading = read(PENTABARF.format("", talk() + talk(start="20270515T090000")), timezone="UTC")
    assert [(s.uid, s.recurrence_id) for s in reading.sessions] == [("a", ""), ("a", "20270515T090000Z")]


def test_a_broken_event_of_pentabarf_s_costs_itself_only_and_is_told():
    reading = read(PENTABARF.format("", talk() + "\n" + talk(uid="b", start="soon")), timezone="UTC")
    assert [session.uid for session in reading.sessions] == ["a"]
    assert [(problem.line, problem.uid) for problem in reading.problems] == [(3, "b")]


def test_a_file_that_is_cut_off_gives_what_stands_before():
    text = PENTABARF.format("", talk() + talk(uid="b"))
    reading = read(text[: text.index("<uid>b")], timezone="UTC")
    assert ([session.uid for session in reading.sessions], reading.complete) == (["a"], False)


def test_components_nested_without_end_are_read():
    reading = read("<icalendar><vcalendar>" + "<vevent>" * 20_000 + "</vevent>" * 20_000 + "</vcalendar></icalendar>")
    assert list(reading.sessions) == []


@pytest.mark.parametrize("text", ["<foo/>", "<icalendar/>", "<icalendar><vevent/></icalendar>", "", "{"])
def test_what_is_no_calendar_is_refused_by_reason(text):
    reading = read(text)
    assert (list(reading.sessions), len(reading.problems), reading.complete) == ([], 1, False)


@pytest.mark.parametrize(
    ("head", "name", "sure"),
    [
        (b"<iCalendar>", "", 90),
        (b"<?xml version='1.0'?><x:icalendar xmlns:x='urn:ietf:params:xml:ns:icalendar-2.0'>", "", 90),
        (b"<schedule>", "a.xcal", 0),
        (b"<!-- long", "a.xcal", 10),
        (b"<!-- long", "a.xml", 1),
    ],
)
def test_it_is_known_by_its_outermost_element(head, name, sure):
    assert sniff_xcal(head, name) == sure


@pytest.mark.parametrize("name", ["pretalx.xcal", "frab.xcal", "rfc6321.xcal"])
def test_a_flavour_is_imported_once_and_shown(eventkit_run, data, name):
    path = data / "flavours" / name
    wanted = json.loads(path.with_name(f"{name}.expected.json").read_text(encoding="utf-8"))
    first = eventkit_run("import", path, "--event", "meet", "--format", "json").json
    again = eventkit_run("import", path, "--event", "meet", "--format", "json").json
    assert (first["added"], again["added"], again["updated"], again["unchanged"]) == (len(wanted), 0, 0, len(wanted))
    shown = eventkit_run("agenda", "meet", "--format", "json").json
    assert sorted(session["title"] for session in shown) == sorted(session["title"] for session in wanted)
