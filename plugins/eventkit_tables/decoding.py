"""The bytes of a table as text: UTF-8, UTF-16 with and without its mark, and the character set of old Windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
          (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))  # fmt: skip  # a table reads better
_LEGACY = "windows-1252"
"""What text is that is not UTF-8 and does not say what it is, as Excel saves "CSV (comma delimited)" in the West."""

_LOOKED_AT = 400
"""So many bytes tell UTF-16 from anything else."""


def decode(data: bytes) -> tuple[str, list[Problem]]:
    """The text, and a warning where the bytes left something to guess. Never raises."""
    encoding = _said(data)
    if encoding not in {"", "utf-8"}:
        return _marked(data, encoding)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode(), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"not UTF-8, and no other character set is named: read as {_LEGACY}"
        return "".join(_line_by_line(data)), [Problem(line, reason, lost=False)]


def decode_head(head: bytes) -> str:
    """The text that a file begins with; a character that was cut through at the end is left out."""
    encoding = _said(head)
    if encoding:
        return head[: len(head) // 4 * 4].decode(encoding, "ignore").removeprefix("\ufeff")
    try:
        return head.decode()
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3:
            return head[: error.start].decode()
        return "".join(_line_by_line(head))


def _said(data: bytes) -> str:
    """The encoding that a mark, or the NULs of UTF-16 without one, tell; empty where there is none of them."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:_LOOKED_AT]
    nuls = head.count(0)
    if nuls * 4 < len(head) or not nuls:
        return ""
    return "utf-16-be" if head[::2].count(0) * 2 > nuls else "utf-16-le"


def _marked(data: bytes, encoding: str) -> tuple[str, list[Problem]]:
    """The text of a file that says what it is in; a warning where it is not, wholly."""
    try:
        return data.decode(encoding).removeprefix("\ufeff"), []
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
    line = text.count("\n", 0, text.find("\ufffd")) + 1
    return text, [Problem(line, f"holds bytes that are no {encoding.upper()}; they are replaced", lost=False)]


def _line_by_line(data: bytes) -> Iterator[str]:
    """Each line by itself: files are put together from several, each with its own character set."""
    for line in data.splitlines(keepends=True):
        for encoding in ("utf-8", _LEGACY):
            try:
                yield line.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
        else:
            yield line.decode("latin-1")  # has a character for every byte
