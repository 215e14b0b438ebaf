"""An agenda comes in: what is new, what moved, what is gone; and the speakers become people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.domain.changes import FieldChange, SessionChange, differences, kinds_of
from eventkit.domain.locations import is_address
from eventkit.domain.text import fold, slug
from eventkit.domain.times import NO_TIME, sort_key
from eventkit.errors import InputError
from eventkit.exchange import SURE, ReadContext
from eventkit.services.forgotten_speakers import without_forgotten
from eventkit.services.import_results import DoubtfulSpeaker, ImportResult, file_problems
from eventkit.services.known_sources import event_of, met_again

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event, Session
    from eventkit.exchange import IncomingSession, Reading
    from eventkit.services.import_results import ImportSource
    from eventkit.services.session_matching import Matching
    from eventkit.services.speakers import Programme
    from eventkit.store.agenda import KnownSession
    from eventkit.store.changes import Change

_MOST_REMOVED = 0.2
"""A newer version that lacks more than this part of the sessions is taken for broken, not for shrunken."""


def bring_in(
    app: App,
    source: ImportSource,
    *,
    event: str,
    timezone: str,
    dry_run: bool,
    accept_removals: bool = False,
) -> ImportResult:
    """Import an agenda into an event, which is made when it is new.

    Without an ``event`` it is the one that the file is known from, or one that is called as the calendar is.
    """
    name = event or event_of(app, source.place)
    if same := met_again(
        app, source.location, name, timezone, lambda one, zone: one.digest == _digest(app, source, zone)
    ):
        return same
    result = ImportResult(file=source.location, kind="agenda")
    agenda = app.store.agenda
    name = name or _named_by(source, result)
    with app.store.change(source.label, dry_run=dry_run, source=source.shown) as change:
        # what is known is read under the lock that it is written by
        found = agenda.events(name)
        known = agenda.known(found[0].id) if found else []
        told = timezone or (found[0].timezone if found and not _is_blank(found[0]) else "")
        reading = source.read(
            ReadContext(
                file=source.location,
                timezone=told,
                fallback_timezone=app.config.timezone or "UTC",
                known=frozenset(session.digest for session in known if session.status != "gone"),
                today=app.now().date(),
            )
        )
        reading = without_forgotten(app, reading, source=source.place, event=name)
        result.problems = file_problems(source.location, reading.problems)
        if not reading.sessions and not reading.unchanged and not (known and accept_removals and reading.complete):
            raise InputError(_nothing_to_read(source, result, known))
        target = found[0] if found else _new_event(app, change, name, reading, result, told=bool(timezone))
        target = _brought_up_to_date(app, change, target, timezone, reading)
        result.event, result.timezone = name, target.timezone
        _Import(app, change, target, source, reading, known).apply(result, accept_removals=accept_removals)
        after = agenda.events(name)[0]
    if (result.added or result.updated or result.removed) and not dry_run:
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


def _nothing_to_read(source: ImportSource, result: ImportResult, known: Sequence[KnownSession]) -> str:
    reason = "; ".join(f"line {p.line}: {p.reason}" for p in result.problems[:3])
    message = f"{source.location}: no session could be read: {reason or 'it lists no session'}"
    if any(session.status != "gone" for session in known) and not reason:
        message += "; nothing was changed; if all sessions really are gone, say so with --accept-removals"
    return message


def _digest(app: App, source: ImportSource, timezone: str) -> str:
    """A short name for these bytes, read in this way."""
    return source.content.digest(app, source.importer, timezone)


class _Import:
    """One agenda on its way into an event, within a change."""

    def __init__(  # noqa: PLR0917  # what an import is applied to, and from
        self,
        app: App,
        change: Change,
        event: Event,
        source: ImportSource,
        reading: Reading,
        known: Sequence[KnownSession],
    ) -> None:
        from eventkit.services.session_matching import find_source  # not where nothing is read

        self._app, self._change, self._event = app, change, event
        self._source, self._reading, self._known = source, reading, known
        self._stored = find_source(app.store.agenda.sources(event.id), source.place, reading, known, event.timezone)

    def apply(self, result: ImportResult, *, accept_removals: bool) -> None:
        """Write what differs, and say so in the result; raises ``InputError`` where too much would go."""
        from eventkit.services.session_matching import match_sessions  # not where nothing is read
        from eventkit.services.speakers import drop_who_left, link_speakers, programme_of

        app, change, event = self._app, self._change, self._event
        own = self._stored.id if self._stored else None
        matching = match_sessions(self._known, self._reading, event.timezone, own)
        gone = self._gone(matching, own)
        if not accept_removals:
            self._refuse_a_shrunken_agenda(gone, matching, own)
        source_id = self._keep_source()
        said = programme_of(app, event)
        result.unchanged = len(matching.same)
        update, cancelled, differing = self._compared(matching, said, source_id)
        result.unchanged += len(matching.pairs) - len(differing)
        touched = {field.name for fields in differing.values() for field in fields} & {"speakers", "status"}
        spoke = app.store.speakers.counts(event.id) if gone or touched else {}
        app.store.agenda.update_sessions(change, source_id, update, event.timezone)
        app.store.agenda.cancel(change, cancelled)
        app.store.agenda.set_status(change, [session.id for session in gone], "gone")
        new = [session for session in matching.new if session.title or not session.partial]
        ids = app.store.agenda.add_sessions(change, event.id, source_id, new, event.timezone)
        link_speakers(app, change, event, [*update.items(), *zip(ids, new, strict=True)], said)
        if spoke:
            drop_who_left(app, change, event, spoke)
        result.added, result.updated, result.removed = len(ids), len(differing), len(gone)
        self._tell_of_doubts(result)
        if self._known:
            from eventkit.services.agenda_changes import report_of  # nothing is told of a first import

            changes = self._changes(differing, [session.id for session in gone], ids)
            app.store.agenda.add_changes(change, event.id, changes)
            result.report = report_of(app, event, changes)

    def _compared(
        self, matching: Matching, said: Programme, source_id: int
    ) -> tuple[dict[int, IncomingSession], dict[int, str], dict[int, tuple[FieldChange, ...]]]:
        """By the ids of known sessions: what they are now, by which digest they are only cancelled, what differs."""
        update: dict[int, IncomingSession] = {}
        cancelled: dict[int, str] = {}
        differing: dict[int, tuple[FieldChange, ...]] = {}
        before = self._before(matching)
        for stored, told in matching.pairs:
            session, incoming = before[stored.id], told
            if stored.source_id != source_id and stored.status != "gone":
                continue  # another source's
            if incoming.partial:
                if incoming.status == "cancelled" and session.takes_place:
                    cancelled[stored.id] = incoming.digest
                    differing[stored.id] = (FieldChange("status", session.status, "cancelled"),)
                continue
            if incoming.keeps_time and session.starts:
                incoming = incoming._replace(starts=session.starts, ends=session.ends, timezone=session.timezone)
            fields = differences(session, incoming, said.names(stored.id, incoming.speakers, session.speakers))
            if fields or incoming.digest != stored.digest:
                update[stored.id] = incoming
            if fields:
                differing[stored.id] = fields
        return update, cancelled, differing

    def _tell_of_doubts(self, result: ImportResult) -> None:
        waiting = {fold(name) for name in self._app.store.speakers.open_names(self._event.id)}
        result.doubts = len(waiting)
        result.doubtful = [
            DoubtfulSpeaker(
                self._source.location, session.line, session.uid, speaker.name, speaker.confidence, speaker.why
            )
            for session in (self._reading.sessions if waiting else ())
            for speaker in session.speakers
            if speaker.confidence < SURE and fold(speaker.name) in waiting
        ]

    def _before(self, matching: Matching) -> Mapping[int, Session]:
        """The sessions that may differ, as they are stored."""
        ids = [stored.id for stored, _ in matching.pairs]
        return {session.id: session for session in self._app.store.agenda.sessions(ids=ids)} if ids else {}

    def _gone(self, matching: Matching, own: int | None) -> list[KnownSession]:
        """What the source listed until now and does not any more.

        An incomplete reading tells nothing of what is missing; neither does one that goes on without end of what
        lies outside of the days that were looked at.
        """
        if not self._reading.complete or own is None:
            return []
        gone = [one for one in matching.missing if one.source_id == own and one.status != "gone"]
        if self._reading.covers:
            first, last = (sort_key(day, self._event.timezone) for day in self._reading.covers)
            gone = [one for one in gone if first <= one.starts_at <= last or one.starts_at == NO_TIME]
        return gone

    def _refuse_a_shrunken_agenda(self, gone: Sequence[KnownSession], matching: Matching, own: int | None) -> None:
        """Refuse what looks broken; a source that has moved on, and lists no more what is over, does not."""
        listed = sum(session.source_id == own and session.status != "gone" for session in self._known)
        if len(gone) <= max(1, listed * _MOST_REMOVED):
            return
        starts = [sort_key(session.starts, self._event.timezone) for session in self._reading.sessions]
        starts += [session.starts_at for session in matching.same]
        starts = [start for start in starts if start != NO_TIME]
        begins = min([self._app.now().timestamp(), *starts])
        moved_on = bool(starts) and all(session.ends_at <= begins for session in gone)
        if not moved_on:
            message = (
                f"{self._source.location}: {len(gone)} of the {listed} sessions that it listed before are missing, so "
                "nothing was changed; if they really are gone, import it again with --accept-removals"
            )
            raise InputError(message)

    def _keep_source(self) -> int:
        """The stored source of the import, added or brought up to date; its id."""
        reading, stored = self._reading, self._stored
        # a file of which something is left out is read, and tells of it, each time; so is one that goes on without end
        final = reading.complete and not reading.covers and not any(problem.lost for problem in reading.problems)
        # a file of what was once fetched does not end that it is fetched
        stays = stored is not None and is_address(stored.location) and not self._source.address
        values = {
            "event_id": self._event.id,
            "location": stored.location if stored and stays else self._source.place,
            "name": reading.name,
            "importer": self._source.importer,
            "digest": _digest(self._app, self._source, self._event.timezone) if final else "",
            "timezone": reading.timezone,
            "etag": self._source.etag if final else "",
            "last_modified": self._source.last_modified if final else "",
        }
        if stored and all(getattr(stored, name) == value for name, value in values.items()):
            return stored.id
        values["imported_at"] = self._app.now().isoformat()
        return self._app.store.agenda.put_source(self._change, stored.id if stored else None, **values)

    def _changes(
        self, differing: Mapping[int, tuple[FieldChange, ...]], gone: Sequence[int], new: Sequence[int]
    ) -> list[SessionChange]:
        """What became of each session, in the order of the agenda as it is now."""
        sessions = self._app.store.agenda.sessions(ids=[*differing, *gone, *new])
        fresh, lost = set(new), set(gone)
        return [
            SessionChange(
                session=session,
                kinds=("new",) if session.id in fresh else ("gone",) if session.id in lost else kinds_of(fields),
                fields=fields,
            )
            for session in sorted(sessions, key=lambda one: sort_key(one.starts, self._event.timezone))
            for fields in [differing.get(session.id, ())]
        ]
