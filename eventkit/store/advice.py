"""What a user can do about a database that cannot be used, and the file that is theirs alone."""

from __future__ import annotations

import os
import stat

from eventkit.errors import StoreError
from eventkit.folders import make_private

PATIENCE = 30
"""How many seconds a command waits for others who write, before it gives up."""

_ADVICE = {
    "readonly": "make the folder and the file writable, or give another with --home",
    "unable to open": "make the folder and the file writable, or give another with --home",
    "not a database": "the file is damaged or is no database: restore a copy of it, or move it away to start anew",
    "malformed": "the file is damaged or is no database: restore a copy of it, or move it away to start anew",
    "disk is full": "make room on the disk, and try again",
    **dict.fromkeys(
        ("terminating connection", "closed the connection", "connection is ", "connection has been closed", "lost"),
        "the connection was lost: see with `eventkit history` what was done, and try again",
    ),
    "permission denied": "ask whoever keeps the server for the right to it",
    "authentication": "see that the user and the password are right",
    "no password supplied": "put the password into the file that PGPASSFILE names, or into the address",
    "does not exist": "see that the name is right, or have it made on the server",
    "refused": "see that the address is right and that the server runs",
    "could not translate": "see that the address is right",
    "No such file": "see that the address is right and that the server runs",
    "timeout expired": "see that the address is right and that the server runs",
    "read-only": "this server only reads: give the address of the one that is written to",
    "statement timeout": "it took too long: try again when fewer people work on it",
}
_BUSY = ("is locked", "lock timeout")


def told(name: str, reason: str) -> str:
    """What a driver complains of, in one sentence that says what can be done about it."""
    if any(word in reason for word in _BUSY):
        return f"{name}: somebody else has been writing for {PATIENCE} seconds; try again"
    advice = next((f"; {advice}" for word, advice in _ADVICE.items() if word in reason), "")
    return f"{name}: {reason}{advice}"


def make_private_file(file: str) -> None:
    """Make the folder, and the file so that it is the user's alone from its first byte; raises ``StoreError``."""
    try:
        make_private(os.path.dirname(file))  # noqa: PTH120  # pathlib takes 3 ms to import, at every start
        if not os.path.exists(file):  # noqa: PTH110  # see above
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))
    except OSError as error:
        message = (
            f"{file}: cannot make the database: {error.strerror}; make its folder writable or give another with --home"
        )
        raise StoreError(message) from error
