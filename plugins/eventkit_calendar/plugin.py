"""What this plugin gives to eventkit; imported by every command, so nothing heavy is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import Exporter, Importer, hookimpl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ExportContext, ReadContext, Reading, SessionToExport

_SURE, _LIKELY = 90, 50


def _sniff(head: bytes, name: str) -> int:
    """Look for the beginning of a calendar; in UTF-16 every other byte of it is NUL."""
    text = head.replace(b"\0", b"").upper()
    if b"BEGIN:VCALENDAR" in text:
        return _SURE
    return _LIKELY if b"BEGIN:VEVENT" in text or (name.lower().endswith(".ics") and b"BEGIN:V" in text) else 0


def _read(data: bytes, context: ReadContext) -> Reading:
    from eventkit_calendar.reading import read_calendar  # only where a calendar is read

    return read_calendar(data, context)


def _sniff_schedule(head: bytes, _name: str) -> int:
    """Look for the outermost element of schedule.xml, or for the keys of schedule.json."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"<"):
        return _SURE if re.search(rb"<schedule[\s>]", text) else 0
    return _SURE if text.startswith(b"{") and b'"schedule"' in text and b'"conference"' in text else 0


def _read_schedule(data: bytes, context: ReadContext) -> Reading:
    from eventkit_calendar.schedule import read_schedule  # only where a schedule is read

    return read_schedule(data, context)


def _write(sessions: Sequence[SessionToExport], context: ExportContext) -> bytes:
    from eventkit_calendar.writing import write_calendar  # only where a calendar is written

    return write_calendar(sessions, context)


@hookimpl
def eventkit_register_importers() -> list[Importer]:
    """Read iCalendar files, and conference schedules."""
    return [
        Importer(name="ics", kind="agenda", description="an iCalendar agenda", sniff=_sniff, read=_read),
        Importer(
            name="schedule",
            kind="agenda",
            description="a conference schedule (frab's XML or JSON)",
            sniff=_sniff_schedule,
            read=_read_schedule,
        ),
    ]


@hookimpl
def eventkit_register_exporters() -> list[Exporter]:
    """Write iCalendar files."""
    return [Exporter(name="ics", suffix=".ics", description="iCalendar (RFC 5545)", write_agenda=_write)]
