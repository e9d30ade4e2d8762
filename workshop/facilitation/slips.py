"""The use cases of slips: one-time codes, made and printed before anybody joins.

The rules are in `domain.voting.slips`.
"""

from workshop.domain.voting.session import Session
from workshop.domain.voting.slips import Slip, hats
from workshop.facilitation.changes import Changes
from workshop.facilitation.ports import Randomness, SessionStore, Transaction

SLIP_CODE_LENGTH = 8  # 31^8: nobody guesses one of a thousand slips


class Slips:
    """Makes and destroys slips. Neither can be undone: somebody may have printed them."""

    def __init__(self, store: SessionStore, changes: Changes, chance: Randomness) -> None:
        self._store = store
        self._changes = changes
        self._chance = chance

    def make_slips(
        self, code: str, northern: int, southern: int, version: int | None = None
    ) -> Session:
        """Make so many more slips for each side; from the first on, nobody joins without one.

        Raises TooLateForSlips when people have joined without, TooManySlips.
        """

        def transition(session: Session, transaction: Transaction) -> Session:
            taken = {slip.code for slip in transaction.slips()}
            made = [Slip(self._unused(taken), hat) for hat in hats(northern, southern, len(taken))]
            transaction.add_slips(made)
            return session.use_slips(transaction.joined(), needed=True)

        return self._changes.change_for_good(code, version, transition)

    def drop_slips(self, code: str, version: int | None = None) -> Session:
        """Destroy all slips: people join without.

        Raises TooLateForSlips when people have joined.
        """

        def transition(session: Session, transaction: Transaction) -> Session:
            transaction.drop_slips()
            return session.use_slips(transaction.joined(), needed=False)

        return self._changes.change_for_good(code, version, transition)

    def of(self, code: str) -> list[Slip]:
        """The session's slips, to be printed; their order means nothing."""
        return self._store.transact(code, lambda transaction: transaction.slips())

    def _unused(self, taken: set[str]) -> str:
        while (code := self._chance.code(SLIP_CODE_LENGTH)) in taken:
            pass
        taken.add(code)
        return code
