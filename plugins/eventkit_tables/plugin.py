"""What tables bring to eventkit. Whatever calls a hook imports this module: all that is heavy waits in the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Exporter, Importer, hookimpl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ExportContext, PersonToExport, ReadContext, Reading

_MARKS = b"\xef\xbb\xbf\xfe\xff \t\r\n"
_OTHER_KINDS = (b"BEGIN:", b"<", b"{", b"[", b"%PDF", b"\x89PNG", b"GIF8", b"PK")
"""What no table begins with."""


@hookimpl
def eventkit_register_importers() -> list[Importer]:
    """Read people out of tables and out of JSON."""
    return [
        Importer(name="csv", kind="people", description="a table of people (CSV)", sniff=_sniff, read=_read),
        Importer(name="people-json", kind="people", description="people as JSON", sniff=_sniff_json, read=_read_json),
    ]


@hookimpl
def eventkit_register_exporters() -> list[Exporter]:
    """Write people for spreadsheets and for programs; a calendar's exporters of the same names write agendas."""
    return [
        Exporter(name="csv", suffix=".csv", description="CSV (RFC 4180)", write_people=_write),
        Exporter(name="json", suffix=".json", description="JSON", write_people=_write_json),
    ]


def _sniff(head: bytes, name: str) -> int:
    if head.replace(b"\0", b"").lstrip(_MARKS).upper().startswith(_OTHER_KINDS):
        return 0
    from eventkit_tables.signs import sniff_table  # only what may be a table is looked at

    return sniff_table(head, name)


def _sniff_json(head: bytes, name: str) -> int:
    if b'"name"' not in head and b"eventkit-people" not in head:
        return 0
    from eventkit_tables.signs import sniff_json  # only what may be JSON is looked at

    return sniff_json(head, name)


def _read(data: bytes, context: ReadContext) -> Reading:
    from eventkit_tables.reading import read  # only an import of a table needs it

    return read(data, context)


def _read_json(data: bytes, context: ReadContext) -> Reading:
    from eventkit_tables.people_json import read_json  # only an import of JSON needs it

    return read_json(data, context)


def _write(records: Sequence[PersonToExport], context: ExportContext) -> bytes:  # noqa: ARG001  # as the record has it
    from eventkit_tables.writing import write_csv  # only an export needs it

    return write_csv(records)


def _write_json(records: Sequence[PersonToExport], context: ExportContext) -> bytes:  # noqa: ARG001  # as the record has it
    from eventkit_tables.people_json import write_json  # only an export needs it

    return write_json(records)
