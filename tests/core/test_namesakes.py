"""Names of people who share an address, a handle or a number: whether they can be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.domain.identity import Agreement
from eventkit.domain.namesakes import agreement, belongs_to_a_role, is_shortened, stands_for_no_name


def both_ways(one, other):
    assert agreement(one, other) == agreement(other, one)
    return agreement(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Grace", "ADA GRACE"),
        ("Ada Grace", "A. Grace"),
        ("Ada Grace", "Grace, Ada"),
        ("Ada Grace", "Grace Ada"),
        ("Ada Grace", "Dr. Ada Grace"),
        ("Ada Grace", "Ada M. Grace"),
        ("Ada Grace", "Ada Grace (Quarry Ltd)"),
        ("José García López", "Jose Garcia"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Bob Stone", "Robert Stone"),
        ("Jon Smith", "John Smith"),
        ("Ада Грейс", "Ada Grace"),
        ("Jan Meyer", "Jan Meyer-Holm"),
    ],
)
def test_one_name_otherwise_written_is_the_same(one, other):
    assert both_ways(one, other) == Agreement.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada", "Ada Grace"),
        ("Ada Grace", "Ada Stone"),
        ("rstone", "Robert Stone"),
        ("", "Ada"),
    ],
)
def test_a_part_of_a_name_or_another_family_name_is_likely_the_same(one, other):
    assert both_ways(one, other) == Agreement.LIKELY


@pytest.mark.parametrize("other", ["สมชาย ใจดี", "عمر الفاروق", "משה כהן"])
def test_a_name_in_a_script_that_cannot_be_compared_is_possibly_the_same(other):
    assert both_ways("Ada Grace", other) == Agreement.POSSIBLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Grace", "Bob Grace"),
        ("Anna Grace", "Ada Grace"),
        ("Daniel Grace", "Daniela Grace"),
        ("Mario Grace", "Maria Grace"),
        ("Sunny", "Robert Stone"),
        ("Ada", "Bob"),
        ("A. Stone", "Ada Grace"),
    ],
)
def test_relatives_and_words_that_have_nothing_to_do_with_each_other_are_unclear(one, other):
    assert both_ways(one, other) == Agreement.UNCLEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Grace", "Robert Stone"),
        ("Quarry Ltd", "Ada Grace"),
        ("Иван Петров", "Ada Grace"),
        ("John Smith Jr.", "John Smith Sr."),
        ("Guest 1", "Guest 2"),
        ("Ada Grace", "Guest of Ada Grace"),
    ],
)
def test_names_without_a_common_word_are_different(one, other):
    assert both_ways(one, other) == Agreement.DIFFERENT


@given(st.text(), st.text())
def test_any_two_names_are_compared_and_each_goes_with_itself(one, other):
    both_ways(one, other)
    assert agreement(one, one) >= Agreement.LIKELY


@pytest.mark.parametrize(
    ("address", "role"),
    [
        *((f"{name}@example.org", True) for name in ("info", "team", "office", "no-reply", "sales.emea", "help-desk")),
        *((f"{name}@example.org", False) for name in ("ada", "ada.grace", "informer", "ada+info", "teamster")),
        ("+491711234567", False),
        ("github:info", False),
    ],
)
def test_the_address_of_a_function_is_told_from_a_person_s(address, role):
    assert belongs_to_a_role(address) == role


@pytest.mark.parametrize(
    ("name", "normal", "nothing"),
    [
        ("ada.grace@example.org", "ada.grace@example.org", True),
        ("Ada.Grace@Example.org", "ada.grace@example.org", True),
        ("moonwalker", "mastodon:moonwalker@example.social", True),
        ("+49 171 1234567", "+491711234567", True),
        ("Ada", "ada@example.org", False),
        ("Ada Grace", "adagrace@example.org", False),
        ("ada grace", "adagrace@example.org", False),
        ("ada@example.org", "+491711234567", False),
    ],
)
def test_a_name_that_only_repeats_an_address_is_none(name, normal, nothing):
    assert stands_for_no_name(name, normal) == nothing


@pytest.mark.parametrize(("name", "shortened"), [("A. Grace", True), ("Ada", True), ("Ada Grace", False)])
def test_a_shortened_name_is_told_from_a_whole_one(name, shortened):
    assert is_shortened(name) == shortened
