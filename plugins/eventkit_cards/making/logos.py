"""A logo in the middle of a code: error correction makes up for what it covers, if it is small."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from eventkit.api import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL.Image import Image

SHARE = 0.22
"""How much of a side a logo takes: 5 % of the squares, a fifth of what error correction Q makes up for."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_KEPT = 800
_MAX_BYTES = 20_000_000
_MAX_PIXELS = 30_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Logo:
    """A picture with transparency, for the middle of a code."""

    picture: Image

    @staticmethod
    def side(modules: int) -> int:
        """How many squares of a side make room for it, an odd number, so that it sits in the middle."""
        return max(int(modules * SHARE) - 1 | 1, 3)

    def cleared(self, lines: Sequence[str]) -> tuple[str, ...]:
        """The rows of squares with light ones in the middle."""
        side = self.side(len(lines))
        start = (len(lines) - side) // 2
        end = start + side
        return tuple(
            f"{line[:start]}{'0' * side}{line[end:]}" if start <= row < end else line for row, line in enumerate(lines)
        )

    def fitted(self, dots: int) -> Image:
        """The picture as large as a square of so many dots allows."""
        from PIL import Image  # only who draws a logo needs it

        width, height = self.picture.size
        factor = dots / max(width, height)
        size = (max(round(width * factor), 1), max(round(height * factor), 1))
        return self.picture.resize(size, Image.Resampling.LANCZOS)


def open_logo(file: Path) -> Logo:
    """The picture in a file as a logo; raises ``InputError`` where it is none."""
    from PIL import Image, UnidentifiedImageError  # only who has a logo needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of large pictures: the limit below is stricter
            with Image.open(io.BytesIO(_content(file)), formats=FORMATS) as picture:
                if picture.width * picture.height > _MAX_PIXELS:
                    _refuse(f"has {picture.width} by {picture.height} pixels: make it smaller")
                picture.thumbnail((_KEPT, _KEPT))
                return Logo(picture.convert("RGBA"))
    except InputError as error:
        message = f"{file}: the logo {error}"
        raise InputError(message) from None
    except UnidentifiedImageError:
        message = f"{file}: is no picture that can be a logo (PNG, JPEG, WebP, GIF, BMP or TIFF)"
    except OSError as error:
        message = f"{file}: the logo cannot be read: {error.strerror or error}"
    except Exception as error:  # noqa: BLE001  # decoders raise anything for a broken picture
        message = f"{file}: the logo is broken: {error}"
    raise InputError(message)


def _content(file: Path) -> bytes:
    if file.exists() and not file.is_file():
        _refuse("is no ordinary file")
    with file.open("rb") as stream:
        data = stream.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        _refuse(f"is larger than the {_MAX_BYTES // 1_000_000} MB that it may have")
    return data


def _refuse(reason: str) -> NoReturn:
    raise InputError(reason)
