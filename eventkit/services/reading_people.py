"""The people in a file, as the installed importers read it; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.errors import ColumnsError
from eventkit.exchange import ReadContext
from eventkit.services.reading_sources import choose_importer, read_by, read_bytes, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.app import App
    from eventkit.exchange import Reading


def read_people(app: App, location: str, *, timezone: str = "", columns: Mapping[str, str] | None = None) -> Reading:
    """The people in a file, ``-`` for standard input.

    Raises ``InputError`` for a file that cannot be read or is of an agenda, and ``ColumnsError`` for a table of whose
    columns nobody knows what they are.
    """
    data = read_bytes(location)
    plugin_id, importer = choose_importer(app, data, location)
    if importer.kind != "people":
        refuse(location, f"is an agenda ({importer.description}), and no list of people")
    context = ReadContext(file=location, timezone=timezone, columns=columns or {})
    reading = read_by(app, plugin_id, importer, data, context)
    if reading.unmapped and not reading.people:
        raise ColumnsError(location, reading.unmapped, reading.samples)
    return reading
