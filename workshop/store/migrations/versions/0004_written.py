"""Written answers and paper ballots."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "written",
        sa.Column("session", sa.String(6), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("asking", sa.String(64), nullable=False),
        sa.Column("text", sa.String(280), nullable=False),
        sa.Column("is_shown", sa.Boolean, nullable=False),
        sa.Column("question", sa.String(64)),
        sqlite_with_rowid=False,
    )
    op.add_column("asking", sa.Column("paper", sa.JSON, nullable=False, server_default="{}"))
