"""The ``eventkit`` command, also as ``python -m eventkit``."""

from __future__ import annotations

import atexit
import gc
import os
import sys

from eventkit import __version__


def main() -> None:
    """Answer ``--version`` at once; leave everything else to the command line."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"eventkit, version {__version__}\n")
        return
    gc.disable()  # a command is over before garbage would matter that holds itself; imports are a fifth faster
    codes: list[int] = []
    if not getattr(atexit, "_ncallbacks", bool)():
        atexit.register(_leave, codes)  # the first to be told is the last to be called; nobody was told before
    from eventkit.cli.main import main as command_line  # 0.1 s that a version does not wait for

    try:
        command_line()
    except SystemExit as end:
        if isinstance(end.code, int):
            codes.append(end.code)
        raise
    finally:
        gc.freeze()  # else Python looks through all that there is once more as it ends, for a tenth of a short command


def _leave(codes: list[int]) -> None:
    """End with that code, and let the system have the memory: to take all of it apart is no use to anybody.

    Everything that wants to be done at the end has been done, and what was written is flushed here. It ends as ever
    where that cannot be, which Python tells of, and where somebody looks on, as a profiler does.
    """
    if not codes or sys.gettrace() or sys.getprofile():
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(codes[0])


if __name__ == "__main__":
    main()
