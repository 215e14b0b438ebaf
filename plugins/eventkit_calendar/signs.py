"""What XML and JSON agendas begin with: their outermost element or its keys, behind whatever may stand before."""

from __future__ import annotations

import re

_SURE, _LIKELY, _PERHAPS = 90, 50, 10
_HEAD = 4096
"""The length of a head that shows no more than the beginning of a file."""

_BEFORE_ROOT = re.compile(
    rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*'|\[[^\]]*\])*>", re.DOTALL | re.IGNORECASE
)
_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)[\s/>]")
_WEB_PAGE = re.compile(rb"<!DOCTYPE\s+html|<html", re.IGNORECASE)
_KEY = re.compile(rb'"schedule"\s*:\s*\{')


def sniff_schedule(head: bytes, name: str) -> int:
    """Look for the outermost element of schedule.xml, or for the key of schedule.json."""
    text = _plain(head)
    if text.startswith(b"{"):
        return _sniff_json(text, cut=len(head) >= _HEAD)
    return _sniff_xml(text, {"schedule"}, _PERHAPS if not name.lower().endswith(".xcal") else 1)


def sniff_xcal(head: bytes, name: str) -> int:
    """Look for the outermost element of iCalendar in XML."""
    return _sniff_xml(_plain(head), {"icalendar", "vcalendar"}, _PERHAPS if name.lower().endswith(".xcal") else 1)


def _sniff_json(text: bytes, *, cut: bool) -> int:
    """A key that is not in sight may come later, behind a long description of what wrote the file."""
    if _KEY.search(text):
        return _SURE
    if b'"schedule"' in text or b"c3voc.de/schedule" in text:
        return _LIKELY
    return _PERHAPS if cut else 0


def _sniff_xml(text: bytes, names: set[str], unseen: int) -> int:
    """Where the outermost element is not in sight, whatever is XML and no web page may be one."""
    if not text.startswith(b"<"):
        return 0
    position = 0
    while found := _BEFORE_ROOT.match(text, position):
        position = found.end()
    element = _ELEMENT.match(text, position)
    if element:
        return _SURE if element[1].decode("ascii", "replace").lower() in names else 0
    return 0 if _WEB_PAGE.search(text) else unseen


def _plain(head: bytes) -> bytes:
    """The head without byte order mark and blanks before it; in UTF-16 every other byte is NUL."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
