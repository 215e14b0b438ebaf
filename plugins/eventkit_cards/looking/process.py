"""Asking the process that decodes pictures.

It is started when there is one to read, ended with the batch, and replaced when it dies or takes too long: a picture
that makes it do either costs itself only.

The limit of memory needs POSIX; elsewhere those of pixels, bytes and time hold alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from eventkit.api import InputError
from eventkit_cards.looking.limits import LARGEST_ANSWER, MEGABYTES, SECONDS

if TYPE_CHECKING:
    from types import TracebackType

_PIPE = 1_048_576
"""Bytes that a pipe holds where the system can set that: a photo then goes over in one go."""

_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "268435456"}
"""Has the GNU C library keep the memory of one picture for the next, which takes a third off the time of each."""

_ENVIRONMENT = ("DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""What the process is told of this one's environment: what libraries are found by, and no password."""

_PROGRAM = (
    "import sys; megabytes = int(sys.argv[1]); sys.path[:] = sys.argv[2:]; "
    "from eventkit_cards.looking.child import main; main(megabytes)"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A code in a picture; ``page`` counts from 1 in a PDF, and is 0 elsewhere."""

    text: str
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The codes in a picture, and when it was taken, as EXIF has it."""

    codes: tuple[Seen, ...]
    taken: str = ""
    offset: str = ""


class Decoder:
    """Reads pictures in another process, one after the other; to be closed."""

    def __init__(self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        """Start nothing yet; ``seconds`` are for one picture, ``megabytes`` for the process."""
        self._seconds = seconds
        self._megabytes = megabytes
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    @property
    def process_id(self) -> int | None:
        """The number of the process, None before the first picture and after one that it did not survive."""
        return self._process.pid if self._process else None

    def read(self, data: bytes) -> Picture:
        """The codes in a picture's bytes, or a PDF's; raises ``InputError`` with what is wrong, and no name of it."""
        answer = self._ask("pdf" if is_pdf(data) else "picture", data)
        if "problem" in answer:
            raise InputError(str(answer["problem"]))
        codes = tuple(Seen(str(code["text"]), int(code.get("page", 0))) for code in answer["codes"])
        return Picture(codes=codes, taken=str(answer["taken"]), offset=str(answer["offset"]))

    def close(self) -> None:
        """End the process, if it was started."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # it may be gone
                    pipe.close()
        process.kill()
        process.wait()

    def _ask(self, kind: str, data: bytes) -> dict[str, Any]:
        process = self._running()
        assert process.stdin is not None  # as it was started
        assert process.stdout is not None
        late = threading.Event()
        deadline = threading.Timer(self._seconds, _kill, (process, late))
        deadline.start()
        line = b""
        try:
            process.stdin.write(json.dumps({"kind": kind, "size": len(data)}).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            line = process.stdout.readline(LARGEST_ANSWER)
        except OSError:  # it ended while it was written to
            pass
        finally:
            deadline.cancel()
        answer: object = json.loads(line) if line.endswith(b"\n") else None
        if isinstance(answer, dict):
            return answer
        self.close()
        message = (
            f"takes longer than {self._seconds:g} seconds to read, so it is left out"
            if late.is_set()
            else "takes more memory than a picture may, or broke the program that decodes it"
        )
        raise InputError(message)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            path = [place or os.getcwd() for place in sys.path]  # noqa: PTH109  # the parts of sys.path are texts
            try:
                self._process = subprocess.Popen(  # noqa: S603  # our own program
                    [sys.executable, "-I", "-c", _PROGRAM, str(self._megabytes), *path],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    pipesize=_PIPE,
                    env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ} | _MEMORY,
                )
            except OSError as error:
                message = f"cannot be read: no process can be started to decode it ({error.strerror or error})"
                raise InputError(message) from error
        return self._process


def is_pdf(data: bytes) -> bool:
    """Whether bytes begin as a PDF does; some have something before it."""
    return b"%PDF-" in data[:1024]


def _kill(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()
