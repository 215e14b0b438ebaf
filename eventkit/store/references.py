"""What undoing has to know of the tables, without SQLAlchemy: which rows point to which, and which values are unique.

A test holds that this is what ``store/schema.py`` says.
"""

from __future__ import annotations

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
