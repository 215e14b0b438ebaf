"""What a source is named by: a file, or an address on the web."""

from __future__ import annotations

_IN_A_SCHEME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+.-")


def is_address(text: str) -> bool:
    """Whether a text is meant as an address, and not as the name of a file: it begins with a scheme and ``://``."""
    scheme, mark, _ = text.lstrip().partition("://")
    return bool(mark) and scheme[:1].isalpha() and _IN_A_SCHEME.issuperset(scheme.lower())
