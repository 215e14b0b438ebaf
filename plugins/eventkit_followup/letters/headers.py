"""The text of header fields: atoms and quoted strings (RFC 5322), encoded words (RFC 2047), folded lines.

In Python 3.11 an encoded word with a line end in it becomes a header of its own when a header is parsed and written
again. So no text goes into a header with the mark of one: what looks like one gets a blank in it.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from typing import TYPE_CHECKING

from eventkit.api import one_line

if TYPE_CHECKING:
    from datetime import datetime

FOLD = "\r\n "
"""What a header is folded with (RFC 5322, section 2.2.3)."""

_LINE = 76
"""Characters of a line that holds an encoded word (RFC 2047, section 2); the others keep to it as well."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MARKS = len("=?utf-8?b??=")

_LONGEST_PHRASE = 60
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ESCAPED = re.compile(r'(["\\])')


def header_text(text: str) -> str:
    """One line without the mark of an encoded word, which readers would decode into whatever it hides."""
    line = one_line(text)
    return line.replace("=?", "= ?") if "=?" in line else line


def date(moment: datetime) -> str:
    """The value of ``Date`` (RFC 5322, section 3.3); ``email.utils`` says the same, and takes 20 ms to import."""
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    zone = moment.strftime("%z")[: len("+0000")] or "-0000"
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} {zone}"


def mailbox(name: str, address: str) -> str:
    """The value of ``To`` for one recipient; ``name`` is of ``header_text``, and may be empty."""
    if not name:
        return address
    if name.isascii() and len(name) <= _LONGEST_PHRASE:
        phrase = name if _ATOMS.fullmatch(name) else f'"{_ESCAPED.sub(_BACKSLASHED, name)}"'
    else:
        phrase = encoded_words(name, "From")
    last_line = len(phrase) - (phrase.rfind("\n") + 1)
    return f"{phrase}{' ' if last_line + len(address) + len('From:  <>') <= _LINE else FOLD}<{address}>"


def unstructured(text: str, label: str) -> str:
    """The value of a field such as ``Subject``; ``text`` is of ``header_text``, ``label`` the field's name."""
    if not text.isascii():
        return encoded_words(text, label)
    room = _LINE - len(label) - 2
    if len(text) <= room:
        return text
    lines, line = [], ""
    for word in text.split(" "):
        if len(word) > room:
            return encoded_words(text, label)
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return FOLD.join([*lines, line])


def encoded_words(text: str, label: str) -> str:
    """The text as encoded words, one a line, none of which cuts a character in two; the field's name fits in too."""
    data = text.encode()
    most = (_LINE - len(label) - 2 - _MARKS) // 4 * 3  # octets in the base64 of one word
    if len(data) <= most:
        return _word(data)
    pieces, start = [], 0
    while start < len(data):
        end = min(start + most, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # noqa: PLR2004  # amid a character, as UTF-8 marks it
            end -= 1
        pieces.append(_word(data[start:end]))
        start = end
    return FOLD.join(pieces)


def _word(data: bytes) -> str:
    return f"=?utf-8?b?{b2a_base64(data, newline=False).decode()}?="


_BACKSLASHED = r"\\\1"
