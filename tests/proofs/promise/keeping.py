"""For each sentence of the promise about the program a predicate: it plays a session and looks
whether it is kept.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.proofs.promise.played import (
    LOPSIDED,
    NEITHER,
    NORTHERN,
    SOUTHERN,
    SPLIT,
    TOGETHER,
    Case,
    K,
    Workshop,
    pictured,
    voted_of,
)
from tests.support.servers import ROOT
from workshop.domain.errors import (
    DoorLocked,
    NeedsSlip,
    NothingKept,
    Refusal,
    SessionEnded,
    TooLateForSlips,
)
from workshop.domain.voting.disclosure import Mode
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.release import Counts
from workshop.domain.voting.session import SessionState
from workshop.domain.voting.written_answer import WrittenAnswer
from workshop.store import tables

Keeps = Callable[[Case], None]
FORM = (ROOT / "templates" / "participant" / "join.html").read_text("utf-8")
ABOUT_PEOPLE = {"session", "token_hash", "group"}


@contextmanager
def played(case: Case, **options: bool) -> Iterator[Workshop]:
    """A workshop, and its store let go of."""
    workshop = Workshop(case, **options)
    try:
        yield workshop
    finally:
        workshop.done()


def voted(case: Case, *groups: PartnerGroup) -> Workshop:
    """A workshop in which these groups, or all, have answered, voting has closed and the result is
    shown.
    """
    workshop = Workshop(case).open().answer_all(*groups).close().reveal()
    workshop.done()
    return workshop


# ---- what is kept


def nothing_is_asked_but_the_group(case: Case) -> None:
    assert set(re.findall(r'name="(\w+)"', FORM)) == {"group", "slip"}
    assert set(tables.participant.columns.keys()) == ABOUT_PEOPLE
    with played(case) as workshop:
        assert len(set(workshop.tokens)) == len(workshop.tokens)


def no_time_is_kept(case: Case) -> None:
    kept = [
        column
        for table in (tables.participant, tables.marked_off, tables.ballot)
        for column in table.columns
    ]
    assert not [
        column for column in kept if isinstance(column.type, sa.Date | sa.DateTime | sa.Time)
    ]
    nothing_is_asked_but_the_group(case)


def voters_of(shown: Any) -> int:
    """How many people a picture says it holds."""
    voters: int = shown.voters
    return voters


def one_answer_counts(case: Case) -> None:
    with played(case) as workshop:
        workshop.open()
        for _ in range(3):
            workshop.answer_all()
        workshop.close().reveal()
        told = [voters_of(shown) for shown in workshop.shown().values() if pictured(shown)]
        assert sum(told) <= len(workshop.tokens)


def the_group_is_kept(case: Case) -> None:
    with played(case) as workshop:
        assert [
            workshop.store.group_of(workshop.code, token) for token in workshop.tokens
        ] == workshop.groups


def answers_lie_encrypted(case: Case) -> None:
    if case.disk is None:
        return
    with played(case) as workshop:
        workshop.open().answer_all()
        sealed = rows(case, tables.ballot.c.sealed)
        assert len(sealed) == len(set(sealed)) == len(workshop.tokens)
        assert len({len(one) for one in sealed}) == 1
        assert not [one for one in sealed if b"wrote" in one]
        assert list(keys(case))


def answers_and_key_are_destroyed(case: Case) -> None:
    with played(case) as workshop:
        workshop.open().answer_all().close()
        assert not [
            token for token in workshop.tokens if workshop.store.mark_of(workshop.asking, token)
        ]
        if case.disk:
            assert rows(case, tables.ballot.c.sealed) == rows(case, tables.marked_off.c.mark) == []
            assert list(keys(case)) == []


def only_totals_are_kept(case: Case) -> None:
    """Of answers by choice; words are told of apart."""
    answers_and_key_are_destroyed(case)
    if not case.takes_text:
        assert voted(case).session.written == {}


def only_totals_that_may_be_shown_are_kept(case: Case) -> None:
    only_totals_are_kept(case)
    with played(case.with_people(4, 4, 1)) as workshop:
        workshop.open().answer_all().close()
        for shown in workshop.shown().values():
            assert pictured(shown) or not re.search(r"\d", str(shown.as_payload()))


def texts_are_kept_without_name_or_group(case: Case) -> None:
    assert {field.name for field in fields(WrittenAnswer)} == {
        "asking",
        "text",
        "is_shown",
        "question",
    }
    if case.takes_text:
        kept = voted(case.with_people(4, 4, 0)).session.written
        assert sorted(one.text for one in kept.values()) == [
            f"what {person} wrote" for person in range(8)
        ]


def few_texts_are_destroyed_unread(case: Case) -> None:
    if not case.takes_text:
        return
    with played(case.with_people(9, 9, 0)) as workshop:
        workshop.open()
        for person in range(18):
            assert workshop.answer(person, text="mine" if person < K - 1 else "") == "ok"
        workshop.close().reveal()
        assert workshop.session.written == {}


def the_desk_reads_first(case: Case) -> None:
    kept = voted(case.with_people(4, 4, 0)).session.written.values()
    assert not [one for one in kept if one.is_shown]


def texts_may_be_shown_and_reported(case: Case) -> None:
    texts_are_kept_without_name_or_group(case)
    if case.takes_text:
        with played(case.with_people(4, 4, 0)) as workshop:
            workshop.open().answer_all().close().reveal()
            workshop.lead.texts.show_texts(workshop.code, None)
            assert len(workshop.lead.report(workshop.code).written) == 8


# ---- what is shown


def counted_with_the_group(case: Case) -> None:
    workshop = voted(case)
    for pool, shown in workshop.shown().items():
        assert not pictured(shown) or voters_of(shown) == voted_of(workshop, pool)


def never_fewer_than_k(case: Case) -> None:
    """However many answer, by phone and on paper, a picture of a group tells of k of them or more;
    of nobody else.
    """
    every = product((0, 1, K - 1, K, 2 * K, 3 * K, 3 * K + 2), (0, K - 1, K))
    for many, paper in (
        every if case.disk is None else [(K - 1, 0), (K, 0), (K - 1, K), (3 * K + 2, K - 1)]
    ):
        with played(case.with_people(max(many, K), 3 * K, K)) as workshop:
            if paper and not case.takes_text:
                workshop.lead.papers.expect_paper(workshop.code, Joined(paper, 0, 0))
            workshop.open()
            for person in range(many):
                assert workshop.answer(person) == "ok"
            workshop.tick(2)
            if paper and not case.takes_text:
                counts = [paper, *[0] * (case.question.choice_count - 1)]
                workshop.lead.papers.enter_paper(workshop.code, NORTHERN, paper, counts, 0)
            workshop.close().reveal()
            for release in workshop.releases:
                for pool, shown in release.groups.items():
                    there = many + paper if pool in ("northern", "together") else 0
                    assert not pictured(shown) or K <= voters_of(shown) <= there


def groups_and_never_one_person(case: Case) -> None:
    for release in voted(case).releases:
        assert set(release.groups) <= {"northern", "southern", "neither", "together"}
    never_fewer_than_k(case)


def too_few_to_compare_are_one_group(case: Case) -> None:
    rooms = [TOGETHER, LOPSIDED, (K - 1, 40, 3), (0, 9, 9), (K - 1, K - 1, 0)]
    for people in rooms if case.disk is None else rooms[:2]:
        workshop = voted(case.with_people(*people))
        assert workshop.asking.mode is Mode.TOGETHER
        assert list(workshop.shown()) == ["together"]


def together_is_shown_only_from_k_of_everyone(case: Case) -> None:
    too_few_to_compare_are_one_group(case)
    for many in range(K + 2) if case.disk is None else (K - 1, K):
        with played(case.with_people(*TOGETHER)) as workshop:
            workshop.open()
            for person in range(many):
                workshop.answer(4 - person)  # neither and Southern first: there is one of each
            workshop.close().reveal()
            assert pictured(workshop.shown()["together"]) == (many >= case.shown_from)


def neither_alone_is_shown_only_from_k(case: Case) -> None:
    for many in (K - 1, K):
        workshop = voted(case.with_people(K, K, many))
        assert case.takes_text or pictured(workshop.shown()["neither"]) == (many >= K)


def the_room_knows_who_are_nearly_alike(case: Case) -> None:
    if case.takes_text:
        return
    with played(case.with_people(2 * K, 2 * K, 0)) as workshop:
        workshop.open()
        for person, group in enumerate(workshop.groups):
            workshop.answer(person, choice=1 if person == 0 or group is SOUTHERN else 0)
        shown = workshop.close().reveal().shown()["northern"]
        assert not isinstance(shown, Counts)
        assert {"nearly_all", "too_alike"} & set(str(shown.as_payload()).replace("'", " ").split())


def an_answer_changes_until_the_picture_moves(case: Case) -> None:
    """Or until voting closes; a picture of one's group locks the answer as it was counted."""
    with played(case.with_people(3 * K, 3 * K, 0)) as workshop:
        workshop.open().answer_all().answer_all()
        moves = workshop.session.streams(workshop.asking)
        assert bool(workshop.tick().releases) == moves
        assert {workshop.answer(person) for person in range(6 * K)} == {
            "BallotLocked" if moves else "ok"
        }
        workshop.close()
        assert workshop.answer(0) == "QuestionClosed"


