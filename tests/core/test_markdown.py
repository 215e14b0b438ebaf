from __future__ import annotations

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from eventkit.api import one_line
from eventkit.domain.markdown import literal

HOSTILE = [
    "*a* **b** _c_ __d__ ~~e~~ `f`",
    "[x](http://evil.example)",
    "![x](http://evil.example/a.png)",
    "<script>alert(1)</script>",
    "<http://evil.example>",
    "# heading",
    "heading #",
    "- item",
    "+ item",
    "1. item",
    "12) item",
    "> quoted",
    "---",
    "===",
    "&lt;b&gt; &amp; &#35; R&D",
    "a\\*b\\",
    "snake_case and _edge_ and __init__",
    "two\n\nparagraphs\r\n# and a heading",
    "C# for F# people",
    "[ref]: http://evil.example",
    "\tcode",
]
ALPHABET = st.sampled_from("*_[]()<>`#&;~!|\\+-=.:/1aé \n\t\"'wx")


def shown(markdown):
    """What a reader of the rendered text sees, as HTML."""
    return MarkdownIt("commonmark").enable("strikethrough").render(markdown)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_stays_literal(text):
    seen = escape(one_line(text), quote=False).replace('"', "&quot;")
    assert shown(f"- {literal(text)}") == f"<ul>\n<li>{seen}</li>\n</ul>\n"


@given(st.text(ALPHABET, max_size=40).filter(str.strip))
@example("a *b")
def test_any_text_stays_literal_in_every_place_of_a_brief(text):
    seen = escape(one_line(text), quote=False).replace('"', "&quot;")
    assert shown(literal(text)) == f"<p>{seen}</p>\n"
    assert shown(f"# {literal(text)}") == f"<h1>{seen}</h1>\n"
    assert shown(f"- {literal(text)}") == f"<ul>\n<li>{seen}</li>\n</ul>\n"
    assert shown(f"Why: **{literal(text)}**, by") == f"<p>Why: <strong>{seen}</strong>, by</p>\n"


def test_plain_text_stays_as_it_is():
    assert literal("R&D (2nd try): snake_case, C#, 10:30 - 11:15!") == "R&D (2nd try): snake_case, C#, 10:30 - 11:15!"


@pytest.mark.parametrize(
    ("text", "written"),
    [("see http://evil.example", r"see http\://evil.example"), ("www.evil.example", r"www\.evil.example")],
)
def test_address_is_not_made_a_link(text, written):
    assert literal(text) == written
