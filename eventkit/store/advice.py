"""What a user can do about a database that cannot be used, and the file that is theirs alone."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from eventkit.errors import StoreError
from eventkit.folders import make_private

if TYPE_CHECKING:
    from pathlib import Path


def advice_on(reason: str) -> str:
    """What to do about a driver's complaint, to be put behind it; empty where nothing is known."""
    if "readonly" in reason or "unable to open" in reason:
        return "; make the folder and the file writable, or give another with --home"
    if "locked" in reason:
        return "; another program is writing: try again"
    if "not a database" in reason or "malformed" in reason:
        return "; the file is damaged or is no database: restore a copy of it, or move it away to start anew"
    return ""


def make_private_file(file: Path) -> None:
    """Make the folder, and the file so that it is the user's alone from its first byte; raises ``StoreError``."""
    try:
        make_private(file.parent)
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))
    except OSError as error:
        message = (
            f"{file}: cannot make the database: {error.strerror}; make its folder writable or give another with --home"
        )
        raise StoreError(message) from error
