"""The use cases of desks: the links by which several facilitators lead one session."""

from workshop.domain.voting.desk import Desk, check_room, to_close
from workshop.facilitation.ports import Broadcaster, Randomness, SessionStore, Transaction

FACILITATOR_KEY_BITS = 256


class Desks:
    """Opens and closes desks.

    None of these verbs can be undone: a key is told once, to whoever asks.
    """

    def __init__(self, store: SessionStore, broadcaster: Broadcaster, chance: Randomness) -> None:
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
        """The session's desks: first the nameless one that opened it, then the others by name."""
        return self._store.transact(code, lambda transaction: transaction.desks())

    def open_desk(self, code: str, name: str) -> tuple[Desk, str]:
        """A new desk and its key, which is told here and never again. Raises TooManyDesks."""
        key = self.new_key()

        def work(transaction: Transaction) -> Desk:
            check_room(transaction.desks())
            return transaction.add_desk(name, key)

        return self._store.transact(code, work), key

    def close_desk(self, code: str, desk_id: str, own: Desk) -> None:
        """Close another desk: its link stops working, and its connections are closed at once.

        Raises UnknownDesk, OwnDesk, and WrongKey if one's own was closed a moment before.
        """

        def work(transaction: Transaction) -> None:
            transaction.drop_desk(to_close(transaction.desks(), desk_id, own).id)

        self._store.transact(code, work)
        self._broadcaster.desk_closed(code, desk_id)
