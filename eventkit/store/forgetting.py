"""Erasing somebody: their rows, what the history has of them, and the bytes of both in the database's file.

This is the one write that is not recorded, because what is recorded can be undone.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from eventkit.store.changes import batched
from eventkit.store.database import in_list
from eventkit.store.sqlite import as_store_error

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from eventkit.store.changes import Change
    from eventkit.store.database import Database, Values
    from eventkit.store.provenance import Record, Trail

    Redact = Callable[[str], str]

_SALT = "salt"
_SESSION_TEXTS = ("title", "abstract", "remark", "links", "raw")
_FORMER_SESSIONS = """
    SELECT id, "before" FROM change_row WHERE table_name = 'session' AND operation != 'insert' AND first_id IN {ids}
"""
_FORMER_DOUBTS = """
    SELECT id, first_id, "before" FROM change_row WHERE table_name = 'speaker_doubt' AND operation != 'insert'
"""
_VACUUMED = ("person", "different", "speaker_doubt", "session", "session_change", "change", "change_row")


class Forgetting:
    """Who was forgotten, and forgetting."""

    def __init__(self, database: Database) -> None:
        """Take the database to ask."""
        self._database = database

    # --- who was forgotten ----------------------------------------------------------------------------

    def anybody(self) -> bool:
        """Whether anybody was forgotten of whom a digest is kept."""
        return bool(self._database.ask("SELECT 1 FROM forgotten LIMIT 1").rows)

    def is_forgotten(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys (``domain.forgetting``) that are of somebody who was forgotten."""
        digests = set(self._database.ask("SELECT digest FROM forgotten").firsts())
        if not digests:
            return set()
        salt = self._salt()
        return {key for key in keys if _digest(key, salt) in digests}

    def remember(self, change: Change, keys: Collection[str], at: str) -> None:
        """Keep digests of the keys, by which an import knows whom not to bring back."""
        known = self.is_forgotten(keys)
        wanted = [key for key in dict.fromkeys(keys) if key not in known]
        if not wanted:
            return
        salt = self._salt()
        if not salt:
            import secrets  # once in a home's life

            salt = secrets.token_hex(32)
            self._add(change, "setting", [{"name": _SALT, "value": salt}])
        self._add(change, "forgotten", [{"digest": _digest(key, salt), "at": at} for key in wanted])

    def _salt(self) -> str:
        return str(next(iter(self._database.ask("SELECT value FROM setting WHERE name = 'salt'").firsts()), ""))

    def _add(self, change: Change, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows that no undo takes away."""
        first = self._database.next_id(table, len(rows))
        numbered = [{**row, "id": first + number} for number, row in enumerate(rows)]
        self._database.add_rows(table, list(numbered[0]), numbered)
        change.empty = False

    # --- erasing --------------------------------------------------------------------------------------

    def erase(self, change: Change, trail: Trail) -> Counter[str]:
        """Remove all rows of a person, and what the history keeps of them; returns how many rows went, by table."""
        from eventkit.store.provenance import MERGED, THEIRS  # an import only asks who was forgotten

        gone = Counter(key.table for key, row in trail.rows.items() if (row.get("plugin"), row.get("kind")) != MERGED)
        ids = in_list(trail.ids)
        for table in THEIRS:
            self._database.tell(f"DELETE FROM {table} WHERE person_id IN {ids}")  # noqa: S608  # our own names
        self._database.tell(f"DELETE FROM different WHERE person_id IN {ids} OR other_id IN {ids}")  # noqa: S608  # numbers
        self._database.tell(f"DELETE FROM person WHERE id IN {ids}")  # noqa: S608  # numbers
        self._purge(trail)
        change.touched.update(trail.ids)
        change.empty = False
        return gone

    def _purge(self, trail: Trail) -> None:
        """Take a person's values out of the history. A range of added rows stays, where others are in it as well."""
        theirs = {*trail.rows, *trail.former}
        purged = [record.id for record in trail.records if _is_only_of(record, theirs)]
        like = " OR ".join(
            f'"before" LIKE \'%"{column}": {number}{end}%\''
            for number in sorted(trail.ids)
            for column in ("person_id", "other_id")
            for end in (",", "}")
        )
        sql = f"SELECT id FROM change_row WHERE table_name = 'different' AND operation != 'insert' AND ({like})"  # noqa: S608  # numbers
        purged += self._database.ask(sql).firsts()
        for some in batched(purged):
            self._database.tell(f"DELETE FROM change_row WHERE id IN {in_list(some)}")  # noqa: S608  # numbers

    def drop_doubts(self, change: Change, doubt_ids: Collection[int], is_theirs: Callable[[Values], bool]) -> None:
        """Remove doubtful speakers, and what the history keeps of them and of others that ``is_theirs`` knows."""
        for some in batched(doubt_ids):
            self._database.tell(f"DELETE FROM speaker_doubt WHERE id IN {in_list(some)}")  # noqa: S608  # numbers
            change.empty = False
        import json  # not where an import asks who was forgotten

        rows = self._database.ask(_FORMER_DOUBTS).rows
        purged = [number for number, doubt, text in rows if doubt in doubt_ids or is_theirs(json.loads(text))]
        for some in batched(purged):
            self._database.tell(f"DELETE FROM change_row WHERE id IN {in_list(some)}")  # noqa: S608  # numbers

    # --- taking names out of texts --------------------------------------------------------------------

    def redact_history(self, redact: Redact, theirs: Redact, change_ids: Collection[int]) -> int:
        """Take names out of what changes are called and came from; ``theirs`` is for those with rows of the person."""
        count = 0
        for number, label, source in self._database.ask('SELECT id, label, source FROM "change"').rows:
            take = theirs if number in change_ids else redact
            values = {"id": number, "label": take(label), "source": take(source)}
            if (values["label"], values["source"]) != (label, source):
                count += 1
                self._database.tell('UPDATE "change" SET label = :label, source = :source WHERE id = :id', values)
        for number, fields in self._database.ask("SELECT id, fields FROM session_change").rows:
            if (text := _redacted(fields, redact)) != fields:
                self._database.tell(
                    "UPDATE session_change SET fields = :fields WHERE id = :id", {"id": number, "fields": text}
                )
        return count

    def redact_sessions(self, redact: Redact, session_ids: Collection[int]) -> int:
        """Take names out of the texts of these sessions, former ones included; returns in how many they were."""
        found = set()
        columns = ", ".join(_SESSION_TEXTS)
        for some in batched(sorted(session_ids)):
            ids = in_list(some)
            for row in self._database.ask(f"SELECT id, {columns} FROM session WHERE id IN {ids}").dicts():  # noqa: S608  # our own names
                new = {name: redact(row[name]) for name in _SESSION_TEXTS}
                if any(new[name] != row[name] for name in _SESSION_TEXTS):
                    found.add(row["id"])
                    assignments = ", ".join(f"{name} = :{name}" for name in _SESSION_TEXTS)
                    self._database.tell(f"UPDATE session SET {assignments} WHERE id = :id", {"id": row["id"], **new})  # noqa: S608  # our own names
            sql = _FORMER_SESSIONS.format(ids=ids)
            for number, before in self._database.ask(sql).rows:
                if (text := _redacted(before, redact)) != before:
                    self._database.tell(
                        'UPDATE change_row SET "before" = :before WHERE id = :id', {"id": number, "before": text}
                    )
        return len(found)

    def mentions(self, redact: Redact, ids: Collection[int]) -> Iterator[tuple[str, int | str]]:
        """Where the user's own words on others name somebody, who stays there: the table, and whom it is about."""
        those = in_list(ids)
        for table, owner, columns in (
            ("person", "id", "note"),
            ("encounter", "person_id", "note, promise"),
            ("interest", "session_id", "note"),
            ("document", "plugin", "data"),
        ):
            mine = "" if table == "interest" else f"WHERE {'id' if table == 'person' else 'person_id'} NOT IN {those}"
            if table == "document":
                mine += " OR person_id IS NULL"
            for number, *texts in self._database.ask(f"SELECT {owner}, {columns} FROM {table} {mine}").rows:  # noqa: S608  # our own names
                if any(redact(text) != text for text in texts):
                    yield table, number

    # --- the file -------------------------------------------------------------------------------------

    def overwrite_what_goes(self) -> None:
        """Let SQLite write zeros over what is removed from now on."""
        if self._database.kind == "sqlite":
            self._database.ask("PRAGMA secure_delete = ON")

    def compact(self) -> None:
        """Write the database's file anew without what was removed; raises ``StoreError`` where another one writes."""
        if self._database.kind != "sqlite":
            from eventkit.store.provenance import THEIRS  # see above

            for table in (*_VACUUMED, *THEIRS, "person_search"):
                self._database.tell(f'VACUUM FULL "{table}"')
            return
        file = self._database.ask("PRAGMA database_list").rows[0][2]
        with as_store_error(self._database.name), contextlib.closing(sqlite3.connect(file, timeout=30)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("INSERT INTO person_search(person_search) VALUES ('optimize')")  # FTS5 only marks words
            connection.commit()
            connection.execute("VACUUM")


def _is_only_of(record: Record, theirs: Collection[Any]) -> bool:
    return record.operation != "insert" or all(
        (record.table, number) in theirs for number in range(record.first_id, record.last_id + 1)
    )


def _redacted(text: str, redact: Redact) -> str:
    """JSON with names taken out of its texts; as it was where there is none."""
    import json  # not where an import asks who was forgotten

    if not text:
        return text
    value = json.loads(text)
    new = _in_value(value, redact)
    return text if new == value else json.dumps(new, ensure_ascii=False)


def _in_value(value: Any, redact: Redact) -> Any:  # noqa: ANN401  # whatever JSON holds
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_in_value(item, redact) for item in value]
    return {name: _in_value(item, redact) for name, item in value.items()} if isinstance(value, dict) else value


def _digest(key: str, salt: str) -> str:
    return blake2b(key.encode(errors="replace"), key=salt.encode()[:64], digest_size=16).hexdigest()
