"""The veil over several picks, judged from what is published alone: each form, and all that may lie
behind it (I16).
"""

from itertools import permutations, product

import pytest

from tests.unit.domain.questions import ONE_OF_THREE
from tests.unit.domain.veils import Seen, behind, known, pick, seen, worlds
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Suppressed,
    Veiled,
)
from workshop.domain.voting.veil import veil

THREE_OF_SIX = pick(6, 3)
UP_TO_EIGHT = range(3, 9)


@pytest.mark.parametrize("voters", range(3, 16))
def test_of_one_pick_no_form_tells_what_all_or_nobody_chose(voters: int) -> None:
    by_form: dict[str, list[tuple[int, ...]]] = {}
    for counts in product(range(voters + 1), repeat=3):
        if sum(counts) <= voters:
            world = Counts(voters, counts, voters - sum(counts))
            by_form.setdefault(repr(veil(ONE_OF_THREE, world)), []).append(
                (*counts, world.no_answer)
            )
    for form, possible in by_form.items():
        for cell in zip(*possible, strict=True) if form.startswith("Veiled") else ():
            assert len(set(cell)) > 1


@pytest.mark.parametrize(("voters", "choices", "most"), [(4, 4, 2), (5, 4, 3), (5, 3, 2)])
def test_the_veil_knows_no_order_of_the_choices(voters: int, choices: int, most: int) -> None:
    """So it is enough to look at the forms up to their order."""
    for world in worlds(pick(choices, most), voters):
        told = {
            seen(veil(pick(choices, most), Counts(voters, mixed, world.no_answer)))
            for mixed in permutations(world.counts)
        }
        assert len(told) == 1


def test_most_forms_still_show_every_number_that_needs_no_veil() -> None:
    """Of all forms; a fixed share, so that a veil that hides more than it must does not go
    unseen.
    """
    shown = [seen(veil(THREE_OF_SIX, world)) for world in worlds(THREE_OF_SIX, 8)]
    veiled = [form for form in shown if form.is_veiled]
    whole = [form for form in veiled if ("", -1) not in form.cells]
    assert len(whole) > 0.7 * len(veiled)
    assert sum(form == Seen(()) for form in shown) < 0.05 * len(shown)


@pytest.mark.parametrize(
    ("counts", "no_answer", "told"),
    [
        # room for two picks beyond those told: every number
        (
            (4, 4, 4, 2, 1, 1),
            0,
            Veiled(6, {"4": NEARLY_NONE, "5": NEARLY_NONE}, (4, 4, 4, 2, None, None)),
        ),
        # all who answered picked three: were all told, nobody would have chosen two of them. The
        # largest number goes
        (
            (6, 4, 4, 4, 0, 0),
            2,
            Veiled(8, {"4": NEARLY_NONE, "5": NEARLY_NONE}, (None, 4, 4, 4, None, None)),
        ),
        # … with room for one pick, too, so that both are told alike
        (
            (5, 4, 4, 4, 1, 0),
            2,
            Veiled(8, {"4": NEARLY_NONE, "5": NEARLY_NONE}, (None, 4, 4, 4, None, None)),
        ),
        # the largest two are too near each other to hide one of them: every number goes
        ((4, 4, 4, 3, 3, 0), 0, Veiled(6, {"5": NEARLY_NONE}, (None,) * 6)),
        # four who picked the same three: nothing can be told
        ((4, 4, 4, 0, 0, 0), 1, Suppressed.too_alike(5)),
        (
            (1, 0, 1, 0, 0, 0),
            7,
            Veiled(8, {**{str(at): NEARLY_NONE for at in range(6)}, NO_ANSWER: NEARLY_ALL}),
        ),
        ((2, 3, 4, 2, 3, 4), 0, Counts(6, (2, 3, 4, 2, 3, 4), 0)),
    ],
)
def test_what_is_told_of_three_picks(counts: tuple[int, ...], no_answer: int, told: object) -> None:
    voters = getattr(told, "voters", 0)
    assert veil(THREE_OF_SIX, Counts(voters, counts, no_answer)) == told


def test_whoever_sees_a_number_kept_back_cannot_tell_whether_a_choice_was_chosen() -> None:
    """Both halves: all that may lie behind the form is many things, and in some of them nobody
    chose it.
    """
    form = seen(veil(THREE_OF_SIX, Counts(6, (5, 4, 3, 2, 2, 1), 0)))
    possible = behind(THREE_OF_SIX, 6)[form]
    assert list(known(form, 6, possible)) == []
    assert {min(counts.counts) for counts in possible} == {0, 1}
