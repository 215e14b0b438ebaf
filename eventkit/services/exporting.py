"""Writing an agenda or people to a file that other programs read."""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.errors import NotFoundError, StoreError, UsageError
from eventkit.exchange import ExportContext, PersonToExport, SessionToExport
from eventkit.records import Exporter
from eventkit.services.agenda import list_sessions
from eventkit.services.people import list_people
from eventkit.services.platforms import profile_address

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.app import App
    from eventkit.domain.people import Person


def export_agenda(
    app: App, *, event: str | None = None, mine: bool = False, format_name: str = "", suffix: str = ""
) -> tuple[bytes, int]:
    """An event's agenda, or mine of it, in the format of that name or of a file's suffix; and how many sessions."""
    found, sessions = list_sessions(app, event, mine=mine)
    sessions = [session for session in sessions if session.status != "gone"]
    if not sessions:
        message = f"no session of {found.slug} to export" + ("; `eventkit star SESSION` chooses some" if mine else "")
        raise NotFoundError(message)
    plugin_id, exporter = _exporter(app, format_name or suffix or "ics", "agenda")
    raw = app.store.agenda.raw([session.id for session in sessions])
    records = [SessionToExport(session=session, raw=raw.get(session.id, "")) for session in sessions]
    context = ExportContext(now=app.now(), profile=partial(profile_address, app), event=found)
    write = exporter.write_agenda
    assert write is not None  # `_exporter` chose it for that
    return _written(app, plugin_id, exporter.name, lambda: write(records, context)), len(records)


def export_people(app: App, *, query: str, format_name: str = "", suffix: str = "") -> tuple[bytes, int]:
    """The contacts of a query in the format of that name or of a file's suffix; and how many there are."""
    people = list_people(app, query)
    if not people:
        message = f"nobody fulfils {query!r}" if query else "there is nobody to export"
        raise NotFoundError(message)
    return write_people(app, people, format_name or suffix or "vcf"), len(people)


def write_people(app: App, people: Sequence[Person], format_name: str = "vcf") -> bytes:
    """These people, the user's own record included where it is among them, in a format."""
    plugin_id, exporter = _exporter(app, format_name, "people")
    cards = app.store.people.cards([person.id for person in people])
    records = [PersonToExport(person=person, raw=cards.get(person.id, "")) for person in people]
    context = ExportContext(now=app.now(), profile=partial(profile_address, app))
    write = exporter.write_people
    assert write is not None  # `_exporter` chose it for that
    return _written(app, plugin_id, exporter.name, lambda: write(records, context))


def write_file(file: Path, data: bytes) -> None:
    """Write beside the file and rename over it, so that a crash leaves the old or the new one, never half of it."""
    try:
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            Path(beside).chmod(0o666 & ~_umask())
            Path(beside).replace(file)
        except BaseException:  # whatever stops the writing, the half-written file goes
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise
    except OSError as error:
        message = f"{file}: cannot be written: {error.strerror or error}"
        raise StoreError(message) from error


def _umask() -> int:
    """The permissions that new files of this process lack; a temporary file has only its owner's."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _exporter(app: App, wanted: str, subject: str) -> tuple[str, Exporter]:
    """The exporter of that name or suffix that writes agendas, or people."""
    able = [
        (plugin_id, exporter)
        for plugin_id, exporter in app.plugins.contributions("eventkit_register_exporters", Exporter)
        if (exporter.write_agenda if subject == "agenda" else exporter.write_people) is not None
    ]
    for plugin_id, exporter in able:
        if wanted in {exporter.name, exporter.suffix}:
            return plugin_id, exporter
    names = ", ".join(exporter.name for _, exporter in able) or "none, as no plugin that writes them is loaded"
    message = f"no format {wanted!r} for {subject}; there is {names}"
    raise UsageError(message)


def _written(app: App, plugin_id: str, name: str, write: Callable[[], bytes]) -> bytes:
    try:
        return bytes(memoryview(write()))
    except Exception as error:  # noqa: BLE001  # a plugin's writer may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, f"cannot write {name}", error)
