"""Events, sources and sessions: rows in, domain values out."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from eventkit.domain.events import Event, Session
from eventkit.domain.times import format_moment, in_zone, parse_moment, sort_key, zone_or_utc
from eventkit.store.schema import event, interest, session, session_speaker, source

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from sqlalchemy import Connection, RowMapping, Select

    from eventkit.domain.events import Moment
    from eventkit.exchange import IncomingSession
    from eventkit.store.changes import Change

    Reading = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an agenda came from; ``digest`` is of all its bytes at the last import, and of what they were read with."""

    id: int
    event_id: int
    location: str
    name: str
    importer: str
    digest: str
    timezone: str
    imported_at: str
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSession:
    """What an import compares by: a stored session's identity and digest."""

    id: int
    source_id: int
    uid: str
    recurrence_id: str
    title: str
    starts: str
    status: str
    digest: str


class Agenda:
    """Agendas of all events."""

    def __init__(self, reading: Reading) -> None:
        """Take what gives a connection to read by."""
        self._reading = reading

    # --- events ---------------------------------------------------------------------------------------

    def events(self, slug: str = "") -> list[Event]:
        """Events by their first day, or the one of that slug."""
        query = (
            select(
                event,
                func.min(session.c.starts_at).label("first"),
                func.max(session.c.ends_at).label("last"),
                func.count(session.c.id).label("sessions"),
            )
            .outerjoin(session, and_(session.c.event_id == event.c.id, session.c.status != "gone"))
            .group_by(event.c.id)
            .order_by(func.min(session.c.starts_at), event.c.slug)
        )
        if slug:
            query = query.where(event.c.slug == slug)
        with self._reading() as connection:
            return [_event(row) for row in connection.execute(query).mappings()]

    def add_event(self, change: Change, slug: str, name: str, timezone: str) -> Event:
        """Add an event."""
        change.insert_one(event, slug=slug, name=name, timezone=timezone)
        return self.events(slug)[0]

    def update_event(self, change: Change, event_id: int, **values: str) -> bool:
        """Change an event's name or timezone."""
        return change.update(event, event_id, **values)

    # --- sources --------------------------------------------------------------------------------------

    def sources(self, event_id: int) -> list[Source]:
        """Where an event's agenda came from."""
        query = select(source).where(source.c.event_id == event_id).order_by(source.c.id)
        with self._reading() as connection:
            return [Source(**row) for row in connection.execute(query).mappings()]

    def put_source(self, change: Change, source_id: int | None, **values: object) -> int:
        """Add a source, or update the one of that id; returns its id."""
        if source_id is None:
            return change.insert_one(source, **values)
        change.update(source, source_id, **values)
        return source_id

    def known(self, event_id: int) -> list[KnownSession]:
        """The sessions of an event, as an import compares them, in the order they were added."""
        columns = [session.c[spec.name] for spec in fields(KnownSession)]
        query = select(*columns).where(session.c.event_id == event_id).order_by(session.c.id)
        with self._reading() as connection:
            return [KnownSession(**row) for row in connection.execute(query).mappings()]

    def count_listed(self, source_ids: Collection[int]) -> int:
        """How many sessions these sources list as of their last import."""
        query = select(func.count()).where(session.c.source_id.in_(source_ids), session.c.status != "gone")
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    # --- sessions -------------------------------------------------------------------------------------

    def sessions(
        self, event_slug: str = "", *, mine: bool = False, ids: Collection[int] | None = None
    ) -> list[Session]:
        """Sessions by start; of one event, of the user's choice (must or maybe), or of given ids."""
        query = _sessions().order_by(session.c.starts_at, session.c.ends_at, session.c.room, session.c.id)
        if event_slug:
            query = query.where(event.c.slug == event_slug)
        if mine:
            query = query.where(interest.c.level.in_(["must", "maybe"]))
        if ids is not None:
            query = query.where(session.c.id.in_(ids))
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
            speakers = _speakers(connection, [row["id"] for row in rows])
        return [_session(row, speakers.get(row["id"], ())) for row in rows]

    def raw(self, ids: Collection[int]) -> dict[int, str]:
        """The text of the component that each session was read from."""
        with self._reading() as connection:
            rows = connection.execute(select(session.c.id, session.c.raw).where(session.c.id.in_(ids)))
            return {row.id: row.raw for row in rows}

    def add_sessions(
        self, change: Change, event_id: int, source_id: int, incoming: Sequence[IncomingSession], timezone: str
    ) -> range:
        """Add sessions and return their ids; ``timezone`` is where an all-day session's midnight is."""
        rows = [{"event_id": event_id, "source_id": source_id, **_values(item, timezone)} for item in incoming]
        return change.insert(session, rows)

    def update_session(self, change: Change, session_id: int, incoming: IncomingSession, timezone: str) -> bool:
        """Bring a session to what its source says now; what the user said of it stands elsewhere."""
        return change.update(session, session_id, **_values(incoming, timezone))

    def set_status(self, change: Change, session_id: int, status: str) -> bool:
        """Mark a session, as gone for one."""
        return change.update(session, session_id, status=status)

    def set_interest(self, change: Change, session_id: int, **values: str | bool) -> bool:
        """Keep what the user says of a session: ``level``, ``note``, ``attended``; returns whether that was new."""
        found = change.connection.execute(select(interest.c.id).where(interest.c.session_id == session_id)).scalar()
        if found is None:
            change.insert_one(interest, session_id=session_id, **values)
            return True
        return change.update(interest, found, **values)

    def add_speakers(self, change: Change, rows: Sequence[dict[str, Any]]) -> None:
        """Link people to sessions: rows of session_id, person_id, name, position."""
        change.insert(session_speaker, rows)

    def remove_speakers(self, change: Change, session_ids: Collection[int]) -> None:
        """Unlink everybody from these sessions."""
        query = select(session_speaker.c.id).where(session_speaker.c.session_id.in_(session_ids))
        change.delete(session_speaker, change.connection.execute(query).scalars().all())

    def speakers_of(self, event_id: int) -> dict[int, int]:
        """How many sessions each speaker of an event has that are still listed, by person id."""
        query = (
            select(session_speaker.c.person_id, func.count())
            .join(session, session.c.id == session_speaker.c.session_id)
            .where(session.c.event_id == event_id, session.c.status != "gone")
            .group_by(session_speaker.c.person_id)
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}


