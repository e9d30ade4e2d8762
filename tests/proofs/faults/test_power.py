"""Acknowledged means on disk: no power cut in a vote storm takes an acknowledged ballot with it."""

from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest

from tests.proofs.faults.disk import Change
from tests.proofs.faults.power import Acknowledged, Storm, cuts, storm
from tests.support.trials import trials

TRIALS = trials(5, 200)
TRIALS_AS_IT_WAS = trials(8, 20)  # of which three in four lose a ballot


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Storm:
    """A run written down, for power cuts at any moment of it."""
    return storm(tmp_path_factory.mktemp("storm") / "data", people=36, ballots=6)


def test_no_power_cut_takes_an_acknowledged_ballot_or_counts_one_twice(
    seen: Storm, tmp_path: Path
) -> None:
    assert sum(isinstance(change.said, Acknowledged) for change in seen.disk.log) > 100
    outcome = cuts(seen, tmp_path / "cuts", TRIALS, seed=1)
    assert (outcome.cuts, outcome.lost, outcome.doubled) == (TRIALS, 0, 0)


def test_the_same_cuts_do_take_ballots_where_commits_are_not_flushed(tmp_path: Path) -> None:
    seen = storm(tmp_path / "storm", people=36, ballots=6, synchronous="NORMAL")
    outcome = cuts(seen, tmp_path / "cuts", TRIALS_AS_IT_WAS, seed=1)
    assert outcome.cuts_with_loss > trials(0, 10)


def test_a_key_that_was_not_flushed_is_lost_with_the_power(seen: Storm, tmp_path: Path) -> None:
    """So that the flushes of key and folder are known to matter."""
    disk = copy(seen.disk)
    disk.log = [change for change in disk.log if not _is_flush_of_a_key(change)]
    outcome = cuts(replace(seen, disk=disk), tmp_path / "cuts", TRIALS_AS_IT_WAS, seed=1)
    assert outcome.cuts_with_loss > trials(0, 10)


def _is_flush_of_a_key(change: Change) -> bool:
    return change.act == "sync" and change.file.startswith("keys/")
