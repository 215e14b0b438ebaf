"""The parent's side of the process that renders (``child``): started when it is needed, replaced when it dies."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
import weakref
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit_followup.material.context import Context
    from eventkit_followup.templating.handing import Values
    from eventkit_followup.templating.templates import Template

_PATIENCE = 20.0
"""Seconds without an answer after which the process is given up; it has one second of computing for each letter."""

_HEAD = 4
"""Bytes that say how long a frame is."""

_AT_ONCE = 2**20
"""Bytes that are read at once, where there are so many."""

_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONTZPATH", "TZ")
"""All that the process is told of the environment, which may hold passwords."""

_PROGRAM = "import sys; sys.path[:] = {path!r}; from eventkit_followup.templating.child import main; main()"


class WorkerError(Exception):
    """The process cannot be started."""


class Worker:
    """One process, and the templates that it knows."""

    def __init__(self) -> None:
        """Start it, and do not wait until it is there; raises ``WorkerError`` where that cannot be done."""
        if not sys.executable or getattr(sys, "frozen", False):
            message = "there is no Python program to start"
            raise WorkerError(message)
        program = _PROGRAM.format(path=[os.path.abspath(folder) for folder in sys.path])  # noqa: PTH100  # texts
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        try:
            process = subprocess.Popen(  # noqa: S603  # our own program
                [sys.executable, "-I", "-X", "utf8", "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        except (OSError, ValueError) as error:
            raise WorkerError(str(error)) from error
        for stream in (process.stdin, process.stdout):
            _widen(stream)
        self._process = process
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._known: dict[str, int] = {}
        reader = threading.Thread(target=_listen, args=(process, self._answers), daemon=True)
        reader.start()
        self.close = weakref.finalize(self, _end, process, reader)
        self._there = False

    def wait(self) -> None:
        """Wait until it is there; raises ``WorkerError`` where it ends instead."""
        if not self._there:
            if self.receive() is None:
                self.close()
                message = "the process for it ends as soon as it starts"
                raise WorkerError(message)
            self._there = True

    def send(self, letters: Iterable[tuple[Template, Context | Values | None]]) -> bool:
        """Hand letters over, or templates to check; returns whether the process took them."""
        new: dict[int, Template] = {}
        numbered = []
        for template, context in letters:
            key = str(template.file)
            if key not in self._known:
                self._known[key] = len(self._known)
                new[self._known[key]] = template
            numbered.append((self._known[key], context))
        data = pickle.dumps((new, numbered), pickle.HIGHEST_PROTOCOL)
        stream = self._process.stdin
        assert stream is not None  # a pipe, as asked for
        try:
            stream.write(len(data).to_bytes(_HEAD, "big") + data)
            stream.flush()
        except OSError:
            return False
        return True

    def receive(self) -> list[Any] | None:
        """The next answers, as few as there may be; None where the process died, or was given up and ended."""
        try:
            data = self._answers.get(timeout=_PATIENCE)
            found: list[Any] | None = None if data is None else json.loads(data)
        except (queue.Empty, ValueError):
            self.close()
            return None
        return found


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    """Take answers as they come, so that neither side waits for the other to read.

    A thread that has to have its turn again may wait for it as long as a hundred letters take: so it reads all there
    is at once, and leaves it to the others to make something of it.
    """
    stream = process.stdout
    assert stream is not None  # a pipe, as asked for
    come = bytearray()
    with contextlib.suppress(OSError, ValueError):
        while some := os.read(stream.fileno(), _AT_ONCE):
            come += some
            while len(come) >= _HEAD and len(come) >= (end := _HEAD + int.from_bytes(come[:_HEAD], "big")):
                answers.put(bytes(come[_HEAD:end]))
                del come[:end]
    answers.put(None)


def _widen(stream: IO[bytes] | None) -> None:
    """Let a pipe hold some lots of letters, where that can be said: neither side waits for the other then."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl  # not on Windows

        if stream is not None:
            fcntl.fcntl(stream, fcntl.F_SETPIPE_SZ, _AT_ONCE)


def _end(process: subprocess.Popen[bytes], reader: threading.Thread) -> None:
    """End the process, and wait for it."""
    process.kill()
    process.wait()
    reader.join()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