def an_answer_changes_until_voting_closes(case: Case) -> None:
    """Said wherever no picture moves before."""
    with played(case) as workshop:
        workshop.open().answer_all().tick(3).answer_all()
        assert not workshop.releases
        workshop.close()
        assert workshop.answer(0) == "QuestionClosed"


def a_small_group_waits_for_the_close(case: Case) -> None:
    for many in (1, K - 1, K, 3 * K - 1):
        with played(case.with_people(3 * K, 3 * K, 0)) as workshop:
            workshop.open()
            for person in range(many):
                workshop.answer(person)
            assert workshop.tick(3).releases == []
            shown = workshop.close().reveal().shown()
            assert pictured(next(iter(shown.values()))) == (many >= case.shown_from)


def nothing_is_shown_while_voting(case: Case) -> None:
    """Said where the picture does not move: results that are revealed, repeated rounds, words."""
    if case.takes_text or case.showing is Showing.REVEAL:
        with played(case.with_people(4 * K, 4 * K, 0)) as workshop:
            assert workshop.open().answer_all().tick(3).releases == []


def the_result_waits_for_us(case: Case) -> None:
    if case.takes_text or case.showing is Showing.REVEAL:
        with played(case) as workshop:
            workshop.open().answer_all().close()
            assert not workshop.is_on_the_wall()
            assert workshop.reveal().is_on_the_wall()


