"""Tables: as wide as the terminal and no wider, whatever stands in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import width as width_of

from eventkit.cli.tables import Column, lines_of

NAMED = (
    Column("No.", lambda row: row[0], right=True),
    Column("Title", lambda row: row[1], share=2),
    Column("Who", lambda row: row[2], share=1),
)


def table(*rows, columns=NAMED, width=40):
    return list(lines_of(rows, columns, width))


def test_what_fits_is_as_wide_as_it_is():
    assert table((1, "Tea", "Ann Bee"), (12, "Cake", "Bo")) == [
        "No.  Title  Who",
        "  1  Tea    Ann Bee",
        " 12  Cake   Bo",
    ]


def test_what_is_too_long_goes_on_below():
    assert table((1, "A talk on a great many things and one more", "Ann Bee")) == [
        "No.  Title                       Who",
        "  1  A talk on a great many      Ann Bee",
        "     things and one more",
    ]


def test_a_word_that_is_too_long_is_cut():
    assert table((1, "x" * 30, "Ann"), width=20) == ["No.  Title       Who", "  1  " + "x" * 10 + "  Ann", "     " + "x" * 10, "     " + "x" * 10]  # fmt: skip  # noqa: E501  # a table


def test_wide_letters_take_two_columns():
    assert table((1, "お茶", "Ann"), (2, "Tea", "Bo")) == ["No.  Title  Who", "  1  お茶   Ann", "  2  Tea    Bo"]


def test_a_column_in_which_nothing_stands_is_left_out():
    assert table((1, "Tea", ""), (2, "Cake", "")) == ["No.  Title", "  1  Tea", "  2  Cake"]


def test_what_a_terminal_would_obey_is_taken_out():
    assert table((1, "Tea\x1b[31m\nand cake", "Ann")) == ["No.  Title             Who", "  1  Tea[31m and cake  Ann"]


def test_a_wide_column_is_shown_where_there_is_room():
    columns = (*NAMED, Column("Track", lambda _row: "food", wide=True))
    assert table((1, "Tea", "Ann"), columns=columns, width=99)[0] == "No.  Title  Who"
    assert table((1, "Tea", "Ann"), columns=columns, width=100)[0] == "No.  Title  Who  Track"


@given(st.lists(st.tuples(st.integers(0, 99999), st.text(), st.text()), min_size=1), st.integers(40, 120))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(rows, width):
    lines = table(*rows, width=width)
    assert all(width_of(line) <= width for line in lines)


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=3))
def test_nothing_of_a_cell_is_lost(cells):
    lines = list(lines_of(cells, [Column("", str, share=1)], 20))[1:]
    assert "".join("".join(lines).split()) == "".join("".join(cells).split())
