"""What must be true of every room, whatever happened in it: plain functions over what the watcher
noted.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations_with_replacement, pairwise

from tests.proofs.invariants.room import NOTHING, Room
from tests.proofs.invariants.steps import Delivery, Late, Repeat
from tests.proofs.invariants.watched import Answer, Moment, Round, tally
from workshop.domain.voting.question import Question
from workshop.domain.voting.release import (
    Counts,
    Reason,
    Release,
    Shown,
    Suppressed,
    Veiled,
    Waiting,
)

Cells = tuple[int, ...]


def check_steps(room: Room) -> None:
    """I1: no step takes anything back, every step tells of nobody or of k or more; the last after a
    live one of 2k.
    """
    k = room.script.threshold
    for on in room.rounds:
        for pool in on.pools():
            assert all(n >= k for release in on.releases for n in voters_shown([release], pool))
            for before, step, final in _steps(on, pool):
                assert min(step) >= 0
                assert step[0] == 0 or step[0] >= k
                assert not final or not before or step[0] >= 2 * k
                if room.script.question.max_choices == 1:
                    assert sum(step[1:]) == step[0]


def check_each_ballot_in_one_step(room: Room) -> None:
    """I2, where everyone votes for something of their own: each shows in one step, once, and none
    is left out.
    """
    for on in room.rounds:
        for pool in on.pools():
            steps = [step for _, step, _ in _steps(on, pool)]
            if steps:
                seen = Counter(person for step in steps for person in _people(step))
                voted = {
                    person: 1
                    for person, answer in on.answers.items()
                    if answer.pool == pool and answer.choices
                }
                assert seen == voted
                assert sum(step[0] for step in steps) == len(on.voters(pool))


def check_reserve(room: Room) -> None:
    """I3: from its first live picture to the close, a group's pool never holds fewer than 2k."""
    for on in room.rounds:
        for moment in on.moments:
            shown = moment.releases[-1] if moment.releases else None
            for pool, group in shown.groups.items() if shown and not shown.final else ():
                assert (
                    isinstance(group, Waiting)
                    or moment.sizes.get(pool, 0) >= 2 * room.script.threshold
                )


def check_final(room: Room) -> None:
    """I6: the final release is the exact tally of everyone's last accepted ballot, or its veil, or
    withheld.
    """
    earlier: list[Round] = []
    for on in room.rounds:
        for pool in on.pools() if on.is_closed else ():
            assert on.releases, "what is closed has its last picture"
            assert on.releases[-1].groups[pool] == due_finally(room, on, pool, earlier)
        earlier.append(on)


def check_nothing_counts_after_lock_or_close(room: Room) -> None:
    """I8: who is locked, or comes after the close, is told so and changes nothing."""
    for on in room.rounds:
        for before, moment in pairwise(on.moments):
            if moment.due in ("BallotLocked", "QuestionClosed"):
                assert moment.outcome == moment.due
                assert _state(moment) == _state(before)


def check_repeated_and_late_deliveries(room: Room) -> None:
    """I12, one delivery at a time: what was delivered before, or comes too late, is told so and
    changes nothing.
    """
    for on in room.rounds:
        for before, moment in pairwise(on.moments):
            if isinstance(moment.step, Repeat | Late) and moment.due != NOTHING:
                assert moment.outcome == moment.due
                assert _state(moment) == _state(before)


def check_told(room: Room) -> None:
    """What was published is what is stored, in order, and only what the room may see; a ballot is
    told to nobody.
    """
    assert all(
        outcome == due for step, due, outcome in room.outcomes if not isinstance(step, Delivery)
    )
    for on in room.rounds:
        assert room.streams(on) or all(release.final for release in on.releases)
        stored = list(on.releases)
        for moment in on.moments:
            told = [body for event, body in moment.told if event == "results_released"]
            assert all(release in stored for release in told)
            assert list(moment.releases) == stored[: len(moment.releases)]
            assert [release.number for release in moment.releases] == list(
                range(1, len(moment.releases) + 1)
            )
            assert moment.may_show or not told, (
                "a result that is not revealed is not told to anyone"
            )
            for event, body in moment.told:
                assert event != "session_changed" or body[2] == moment.revealed
            if isinstance(moment.step, Delivery):
                assert moment.told == ()


