"""Who speaks in which session, and who may: rows in, domain values out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from eventkit.domain.speaking import Doubt
from eventkit.domain.text import fold
from eventkit.store.changes import batched
from eventkit.store.people import with_keys
from eventkit.store.schema import contact_point, person, session, session_speaker, speaker_doubt

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, Select

    from eventkit.store.changes import Change

    Reading = Callable[[], AbstractContextManager[Connection]]

_MANY = 500
_DOUBT = [speaker_doubt.c[spec.name] for spec in fields(Doubt)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A person as the speaker of a session, by the name that the source gives them there."""

    id: int
    session_id: int
    person_id: int
    name: str
    position: int
    uid: str


class Speakers:
    """The speakers of all events."""

    def __init__(self, reading: Reading) -> None:
        """Take what gives a connection to read by."""
        self._reading = reading

    # --- those that are sure --------------------------------------------------------------------------

    def links(self, event_id: int, session_ids: Collection[int] | None = None) -> dict[int, list[Link]]:
        """Who speaks in each session of an event, in the order they are named in; or of these sessions only."""
        query = (
            select(
                session_speaker.c.id,
                session_speaker.c.session_id,
                session_speaker.c.person_id,
                session_speaker.c.name,
                session_speaker.c.position,
                session_speaker.c.uid,
            )
            .join(session, session.c.id == session_speaker.c.session_id)
            .where(session.c.event_id == event_id)
            .order_by(session_speaker.c.session_id, session_speaker.c.position, session_speaker.c.id)
        )
        if session_ids is not None and len(session_ids) <= _MANY:
            query = query.where(session_speaker.c.session_id.in_(session_ids))
        found: dict[int, list[Link]] = defaultdict(list)
        with self._reading() as connection:
            for row in connection.execute(query):
                link = Link(id=row[0], session_id=row[1], person_id=row[2], name=row[3], position=row[4], uid=row[5])
                found[link.session_id].append(link)
        return dict(found)

    def counts(self, event_id: int) -> dict[int, int]:
        """How many sessions each speaker of an event has that are still listed, by person id."""
        query = (
            select(session_speaker.c.person_id, func.count())
            .join(session, session.c.id == session_speaker.c.session_id)
            .where(session.c.event_id == event_id, session.c.status != "gone")
            .group_by(session_speaker.c.person_id)
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def by_uid(self, event_id: int) -> dict[tuple[int, str], int]:
        """Whom a source means by each of its own names for people: person ids by (source id, uid)."""
        query = (
            select(session.c.source_id, session_speaker.c.uid, session_speaker.c.person_id)
            .join(session, session.c.id == session_speaker.c.session_id)
            .where(session.c.event_id == event_id, session_speaker.c.uid != "")
            .order_by(session_speaker.c.id.desc())
        )
        with self._reading() as connection:
            return {(row[0], row[1]): row[2] for row in connection.execute(query)}

    def other_names(self, event_id: int) -> list[tuple[str, int]]:
        """Names by which an event's agenda calls people who are called otherwise here, with the person's id."""
        query = (
            select(session_speaker.c.name, session_speaker.c.person_id)
            .join(session, session.c.id == session_speaker.c.session_id)
            .join(person, person.c.id == session_speaker.c.person_id)
            .where(session.c.event_id == event_id, session_speaker.c.name != person.c.name)
            .distinct()
            .order_by(session_speaker.c.person_id)
        )
        with self._reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def source_ids(self, event_id: int) -> dict[int, int]:
        """Which source each session of an event came from."""
        with self._reading() as connection:
            rows = connection.execute(select(session.c.id, session.c.source_id).where(session.c.event_id == event_id))
            return {row[0]: row[1] for row in rows}

    def add(self, change: Change, rows: Sequence[dict[str, Any]]) -> None:
        """Link people to sessions: rows of session_id, person_id, name, position and uid."""
        change.insert(session_speaker, rows)

    def unlink(self, change: Change, link_ids: Collection[int]) -> None:
        """Take links away."""
        change.delete(session_speaker, link_ids)

    def remove(self, change: Change, session_ids: Collection[int]) -> None:
        """Unlink everybody from these sessions."""
        for some in batched(session_ids):
            query = select(session_speaker.c.id).where(session_speaker.c.session_id.in_(some))
            change.delete(session_speaker, change.connection.execute(query).scalars().all())

    # --- the people they are -----------------------------------------------------------------------------

    def owners(self) -> dict[str, list[tuple[int, str]]]:
        """Who has each e-mail address, in normal form: ids, oldest first, with the folded names. Never the user."""
        query = (
            select(contact_point.c.normal, person.c.id, person.c.name_key)
            .join(person, person.c.id == contact_point.c.person_id)
            .where(contact_point.c.kind == "email", person.c.is_me.is_(False))
            .order_by(contact_point.c.id)
        )
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        with self._reading() as connection:
            for normal, person_id, key in connection.execute(query):
                found[normal].append((person_id, key))
        return dict(found)

    def fill_organizations(self, change: Change, told: Mapping[int, str]) -> None:
        """Give these people their organisation where they have none; never the user, who says so themselves."""
        query = select(person).where(person.c.organization == "", person.c.is_me.is_(False))
        if len(told) <= _MANY:
            query = query.where(person.c.id.in_(told))
        rows = change.connection.execute(query).mappings().all() if told else []
        change.update_many(
            person,
            {row["id"]: with_keys({**row, "organization": told[row["id"]]}) for row in rows if row["id"] in told},
        )

    def rename_listed(self, change: Change, called: Mapping[int, str]) -> None:
        """Call people as agendas call them now, where no agenda calls them as before; contacts keep their name."""
        used = select(session_speaker.c.id).where(
            session_speaker.c.person_id == person.c.id, session_speaker.c.name == person.c.name
        )
        ours = (person.c.contact.is_(False), person.c.is_me.is_(False), person.c.given == "", person.c.family == "")
        for some in batched(called):
            query = select(person).where(person.c.id.in_(some), *ours, ~used.exists())
            rows = change.connection.execute(query).mappings().all()
            change.update_many(person, {row["id"]: with_keys({**row, "name": called[row["id"]]}) for row in rows})

    # --- those that wait for the user's word, or have it ----------------------------------------------

    def doubts(self, event_id: int) -> list[Doubt]:
        """The doubtful speakers of an event, and the corrections by hand, in the order they came."""
        return self._doubts(
            select(*_DOUBT)
            .join(session, session.c.id == speaker_doubt.c.session_id)
            .where(session.c.event_id == event_id)
            .order_by(speaker_doubt.c.id)
        )

    def doubts_numbered(self, numbers: Collection[int]) -> list[tuple[int, Doubt]]:
        """The doubtful speakers of these numbers, each with the id of its event."""
        query = (
            select(session.c.event_id, *_DOUBT)
            .join(session, session.c.id == speaker_doubt.c.session_id)
            .where(speaker_doubt.c.id.in_(numbers))
            .order_by(speaker_doubt.c.id)
        )
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [(row["event_id"], Doubt(**{spec.name: row[spec.name] for spec in fields(Doubt)})) for row in rows]

    def open_names(self, event_id: int) -> list[str]:
        """The names that wait for the user's word, each once, in sessions that are still listed."""
        query = (
            select(speaker_doubt.c.name)
            .join(session, session.c.id == speaker_doubt.c.session_id)
            .where(session.c.event_id == event_id, session.c.status != "gone", speaker_doubt.c.verdict == "")
        )
        with self._reading() as connection:
            return list({fold(name): name for name in connection.execute(query).scalars()}.values())

    def add_doubts(self, change: Change, rows: Sequence[dict[str, Any]]) -> range:
        """Keep doubtful speakers: rows of session_id, name, email, organization, confidence, why, verdict."""
        return change.insert(speaker_doubt, rows)

    def update_doubts(self, change: Change, values: Mapping[int, dict[str, Any]]) -> set[int]:
        """Change what is known of doubtful speakers, or the user's word on them; returns where that was new."""
        return change.update_many(speaker_doubt, values)

    def drop_doubts(self, change: Change, doubt_ids: Collection[int]) -> None:
        """Forget doubts that the source no longer gives rise to."""
        change.delete(speaker_doubt, doubt_ids)

    def _doubts(self, query: Select[Any]) -> list[Doubt]:
        with self._reading() as connection:
            return [Doubt(**row) for row in connection.execute(query).mappings()]
