"""What an import changed, speakers that wait for the user's word, and what a source needs to be fetched again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    """Add the columns and tables."""
    for table, names in {
        "source": ("etag", "last_modified"),
        "session": ("remark", "language", "links"),
        "session_speaker": ("uid",),
    }.items():
        for name in names:
            op.add_column(table, _text(name))
    op.add_column("interest", sa.Column("attended", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "speaker_doubt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        _text("name"),
        _text("email"),
        _text("organization"),
        sa.Column("confidence", sa.Integer(), nullable=False),
        _text("why"),
        _text("verdict"),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_speaker_doubt_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_doubt")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_speaker_doubt_session_id"), "speaker_doubt", ["session_id"], unique=False)
    op.create_table(
        "session_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        _text("kind"),
        _text("fields"),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_session_change_change_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_session_change_event_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_session_change_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_change")),
        sqlite_autoincrement=True,
    )
    for name in ("change_id", "event_id", "session_id"):
        op.create_index(op.f(f"ix_session_change_{name}"), "session_change", [name], unique=False)
