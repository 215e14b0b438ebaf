"""The code of a text: its squares, its size, and the ways it is drawn."""

from __future__ import annotations

import io
import struct

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from eventkit.api import InputError, UsageError
from eventkit_cards.making.colours import colours, contrast
from eventkit_cards.making.drawings import squares_in, svg
from eventkit_cards.making.logos import Logo
from eventkit_cards.making.pictures import png, raster
from eventkit_cards.making.reading_back import hard_to_read, opened, read_back
from eventkit_cards.making.sizes import Size, screen
from eventkit_cards.making.terminal import blocks, squares_of
from eventkit_cards.qr import CAPACITY, CAPACITY_WITH_LOGO, make_code, version_of


def code_of(text, logo=None):
    return make_code(text, lambda: "the text", logo=logo)


def decode(picture):
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [bytes(code.bytes).decode() for code in found]


def logo(kind="L", colour=0):
    return Logo(Image.new(kind, (300, 200), colour).convert("RGBA"))


def physical(picture):
    """What a PNG says of its size, in millimetres."""
    at = picture.index(b"pHYs") + 4
    across, down, unit = struct.unpack(">IIB", picture[at : at + 9])
    assert (across, unit) == (down, 1)
    return struct.unpack(">I", picture[16:20])[0] / across * 1000


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_any_text_reads_back(text):
    code = code_of(text)
    assert decode(Image.open(io.BytesIO(code.png()))) == [text]
    assert squares_in(svg(code)) == code.drawn
    for light in (False, True):
        drawn = blocks(code, light=light)
        assert set(drawn) <= set(" ▀▄█\n")
        assert squares_of(drawn, light=light)[: code.width] == code.drawn


def test_png_is_of_one_bit_and_prints_at_half_a_millimetre_to_the_module():
    code = code_of("x" * 100)
    picture = code.png()
    with Image.open(io.BytesIO(picture)) as opened_picture:
        assert (opened_picture.mode, opened_picture.width) == ("1", code.width * 12)
    assert round(physical(picture) / code.width, 3) == 0.508


@pytest.mark.parametrize(("mm", "dpi"), [(30, 600), (30, 300), (17.5, 1200), (250, 150), (60, 96)])
def test_png_prints_exactly_as_large_as_was_asked_for(mm, dpi):
    code = code_of("x" * 100)
    picture = png(code, Size(mm=mm, dpi=dpi))
    assert abs(physical(picture) - mm) < 0.005
    assert Image.open(io.BytesIO(picture)).width % code.width == 0
    assert decode(opened(picture)) == ["x" * 100]


def test_svg_says_its_size_and_has_one_path():
    drawing = svg(code_of("x"), Size(mm=30)).decode()
    assert drawing.count('width="30mm" height="30mm" viewBox="0 0 29 29"') == 1
    assert drawing.count("<path ") == 1


def test_code_has_a_quiet_zone_of_four_modules():
    code = code_of("x")
    assert {line[:4] + line[-4:] for line in code.drawn} | set(code.drawn[:4] + code.drawn[-4:]) == {
        "00000000",
        "0" * code.width,
    }
    assert [len(line) for line in blocks(code).splitlines()] == [code.modules + 8] * 15


def test_code_holds_one_segment_of_bytes_without_eci():
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code_of("Zoë 1234567890").png())))
    assert (found.ec_level, found.symbology_identifier) == ("M", "]Q1")


@pytest.mark.parametrize(("size", "version"), [(1, 1), (180, 9), (181, 10), (412, 15), (413, 16), (CAPACITY, 40)])
def test_version_is_the_smallest_that_holds_the_text(size, version):
    assert (code_of("x" * size).version, version_of(size)) == (version, version)


def test_text_over_the_capacity_says_what_to_shorten():
    with pytest.raises(
        InputError, match=r"your card has 2,332 bytes, and a QR code holds 2,331: drop or shorten the tale"
    ):
        make_code("x" * (CAPACITY + 1), lambda: "the tale")


def test_text_over_the_capacity_with_a_logo_says_that_it_is_the_logo():
    with pytest.raises(InputError, match="and a QR code with a logo holds 1,663"):
        code_of("x" * (CAPACITY_WITH_LOGO + 1), logo=logo())


