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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit_followup.context import Context
    from eventkit_followup.templates import Template

_PATIENCE = 20.0
"""Seconds without an answer after which the process is given up; it has one second of computing for each letter."""

_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONTZPATH", "TZ")
"""All that the process is told of the environment, which may hold passwords."""

_PROGRAM = "import sys; sys.path[:] = {path!r}; from eventkit_followup.child import main; main()"


class WorkerError(Exception):
    """The process cannot be started."""


class Worker:
    """One process, and the templates that it knows."""

    def __init__(self) -> None:
        """Start it; raises ``WorkerError`` where that cannot be done."""
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
        self._process = process
        self._answers: queue.SimpleQueue[list[Any] | None] = queue.SimpleQueue()
        self._known: dict[str, int] = {}
        reader = threading.Thread(target=_listen, args=(process, self._answers), daemon=True)
        reader.start()
        self.close = weakref.finalize(self, _end, process, reader)
        unlimited = self.receive()
        if unlimited is None:
            self.close()
            message = "the process for it ends as soon as it starts"
            raise WorkerError(message)
        self.unlimited = tuple(map(str, unlimited))

    def send(self, letters: Sequence[tuple[Template, Context | None]]) -> bool:
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
            stream.write(len(data).to_bytes(4, "big") + data)
            stream.flush()
        except OSError:
            return False
        return True

    def receive(self) -> list[Any] | None:
        """The next answers, as few as there may be; None where the process died, or was given up and ended."""
        try:
            return self._answers.get(timeout=_PATIENCE)
        except queue.Empty:
            self.close()
            return None


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[list[Any] | None]) -> None:
    """Take answers as they come, so that neither side waits for the other to read."""
    stream = process.stdout
    assert stream is not None  # a pipe, as asked for
    try:
        while len(head := stream.read(4)) == 4:  # noqa: PLR2004  # bytes of a length
            data = stream.read(int.from_bytes(head, "big"))
            answers.put(json.loads(data))
    except (OSError, ValueError):
        pass
    answers.put(None)


def _end(process: subprocess.Popen[bytes], reader: threading.Thread) -> None:
    """End the process, and wait for it."""
    process.kill()
    process.wait()
    reader.join()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
