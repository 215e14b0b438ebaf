"""What the words of a line tell of the labels in it, before their forms are looked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit_calendar.speaking import labels
from eventkit_calendar.speaking.labelwords import may_be_label
from eventkit_calendar.speaking.organizations import is_role

LETTERS = st.characters(exclude_categories=["Nd"]) | st.sampled_from("0123456789")
"""The digits of other scripts number nothing in a calendar."""


def fitting(form):
    return st.from_regex(form, alphabet=LETTERS).map(lambda text: form.search(text).group())


@settings(max_examples=300)
@given(fitting(labels._LABEL()))
def test_no_label_is_passed_over(label):
    assert may_be_label(re.split("[:\N{FULLWIDTH COLON}]", label)[0])


@settings(max_examples=300)
@given(fitting(labels._HEADING()))
def test_no_heading_is_passed_over(heading):
    assert labels._may_head(heading)


@settings(max_examples=300)
@given(fitting(labels._SENTENCE()))
def test_no_sentence_that_names_people_is_passed_over(sentence):
    assert labels._may_tell(sentence)


@pytest.mark.parametrize(
    "text", ["For more information on the event", "You write `example.com/gpu", "- Guest topology pass-through", "Note"]
)
def test_what_does_not_end_in_a_word_of_labels_is_none(text):
    assert not may_be_label(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Maintainer", True),
        ("Lead Maintainer, Tea", True),
        ("Sr. Engineering Leader.", True),
        ("Co-founder", True),
        ("Coordinator of Teas", True),
        ("Tea Lead GmbH", False),
        ("Tea Coop", False),
    ],
)
def test_a_role_begins_or_ends_what_somebody_does(text, role):
    assert is_role(text) is role
