"""E-mail drafts: ``.eml`` files (RFC 5322, MIME) that a mail program opens as a message still to be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit_followup.api import Channel
from eventkit_followup.letters.writing import check_sender, reach, write_letter

if TYPE_CHECKING:
    from eventkit_followup.api import Letter, WriteContext


def write(letter: Letter, address: str, context: WriteContext) -> bytes:
    """The draft as a file; raises ``InputError`` where it cannot be written safely."""
    return write_letter(letter, address, context, unsent=True)


CHANNEL = Channel(
    name="eml",
    description="e-mail drafts that a mail program opens",
    suffix=".eml",
    reach=reach,
    write=write,
    address="e-mail address",
    advice="read the files in your mail program and send them there, or by `eventkit followup send`.",
    attaches=True,
    check_sender=check_sender,
)
