"""The use cases of agreements: one short method per verb.

They work after the end of a session, too: much is agreed while people leave.
"""

from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.session import Session
from workshop.facilitation.changes import Changes
from workshop.facilitation.ports import Randomness

AGREEMENT_ID_BITS = 64


class Agreements:
    """Adds, edits and removes agreements."""

    def __init__(self, changes: Changes, chance: Randomness) -> None:
        self._change = changes.change
        self._chance = chance

    def add_agreement(self, code: str, agreement: Agreement, version: int | None = None) -> Session:
        """Add an agreement. Raises TooManyAgreements, UnknownQuestion."""
        agreement_id = self._chance.key(AGREEMENT_ID_BITS)
        return self._change(
            "add_agreement",
            code,
            version,
            lambda session, _: session.agree(agreement_id, agreement),
        )

    def edit_agreement(
        self, code: str, agreement_id: str, agreement: Agreement, version: int | None = None
    ) -> Session:
        """Rewrite an agreement in its place. Raises UnknownAgreement, UnknownQuestion."""
        return self._change(
            "edit_agreement",
            code,
            version,
            lambda session, _: session.edit_agreement(agreement_id, agreement),
        )

    def remove_agreement(self, code: str, agreement_id: str, version: int | None = None) -> Session:
        """Remove an agreement. Raises UnknownAgreement."""
        return self._change(
            "remove_agreement",
            code,
            version,
            lambda session, _: session.remove_agreement(agreement_id),
        )
