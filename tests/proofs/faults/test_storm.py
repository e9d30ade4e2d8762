"""The battery dies while people vote."""

from tests.proofs.faults.crowd import Tally
from tests.proofs.faults.storm import kills
from tests.support.servers import Server
from tests.support.trials import trials

PEOPLE, TRIALS = trials(20, 200), trials(1, 3)


def test_a_killed_server_has_every_acknowledged_ballot_once_and_everyone_comes_back(
    server: Server,
) -> None:
    tally = kills(server, phones=PEOPLE, trials=TRIALS, seed=1)
    assert (tally.trials, tally.lost, tally.doubled) == (TRIALS, 0, 0)
    assert tally.in_the_middle >= 1
    assert len(tally.recoveries) == TRIALS * PEOPLE


def test_what_is_lost_and_what_is_counted_twice_would_be_seen() -> None:
    tally = Tally("none")
    tally.count(
        {"northern": [2, 1], "southern": [3, 0]},
        {"northern": {"counts": [2, 0]}, "southern": {"voters": 5}},
    )
    assert (tally.lost, tally.doubled) == (1, 2)
