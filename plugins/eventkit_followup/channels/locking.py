"""A mailbox that no other program writes to meanwhile."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from eventkit.api import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import RawIOBase
    from pathlib import Path


@contextlib.contextmanager
def locked(file: Path) -> Iterator[RawIOBase]:
    """The file, open to be read and added to without a buffer, made where it is missing.

    Raises ``StoreError`` where it is in use. It is locked as mail programs and Python's ``mailbox`` do it: by
    ``fcntl``, and by a file ``.lock`` beside it where the folder takes one. There is one stream only, for closing any
    other would end the lock of ``fcntl``.
    """
    with file.open("a+b", buffering=0) as stream:
        _lock(file, stream)
        beside = f"{file}.lock"
        try:
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError as error:
            raise _in_use(file) from error
        except PermissionError:
            beside = ""
        try:
            yield stream
        finally:
            if beside:
                os.unlink(beside)  # noqa: PTH108  # a text


def _lock(file: Path, stream: RawIOBase) -> None:
    try:
        import fcntl  # not on Windows
    except ImportError:
        return
    try:
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise _in_use(file) from error


def _in_use(file: Path) -> StoreError:
    return StoreError(f"{file}: another program has this mailbox open; close it there and try again")
