"""A process that does nothing but write new files, beside the one that makes them: the system's part takes as long.

Of each file come eight bytes with two lengths, its name and its content. When there are no more, or one cannot be
written, it answers how many were tried, how many are there, and the number of the error or 0.
"""

from __future__ import annotations

import os
import signal
import sys

HEAD, LENGTH = 8, 4
"""Bytes before each file, and of each of the two lengths in them."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def write_new(file: str, data: bytes, written: list[str]) -> None:
    """Write one file that must not be there, and note it as soon as it is."""
    handle = os.open(file, _NEW, 0o666)  # less the umask, as for every new file
    try:
        written.append(file)
        rest = data
        while rest:  # a system may take less than it is given
            rest = rest[os.write(handle, rest) :]
        if not hasattr(os, "sync"):
            os.fsync(handle)
    finally:
        os.close(handle)


def main() -> None:
    """Write what comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent's to handle; it reaches both
    stream = sys.stdin.buffer
    written: list[str] = []
    tried = problem = 0
    while not problem and len(head := stream.read(HEAD)) == HEAD:
        lengths = int.from_bytes(head[:LENGTH], "big"), int.from_bytes(head[LENGTH:], "big")
        name, data = (stream.read(length) for length in lengths)
        if (len(name), len(data)) != lengths:
            break  # the parent is no more
        tried += 1
        try:
            write_new(os.fsdecode(name), data, written)
        except OSError as error:
            problem = error.errno or -1
    sys.stdout.write(f"{tried} {len(written)} {problem}")


if __name__ == "__main__":
    main()
