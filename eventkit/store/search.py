"""The full text of people: names before organisations, before the rest of the record, before what was said.

The index is no part of a change: it follows from the other tables, and whoever a change touched is indexed anew at
its end, undoing included. SQLite has it in FTS5, PostgreSQL in a column of its own type.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eventkit.domain.text import fold
from eventkit.store.changes import batched
from eventkit.store.database import in_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import Connection

    from eventkit.store.database import Database


class Index(NamedTuple):
    """How a kind of database is asked: by which column, for what matches a pattern, in which order, for two of them."""

    number: str
    matches: str
    rank: str
    both: str


INDEX = {
    "sqlite": Index("rowid", "person_search MATCH {pattern}", "bm25(person_search, 10.0, 4.0, 2.0, 1.0)", " "),
    "postgresql": Index(
        "person_id",
        "person_search.words @@ to_tsquery('simple', {pattern})",
        "-ts_rank('{{0.1, 0.2, 0.4, 1.0}}', person_search.words, to_tsquery('simple', {pattern}))",
        " & ",
    ),
}
_PARTS = {
    "sqlite": ("name", "name organization", "name organization rest", ""),
    "postgresql": ("A", "AB", "ABC", ""),
}
"""The parts of a record in which words may be found, from the one that says most to all of it."""

_WORD = re.compile(r"[^\W_]+")
_MAKE = {
    "sqlite": (
        """
        CREATE VIRTUAL TABLE person_search USING fts5(
            name, organization, rest, met, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
        )
        """,
    ),
    "postgresql": (
        "CREATE TABLE person_search (person_id INTEGER NOT NULL PRIMARY KEY, words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_person_search_words ON person_search USING gin (words)",
    ),
}
_FILL = {
    "sqlite": """
        INSERT INTO person_search (rowid, name, organization, rest, met)
        SELECT id, name_key, organization_key,
               search_text
               || COALESCE((SELECT ' ' || group_concat(normal, ' ') FROM contact_point WHERE person_id = person.id), '')
               || COALESCE((SELECT ' ' || group_concat(value_key, ' ') FROM label WHERE person_id = person.id), ''),
               COALESCE((SELECT group_concat(search_text, ' ') FROM encounter WHERE person_id = person.id), '')
        FROM person {where}
    """,
    "postgresql": """
        INSERT INTO person_search (person_id, words)
        SELECT id, setweight(to_tsvector('simple', translate(left(name_key, {most}), {marks})), 'A')
               || setweight(to_tsvector('simple', translate(left(organization_key, {most}), {marks})), 'B')
               || setweight(to_tsvector('simple', translate(left(concat_ws(' ', search_text,
                      (SELECT string_agg(normal, ' ' ORDER BY id) FROM contact_point WHERE person_id = person.id),
                      (SELECT string_agg(value_key, ' ' ORDER BY id) FROM label WHERE person_id = person.id)
                  ), {most}), {marks})), 'C')
               || setweight(to_tsvector('simple', translate(left(COALESCE((
                      SELECT string_agg(search_text, ' ' ORDER BY id) FROM encounter WHERE person_id = person.id
                  ), ''), {most}), {marks})), 'D')
        FROM person {where}
    """,
}
_MARKS = "'@.+-_:/', '       '"
"""What PostgreSQL would keep within a word, and SQLite does not."""

_MOST = 60_000
"""So many characters of each part are indexed by PostgreSQL, which takes a megabyte of a person's words in all."""


def make_index(connection: Connection) -> None:
    """Make the index in a database that has none."""
    for statement in _MAKE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def index_everybody(connection: Connection) -> None:
    """Index all people, of whom none is indexed yet."""
    connection.exec_driver_sql(_FILL[connection.dialect.name].format(where="", marks=_MARKS, most=_MOST))


def patterns_for(texts: Sequence[tuple[str, bool]], kind: str) -> tuple[str, ...]:
    """What finds all of the texts, each ``whole`` or not, in ever more of the record: the last of them anywhere."""
    return tuple(_within(part, texts, kind) for part in _PARTS[kind])


def pattern_for(text: str, kind: str, *, whole: bool, weights: str = "") -> str:
    """What finds a text: its words in a row, of which the last may go on unless the text is ``whole``.

    PostgreSQL looks only for words of these weights, where any are told.
    """
    folded = fold(text)
    if kind == "sqlite":
        return f'"{folded}"' + ("" if whole else "*")
    *words, last = _WORD.findall(folded)
    label = f":{weights}" if weights else ""
    ends = label if whole else f":*{weights}"
    return "(" + " <-> ".join([*(word + label for word in words), last + ends]) + ")"


def _within(part: str, texts: Iterable[tuple[str, bool]], kind: str) -> str:
    """What finds all of the texts in a part of the record."""
    weights = part if kind == "postgresql" else ""
    pattern = INDEX[kind].both.join(pattern_for(text, kind, whole=whole, weights=weights) for text, whole in texts)
    return f"{{{part}}} : ({pattern})" if kind == "sqlite" and part else pattern


def refresh(database: Database, ids: Collection[int]) -> None:
    """Index these people anew; who is no longer there leaves the index.

    Those with higher numbers than anybody in the index are new to it, and go in all at once.
    """
    number, fill = INDEX[database.kind].number, _FILL[database.kind]
    highest = database.ask(f"SELECT {number} FROM person_search ORDER BY {number} DESC LIMIT 1").firsts()  # noqa: S608  # our own names
    last = max(highest, default=0)
    for some in batched(sorted(person_id for person_id in ids if person_id <= last)):
        those = in_list(some)
        database.tell(f"DELETE FROM person_search WHERE {number} IN {those}")  # noqa: S608  # numbers
        database.tell(fill.format(where=f"WHERE id IN {those}", marks=_MARKS, most=_MOST))
    if max(ids, default=0) > last:
        database.tell(fill.format(where=f"WHERE id > {last}", marks=_MARKS, most=_MOST))


def rebuild(database: Database) -> None:
    """Index all people anew."""
    database.tell("DELETE FROM person_search")
    database.tell(_FILL[database.kind].format(where="", marks=_MARKS, most=_MOST))
