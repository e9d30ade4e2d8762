"""No small fault in the rules of disclosure goes unnoticed: well over a hundred, each put in for
real.
"""

import json
import subprocess
import sys

from tests.support.trials import trials

EQUIVALENT: dict[str, str] = {}
"""Mutants that no test could tell from the module itself, each with the reason. None is left."""


def test_no_small_fault_in_the_rules_of_disclosure_survives_their_tests() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.proofs.mutation", str(trials(40, 1))],
        capture_output=True,
        text=True,
        check=True,
    )
    noticed = json.loads(run.stdout)
    survivors = {name for name, was_noticed in noticed.items() if not was_noticed}
    assert len(noticed) > trials(3, 100)
    assert survivors == {"unchanged", *EQUIVALENT}
