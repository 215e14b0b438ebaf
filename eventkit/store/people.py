"""People: rows in, domain values out."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from eventkit.domain.identity import is_identifying, name_key, normal_form
from eventkit.domain.people import ContactPoint, Person
from eventkit.domain.text import fold
from eventkit.store.changes import READ_AT_ONCE, batched
from eventkit.store.database import in_list, pattern_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from eventkit.domain.query import Query
    from eventkit.store.changes import Change
    from eventkit.store.database import Database
    from eventkit.store.people_query import Selection

SEARCHED = ("name", "given", "family", "organization", "title", "note")
_TEXTS = (*SEARCHED, "birthday")
_COLUMNS = ", ".join(f"person.{name}" for name in ("id", *_TEXTS, "contact", "is_me", "do_not_contact", "version"))
_FEW = 500
"""So many people at most are named one by one when what belongs to them is asked for; more are found by one scan."""

fold_often = lru_cache(maxsize=8192)(fold)
"""For what many people have in common: given names, family names, titles."""

_BY_NAME = "ORDER BY name_key, id"
_POINTS = "SELECT person_id, kind, value, platform, label FROM contact_point {where} ORDER BY id"
_LABELS = "SELECT person_id, kind, value FROM label {where} ORDER BY id"
_EVENTS = """
    SELECT person_id, event.slug FROM attendance JOIN event ON event.id = attendance.event_id
    {where} ORDER BY attendance.id
"""
_IDENTIFIED = """
    SELECT contact_point.normal, contact_point.person_id
    FROM contact_point JOIN person ON person.id = contact_point.person_id
    WHERE contact_point.identifies AND NOT person.is_me {those}
    ORDER BY contact_point.id DESC
"""
_ATTENDING = """
    SELECT DISTINCT person.name_key, person.id FROM person JOIN attendance ON attendance.person_id = person.id
    WHERE attendance.event_id = :event_id ORDER BY person.id
"""
_ROLES = """
    SELECT event.slug, attendance.role FROM attendance JOIN event ON event.id = attendance.event_id
    WHERE attendance.person_id = :person_id ORDER BY attendance.id
