"""Participants' proofs: ours alone, for one session and one seat; a wish inside shows neither group
nor length.
"""

from itertools import product

import pytest

from workshop.domain.voting.participant import PartnerGroup, PendingJoin, Proof
from workshop.protocol.cookies import CookieNames, Proofs

PROOFS = Proofs(CookieNames(is_secure=False), b"k" * 32)
SLIPS = ("", "ABCDEFGH", "A" * 500)


def cookie(proof: Proof, code: str = "ABC234", seat: int = 1) -> dict[str, str]:
    return {PROOFS.names.participant(code, seat): PROOFS.written(proof)}


def test_a_proof_comes_back_as_it_was_given() -> None:
    for group, slip in product(PartnerGroup, SLIPS):
        proof = Proof(PROOFS.new("ABC234", 2).token, PendingJoin(group, slip[:32]))
        assert PROOFS.among(cookie(proof, seat=2), "abc234", 2) == proof
        assert PROOFS.among(cookie(Proof(proof.token), seat=2), "ABC234", 2) == Proof(proof.token)


def test_its_length_and_its_letters_tell_nothing_of_the_wish() -> None:
    written = [
        PROOFS.written(Proof(PROOFS.new("ABC234", 1).token, PendingJoin(group, slip)))
        for group, slip in product(PartnerGroup, SLIPS)
    ]
    assert len({len(value) for value in written}) == 1
    assert not any(
        word in value for value in written for word in ("north", "south", "neither", "ABCDEFGH")
    )
    token = PROOFS.new("ABC234", 1).token
    twice = [PROOFS.written(Proof(token, PendingJoin(PartnerGroup.NORTHERN))) for _ in range(2)]
    assert twice[0] != twice[1]


@pytest.mark.parametrize(("code", "seat"), [("ABC235", 1), ("ABC234", 2)])
def test_of_another_session_or_seat_it_is_none(code: str, seat: int) -> None:
    value = PROOFS.written(PROOFS.new("ABC234", 1))
    assert PROOFS.among({PROOFS.names.participant("ABC234", 1): value}, "ABC234", 1)
    assert PROOFS.among({PROOFS.names.participant(code, seat): value}, code, seat) is None


@pytest.mark.parametrize(
    "value", ["", "A" * 22, "A" * 22 + "." + "A" * 22, "x.y", "A" * 10_000, "é" * 22]
)
def test_what_we_did_not_make_is_none(value: str) -> None:
    assert PROOFS.among({"participant_ABC234": value}, "ABC234", 1) is None


def test_with_another_key_it_is_none() -> None:
    other = Proofs(PROOFS.names, b"l" * 32)
    assert other.among(cookie(PROOFS.new("ABC234", 1)), "ABC234", 1) is None


def test_a_wish_of_somebody_elses_proof_is_no_wish() -> None:
    mine, theirs = (
        Proof(PROOFS.new("ABC234", 1).token, PendingJoin(group)) for group in list(PartnerGroup)[:2]
    )
    mixed = f"{mine.token}.{PROOFS.written(theirs).rpartition('.')[2]}"
    assert PROOFS.among({"participant_ABC234": mixed}, "ABC234", 1) == Proof(mine.token)
    for sealed in ("AAAA", "A" * 101, "A" * 102, PROOFS.written(mine).rpartition(".")[2][:-2]):
        assert PROOFS.among({"participant_ABC234": f"{mine.token}.{sealed}"}, "ABC234", 1) == Proof(
            mine.token
        )


def test_names_say_session_and_seat() -> None:
    for names in (CookieNames(is_secure=False), CookieNames(is_secure=True)):
        for seat in range(1, 7):
            assert names.seat_of(names.participant("abc234", seat)) == ("ABC234", seat)
        for other in (
            "participant",
            "language",
            names.facilitator("ABC234"),
            names.participant("ABC234") + "_7",
        ):
            assert names.seat_of(other) is None
        assert names.led([names.facilitator("ABC234"), "other"]) == ["ABC234"]
        assert names.are_ours(["a", names.opening])
        assert not names.are_ours(["language", "a"])
    assert CookieNames(is_secure=True).participant("ABC234") == "__Host-participant_ABC234"
    assert CookieNames(is_secure=True).seat_of("participant_ABC234") is None


def test_every_proof_is_found_among_other_cookies() -> None:
    two = cookie(PROOFS.new("ABC234", 1)) | cookie(PROOFS.new("XYZ234", 3), "XYZ234", 3)
    found = [
        code for code, _ in PROOFS.all_among({"a": "b", "participant_QQQ234": "made up"} | two)
    ]
    assert found == ["ABC234", "XYZ234"]
