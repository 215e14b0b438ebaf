"""Codes that the core asks for: drawn, read back, and refused with a sentence."""

from __future__ import annotations

import io
from importlib.util import find_spec

import pytest
import zxingcpp
from PIL import Image

from eventkit.api import Code, InputError


@pytest.fixture
def code(eventkit_app):
    ((plugin, found),) = eventkit_app.plugins.contributions("eventkit_register_codes", Code)
    assert (plugin, found.name) == ("cards", "qr")
    return found


@pytest.mark.parametrize("text", ["EVENTKIT-FAVOURITES:1:X:AAAAAAAA:", "Zoë\r\nÅ", "0123456789", "x" * 2331])
def test_what_is_drawn_is_read(code, text):
    assert list(code.read(code.draw(text))) == [text]


def test_capitals_and_digits_take_less_room(code):
    sizes = []
    for text in ("A2" * 200, "a2" * 200):
        with Image.open(io.BytesIO(code.draw(text))) as picture:
            sizes.append(picture.width)
            (found,) = zxingcpp.read_barcodes(picture)
            assert (found.text, found.symbology_identifier) == (text, "]Q1")
    assert sizes[0] < sizes[1]


def test_a_text_that_is_too_long_is_refused(code):
    with pytest.raises(InputError, match=r"^the text has 2,332 bytes, and a QR code holds 2,331: drop or shorten some"):
        code.draw("x" * 2332)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no picture of a kind that can be read (PNG, JPEG, WebP, GIF, BMP, TIFF)"),
        (b"\x89PNG\r\n\x1a\n", "is no picture of a kind that can be read (PNG, JPEG, WebP, GIF, BMP, TIFF)"),
        (
            b"\0\0\0\x18ftypheic" + b"\0" * 20,
            "is broken or cut off"
            if find_spec("pillow_heif")
            else "is a HEIC picture, as iPhones make them: save it as JPEG",
        ),
    ],
)
def test_what_is_no_picture_is_refused_without_a_name(code, data, said):
    with pytest.raises(InputError) as refused:
        code.read(data)
    assert str(refused.value).startswith(said)


def test_a_picture_without_a_code_has_none(code):
    buffer = io.BytesIO()
    Image.new("L", (50, 50), 255).save(buffer, format="PNG")
    assert list(code.read(buffer.getvalue())) == []