def test_code_that_does_not_read_back_is_refused():
    code = code_of("one text")
    with pytest.raises(InputError, match="the PNG code does not read back as your card"):
        read_back(code, raster(code_of("another text"), 4), "PNG")


@pytest.mark.parametrize("size", [3, 40, 200, 412, 990, CAPACITY])
def test_code_of_any_size_is_read_scaled_down_blurred_and_tilted(size):
    code = code_of("".join(chr(97 + at * at % 26) for at in range(size)))
    assert hard_to_read(code, opened(code.png())) == []


def test_code_that_is_blotted_is_hard_to_read():
    code = code_of("x" * 200)
    picture = raster(code, 6)
    picture.paste(255, (150, 150, 300, 300))
    assert hard_to_read(code, picture) == ["as it is", "scaled down", "blurred", "tilted"]


@pytest.mark.parametrize("size", [3, 40, 200, 412, 700])
@pytest.mark.parametrize("colour", [0, 128, 255])
def test_logo_of_any_colour_leaves_the_code_readable(size, colour):
    code = code_of("x" * size, logo=logo(colour=colour))
    picture = png(code)
    assert code.level == "Q"
    assert hard_to_read(code, opened(picture)) == []
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    assert (found.text, found.ec_level) == ("x" * size, "Q")


def test_logo_covers_a_twentieth_of_the_squares_at_most():
    shares = [(Logo.side(modules) / modules) ** 2 for modules in range(21, 178, 4)]
    assert max(shares) < 0.05


def test_coloured_png_has_two_colours():
    picture = Image.open(io.BytesIO(png(code_of("x"), colours=colours("navy", "#ffeecc")))).convert("RGB")
    assert {colour for _, colour in picture.getcolors()} == {(0, 0, 128), (255, 238, 204)}
    assert decode(picture.convert("L")) == ["x"]


@pytest.mark.parametrize(
    ("dark", "light", "said"),
    [
        ("bleu", "", "--dark 'bleu' is no colour: give one as '#003366', or a name as navy"),
        ("#12", "", "--dark '#12' is no colour"),
        ("#00336680", "", "can see through"),
        ("white", "black", "white on black is light on dark, which many readers do not see; change the two over"),
        ("#8899ff", "", "#8899ff on white has a contrast of 2.6, and a scan needs 4.5: --dark '"),
        ("", "#555555", "--light #555555 is too dark for a ground; "),
    ],
)
def test_colours_that_do_not_scan_are_refused(dark, light, said):
    with pytest.raises(UsageError) as refused:
        colours(dark, light)
    assert said in str(refused.value)


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 255)] * 3), st.tuples(*[st.integers(0, 255)] * 3))
def test_colour_that_is_named_instead_works(dark, light):
    words = ["#" + bytes(colour).hex() for colour in (dark, light)]
    for _ in range(5):
        try:
            found = colours(*words)
        except UsageError as refused:
            if "change the two over" in str(refused):
                words.reverse()
            else:
                option = 0 if "--dark" in str(refused) else 1
                words[option] = str(refused).rpartition("#")[2][:6].rjust(7, "#")
        else:
            assert contrast(found.dark, found.light) >= 4.5
            return
    pytest.fail(f"{words} are refused again and again")


def test_black_on_white_has_the_contrast_of_21():
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21


@pytest.mark.parametrize("mm", [0, -3, 4.9, 1001, float("nan"), float("inf")])
def test_impossible_size_is_refused(mm):
    with pytest.raises(UsageError, match="a code may measure from 5 to 1000 millimetres"):
        Size(mm=mm)


@pytest.mark.parametrize(
    ("size", "said"),
    [(Size(mm=900, dpi=2400), "and may have 12,000"), (Size(mm=5, dpi=72), "has less than two dots for each of 53")],
)
def test_size_of_too_many_or_too_few_dots_is_refused(size, said):
    with pytest.raises(UsageError, match=said):
        png(code_of("x" * 120), size)


@pytest.mark.parametrize("phone", ["", "abc", "1170", "1170x", "99999x99999", "100x200", "2532x1170"])
def test_impossible_phone_is_refused(phone):
    with pytest.raises(UsageError, match="--phone"):
        screen(phone)


def test_phone_may_be_said_with_a_sign_of_multiplication():
    assert screen("1170 \u00d7 2532") == (1170, 2532)
