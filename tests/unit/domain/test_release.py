"""A release as it is stored and told: what is written is read back, what older versions wrote,
too.
"""

from typing import Any

import pytest

from workshop.domain.voting.release import (
    Counts,
    Reason,
    Shown,
    Suppressed,
    Veiled,
    paper_of,
    shown_from,
    voters_of,
)

SHOWN: list[tuple[Shown, dict[str, Any]]] = [
    (Suppressed(), {"suppressed": True, "reason": "fewer_than_k"}),
    (Suppressed(reason=Reason.TOO_NEAR), {"suppressed": True, "reason": "too_near"}),
    (Suppressed.too_alike(7), {"suppressed": True, "reason": "too_alike", "voters": 7}),
    (Suppressed(is_void=True), {"suppressed": True, "void": True}),
    (Counts(7, (), 0), {"voters": 7, "counts": []}),
    (Counts(7, (4, 2), 1, 5), {"voters": 7, "counts": [4, 2], "no_answer": 1, "paper": 5}),
    (
        Veiled(7, {"0": "nearly_none"}, (None, None, 2)),
        {"voters": 7, "veiled": {"0": "nearly_none"}, "counts": [None, None, 2]},
    ),
]


@pytest.mark.parametrize(("shown", "payload"), SHOWN)
def test_what_is_written_is_read_back(shown: Shown, payload: dict[str, Any]) -> None:
    assert (shown.as_payload(), shown_from(payload)) == (payload, shown)


def test_what_older_versions_stored_is_read() -> None:
    """A withheld group had no reason; a question in words told how many gave no answer: nobody is
    told it now.
    """
    assert shown_from({"suppressed": True}) == Suppressed(reason=Reason.FEWER_THAN_K)
    assert shown_from({"voters": 7, "counts": [], "no_answer": 3}) == Counts(7, (), 0)


def test_how_many_voted_is_told_where_it_is_told() -> None:
    assert [voters_of(shown) for shown, _ in SHOWN] == [None, None, 7, None, 7, 7, 7]
    assert [paper_of(shown) for shown, _ in SHOWN] == [0, 0, 0, 0, 0, 5, 0]


def test_a_number_that_is_kept_back_is_neither_told_nor_veiled() -> None:
    assert Veiled(7, {"0": "nearly_none"}, (None, None, 2)).kept_back() == (1,)
    assert Veiled(7, {"0": "nearly_all"}).kept_back() == ()
