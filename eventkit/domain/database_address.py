"""What to call the database at an address, where a password may be in it."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[\w./\\-]*")
_PLACE = re.compile(r"(\[[\w:.]+\]|[\w.,-]*)(:\d{1,5})?(/[\w.-]*)?")


def name_of(url: str) -> str:
    """What messages call the database at an address: without the user and the password, wherever these stand."""
    if url.startswith("sqlite:///"):
        return url
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url if _PLAIN.fullmatch(url) else "…"
    user, at, place = rest.rpartition("@")
    place = place.partition("?")[0]
    if "?" in user or not _PLACE.fullmatch(place):
        return f"{scheme}://…"
    return f"{scheme}://…@{place}" if at else f"{scheme}://{place}"
