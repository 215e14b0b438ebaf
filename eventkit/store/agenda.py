"""Events, sources and sessions: rows in, domain values out."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.domain.events import Event, Session
from eventkit.domain.times import NO_TIME, format_moment, in_zone, parse_moment, sort_key, zone_or_utc
from eventkit.store.database import in_list, pattern_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, tzinfo

    from eventkit.domain.changes import SessionChange
    from eventkit.domain.events import Moment
    from eventkit.exchange import IncomingSession
    from eventkit.store.changes import Change
    from eventkit.store.database import Database, Values

_EVENTS = f"""
    SELECT event.*, first, last, COALESCE(sessions, 0) AS sessions
    FROM event LEFT JOIN (
        SELECT event_id, COUNT(*) AS sessions, NULLIF(MIN(starts_at), {NO_TIME}) AS first,
               MAX(CASE WHEN ends_at < {NO_TIME} THEN ends_at END) AS last
        FROM session
        WHERE status != 'gone' AND event_id IN (SELECT id FROM event WHERE :slug = '' OR slug = :slug)
        GROUP BY event_id
    ) AS told ON told.event_id = event.id
    WHERE :slug = '' OR event.slug = :slug
    ORDER BY first NULLS FIRST, event.slug
"""  # noqa: S608  # a number of our own
_WRITTEN = (
    *("uid", "recurrence_id", "title", "abstract", "starts", "ends", "starts_at", "ends_at", "timezone", "room"),
    *("track", "kind", "url", "status", "digest", "raw", "remark", "language", "links"),
)
"""The columns of a session that an import writes, beside where it is from."""

_SESSIONS = """
    SELECT session.id, event.slug, session.uid, session.title, session.starts, session.recurrence_id, session.abstract,
           session.ends, session.timezone, session.room, session.track, session.kind, session.url, session.status,
           session.remark, session.language, session.links, interest.level, interest.note, interest.attended
    FROM session JOIN event ON event.id = session.event_id LEFT JOIN interest ON interest.session_id = session.id
    WHERE TRUE
"""
_OF_EVENT = " AND {}session.event_id = (SELECT id FROM event WHERE slug = :slug)"
"""A ``+`` keeps SQLite from the index, which is for listing one agenda among many: to look for a word in all the texts
of one takes half the time in the order in which they lie in the file."""

_MAY_HAVE = """
    AND (session.id IN (SELECT session_id FROM session_speaker
                        WHERE name LIKE :word ESCAPE '\\' OR LENGTH(CAST(name AS BLOB)) > LENGTH(name))
         OR session.title LIKE :word ESCAPE '\\' OR session.abstract LIKE :word ESCAPE '\\'
         OR LENGTH(CAST(session.title AS BLOB)) > LENGTH(session.title) OR NOT is_ascii(session.abstract))
