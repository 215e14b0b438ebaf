"""The ``eventkit`` command, also as ``python -m eventkit``."""

from __future__ import annotations

import gc
import sys

from eventkit import __version__


def main() -> None:
    """Answer ``--version`` at once; leave everything else to the command line."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"eventkit, version {__version__}\n")
        return
    gc.disable()  # a command is over before garbage would matter that holds itself; imports are a fifth faster
    from eventkit.cli.main import main as command_line  # 0.1 s that a version does not wait for

    try:
        command_line()
    finally:
        gc.freeze()  # else Python looks through all that there is once more as it ends, for a tenth of a short command


if __name__ == "__main__":
    main()
