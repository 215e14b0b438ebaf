"""Reading ``following_accounts.csv``, which Mastodon gives under Preferences, Import and export.

Its header is ``Account address,Show boosts,Notify on new posts,Languages``; older servers write fewer columns.
A line that cannot be used is a problem with its number, and never costs the lines around it.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from eventkit.api import ContactPoint, IncomingPerson, Problem, Reading
from eventkit_mastodon.handles import NAME, handle_of

if TYPE_CHECKING:
    from eventkit.api import ReadContext

_FIRST_COLUMN = "account address"
_BOM = b"\xef\xbb\xbf"


def sniff(head: bytes, name: str) -> int:
    """Tell the file by the first column of its header; its name only adds to that."""
    first_line = head.removeprefix(_BOM).lstrip().split(b"\n", 1)[0].decode("utf-8", "replace")
    columns = [column.strip(' "\r').lower() for column in first_line.split(",")]
    if columns[0] != _FIRST_COLUMN:
        return 0
    return 100 if name.endswith("following_accounts.csv") else 90


def read(data: bytes, _context: ReadContext) -> Reading:
    """The people in the file; the name of each is the user part of the account, until a card or a talk knows better."""
    people: list[IncomingPerson] = []
    problems: list[Problem] = []
    width = 0
    for number, line in enumerate(data.removeprefix(_BOM).split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = _columns(line)
        except (UnicodeDecodeError, csv.Error) as error:
            problems.append(Problem(number, f"cannot be read: {error}"))
            continue
        address = row[0].strip()
        if address.lower() == _FIRST_COLUMN:
            width = len(row)
            continue
        handle = handle_of(f"@{address.removeprefix('@')}")
        if handle is None:
            problems.append(Problem(number, f"{address[:60]!r} is no account address, as user@example.social is"))
            continue
        if width and len(row) != width:
            reason = f"has {len(row)} columns, and the header {width}; the account was taken"
            problems.append(Problem(number, reason, lost=False))
        people.append(
            IncomingPerson(
                name=address.removeprefix("@").partition("@")[0],
                contact_points=(ContactPoint(kind="handle", platform=NAME, value=handle),),
                uid=handle,
                line=number,
            )
        )
    return Reading(people=people, problems=problems)


def _columns(line: bytes) -> list[str]:
    """One line: no column of this file has a line end in it, and a broken quotation mark costs its own line only."""
    return next(csv.reader([line.decode("utf-8").strip()]))
