"""Pictures to the texts of the QR codes in them. A picture from outside is not trusted: size first, then pixels."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, NoReturn

from eventkit.api import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
MAX_PIXELS = 50_000_000
"""More than any phone's camera makes, less than would fill the memory of a small machine."""

MAX_BYTES = 4 * MAX_PIXELS
"""Those pixels in four bytes each, as a picture without compression has them."""

_MILLIONS = MAX_PIXELS // 1_000_000
_ENLARGED_UP_TO = 4_000_000
_HEIC = {b"heic", b"heix", b"mif1", b"msf1", b"avif"}


def read_codes(file: Path) -> list[str]:
    """The text of each QR code in a picture; raises ``InputError`` where it cannot be read as one."""
    try:
        return codes_in(_content(file))
    except InputError as error:
        message = f"{file}: {error}"
        raise InputError(message) from error


def codes_in(data: bytes) -> list[str]:
    """The text of each QR code in a picture's bytes; raises ``InputError`` with what is wrong, and no name of it."""
    for attempt in _attempts(_open(data)):
        texts = _decode(attempt)
        if texts:
            return texts
    return []


def _open(data: bytes) -> Image:
    """A picture, upright, transparent parts made white."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # only who scans needs it

    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        _refuse("is a HEIC picture, as iPhones make them: save it as JPEG, or take a screenshot of it")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures: the limit below is stricter
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    _refuse(f"has {width} by {height} pixels, and may have {_MILLIONS} million")
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                return upright.convert("RGBA" if upright.has_transparency_data else "L")
    except InputError:
        raise
    except Image.DecompressionBombError:
        _refuse(f"has far more pixels than the {_MILLIONS} million it may have")
    except UnidentifiedImageError:
        _refuse("is no picture of a kind that can be read (PNG, JPEG, WebP, GIF, BMP, TIFF)")
    except Exception as error:  # noqa: BLE001  # decoders raise anything for a broken picture: it costs itself only
        _refuse(f"is broken or cut off: {error}" if str(error) else "is broken or cut off")


def _content(file: Path) -> bytes:
    """What is in a file; what is no file, or has nothing in it, is refused."""
    try:
        if file.is_dir():
            _refuse("is a folder, not a picture")
        if file.exists() and not file.is_file():
            _refuse("is not an ordinary file")
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        _refuse("there is no such file")
    except (OSError, ValueError) as error:
        _refuse(f"cannot be read: {getattr(error, 'strerror', None) or error}")
    if not data:
        _refuse("is empty")
    if len(data) > MAX_BYTES:
        _refuse(f"is larger than the {MAX_BYTES // 1_000_000} MB that a picture may have")
    return data


def _attempts(picture: Image) -> list[Image]:
    """The picture as grey, and enlarged where it is small; a transparent one on white and on black."""
    from PIL import Image  # loaded already

    if picture.mode == "L":
        grey = [picture]
    else:
        grounds = [Image.new("RGBA", picture.size, colour) for colour in ("white", "black")]
        grey = [Image.alpha_composite(ground, picture).convert("L") for ground in grounds]
    width, height = picture.size
    if width * height <= _ENLARGED_UP_TO:
        grey += [image.resize((width * 2, height * 2), Image.Resampling.BICUBIC) for image in grey[:1]]
    return grey


def _decode(picture: Image) -> list[str]:
    import zxingcpp  # only who scans needs it

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [_text(bytes(code.bytes)) for code in found]


def _text(data: bytes) -> str:
    """A code's bytes as text: UTF-8, else what legacy writers use, which has a character for almost every byte."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")


def _refuse(reason: str) -> NoReturn:
    raise InputError(reason)
