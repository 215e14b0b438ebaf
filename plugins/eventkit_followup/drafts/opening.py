"""Opening drafts in the user's editor, one after the other, once they are written and nothing is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import UsageError, edit_file, find_editor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eventkit_followup.api import Channel


def check_editing(channel: Channel) -> None:
    """Raise ``UsageError`` where the channel has no file for each letter, or there is no editor."""
    if channel.collect or channel.deliver:
        message = f"--edit: {channel.name} has no file for each letter; the channel eml has one"
        raise UsageError(message)
    find_editor()


def open_drafts(files: Sequence[Path]) -> None:
    """Open each file, and wait until its editor is closed; raises ``UsageError`` where the editor fails."""
    for number, file in enumerate(files):
        try:
            edit_file(file)
        except UsageError as error:
            left = len(files) - number
            how_many = "the draft was" if len(files) == 1 else f"{left} of {len(files)} drafts were"
            message = f"{error}. Nothing is lost: {how_many} not edited, and all of them are in {file.parent}"
            raise UsageError(message) from error
