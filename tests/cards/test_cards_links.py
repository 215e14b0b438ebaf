"""Where links lead, and what the other texts of codes are: cards of phones, addresses, badges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ContactPoint
from eventkit_cards import bizcard
from eventkit_cards.scanning.badge_codes import ids_in_link, is_id, json_badge
from eventkit_cards.scanning.links import is_link, look_at
from eventkit_cards.scanning.messages import mail_in, named_address, number_in
from eventkit_cards.scanning.payloads import guessed_name, recognise

HOSTILE = [
    ("https://good.example@evil.example/in", "evil.example", ["begins as 'good.example', which is no part of where"]),
    ("https://good.example:443@evil.example/", "evil.example", ["begins as 'good.example:443', which is no part of"]),
    ("https:\\\\evil.example\\@good.example/", "evil.example", []),
    ("https://good.example\\@evil.example/", "good.example", []),
    ("https://good.example%2f@evil.example/", "evil.example", ["begins as 'good.example%2f', which is no part of"]),
    ("http:evil.example", "evil.example", []),
    ("https:///evil.example/x", "evil.example", []),
    ("HTTPS://EVIL.EXAMPLE.", "evil.example", []),
    (
        "https://www.g\u043eogle.com",
        "www.g\u043eogle.com (www.xn--gogle-jye.com)",
        ["has letters in", "mixes letters of"],
    ),
    ("https://xn--gogle-jye.com", "g\u043eogle.com (xn--gogle-jye.com)", ["has letters in", "mixes letters of"]),
    (
        "https://\u0430\u0440\u0440\u04cf\u0435.com",
        "\u0430\u0440\u0440\u04cf\u0435.com (xn--80ak6aa92e.com)",
        ["has letters in its name that are not a to z (Cyrillic)"],
    ),
    (
        "https://m\u00fcnchen.example",
        "m\u00fcnchen.example (xn--mnchen-3ya.example)",
        ["has letters in its name that are not a to z"],
    ),
    (
        "https://\u6771\u4eac.example",
        "\u6771\u4eac.example (xn--1lqs71d.example)",
        ["has letters in its name that are not a to z (Cjk)"],
    ),
    ("https://\uff45\uff56\uff49\uff4c.example", "evil.example", []),
    ("https://evil\u3002example/", "evil.example", []),
    (
        "https://linkedin.com.evil.example/in/ada",
        "linkedin.com.evil.example",
        ["only begins as linkedin.com, and is of evil.example"],
    ),
    ("https://www.example.com.au/", "www.example.com.au", []),
    ("https://127.0.0.1/", "127.0.0.1", ["leads to a number, and not to a name"]),
    ("https://2130706433/", "2130706433", ["leads to a number, and not to a name"]),
    ("https://0x7f.1/", "0x7f.1", ["leads to a number, and not to a name"]),
    ("https://[::1]/", "[::1]", ["leads to a number, and not to a name"]),
    ("https://", "", ["has no host"]),
    ("https://example.org/\u202egpj.exe", "example.org", ["has characters in it that are not seen"]),
    ("https://exam\nple.org/", "example.org", ["has characters in it that are not seen"]),
    ("javascript:alert(1)", "", ["is no web address, but one of javascript:"]),
    ("ftp://example.org/", "", ["is no web address, but one of ftp:"]),
    ("example.org:8080/x", "example.org", []),
    ("https://example.org:8080/x?y=https://good.example/", "example.org", []),
    ("https://xn--a.example/", "xn--a.example", []),
]


@pytest.mark.parametrize(("text", "host", "oddities"), HOSTILE)
def test_link_is_shown_with_the_host_that_it_leads_to(text, host, oddities):
    link = look_at(text)
    assert link.host == host
    assert [found[: len(told)] for found, told in zip(link.oddities, oddities, strict=True)] == oddities


@given(st.text(max_size=80))
def test_any_text_can_be_looked_at(text):
    assert isinstance(look_at(text).oddities, tuple)
    assert is_link(text) in {True, False}


@given(st.text(st.characters(exclude_characters="/\\?#@"), max_size=20), st.sampled_from(["/", "?", "#", "\\", ""]))
def test_what_stands_before_the_last_at_is_never_the_host(before, after):
    link = look_at(f"https://{before}@evil.example{after}x" if after else f"https://{before}@evil.example")
    assert link.host == "evil.example"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://example.org/x", "url"),
        ("example.org", "url"),
        ("www.example.org/a?b", "url"),
        ("MEBKM:TITLE:x;URL:http\\://example.org;;", "url"),
        ("ftp://example.org/", "url"),
        ("JavaScript:alert(1)", "link"),
        (" javascript:alert(1)", "link"),
        ("data:text/html,x", "link"),
        ("intent://scan/#Intent;end", "link"),
        ("file:///etc/passwd", "link"),
        ("https://www.linkedin.com/in/ada-lovelace", "profile"),
        ("linkedin.com/in/ada", "profile"),
        ("https://www.linkedin.com@evil.example/in/ada", "url"),
        ("mailto:ada@example.org?subject=x", "email"),
        ("MATMSG:TO:ada@example.org;SUB:x;BODY:y;;", "email"),
        ("ada@example.org", "email"),
        ("tel:+15550100", "phone"),
        ("smsto:+15550100:hello", "sms"),
        ("A-0001742", "badge"),
        ("9f86d081884c7d65", "badge"),
        ('{"ticket": "T-1"}', "badge"),
        ("hello world", "text"),
        ("hello", "text"),
        ("17", "text"),
    ],
)
def test_text_is_what_it_begins_as(eventkit_app, text, kind):
    (found,) = recognise(eventkit_app, text, "a.png")
    assert found.kind == kind


@given(text=st.text(max_size=60))
@pytest.mark.usefixtures("eventkit_home")
def test_any_text_is_something(app_of_the_module, text):
    assert [found.kind for found in recognise(app_of_the_module, text, "a.png")] != []


@pytest.fixture(scope="module")
def app_of_the_module(tmp_path_factory):
    from eventkit.api import create_app

    app = create_app(tmp_path_factory.mktemp("home"), environ={})
    yield app
    app.close()


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("mailto:ada@example.org", "ada@example.org"),
        ("MAILTO:ada%2Bx@example.org?subject=a%20b", "ada+x@example.org"),
        ("mailto:?to=ada@example.org", "ada@example.org"),
        ("mailto:bad,ada@example.org", "ada@example.org"),
        ("MATMSG:SUB:x;TO:ada@example.org;TO:b@example.org;;", "ada@example.org"),
        ("MATMSG:TO:ada@example.org;;", "ada@example.org"),
        ("mailto:ada@example.org%0d%0aBcc:x@example.org", ""),
        ("https://a@example.org/", ""),
        ("mailto:", ""),
    ],
)
def test_mail_is_taken_out_of_its_link(text, mail):
    assert mail_in(text) == mail


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tel:+1-555-0100;ext=7", "+1-555-0100"),
        ("tel:%2B15550100", "+15550100"),
        ("sms:+15550100?body=x", "+15550100"),
        ("smsto:+15550100:see you", "+15550100"),
        ("tel:javascript", ""),
        ("tel:", ""),
    ],
)
def test_number_is_taken_out_of_its_link(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("text", "name", "mail"),
    [
        ("Ada Lovelace <ada@example.org>", "Ada Lovelace", "ada@example.org"),
        ('"Lovelace, Ada" <ada@example.org>', "Lovelace, Ada", "ada@example.org"),
        ("Ada <mailto:ada@example.org>", "Ada", "ada@example.org"),
    ],
)
def test_name_before_an_address_is_a_person(text, name, mail):
    person = named_address(text)
    assert (person.name, person.contact_points) == (name, (ContactPoint(kind="email", value=mail),))


@pytest.mark.parametrize(
    "text", ["<ada@example.org>", "12 <ada@example.org>", "Ada <no>", "Ada <a@example.org> and more"]
)
def test_other_texts_are_no_person(text):
    assert named_address(text) is None


def test_bizcard_is_read():
    person = bizcard.person_of(
        "BIZCARD:N:Ada;X:Lovelace;T:Analyst;C:Engines;A:1 Lake Street;B:+15550100;M:+15550101;E:ada@example.org;;"
    )
    assert (person.name, person.given, person.family) == ("Ada Lovelace", "Ada", "Lovelace")
    assert (person.organization, person.title) == ("Engines", "Analyst")
    assert [point.value for point in person.contact_points] == ["ada@example.org", "+15550100", "+15550101"]
    assert "ADR:;;1 Lake Street;;;;" in person.raw


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BIZCARD:N:Ada;;", "Ada"),
        ("BIZCARD:X:Lovelace;T:;C:;;", "Lovelace"),
        ("BIZCARD:E:ada@example.org;;", "ada@example.org"),
    ],
)
def test_bizcard_is_called_by_what_it_has(text, name):
    assert bizcard.person_of(text).name == name


def test_bizcard_of_nobody_is_none():
    assert bizcard.person_of("BIZCARD:;;") is None


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("ada-lovelace-1a2b3c4d", "Ada Lovelace"),
        ("ada.lovelace", "Ada Lovelace"),
        ("@ada_lovelace@social.example", "Ada Lovelace"),
        ("ada", ""),
        ("ada-7", ""),
        ("r2-d2", ""),
    ],
)
def test_name_is_guessed_from_a_handle_of_two_words(handle, name):
    assert guessed_name(handle) == name


def test_badge_in_json_is_a_person_where_it_names_one():
    person, ids = json_badge(
        '{"id": 17, "attendee": {"first_name": "Ada", "last_name": "Lovelace", "email": "a@example.org"}, '
        '"company": "Engines"}'
    )
    assert (person.name, person.organization, ids) == ("Ada Lovelace", "Engines", ("17",))
    assert person.contact_points == (ContactPoint(kind="email", value="a@example.org"),)


def test_badge_in_json_without_a_name_is_its_ids():
    assert json_badge('{"ticket": "T-77", "lead": "L9", "vip": true}') == (None, ("T-77", "L9"))


@pytest.mark.parametrize("text", ["[1]", "{", "{" * 5000, '{"a":' * 5000, '"x"', "17"])
def test_what_is_no_object_of_json_is_no_badge_in_json(text):
    assert json_badge(text) is None


@pytest.mark.parametrize("text", ["A-0001742", "12345", "abcdefghijklm", "a-1", "ORG:evt/77#x"])
def test_one_word_with_a_digit_or_a_long_one_is_an_id(text):
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "hello", "17", "a b1", "a\nb1", "x" * 201, "é1", "-1"])
def test_other_texts_are_no_id(text):
    assert not is_id(text)


def test_ids_of_a_link_are_its_parts():
    address = "https://badge.example/v/A-17/?t=T%209#z"
    assert ids_in_link(address) == (address, "A-17", "T 9", "z")
