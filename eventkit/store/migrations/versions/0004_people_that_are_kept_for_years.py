"""People kept for years: full text, versions of rows, who changed what, who is not the same, and who is forgotten."""

import sqlalchemy as sa
from alembic import op

from eventkit.domain.text import fold
from eventkit.store.postgresql import make_numbers
from eventkit.store.search import index_everybody, make_index

revision = "0004"
down_revision = "0003"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    """Add the columns and tables, and index who is there."""
    for table, name in (("change", "who"), ("change", "source"), ("encounter", "search_text")):
        op.add_column(table, _text(name))
    for table in ("person", "interest", "encounter", "document"):
        op.add_column(table, sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "different",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_different_person_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_different_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_different")),
        sa.UniqueConstraint("person_id", "other_id", name=op.f("uq_different_person_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_different_other_id"), "different", ["other_id"], unique=False)
    for table, name, other in (("forgotten", "digest", "at"), ("setting", "name", "value")):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column(name, sa.Text(), nullable=False),
            _text(other),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint(name, name=op.f(f"uq_{table}_{name}")),
            sqlite_autoincrement=True,
        )
    connection = op.get_bind()
    _fold_encounters(connection)
    make_numbers(connection)
    make_index(connection)
    index_everybody(connection)


def _fold_encounters(connection: sa.Connection) -> None:
    rows = connection.execute(sa.text("SELECT id, note, promise FROM encounter")).all()
    folded = [{"id": number, "folded": fold(f"{note} {promise}")} for number, note, promise in rows]
    if folded:
        connection.execute(sa.text("UPDATE encounter SET search_text = :folded WHERE id = :id"), folded)
