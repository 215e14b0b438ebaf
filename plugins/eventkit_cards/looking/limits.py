"""What a picture from outside may take: pixels, bytes, seconds, memory. Both sides of the pipe import this."""

from __future__ import annotations

MAX_PIXELS = 50_000_000
"""More than any phone's camera makes, less than would fill the memory of a small machine."""

MAX_BYTES = 4 * MAX_PIXELS
"""Those pixels in four bytes each, as a picture without compression has them."""

MEGABYTES = 1536
"""Of address space, which is a picture of that many pixels, its copies, and the libraries."""

SECONDS = 30.0
"""For one picture; the largest without a code in it takes two on an ordinary machine."""

FRAMES = 5
"""How many pictures of an animated one, or pages of a TIFF, are looked at, the first ones."""

PAGES = 40
"""How many pages of a PDF are looked at, the first ones."""

LARGEST_ANSWER = 4_000_000
"""In bytes: more than all codes of a picture hold."""


class Unusable(Exception):  # noqa: N818  # it is told to the user as a reason, and is no fault
    """A picture cannot be used; the text says why, and begins as a sentence goes on behind the picture's name."""
