"""What every store keeps to: it keeps what it acknowledged, counts nothing twice, and forgets what
it must. Run on each of them: here, and tests/proofs/store for PostgreSQL.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

import pytest

from tests.store.stores import Whereabouts
from workshop.domain.errors import (
    NotJoined,
    QuestionClosed,
    Refusal,
    RoomFull,
    StaleBallot,
    WrongKey,
)
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Release
from workshop.domain.voting.retention import Life
from workshop.domain.voting.session import Asking, Place, Session
from workshop.domain.voting.tally import next_picture
from workshop.facilitation.ports import SessionStore, Transaction

OpenStore = Callable[[], SessionStore]
NORTHERN, SOUTHERN, NEITHER = PartnerGroup
BUDGET = Question("budget", Kind.WHO_DECIDES, "Who decides on the budget?")
PLACE = Place("budget", Pass.TODAY)
TODAY = date(2026, 11, 22)


def opened(
    store: SessionStore, code: str = "AAAAAA", northern: int = 3, southern: int = 3
) -> Session:
    """A session whose question is open, with so many participants: n0, n1, … and s0, s1, …"""
    store.add(
        Session(code, f"screen-{code}", Plan("T", (BUDGET,)), Policy(3, 6)), f"key-{code}", TODAY
    )
    for number in range(northern):
        store.join(code, f"n{number}", NORTHERN)
    for number in range(southern):
        store.join(code, f"s{number}", SOUTHERN)
    return store.transact(
        code,
        lambda t: t.keep(t.session().open("budget", Pass.TODAY, f"asking-{code}", t.snapshot())),
    )


def close(store: SessionStore, code: str = "AAAAAA") -> None:
    """Close the open question, nothing else."""
    store.transact(code, lambda t: t.keep(t.session().close(PLACE)))


def counted(store: SessionStore, code: str = "AAAAAA") -> dict[str, list[tuple[int, ...]]]:
    """Every ballot in the box, opened, by pool; the box stays as it is."""

    def work(transaction: Transaction) -> dict[str, list[tuple[int, ...]]]:
        box = transaction.box(_asking(transaction.session()))
        found = {
            pool: [b.choices for b in box.take(pool, range(size))]
            for pool, size in box.sizes().items()
        }
        raise _Look(found)

    with pytest.raises(_Look) as looked:
        store.transact(code, work)
    return looked.value.found


class _Look(Refusal):
    """Leaves a transaction undone, with what was seen in it."""

    def __init__(self, found: dict[str, list[tuple[int, ...]]]) -> None:
        super().__init__()
        self.found = found


def _asking(session: Session) -> Asking:
    return session.askings[-1]


@pytest.fixture
def open_store(place: Whereabouts) -> OpenStore:
    """Opens the store in the same place, each time as a server that has just started."""
    return place.start


@pytest.fixture
def store(open_store: OpenStore) -> SessionStore:
    return open_store()


def test_what_was_acknowledged_is_there_after_a_restart(
    store: SessionStore, open_store: OpenStore
) -> None:
    before = opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    store.cast("AAAAAA", "s0", PLACE, Ballot((4,)), 1)
    again = open_store()
    assert again.session("AAAAAA") == before
    assert counted(again) == {"northern": [(1,)], "southern": [(4,)]}
    assert again.unfinished() == [("AAAAAA", before.askings[0])]
    assert again.group_of("AAAAAA", "n0") is NORTHERN
    assert again.opened_on("AAAAAA") == TODAY


def test_a_burst_of_ballots_is_counted_once_each(store: SessionStore) -> None:
    opened(store, northern=100, southern=100)
    tokens = [f"{side}{number}" for number in range(100) for side in "ns"]

    def vote(token: str) -> None:
        for _ in range(2):  # every delivery arrives twice
            store.cast("AAAAAA", token, PLACE, Ballot((int(token[1:]) % 6,)), 1)

    with ThreadPoolExecutor(40) as phones:
        list(phones.map(vote, tokens))
    found = counted(store)
    expected = sorted((number % 6,) for number in range(100))
    assert sorted(found["northern"]) == sorted(found["southern"]) == expected


def test_refusals_in_a_burst_hit_only_those_they_are_for(store: SessionStore) -> None:
    opened(store, northern=40)
    tokens = [f"n{number}" if number % 2 else f"stranger{number}" for number in range(40)]

    def vote(token: str) -> str:
        try:
            store.cast("AAAAAA", token, PLACE, Ballot((0,)), 1)
        except NotJoined:
            return "refused"
        return "counted"

    with ThreadPoolExecutor(20) as phones:
        outcomes = dict(zip(tokens, phones.map(vote, tokens), strict=True))
    assert {outcomes[token] for token in tokens if token.startswith("n")} == {"counted"}
    assert {outcomes[token] for token in tokens if token.startswith("stranger")} == {"refused"}
    assert len(counted(store)["northern"]) == 20


def test_the_last_accepted_number_wins_and_its_group_stays(store: SessionStore) -> None:
    opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    store.join("AAAAAA", "n0", SOUTHERN)
    store.cast("AAAAAA", "n0", PLACE, Ballot((2,)), 3)
    with pytest.raises(StaleBallot):
        store.cast("AAAAAA", "n0", PLACE, Ballot((5,)), 2)
    assert counted(store) == {"northern": [(2,)]}


def test_no_ballot_gets_in_after_the_close(store: SessionStore) -> None:
    opened(store)
    close(store)
    with pytest.raises(QuestionClosed):
        store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    assert counted(store) == {}


def test_a_pool_is_locked_as_a_whole_and_the_other_is_not(store: SessionStore) -> None:
    session = opened(store)
    for token in ("n0", "n1", "s0"):
        store.cast("AAAAAA", token, PLACE, Ballot((1,)), 1)
    asking = session.askings[0]
    store.transact("AAAAAA", lambda t: t.box(asking).lock("northern"))
    locked = {
        token: getattr(store.mark_of(asking, token), "locked", None)
        for token in ("n0", "n1", "s0", "s1")
    }
    assert locked == {"n0": True, "n1": True, "s0": False, "s1": None}


def test_a_failed_piece_of_work_leaves_everything_as_it_was(store: SessionStore) -> None:
    before = opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)

    def work(transaction: Transaction) -> None:
        session = transaction.session()
        box = transaction.box(session.askings[0])
        box.add(_picture(session, {"northern": box.take("northern", [0])}))
        transaction.keep(session.close(PLACE))
        raise QuestionClosed()

    with pytest.raises(QuestionClosed):
        store.transact("AAAAAA", work)
    assert store.session("AAAAAA") == before
    assert store.releases(before.askings[0].id) == []
    assert counted(store) == {"northern": [(1,)]}


def test_releases_are_read_back_as_they_were_and_in_order(
    store: SessionStore, open_store: OpenStore
) -> None:
    session = opened(store)
    pictures = [_picture(session, {"northern": [Ballot((1,))] * 3})]
    pictures.append(
        next_picture(BUDGET, session.askings[0], pictures[0], {"southern": [Ballot(())] * 3})
    )
    for picture in pictures:
        store.transact("AAAAAA", partial(_put_in, session, picture))
    assert open_store().releases(session.askings[0].id) == pictures


def test_an_open_asking_is_not_forgotten(store: SessionStore) -> None:
    opened(store)
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    store.forget("asking-AAAAAA")
    assert counted(store) == {"northern": [(1,)]}


def taken_back(store: SessionStore) -> Session:
    asking = store.session("AAAAAA").open_asking
    assert asking
    return store.transact("AAAAAA", lambda t: t.keep(t.session().take_back(asking)))


def test_keys_open_their_own_session_only(store: SessionStore) -> None:
    opened(store)
    opened(store, "BBBBBB")
    assert store.code_for_screen("screen-BBBBBB") == "BBBBBB"
    assert store.desk_of("AAAAAA", "key-AAAAAA").name == ""
    for key in ("key-BBBBBB", "screen-AAAAAA", ""):
        with pytest.raises(WrongKey):
            store.desk_of("AAAAAA", key)
    with pytest.raises(NotJoined):
        store.group_of("BBBBBB", "stranger")


def test_joining_again_changes_the_group_and_counts_once(store: SessionStore) -> None:
    opened(store)
    store.join("AAAAAA", "n0", NEITHER)
    assert store.joined("AAAAAA") == 6
    assert snapshot(store) == Joined(2, 3, 1)


def snapshot(store: SessionStore) -> Joined:
    return store.transact("AAAAAA", lambda transaction: transaction.snapshot())


def newcomers(store: SessionStore) -> int:
    return store.transact("AAAAAA", lambda transaction: transaction.newcomers())


def test_a_snapshot_that_came_to_nothing_leaves_the_newcomers(store: SessionStore) -> None:
    opened(store)
    store.join("AAAAAA", "new", SOUTHERN)

    def refused(transaction: Transaction) -> None:
        transaction.snapshot()
        raise QuestionClosed()

    with pytest.raises(QuestionClosed):
        store.transact("AAAAAA", refused)
    assert newcomers(store) == 1


def test_a_session_is_used_on_the_day_of_its_last_change_and_ended_once(
    store: SessionStore, open_store: OpenStore
) -> None:
    opened(store)
    assert store.life("AAAAAA") == Life(
        "AAAAAA", TODAY, None, None, has_open_question=True, is_rehearsal=False
    )
    later, latest = date(2026, 12, 1), date(2026, 12, 24)
    assert store.seen(later) == later
    store.cast("AAAAAA", "n0", PLACE, Ballot((1,)), 1)
    assert store.life("AAAAAA").used_on == TODAY, "a ballot leaves no day"
    close(store)
    store.transact("AAAAAA", lambda t: t.keep(t.session().end()))
    again = open_store()
    assert again.seen(date(2020, 1, 1)) == later, "a clock that runs back is not believed"
    again.seen(latest)
    again.transact("AAAAAA", lambda t: t.keep(t.session()))
    life = again.life("AAAAAA")
    assert (life.used_on, life.ended_on, life.has_open_question) == (latest, later, False)
    again.list_as_due("AAAAAA", latest)
    assert [one.due_since for one in again.lives()] == [latest]


def _put_in(session: Session, picture: Release, transaction: Transaction) -> None:
    transaction.box(session.askings[0]).add(picture)


def _picture(session: Session, opened_ballots: dict[str, list[Ballot]]) -> Release:
    return next_picture(BUDGET, session.askings[0], None, opened_ballots)


def test_agreements_and_what_is_on_the_wall_are_there_after_a_restart_in_their_order(
    store: SessionStore, open_store: OpenStore
) -> None:
    opened(store)
    first, second = (
        Agreement("budget", "Draft it together", "Amina", "2031-01-02"),
        Agreement(None, "خطة"),
    )
    store.transact("AAAAAA", lambda t: t.keep(t.session().agree("z", first).agree("a", second)))
    store.transact("AAAAAA", lambda t: t.keep(t.session().edit_agreement("z", second)))
    kept = store.transact(
        "AAAAAA", lambda t: t.keep(t.session().show_beside(agreements_shown=True))
    )
    again = open_store().session("AAAAAA")
    assert again == kept
    assert list(again.agreements.items()) == [("z", second), ("a", second)]
    back = store.transact(
        "AAAAAA", lambda t: t.keep(t.session().remove_agreement("z").agree("z", first))
    )
    assert list(open_store().session("AAAAAA").agreements) == list(back.agreements) == ["a", "z"]


def test_agreements_go_with_their_session_and_stay_with_others(
    store: SessionStore, open_store: OpenStore
) -> None:
    for code in ("AAAAAA", "BBBBBB"):
        opened(store, code)
        store.transact(
            code, lambda t: t.keep(t.session().agree("a", Agreement(None, "Meet again")))
        )
    store.delete("AAAAAA")
    assert open_store().session("BBBBBB").agreements == {"a": Agreement(None, "Meet again")}
    opened(store)
    assert open_store().session("AAAAAA").agreements == {}


def test_a_room_that_is_full_takes_nobody_new_and_lets_everyone_change_sides(
    store: SessionStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(store, northern=1, southern=1)
    monkeypatch.setattr("workshop.domain.voting.participant.MOST_JOINED", 2)
    with pytest.raises(RoomFull):
        store.join("AAAAAA", "one too many", SOUTHERN)
    store.join("AAAAAA", "n0", SOUTHERN)
    assert snapshot(store) == Joined(northern=0, southern=2)
