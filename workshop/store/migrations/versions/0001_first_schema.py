"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session",
        sa.Column("code", sa.String(6), primary_key=True),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("plan", sa.JSON, nullable=False),
        sa.Column("policy", sa.JSON, nullable=False),
        sa.Column("progress", sa.JSON, nullable=False),
        sa.Column("screen_key", sa.String(64), nullable=False, unique=True),
    )
    op.create_table(
        "facilitator_key",
        sa.Column("session", sa.String(6), primary_key=True),
        sa.Column("key_hash", sa.LargeBinary(32), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participant",
        sa.Column("session", sa.String(6), primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("group", sa.String(16), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "asking",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("session", sa.String(6), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("pass", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("joined", sa.JSON, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("was_revealed", sa.Boolean, nullable=False),
        sa.Column("forgotten", sa.Boolean, nullable=False),
        sa.UniqueConstraint("session", "question", "pass", "round"),
    )
    op.create_table(
        "marked_off",
        sa.Column("asking", sa.String(64), primary_key=True),
        sa.Column("mark", sa.LargeBinary(32), primary_key=True),
        sa.Column("group", sa.String(16), nullable=False),
        sa.Column("last_number", sa.Integer, nullable=False),
        sa.Column("locked", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballot",
        sa.Column("asking", sa.String(64), primary_key=True),
        sa.Column("seal_id", sa.LargeBinary(32), primary_key=True),
        sa.Column("group", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "release",
        sa.Column("asking", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.Column("picture", sa.JSON, nullable=False),
    )