def voting_is_over(case: Case) -> None:
    with played(case) as workshop:
        workshop.open().answer_all().close()
        assert workshop.answer(0) == "QuestionClosed"


def the_session_is_over(case: Case) -> None:
    with played(case) as workshop:
        workshop.open().answer_all()
        assert workshop.lead.end_session(workshop.code).state is SessionState.ENDED
        assert workshop.answer(0) != "ok"
        with pytest.raises(SessionEnded):
            workshop.lead.join(workshop.code, None, NORTHERN)


def what_is_taken_back_is_destroyed_unread(case: Case) -> None:
    """Whoever has answered; nothing of it is published or kept, and the facilitator may ask
    again.
    """
    with played(case) as workshop:
        workshop.open().answer_all()
        workshop.lead.undo(workshop.code)
        taken_back = workshop.asking
        assert workshop.answer(0) == "QuestionClosed"
        assert list(workshop.store.releases(taken_back.id)) == []
        assert workshop.session.written == {}
        assert not [token for token in workshop.tokens if workshop.store.mark_of(taken_back, token)]
        if case.disk:
            assert rows(case, tables.ballot.c.sealed) == rows(case, tables.marked_off.c.mark) == []
            assert list(keys(case)) == []
        assert workshop.open().asking.id != taken_back.id


