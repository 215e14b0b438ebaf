"""The quick way to the squares of a code against qrcode's own, which they have to be."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import QRCode, constants, exceptions

from eventkit_cards.matrix import QuickCode

LEVELS = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
LARGEST = {"L": 2953, "M": 2331, "Q": 1663, "H": 1273}
SIZES = [*range(60, 400, 20), *range(400, 1801, 200)]


def squares(kind, data, level, optimize=0):
    code = kind(error_correction=LEVELS[level])
    code.add_data(data, optimize=optimize)
    code.make()
    return code.version, code.modules


@pytest.mark.parametrize("level", LEVELS)
def test_squares_are_those_of_qrcode(level):
    random_ = random.Random(level)
    texts = [random_.randbytes(size) for size in SIZES if size <= LARGEST[level]]
    quick = [squares(QuickCode, text, level) for text in texts]
    assert quick == [squares(QRCode, text, level) for text in texts]


@settings(deadline=None, max_examples=60)
@given(
    text=st.one_of(
        st.binary(min_size=1, max_size=120),
        st.text("0123456789", min_size=1, max_size=200),
        st.text("ABC 0123456789:/.-", min_size=1, max_size=200),
        st.tuples(st.text("0123456789", min_size=20), st.text("abc"), st.text("XYZ", min_size=20)).map("".join),
    ),
    level=st.sampled_from(list(LEVELS)),
    optimize=st.sampled_from([0, 20]),
)
def test_squares_of_any_text_are_those_of_qrcode(text, level, optimize):
    assert squares(QuickCode, text, level, optimize) == squares(QRCode, text, level, optimize)


@pytest.mark.parametrize("level", LEVELS)
def test_largest_code_is_full_and_no_byte_more_fits(level):
    assert squares(QuickCode, b"\xff" * LARGEST[level], level)[0] == 40
    with pytest.raises(exceptions.DataOverflowError):
        squares(QuickCode, b"\xff" * (LARGEST[level] + 1), level)


def test_mask_and_version_may_be_said():
    quick, plain = (kind(version=9, mask_pattern=5) for kind in (QuickCode, QRCode))
    for code in (quick, plain):
        code.add_data("hello")
        code.make(fit=False)
    assert (quick.version, quick.modules) == (plain.version, plain.modules)
