"""Writing an agenda or people to a file that other programs read."""

from __future__ import annotations

import contextlib
import os
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from eventkit.domain.identity import normal_form
from eventkit.errors import NotFoundError, StoreError, UsageError
from eventkit.exchange import ExportContext, PersonToExport, SessionToExport
from eventkit.records import Exporter
from eventkit.services.agenda import list_events
from eventkit.services.lookup import find_event
from eventkit.services.people import list_people
from eventkit.services.person_uids import person_uids
from eventkit.services.platforms import profile_address, recogniser

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.domain.people import Person

Writes = Literal["write_agenda", "write_people", "write_people_files"]
"""What an exporter may be able to do."""

_SUBJECTS: dict[Writes, str] = {
    "write_agenda": "agenda",
    "write_people": "people",
    "write_people_files": "a folder of people",
}
_AT_ONCE = 1_000
"""How many sessions are asked for in one statement, which holds some ten thousands of values at most."""


def export_agenda(
    app: App,
    *,
    event: str | None = None,
    all_events: bool = False,
    mine: bool = False,
    alarm: timedelta | None = None,
    notes: bool = False,
    format_name: str = "",
    suffix: str = "",
) -> tuple[bytes, int]:
    """An agenda, or mine of it, in the format of that name or of a file's suffix; and how many sessions.

    It is of one event, or of ``all_events``. What is gone from its source is left out; so are my notes, unless
    ``notes`` asks for them.
    """
    events = list_events(app) if all_events else [find_event(app, event)]
    plugin_id, exporter = find_exporter(app, format_name or suffix or "ics", "write_agenda")
    records = [record for found in events for record in _records(app, found, mine=mine)]
    if not records:
        of = "any event" if all_events else events[0].slug
        message = f"no session of {of} to export" + ("; `eventkit star SESSION` chooses some" if mine else "")
        raise NotFoundError(message)
    context = ExportContext(
        now=app.now(),
        event=None if all_events else events[0],
        events=events,
        alarm=alarm,
        with_notes=notes,
        profile=partial(profile_address, app),
    )
    write = exporter.write_agenda
    assert write is not None  # `find_exporter` chose it for that
    return _written(app, plugin_id, exporter.name, lambda: write(records, context)), len(records)


def _records(app: App, event: Event, *, mine: bool) -> list[SessionToExport]:
    """The sessions of an event that are still listed, with what their source says of them."""
    agenda = app.store.agenda
    sessions = [session for session in agenda.sessions(event.slug, mine=mine) if session.status != "gone"]
    named = Counter((known.uid, known.recurrence_id) for known in agenda.known(event.id)) if sessions else Counter()
    raw: dict[int, str] = {}
    for start in range(0, len(sessions), _AT_ONCE):
        raw |= agenda.raw([session.id for session in sessions[start : start + _AT_ONCE]])
    return [
        SessionToExport(
            session=session, raw=raw.get(session.id, ""), repeated=named[session.uid, session.recurrence_id] > 1
        )
        for session in sessions
    ]


def export_people(app: App, *, query: str, format_name: str = "", suffix: str = "") -> tuple[bytes, int]:
    """The contacts of a query in the format of that name or of a file's suffix; and how many there are."""
    people = people_of_query(app, query)
    return write_people(app, people, format_name or suffix or "vcf"), len(people)


def write_people(app: App, people: Sequence[Person], format_name: str = "vcf") -> bytes:
    """These people, the user's own record included where it is among them, in a format."""
    plugin_id, exporter = find_exporter(app, format_name, "write_people")
    write = exporter.write_people
    assert write is not None  # `find_exporter` chose it for that
    records, context = people_to_export(app, people)
    return _written(app, plugin_id, exporter.name, lambda: write(records, context))


def people_of_query(app: App, query: str) -> list[Person]:
    """The contacts who fulfil a query, by name; raises ``NotFoundError`` where there are none."""
    people = list_people(app, query)
    if not people:
        message = f"nobody fulfils {query!r}" if query else "there is nobody to export"
        raise NotFoundError(message)
    return people


def people_to_export(app: App, people: Sequence[Person]) -> tuple[list[PersonToExport], ExportContext]:
    """What an exporter is given: people with what is kept beside their records, and what it may want to know."""
    ids = [person.id for person in people]
    cards, roles, uid = app.store.outgoing.cards(ids), app.store.outgoing.roles(ids), person_uids(app)
    records = [
        PersonToExport(
            person=person,
            raw=cards.get(person.id, ("",))[-1],
            cards=cards.get(person.id, ()),
            uid=uid(person.id),
            roles=roles.get(person.id, ()),
        )
        for person in people
    ]
    recognise = recogniser(app)
    context = ExportContext(
        now=app.now(),
        profile=partial(profile_address, app),
        as_kept=lambda point: recognise([point])[0],
        normal_form=lambda point: normal_form(point, app.config.region),
    )
    return records, context


def write_file(file: Path, data: bytes) -> None:
    """Write beside the file and rename over it, so that a crash leaves the old or the new one, never half of it."""
    import tempfile  # 4 ms that whoever writes nothing does without

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


def list_exporters(app: App) -> list[Exporter]:
    """Every format that something is written in, by name."""
    found = app.plugins.contributions("eventkit_register_exporters", Exporter)
    return sorted((exporter for _, exporter in found), key=lambda exporter: exporter.name)


def find_exporter(app: App, wanted: str, able: Writes) -> tuple[str, Exporter]:
    """The exporter of that name or suffix that can write so, with its plugin's id; raises ``UsageError``."""
    found = app.plugins.contributions("eventkit_register_exporters", Exporter)
    there = [(plugin_id, exporter) for plugin_id, exporter in found if getattr(exporter, able) is not None]
    for plugin_id, exporter in there:
        if wanted in {exporter.name, exporter.suffix}:
            return plugin_id, exporter
    names = ", ".join(exporter.name for _, exporter in there) or "none, as no plugin that writes them is loaded"
    message = f"no format {wanted!r} for {_SUBJECTS[able]}; there is {names}"
    raise UsageError(message)


def _written(app: App, plugin_id: str, name: str, write: Callable[[], bytes]) -> bytes:
    try:
        return bytes(memoryview(write()))
    except Exception as error:  # noqa: BLE001  # a plugin's writer may raise anything; the name of it is what helps
        app.plugins.failed(plugin_id, f"cannot write {name}", error)
