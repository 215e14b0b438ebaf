"""Where sites keep their agendas, told from the address of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit_calendar.plugin import eventkit_register_sites

ALL = "event.ics?scope=contribution&detail=contributions"


def feeds(page):
    """What the sites name, the surest first."""
    return [feed for site in eventkit_register_sites() for feed in site.feeds(page)]


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("https://pretalx.com/democon/", "https://pretalx.com/democon/schedule/export/schedule.xml"),
        ("https://pretalx.com/democon/cfp", "https://pretalx.com/democon/schedule/export/schedule.xml"),
        ("https://cfp.example.org/dc-27/schedule/", "https://cfp.example.org/dc-27/schedule/export/schedule.xml"),
        ("https://cfp.example.org/dc/schedule/v/0.3/", "https://cfp.example.org/dc/schedule/export/schedule.xml"),
        ("https://cfp.example.org/dc/talk/ABC123/", "https://cfp.example.org/dc/schedule/export/schedule.xml"),
        ("https://example.org/cfp/dc/speaker/ABC/", "https://example.org/cfp/dc/schedule/export/schedule.xml"),
        ("https://teacon27.sched.com/", "https://teacon27.sched.com/all.ics"),
        ("https://teacon27.sched.com/event/1abcD/tea", "https://teacon27.sched.com/all.ics"),
        ("http://teacon.sched.org/list/simple", "http://teacon.sched.org/all.ics"),
        ("https://indico.example.org/event/123/", f"https://indico.example.org/event/123/{ALL}"),
        ("https://indico.example.org/event/123/timetable/", f"https://indico.example.org/event/123/{ALL}"),
        ("https://example.org/indico/event/123/speakers/", f"https://example.org/indico/event/123/{ALL}"),
        ("https://indico.example.org/category/7/", "https://indico.example.org/category/7/events.ics"),
        ("https://frab.example.org/de/tea17/public/schedule", "https://frab.example.org/de/tea17/public/schedule.xml"),
        ("https://frab.example.org/en/t/public/events/7.html", "https://frab.example.org/en/t/public/schedule.xml"),
        ("https://example.org/2027/Fahrplan/events/7.html", "https://example.org/2027/Fahrplan/schedule.xml"),
        ("https://fosdem.org/2027/schedule/", "https://fosdem.org/2027/schedule/xml"),
        ("https://archive.fosdem.org/2020/", "https://archive.fosdem.org/2020/schedule/xml"),
        ("https://www.meetup.com/tea-club/", "https://www.meetup.com/tea-club/events/ical/"),
        ("https://www.meetup.com/de-DE/tea-club/events", "https://www.meetup.com/de-DE/tea-club/events/ical/"),
        ("https://luma.com/calendar/cal-AbC123", "https://api.lu.ma/ics/get?entity=calendar&id=cal-AbC123"),
        ("https://pretix.eu/tea/con27/", "https://pretix.eu/tea/con27/ical/"),
        ("webcal://teacon27.sched.com/", "https://teacon27.sched.com/all.ics"),
    ],
)
def test_the_agenda_is_known_by_the_page(page, feed):
    assert feeds(page)[0] == feed


@pytest.mark.parametrize(
    "page",
    [
        "https://example.org/",
        "https://example.org/schedule/",
        "https://example.org/agenda/2027/",
        "https://sched.com/",
        "https://www.sched.com/pricing",
        "https://teacon.sched.com.example.org/",
        "https://notfosdem.org/2027/",
        "https://fosdem.org/about/",
        "https://www.meetup.com/find/",
        "https://www.meetup.com/tea-club/events/123456/",
        "https://luma.com/tea-club",
        "https://pretix.eu/about/",
        "https://pretix.eu/tea/",
        "https://pretalx.com/",
        "https://example.org/events/tea/",
    ],
)
def test_of_other_pages_nothing_is_guessed(page):
    assert feeds(page) == []


@given(st.text())
def test_an_agenda_is_on_the_web_whatever_the_path_is(path):
    assert [feed for feed in feeds(f"https://pretalx.com/{path}") if not feed.startswith("https://")] == []
