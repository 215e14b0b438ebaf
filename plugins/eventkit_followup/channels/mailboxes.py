"""E-mail drafts in a mailbox that mail programs keep: one mbox for the event (RFC 4155), or a Maildir.

A letter's number is the same however often it is written, so what a run that was cut off has put there already is
not put there a second time.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from eventkit.api import StoreError
from eventkit_followup.api import Channel
from eventkit_followup.channels.locking import locked
from eventkit_followup.letters.checking import message_number
from eventkit_followup.letters.writing import check_sender, reach, write_letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from io import RawIOBase
    from pathlib import Path

    from eventkit_followup.api import WriteContext

_NUMBER = re.compile(rb"^Message-ID: <([^>\r\n]+)>", re.MULTILINE)
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)
_LOT = 3 * 500
"""Pieces of which three are a message: so many are written down at once."""

_MAILDIR = ("cur", "new", "tmp")
_FILE_NAME = re.compile(r"[^A-Za-z0-9.-]")


def add_to_mbox(pieces: Sequence[bytes], folder: Path, context: WriteContext) -> list[Path]:
    """Add messages to ``EVENT.mbox`` in the folder; raises ``StoreError`` where another program has it open."""
    file = folder / f"{context.event.slug}.mbox"
    try:
        with locked(file) as stream:
            _append(stream, pieces, context)
    except OSError as error:
        message = f"{file}: cannot be written: {error.strerror or error}"
        raise StoreError(message) from error
    return [file] * len(pieces)


def _append(stream: RawIOBase, pieces: Iterable[bytes], context: WriteContext) -> None:
    """Add those that are not there; a full disk leaves the mailbox as it was."""
    from time import asctime

    size = stream.seek(0, os.SEEK_END)
    there = _numbers(stream, size)
    first = b"From eventkit %b\n" % asctime(context.now.utctimetuple()).encode()
    lot = [_gap(stream, size)]
    try:
        for piece in pieces:
            if not there or message_number(piece) not in there:
                text = piece.replace(b"\r\n", b"\n")
                if b"From " in text:  # which only few have
                    text = _FROM.sub(rb">\1", text)
                lot += (first, text, b"\n")
                if len(lot) > _LOT:
                    _write(stream, lot)
        if len(lot) > 1:
            _write(stream, lot)
        os.fsync(stream.fileno())
    except BaseException:  # Ctrl-C included: the mailbox stays as it was
        stream.truncate(size)
        raise


def _write(stream: RawIOBase, lot: list[bytes]) -> None:
    """Write pieces down, and begin anew."""
    rest = memoryview(b"".join(lot))
    while rest:
        rest = rest[stream.write(rest) or 0 :]
    lot[:] = [b""]


def _numbers(stream: RawIOBase, size: int) -> set[str]:
    """What the messages of a mailbox are called; it may be larger than the memory."""
    if not size:
        return set()
    import mmap  # only where there is a mailbox already

    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return {found[1].decode(errors="replace") for found in _NUMBER.finditer(content)}


def _gap(stream: RawIOBase, size: int) -> bytes:
    """What is missing of the empty line that stands before a message."""
    stream.seek(max(0, size - 2))
    end = stream.read(2) or b""
    return b"" if end in {b"", b"\n\n"} else b"\n" if end.endswith(b"\n") else b"\n\n"


def add_to_maildir(pieces: Sequence[bytes], folder: Path, _context: WriteContext) -> list[Path]:
    """Deliver messages into the folder, a Maildir: written in ``tmp``, and then moved to ``new``.

    A file is called by its message's number, so that it is known again when a mail program has moved it to ``cur``.
    Raises ``StoreError`` for a folder that holds other things.
    """
    try:
        if any(folder.iterdir()) and not all((folder / name).is_dir() for name in _MAILDIR):
            message = f"{folder}: is no Maildir; name one with --to, or a new folder, which becomes one"
            raise StoreError(message)
        for name in _MAILDIR:
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        there = {
            name.partition(":")[0]: folder / place / name for place in ("new", "cur") for name in _names(folder / place)
        }
        return [_deliver(piece, folder, there) for piece in pieces]
    except OSError as error:
        message = f"{folder}: cannot be written: {error.strerror or error}"
        raise StoreError(message) from error


def _names(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]


def _deliver(piece: bytes, folder: Path, there: dict[str, Path]) -> Path:
    number = message_number(piece)
    name = f"eventkit.{_FILE_NAME.sub('-', number.partition('@')[0])}"
    if name not in there:
        beside, there[name] = folder / "tmp" / name, folder / "new" / name
        beside.write_bytes(piece.replace(b"\r\n", b"\n"))
        beside.replace(there[name])
    return there[name]


MBOX = Channel(
    name="mbox",
    description="e-mail drafts in one mailbox file, EVENT.mbox",
    suffix=".mbox",
    reach=reach,
    write=write_letter,
    address="e-mail address",
    advice="open the mailbox in your mail program, read the messages, and send each as a new one.",
    attaches=True,
    check_sender=check_sender,
    collect=add_to_mbox,
)

MAILDIR = Channel(
    name="maildir",
    description="e-mail drafts in a Maildir, as mutt, Dovecot and others keep",
    suffix="",
    reach=reach,
    write=write_letter,
    address="e-mail address",
    advice="open the Maildir in your mail program, read the messages, and send each as a new one.",
    attaches=True,
    check_sender=check_sender,
    collect=add_to_maildir,
)
