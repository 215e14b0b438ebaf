"""People as CSV (RFC 4180) for spreadsheets, in UTF-8 with a mark: our own importer reads the same people out of it.

The headings are a promise: the fields of FIRST_HEADINGS, then a column for each address, number and handle with its
label where somebody has one, tags, interests, events and notes, what a card says of a name and an address beyond
those, and the columns that came with tables and that eventkit does not understand.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from eventkit_tables import values
from eventkit_tables.cards import ADDRESS_PARTS, addresses_of, columns_of, details_of
from eventkit_tables.cells import join, protect
from eventkit_tables.headings import FIRST_HEADINGS, UNKNOWN, meaning

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from eventkit.api import ContactPoint, PersonToExport

_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the character set of the machine; other spreadsheets take it as it is meant."""

_DETAILS = ("middle", "prefix", "suffix", "nickname", "department")
_DETAILS = ("middle", "prefix", "suffix", "nickname", "department")
_ADDRESS_HEADINGS = {
    "box": "po_box",
    "extended": "extended_address",
    "street": "street",
    "city": "city",
    "region": "region",
    "code": "postal_code",
    "country": "country",
}
_GROUPS = (
    "first",
    *("email", "phone", "url", "handle", "tags", "interests", "events", "note"),
    *(*_DETAILS, "address", "unknown"),
)
"""The order of the columns."""


class Column(NamedTuple):
    """A column, by what it stands in order with: its group, the platform, which of several, and which part of it."""

    group: int
    platform: str
    number: int
    part: int
    heading: str


_FIRST = [Column(0, "", number, 0, heading) for number, heading in enumerate(FIRST_HEADINGS)]


def write_csv(records: Sequence[PersonToExport]) -> bytes:
    """A line for each person; only those columns beyond the first that somebody has something in."""
    unknown: dict[str, int] = {}
    rows = [_row(record, unknown) for record in records]
    columns = sorted({*_FIRST, *(column for row in rows for column in row)})
    headings = {column.heading for column in columns if column.group != _GROUPS.index("unknown")}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([protect(_shown(column, headings)) for column in columns])
    for row in rows:
        writer.writerow([protect(row.get(column, "")) for column in columns])
    return f"{_MARK}{buffer.getvalue()}".encode()


def _row(record: PersonToExport, unknown: dict[str, int]) -> dict[Column, str]:
    """The cells of a person; ``unknown`` numbers the columns that nobody understands, as they are met."""
    person = record.person
    texts = (record.uid, person.name, person.given, person.family, person.organization, person.title, person.birthday)
    row = dict(zip(_FIRST, (*texts, "yes" if person.do_not_contact else ""), strict=True))
    row |= _points(person.contact_points)
    row[_column("tags")] = join(person.tags)
    row[_column("interests")] = join(person.interests)
    row[_column("events")] = join(f"{event}: {role}" for event, role in record.roles)
    row[_column("note")] = person.note
    cards = tuple(reversed(record.cards)) or (record.raw,)  # the newest goes before the older ones
    for text in cards:
        for field, value in details_of(text).items():
            row.setdefault(_column(field), value)
        for heading, value in columns_of(text).items():
            number = unknown.setdefault(heading, len(unknown))
            row.setdefault(Column(_GROUPS.index("unknown"), "", number, 0, heading), value)
    row |= _addresses(cards)
    return {column: cell for column, cell in row.items() if cell}


def _column(field: str) -> Column:
    return Column(_GROUPS.index(field), "", 0, 0, field)


def _points(points: Iterable[ContactPoint]) -> dict[Column, str]:
    """``email``, ``email_2``, ``email_2_label``; handles by their platform, as ``linkedin``.

    A value that would not be read back from such a column stands in one whose cells are taken as they are, as
    ``exact_email`` or ``exact_handle:example``.
    """
    cells: dict[Column, str] = {}
    counts: dict[tuple[str, str], int] = {}
    for point in points:
        platform = point.platform if point.kind == "handle" else ""
        count = counts[point.kind, platform] = counts.get((point.kind, platform), 0) + 1
        number = f"_{count}" if count > 1 else ""
        if _is_read_back(point):
            head, tail = f"{platform or point.kind}{number}", ""
        else:
            head, tail = f"exact_{point.kind}{number}", f":{platform}" if platform else ""
        group = _GROUPS.index(point.kind)
        cells[Column(group, platform, count, 0, f"{head}{tail}")] = point.value
        cells[Column(group, platform, count, 1, f"{head}_label{tail}")] = point.label
    return cells


def _is_read_back(point: ContactPoint) -> bool:
    """Whether a cell of an ordinary column is read as this point and nothing else."""
    if point.kind == "handle":
        if not _is_platform_heading(point.platform):
            return False
        points, rest = values.handles(point.value, point.platform)
    else:
        points, rest = {"email": values.emails, "phone": values.phones, "url": values.urls}[point.kind](point.value)
    same = [(one.kind, one.value, one.platform) for one in points] == [(point.kind, point.value, point.platform)]
    return same and not rest


@cache
def _is_platform_heading(platform: str) -> bool:
    """Whether a column of that name is read as handles on that platform."""
    known = meaning(platform)
    return known is not None and (known.field, known.platform, known.number) == ("handle", platform, 1)


def _addresses(cards: Iterable[str]) -> dict[Column, str]:
    """``address_1_street`` and so on, each address once."""
    cells: dict[Column, str] = {}
    group = _GROUPS.index("address")
    found = dict.fromkeys(address for text in cards for address in addresses_of(text))
    for number, (label, parts) in enumerate(found, 1):
        cells[Column(group, "", number, 0, f"address_{number}_label")] = label
        for place, (part, value) in enumerate(zip(ADDRESS_PARTS, parts, strict=True), 1):
            cells[Column(group, "", number, place, f"address_{number}_{_ADDRESS_HEADINGS[part]}")] = value
    return cells


def _shown(column: Column, others: Collection[str]) -> str:
    """The heading as it is written; one of an unknown column that would be read as a field is told apart."""
    name = column.heading
    if column.group != _GROUPS.index("unknown"):
        return name
    return f"{UNKNOWN}{name}" if meaning(name) or name in others or name.startswith(UNKNOWN) else name
