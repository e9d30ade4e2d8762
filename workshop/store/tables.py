"""The database tables.

Nothing in them tells who cast a ballot, when, or in which order.

`marked_off.mark` and `ballot.seal_id` are keyed hashes under the asking's key, which lives outside
the database and is destroyed at close; neither can be joined to `participant`, nor to each other;
nor can `newcomer`. Tables that hold ballots, marks or participants have no rowid (insertion order
would be an order of arrival), no time, no serial number.
"""

from typing import Any

import sqlalchemy as sa


class _Bytes(sa.LargeBinary):
    """Bytes without a wrapper: both drivers take them, and wrapping costs a tenth of a vote."""

    def bind_processor(self, dialect: sa.Dialect) -> Any:
        """None: values go to the driver as they are."""
        return None


metadata = sa.MetaData()

server = sa.Table(
    "server",
    metadata,
    sa.Column(
        "name", sa.String(32), primary_key=True
    ),  # "fingerprint": whose database this is; "day": the latest seen
    sa.Column("value", sa.String(64), nullable=False),
    sqlite_with_rowid=False,
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("code", sa.String(6), primary_key=True),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("plan", sa.JSON, nullable=False),
    sa.Column("policy", sa.JSON, nullable=False),
    sa.Column("progress", sa.JSON, nullable=False),  # place, lock, wall: what the room looks at
    sa.Column("screen_key", sa.String(64), nullable=False, unique=True),
    sa.Column(
        "baseline", sa.JSON
    ),  # the results.json of an earlier session: what its room was shown
    sa.Column("used_on", sa.Date),  # the day of the last change; of ballots nothing is written here
    sa.Column("ended_on", sa.Date),
    sa.Column("due_since", sa.Date),  # since when it is listed to be deleted
)

facilitator_key = sa.Table(
    "facilitator_key",
    metadata,
    sa.Column("session", sa.String(6), primary_key=True),
    sa.Column("key_hash", _Bytes(32), primary_key=True),
    sa.Column("name", sa.String(60), nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

participant = sa.Table(
    "participant",
    metadata,
    sa.Column("session", sa.String(6), primary_key=True),
    sa.Column("token_hash", _Bytes(32), primary_key=True),
    sa.Column("group", sa.String(16), nullable=False),
    sqlite_with_rowid=False,
)

newcomer = sa.Table(
    "newcomer",
    metadata,
    sa.Column("session", sa.String(6), primary_key=True),
    sa.Column(
        "mark", _Bytes(32), primary_key=True
    ),  # made from the token: it cannot be joined to a token_hash
    sqlite_with_rowid=False,
)

slip = sa.Table(
    "slip",
    metadata,
    sa.Column("session", sa.String(6), primary_key=True),
    sa.Column("code", sa.String(8), primary_key=True),
    sa.Column("hat", sa.String(16), nullable=False),
    sa.Column(
        "is_used", sa.Boolean, nullable=False
    ),  # never by whom: nothing joins a slip to a participant
    sqlite_with_rowid=False,
)

asking = sa.Table(
    "asking",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("session", sa.String(6), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),  # askings follow one another in public
    sa.Column("question", sa.String(64), nullable=False),
    sa.Column("pass", sa.String(16), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("mode", sa.String(16), nullable=False),
    sa.Column("joined", sa.JSON, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("was_revealed", sa.Boolean, nullable=False),
    sa.Column("forgotten", sa.Boolean, nullable=False),
    sa.Column(
        "paper", sa.JSON, nullable=False, server_default="{}"
    ),  # entered at the desk, which knows it; until close
    sa.UniqueConstraint("session", "question", "pass", "round"),
)

agreement = sa.Table(
    "agreement",
    metadata,
    sa.Column("session", sa.String(6), primary_key=True),
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column(
        "position", sa.Integer, nullable=False
    ),  # typed at a desk, in public: their order tells of nobody
    sa.Column("question", sa.String(64)),
    sa.Column("what", sa.String(500), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("by", sa.String(100), nullable=False),
)

written = sa.Table(
    "written",
    metadata,
    sa.Column("session", sa.String(6), primary_key=True),
    sa.Column(
        "id", sa.String(64), primary_key=True
    ),  # random, given at the close: the order in which they are kept
    sa.Column("asking", sa.String(64), nullable=False),
    sa.Column("text", sa.String(280), nullable=False),
    sa.Column("is_shown", sa.Boolean, nullable=False),
    sa.Column("question", sa.String(64)),
    sqlite_with_rowid=False,
)

marked_off = sa.Table(
    "marked_off",
    metadata,
    sa.Column("asking", sa.String(64), primary_key=True),
    sa.Column("mark", _Bytes(32), primary_key=True),
    sa.Column(
        "group", sa.String(16), nullable=False
    ),  # the pool: the group when split, "together" for all when not
    sa.Column("last_number", sa.Integer, nullable=False),
    sa.Column("locked", sa.Boolean, nullable=False),
    sqlite_with_rowid=False,
)

ballot = sa.Table(
    "ballot",
    metadata,
    sa.Column("asking", sa.String(64), primary_key=True),
    sa.Column("seal_id", _Bytes(32), primary_key=True),
    sa.Column("group", sa.String(16), nullable=False),  # the pool, as above
    sa.Column("sealed", _Bytes, nullable=False),
    sqlite_with_rowid=False,
)

release = sa.Table(
    "release",
    metadata,
    sa.Column("asking", sa.String(64), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("final", sa.Boolean, nullable=False),
    sa.Column("picture", sa.JSON, nullable=False),
)

OF_PEOPLE = (participant, newcomer, slip, marked_off, ballot)
"""Tables that grow person by person. Key: the first two columns, an owner and a random value.
"""
