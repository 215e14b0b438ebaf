"""What undoing and backups have to know of the tables, without SQLAlchemy: which rows point to which, what is unique.

A test holds that this is what ``store/schema.py`` says.
"""

from __future__ import annotations

from typing import Any

REFERENCES: dict[str, dict[str, str]] = {
    "source": {"event_id": "event"},
    "session": {"event_id": "event", "source_id": "source"},
    "interest": {"session_id": "session"},
    "contact_point": {"person_id": "person"},
    "label": {"person_id": "person"},
    "card": {"person_id": "person"},
    "attendance": {"person_id": "person", "event_id": "event"},
    "session_speaker": {"session_id": "session", "person_id": "person"},
    "speaker_doubt": {"session_id": "session"},
    "encounter": {"person_id": "person", "event_id": "event", "session_id": "session"},
    "document": {"event_id": "event", "session_id": "session", "person_id": "person"},
    "different": {"person_id": "person", "other_id": "person"},
    "change": {"undoes": "change"},
    "session_change": {"change_id": "change", "event_id": "event", "session_id": "session"},
    "change_row": {"change_id": "change"},
}
"""The table that each column which points somewhere points to, by table."""

UNIQUE: dict[str, tuple[str, ...]] = {
    "event": ("slug",),
    "interest": ("session_id",),
    "attendance": ("person_id", "event_id", "role"),
    "document": ("plugin", "kind", "key"),
    "different": ("person_id", "other_id"),
    "forgotten": ("digest",),
    "setting": ("name",),
}
"""The columns whose values together no two rows of a table have."""

VERSIONED = frozenset({"person", "interest", "encounter", "document"})
"""Tables whose rows count how often they were changed: what people type, and may type at once."""

FLAGS: dict[str, frozenset[str]] = {
    "interest": frozenset({"attended"}),
    "person": frozenset({"contact", "is_me", "do_not_contact"}),
    "contact_point": frozenset({"identifies"}),
}
"""The columns that are true or false, by table: SQLite tells them as 1 and 0, which PostgreSQL does not take."""

TABLES = (
    *("event", "person", "source", "session", "interest", "contact_point", "label", "card", "attendance"),
    *("session_speaker", "speaker_doubt", "encounter", "document", "different", "forgotten", "setting"),
    *("change", "session_change", "change_row"),
)
"""All tables, each after those that it points to."""


def with_flags(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row whose flags are true or false, whichever database it comes from."""
    flags = FLAGS.get(table)
    return {name: bool(value) if name in flags else value for name, value in row.items()} if flags else row