"""
"""What is not ASCII may fold to the word, and is looked at by whoever asks. Of short texts, as names and titles, it is
quicker to count the letters. A word stands in a title or in an abstract, and what is told sooner is asked first."""

_BY_START = " ORDER BY session.starts_at, session.ends_at, session.room, session.id"
_FEW = 1_000
"""So many sessions at most are named one by one when their speakers are asked for; more are found by one scan."""


class Source(NamedTuple):
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


class KnownSession(NamedTuple):
    """What an import compares by: a stored session's identity and digest.

    Start and end are seconds since 1970, or ``NO_TIME``.
    """

    id: int
    source_id: int
    uid: str
    recurrence_id: str
    title: str
    starts_at: int
    room: str
    status: str
    digest: str
    ends_at: int


class Agenda:
    """Agendas of all events."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    # --- events ---------------------------------------------------------------------------------------

    def events(self, slug: str = "") -> list[Event]:
        """Events by their first day, or the one of that slug."""
        return [_event(row) for row in self._database.ask(_EVENTS, {"slug": slug}).dicts()]

    def add_event(self, change: Change, slug: str, name: str, timezone: str) -> Event:
        """Add an event."""
        change.insert_one("event", slug=slug, name=name, timezone=timezone)
        return self.events(slug)[0]

    def update_event(self, change: Change, event_id: int, **values: str) -> bool:
        """Change an event's name or timezone."""
        return change.update("event", event_id, **values)

    # --- sources --------------------------------------------------------------------------------------

    def sources(self, event_id: int) -> list[Source]:
        """Where an event's agenda came from."""
        sql = "SELECT * FROM source WHERE event_id = :event_id ORDER BY id"
        return [Source(**row) for row in self._database.ask(sql, {"event_id": event_id}).dicts()]

    def events_of(self, location: str) -> list[str]:
        """The slugs of the events that have this place as a source."""
        sql = """
            SELECT DISTINCT slug FROM event JOIN source ON source.event_id = event.id
            WHERE location = :location ORDER BY slug
        """
        return [slug for (slug,) in self._database.ask(sql, {"location": location}).rows]

    def put_source(self, change: Change, source_id: int | None, **values: object) -> int:
        """Add a source, or update the one of that id; returns its id."""
        if source_id is None:
            return change.insert_one("source", **values)
        change.update("source", source_id, **values)
        return source_id

    def known(self, event_id: int) -> list[KnownSession]:
        """The sessions of an event, as an import compares them, in the order they were added."""
        sql = f"SELECT {', '.join(KnownSession._fields)} FROM session WHERE event_id = :event_id ORDER BY id"  # noqa: S608  # our own names
        return list(map(KnownSession._make, self._database.ask(sql, {"event_id": event_id}).rows))

    def count_listed(self, source_ids: Collection[int]) -> int:
        """How many sessions these sources, one at least, list as of their last import."""
        sql = f"SELECT COUNT(*) FROM session WHERE source_id IN {in_list(source_ids)} AND status != 'gone'"  # noqa: S608  # numbers
        return int(self._database.ask(sql).rows[0][0])

    # --- sessions -------------------------------------------------------------------------------------

    def sessions(
        self, event_slug: str = "", *, mine: bool = False, ids: Collection[int] | None = None, words: Sequence[str] = ()
    ) -> list[Session]:
        """Sessions by start; of one event, of the user's choice (must or maybe), or of given ids (by lots of them).

        With folded ``words`` only those in whose title, abstract or speakers each may be: where one surely is not,
        a session is not even read.
        """
        words = words if self._database.looks_into_text else ()
        sql = _SESSIONS + (_OF_EVENT.format("+" if words else "") if event_slug else "")
        sql += " AND interest.level IN ('must', 'maybe')" if mine else ""
        values = {"slug": event_slug} if event_slug else {}
        for number, word in enumerate(words):
            sql += _MAY_HAVE.replace(":word", f":word{number}")
            values[f"word{number}"] = pattern_of(word)
        lots = [""] if ids is None else [f" AND session.id IN {lot}" for lot in _lots(ids)]
        rows = [row for lot in lots for row in self._database.ask(sql + lot + _BY_START, values).rows]
        speakers = self._speakers([row[0] for row in rows])
        return [_session(row, speakers.get(row[0], ())) for row in rows]

    def raw(self, ids: Collection[int]) -> dict[int, str]:
        """What is kept of the component that each session was read from."""
        return {
            row[0]: row[1]
            for lot in _lots(ids)
            for row in self._database.ask(f"SELECT id, raw FROM session WHERE id IN {lot}").rows  # noqa: S608  # numbers
        }

    def add_sessions(
        self, change: Change, event_id: int, source_id: int, incoming: Sequence[IncomingSession], timezone: str
    ) -> range:
        """Add sessions and return their ids; ``timezone`` is where an all-day session's midnight is."""
        rows = [(event_id, source_id, *_row(item, timezone)) for item in incoming]
        return change.insert_tuples("session", ("event_id", "source_id", *_WRITTEN), rows)

    def update_sessions(
        self, change: Change, source_id: int, incoming: Mapping[int, IncomingSession], timezone: str
    ) -> None:
        """Bring sessions, by id, to what their source says now; what the user said of them stands elsewhere."""
        change.update_many(
            "session",
            {
                row_id: {"source_id": source_id, **dict(zip(_WRITTEN, _row(item, timezone), strict=True))}
                for row_id, item in incoming.items()
            },
        )

    def set_status(self, change: Change, session_ids: Collection[int], status: str) -> None:
        """Mark sessions, as gone for one."""
        change.update_many("session", {session_id: {"status": status} for session_id in session_ids})

    def cancel(self, change: Change, digests: Mapping[int, str]) -> None:
        """Mark sessions as cancelled by what has these digests and tells nothing else of them."""
        values = {id_: {"status": "cancelled", "digest": digest} for id_, digest in digests.items()}
        change.update_many("session", values)

    def set_interest(self, change: Change, session_id: int, **values: str | bool) -> bool:
        """Keep what the user says of a session: ``level``, ``note``, ``attended``; returns whether that was new."""
        sql = "SELECT id FROM interest WHERE session_id = :session_id"
        found = self._database.ask(sql, {"session_id": session_id}).rows
        if not found:
            change.insert_one("interest", session_id=session_id, **values)
            return True
        return change.update("interest", found[0][0], **values)

    def _speakers(self, session_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
        """Names by session."""
        few = f"WHERE session_id IN {in_list(session_ids)} " if 0 < len(session_ids) <= _FEW else ""
        sql = f"SELECT session_id, name FROM session_speaker {few}ORDER BY position, id"  # noqa: S608  # numbers
        found: dict[int, list[str]] = defaultdict(list)
        for session_id, name in self._database.ask(sql).rows if session_ids else ():
            found[session_id].append(name)
        return {session_id: tuple(names) for session_id, names in found.items()}

    # --- what imports changed -------------------------------------------------------------------------

    def add_changes(self, change: Change, event_id: int, changes: Sequence[SessionChange]) -> None:
        """Keep what an import changed, as part of the change that it is."""
        import json  # only where there is something to keep

        rows = [
            {
                "change_id": change.id,
                "event_id": event_id,
                "session_id": one.session.id,
                "kind": " ".join(one.kinds),
                "fields": json.dumps([(f.name, f.before, f.after) for f in one.fields], ensure_ascii=False),
            }
            for one in changes
        ]
        change.insert("session_change", rows)

    def imports_with_changes(self, event_id: int) -> list[tuple[int, str, str]]:
        """The imports that changed a known agenda, the newest first: (change id, when, label)."""
        sql = """
            SELECT id, at, label FROM "change"
            WHERE id IN (SELECT change_id FROM session_change WHERE event_id = :event_id) ORDER BY id DESC
        """
        return [(row[0], row[1], row[2]) for row in self._database.ask(sql, {"event_id": event_id}).rows]

    def changes(self, event_id: int, change_id: int) -> list[SessionChange]:
        """What one import changed at an event, by session, each told as it is today."""
        import json  # only where changes are told

        from eventkit.domain.changes import KINDS, FieldChange, SessionChange

        sql = """
            SELECT session_id, kind, fields FROM session_change
            WHERE event_id = :event_id AND change_id = :change_id ORDER BY id
        """
        rows = self._database.ask(sql, {"event_id": event_id, "change_id": change_id}).rows
        sessions = {one.id: one for one in self.sessions(ids={row[0] for row in rows})}
        return [
            SessionChange(
                session=sessions[session_id],
                kinds=tuple(kind for kind in KINDS if kind in told.split()),
                fields=tuple(
                    FieldChange(name, *(value if isinstance(value, str) else tuple(value) for value in values))
                    for name, *values in json.loads(differing)
                ),
            )
            for session_id, told, differing in rows
        ]


def _lots(ids: Collection[int]) -> list[str]:
    """The numbers as SQL lists them, so many at once as it takes."""
    from eventkit.store.changes import batched  # most commands ask for an event's sessions and not for these or those

    return [in_list(lot) for lot in batched(ids)]


def _event(row: Values) -> Event:
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


def _session(row: Sequence[Any], speakers: tuple[str, ...]) -> Session:
    """A row of ``_SESSIONS`` as a session: by place, which takes half the time that names do."""
    id_, slug, uid, title, starts, recurrence_id, abstract, ends, timezone, *row = row
    room, track, kind, url, status, remark, language, links, level, note, attended = row
    return Session(
        id_,
        slug,
        uid,
        title,
        _moment(starts, timezone) if starts else None,
        recurrence_id,
        abstract,
        _moment(ends, timezone) if ends else None,
        timezone,
        room,
        track,
        kind,
        url,
        status,
        remark,
        language,
        _links(links) if links else (),
        speakers,
        level or "",
        note or "",
        bool(attended),
    )


def _links(text: str) -> tuple[tuple[str, str], ...]:
    import json  # most sessions have no links

    return tuple((title, address) for title, address in json.loads(text))


@lru_cache(maxsize=4096)
def _moment(text: str, timezone: str) -> Moment:
    """A stored moment, with its zone's own name and not the bare offset that the text has; many sessions share one."""
    return in_zone(parse_moment(text), timezone)


def _row(incoming: IncomingSession, timezone: str) -> tuple[Any, ...]:
    """The values of a session, in the order of the columns that are written."""
    starts, ends = incoming.starts, incoming.ends
    starts_text, starts_at = ("", NO_TIME) if starts is None else _told(starts, _clock(starts), timezone)
    ends_text, ends_at = ("", starts_at) if ends is None or starts is None else _told(ends, _clock(ends), timezone)
    return (
        *(incoming.uid, incoming.recurrence_id, incoming.title, incoming.abstract),
        *(starts_text, ends_text, starts_at, ends_at, incoming.timezone or timezone),
        *(incoming.room, incoming.track, incoming.kind, incoming.url, incoming.status, incoming.digest, incoming.raw),
        *(incoming.remark, incoming.language, _links_as_text(incoming.links) if incoming.links else ""),
    )


def _clock(moment: Moment) -> tuple[tzinfo | None, int]:
    """What two moments that are equal may still differ in: whose clock tells them, and the hour that it shows twice."""
    return (moment.tzinfo, moment.fold) if isinstance(moment, datetime) else (None, 0)


@lru_cache(maxsize=4096)
def _told(moment: Moment, _clock: tuple[tzinfo | None, int], timezone: str) -> tuple[str, int]:
    """A moment as it is stored, and in seconds; many sessions share one."""
    return format_moment(moment), sort_key(moment, timezone)


def _links_as_text(links: Sequence[tuple[str, str]]) -> str:
    import json  # most sessions have no links

    return json.dumps(links, ensure_ascii=False)
