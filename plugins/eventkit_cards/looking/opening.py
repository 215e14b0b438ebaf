"""The bytes of a picture as grey pixels. A picture from outside is not trusted: its size first, then its pixels."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from eventkit_cards.looking.ladder import FEW, read
from eventkit_cards.looking.limits import FRAMES, MAX_PIXELS, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"]
_MILLIONS = MAX_PIXELS // 1_000_000
_DRAFT_FROM = 2_500_000
_HEIC = {b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"}
_EXIF, _TAKEN, _DIGITISED, _OFFSET, _ANY_OFFSET = 0x8769, 0x9003, 0x9004, 0x9011, 0x9010
_JPEG = {"JPEG", "MPO"}
_FRAMED = {"GIF", "WEBP", "TIFF", "PNG"}


def opened(data: bytes) -> ImageFile:
    """A picture whose size is known and allowed, and none of whose pixels is read; raises ``Unusable``."""
    from PIL import Image, UnidentifiedImageError  # only who has a picture needs it

    formats = FORMATS
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        formats = _with_heic(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures: the limit below is stricter
            picture = Image.open(io.BytesIO(data), formats=formats)
    except Image.DecompressionBombError as error:
        message = f"has far more pixels than the {_MILLIONS} million it may have"
        raise Unusable(message) from error
    except UnidentifiedImageError as error:
        message = "is no picture of a kind that can be read (PNG, JPEG, WebP, GIF, BMP, TIFF)"
        if formats is not FORMATS:
            message = "is broken or cut off: its head is that of a phone's picture, and the rest is not"
        raise Unusable(message) from error
    width, height = picture.size
    if width * height > MAX_PIXELS:
        message = f"has {width} by {height} pixels, and may have {_MILLIONS} million"
        raise Unusable(message)
    return picture


def codes(picture: ImageFile, data: bytes) -> list[str]:
    """The texts of the codes in a picture.

    A large JPEG is looked at in half its size first, which takes a third of the time; where that shows one code, and no
    sign of another, it is enough. A transparent picture is seen on white and on black; of an animated one its first
    frames, until there is a code in one.
    """
    found: dict[str, None] = {}
    if picture.format in _JPEG:
        if picture.width * picture.height > _DRAFT_FROM:
            picture.draft("L", (picture.width // 2, picture.height // 2))
            for view in _grey(picture):
                texts, unread = read(view, rungs=FEW)
                if len(texts) == 1 and not unread:
                    return texts
                found.update(dict.fromkeys(texts))
            picture = opened(data)
        picture.draft("L", picture.size)  # its colours need not be worked out
    for view in _views(picture):
        found.update(dict.fromkeys(read(view).texts))
        if found:
            break
    return list(found)


def _views(picture: ImageFile) -> Iterator[Image]:
    """The picture, and the next frames of an animated one."""
    yield from _grey(picture)
    frames = getattr(picture, "n_frames", 1) if picture.format in _FRAMED else 1
    for number in range(1, min(frames, FRAMES)):
        picture.seek(number)
        yield from _grey(picture)


def taken(picture: ImageFile) -> tuple[str, str]:
    """When a photo was taken, as EXIF has it (``2027:05:14 10:45:00``), and its offset to UTC; empty where unsaid."""
    try:
        exif = picture.getexif().get_ifd(_EXIF)
        when = str(exif.get(_TAKEN) or exif.get(_DIGITISED) or "")
        return when[:32], str(exif.get(_OFFSET) or exif.get(_ANY_OFFSET) or "")[:8]
    except Exception:  # noqa: BLE001  # what a broken photo says of itself costs its time only
        return "", ""


def _grey(picture: Image) -> Iterator[Image]:
    from PIL import Image, ImageOps  # loaded already

    size = picture.size
    if size[0] * size[1] > MAX_PIXELS:  # a later frame may be of another size
        message = f"has {size[0]} by {size[1]} pixels, and may have {_MILLIONS} million"
        raise Unusable(message)
    picture.load()
    if not picture.has_transparency_data:
        yield ImageOps.exif_transpose(picture.convert("L") if picture.mode != "L" else picture)
        return
    seen = picture.convert("LA")
    grey, opaque = seen.getchannel("L"), seen.getchannel("A")
    for ground in (255, 0):
        yield ImageOps.exif_transpose(Image.composite(grey, Image.new("L", grey.size, ground), opaque))


def _with_heic(data: bytes) -> list[str]:
    """The formats, with those of phones where Pillow, or pillow-heif beside it, reads them."""
    from PIL import features  # loaded already

    if data[8:12] == b"avif":
        if features.check("avif"):
            return [*FORMATS, "AVIF"]
        message = "is an AVIF picture, which Pillow does not read here: save it as PNG or JPEG"
        raise Unusable(message)
    try:
        import pillow_heif  # type: ignore[import-untyped, import-not-found, unused-ignore]  # an extra, without types
    except ImportError as error:
        message = (
            "is a HEIC picture, as iPhones make them: save it as JPEG, or take a screenshot of it; "
            "with eventkit-companion[heic] installed it is read as it is"
        )
        raise Unusable(message) from error
    pillow_heif.register_heif_opener()
    return [*FORMATS, "HEIF"]
