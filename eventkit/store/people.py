"""People: rows in, domain values out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from eventkit.domain.identity import identifies, name_key, normal_form
from eventkit.domain.people import ContactPoint, Person
from eventkit.domain.text import fold
from eventkit.store.changes import batched
from eventkit.store.people_query import compile_query
from eventkit.store.schema import attendance, card, contact_point, document, encounter, event, person, session_speaker
from eventkit.store.schema import label as label_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from contextlib import AbstractContextManager

    from sqlalchemy import Connection, RowMapping, Table

    from eventkit.domain.query import Query
    from eventkit.store.changes import Change

    Reading = Callable[[], AbstractContextManager[Connection]]

SEARCHED = ("name", "given", "family", "organization", "title", "note")
_MANY = 200


class People:
    """Attendee records."""

    def __init__(self, reading: Reading) -> None:
        """Take what gives a connection to read by."""
        self._reading = reading

    # --- reading --------------------------------------------------------------------------------------

    def find(self, query: Query, *, everybody: bool = False) -> list[Person]:
        """Who fulfils the query, by name: contacts, or also those only listed. Never the user."""
        wanted = (
            select(person)
            .where(compile_query(query), person.c.is_me.is_(False))
            .order_by(person.c.name_key, person.c.id)
        )
        if not everybody:
            wanted = wanted.where(person.c.contact)
        return self._people(wanted)

    def get(self, ids: Collection[int]) -> dict[int, Person]:
        """People by id."""
        if len(ids) > _MANY:
            wanted = set(ids)
            return {found.id: found for found in self._people(select(person)) if found.id in wanted}
        return {found.id: found for found in self._people(select(person).where(person.c.id.in_(ids)))}

    def me(self) -> Person | None:
        """The user's own record, once there is one."""
        return next(iter(self._people(select(person).where(person.c.is_me))), None)

    def named(self, key: str) -> list[Person]:
        """People whose folded name is this."""
        return self._people(select(person).where(person.c.name_key == key, person.c.is_me.is_(False)))

    def containing(self, part: str) -> list[Person]:
        """People whose folded name has this in it, or who have it as an address or a handle."""
        pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        return self._people(
            select(person)
            .where(person.c.name_key.like(pattern, escape="\\"), person.c.is_me.is_(False))
            .order_by(person.c.name_key, person.c.id)
        )

    def reached_by(self, points: Iterable[ContactPoint]) -> list[int]:
        """Ids of those who have one of these contact points, where it identifies its owner; oldest first."""
        normals = {normal_form(point) for point in points if identifies(point)}
        if not normals:
            return []
        query = (
            select(contact_point.c.person_id)
            .join(person, person.c.id == contact_point.c.person_id)
            .where(contact_point.c.identifies, contact_point.c.normal.in_(normals), person.c.is_me.is_(False))
            .distinct()
            .order_by(contact_point.c.person_id)
        )
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def identified(self) -> dict[str, int]:
        """Every contact point that identifies its owner, in normal form, with the owner's id: for bulk imports."""
        query = (
            select(contact_point.c.normal, contact_point.c.person_id)
            .join(person, person.c.id == contact_point.c.person_id)
            .where(contact_point.c.identifies, person.c.is_me.is_(False))
            .order_by(contact_point.c.id.desc())
        )
        with self._reading() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def attending(self, event_id: int) -> dict[str, list[int]]:
        """Ids of an event's people by folded name."""
        query = (
            select(person.c.name_key, person.c.id)
            .join(attendance, attendance.c.person_id == person.c.id)
            .where(attendance.c.event_id == event_id)
            .distinct()
            .order_by(person.c.id)
        )
        found: dict[str, list[int]] = defaultdict(list)
        with self._reading() as connection:
            for key, person_id in connection.execute(query):
                found[key].append(person_id)
        return dict(found)

    def roles(self, person_id: int) -> list[tuple[str, str]]:
        """The events a person attends, each with the role."""
        query = (
            select(event.c.slug, attendance.c.role)
            .join(attendance, attendance.c.event_id == event.c.id)
            .where(attendance.c.person_id == person_id)
            .order_by(attendance.c.id)
        )
        with self._reading() as connection:
            return [(row.slug, row.role) for row in connection.execute(query)]

    def cards(self, ids: Collection[int]) -> dict[int, str]:
        """The text of the newest card of each person who came with one."""
        wanted = set(ids)
        query = select(card.c.person_id, card.c.raw).where(card.c.raw != "").order_by(card.c.id)
        if len(ids) <= _MANY:
            query = query.where(card.c.person_id.in_(ids))
        with self._reading() as connection:
            return {row.person_id: row.raw for row in connection.execute(query) if row.person_id in wanted}

    def known_cards(self, source: str) -> dict[str, tuple[int, int, str]]:
        """Cards of a source by uid: card id, person id, digest."""
        query = select(card).where(card.c.source == source)
        with self._reading() as connection:
            rows = connection.execute(query).mappings()
            return {row["uid"]: (row["id"], row["person_id"], row["digest"]) for row in rows if row["uid"]}

    def cards_by_digest(self) -> dict[str, int]:
        """Who came with a card, by its digest: a card of which nothing has to be read again."""
        with self._reading() as connection:
            rows = connection.execute(select(card.c.digest, card.c.person_id).order_by(card.c.id))
            return {row.digest: row.person_id for row in rows}

    # --- writing --------------------------------------------------------------------------------------

    def add(self, change: Change, rows: Sequence[dict[str, Any]]) -> range:
        """Add people from rows of values, without their contact points; returns their ids.

        A row may bring its ``name_key``, where that was reckoned already.
        """
        return change.insert(person, [with_keys(row, row.get("name_key", "")) for row in rows])

    def update(self, change: Change, person_id: int, **values: Any) -> bool:  # noqa: ANN401  # a column's value
        """Change a person; returns whether anything was different."""
        before = change.connection.execute(select(person).where(person.c.id == person_id)).mappings().one()
        return change.update(person, person_id, **with_keys({**before, **values}))

    def add_points(self, change: Change, person_id: int, points: Iterable[ContactPoint]) -> int:
        """Add contact points that the person does not have yet; returns how many."""
        return self.add_all_points(change, [(person_id, point) for point in points])

    def replace_points(self, change: Change, person_id: int, points: Sequence[ContactPoint]) -> None:
        """Remove the contact points of the kinds among these that are not these; handles count as addresses."""
        kinds = {point.kind for point in points}
        kinds |= {"url", "handle"} if kinds & {"url", "handle"} else set()
        kept = {normal_form(point) for point in points}
        query = select(contact_point.c.id).where(
            contact_point.c.person_id == person_id,
            contact_point.c.kind.in_(kinds),
            contact_point.c.normal.not_in(kept),
        )
        change.delete(contact_point, change.connection.execute(query).scalars().all())

    def add_all_points(
        self, change: Change, pairs: Sequence[tuple[int, ContactPoint]], *, shared: Collection[str] = ()
    ) -> int:
        """Add contact points of many people, each once; returns how many were new. ``shared`` ones identify nobody."""
        there = self._there(change, contact_point, ("kind", "normal"), {person_id for person_id, _ in pairs})
        rows = []
        for person_id, point in pairs:
            key = (person_id, point.kind, normal_form(point))
            if key not in there:
                there.add(key)
                rows.append(
                    {
                        "person_id": person_id,
                        "kind": point.kind,
                        "value": point.value,
                        "normal": key[2],
                        "platform": point.platform,
                        "label": point.label,
                        "identifies": identifies(point) and point.value not in shared,
                    }
                )
        return len(change.insert(contact_point, rows))

    def add_labels(self, change: Change, kind: str, pairs: Sequence[tuple[int, str]]) -> int:
        """Add tags or interests that people do not have yet; returns how many."""
        there = self._there(change, label_table, ("kind", "value_key"), {person_id for person_id, _ in pairs})
        rows = []
        for person_id, value in pairs:
            key = (person_id, kind, fold(value))
            if key[2] and key not in there:
                there.add(key)
                rows.append({"person_id": person_id, "kind": kind, "value": value, "value_key": key[2]})
        return len(change.insert(label_table, rows))

    def remove_label(self, change: Change, person_id: int, kind: str, value: str) -> bool:
        """Take a tag or an interest away; returns whether it was there."""
        query = select(label_table.c.id).where(
            label_table.c.person_id == person_id, label_table.c.kind == kind, label_table.c.value_key == fold(value)
        )
        return change.delete(label_table, change.connection.execute(query).scalars().all()) > 0

    def attend(self, change: Change, event_id: int, pairs: Sequence[tuple[int, str]]) -> int:
        """Say that people attend an event in a role; returns how many were not known to."""
        query = select(attendance.c.person_id, attendance.c.role).where(attendance.c.event_id == event_id)
        there = {(row.person_id, row.role) for row in change.connection.execute(query)}
        new = [pair for pair in dict.fromkeys(pairs) if pair not in there]
        rows = [{"person_id": person_id, "event_id": event_id, "role": role} for person_id, role in new]
        return len(change.insert(attendance, rows))

    def no_longer_attend(self, change: Change, event_id: int, person_ids: Collection[int], role: str) -> None:
        """Take a role at an event away; who is then known from nowhere, and was only listed, goes as well."""
        tables = (attendance, contact_point, label_table, card, encounter, document, session_speaker)
        known = [select(table.c.id).where(table.c.person_id == person.c.id).exists() for table in tables]
        stays = or_(person.c.contact, person.c.note != "", *known)
        for some in batched(person_ids):
            here = (attendance.c.event_id == event_id, attendance.c.role == role, attendance.c.person_id.in_(some))
            change.delete(attendance, change.connection.execute(select(attendance.c.id).where(*here)).scalars().all())
            unknown = select(person.c.id).where(person.c.id.in_(some), ~stays)
            change.delete(person, change.connection.execute(unknown).scalars().all())

    def put_card(self, change: Change, card_id: int | None, **values: Any) -> int:  # noqa: ANN401  # a column's value
        """Keep the text that a person came with: person_id, source, uid, digest, raw; returns the card's id."""
        if card_id is None:
            return change.insert_one(card, **values)
        change.update(card, card_id, **values)
        return card_id

    # --- inside ---------------------------------------------------------------------------------------

    def _there(
        self, change: Change, table: Table, columns: tuple[str, str], ids: Collection[int]
    ) -> set[tuple[int, str, str]]:
        query = select(table.c.person_id, *(table.c[name] for name in columns))
        if len(ids) <= _MANY:
            query = query.where(table.c.person_id.in_(ids))
        return {(row[0], row[1], row[2]) for row in change.connection.execute(query)}

    def _people(self, wanted: Any) -> list[Person]:  # noqa: ANN401  # a SELECT, whose type names every column
        with self._reading() as connection:
            rows = connection.execute(wanted).mappings().all()
            ids = [row["id"] for row in rows] if len(rows) <= _MANY else None
            points, labels, events = (_related(connection, kind, ids) for kind in ("points", "labels", "events"))
        return [_person(row, points[row["id"]], labels[row["id"]], events[row["id"]]) for row in rows]


