"""Who speaks in which session, and who may: rows in, domain values out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.domain.speaking import Doubt
from eventkit.domain.text import fold
from eventkit.store.changes import batched
from eventkit.store.database import in_list
from eventkit.store.people import with_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from eventkit.store.changes import Change
    from eventkit.store.database import Database

_FEW = 500
_LINKS = """
    SELECT session_speaker.id, session_id, person_id, name, position, session_speaker.uid
    FROM session_speaker JOIN session ON session.id = session_speaker.session_id
    WHERE session.event_id = :event_id {of_these}
    ORDER BY session_id, position, session_speaker.id
"""
_COUNTS = """
    SELECT person_id, COUNT(*) FROM session_speaker JOIN session ON session.id = session_speaker.session_id
    WHERE session.event_id = :event_id AND session.status != 'gone'
    GROUP BY person_id
"""
_BY_UID = """
    SELECT session.source_id, session_speaker.uid, person_id
    FROM session_speaker JOIN session ON session.id = session_speaker.session_id
    WHERE session.event_id = :event_id AND session_speaker.uid != ''
    ORDER BY session_speaker.id DESC
"""
_UIDS_OF = """
    SELECT DISTINCT source.location, session_speaker.uid
    FROM session_speaker
    JOIN session ON session.id = session_speaker.session_id
    JOIN source ON source.id = session.source_id
    WHERE session_speaker.uid != '' AND session_speaker.person_id IN {ids}
"""
_OTHER_NAMES = """
    SELECT DISTINCT session_speaker.name, person_id
    FROM session_speaker
    JOIN session ON session.id = session_speaker.session_id
    JOIN person ON person.id = session_speaker.person_id
    WHERE session.event_id = :event_id AND session_speaker.name != person.name
    ORDER BY person_id
"""
_OWNERS = """
    SELECT contact_point.normal, person.id, person.name_key
    FROM contact_point JOIN person ON person.id = contact_point.person_id
    WHERE contact_point.kind = 'email' AND NOT person.is_me
    ORDER BY contact_point.id
"""
_RENAMABLE = """
    SELECT * FROM person
    WHERE id IN {ids} AND NOT contact AND NOT is_me AND given = '' AND family = '' AND NOT EXISTS (
        SELECT 1 FROM session_speaker
        WHERE session_speaker.person_id = person.id AND session_speaker.name = person.name)
"""
_DOUBTS = f"""
    SELECT session.event_id, {", ".join(f"speaker_doubt.{name}" for name in Doubt._fields)}
    FROM speaker_doubt JOIN session ON session.id = speaker_doubt.session_id
"""  # noqa: S608  # our own names
_OPEN_NAMES = """
    SELECT speaker_doubt.name FROM speaker_doubt JOIN session ON session.id = speaker_doubt.session_id
    WHERE session.event_id = :event_id AND session.status != 'gone' AND speaker_doubt.verdict = ''
    ORDER BY speaker_doubt.id
