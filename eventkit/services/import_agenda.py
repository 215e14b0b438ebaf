"""An agenda comes in: what is new, what moved, what is gone; and the speakers become people."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from eventkit.domain.people import ContactPoint
from eventkit.domain.text import fold, slug
from eventkit.domain.times import in_zone, same_moment
from eventkit.errors import InputError
from eventkit.exchange import ReadContext
from eventkit.services.import_results import ImportResult, ItemChange, file_problems
from eventkit.services.session_matching import find_source, match_sessions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event, Moment, Session
    from eventkit.exchange import IncomingSession, Reading
    from eventkit.services.import_results import ImportSource
    from eventkit.store import Change
    from eventkit.store.agenda import KnownSession

COMPARED = (
    *("title", "starts", "ends", "room", "status", "remark", "speakers", "track", "kind", "language", "url", "links"),
    "abstract",
)
"""What makes a session different; a new DTSTAMP or SEQUENCE does not."""

_READER = "2"
"""Raised when importers read more out of the same bytes, so that known files are read again."""


def bring_in(app: App, source: ImportSource, *, event: str, timezone: str, dry_run: bool) -> ImportResult:
    """Import an agenda into an event, which is made when it is new."""
    agenda = app.store.agenda
    result = ImportResult(file=source.location, kind="agenda")
    name = event or _named_by(source, result)
    found = agenda.events(name)
    told = timezone or (found[0].timezone if found and not _is_blank(found[0]) else "")
    if found:
        digest = _digest(source, told)
        same = {known.id for known in agenda.sources(found[0].id) if known.digest == digest}
        if same:
            result.event, result.timezone, result.unchanged = name, told, agenda.count_listed(same)
            return result

    with app.store.change(source.label, dry_run=dry_run) as change:
        # what is known is read under the lock that it is written by
        found = agenda.events(name)
        known = agenda.known(found[0].id) if found else []
        reading = source.read(
            ReadContext(
                file=source.location,
                timezone=told,
                fallback_timezone=app.config.timezone or "UTC",
                known=frozenset(session.digest for session in known if session.status != "gone"),
            )
        )
        result.problems = file_problems(source.location, reading.problems)
        if not reading.sessions and not reading.unchanged:
            reason = "; ".join(f"line {p.line}: {p.reason}" for p in result.problems[:3]) or "it lists no session"
            message = f"{source.location}: no session could be read: {reason}"
            raise InputError(message)
        target = found[0] if found else _new_event(app, change, name, reading, result, told=bool(timezone))
        target = _brought_up_to_date(app, change, target, timezone, reading)
        result.event, result.timezone = name, target.timezone
        source_id = _keep_source(app, change, target, source, reading, known)
        _apply(app, change, target, source_id, known, reading, result)
        after = agenda.events(name)[0]
    if result.changes and not dry_run:
        app.plugins.notify("eventkit_agenda_imported", event=after, app=app)
    return result


def _is_blank(event: Event) -> bool:
    """Whether an event was only named so far: by the people who attend it, or for want of an agenda."""
    return event.sessions == 0 and event.timezone == "UTC"


def _brought_up_to_date(app: App, change: Change, event: Event, timezone: str, reading: Reading) -> Event:
    """The event with the zone that was told; one that was only named so far takes zone and name from its agenda."""
    values = {"timezone": timezone or (reading.timezone if _is_blank(event) else event.timezone)}
    if event.name == event.slug and reading.name:
        values["name"] = reading.name
    return (
        app.store.agenda.events(event.slug)[0] if app.store.agenda.update_event(change, event.id, **values) else event
    )


def _named_by(source: ImportSource, result: ImportResult) -> str:
    """What to call an event that nobody named: by its calendar's name, else by the file's."""
    name = slug(source.read(ReadContext(file=source.location)).name or source.stem)
    result.notes.append(f"no --event given: this is {name!r}, by the calendar's name")
    return name


def _new_event(app: App, change: Change, name: str, reading: Reading, result: ImportResult, *, told: bool) -> Event:
    if slug(name) != name:
        message = f"--event {name!r}: an event's name on the command line is of a-z, 0-9 and hyphens, as {slug(name)!r}"
        raise InputError(message)
    if reading.timezone == "UTC" and not told:
        result.notes.append(
            "the agenda does not say in which zone the event takes place, so times are shown in UTC; "
            f"`eventkit import {result.file} --event {name} --timezone ZONE` sets it"
        )
    return app.store.agenda.add_event(change, name, reading.name or name, reading.timezone)


def _keep_source(  # noqa: PLR0917  # what a source is told by
    app: App, change: Change, event: Event, source: ImportSource, reading: Reading, known: Sequence[KnownSession]
) -> int:
    """The stored source of the import, added or brought up to date; its id."""
    stored = find_source(app.store.agenda.sources(event.id), source.place, reading, known)
    values = {
        "event_id": event.id,
        "location": source.place,
        "name": reading.name,
        "importer": source.importer,
        # a file with problems is read, and tells them, each time
        "digest": "" if reading.problems else _digest(source, event.timezone),
        "timezone": reading.timezone,
    }
    if stored and all(getattr(stored, name) == value for name, value in values.items()):
        return stored.id
    values["imported_at"] = app.now().isoformat()
    return app.store.agenda.put_source(change, stored.id if stored else None, **values)


def _digest(source: ImportSource, timezone: str) -> str:
    """A short name for these bytes, read in this way."""
    return blake2b(f"{_READER} {source.importer} {timezone}\n".encode() + source.data, digest_size=16).hexdigest()


def _apply(  # noqa: PLR0917  # what an import is applied to, and from
    app: App,
    change: Change,
    event: Event,
    source_id: int,
    known: Sequence[KnownSession],
    reading: Reading,
    result: ImportResult,
) -> None:
    agenda = app.store.agenda
    speaking = agenda.speakers_of(event.id)
    matching = match_sessions(known, reading)
    result.unchanged = len(matching.same)
    before = (
        {s.id: s for s in agenda.sessions(event.slug, ids=[k.id for k, _ in matching.pairs])} if matching.pairs else {}
    )
    speakers: list[tuple[int, IncomingSession]] = []
    for stored, incoming in matching.pairs:
        differing = _differences(before[stored.id], incoming, event.timezone)
        if incoming.partial or (not differing and incoming.digest == stored.digest):
            result.unchanged += 1
            continue
        agenda.update_session(change, stored.id, incoming, event.timezone)
        if not differing:
            result.unchanged += 1
            continue
        result.updated += 1
        result.changes.append(ItemChange("updated", stored.id, incoming.title, differing))
        if any(name == "speakers" for name, _, _ in differing):
            speakers.append((stored.id, incoming))
    agenda.remove_speakers(change, [session_id for session_id, _ in speakers])
    ids = agenda.add_sessions(change, event.id, source_id, matching.new, event.timezone)
    for session_id, incoming in zip(ids, matching.new, strict=True):
        result.added += 1
        result.changes.append(ItemChange("added", session_id, incoming.title))
        speakers.append((session_id, incoming))
    if reading.complete:
        for stored in matching.missing:
            if stored.source_id == source_id and stored.status != "gone":
                agenda.set_status(change, stored.id, "gone")
                result.removed += 1
                result.changes.append(ItemChange("removed", stored.id, stored.title))
    _link_speakers(app, change, event, speakers)
    still = agenda.speakers_of(event.id)
    app.store.people.no_longer_attend(change, event.id, [p for p in speaking if p not in still], "speaker")


def _differences(before: Session, now: IncomingSession, timezone: str) -> tuple[tuple[str, str, str], ...]:
    """What differs, field by field, as the user reads it: (field, before, after)."""
    found = []
    for name in COMPARED:
        old, new = getattr(before, name), getattr(now, name)
        if name == "speakers":
            new = tuple(speaker.name for speaker in now.speakers)
        same = same_moment(old, new) if name in {"starts", "ends"} else old == new
        if not same:
            found.append((name, _shown(old, timezone), _shown(new, timezone)))
    return tuple(found)


def _shown(value: Moment | str | tuple[str | tuple[str, str], ...] | None, timezone: str) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(item if isinstance(item, str) else item[1] for item in value)
    if isinstance(value, str):
        return value
    told = in_zone(value, timezone)
    return f"{told:%a %d %b %H:%M}" if isinstance(told, datetime) else f"{told:%a %d %b}"


def _link_speakers(app: App, change: Change, event: Event, sessions: Iterable[tuple[int, IncomingSession]]) -> None:
    """Make people of speakers, as listed and not as contacts; the same name at the same event is the same person."""
    people = app.store.people
    wanted = [
        (session_id, position, speaker.name, speaker.email)
        for session_id, incoming in sessions
        for position, speaker in enumerate(incoming.speakers)
    ]
    by_name = people.attending(event.id)
    reached = people.identified() if any(email for *_, email in wanted) else {}
    new: dict[str, str] = {}
    for _, _, name, email in wanted:
        if fold(name) not in by_name and email.casefold() not in reached:
            new.setdefault(fold(name), name)
    ids = people.add(change, [{"name": name, "contact": False} for name in new.values()])
    by_name |= {key: [person_id] for key, person_id in zip(new, ids, strict=True)}
    rows: list[dict[str, Any]] = []
    points: list[tuple[int, ContactPoint]] = []
    for session_id, position, name, email in wanted:
        person_id = reached.get(email.casefold()) or by_name[fold(name)][0]
        rows.append({"session_id": session_id, "person_id": person_id, "name": name, "position": position})
        if email:
            points.append((person_id, ContactPoint(kind="email", value=email)))
    app.store.agenda.add_speakers(change, rows)
    people.add_all_points(change, points)
    people.attend(change, event.id, [(row["person_id"], "speaker") for row in rows])
