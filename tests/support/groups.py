"""Which files one process of a run has together, so that what is dear to start is started once.

By name: the process that deals tests out knows nothing else of them, and the plugin's own
`xdist_group` does nothing on a pytest that keeps ids as `NodeId`.
"""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "a server in both modes": (
        *("doors/live/test_heads.py", "doors/live/test_knocking.py", "doors/live/test_limits.py"),
        *("doors/live/test_sockets.py", "doors/live/test_traces.py"),
    ),
    "a server in its own time, and a hasty one": (
        *("proofs/faults/test_attacks.py", "proofs/faults/test_bodies.py"),
        *("proofs/faults/test_storm.py", "proofs/faults/test_strangers.py"),
        *("proofs/faults/test_venue.py", "proofs/faults/test_wifi.py"),
    ),
    "PostgreSQL, and two workers on it": (
        *("proofs/cluster/test_strangers.py", "proofs/cluster/test_workers.py"),
        *("proofs/secrecy/test_postgres.py", "proofs/store/test_on_postgresql.py"),
    ),
}
GROUPS = {f"tests/{file}": group for group, files in TOGETHER.items() for file in files}


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]  # xdist publishes no types
    """Deals out one group after the other; a file that is in none is its own."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return GROUPS.get(file, file)
