"""A table for mail merge, as YAMM and the Mail Merge of Thunderbird read it: a row for each letter, made already.

The template of the merge is then ``{{Subject}}`` and ``{{Body}}``. A cell that a spreadsheet would calculate is quoted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import csv_text, one_line
from eventkit_followup.api import Channel
from eventkit_followup.channels.pages import new_file
from eventkit_followup.letters.addresses import mail_address
from eventkit_followup.letters.writing import reach

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eventkit_followup.api import Letter, WriteContext

_BOM = b"\xef\xbb\xbf"
"""Excel takes a file without it for one in the letters of Windows."""

_COLUMNS = ("Email", "Name", "Given name", "Family name", "Organization", "Subject", "Body")
_HEADINGS = ",".join(_COLUMNS).encode() + b"\r\n"


def write_row(letter: Letter, address: str, _context: WriteContext) -> bytes:
    """One letter as a table of one row; raises ``InputError`` where its address is none."""
    person = letter.person
    values = (
        mail_address(person, address),
        one_line(person.name),
        one_line(person.given),
        one_line(person.family),
        one_line(person.organization),
        one_line(letter.subject),
        letter.body.rstrip("\n"),
    )
    return csv_text([dict(zip(_COLUMNS, values, strict=True))]).encode()


def write_table(pieces: Sequence[bytes], folder: Path, context: WriteContext) -> list[Path]:
    """All rows in one new file of the folder, under the headings once."""
    rows = b"".join(piece.removeprefix(_HEADINGS) for piece in pieces)
    return [new_file(folder, f"{context.event.slug}-mail-merge", ".csv", _BOM + _HEADINGS + rows)] * len(pieces)


CHANNEL = Channel(
    name="merge",
    description="one table for mail merge (YAMM, Thunderbird), EVENT-mail-merge.csv",
    suffix=".csv",
    reach=reach,
    write=write_row,
    address="e-mail address",
    advice="open the table with your mail merge, whose template is {{Subject}} and {{Body}}, and send it from there.",
    collect=write_table,
)
