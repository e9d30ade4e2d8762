"""Acknowledged means on disk: two hundred power cuts in a vote storm take no acknowledged ballot
with them.
"""

from pathlib import Path

from tests.proofs.faults.disk import Change
from tests.proofs.faults.power import Acknowledged, cuts, storm

TRIALS = 200


def test_no_power_cut_takes_an_acknowledged_ballot_or_counts_one_twice(tmp_path: Path) -> None:
    seen = storm(tmp_path / "storm", people=36, ballots=6)
    assert sum(isinstance(change.said, Acknowledged) for change in seen.disk.log) > 100
    outcome = cuts(seen, tmp_path / "cuts", TRIALS, seed=1)
    assert (outcome.cuts, outcome.lost, outcome.doubled) == (TRIALS, 0, 0)


def test_the_same_cuts_do_take_ballots_where_commits_are_not_flushed(tmp_path: Path) -> None:
    seen = storm(tmp_path / "storm", people=36, ballots=6, synchronous="NORMAL")
    outcome = cuts(seen, tmp_path / "cuts", 20, seed=1)
    assert outcome.cuts_with_loss > 10


def test_a_key_that_was_not_flushed_is_lost_with_the_power(tmp_path: Path) -> None:
    """So that the flushes of key and folder are known to matter."""
    seen = storm(tmp_path / "storm", people=36, ballots=6)
    seen.disk.log[:] = [change for change in seen.disk.log if not _is_flush_of_a_key(change)]
    outcome = cuts(seen, tmp_path / "cuts", 20, seed=1)
    assert outcome.cuts_with_loss > 10


def _is_flush_of_a_key(change: Change) -> bool:
    return change.act == "sync" and change.file.startswith("keys/")
