"""One run at a time on this machine: a lock that the system takes back whatever ends the run."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from eventkit.api import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.api import App


@contextlib.contextmanager
def only_run(app: App) -> Iterator[None]:
    """Be the only one that sends from this home; raises ``StoreError`` where another one is at it."""
    app.paths.cache.mkdir(parents=True, exist_ok=True)
    handle = os.open(app.paths.cache / "followup-send.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        message = "another `eventkit followup send` is at work; nothing was sent by this one"
        raise StoreError(message) from error
