"""The text of a schedule's file: decoded, and repaired where one wrong character would cost all that follows."""

from __future__ import annotations

import json
import re

from eventkit.api import Problem

_UNDECODED = re.compile("[\udc80-\udcff]")
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_KNOWN_TO_EXPAT = {"", "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(#\d{1,7};|#x[0-9a-fA-F]{1,6};|\w{1,40};)?", re.DOTALL
)
_KEPT = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*(?=[\s=/>])")
_DECLARED = re.compile(r"\sxmlns:([\w.-]+)")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file in UTF-8, -16 or -32; bytes that are none are taken for Windows-1252, and that is told."""
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding).removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if encoding.startswith("utf-8"):
        text = _UNDECODED.sub(_as_windows, data.decode("utf-8", "surrogateescape"))
        reason = "holds bytes that are no UTF-8; they are taken for Windows-1252"
    else:
        text = data.decode(encoding, "replace")
        reason = f"holds bytes that are no {encoding.upper()}; they are replaced"
    return text.removeprefix("\ufeff"), [Problem(line, reason, lost=False)]


def without_rare_encoding(data: bytes) -> tuple[bytes, str | None]:
    """XML in UTF-8 where it says that it is in an encoding which Python knows and expat does not, and its new name."""
    told = _told_encoding(data)
    if told.lower() in _KNOWN_TO_EXPAT:
        return data, None
    try:
        return data.decode(told).encode("utf-8", "replace"), "utf-8"
    except (LookupError, UnicodeError):
        return data, None


def repair_xml(data: bytes, encoding: str | None) -> bytes:
    """XML as UTF-8, whatever it says it is, without what stops a reader: control characters, ``&nbsp;``, a bare ``&``.

    Its lines stay where they are. A prefix that nobody declares is declared.
    """
    try:
        text = data.decode(encoding or _told_encoding(data))
    except (LookupError, UnicodeError):
        text = decode(data)[0]
    text = _REFERENCE.sub(_reference, _NOT_IN_XML.sub("", text))
    unknown = {*_PREFIX.findall(text)} - {"xml", "xmlns"} - {*_DECLARED.findall(text)}
    declared = "".join(f' xmlns:{name}="urn:{name}"' for name in sorted(unknown))
    return _ROOT.sub(lambda root: root[0] + declared, text, count=1).encode("utf-8", "replace")


def _told_encoding(data: bytes) -> str:
    """What the XML declaration says, or an empty text, which is no encoding."""
    told = _ENCODING.match(data[:400].removeprefix(b"\xef\xbb\xbf"))
    return told[1].decode("ascii") if told else ""


def _as_windows(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")


def _reference(match: re.Match[str]) -> str:
    """A reference that XML knows, or the character that HTML means by it, or an ampersand that stands for itself."""
    if match[0][0] == "<" or match[1] in _KEPT:
        return match[0]
    if match[1] is None:
        return "&amp;"
    from html import unescape  # few files have any

    found = unescape(match[0])
    if found == match[0]:
        return "&amp;" + match[1]
    return _NOT_IN_XML.sub("", found).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