"""
_TRACES = ("attendance", "contact_point", "label", "card", "encounter", "document", "session_speaker")
_NO_TRACE = " AND id NOT IN (SELECT person_id FROM {table} WHERE person_id IN {ids})"


class People:
    """Attendee records."""

    def __init__(self, database: Database, region: str = "") -> None:
        """Take the database to ask, and the region of telephone numbers that name no country."""
        self._database = database
        self._region = region

    # --- reading --------------------------------------------------------------------------------------

    def find(self, query: Query, *, everybody: bool = False, limit: int | None = None) -> list[Person]:
        """Who fulfils the query, the best first: contacts, or also those only listed. Never the user."""
        from eventkit.store.people_query import compile_query  # 8 ms that an import does without

        wanted = compile_query(query, self._database.kind)
        who = "NOT is_me" if everybody else "NOT is_me AND contact"
        if wanted.crowd and self._database.ask(wanted.crowd, wanted.values).rows:
            return self._of_crowd(wanted, who, limit)
        at_most = "" if limit is None else f" LIMIT {int(limit)}"
        condition = f"{wanted.condition} AND {who} ORDER BY {wanted.order}{at_most}"
        return self._people(condition, wanted.values, joined=wanted.joined)

    def get(self, ids: Collection[int]) -> dict[int, Person]:
        """People by id."""
        lots = (self._people(f"id IN {in_list(some)} ORDER BY id") for some in batched(ids, READ_AT_ONCE))
        return {found.id: found for lot in lots for found in lot}

    def me(self) -> Person | None:
        """The user's own record, once there is one."""
        return next(iter(self._people("is_me")), None)

    def named(self, key: str) -> list[Person]:
        """People whose folded name is this."""
        return self._people("name_key = :key AND NOT is_me", {"key": key})

    def containing(self, part: str) -> list[Person]:
        """People whose folded name has this in it."""
        condition = f"name_key LIKE :part ESCAPE '\\' AND NOT is_me {_BY_NAME}"
        return self._people(condition, {"part": pattern_of(part)})

    def reached_by(self, points: Iterable[ContactPoint]) -> list[int]:
        """Ids of those who have one of these contact points, where it identifies its owner; oldest first."""
        sql = _IDENTIFIED.format(those="AND contact_point.kind = :kind AND contact_point.normal = :normal")
        forms = {(point.kind, normal_form(point, self._region)) for point in points}
        wanted = [form for form in forms if is_identifying(*form)]
        found = [self._database.ask(sql, {"kind": kind, "normal": normal}).rows for kind, normal in wanted]
        return sorted({person_id for rows in found for _, person_id in rows})

    def attending(self, event_id: int) -> dict[str, list[int]]:
        """Ids of an event's people by folded name."""
        found: dict[str, list[int]] = defaultdict(list)
        for key, person_id in self._database.ask(_ATTENDING, {"event_id": event_id}).rows:
            found[key].append(person_id)
        return dict(found)

    def attendances(self, event_id: int) -> set[tuple[int, str]]:
        """Who attends an event, and as what."""
        sql = "SELECT person_id, role FROM attendance WHERE event_id = :event_id"
        return set(self._database.ask(sql, {"event_id": event_id}).pairs())

    def roles(self, person_id: int) -> list[tuple[str, str]]:
        """The events a person attends, each with the role."""
        return self._database.ask(_ROLES, {"person_id": person_id}).pairs()

    def cards(self, ids: Collection[int]) -> dict[int, str]:
        """The text of the newest card of each person who came with one."""
        found: dict[int, str] = {}
        for some in batched(ids, READ_AT_ONCE):
            sql = f"SELECT person_id, raw FROM card WHERE person_id IN {in_list(some)} AND raw != '' ORDER BY id"  # noqa: S608  # numbers
            found.update(self._database.ask(sql).pairs())
        return found

    def cards_by_digest(self) -> dict[str, int]:
        """Who came with a card, by its digest: a card of which nothing has to be read again."""
        return dict(self._database.ask("SELECT digest, person_id FROM card ORDER BY id").pairs())

    # --- writing --------------------------------------------------------------------------------------

    def add(self, change: Change, rows: Sequence[dict[str, Any]]) -> range:
        """Add people from rows of values, without their contact points; returns their ids.

        A row may bring its ``name_key``, where that was reckoned already.
        """
        return change.insert("person", [with_keys(row, row.get("name_key", "")) for row in rows])

    def update(self, change: Change, person_id: int, **values: Any) -> bool:  # noqa: ANN401  # a column's value
        """Change a person; returns whether anything was different. Nobody of that id is a ``LookupError``."""
        rows = self._database.ask("SELECT * FROM person WHERE id = :id", {"id": person_id}).dicts()
        return change.update("person", person_id, **with_keys({**(rows[0] if rows else {}), **values}))

    def add_points(self, change: Change, person_id: int, points: Iterable[ContactPoint]) -> int:
        """Add contact points that the person does not have yet; returns how many."""
        return self.add_all_points(change, [(person_id, point) for point in points])

    def replace_points(self, change: Change, person_id: int, points: Sequence[ContactPoint]) -> None:
        """Remove the contact points of the kinds among these that are not these; handles count as addresses."""
        kinds = {str(point.kind) for point in points}
        kinds |= {"url", "handle"} if kinds & {"url", "handle"} else set()
        kept = {normal_form(point, self._region) for point in points}
        sql = "SELECT id, kind, normal FROM contact_point WHERE person_id = :person_id ORDER BY id"
        there = self._database.ask(sql, {"person_id": person_id}).rows
        change.delete("contact_point", [row[0] for row in there if row[1] in kinds and row[2] not in kept])

    def add_all_points(
        self, change: Change, pairs: Sequence[tuple[int, ContactPoint]], *, shared: Collection[str] = ()
    ) -> int:
        """Add contact points of many people, each once; returns how many were new. ``shared`` ones identify nobody."""
        there = self._there("contact_point", "kind, normal", {person_id for person_id, _ in pairs})
        rows = []
        for person_id, point in pairs:
            key = (person_id, str(point.kind), normal_form(point, self._region))
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
                        "identifies": is_identifying(key[1], key[2]) and point.value not in shared,
                    }
                )
        return len(change.insert("contact_point", rows))

    def add_labels(self, change: Change, kind: str, pairs: Sequence[tuple[int, str]]) -> int:
        """Add tags or interests that people do not have yet; returns how many."""
        there = self._there("label", "kind, value_key", {person_id for person_id, _ in pairs})
        rows = []
        for person_id, value in pairs:
            key = (person_id, kind, fold(value))
            if key[2] and key not in there:
                there.add(key)
                rows.append({"person_id": person_id, "kind": kind, "value": value, "value_key": key[2]})
        return len(change.insert("label", rows))

    def remove_label(self, change: Change, person_id: int, kind: str, value: str) -> bool:
        """Take a tag or an interest away; returns whether it was there."""
        sql = "SELECT id FROM label WHERE person_id = :person_id AND kind = :kind AND value_key = :key"
        values = {"person_id": person_id, "kind": kind, "key": fold(value)}
        return change.delete("label", self._database.ask(sql, values).firsts()) > 0

    def attend(self, change: Change, event_id: int, pairs: Sequence[tuple[int, str]]) -> int:
        """Say that people attend an event in a role; returns how many were not known to."""
        there = self.attendances(event_id)
        new = [pair for pair in dict.fromkeys(pairs) if pair not in there]
        rows = [{"person_id": person_id, "event_id": event_id, "role": role} for person_id, role in new]
        return len(change.insert("attendance", rows))

    def no_longer_attend(self, change: Change, event_id: int, person_ids: Collection[int], role: str) -> None:
        """Take a role at an event away; who is then known from nowhere, and was only listed, goes as well."""
        values = {"event_id": event_id, "role": role}
        for some in batched(person_ids):
            ids = in_list(some)
            sql = f"SELECT id FROM attendance WHERE event_id = :event_id AND role = :role AND person_id IN {ids}"  # noqa: S608  # numbers
            change.delete("attendance", self._database.ask(sql, values).firsts())
            unknown = f"SELECT id FROM person WHERE id IN {ids} AND NOT contact AND note = ''"  # noqa: S608  # numbers
            unknown += "".join(_NO_TRACE.format(table=table, ids=ids) for table in _TRACES)
            change.delete("person", self._database.ask(unknown).firsts())

    # --- inside ---------------------------------------------------------------------------------------

    def _of_crowd(self, wanted: Selection, who: str, limit: int | None) -> list[Person]:
        """Those of a crowd who come first: only as much of it is looked at as it takes."""
        from eventkit.store.people_query import by_parts

        ids: list[int] = []
        for part in by_parts(wanted, self._database.kind):
            at_most = "" if limit is None else f" LIMIT {int(limit) - len(ids)}"
            condition = f"{part.condition} AND {who} ORDER BY {part.order}{at_most}"
            sql = f"SELECT person.id FROM person {part.joined} WHERE {condition}"  # noqa: S608  # our own names
            ids += self._database.ask(sql, part.values).firsts()
            if limit is not None and len(ids) >= limit:
                break
        found = self.get(ids)
        return [found[person_id] for person_id in ids if person_id in found]  # one may have been removed meanwhile

    def _there(self, table: str, columns: str, ids: Collection[int]) -> set[tuple[int, str, str]]:
        """Who of these people has what already."""
        if not ids:
            return set()
        sql = f"SELECT person_id, {columns} FROM {table} {_of_these(ids)}"  # noqa: S608  # our own names
        return {(row[0], row[1], row[2]) for row in self._database.ask(sql).rows}

    def _people(self, condition: str, values: Mapping[str, Any] = {}, *, joined: str = "") -> list[Person]:
        rows = self._database.ask(f"SELECT {_COLUMNS} FROM person {joined} WHERE {condition}", values).rows  # noqa: S608  # our own names
        if not rows:
            return []
        where = _of_these([row[0] for row in rows])
        points, labels, events = (self._related(sql.format(where=where)) for sql in (_POINTS, _LABELS, _EVENTS))
        return [_person(row, points.get(row[0], ()), labels.get(row[0], ()), events.get(row[0], ())) for row in rows]

    def _related(self, sql: str) -> dict[int, list[tuple[Any, ...]]]:
        """What belongs to people, by person."""
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in self._database.ask(sql).rows:
            found[row[0]].append(row)
        return found


