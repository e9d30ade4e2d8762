"""The use cases of desks: each facilitator leads with a link of their own, which another desk can
close.
"""

from workshop.domain.voting.desk import Desk, check_room, to_close
from workshop.facilitation.ports import Broadcaster, Chance, SessionStore, Transaction

FACILITATOR_KEY_BITS = 256


class Desks:
    """The links by which a session is led.

    No verb of them can be undone: a key is told once, to whoever asks.
    """

    def __init__(self, store: SessionStore, broadcaster: Broadcaster, chance: Chance) -> None:
        self._store = store
        self._broadcaster = broadcaster
        self._chance = chance

    def new_key(self) -> str:
        """A fresh facilitator's key."""
        return self._chance.key(FACILITATOR_KEY_BITS)

    def desk_of(self, code: str, key: str) -> Desk:
        """The desk that this key opens. Raises WrongKey, also for an unknown session."""
        return self._store.desk_of(code, key)

    def of(self, code: str) -> list[Desk]:
        """The session's desks: the one that opened it, which has no name, then the others by
        theirs.
        """
        return self._store.transact(code, lambda transaction: transaction.desks())

    def open_desk(self, code: str, name: str) -> tuple[Desk, str]:
        """Another desk, and its key, which is told here and never again. Raises TooManyDesks."""
        key = self.new_key()

        def work(transaction: Transaction) -> Desk:
            check_room(transaction.desks())
            return transaction.add_desk(name, key)

        return self._store.transact(code, work), key

    def close_desk(self, code: str, desk_id: str, own: Desk) -> None:
        """Close another desk: its link opens nothing any more, and who sits there is let go at
        once.

        Raises UnknownDesk, OwnDesk, and WrongKey if one's own was closed a moment before.
        """

        def work(transaction: Transaction) -> None:
            transaction.drop_desk(to_close(transaction.desks(), desk_id, own).id)

        self._store.transact(code, work)
        self._broadcaster.desk_closed(code, desk_id)
