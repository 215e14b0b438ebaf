"""The pages of a PDF as grey pictures: drawn codes are seen as well as those in pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit_cards.looking.limits import PAGES, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

_SCALE = 200 / 72
"""200 dots to the inch: a code of 2 cm has 150 of them, and A4 four million."""

_PIXELS = 12_000_000
_PASSWORD = 4


def pages(data: bytes) -> Iterator[tuple[int, Image]]:
    """The number of each page and the page; raises ``Unusable``."""
    try:
        import pypdfium2  # type: ignore[import-untyped, import-not-found, unused-ignore]  # an extra, without types
    except ImportError as error:
        message = (
            "is a PDF, and pypdfium2 is not there to read it: install eventkit-companion[pdf], "
            "or take a screenshot of the page"
        )
        raise Unusable(message) from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == _PASSWORD
        message = "is a PDF with a password" if locked else "is a broken PDF, or cut off"
        raise Unusable(message) from error
    try:
        for index in range(min(len(document), PAGES)):
            page = document[index]
            width, height = page.get_size()
            scale = min(_SCALE, (_PIXELS / max(1.0, width * height)) ** 0.5)
            yield index + 1, page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil().convert("L")
            page.close()
    except pypdfium2.PdfiumError as error:
        message = "is a broken PDF, or cut off"
        raise Unusable(message) from error
    finally:
        document.close()