def with_keys(row: dict[str, Any], key: str = "") -> dict[str, Any]:
    """A person's values with the folded ones that are searched; ``key`` is the folded name, where it is at hand."""
    keys = folded([row.get(field) or "" for field in SEARCHED], key)
    return {**row, **dict(zip(("name_key", "organization_key", "search_text"), keys, strict=True))}


def folded(texts: Sequence[str], key: str = "") -> tuple[str, str, str]:
    """The folded name, the folded organisation and what else is searched, of texts in the order of SEARCHED.

    A given name and a family name that are in the name as they stand are not searched twice.
    """
    name, given, family, organization, title, note = texts
    key = key or name_key(name)
    found = ""
    if given or family:
        parts = f"{fold_often(given)} {fold_often(family)}".strip()
        found = "" if parts in key else parts
    for text in (title and fold_often(title), note and fold(note)):
        if text:
            found = f"{found} {text}"
    return key, fold_often(organization) if organization else "", found.lstrip()


def _of_these(person_ids: Collection[int]) -> str:
    """The condition that rows belong to these people; none where they are too many to be named."""
    return f"WHERE person_id IN {in_list(person_ids)}" if len(person_ids) <= _FEW else ""


def _person(
    row: tuple[Any, ...],
    points: Sequence[tuple[Any, ...]],
    labels: Sequence[tuple[Any, ...]],
    events: Sequence[tuple[Any, ...]],
) -> Person:
    """A row of ``_COLUMNS``, and what belongs to it, as a person: by place, which takes half the time that names do."""
    person_id, name, given, family, organization, title, note, birthday, contact, is_me, do_not_contact, version = row
    return Person(
        person_id,
        name,
        given,
        family,
        organization,
        title,
        note,
        birthday,
        bool(contact),
        bool(is_me),
        bool(do_not_contact),
        version,
        tuple([ContactPoint(kind, value, platform, label) for _, kind, value, platform, label in points]),
        tuple([value for _, kind, value in labels if kind == "interest"]) if labels else (),
        tuple([value for _, kind, value in labels if kind == "tag"]) if labels else (),
        tuple(dict.fromkeys([slug for _, slug in events])),
    )