def _sessions() -> Select[Any]:
    return (
        select(session, event.c.slug, interest.c.level, interest.c.note, interest.c.attended)
        .join(event, event.c.id == session.c.event_id)
        .outerjoin(interest, interest.c.session_id == session.c.id)
    )


def _speakers(connection: Connection, session_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Names by session; of all sessions where many are asked for, as one scan beats a long list of ids."""
    query = select(session_speaker.c.session_id, session_speaker.c.name).order_by(session_speaker.c.position)
    if len(session_ids) <= 100:  # noqa: PLR2004  # well below what a statement may hold
        query = query.where(session_speaker.c.session_id.in_(session_ids))
    found: dict[int, list[str]] = defaultdict(list)
    for session_id, name in connection.execute(query):
        found[session_id].append(name)
    return {session_id: tuple(names) for session_id, names in found.items()}


def _event(row: RowMapping) -> Event:
    first, last = row["first"], row["last"]
    return Event(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        timezone=row["timezone"],
        starts=None if first is None else _day(first, row["timezone"]),
        ends=None if last is None else _day(max(first, last - 1), row["timezone"]),
        sessions=row["sessions"],
    )


def _day(seconds: int, timezone: str) -> date:
    """The date on the wall of that zone."""
    return datetime.fromtimestamp(seconds, zone_or_utc(timezone)).date()


def _session(row: RowMapping, speakers: tuple[str, ...]) -> Session:
    timezone = row["timezone"]
    return Session(
        id=row["id"],
        event=row["slug"],
        uid=row["uid"],
        recurrence_id=row["recurrence_id"],
        title=row["title"],
        abstract=row["abstract"],
        starts=_moment(row["starts"], timezone),
        ends=_moment(row["ends"], timezone) if row["ends"] else None,
        timezone=timezone,
        room=row["room"],
        track=row["track"],
        kind=row["kind"],
        url=row["url"],
        status=row["status"],
        remark=row["remark"],
        language=row["language"],
        links=tuple((title, address) for title, address in json.loads(row["links"] or "[]")),
        speakers=speakers,
        interest=row["level"] or "",
        note=row["note"] or "",
        attended=bool(row["attended"]),
    )


def _moment(text: str, timezone: str) -> Moment:
    """A stored moment, with its zone's own name and not the bare offset that the text has."""
    return in_zone(parse_moment(text), timezone)


def _values(incoming: IncomingSession, timezone: str) -> dict[str, Any]:
    starts_at = sort_key(incoming.starts, timezone)
    return {
        "uid": incoming.uid,
        "recurrence_id": incoming.recurrence_id,
        "title": incoming.title,
        "abstract": incoming.abstract,
        "starts": format_moment(incoming.starts),
        "ends": "" if incoming.ends is None else format_moment(incoming.ends),
        "starts_at": starts_at,
        "ends_at": starts_at if incoming.ends is None else sort_key(incoming.ends, timezone),
        "timezone": incoming.timezone or timezone,
        "room": incoming.room,
        "track": incoming.track,
        "kind": incoming.kind,
        "url": incoming.url,
        "status": incoming.status,
        "digest": incoming.digest,
        "raw": incoming.raw,
        "remark": incoming.remark,
        "language": incoming.language,
        "links": json.dumps(incoming.links, ensure_ascii=False) if incoming.links else "",
    }
