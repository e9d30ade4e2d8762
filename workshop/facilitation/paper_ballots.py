"""The use cases of paper ballots: one short method per verb."""

from collections.abc import Sequence

from workshop.domain.errors import QuestionClosed
from workshop.domain.voting.paper_ballots import count_by_hand
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.session import Session
from workshop.facilitation.changes import Changes


class PaperBallots:
    """Counts people who vote on paper, and takes their ballots."""

    def __init__(self, changes: Changes) -> None:
        self._change = changes.change

    def expect_paper(self, code: str, people: Joined, version: int | None = None) -> Session:
        """Set how many people of each group vote on paper; nothing told of phones changes.

        Raises QuestionOpen, SessionEnded.
        """
        return self._change(
            "expect_paper", code, version, lambda session, _: session.expect_paper(people)
        )

    def enter_paper(
        self,
        code: str,
        group: PartnerGroup,
        voters: int,
        counts: Sequence[int],
        no_answer: int,
        version: int | None = None,
    ) -> Session:
        """Enter a group's paper ballots for the open question, in one go.

        Raises FaultyPaper, QuestionClosed.
        """

        def transition(session: Session, _: object) -> Session:
            if session.open_asking is None:
                raise QuestionClosed()
            place = session.open_asking.place
            expected = session.on_paper.as_numbers()[group.value]
            counted = count_by_hand(
                session.plan.question(place.question), voters, counts, no_answer, expected
            )
            return session.enter_paper(place, group, counted)

        return self._change("enter_paper", code, version, transition)
