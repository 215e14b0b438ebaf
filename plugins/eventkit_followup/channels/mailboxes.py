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
from eventkit_followup.letters.writing import check_sender, reach, write_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eventkit_followup.api import WriteContext

_NUMBER = re.compile(rb"^Message-ID: <([^>\r\n]+)>", re.MULTILINE)
_FROM = re.compile(rb"^(>*From )", re.MULTILINE)
_MAILDIR = ("cur", "new", "tmp")
_FILE_NAME = re.compile(r"[^A-Za-z0-9.-]")


def add_to_mbox(pieces: Sequence[bytes], folder: Path, context: WriteContext) -> list[Path]:
    """Add messages to ``EVENT.mbox`` in the folder; raises ``StoreError`` where another program has it open.

    It is locked as Python's ``mailbox`` and most mail programs do it, by ``fcntl`` and a file ``.lock`` beside it.
    """
    import mailbox  # 30 ms, and only this channel needs it

    file = folder / f"{context.event.slug}.mbox"
    try:
        box = mailbox.mbox(file)
        try:
            box.lock()
            _append(file, pieces, context)
        finally:
            box.close()
    except mailbox.ExternalClashError as error:
        message = f"{file}: another program has this mailbox open; close it there and try again"
        raise StoreError(message) from error
    except OSError as error:
        message = f"{file}: cannot be written: {error.strerror or error}"
        raise StoreError(message) from error
    return [file] * len(pieces)


def _append(file: Path, pieces: Sequence[bytes], context: WriteContext) -> None:
    from time import asctime

    before = file.read_bytes()
    there = set(_NUMBER.findall(before))
    first = b"From eventkit %b\n" % asctime(context.now.utctimetuple()).encode()
    parts = [b"" if not before or before.endswith(b"\n\n") else b"\n" if before.endswith(b"\n") else b"\n\n"]
    for piece in pieces:
        if not there.intersection(_NUMBER.findall(piece)[:1]):
            parts += [first, _FROM.sub(rb">\1", piece.replace(b"\r\n", b"\n")), b"\n"]
    if len(parts) == 1:
        return
    with file.open("ab") as stream:
        try:
            stream.write(b"".join(parts))
            stream.flush()
            os.fsync(stream.fileno())
        except OSError:  # a full disk leaves the mailbox as it was
            stream.truncate(len(before))
            raise


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
    number = _NUMBER.findall(piece)[0].decode()
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
