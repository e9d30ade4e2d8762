"""The server a database belongs to, the latest day it has seen, and the dates of sessions."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "server",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
        sqlite_with_rowid=False,
    )
    for name in ("used_on", "ended_on", "due_since"):
        op.add_column("session", sa.Column(name, sa.Date))
    days = (sa.column(name, sa.Date) for name in ("opened_on", "used_on", "ended_on"))
    session = sa.table("session", *days, sa.column("state"))
    today = datetime.now(UTC).date()  # when it was last used, nobody wrote down: not later than now
    known = sa.case(
        (session.c.opened_on > today, session.c.opened_on), else_=sa.literal(today, sa.Date)
    )
    op.execute(sa.update(session).values(used_on=known))
    op.execute(
        sa.update(session).where(session.c.state == "ended").values(ended_on=session.c.opened_on)
    )
