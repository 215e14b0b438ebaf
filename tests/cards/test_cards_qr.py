import io
import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from eventkit.api import ContactPoint, InputError, Person
from eventkit_cards.qr import CAPACITY, make_code
from eventkit_cards.writing import vcard

# ruff: noqa: RUF001  # names of several scripts, whose letters may look alike
PEOPLE = {
    "plain": Person(id=1, name="Ann Doe", given="Ann", family="Doe", title="Engineer"),
    "latin": Person(id=1, name="Zoë Ångström-Nuñez", given="Zoë", family="Ångström-Nuñez", organization="Çığ & Söhne"),
    "cyrillic": Person(id=1, name="Вера Причалова", given="Вера", family="Причалова", organization="Северный пирс"),
    "greek": Person(id=1, name="Μυρτώ Θαλασσινού", given="Μυρτώ", family="Θαλασσινού", title="Μηχανικός"),
    "arabic": Person(id=1, name="ليلى البحري", given="ليلى", family="البحري", organization="مرفأ الشمال"),
    "hebrew": Person(id=1, name="נועה גליל", given="נועה", family="גליל", note="שלום"),
    "chinese": Person(id=1, name="田中湖", given="湖", family="田中", organization="北港软件"),
    "korean": Person(id=1, name="하늘 바다", given="하늘", family="바다", title="개발자"),
    "devanagari": Person(id=1, name="मीरा झील", given="मीरा", family="झील"),
    "emoji": Person(id=1, name="Ada 🚢", given="Ada", family="🚢", note="👩🏽‍💻 since 1999"),
    "separators": Person(id=1, name="a;b,c\\d", given="a;", family=",\\", organization="x;y,z\\", title="\\;\\,\\n"),
    "lines": Person(id=1, name="Ann\nDoe", note="one\r\ntwo\n\nthree", organization="Acme\nInc."),
    "everything": Person(
        id=1,
        name="Ann Doe",
        given="Ann",
        family="Doe",
        organization="Acme",
        title="Engineer",
        note="Ask me of tides. " * 12,
        contact_points=(
            ContactPoint(kind="email", value="ann@example.org"),
            ContactPoint(kind="phone", value="+1 202 555 0100", label="cell"),
            ContactPoint(kind="url", value="https://example.org/ann"),
            ContactPoint(kind="handle", value="ann", platform="github"),
        ),
    ),
}


def decode(picture):
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [bytes(code.bytes).decode() for code in found]


def from_svg(svg):
    """The drawing as a renderer would paint it: each closed square of the path, on white."""
    side = float(re.search(r'viewBox="0 0 ([\d.]+) ', svg)[1])
    picture = Image.new("L", (round(side * 10), round(side * 10)), 255)
    for found in re.findall(r"M([\d.]+),([\d.]+)H([\d.]+)V([\d.]+)H", svg):
        left, top, right, bottom = (round(float(number) * 10) for number in found)
        picture.paste(0, (left, top, right, bottom))
    return picture


def from_terminal(text, ink, paper):
    """The text as a terminal shows it: upper and lower half of each character, 8 pixels each."""
    rows = text.splitlines()
    picture = Image.new("L", (len(rows[0]) * 8, len(rows) * 16), paper)
    for y, row in enumerate(rows):
        for x, character in enumerate(row):
            if character in "█▀":
                picture.paste(ink, (x * 8, y * 16, x * 8 + 8, y * 16 + 8))
            if character in "█▄":
                picture.paste(ink, (x * 8, y * 16 + 8, x * 8 + 8, y * 16 + 16))
    return picture


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_card_reads_back_from_everything_that_is_drawn(person):
    text = vcard(person)
    code = make_code(text, lambda: "the note")
    assert decode(Image.open(io.BytesIO(code.png()))) == [text]
    assert decode(from_svg(code.svg().decode())) == [text]
    assert decode(from_terminal(code.text(), ink=255, paper=0)) == [text]
    assert decode(from_terminal(code.text(light=True), ink=0, paper=255)) == [text]


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_any_text_reads_back(text):
    code = make_code(text, lambda: "the text")
    assert decode(Image.open(io.BytesIO(code.png()))) == [text]
    assert set(code.text()) <= set(" ▀▄█\n")


def test_png_is_of_one_bit_and_prints_at_half_a_millimetre_to_the_module():
    code = make_code(vcard(PEOPLE["plain"]), lambda: "the note")
    with Image.open(io.BytesIO(code.png())) as picture:
        assert picture.mode == "1"
        millimetres = picture.width / picture.info["dpi"][0] * 25.4
    assert round(millimetres / code.width, 2) == 0.51


def test_terminal_code_has_a_border_of_four_modules():
    code = make_code("x", lambda: "the text")
    assert [len(line) for line in code.text().splitlines()] == [code.modules + 8] * 15


def test_code_holds_one_segment_of_bytes_without_eci():
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(make_code("Zoë 1234567890", lambda: "").png())))
    assert (found.ec_level, found.symbology_identifier) == ("M", "]Q1")


@pytest.mark.parametrize(("size", "version"), [(412, 15), (413, 16), (CAPACITY, 40)])
def test_version_is_the_smallest_that_holds_the_text(size, version):
    assert make_code("x" * size, lambda: "the text").version == version


def test_text_over_the_capacity_says_what_to_shorten():
    with pytest.raises(
        InputError, match=r"your card has 2,332 bytes, and a QR code holds 2,331: drop or shorten the tale"
    ):
        make_code("x" * (CAPACITY + 1), lambda: "the tale")


def test_code_that_does_not_read_back_is_refused():
    code = make_code("one text", lambda: "the text")
    other = type(code)(b"another text", code.qr)
    for draw in (other.png, other.svg, other.text):
        with pytest.raises(InputError, match="does not read back"):
            draw()
