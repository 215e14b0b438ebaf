"""The tables, for SQLite and PostgreSQL alike. Every one has an integer ``id``: changes are recorded by it.

Instants are kept twice: as ISO text with the offset the source told, and as seconds since 1970 to sort and
compare by. What the user said about a session has a table of its own, which no import writes to.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint, false
from sqlalchemy.ext.compiler import compiles

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@compiles(Text, "postgresql")
def _text_of_postgresql(*_: object, **__: object) -> str:
    """Compared by its letters' numbers, as SQLite does, and not as the language of the server's country has it."""
    return 'TEXT COLLATE "C"'


@compiles(Integer, "postgresql")
def _integer_of_postgresql(*_: object, **__: object) -> str:
    """As large as SQLite's: the seconds since 1970 leave 32 bits in 2038."""
    return "BIGINT"


def _table(name: str, *items: Any) -> Table:  # noqa: ANN401  # columns, constraints and indexes, as `Table` takes them
    return Table(name, metadata, Column("id", Integer, primary_key=True), *items, sqlite_autoincrement=True)


def _text(name: str, *, index: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="", index=index)


def _version() -> Column[int]:
    """How often the row was changed, and one: so that nobody overwrites what another changed meanwhile."""
    return Column("version", Integer, nullable=False, server_default="1")


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=false())


def _to(target: str, *, null: bool = False, index: bool = True) -> Column[int]:
    return Column(f"{target}_id", ForeignKey(f"{target}.id"), nullable=null, index=index)


event = _table("event", Column("slug", Text, nullable=False, unique=True), _text("name"), _text("timezone"))

source = _table(
    "source",
    _to("event"),
    _text("location"),
    _text("name"),
    _text("importer"),
    _text("digest"),
    _text("timezone"),
    _text("imported_at"),
    _text("etag"),
    _text("last_modified"),
)

session = _table(
    "session",
    _to("event"),
    _to("source", index=False),
    _text("uid", index=True),
    _text("recurrence_id"),
    _text("title"),
    _text("abstract"),
    _text("starts"),
    _text("ends"),
    Column("starts_at", Integer, nullable=False),
    Column("ends_at", Integer, nullable=False),
    _text("timezone"),
    _text("room"),
    _text("track"),
    _text("kind"),
    _text("url"),
    _text("status"),
    _text("digest"),
    _text("raw"),
    _text("remark"),
    _text("language"),
    _text("links"),
)
# what an event is asked for at every turn, its days and how many sessions are listed, is told by the index alone
Index("ix_session_event_id_starts_at", session.c.event_id, session.c.starts_at, session.c.ends_at, session.c.status)
Index("ix_session_source_id_status", session.c.source_id, session.c.status)

interest = _table(
    "interest",
    Column("session_id", ForeignKey("session.id"), nullable=False, unique=True),
    _text("level"),
    _text("note"),
    _flag("attended"),
    _version(),
)

person = _table(
    "person",
    _text("name"),
    _text("name_key", index=True),
    _text("given"),
    _text("family"),
    _text("organization"),
    _text("organization_key"),
    _text("title"),
    _text("note"),
    _text("birthday"),
    _text("search_text"),
    _flag("contact"),
    _flag("is_me"),
    _flag("do_not_contact"),
    _version(),
)

contact_point = _table(
    "contact_point",
    _to("person"),
    _text("kind"),
    _text("value"),
    _text("normal"),
    _text("platform"),
    _text("label"),
    _flag("identifies"),
)
Index("ix_contact_point_kind_normal", contact_point.c.kind, contact_point.c.normal)

label = _table("label", _to("person"), _text("kind"), _text("value"), _text("value_key"))
Index("ix_label_kind_value_key", label.c.kind, label.c.value_key)

card = _table("card", _to("person"), _text("source"), _text("uid"), _text("digest", index=True), _text("raw"))

attendance = _table(
    "attendance",
    _to("person", index=False),
    _to("event"),
    _text("role"),
    UniqueConstraint("person_id", "event_id", "role"),
)

session_speaker = _table(
    "session_speaker",
    _to("session"),
    _to("person"),
    _text("name"),
    Column("position", Integer, nullable=False),
    _text("uid"),
)

speaker_doubt = _table(
    "speaker_doubt",
    _to("session"),
    _text("name"),
    _text("email"),
    _text("organization"),
    Column("confidence", Integer, nullable=False),
    _text("why"),
    _text("verdict"),
)

encounter = _table(
    "encounter",
    _to("person"),
    _to("event"),
    _to("session", null=True),
    _text("at"),
    Column("at_seconds", Integer, nullable=False),
    _text("note"),
    _text("promise"),
    _text("search_text"),
    _version(),
)

different = _table(
    "different",
    _to("person", index=False),
    Column("other_id", ForeignKey("person.id"), nullable=False, index=True),
    UniqueConstraint("person_id", "other_id"),
)

forgotten = _table("forgotten", Column("digest", Text, nullable=False, unique=True), _text("at"))

setting = _table("setting", Column("name", Text, nullable=False, unique=True), _text("value"))

document = _table(
    "document",
    Column("plugin", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    _to("event", null=True),
    _to("session", null=True),
    _to("person", null=True),
    _text("data"),
    _version(),
    UniqueConstraint("plugin", "kind", "key"),
)

change = _table(
    "change",
    _text("at"),
    _text("label"),
    Column("undoes", ForeignKey("change.id"), nullable=True, index=True),
    _text("who"),
    _text("source"),
)

session_change = _table(
    "session_change",
    Column("change_id", ForeignKey("change.id"), nullable=False, index=True),
    _to("event"),
    _to("session"),
    _text("kind"),
    _text("fields"),
)

change_row = _table(
    "change_row",
    Column("change_id", ForeignKey("change.id"), nullable=False, index=True),
    _text("table_name"),
    _text("operation"),
    Column("first_id", Integer, nullable=False),
    Column("last_id", Integer, nullable=False),
    _text("before"),
)
Index("ix_change_row_table_name_first_id", change_row.c.table_name, change_row.c.first_id, change_row.c.last_id)
