"""One stranger cannot stop the room: whatever they send, they are cut, and every honest ballot is
acknowledged.

How long a ballot waits is measured by `python -m tests.proofs.faults --only strangers`, on a
machine with nothing else to do.
"""

from pathlib import Path

import pytest

from tests.proofs import whole_only
from tests.proofs.faults.attacks import Stranger
from tests.proofs.faults.beside import Beside, beside
from tests.proofs.faults.conftest import Hasty
from tests.proofs.faults.growth import wait_until_gone
from tests.proofs.faults.serve_as import changed
from tests.proofs.faults.strangers import AT_THE_END, KINDS
from tests.support.servers import Server
from tests.support.trials import trials

MIB = 1024 * 1024
pytestmark = pytest.mark.skipif(
    not Path("/proc/net/tcp").exists(), reason="Linux tells what is kept for a connection"
)

PATIENCE_SECONDS = 240.0
CUTS = trials(1, 3)
"""Those who come again and again do so until they were cut so often; the others until all are."""
SECONDS = trials(2.0, 4.0)
"""Of a stranger who is never cut; six phones that are served cast seven ballots in one second."""
HERE = [
    *(("eventlet", kind) for kind in KINDS),
    *(
        ("threading", kind)
        for kind in ("pipelining", "pongs", "pings", "untaken_answers", "half_said_heads")
    ),
]


def visited(server: Server, kind: str, seconds: float, cuts: int = 0) -> tuple[Beside, Stranger]:
    """What came of it for six phones, and for the stranger."""
    stranger = Stranger(kind, seconds, cuts)
    return beside(server, stranger, phones=6), stranger


@pytest.mark.parametrize(("mode", "kind"), trials(HERE[:1], HERE))
def test_a_lone_stranger_is_cut_and_every_honest_ballot_is_acknowledged(
    hasty: Hasty, mode: str, kind: str
) -> None:
    server = hasty.running(mode)
    came, stranger = visited(server, kind, PATIENCE_SECONDS, CUTS)
    assert stranger.cut >= 1
    assert stranger.opened - stranger.cut <= AT_THE_END.get(kind, 0)
    assert len(came.ballots.seconds) == came.ballots.asked >= 1
    assert wait_until_gone(server) < MIB, "nothing of it is left in the system"
    assert "Traceback" not in server.log.read_text()


@pytest.mark.parametrize(
    ("was", "kind"),
    [
        ("busy_with_requests", "pipelining"),
        *trials([], [("busy_with_packets", "pongs"), ("busy_with_packets", "upgrades")]),
    ],
)
def test_as_it_was_the_stranger_is_never_cut_and_the_room_stands_still(
    tmp_path: Path, was: str, kind: str
) -> None:
    with changed(tmp_path / "data", "eventlet", was) as server:
        came, stranger = visited(server, kind, SECONDS)
    assert stranger.cut == 0
    assert came.ballots.asked < 3 * SECONDS, (
        "the first ballots wait for as long as the stranger likes"
    )


@whole_only
def test_as_it_was_what_nobody_reads_was_kept(tmp_path: Path) -> None:
    with changed(tmp_path / "data", "eventlet", "patient_with_readers") as server:
        came, stranger = visited(server, "unread_answers", 8.0)
    assert stranger.cut == 0
    assert came.grown.kernel > 4 * MIB


@whole_only
def test_as_it_was_a_thousand_half_said_heads_were_all_waited_for(tmp_path: Path) -> None:
    with changed(tmp_path / "data", "eventlet", "looking_at_everything") as server:
        _, stranger = visited(server, "half_said_heads", 3.0)
    assert stranger.cut == 0
