"""The files that e-mail drafts lie in, as they are now: one each, or a message of a mailbox."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import InputError

if TYPE_CHECKING:
    from collections.abc import Collection

    from eventkit_followup.progress.entries import Entry

CHANNELS = frozenset({"eml", "maildir", "mbox"})
"""Those whose letters are files of mine: what lies on a server is the mail program's to send."""

_BORDER = re.compile(rb"(?:\A|(?<=\n))From [^\n]*\n")
_QUOTED = re.compile(rb"(?:\A|(?<=\n))>(>*From )")


def read_draft(entry: Entry, numbers: Collection[str]) -> tuple[Path, bytes] | None:
    """The file of a draft and the letter in it, None where it is gone; ``numbers`` are the Message-IDs it may have.

    Raises ``InputError`` for a file that cannot be read.
    """
    file = Path(entry.path)
    if entry.channel == "maildir" and not file.is_file():
        file = _moved(file)
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        message = f"it cannot be read: {error.strerror or error}"
        raise InputError(message) from error
    if entry.channel != "mbox":
        return file, data
    found = _in_mailbox(data, numbers)
    return None if found is None else (file, found)


def _moved(file: Path) -> Path:
    """Where a mail program has put a message of a Maildir: into ``cur``, with its marks behind the name."""
    folder = file.parent.parent
    name = file.name.partition(":")[0]
    for place in ("cur", "new"):
        try:
            found = [one for one in (folder / place).iterdir() if one.name.partition(":")[0] == name]
        except OSError:
            continue
        # T marks what was thrown away
        kept = [one for one in found if "T" not in one.name.partition(":2,")[2]]
        if kept:
            return kept[0]
    return file


def _in_mailbox(data: bytes, numbers: Collection[str]) -> bytes | None:
    """The message of that number in an mbox, without the marks that such a file needs."""
    data = data.replace(b"\r\n", b"\n")
    borders = [match.span() for match in _BORDER.finditer(data)]
    ends = [begins for begins, _ in borders[1:]] + [len(data)]
    for (_, begins), ends_at in zip(borders, ends, strict=True):
        message = data[begins:ends_at]
        head = message.partition(b"\n\n")[0]
        if any(
            re.search(rb"^Message-ID:\s*" + re.escape(number.encode()), head, re.IGNORECASE | re.MULTILINE)
            for number in numbers
        ):
            text = message.removesuffix(b"\n")
            return _QUOTED.sub(rb"\1", text)
    return None
