"""Work for which a second core is there: a copy of this process does the last part of it, while this one does the rest.

A copy has all that was read, so that nothing needs to be handed over to it; what it made comes back through memory that
the two share. It is no more than a help: where there cannot be one, or where it comes to grief, whoever asked does its
part as well, and says what there is to say.
"""

from __future__ import annotations

import os
import signal
import sys
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LENGTH = "Q"
"""Of each piece, behind all of them."""

_MOST = 64 * 2**20
"""Bytes that are kept in memory; what would be more is not made there."""


def is_possible() -> bool:
    """Whether a copy is of use: on Linux, with a core of its own, and where nothing else goes on in this process."""
    if not (hasattr(os, "fork") and hasattr(os, "memfd_create") and hasattr(os, "sched_getaffinity")):
        return False
    threading = sys.modules.get("threading")  # a copy of a process with threads may wait for a lock for ever
    return len(os.sched_getaffinity(0)) > 1 and (threading is None or threading.active_count() == 1)


class SecondProcess:
    """Pieces that are made beside this process; to be used in a ``with``."""

    def __init__(self, make: Callable[[], Iterable[bytes]]) -> None:
        """Let ``make`` begin.

        It must neither write anything, nor ask a database: what belongs to this process goes on belonging to it.
        """
        self._pid = 0
        self._stream = os.fdopen(os.memfd_create("eventkit"), "w+b")
        try:
            self._pid = os.fork()
        except OSError:  # too many processes
            return
        if not self._pid:
            _make(self._stream.fileno(), make)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._wait()
        self._stream.close()

    def pieces(self) -> Iterator[bytes]:
        """What was made, in its order, with an empty piece for what could not be; nothing where all went wrong."""
        if not self._pid or self._wait():
            return
        size = self._stream.seek(0, os.SEEK_END)
        lengths = array(_LENGTH)
        self._stream.seek(size - lengths.itemsize)
        [count] = array(_LENGTH, self._stream.read())
        self._stream.seek(size - lengths.itemsize * (count + 1))
        lengths.fromfile(self._stream, count)
        self._stream.seek(0)
        yield from map(self._stream.read, lengths)

    def _wait(self) -> int:
        """How the copy ended: 0 where it made what there was to make."""
        pid, self._pid = self._pid, 0
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _make(handle: int, make: Callable[[], Iterable[bytes]]) -> NoReturn:
    """What the copy does; it ends at once then, and takes nothing apart that is the other's."""
    ending = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):  # what there is to say the other says
            os.dup2(null, standard)
        lengths, size = array(_LENGTH), 0
        with open(handle, "wb", closefd=False) as stream:
            for piece in make():
                size += len(piece)
                if size > _MOST:
                    break
                stream.write(piece)
                lengths.append(len(piece))
            lengths.append(len(lengths))
            stream.write(lengths)
        ending = 0
    finally:
        os._exit(ending)
