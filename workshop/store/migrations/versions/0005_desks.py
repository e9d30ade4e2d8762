"""Names of desks."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "facilitator_key", sa.Column("name", sa.String(60), nullable=False, server_default="")
    )
