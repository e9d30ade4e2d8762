"""The benchmark works: every phone gets through every step and no vote is lost.

Nothing is said about speed.
"""

import math
import re
import subprocess
import sys

import pytest

from bench.servers import has_node
from tests.proofs import whole_only
from tests.support.servers import ROOT

pytestmark = whole_only
OF_A_REFERENCE = ["joined", "connected", "told", "acknowledged", "back"]
REFERENCES = ["bare echo", *(["Node", "Node wire"] if has_node() else [])]
STEPS = {
    "workshop": [*OF_A_REFERENCE, "remembered", "counted"],
    **dict.fromkeys(REFERENCES, OF_A_REFERENCE),
}
ROWS = [
    *(
        "join",
        "connect",
        "open",
        "  server processor",
        "all vote",
        "  half",
        "  99",
        "server processor",
    ),
    *("all sockets", "  server processor", "server memory"),
]


def bench(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=300
    )


@pytest.fixture(scope="module")
def quick() -> "subprocess.CompletedProcess[str]":
    return bench("--quick")


def test_it_ends_well(quick: "subprocess.CompletedProcess[str]") -> None:
    assert quick.returncode == 0, quick.stdout + quick.stderr


@pytest.mark.parametrize("server", STEPS)
def test_every_phone_gets_through_every_step(
    quick: "subprocess.CompletedProcess[str]", server: str
) -> None:
    reached = re.search(rf"^{server}, of 50 phones: (.*)$", quick.stdout, re.MULTILINE)
    assert reached, quick.stdout
    assert reached[1] == ", ".join(f"{step} 50" for step in STEPS[server])


def test_every_measure_has_its_row_of_figures(quick: "subprocess.CompletedProcess[str]") -> None:
    head, *rows = quick.stdout.strip().splitlines()
    assert re.sub(r"\s+", " ", head[52:]).strip() == " ".join(
        ["workshop / disk", *(f"{n} ratio" for n in REFERENCES)]
    )
    for start, row in zip(ROWS, rows, strict=False):
        assert row.startswith(start)
        on_disk = start in ("join", "all vote")
        figures = [float(figure) for figure in row[52:].split()]
        assert len(figures) == 1 + on_disk + 2 * len(REFERENCES)
        assert all(figure >= 0 or math.isnan(figure) for figure in figures)


def test_it_says_how_to_repeat_it(quick: "subprocess.CompletedProcess[str]") -> None:
    assert "Again: python -m bench --phones 50 --rounds 1 --mode eventlet" in quick.stdout


def test_too_many_phones_are_refused() -> None:
    assert bench("--phones", "10001").returncode == 2
