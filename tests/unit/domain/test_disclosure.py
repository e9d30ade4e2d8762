"""What may be shown, and when: the rules one by one. In rooms full of people:
tests/proofs/invariants.
"""

from collections.abc import Sequence
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.voting.disclosure import (
    THRESHOLDS,
    Mode,
    Policy,
    Verdict,
    at_close,
    draw,
    mode_at_opening,
    pool_of,
    pools,
    turnout_band,
)
from workshop.domain.voting.participant import Joined, PartnerGroup

FIVE = Policy.for_threshold(5)


def first(size: int, drawn: int) -> Sequence[int]:
    return range(drawn)


def test_the_policy_of_a_threshold_keeps_twice_as_many_back() -> None:
    assert Policy.for_threshold(3) == Policy(3, 6, 2.0)
    assert Policy() == Policy.for_threshold(5)


def test_a_policy_is_frozen_when_the_session_opens() -> None:
    with pytest.raises(FrozenInstanceError):
        FIVE.threshold = 3  # type: ignore[misc]  # that it cannot be is what is tried


def test_a_plan_may_ask_for_a_threshold_of_three_to_ten_people() -> None:
    assert [*THRESHOLDS] == [3, 4, 5, 6, 7, 8, 9, 10]


def test_the_modes_are_written_as_the_contract_says() -> None:
    assert [*Mode] == ["split", "together"]


@pytest.mark.parametrize(("size", "leaving"), [(0, 0), (14, 0), (15, 5), (16, 6), (200, 190)])
def test_a_pool_is_drawn_down_to_its_reserve_once_it_holds_three_thresholds(
    size: int, leaving: int
) -> None:
    assert sum(map(len, draw({"southern": size}, FIVE, first).values())) == leaving


def test_each_pool_is_drawn_for_itself() -> None:
    assert set(draw({"northern": 15, "southern": 14, "neither": 30}, FIVE, first)) == {
        "northern",
        "neither",
    }


@given(
    st.dictionaries(st.sampled_from(["northern", "southern"]), st.integers(0, 60)),
    st.integers(3, 10),
)
def test_a_draw_asks_for_a_sample_of_everyone_but_the_reserve(
    sizes: dict[str, int], threshold: int
) -> None:
    asked: list[tuple[int, int]] = []

    def sample(size: int, drawn: int) -> Sequence[int]:
        asked.append((size, drawn))
        return range(drawn)

    draw(sizes, Policy.for_threshold(threshold), sample)
    ready = [size for _, size in sorted(sizes.items()) if size >= 3 * threshold]
    assert asked == [(size, size - 2 * threshold) for size in ready]


@pytest.mark.parametrize(
    ("size", "has_been_shown", "earlier_rounds", "verdict"),
    [
        (0, False, [], Verdict.FEWER_THAN_K),
        (4, False, [], Verdict.FEWER_THAN_K),
        (4, False, [5], Verdict.FEWER_THAN_K),
        (5, False, [], Verdict.VEIL_IF_ALIKE),
        (14, False, [], Verdict.VEIL_IF_ALIKE),
        (15, False, [], Verdict.PUBLISH),
        (10, True, [], Verdict.PUBLISH),
        (15, True, [14], Verdict.PUBLISH),
        (6, False, [6], Verdict.VEIL_IF_ALIKE),
        (6, False, [7], Verdict.TOO_NEAR),
        (6, False, [10], Verdict.TOO_NEAR),
        (6, False, [11], Verdict.VEIL_IF_ALIKE),
        (20, False, [16], Verdict.TOO_NEAR),
        (20, False, [15, 20], Verdict.PUBLISH),
        (20, False, [15, 21], Verdict.TOO_NEAR),
    ],
)
def test_what_may_leave_at_the_close(
    size: int, has_been_shown: bool, earlier_rounds: list[int], verdict: Verdict
) -> None:
    assert at_close(size, has_been_shown, FIVE, earlier_rounds) is verdict


@pytest.mark.parametrize(
    ("joined", "mode"),
    [
        (Joined(5, 5, 0), Mode.SPLIT),
        (Joined(5, 4, 9), Mode.TOGETHER),
        (Joined(4, 50, 9), Mode.TOGETHER),
        (Joined(0, 0, 50), Mode.TOGETHER),
    ],
)
def test_sides_are_shown_apart_only_if_both_can_be_shown(joined: Joined, mode: Mode) -> None:
    assert mode_at_opening(joined, FIVE) is mode


def test_every_group_has_its_pool_in_the_mode() -> None:
    assert pools(Mode.SPLIT) == ("northern", "southern", "neither")
    assert pools(Mode.TOGETHER) == ("together",)
    for mode in Mode:
        assert {pool_of(mode, group) for group in PartnerGroup} == set(pools(mode))


@pytest.mark.parametrize(
    ("voted", "joined", "band"),
    [
        (0, 12, "none"),
        (1, 12, "under_25"),
        (2, 12, "under_25"),
        (3, 12, "25_49"),
        (5, 12, "25_49"),
        (4, 17, "under_25"),
        (9, 19, "25_49"),
        (6, 12, "50_79"),
        (9, 12, "50_79"),
        (10, 12, "from_80"),
        (12, 12, "from_80"),
        (3, 2, "from_80"),
        (0, 0, "none"),
    ],
)
def test_the_turnout_of_a_small_room_is_told_in_bands(voted: int, joined: int, band: str) -> None:
    assert turnout_band(voted, joined) == band
