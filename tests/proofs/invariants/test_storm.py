"""In whatever order votes, verbs, crashes and restarts come, the invariants hold; where a store
cheats, they bite.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.proofs.invariants.storm import STORIES, Disk, Memory, Story, tell, weather
from tests.support.fakes import MemoryStore, MemoryTransaction
from tests.support.trials import are_whole, trials
from workshop.domain.errors import NothingToUndo
from workshop.domain.voting.session import AskingState, Session


@pytest.mark.parametrize("story", STORIES.values(), ids=list(STORIES))
@pytest.mark.parametrize("place", [Memory, Disk])
def test_the_invariants_hold_where_everything_happens_once(
    place: Callable[[], Memory | Disk], story: Story
) -> None:
    tell(place, story)


def test_the_invariants_hold_in_any_weather_in_the_reference_model() -> None:
    weather(Memory, examples=trials(4, 500), steps=50)


def test_the_invariants_hold_in_any_weather_on_disk() -> None:
    weather(Disk, examples=trials(1, 20), steps=trials(15, 50))


class LosesThePictureLastTold(MemoryStore):
    """What was told just before a crash was not on disk yet."""

    def restarted(self) -> MemoryStore:
        for record in self._records.values():
            for kept in record.askings.values():
                del kept.releases[-1:]
        return super().restarted()


class CountsAgainAtARestart(MemoryStore):
    """A picture is made anew at a start, and numbered anew."""

    def restarted(self) -> MemoryStore:
        for record in self._records.values():
            for kept in record.askings.values():
                kept.releases[:] = [
                    replace(release, number=release.number + 1) for release in kept.releases
                ]
        return super().restarted()


class LosesAcknowledgedBallots(MemoryStore):
    """Ballots are acknowledged before they are on disk."""

    def restarted(self) -> MemoryStore:
        for record in self._records.values():
            for kept in record.askings.values():
                kept.ballots.clear()
        return super().restarted()


class TellsFilesEverything(MemoryStore):
    """A closed question counts as shown."""

    def session(self, code: str) -> Session:
        session = super().session(code)
        askings = [
            replace(asking, was_revealed=asking.state is not AskingState.OPEN)
            for asking in session.askings
        ]
        return replace(session, askings=tuple(askings))


class ForgetsNothing(MemoryStore):
    """Marks stay when a question is closed."""

    def forget(self, asking_id: str) -> None:
        pass


class LeavesForgettingHalfDone(MemoryStore):
    """A crash between the last picture and the forgetting is never made good."""

    def restarted(self) -> MemoryStore:
        return self


class KeepsWhatWasTakenBack(MemoryStore):
    """Who answered a question that was taken back can be told afterwards."""

    def forget(self, asking_id: str) -> None:
        askings = [asking for record in self._records.values() for asking in record.session.askings]
        if asking_id not in {
            asking.id for asking in askings if asking.state is AskingState.TAKEN_BACK
        }:
            super().forget(asking_id)


class UndoesOnlyWhatHoldsNoBallot(MemoryStore):
    """As it once was: an undo says whether anybody has answered."""

    def transact(self, code: str, work: Callable[[Any], Any]) -> Any:
        def careless(transaction: Any) -> Any:
            transaction.keep = lambda session: self.keep(transaction, session)
            return work(transaction)

        return super().transact(code, careless)

    @staticmethod
    def keep(transaction: Any, session: Session) -> Session:
        for asking in session.askings:
            kept = transaction._record.askings.get(asking.id)
            if asking.state is AskingState.TAKEN_BACK and kept and kept.marks:
                raise NothingToUndo()
        return MemoryTransaction.keep(transaction, session)


class UnlocksAtARestart(MemoryStore):
    """Who is in a picture may change their answer after a restart."""

    def restarted(self) -> MemoryStore:
        for record in self._records.values():
            for kept in record.askings.values():
                kept.marks = {
                    token: replace(mark, locked=False) for token, mark in kept.marks.items()
                }
        return super().restarted()


FAULTS = [
    LosesThePictureLastTold,
    CountsAgainAtARestart,
    LosesAcknowledgedBallots,
    TellsFilesEverything,
    ForgetsNothing,
    LeavesForgettingHalfDone,
    KeepsWhatWasTakenBack,
    UndoesOnlyWhatHoldsNoBallot,
    UnlocksAtARestart,
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_store_that_cheats_is_caught(fault: type[MemoryStore]) -> None:
    with pytest.raises(AssertionError):
        tell_all(lambda: Memory(fault))
    if are_whole():
        with pytest.raises(AssertionError):
            weather(lambda: Memory(fault), examples=4000, steps=40, seeks=True)


def tell_all(place: Callable[[], Memory | Disk]) -> None:
    for story in STORIES.values():
        tell(place, story)
