"""The store of one worker among several, which share PostgreSQL and a folder of keys."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from workshop.cluster.lease import Lease
from workshop.domain.errors import NotJoined, UnknownSession
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.session import Session
from workshop.store import tables
from workshop.store.keys import KeyRing
from workshop.store.presence import Presence
from workshop.store.sealing import Sealer
from workshop.store.store import Offload, SqlStore


class SharedKeyRing(KeyRing):
    """A key ring without a cache.

    Another worker may destroy a key at any moment, and then it must be gone here, too.
    """

    def __init__(self, folder: Path, fingerprint: str = "") -> None:
        super().__init__(folder, fingerprint)
        self._check = f"check-{os.urandom(8).hex()}"

    def create(self, asking_id: str) -> None:
        """As for one worker."""
        super().create(asking_id)
        self._sealers.pop(asking_id)

    def sealer(self, asking_id: str) -> Sealer:
        """The sealer of this asking, read anew.

        Raises KeyMissing, also while the folder is away.
        """
        self._check_here()
        return self._read(asking_id)


class SharedSqlStore(SqlStore):
    """A store whose cache of a session is valid while the version in the database is the same."""

    def __init__(
        self,
        engine: sa.Engine,
        keys: SharedKeyRing,
        offload: Offload,
    ) -> None:
        self._presence = Presence(engine)
        self.is_alone = self._presence.join()
        self._lease = Lease(engine)
        super().__init__(engine, keys, offload)

    def session(self, code: str) -> Session:
        """The session with this code, as it is now. Raises UnknownSession."""
        identity = sa.select(tables.session.c.version, tables.session.c.screen_key).where(
            tables.session.c.code == code
        )
        row = self._in_turn(lambda connection: connection.execute(identity).one_or_none())
        if row is None:
            self._sessions.drop(code)
            raise UnknownSession()
        known = self._sessions.get(code)
        if known and (known.version, known.screen_key) == tuple(row):
            return known
        return self.transact(code, lambda transaction: transaction.session())

    def group_of(self, code: str, token: str) -> PartnerGroup:
        """The group of a participant, as it is now. Raises NotJoined."""
        group = self._read_group(code, token)
        if group is None:
            raise NotJoined()
        return group

    def leads(self) -> bool:
        """Whether this worker runs the ticks."""
        return self._lease.is_held()

    def seek_lead(self) -> None:
        """Take or renew the lease; to be called every second."""
        self._offload(self._presence.renew)
        self._offload(self._lease.renew)

    def close(self) -> None:
        """As for one worker, and release the lease."""
        self._offload(self._lease.close)
        super().close()
        self._presence.close()

    def _forget_stray_keys(self) -> None:
        """Only if no other worker serves: the key may belong to an asking being opened there."""
        if self.is_alone:
            super()._forget_stray_keys()


@contextmanager
def starting(folder: Path) -> Iterator[None]:
    """Let workers on this folder start one after the other."""
    descriptor = os.open(folder / ".starting", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def share_folder(folder: Path) -> int:
    """Lock the data folder together with other workers; returns the descriptor of the lock.

    Raises BlockingIOError when a server holds it that serves alone.
    """
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return descriptor
