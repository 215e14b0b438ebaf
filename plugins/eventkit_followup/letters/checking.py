"""Reading back what was written: a message has to have the headers that were meant, one sender and one recipient.

This reads no more than ``letters.headers`` writes, so that whatever else gets into a header, from a name or through
a fault of ours, is refused. It takes 10 µs where ``email.parser`` takes 300; tests hold that the two agree.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from typing import NamedTuple

LINE = 998
"""Octets that a line may have (RFC 5322, section 2.1.1)."""

_WORD = r"=\?utf-8\?b\?[A-Za-z0-9+/]+={0,2}\?="
_WORDS = re.compile(rf"{_WORD}(?: {_WORD})*")
_LONGEST_WORD = 75
_MAILBOX = re.compile(
    rf"""(?:
        (?P<words>{_WORD}(?:\ {_WORD})*)
      | "(?P<quoted>(?:[^"\\]|\\["\\])*)"
      | (?P<atoms>[A-Za-z0-9!\#$%&'*+/=?^_`{{|}}~\ -]+)
    )\ <(?P<address>[^\s<>"(),:;\\\[\]]+)>""",
    re.VERBOSE,
)
_BARE = re.compile(r"""[^\s<>"(),:;\\\[\]]+""")
_CONTROL = re.compile("[\x00-\x1f\x7f]")


class Meant(NamedTuple):
    """What the headers of a message were meant to say; names and subject are of ``header_text``."""

    names: tuple[str, ...]
    sender: tuple[str, str]
    recipient: tuple[str, str]
    subject: str


class Wrong(NamedTuple):
    """What is not as it was meant: in which ``field``, ``headers`` for all of them, and how."""

    field: str
    reason: str


def wrong_with(data: bytes, meant: Meant) -> Wrong | None:
    """What is in a message that was not meant; None where it is as it should be."""
    try:
        head = data[: data.index(b"\r\n\r\n")].decode()
    except ValueError:
        return Wrong("headers", "they do not end, or are not UTF-8")
    if any(len(line.encode()) > LINE for line in head.split("\r\n")):
        return Wrong("headers", f"a line is longer than {LINE} characters")
    logical = head.replace("\r\n ", " ").split("\r\n")
    fields = [line.partition(": ")[::2] for line in logical]
    names = tuple(name for name, _ in fields)
    if names != meant.names:
        return Wrong("headers", f"it would have {', '.join(map(repr, names))}")
    for line in logical:
        if _CONTROL.search(line) or not (line.isascii() or line.isprintable()):
            return Wrong(line.partition(":")[0], "it has a control character")
    return _wrong_values(dict(fields), meant)


def _wrong_values(values: dict[str, str], meant: Meant) -> Wrong | None:
    for field, mailbox in (("From", meant.sender), ("To", meant.recipient)):
        if read_mailbox(values[field]) != mailbox:
            return Wrong(field, f"it would read {values[field]!r}")
    if read_text(values["Subject"]) != meant.subject:
        return Wrong("Subject", f"it would read {values['Subject']!r}")
    return None


def read_mailbox(value: str) -> tuple[str, str] | None:
    """The name and the address of a mailbox, unfolded; None where it is anything else than one."""
    match = _MAILBOX.fullmatch(value)
    if match is None:
        return ("", value) if _BARE.fullmatch(value) and "=?" not in value else None
    if "=?" in match["address"]:
        return None
    if match["words"] is not None:
        name = _decoded(match["words"])
    elif match["quoted"] is not None:
        name = None if "=?" in match["quoted"] else re.sub(r"\\(.)", r"\1", match["quoted"])
    else:
        name = None if "=?" in match["atoms"] else match["atoms"]
    return None if name is None else (name, match["address"])


def read_text(value: str) -> str | None:
    """The text of an unstructured field, unfolded; None where it has an encoded word that is not one of ours."""
    if _WORDS.fullmatch(value):
        return _decoded(value)
    return value if value.isascii() and "=?" not in value else None


def _decoded(words: str) -> str | None:
    """What encoded words say: the blanks between them count for nothing (RFC 2047, section 6.2)."""
    if any(len(word) > _LONGEST_WORD for word in words.split(" ")):
        return None
    try:
        # each by itself: a character that is cut in two makes both invalid (RFC 2047, section 5)
        return "".join(a2b_base64(word[10:-2], strict_mode=True).decode() for word in words.split(" "))
    except (Base64Error, UnicodeDecodeError):
        return None
