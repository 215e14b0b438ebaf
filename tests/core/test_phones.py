"""Telephone numbers and addresses: what is equal, and what means one person."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eventkit.domain.identity import identifies, normal_form
from eventkit.domain.people import ContactPoint
from eventkit.domain.phones import normal_phone


def email(value):
    return ContactPoint(kind="email", value=value)


def phone(value):
    return ContactPoint(kind="phone", value=value)


@pytest.mark.parametrize(
    "written",
    [
        *("+49 171 1234567", "+49-171-1234567", "tel:+49-171-1234567", "(+49) 171 1234567", "0049 171 1234567"),
        *("+49 (0) 171 1234567", "+49 (0)171/1234567", "0049 (0)171 1234567", "+49 0171 1234567", "+49.171.1234567"),
        *("0171 1234567", "0171/123 45 67", "(0171) 1234567", "+49 171 1234567 ext. 12", "+491711234567;ext=12"),
        *("\uff0b\uff14\uff19 171 1234567", "٠١٧١١٢٣٤٥٦٧"),
    ],
)
def test_a_number_is_one_however_it_is_written(written):
    assert normal_phone(written, "DE") == "+491711234567"


@pytest.mark.parametrize(
    ("written", "region", "normal"),
    [
        ("(202) 555-0100", "US", "+12025550100"),
        ("1-202-555-0100", "us", "+12025550100"),
        ("011 49 171 1234567", "US", "+491711234567"),
        ("020 7946 0000", "GB", "+442079460000"),
        ("06 1234567", "IT", "+39061234567"),
        ("+39 06 1234567", "", "+39061234567"),
        ("+39 (0)6 1234567", "", "+39061234567"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("03-1234-5678", "JP", "+81312345678"),
    ],
)
def test_a_number_is_read_as_its_country_dials_it(written, region, normal):
    assert normal_phone(written, region) == normal


@pytest.mark.parametrize(
    ("written", "region", "normal"),
    [
        ("0171 1234567", "", "01711234567"),
        ("0171 1234567", "Germany", "01711234567"),
        ("1234567", "DE", "1234567"),
        ("555-0100", "US", "5550100"),
        ("call me", "DE", ""),
        ("", "DE", ""),
    ],
)
def test_a_number_of_an_unknown_place_is_left_as_its_digits(written, region, normal):
    assert (normal_phone(written, region), identifies(phone(written), region)) == (normal, False)


@pytest.mark.parametrize("written", ["+", "+49", "+49 000000", "+1 999 999 9999", "+49 112", "+" + "1" * 40])
def test_a_stopgap_for_a_number_identifies_nobody(written):
    assert not identifies(phone(written))


@example("0000", "")
@example("01¼", "DE")
@given(st.text(), st.sampled_from(["", "DE", "US", "IT", "no region"]))
def test_any_text_has_a_normal_form_that_is_its_own(text, region):
    normal = normal_phone(text, region)
    assert normal_phone(normal, region) == normal


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.org", "ada@example.ORG "),
        ("ada@exämple.org", "ADA@EXÄMPLE.org"),
        ("ada@exämple.org", "ada@xn--exmple-cua.org"),
        ("ada@ex\N{LATIN SMALL LETTER A WITH DIAERESIS}mple.org", "ada@exa\N{COMBINING DIAERESIS}mple.org"),
    ],
)
def test_an_address_is_one_however_it_is_written(one, other):
    assert normal_form(email(one)) == normal_form(email(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada+work@example.org", "ada@example.org"),
        ("a.da@example.org", "ada@example.org"),
        ("ada@example.org", "ada@example.com"),
    ],
)
def test_addresses_that_may_be_two_are_two(one, other):
    assert normal_form(email(one)) != normal_form(email(other))


@pytest.mark.parametrize("written", ["n/a", "", "@", "ada@", "@example.org", "none"])
def test_what_is_no_address_identifies_nobody(written):
    assert not identifies(email(written))


@pytest.mark.parametrize("written", ["ada@xn--", "ada@xn--zz--", "ada@xn--\N{COMBINING DIAERESIS}"])
def test_a_domain_that_no_program_wrote_is_left_as_it_is(written):
    assert normal_form(email(written)) == written.casefold()


@pytest.mark.parametrize("value", ["", "@", " "])
def test_a_handle_without_a_name_identifies_nobody(value):
    assert not identifies(ContactPoint(kind="handle", platform="github", value=value))