def with_keys(row: dict[str, Any], key: str = "") -> dict[str, Any]:
    """A person's values with the folded ones that are searched; ``key`` is the folded name, where it is at hand."""
    name, organization = row.get("name", ""), row.get("organization", "")
    key = key or name_key(name)
    texts = [text for field in SEARCHED if (text := row.get(field))]
    return {
        **row,
        "name_key": key,
        "organization_key": fold(organization) if organization else "",
        "search_text": key if texts == [name] else fold(" ".join(texts)),
    }


def _related(connection: Connection, what: str, ids: list[int] | None) -> defaultdict[int, list[Any]]:
    """What belongs to people, by person: of these ids, or of everybody."""
    table: Any = {"points": contact_point, "labels": label_table, "events": attendance}[what]
    if what == "points":
        query = select(table.c.person_id, table.c.kind, table.c.value, table.c.platform, table.c.label)
    elif what == "labels":
        query = select(table.c.person_id, table.c.kind, table.c.value)
    else:
        query = select(table.c.person_id, event.c.slug).join(event, event.c.id == table.c.event_id)
    query = query.order_by(table.c.id)
    if ids is not None:
        query = query.where(table.c.person_id.in_(ids))
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.person_id].append(row)
    return found


def _person(row: RowMapping, points: list[Any], labels: list[Any], events: list[Any]) -> Person:
    return Person(
        id=row["id"],
        name=row["name"],
        given=row["given"],
        family=row["family"],
        organization=row["organization"],
        title=row["title"],
        note=row["note"],
        birthday=row["birthday"],
        contact=row["contact"],
        is_me=row["is_me"],
        do_not_contact=row["do_not_contact"],
        contact_points=tuple(
            ContactPoint(kind=point.kind, value=point.value, platform=point.platform, label=point.label)
            for point in points
        ),
        interests=tuple(item.value for item in labels if item.kind == "interest"),
        tags=tuple(item.value for item in labels if item.kind == "tag"),
        events=tuple(dict.fromkeys(item.slug for item in events)),
    )
