"""An agenda as JSON for programs and as CSV for spreadsheets: what `eventkit agenda --format json` says, and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventkit.api import csv_text, json_text, one_line, session_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ExportContext, SessionToExport

_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the character set of the machine; other spreadsheets take it as it is meant."""


def write_json(records: Sequence[SessionToExport], context: ExportContext) -> bytes:
    """A list of sessions."""
    return f"{json_text(_rows(records, context), indent=2)}\n".encode()


def write_csv(records: Sequence[SessionToExport], context: ExportContext) -> bytes:
    """RFC 4180, in UTF-8 with a mark: a line for each session, on which its abstract is one line too."""
    rows = [
        {key: one_line(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in _rows(records, context)
    ]
    return f"{_MARK}{csv_text(rows)}".encode()


def _rows(records: Sequence[SessionToExport], context: ExportContext) -> list[dict[str, Any]]:
    """A session with its event before it and its abstract behind it; the keys are a promise."""
    names = {event.slug: event.name for event in context.events}
    rows = []
    for record in records:
        session = record.session
        row = {"event": session.event, "event_name": names.get(session.event, session.event), **session_json(session)}
        row["abstract"] = session.abstract
        if context.with_notes:
            row["note"] = session.note
        rows.append(row)
    return rows
