"""What this plugin gives to eventkit; whatever calls a hook imports it, so that nothing heavy is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Exporter, Importer, Site, hookimpl

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


def _sniff_schedule(head: bytes, name: str) -> int:
    from eventkit_calendar.signs import sniff_schedule  # only where something is imported

    return sniff_schedule(head, name)


def _sniff_xcal(head: bytes, name: str) -> int:
    from eventkit_calendar.signs import sniff_xcal  # only where something is imported

    return sniff_xcal(head, name)


def _read_schedule(data: bytes, context: ReadContext) -> Reading:
    from eventkit_calendar.schedules.schedule import read_schedule  # only where a schedule is read

    return read_schedule(data, context)


def _read_xcal(data: bytes, context: ReadContext) -> Reading:
    from eventkit_calendar.schedules.xcal import read_xcal  # only where a calendar in XML is read

    return read_xcal(data, context)


def _write(sessions: Sequence[SessionToExport], context: ExportContext) -> bytes:
    from eventkit_calendar.export.writing import write_calendar  # only where a calendar is written

    return write_calendar(sessions, context)


def _write_json(sessions: Sequence[SessionToExport], context: ExportContext) -> bytes:
    from eventkit_calendar.export.tables import write_json  # only where an agenda is written

    return write_json(sessions, context)


def _write_csv(sessions: Sequence[SessionToExport], context: ExportContext) -> bytes:
    from eventkit_calendar.export.tables import write_csv  # only where an agenda is written

    return write_csv(sessions, context)


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
        Importer(name="xcal", kind="agenda", description="iCalendar in XML (xCal)", sniff=_sniff_xcal, read=_read_xcal),
    ]


@hookimpl
def eventkit_register_exporters() -> list[Exporter]:
    """Write agendas: for calendars, for programs and for spreadsheets."""
    return [
        Exporter(name="ics", suffix=".ics", description="iCalendar (RFC 5545)", write_agenda=_write),
        Exporter(name="json", suffix=".json", description="JSON", write_agenda=_write_json),
        Exporter(name="csv", suffix=".csv", description="CSV (RFC 4180)", write_agenda=_write_csv),
    ]


@hookimpl
def eventkit_register_sites() -> list[Site]:
    """Sites whose agenda is found from the address of a page; those that their host tells for sure go first."""
    from eventkit_calendar import sites  # only where an address is imported

    return [
        Site(name="sched", description="Sched (EVENT.sched.com)", feeds=sites.sched),
        Site(name="fosdem", description="FOSDEM", feeds=sites.fosdem),
        Site(name="meetup", description="Meetup groups", feeds=sites.meetup),
        Site(name="luma", description="Luma calendars", feeds=sites.luma),
        Site(name="pretix", description="pretix.eu", feeds=sites.pretix),
        Site(name="indico", description="Indico (/event/N/)", feeds=sites.indico),
        Site(name="frab", description="frab (/public/ and Fahrplan)", feeds=sites.frab),
        Site(name="pretalx", description="pretalx (/EVENT/schedule/)", feeds=sites.pretalx),
    ]
