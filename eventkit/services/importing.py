"""Importing a file: reading it, choosing who understands it, and handing it to the agenda or to the people."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from eventkit.domain.times import zone
from eventkit.errors import InputError, UsageError
from eventkit.exchange import Reading
from eventkit.records import Importer
from eventkit.services.archives import unpack
from eventkit.services.import_results import ImportSource

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.exchange import ReadContext
    from eventkit.services.import_results import ImportResult

SNIFFED = 4096
"""How much of a file an importer is shown to recognise it by, in bytes."""

_OTHER_KINDS = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF"),
)


def import_file(app: App, location: str, *, event: str = "", timezone: str = "", dry_run: bool = False) -> ImportResult:
    """Bring a file in, ``-`` for standard input; one transaction, in which a broken part costs itself only.

    Raises ``InputError`` where nothing of the file can be used, and leaves everything as it was.
    """
    if timezone and zone(timezone) is None:
        message = f"--timezone: there is no zone {timezone!r}; give one as Europe/Berlin"
        raise UsageError(message)
    data = _read(location)
    plugin_id, importer = _choose(app, data, location)
    if importer.kind == "agenda":
        from eventkit.services.import_agenda import bring_in  # each is of no use to the other
    else:
        from eventkit.services.import_people import bring_in
    source = ImportSource(
        location=location, data=data, importer=importer.name, read=partial(_read_by, app, plugin_id, importer, data)
    )
    return bring_in(app, source, event=event, timezone=timezone, dry_run=dry_run)


def _read_by(app: App, plugin_id: str, importer: Importer, data: bytes, context: ReadContext) -> Reading:
    """What an importer makes of the data; raises ``PluginError`` by its plugin's name where that is no reading."""
    try:
        reading: object = importer.read(data, context)
    except Exception as error:  # noqa: BLE001  # a plugin's reader may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, f"cannot read {context.file}", error)
    if not isinstance(reading, Reading):
        wrong = TypeError(f"it returned {type(reading).__name__} where a Reading belongs")
        app.plugins.failed(plugin_id, f"cannot read {context.file}", wrong)
    return reading


def _read(location: str) -> bytes:
    if location == "-":
        data = sys.stdin.buffer.read()
    else:
        path = Path(location)
        try:
            if path.exists() and not path.is_file():
                _refuse(location, "is a folder, not a file" if path.is_dir() else "is not an ordinary file")
            data = path.read_bytes()
        except FileNotFoundError:
            _refuse(location, "there is no such file")
        except (OSError, ValueError) as error:
            _refuse(location, f"cannot be read: {error}")
    data = unpack(data, _said(location))
    if not data.strip():
        _refuse(location, "is empty")
    return data


def _choose(app: App, data: bytes, location: str) -> tuple[str, Importer]:
    """The importer that is surest that the data is its own."""
    head = data[:SNIFFED]
    best: tuple[int, str, Importer] | None = None
    known = app.plugins.contributions("eventkit_register_importers", Importer)
    for plugin_id, importer in known:
        try:
            sure = int(importer.sniff(head, location))
        except Exception as error:  # noqa: BLE001  # a plugin's function: whatever it raises costs its own importer only
            app.plugins.fault(plugin_id, f"importer {importer.name} cannot look at {location}: {error}", error)
            continue
        if sure > 0 and (best is None or sure > best[0]):
            best = (sure, plugin_id, importer)
    if best is not None:
        return best[1], best[2]
    for mark, kind in _OTHER_KINDS:
        if head.startswith(mark):
            hint = "; `eventkit scan` reads pictures of cards" if "picture" in kind else ""
            _refuse(location, f"is {kind}{hint}")
    if head.lstrip()[:1] == b"<" and b"html" in head.lower():
        _refuse(location, "is a web page, perhaps a login page: download the calendar or the cards themselves")
    names = ", ".join(sorted(importer.description for _, importer in known)) or "no importer is loaded"
    return _refuse(location, f"is of no known kind ({names})")


def _refuse(location: str, reason: str) -> NoReturn:
    message = f"{_said(location)}: {reason}"
    raise InputError(message)


def _said(location: str) -> str:
    return "standard input" if location == "-" else location
