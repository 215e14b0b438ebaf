"""Reading back what was written: a message has to have the headers that were meant, one sender and one recipient.

This reads no more than ``letters.headers`` writes, so that whatever else gets into a header, from a name or through
a fault of ours, is refused. It takes 10 µs where ``email.parser`` takes 300; tests hold that the two agree.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from binascii import a2b_base64
from functools import lru_cache
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
_NUMBER = re.compile(rb"^Message-ID:[ \t]*(?:\r?\n[ \t]+)?<([^>\r\n]+)>", re.MULTILINE | re.IGNORECASE)
_BARE = re.compile(r"""[^\s<>"(),:;\\\[\]]+""")


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
        end = data.index(b"\r\n\r\n")
        head = data[:end].decode()
    except ValueError:
        return Wrong("headers", "they do not end, or are not UTF-8")
    if end > LINE and any(len(line.encode()) > LINE for line in head.split("\r\n")):
        return Wrong("headers", f"a line is longer than {LINE} characters")
    return _wrong_lines(head.replace("\r\n ", " ").split("\r\n"), meant)


def _wrong_lines(logical: list[str], meant: Meant) -> Wrong | None:
    """What is in unfolded headers that was not meant."""
    beginnings = _beginnings(meant.names)
    if len(logical) != len(beginnings) or not all(map(str.startswith, logical, beginnings)):
        names = ", ".join(repr(line.partition(": ")[0]) for line in logical)
        return Wrong("headers", f"it would have {names}")
    if not "".join(logical).isprintable():
        line = next(line for line in logical if not line.isprintable())
        return Wrong(line.partition(":")[0], "it has a control character")
    for field, read, said in (
        ("From", _sender_of, meant.sender),
        ("To", read_mailbox, meant.recipient),
        ("Subject", read_text, meant.subject),
    ):
        value = logical[meant.names.index(field)][len(field) + 2 :]
        if read(value) != said:
            return Wrong(field, f"it would read {value!r}")
    return None


@lru_cache(maxsize=8)
def _beginnings(names: tuple[str, ...]) -> list[str]:
    """What the lines of headers begin with: the same in all letters of a run."""
    return [f"{name}: " for name in names]


def message_number(data: bytes) -> str:
    """What a message of ours is called, its Message-ID without the angle brackets; empty where it has none.

    It is found in a message that another program has kept with other line ends, too.
    """
    ends = [end for end in (data.find(b"\r\n\r\n"), data.find(b"\n\n")) if end >= 0]
    found = _NUMBER.search(data, 0, min(ends, default=len(data)))
    return found[1].decode(errors="replace") if found else ""


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


_sender_of = lru_cache(maxsize=8)(read_mailbox)
"""The same is in every letter of a run."""


def read_text(value: str) -> str | None:
    """The text of an unstructured field, unfolded; None where it has an encoded word that is not one of ours."""
    if _WORDS.fullmatch(value):
        return _decoded(value)
    return value if value.isascii() and "=?" not in value else None


def _decoded(words: str) -> str | None:
    """What encoded words say: the blanks between them count for nothing (RFC 2047, section 6.2)."""
    pieces = words.split(" ") if " " in words else [words]
    try:
        # each by itself: a character that is cut in two makes both invalid (RFC 2047, section 5)
        texts = [a2b_base64(word[10:-2], strict_mode=True).decode() for word in pieces if len(word) <= _LONGEST_WORD]
    except (Base64Error, UnicodeDecodeError):
        return None
    return "".join(texts) if len(texts) == len(pieces) else None
