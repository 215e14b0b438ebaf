"""A file's bytes, who understands them, and what they say; nothing is stored."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, NoReturn

from eventkit.errors import InputError
from eventkit.services.archives import LARGEST, unpack

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.exchange import ReadContext, Reading
    from eventkit.records import Importer

SNIFFED = 4096
"""How much of a file an importer is shown to recognise it by, in bytes."""

_LIKE_A_HOST = r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?/|www\.|localhost\b"
_PAGE = rb"<!doctype\s+html|<html[\s>]"
"""Both are compiled only where a file is missing, or nobody understands it."""

_OTHER_KINDS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF"),
)


def read_bytes(location: str) -> bytes:
    """The content of a file, ``-`` for standard input, out of its archive; raises ``InputError`` where it has none."""
    if location == "-":
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        try:
            if os.path.exists(location) and not os.path.isfile(location):
                is_folder = os.path.isdir(location)
                refuse(location, "is a folder, not a file" if is_folder else "is not an ordinary file")
            with open(location, "rb") as stream:
                data = stream.read(LARGEST + 1)
        except FileNotFoundError:
            hint = (
                "; if it is an address, write https:// before it"
                if re.match(_LIKE_A_HOST, location, re.IGNORECASE)
                else ""
            )
            refuse(location, f"there is no such file{hint}")
        except (OSError, ValueError) as error:
            refuse(location, f"cannot be read: {error}")
    if len(data) > LARGEST:
        refuse(location, f"is larger than {LARGEST // 1024 // 1024} MiB, so it is not read")
    data = unpack(data, said(location))
    if not data or data.isspace():
        refuse(location, "is empty")
    return data


def recognise(app: App, data: bytes, location: str) -> tuple[str, Importer] | None:
    """The importer that is surest that the data is its own, with its plugin's id; None where none is."""
    from eventkit.records import Importer  # not for bytes that are known

    best: tuple[int, str, Importer] | None = None
    for plugin_id, importer in app.plugins.contributions("eventkit_register_importers", Importer):
        try:
            sure = int(importer.sniff(data[:SNIFFED], location))
        except Exception as error:  # noqa: BLE001  # a plugin's function: whatever it raises costs its own importer only
            app.plugins.fault(plugin_id, f"importer {importer.name} cannot look at {location}: {error}", error)
            continue
        if sure > 0 and (best is None or sure > best[0]):
            best = (sure, plugin_id, importer)
    return best[1:] if best else None


def choose_importer(app: App, data: bytes, location: str) -> tuple[str, Importer]:
    """The importer that is surest that the data is its own, with its plugin's id; raises ``InputError``."""
    found = recognise(app, data, location)
    if found is not None:
        return found
    head = data[:SNIFFED]
    for mark, kind in _OTHER_KINDS:
        if head.startswith(mark):
            refuse(location, f"is {kind}; `eventkit scan` reads the codes in it")
    if is_page(data):
        refuse(location, "is a web page, perhaps a login page: download the calendar or the cards themselves")
    if b'"eventkit-favourites"' in head:
        refuse(location, "holds favourites, and no agenda: `eventkit favourites import` takes them")
    from eventkit.records import Importer  # see above

    known = app.plugins.contributions("eventkit_register_importers", Importer)
    names = ", ".join(sorted(importer.description for _, importer in known)) or "no importer is loaded"
    return refuse(location, f"is of no known kind ({names})")


def read_by(app: App, plugin_id: str, importer: Importer, data: bytes, context: ReadContext) -> Reading:
    """What an importer makes of the data; raises ``PluginError`` by its plugin's name where that is no reading."""
    from eventkit.exchange import Reading  # not for bytes that are known

    try:
        reading: object = importer.read(data, context)
    except Exception as error:  # noqa: BLE001  # a plugin's reader may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, f"cannot read {context.file}", error)
    if not isinstance(reading, Reading):
        wrong = TypeError(f"it returned {type(reading).__name__} where a Reading belongs")
        app.plugins.failed(plugin_id, f"cannot read {context.file}", wrong)
    return reading


def is_page(data: bytes) -> bool:
    """Whether the data looks like HTML."""
    return data.lstrip()[:1] == b"<" and re.search(_PAGE, data[:SNIFFED], re.IGNORECASE) is not None


def refuse(location: str, reason: str) -> NoReturn:
    """Raise ``InputError`` for a source that cannot be used."""
    message = f"{said(location)}: {reason}"
    raise InputError(message)


def said(location: str) -> str:
    """What a message calls a source."""
    return "standard input" if location == "-" else location
