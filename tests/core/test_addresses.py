"""Web addresses: their normal form, what is shown of them, and what they call an event."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import InputError
from eventkit.domain.addresses import name_in, normal_address, shown_address


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        (" HTTPS://Example.ORG:443/A b#top ", "https://example.org/A%20b"),
        ("http://example.org:80", "http://example.org/"),
        ("http://bücher.example/ü?q=ü", "http://xn--bcher-kva.example/%C3%BC?q=%C3%BC"),
        ("webcal://[::1]:8000/a%20b", "webcal://[::1]:8000/a%20b"),
        ("https://Ann:p%40ss@example.org/", "https://Ann:p%40ss@example.org/"),
    ],
)
def test_an_address_has_one_form(address, normal):
    assert normal_address(address) == normal


@given(st.text(max_size=40))
def test_the_normal_form_of_an_address_is_its_own(text):
    try:
        normal = normal_address(f"https://{text}")
    except InputError:
        return
    assert normal_address(normal) == normal


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ann:pass@example.org/a", "https://example.org/a"),
        ("https://example.org/a?scope=all&access_token=x1&n=2", "https://example.org/a?scope=all&access_token=…&n=2"),
        ("https://example.org/a?key=x;Signature=y", "https://example.org/a?key=…;Signature=…"),
        ("https://example.org/a?monkey=x", "https://example.org/a?monkey=…"),
        ("https://example.org/ical/private-0a1b/basic.ics", "https://example.org/ical/…/basic.ics"),
        ("https://example.org/0123456789abcdef01234567/x", "https://example.org/…/x"),
        ("https://example.org/2027/@me/schedule.xml", "https://example.org/2027/@me/schedule.xml"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address, shown):
    assert shown_address(address) == shown


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://pretalx.example/democon/schedule/export/schedule.xml", "democon"),
        ("https://fosdem.org/2027/schedule/xml", "fosdem-2027"),
        ("https://teaconf2027.sched.com/all.ics", "teaconf2027"),
        ("https://frab.example.org/de/tea17/public/schedule.xml", "tea17"),
        ("https://indico.example.org/event/123/event.ics?scope=contribution", "indico"),
        ("https://www.meetup.com/de-DE/tea-club/events/ical/", "tea-club"),
        ("https://eu.teacon.example.org/2027/schedule/", "teacon-2027"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("https://example.org/T%C3%A9.Fest.ics", "example"),
    ],
)
def test_an_address_tells_what_to_call_the_event(address, name):
    assert name_in(address) == name
