from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.errors import InputError, NotFoundError, UsageError
from eventkit_prep.template import TemplateItem, parse_template, read_template


def test_item_has_section_offset_text_and_an_id_of_its_text():
    assert parse_template("# Title\n\n## The week before\n\n- [ ] T-7 Print the tickets\n") == [
        TemplateItem(id="print-the-tickets", text="Print the tickets", section="The week before", offset=-7)
    ]


@pytest.mark.parametrize(
    ("line", "offset", "text"),
    [
        ("- [ ] T-0 Go", 0, "Go"),
        ("- [ ] T+3 Go", 3, "Go"),
        ("* [x] T-30 Go", -30, "Go"),
        ("+ [X] Go", None, "Go"),
        ("- [ ] T-1000 Go", None, "T-1000 Go"),
        ("- [ ] T-shirts", None, "T-shirts"),
    ],
)
def test_item_is_read_as_it_is_written(line, offset, text):
    (item,) = parse_template(line)
    assert (item.offset, item.text) == (offset, text)


def test_item_goes_on_in_an_indented_line():
    (item,) = parse_template("- [ ] T-7 Print the tickets\n  and the map\n\n  not this\n")
    assert item.text == "Print the tickets and the map"


def test_lines_that_are_no_items_are_for_the_reader():
    assert parse_template("Hello\n- a point\n1. [ ] a number\n```\n") == []


def test_ids_of_equal_texts_are_numbered():
    items = parse_template("- [ ] Go\n- [ ] Go\n- [ ] go!\n")
    assert [item.id for item in items] == ["go", "go-2", "go-3"]


def test_item_in_letters_without_a_slug_has_an_id_all_the_same():
    assert [item.id for item in parse_template("- [ ] 名刺\n- [ ] الرحلة\n")] == ["item", "item-2"]


@given(st.text(alphabet=st.sampled_from("-*[ ]xT+7 \n#ab\t\u2028é"), max_size=80))
def test_any_text_gives_items_with_ids_of_their_own(text):
    items = parse_template(text)
    assert len({item.id for item in items}) == len(items)
    assert all(item.text == " ".join(item.text.split()) for item in items)


@pytest.mark.parametrize("name", ["conference", "meetup"])
def test_bundled_template_is_complete(eventkit_app, name):
    items = read_template(eventkit_app, name)
    assert [item for item in items if item.offset is None or not item.section] == []
    assert [item.offset for item in items] == sorted(item.offset for item in items)
    assert max(len(item.text) for item in items) <= 110


def test_own_template_goes_before_the_bundled_one(eventkit_app, own_template):
    own_template("\ufeff- [ ] Mine\n")
    assert [item.text for item in read_template(eventkit_app, "conference")] == ["Mine"]


def test_template_that_is_not_there_is_answered_with_those_that_are(eventkit_app, own_template):
    own_template("- [ ] Mine\n", "speaker")
    with pytest.raises(NotFoundError, match="there is conference, meetup, speaker, and "):
        read_template(eventkit_app, "speech")


def test_template_is_a_name_and_no_path(eventkit_app):
    with pytest.raises(UsageError, match=r"'\.\./x': give a template's name"):
        read_template(eventkit_app, "../x")


def test_template_without_an_item_names_the_file(eventkit_app, own_template):
    own_template("# Nothing\n")
    with pytest.raises(InputError, match=r"conference\.md: no item in it"):
        read_template(eventkit_app, "conference")


def test_template_that_is_no_text_names_the_file(eventkit_app, eventkit_home, own_template):
    own_template("")
    (eventkit_home / "templates" / "prep" / "conference.md").write_bytes(b"- [ ] \xff\n")
    with pytest.raises(InputError, match=r"conference\.md: cannot read the template"):
        read_template(eventkit_app, "conference")
