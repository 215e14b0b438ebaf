"""A grey picture to the codes in it: what is quick first, then what rescues dim, blurred and tilted ones.

Each rung was measured on photographs by others: the two ways to tell dark from light (by the surroundings of a dot, by
all of the picture) find other codes, and so do half the size, twice the height, blurring a little, and the difference
to the surroundings. A code that is found is right: it carries its own check (ISO/IEC 18004 section 8.5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eventkit_cards.looking.charset import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PIL.Image import Image

_SMALL = 1_500_000
"""Pixels up to which a picture is enlarged, which quadruples what it costs."""

_LARGE = 4_000_000
"""Pixels above which only the quickest rungs look at all of them."""

FEW = 2
"""How many rungs are climbed for codes that are seen beside one that is read already."""

_ALL = 100


class Looked(NamedTuple):
    """The text of each code in a picture, each once, and how many further codes are seen and not read."""

    texts: list[str]
    unread: int


def read(picture: Image, *, rungs: int = _ALL) -> Looked:
    """The codes in a grey picture; ``rungs`` is how many are climbed at most.

    The first look is enough for most; what it sees of further codes and cannot read is given the next few rungs.
    """
    texts, unread = _look(picture, quickly=True)
    found = dict.fromkeys(texts)
    if found:
        texts, more = _look(picture, by_all=True)
        found.update(dict.fromkeys(texts))
        if not unread and not more:
            return Looked(list(found), 0)
    for number, (make, by_surroundings, by_all) in enumerate(_rungs(picture)):
        if number >= (min(rungs, FEW) if found else rungs):
            break
        seen = make()
        for way in (False,) * by_surroundings + (True,) * by_all:
            texts, unread = _look(seen, by_all=way)
            found.update(dict.fromkeys(texts))
            if found and not unread:
                return Looked(list(found), 0)
    return Looked(list(found), unread)


def _rungs(picture: Image) -> Iterator[tuple[Callable[[], Image], bool, bool]]:
    """Pictures to look at, with the ways to tell dark from light that find something in them, by cost."""
    from PIL import Image, ImageFilter  # loaded already

    box, smooth = Image.Resampling.BOX, Image.Resampling.BICUBIC
    yield lambda: picture, True, True
    half = _resized(picture, 0.5, 0.5, box)
    yield lambda: half, True, True
    while picture.width * picture.height > _LARGE:
        picture, half = half, _resized(half, 0.5, 0.5, box)
        yield lambda: half, True, True  # noqa: B023  # it is called before the next turn
    yield lambda: _against_surroundings(half), True, False
    yield lambda: picture.filter(ImageFilter.GaussianBlur(1)), False, True
    yield lambda: _against_surroundings(picture), True, True
    yield lambda: half.filter(ImageFilter.UnsharpMask(3, 300, 0)), True, False
    yield lambda: picture.filter(ImageFilter.UnsharpMask(3, 300, 0)), True, True
    if picture.width * picture.height <= _SMALL:
        yield lambda: _resized(picture, 1, 2, smooth), True, True
        yield lambda: _resized(picture, 2, 2, smooth), True, True


def _look(picture: Image, *, by_all: bool = False, quickly: bool = False) -> tuple[list[str], int]:
    """The texts that are read, and how many codes are seen and not read.

    To look quickly is to look for dark codes on light ground at the size that they have, in half the time.
    """
    import zxingcpp  # 8 ms, and a process without a picture does without

    ways = zxingcpp.Binarizer
    codes = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
        binarizer=ways.GlobalHistogram if by_all else ways.LocalAverage,
        text_mode=zxingcpp.TextMode.Plain,
        try_rotate=not quickly,
        try_downscale=not quickly,
        try_invert=not quickly,
        return_errors=True,
    )
    read = [text_of(bytes(code.bytes), code.text) for code in codes if code.valid]
    return read, len(codes) - len(read)


def _resized(picture: Image, wide: float, high: float, how: int) -> Image:
    from PIL.Image import Resampling  # loaded already

    size = (max(1, round(picture.width * wide)), max(1, round(picture.height * high)))
    return picture.resize(size, Resampling(how))


def _against_surroundings(picture: Image) -> Image:
    """How much lighter or darker each dot is than what surrounds it, made plain."""
    from PIL import ImageChops, ImageFilter  # loaded already

    around = picture.filter(ImageFilter.BoxBlur(max(1, min(picture.size) // 8)))
    return ImageChops.subtract(picture, around, 1, 128).point([_contrasted(value) for value in range(256)])


def _contrasted(value: int) -> int:
    return max(0, min(255, (value - 128) * 6 + 128))
