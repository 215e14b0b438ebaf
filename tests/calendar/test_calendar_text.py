"""Abstracts: HTML to text, and text left as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit_calendar.text import clean_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Plain text, with a < b and R&D.", "Plain text, with a < b and R&D."),
        ("One\\r\\nTwo\r\nThree", "One\nTwo\nThree"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("Tea &amp; cake&nbsp;&#8212; all day", "Tea & cake \u2014 all day"),
        ('See <a href="https://example.org/x">the page</a>.', "See the page (https://example.org/x)."),
        ('<a href="https://example.org/">https://example.org</a>', "https://example.org"),
        ('<a href="javascript:alert(1)">Click</a>', "Click"),
        ("<p>Text</p><script>alert(1)</script><style>p {}</style>", "Text"),
        ("<p>One\n  two</p>", "One\ntwo"),
        ("if x < 3: print('<b>bold</b>')", "if x < 3: print('bold')"),
        ("List<String> stays", "List<String> stays"),
        ("<p>Never closed", "Never closed"),
        ("Fish &amp chips&nbsp; &lt 5", "Fish & chips < 5"),
        ("https://example.org/?a=1&lt=2&amp=3", "https://example.org/?a=1&lt=2&amp=3"),
        ("One.\\nTwo,\\n\\nthree\\n- four", "One.\nTwo,\n\nthree\n- four"),
        ("Come. \\r\n\\r\nAll!", "Come. \n\nAll!"),
        ("print('\\n') in C:\\new", "print('\\n') in C:\\new"),
        ("Two lines\nand print(x, \\n)", "Two lines\nand print(x, \\n)"),
        ("Before-::~:~::~:~::-\nJoin: https://example.org\nPlease do not edit.\n-::~:~::~:~::-", "Before"),
        ("-::~:~::~:~::-", ""),
    ],
)
def test_markup_becomes_text_and_text_stays(source, text):
    assert clean_text(source) == text


@given(st.lists(st.sampled_from(["<p>", "</p>", "<p", ">", "<", "&amp;", "<li>", "word", '"', "\n", " "])).map("".join))
def test_whatever_the_text_no_tag_that_is_known_is_left_of_it(text):
    assert "<p>" not in clean_text(text)
