"""JSON and CSV, as listings print them and exports write them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.domain.formats import csv_text, json_text


def cell(value):
    return next(csv.DictReader(io.StringIO(csv_text([{"a": value, "b": 1}]), newline="")))["a"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (3, "3"),
        (["a", "b; c"], "a; b; c"),
        ({"mastodon": "@ann"}, "mastodon:@ann"),
        (
            [{"title": "Slides", "url": "https://example.org"}, {"title": "", "url": "x"}],
            "Slides https://example.org; x",
        ),
        ('say "tea",\nthen', 'say "tea",\nthen'),
    ],
)
def test_a_cell_shows_the_value(value, shown):
    assert cell(value) == shown


@pytest.mark.parametrize("text", ["=1+1", "@sum", "+cmd", "-2+3+cmd", "\tx", "\rx", "\nx", "\uff1d1", ["=1", "2"]])
def test_what_a_spreadsheet_would_calculate_is_text(text):
    assert cell(text).startswith("'")


@pytest.mark.parametrize("text", ["+41 44 123 45 67", "-5", "a=b", "'quoted'"])
def test_what_it_would_not_stays_as_it_is(text):
    assert cell(text) == text


def test_no_rows_are_no_lines():
    assert csv_text([]) == ""


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_says_the_same_and_nothing_that_a_terminal_obeys(text):
    written = json_text({"a": text})
    assert json.loads(written) == {"a": text}
    assert written.isprintable() or not set(written) & set(map(chr, [*range(32), *range(127, 160), 0x2028, 0x202E]))