def due_finally(room: Room, on: Round, pool: str, earlier: list[Round]) -> Shown:
    """What the rules of secrecy.md say about a group at the close, in the watcher's own words."""
    k, question, voters = room.script.threshold, room.script.question, on.voters(pool)
    exact = tally(question, voters)
    if any(
        isinstance(release.groups[pool], Counts) for release in on.releases if not release.final
    ):
        return exact
    if len(voters) < k:
        return Suppressed()
    if any(
        0 < abs(len(voters) - n) < k
        for n in voters_shown([on.releases[-1] for on in earlier], pool)
    ):
        return Suppressed(reason=Reason.TOO_NEAR)
    return exact if len(voters) >= 3 * k else veiled(question, voters)


def veiled(question: Question, voters: list[Answer]) -> Shown:
    """The veil of secrecy.md in the watcher's own words."""
    exact, n = tally(question, voters), len(voters)
    if exact.no_answer >= n - 1 or (question.max_choices == 1 and max(exact.counts) >= n - 1):
        cells = {str(choice): votes for choice, votes in enumerate(exact.counts)} | {
            "no_answer": exact.no_answer
        }
        nearly_all = {cell: "nearly_all" for cell, votes in cells.items() if votes >= n - 1}
        none = (
            {} if question.max_choices == 1 else {c: "nearly_none" for c in cells if cells[c] <= 1}
        )
        return Veiled(n, none | nearly_all)
    if question.max_choices == 1 or all(1 < votes < n - 1 for votes in exact.counts):
        return exact
    marks = [
        "nearly_all" if v >= n - 1 else "nearly_none" if v <= 1 else None for v in exact.counts
    ]
    kept = told_beside_a_veil(question.max_choices, n - exact.no_answer, n, exact.counts)
    if kept is None:
        return Suppressed.too_alike(n)
    return Veiled(n, {str(choice): mark for choice, mark in enumerate(marks) if mark}, kept)


def told_beside_a_veil(
    most: int, answered: int, n: int, counts: Cells
) -> tuple[int | None, ...] | None:
    """The numbers told beside a veil over several picks, None in place of each that is not; None if
    nothing is.
    """
    plain = sorted((votes for votes in counts if 1 < votes < n - 1), reverse=True)
    of_all = sum(votes >= n - 1 for votes in counts)
    unsaid = min(most, len(counts)) * answered - of_all * (n - 1) - sum(plain)
    told = tuple(votes if 1 < votes < n - 1 else None for votes in counts)
    if len(counts) == 2 and min(counts) <= 1 and (max(counts) <= 2 or n == 3):
        return None
    if unsaid >= 2:
        return told
    if of_all and answered < n:
        return None if min(counts) <= min(1, n - 2) else told
    if plain and plain[0] + unsaid >= 2 + (plain[1] if len(plain) > 1 else 1):
        return tuple(None if votes == plain[0] else votes for votes in told)
    nothing = (None,) * len(counts)
    if not plain:
        return nothing if unsaid else None
    one_more = combinations_with_replacement(range(2, min(n - 2, answered) + 1), len(plain))
    tied = (row for row in one_more if len(row) > 1 and row[-1] == row[-2])
    return nothing if any(sum(row) == sum(plain) + unsaid - 1 for row in tied) else None


def voters_shown(releases: list[Release], pool: str) -> list[int]:
    """How many voters of a group each of these releases tells of, where it tells of any."""
    groups = [release.groups[pool] for release in releases]
    return [n for n in (getattr(group, "voters", None) for group in groups) if n]


def _steps(on: Round, pool: str) -> Iterator[tuple[bool, Cells, bool]]:
    """Whether the group was shown before, by how much its voters and cells rose, and whether that
    was the last.
    """
    shown: Cells = ()
    for release in on.releases:
        group = release.groups[pool]
        assert isinstance(group, Counts) or not shown, "what was shown once stays shown"
        if isinstance(group, Counts):
            cells = (group.voters, *group.counts, group.no_answer)
            before = shown or (0,) * len(cells)
            yield (
                bool(shown),
                tuple(now - was for now, was in zip(cells, before, strict=True)),
                release.final,
            )
            shown = cells


def _people(step: Cells) -> Iterator[int]:
    return (person for person, rise in enumerate(step[1:-1]) for _ in range(rise))


def _state(moment: Moment) -> tuple[object, ...]:
    return moment.sizes, moment.locked, moment.releases
