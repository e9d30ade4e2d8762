"""Slips: who needs one, whose it must be, and that it works once."""

from collections.abc import Callable

import pytest

from workshop.domain.errors import (
    NeedsSlip,
    NotAdmitted,
    Refusal,
    TooLateForSlips,
    TooManySlips,
    UnknownSlip,
)
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Question
from workshop.domain.voting.session import Session
from workshop.domain.voting.slips import MOST_SLIPS, Slip, hats, spend, takes_slip

NORTHERN, SOUTHERN, NEITHER = PartnerGroup
SLIP = Slip("ABCDEFGH", SOUTHERN)


def session() -> Session:
    return Session(
        "ABC234", "screen", Plan("T", (Question("q", Kind.AGREE, "Will it change?"),)), Policy()
    )


@pytest.mark.parametrize(
    ("chosen", "group", "takes"),
    [
        (None, NORTHERN, True),
        (None, NEITHER, True),
        (NORTHERN, NORTHERN, False),
        (NORTHERN, NEITHER, False),
        (NORTHERN, SOUTHERN, True),
        (NEITHER, NORTHERN, True),
        (NEITHER, NEITHER, False),
    ],
)
def test_newcomers_and_whoever_enters_a_side_spend_a_slip(
    chosen: PartnerGroup | None, group: PartnerGroup, takes: bool
) -> None:
    assert takes_slip(group, chosen) is takes


def test_one_slip_is_never_enough_for_a_vote_on_each_side() -> None:
    spent = 0
    chosen = None
    for group in (NORTHERN, NEITHER, SOUTHERN, NEITHER, NORTHERN):
        spent += takes_slip(group, chosen)
        chosen = group
    assert spent == 3


@pytest.mark.parametrize("group", [SOUTHERN, NEITHER])
def test_a_slip_is_spent_for_its_own_hat_or_for_neither(group: PartnerGroup) -> None:
    assert spend(SLIP, SLIP.code, group) == Slip(SLIP.code, SOUTHERN, is_used=True)


@pytest.mark.parametrize(
    ("slip", "typed", "group", "refusal"),
    [
        (None, "", SOUTHERN, NeedsSlip),
        (None, "NOSUCHCD", SOUTHERN, UnknownSlip),
        (Slip(SLIP.code, SOUTHERN, is_used=True), SLIP.code, SOUTHERN, UnknownSlip),
        (SLIP, SLIP.code, NORTHERN, UnknownSlip),
    ],
)
def test_every_other_slip_is_refused_for_what_is_wrong_with_it(
    slip: Slip | None, typed: str, group: PartnerGroup, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        spend(slip, typed, group)


class UsedSlip(NotAdmitted):
    """As it was once told."""


class OtherHat(NotAdmitted):
    """As it was once told."""


def spend_before(slip: Slip | None, typed: str, group: PartnerGroup) -> Slip:
    """The rule before: each refused slip with its own reason."""
    if slip is None:
        raise UnknownSlip()
    if slip.is_used:
        raise UsedSlip()
    if group is not slip.hat:
        raise OtherHat()
    return slip


def told_of(rule: Callable[[Slip | None, str, PartnerGroup], Slip], slips: list[Slip]) -> list[str]:
    """Whoever holds every slip and tries each for the other side: what they are told of each."""
    told = []
    for slip in [*slips, None]:
        other = NORTHERN if slip and slip.hat is SOUTHERN else SOUTHERN
        with pytest.raises(NotAdmitted) as refused:
            rule(slip, "ABCDEFGH", other)
        told.append(refused.value.reason)
    return told


def test_before_the_other_side_told_which_were_used() -> None:
    slips = [
        Slip("ABCDEFGH", hat, is_used=used)
        for hat in (NORTHERN, SOUTHERN)
        for used in (True, False) * 3
    ]
    assert set(told_of(spend, slips)) == {"UnknownSlip"}
    told = told_of(spend_before, slips)[:-1]
    assert [reason == "UsedSlip" for reason in told] == [slip.is_used for slip in slips]


def test_slips_are_made_for_both_hats_up_to_a_limit() -> None:
    assert list(hats(2, 1, 0)) == [NORTHERN, NORTHERN, SOUTHERN]
    assert len(list(hats(0, 1, MOST_SLIPS - 1))) == 1
    with pytest.raises(TooManySlips):
        hats(1, 1, MOST_SLIPS - 1)


def test_slips_are_switched_on_and_off_before_anybody_joins_only() -> None:
    on = session().use_slips(0, needed=True)
    assert on.needs_slips
    assert on.use_slips(10, needed=True) == on
    assert not on.use_slips(0, needed=False).needs_slips
    with pytest.raises(TooLateForSlips):
        on.use_slips(1, needed=False)
    with pytest.raises(TooLateForSlips):
        session().use_slips(1, needed=True)
