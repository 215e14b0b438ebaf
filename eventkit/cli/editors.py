"""Letting the user edit a file in the editor of $VISUAL or $EDITOR."""

from __future__ import annotations

import sys
from os import environ
from typing import TYPE_CHECKING

import click

from eventkit.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def find_editor(instead: str = "") -> bool:
    """Whether there is a terminal to edit in; raises ``UsageError`` where there is none, and no editor named either.

    ``instead`` says what can be done without an editor, as the end of the sentence.
    """
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if not terminal and not environ.get("VISUAL") and not environ.get("EDITOR"):
        message = f"there is no terminal to edit in: name an editor with EDITOR{instead}"
        raise UsageError(message)
    return terminal


def edit_file(file: Path) -> None:
    """Open a file, and wait until the editor is closed; raises ``UsageError`` where it fails."""
    try:
        click.edit(filename=str(file))
    except click.ClickException as error:
        message = f"{error.message}; name an editor with VISUAL or EDITOR"
        raise UsageError(message) from error