# ---- who comes in


def one_person_may_join_twice_without_slips(case: Case) -> None:
    with played(case) as workshop:
        one, other = (workshop.lead.join(workshop.code, None, NORTHERN) for _ in range(2))
        assert one != other


def a_slip_works_once(case: Case) -> None:
    with played(case, slips=True) as workshop:
        slip = next(
            slip.code for slip in workshop.lead.slips.of(workshop.code) if slip.hat is NORTHERN
        )
        workshop.lead.join(workshop.code, None, NORTHERN, slip)
        with pytest.raises(Refusal):
            workshop.lead.join(workshop.code, None, NORTHERN, slip)


def a_slip_is_needed(case: Case) -> None:
    with played(case, slips=True) as workshop, pytest.raises(NeedsSlip):
        workshop.lead.join(workshop.code, None, NORTHERN)


def a_slip_leads_to_no_answer(case: Case) -> None:
    a_slip_works_once(case)
    assert set(tables.slip.columns.keys()) == {"session", "code", "hat", "is_used"}
    assert not {"slip", "code"} & {
        column.name for table in (tables.ballot, tables.marked_off) for column in table.columns
    }


def neither_takes_a_slip_of_either_hat(case: Case) -> None:
    with played(case, slips=True) as workshop:
        for hat in (NORTHERN, SOUTHERN):
            slip = next(
                slip.code for slip in workshop.lead.slips.of(workshop.code) if slip.hat is hat
            )
            assert workshop.lead.join(workshop.code, None, NEITHER, slip)


def slips_come_before_people(case: Case) -> None:
    with played(case) as workshop, pytest.raises(TooLateForSlips):
        workshop.lead.slips.make_slips(workshop.code, 5, 5)


def a_locked_door_lets_nobody_new_in(case: Case) -> None:
    with played(case) as workshop:
        workshop.lead.walls.lock_door(workshop.code)
        with pytest.raises(DoorLocked):
            workshop.lead.join(workshop.code, None, NORTHERN)
        workshop.lead.walls.unlock_door(workshop.code)
        assert workshop.lead.join(workshop.code, None, NORTHERN)


def nothing_of_a_rehearsal_is_kept(case: Case) -> None:
    with played(case, rehearsal=True) as workshop:
        workshop.open().answer_all().close().reveal()
        with pytest.raises(NothingKept):
            workshop.lead.report(workshop.code)


def who_cannot_be_compared_would_be_one_group(case: Case) -> None:
    for people in (TOGETHER, (2, 2, 0), SPLIT):
        with played(case.with_people(*people)) as workshop:
            may_compare = workshop.lead.present(workshop.session).turnout.comparison
            assert may_compare or workshop.open().asking.mode is Mode.TOGETHER


# ---- looking at the disk


def folder(case: Case) -> Path:
    """Where the newest workshop of a case keeps what it keeps."""
    return max(case.disk.iterdir(), key=lambda path: int(path.name))


def rows(case: Case, column: sa.Column[Any]) -> list[Any]:
    """A column, as whoever copies the file reads it."""
    engine = sa.create_engine(f"sqlite:///{folder(case) / 'workshop.sqlite3'}")
    with engine.connect() as connection:
        found = list(connection.scalars(sa.select(column)))
    engine.dispose()
    return found


def keys(case: Case) -> Iterable[Path]:
    """The keys of askings that are there."""
    return (folder(case) / "keys").glob("*.key")
