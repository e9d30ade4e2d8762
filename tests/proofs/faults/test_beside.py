"""What missed a limit is told with NOT, and then `python -m tests.proofs.faults` fails."""

from dataclasses import replace

import pytest

from tests.proofs.faults import __main__ as program
from tests.proofs.faults.attacks import Stranger
from tests.proofs.faults.beside import Beside, Waits
from tests.proofs.faults.growth import Growth
from tests.proofs.faults.guesses import TRIES, Guesses

MIB = 1024 * 1024
FINE = Beside(
    attack=Stranger("pongs", 1.0, opened=3, cut=3),
    ballots=Waits(3, [0.01, 0.24, 0.99]),
    newcomers=Waits(1, [3.0]),
    grown=Growth(
        server=63 * MIB, kernel=63 * MIB, most={"workshop.export": 2}, largest=400_000_000
    ),
)
MISSED = [
    ("p50 under 0.25 s", replace(FINE, ballots=Waits(3, [0.01, 0.25, 0.99]))),
    ("worst under 1 s", replace(FINE, ballots=Waits(3, [0.01, 0.02, 1.0]))),
    ("worst under 1 s", replace(FINE, ballots=Waits(3, [0.01, 0.02]))),
    ("every newcomer let in", replace(FINE, newcomers=Waits(2, [0.1]))),
    ("server under 64 MiB more", replace(FINE, grown=Growth(server=64 * MIB))),
    ("kernel under 64 MiB more", replace(FINE, grown=Growth(kernel=64 * MIB))),
    ("two processes at most", replace(FINE, grown=Growth(most={"workshop.export": 3}))),
    ("400 MB each at most", replace(FINE, grown=Growth(largest=400_000_001))),
    ("all cut", replace(FINE, attack=Stranger("pongs", 1.0, opened=3, cut=2))),
    (
        "each right password in within 5 s",
        replace(FINE, attack=Guesses(let_in=[0.1] * (TRIES - 1))),
    ),
    ("each right password in within 5 s", replace(FINE, attack=Guesses(let_in=[5.0] * TRIES))),
]


def exit_code(monkeypatch: pytest.MonkeyPatch, came: Beside) -> int:
    monkeypatch.setattr(program, "FAULTS", {"one": lambda *_: [program._beside_row("one", came)]})
    return program.main([])


def test_a_row_within_its_limits_says_what_it_saw(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(monkeypatch, FINE) == 0
    assert (
        "| one | 1 | 0 | 0 | – | – | ballots 3 of 3, p50 240 ms, worst 990 ms; "
        "newcomers 1 of 1, p50 3000 ms, worst 3000 ms; server +63 MiB, kernel +63 MiB; "
        "at most 2 workshop.export at once, the largest 400 MB; 3 of 3 cut |\n"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(("limit", "came"), MISSED)
def test_a_missed_limit_is_named_and_the_program_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], limit: str, came: Beside
) -> None:
    assert exit_code(monkeypatch, came) == 1
    assert f"NOT {limit}; " in capsys.readouterr().out


def test_a_stranger_who_had_no_time_to_be_cut_is_not_judged() -> None:
    assert Stranger("pongs", 1.0, spared=None, opened=3).faults() == []
