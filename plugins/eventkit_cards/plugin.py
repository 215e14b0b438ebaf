"""What cards bring to eventkit. Whatever calls a hook imports this module: all that is heavy waits in the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import Code, Command, Exporter, Importer, hookimpl
from eventkit_cards.platforms import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ExportContext, PersonToExport, Platform, ReadContext, Reading

_MARKS = b"\xef\xbb\xbf\xfe\xff"
_BEGIN = re.compile(rb"(?:^|[\r\n])[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?:[\r\n]|$)", re.IGNORECASE)


@hookimpl
def eventkit_register_commands() -> list[Command]:
    """Show a card, and read the cards of others."""
    return [
        Command(
            name="card",
            target="eventkit_cards.cli:card",
            help="Show your card as a QR code, or write it to a file.",
            section="at",
        ),
        Command(
            name="scan",
            target="eventkit_cards.scan_cli:scan",
            help="Read the QR codes in pictures into people.",
            section="at",
        ),
    ]


@hookimpl
def eventkit_register_importers() -> list[Importer]:
    """Read vCard files."""
    return [Importer(name="vcf", kind="people", description="vCard (.vcf)", sniff=sniff, read=_read)]


@hookimpl
def eventkit_register_exporters() -> list[Exporter]:
    """Write vCard files, and folders of them."""
    return [
        Exporter(name="vcf", suffix=".vcf", description="vCard 3.0, which every phone reads", write_people=_write),
        Exporter(name="vcf4", suffix=".vcf", description="vCard 4.0 (RFC 6350)", write_people=_write_4),
        Exporter(
            name="vdir", suffix="/", description="a folder with a vCard for each", write_people_files=_write_files
        ),
    ]


@hookimpl
def eventkit_register_platforms() -> list[Platform]:
    """Tell a profile from any other web address."""
    return list(PLATFORMS)


@hookimpl
def eventkit_register_codes() -> list[Code]:
    """Draw QR codes of anything, and read them."""
    return [Code(name="qr", draw=_draw, read=_read_picture)]


def sniff(head: bytes, name: str) -> int:  # noqa: ARG001  # what a file holds says more than what it is called
    """How sure it is that a file that begins so holds cards; UTF-16 and marks at the start are seen through."""
    text = head.replace(b"\0", b"").lstrip(_MARKS)
    found = _BEGIN.search(text)
    if found is None:
        return 0
    return 50 if text[: found.start()].strip() else 100


def _read(data: bytes, context: ReadContext) -> Reading:
    from eventkit_cards.reading import read  # only an import of cards needs it

    return read(data, context)


def _draw(text: str) -> bytes:
    from eventkit_cards.qr import draw  # only who draws a code needs it

    return draw(text)


def _read_picture(data: bytes) -> list[str]:
    from eventkit_cards.pictures import codes_in  # only who reads a picture needs it

    return codes_in(data)


def _write(records: Sequence[PersonToExport], context: ExportContext) -> bytes:
    from eventkit_cards.writing import write_people  # only an export needs it

    return write_people(records, context)


def _write_4(records: Sequence[PersonToExport], context: ExportContext) -> bytes:
    from eventkit_cards.writing import write_people  # only an export needs it

    return write_people(records, context, version="4.0")


def _write_files(records: Sequence[PersonToExport], context: ExportContext) -> dict[str, bytes]:
    from eventkit_cards.writing import write_people_files  # only an export needs it

    return write_people_files(records, context)
