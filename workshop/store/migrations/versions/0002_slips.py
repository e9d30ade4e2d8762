"""Slips: one-time codes to join with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slip",
        sa.Column("session", sa.String(6), primary_key=True),
        sa.Column("code", sa.String(8), primary_key=True),
        sa.Column("hat", sa.String(16), nullable=False),
        sa.Column("is_used", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
