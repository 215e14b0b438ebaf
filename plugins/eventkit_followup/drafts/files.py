"""Many new files at once: none replaces or follows anything, and all of them are on disk, or none is there.

The system takes as long to make a file as we do to make a letter, so where there are many, a process of its own writes
them (``file_writer``) while the next letters are made.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import TYPE_CHECKING, Self

from eventkit.api import StoreError
from eventkit_followup.drafts.file_writer import LENGTH, write_new

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable
    from pathlib import Path

_FEW = 64
"""So many files are brought to the disk one by one; more of them by all that the system has to write, at once.

Of 10,000 files that takes 0.1 s where one by one takes two; of forty it would wait for whatever else is written.
"""

_BUFFER = 2**16
_HERE = 400
"""So many files are written by this process: another one is not worth starting for them."""


def write_new_files(folder: Path, pieces: Iterable[tuple[str, bytes]]) -> None:
    """Write the pieces, a name in the folder and its content each, as they come; the disk has them all at the end.

    Raises ``StoreError`` for a name that is there already, as a file or as a link, and where the disk refuses. Then,
    and when the pieces themselves raise, the files that were written are removed again.
    """
    written: list[str] = []
    with _Helper(written) as helper:
        for name, data in pieces:
            file = os.path.join(folder, name)  # noqa: PTH118  # a Path for each of ten thousand takes as long as writing
            if len(written) >= _HERE and helper.takes(file, data):
                continue
            try:
                write_new(file, data, written)
            except OSError as error:
                raise _refused(file, error.errno or 0) from error
        helper.finish()
        _sync(folder, written)


class _Helper:
    """The process that writes the files after the first, once there is one; when anything is raised, all files go."""

    def __init__(self, written: list[str]) -> None:
        self._written = written
        self._handed: list[str] = []
        self._possible = bool(sys.executable) and not getattr(sys, "frozen", False)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            with contextlib.suppress(StoreError):  # the first error is the one to tell
                self.finish()
            for file in self._written:
                with contextlib.suppress(OSError):
                    os.unlink(file)  # noqa: PTH108  # a text

    def takes(self, file: str, data: bytes) -> bool:
        """Hand a file over; returns whether there is a process for it."""
        if self._process is None:
            if not self._started():
                return False
            assert self._process is not None  # it is there now
        stream, name = self._process.stdin, os.fsencode(file)
        assert stream is not None  # a pipe, as asked for
        self._handed.append(file)
        try:
            stream.write(len(name).to_bytes(LENGTH, "big") + len(data).to_bytes(LENGTH, "big") + name + data)
        except OSError:
            self.finish()  # which says why it takes no more
        return True

    def finish(self) -> None:
        """Wait for the process; raises ``StoreError`` for the file that it could not write."""
        process, self._process = self._process, None
        if process is None:
            return
        with process:
            told, _ = process.communicate()
        handed, self._handed = self._handed, []
        try:
            tried, there, problem = map(int, told.split())
        except ValueError:  # it was killed: which files are its own nobody can tell, and so they stay
            raise _refused(handed[0], errno.EINTR) from None
        self._written += handed[:there]
        if problem or tried < len(handed):
            raise _refused(handed[max(tried, 1) - 1], max(problem, 0))

    def _started(self) -> bool:
        import subprocess  # only where there are many files

        if self._possible:
            program = os.path.join(os.path.dirname(__file__), "file_writer.py")  # noqa: PTH118, PTH120  # a text
            try:
                self._process = subprocess.Popen(  # noqa: S603  # our own program
                    [sys.executable, "-I", "-S", program],
                    bufsize=_BUFFER,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            except (OSError, ValueError):
                self._possible = False
        return self._possible


def _refused(file: str, number: int) -> StoreError:
    """Why there is no such file."""
    if number == errno.EEXIST:
        return StoreError(f"{file}: is there already, and nothing is written over it")
    return StoreError(f"{file}: cannot be written: {os.strerror(number) if number else 'the system did not say why'}")


def _sync(folder: Path, written: list[str]) -> None:
    """Wait until the files, and their names, are on the disk; raises ``StoreError`` where they cannot be."""
    if not hasattr(os, "sync"):
        return  # each was waited for
    if len(written) > _FEW:
        os.sync()
        return
    for file in (*written, str(folder)) if written else ():
        try:
            handle = os.open(file, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        except PermissionError:  # by a umask that takes even reading from me
            os.sync()
        except OSError as error:
            if error.errno != errno.EINVAL:  # a file system that knows nothing of it
                raise _refused(file, error.errno or 0) from error
