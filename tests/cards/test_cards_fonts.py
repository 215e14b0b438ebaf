"""Fonts: where a machine has none, where it has them in pieces, and what is written then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from eventkit.api import Person
from eventkit_cards.making.fonts import Font, Fonts, find_fonts, folders
from eventkit_cards.making.lettering import Lettering
from eventkit_cards.making.lock_screens import lock_screen
from eventkit_cards.making.pages import in_visual_order
from eventkit_cards.making.pieces import Piece
from eventkit_cards.making.reading_back import hard_to_read, opened
from eventkit_cards.making.sheets import single
from eventkit_cards.qr import make_code

# ruff: noqa: RUF001  # names of several scripts, whose letters may look alike


def make_font(file, letters):
    """A font in which each of these letters is a box."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, 700), (500, 700), (500, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    letters = dict.fromkeys(letters)
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(names, box))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": file.stem, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(file)


LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz …"


@pytest.fixture
def lettering(tmp_path):
    """Lettering with fonts of these letters: a plain one, and others by the names of their files."""

    def make(plain=LATIN, **others):
        for name, letters in {"NotoSans-Regular": plain, "NotoSans-Bold": plain, **others}.items():
            (tmp_path / "fonts").mkdir(exist_ok=True)
            make_font(tmp_path / "fonts" / f"{name}.ttf", letters)
        return Lettering(shapes=True, find=lambda: find_fonts([tmp_path / "fonts"]))

    return make


def names(line):
    return [(text, font.file.rpartition("/")[2]) for text, font in line.runs]


def test_text_is_written_in_the_plain_font_where_it_has_the_letters(lettering):
    found = lettering()
    assert names(found.line("Ann Doe")) == [("Ann Doe", "NotoSans-Regular.ttf")]
    assert names(found.line("Ann Doe", bold=True)) == [("Ann Doe", "NotoSans-Bold.ttf")]
    assert list(found.remarks) == []


def test_text_is_written_whole_in_another_font_that_has_all_of_its_letters(lettering):
    found = lettering(Thick=LATIN + "湖", NotoSansCJK="田中")
    assert names(found.line("Ann 湖")) == [("Ann 湖", "Thick.ttf")]
    assert names(found.line("田中")) == [("田中", "NotoSansCJK.ttf")]


def test_text_is_written_in_two_fonts_where_none_has_all_of_it(lettering):
    found = lettering(NotoSansCJK="湖田中")
    assert names(found.line("Ann 田中")) == [("Ann ", "NotoSans-Regular.ttf"), ("田中", "NotoSansCJK.ttf")]


def test_signs_that_no_font_has_are_left_out_and_told_of(lettering):
    found, text = lettering(), "Ada 🚢👩🏽‍💻"
    assert found.line(text).text == "Ada"
    assert list(found.remarks) == [f"no font here has all the signs of {text!r}: it is written 'Ada'"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Вера Причалова", "Vera Prichalova"),
        ("Μυρτώ Θαλασσινού", "Mirto Thalassinu"),
        ("Zoë Čapek", "Zoe Capek"),
        ("McAdam Вера", "McAdam Vera"),
        ("王伟", "Wang Wei"),
    ],
)
def test_letters_that_no_font_has_are_written_in_latin_ones_and_told_of(lettering, text, written):
    found = lettering()
    assert found.line(text).text == written
    assert list(found.remarks) == [f"no font here has the letters of {text!r}: it is written {written!r}"]


def test_letters_that_cannot_be_written_at_all_are_left_out_and_told_of(lettering):
    found = lettering()
    assert (found.line("ልጅ").text, found.line("ልጅ").runs) == ("", [])
    assert list(found.remarks) == [
        "no font here has the letters of 'ልጅ': it is left out, and the code has it all the same"
    ]


def test_letters_that_join_are_not_written_apart(lettering):
    found = lettering(NotoSansArabic="ليلى")
    assert found.line("ليلى").shaped
    found.shapes = False
    assert found.line("ليلى", bold=True).text == "Lila"


def test_machine_without_any_font_writes_latin_letters():
    found = Lettering(shapes=False, find=lambda: Fonts({}))
    assert names(found.line("Zoë Doe")) == [("Zoë Doe", "")]
    assert found.line("Вера").text == "Vera"


def test_card_and_lock_screen_are_made_on_a_machine_without_any_font():
    code, person = make_code("x" * 90, lambda: ""), Person(id=1, name="Вера Čapek", organization="Acme & Söhne")
    page = single(
        Piece(code=code, person=person),
        "card",
        side=40,
        title="t",
        now=datetime(2027, 5, 14, tzinfo=UTC),
        lettering=Lettering(shapes=False, find=lambda: Fonts({})),
    )
    assert page.startswith(b"%PDF-")
    data, seen, _ = lock_screen(code, person, (1170, 2532), lettering=Lettering(shapes=False, find=lambda: Fonts({})))
    assert hard_to_read(code, seen) == []
    assert opened(data).size == (1170, 2532)


def test_broken_fonts_and_pictures_of_letters_have_no_letters(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0 no font")
    (tmp_path / "broken.ttc").write_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff")
    (tmp_path / "empty.otf").write_bytes(b"")
    Image.new("L", (1, 1)).save(tmp_path / "picture.png")
    found = find_fonts([tmp_path, tmp_path / "nowhere"])
    assert sorted(found.files) == ["broken", "empty"]
    assert Font(found.files["empty"]).letters == frozenset()
    assert found.with_letters("a") is None
    assert found.family() == (Font(), Font(face=1))


def test_fonts_are_looked_for_where_the_platform_keeps_them(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path))
    environ = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_DATA_DIRS": "/opt/share:"}
    assert [str(folder) for folder in folders(environ)] == [
        *(str(tmp_path / ".fonts"), str(tmp_path / "data" / "fonts"), "/opt/share/fonts"),
        *("/usr/local/share/fonts", "/usr/share/fonts"),
    ]


@given(st.text("Aя٣1 ().-/אבجم", min_size=1, max_size=20))
def test_parts_from_left_to_right_are_those_of_the_standard(text):
    from fpdf.bidi import BidiParagraph

    parts = in_visual_order(text)
    assert "".join(part[::-1] if leftwards else part for part, leftwards in parts) == (
        BidiParagraph(text).get_reordered_string()
    )
