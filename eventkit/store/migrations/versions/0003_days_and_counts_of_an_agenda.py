"""Indexes that say when an agenda begins and ends, and how many sessions are listed, without reading them."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Widen the indexes."""
    op.drop_index("ix_session_event_id_starts_at", "session")
    op.create_index(
        "ix_session_event_id_starts_at", "session", ["event_id", "starts_at", "ends_at", "status"], unique=False
    )
    op.drop_index("ix_session_source_id", "session")
    op.create_index("ix_session_source_id_status", "session", ["source_id", "status"], unique=False)
