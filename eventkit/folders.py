"""Folders that are the user's alone: what is in them is about other people."""

from __future__ import annotations

import os


def make_private(folder: str | os.PathLike[str]) -> None:
    """Make a folder and those above it that are missing, all with mode 0700; ``makedirs`` gives it to the last only."""
    path = os.path.abspath(folder)
    if not os.path.isdir(path):
        make_private(os.path.dirname(path))
        os.mkdir(path, mode=0o700)