"""


class Link(NamedTuple):
    """A person as the speaker of a session, by the name that the source gives them there."""

    id: int
    session_id: int
    person_id: int
    name: str
    position: int
    uid: str


class Speakers:
    """The speakers of all events."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    # --- those that are sure --------------------------------------------------------------------------

    def links(self, event_id: int, session_ids: Collection[int] | None = None) -> dict[int, list[Link]]:
        """Who speaks in each session of an event, in the order they are named in; or of these sessions only."""
        of_these = ""
        if session_ids is not None and len(session_ids) <= _FEW:
            if not session_ids:
                return {}
            of_these = f"AND session_id IN {in_list(session_ids)}"
        found: dict[int, list[Link]] = defaultdict(list)
        for row in self._database.ask(_LINKS.format(of_these=of_these), {"event_id": event_id}).rows:
            link = Link._make(row)
            found[link.session_id].append(link)
        return dict(found)

    def sessions_of(self, person_ids: Collection[int]) -> dict[int, set[int]]:
        """Ids of the sessions, of all events, in which these people speak; most speak in none."""
        found: dict[int, set[int]] = defaultdict(set)
        of_these = f"WHERE person_id IN {in_list(person_ids)}" if len(person_ids) <= _FEW else ""
        sql = f"SELECT person_id, session_id FROM session_speaker {of_these}"  # noqa: S608  # numbers
        wanted = frozenset(person_ids)
        for person_id, session_id in self._database.ask(sql).pairs():
            if person_id in wanted:
                found[person_id].add(session_id)
        return found

    def uids_of(self, person_ids: Collection[int]) -> list[tuple[str, str]]:
        """What sources call these people, each with where the source is."""
        sql = _UIDS_OF.format(ids=in_list(person_ids))
        return self._database.ask(sql).pairs() if person_ids else []

    def counts(self, event_id: int) -> dict[int, int]:
        """How many sessions each speaker of an event has that are still listed, by person id."""
        return {row[0]: row[1] for row in self._database.ask(_COUNTS, {"event_id": event_id}).rows}

    def by_uid(self, event_id: int) -> dict[tuple[int, str], int]:
        """Whom a source means by each of its own names for people: person ids by (source id, uid)."""
        return {(row[0], row[1]): row[2] for row in self._database.ask(_BY_UID, {"event_id": event_id}).rows}

    def other_names(self, event_id: int) -> list[tuple[str, int]]:
        """Names by which an event's agenda calls people who are called otherwise here, with the person's id."""
        return [(row[0], row[1]) for row in self._database.ask(_OTHER_NAMES, {"event_id": event_id}).rows]

    def source_ids(self, event_id: int) -> dict[int, int]:
        """Which source each session of an event came from."""
        sql = "SELECT id, source_id FROM session WHERE event_id = :event_id"
        return {row[0]: row[1] for row in self._database.ask(sql, {"event_id": event_id}).rows}

    def add(self, change: Change, rows: Sequence[tuple[int, int, str, int, str]]) -> None:
        """Link people to sessions: rows of session_id, person_id, name, position and uid."""
        change.insert_tuples("session_speaker", ("session_id", "person_id", "name", "position", "uid"), rows)

    def unlink(self, change: Change, link_ids: Collection[int]) -> None:
        """Take links away."""
        change.delete("session_speaker", link_ids)

    def remove(self, change: Change, session_ids: Collection[int]) -> None:
        """Unlink everybody from these sessions."""
        for some in batched(session_ids):
            sql = f"SELECT id FROM session_speaker WHERE session_id IN {in_list(some)}"  # noqa: S608  # numbers
            change.delete("session_speaker", self._database.ask(sql).firsts())

    # --- the people they are -----------------------------------------------------------------------------

    def owners(self) -> dict[str, list[tuple[int, str]]]:
        """Who has each e-mail address, in normal form: ids, oldest first, with the folded names. Never the user."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for normal, person_id, key in self._database.ask(_OWNERS).rows:
            found[normal].append((person_id, key))
        return dict(found)

    def fill_organizations(self, change: Change, told: Mapping[int, str]) -> None:
        """Give these people their organisation where they have none; never the user, who says so themselves."""
        for some in batched(told):
            sql = f"SELECT * FROM person WHERE id IN {in_list(some)} AND organization = '' AND NOT is_me"  # noqa: S608  # numbers
            rows = self._database.ask(sql).dicts()
            change.update_many(
                "person", {row["id"]: with_keys({**row, "organization": told[row["id"]]}) for row in rows}
            )

    def rename_listed(self, change: Change, called: Mapping[int, str]) -> None:
        """Call people as agendas call them now, where no agenda calls them as before; contacts keep their name."""
        for some in batched(called):
            rows = self._database.ask(_RENAMABLE.format(ids=in_list(some))).dicts()
            change.update_many("person", {row["id"]: with_keys({**row, "name": called[row["id"]]}) for row in rows})

    # --- those that wait for the user's word, or have it ----------------------------------------------

    def doubts(self, event_id: int) -> list[Doubt]:
        """The doubtful speakers of an event, and the corrections by hand, in the order they came."""
        sql = _DOUBTS + "WHERE session.event_id = :event_id ORDER BY speaker_doubt.id"
        return [Doubt._make(row) for _, *row in self._database.ask(sql, {"event_id": event_id}).rows]

    def doubts_numbered(self, numbers: Collection[int]) -> list[tuple[int, Doubt]]:
        """The doubtful speakers of these numbers, each with the id of its event."""
        return [
            (event_id, Doubt._make(row))
            for some in batched(sorted(set(numbers)))
            for event_id, *row in self._database.ask(
                _DOUBTS + f"WHERE speaker_doubt.id IN {in_list(some)} ORDER BY speaker_doubt.id"
            ).rows
        ]

    def open_names(self, event_id: int) -> list[str]:
        """The names that wait for the user's word, each once, in sessions that are still listed."""
        names = self._database.ask(_OPEN_NAMES, {"event_id": event_id}).firsts()
        return list({fold(name): name for name in names}.values())

    def add_doubts(self, change: Change, rows: Sequence[dict[str, Any]]) -> range:
        """Keep doubtful speakers: rows of session_id, name, email, organization, confidence, why, verdict."""
        return change.insert("speaker_doubt", rows)

    def update_doubts(self, change: Change, values: Mapping[int, dict[str, Any]]) -> set[int]:
        """Change what is known of doubtful speakers, or the user's word on them; returns where that was new."""
        return change.update_many("speaker_doubt", values)

    def drop_doubts(self, change: Change, doubt_ids: Collection[int]) -> None:
        """Forget doubts that the source no longer gives rise to."""
        change.delete("speaker_doubt", doubt_ids)
