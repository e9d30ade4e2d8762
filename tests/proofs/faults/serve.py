"""`python -m tests.proofs.faults.serve FOLDER`: the program as it is, on a disk that is full while
`FOLDER/full` exists, and whose flushes fail while `FOLDER/broken` exists.
"""

import runpy
import sys
from pathlib import Path

from tests.proofs.faults.disk import Disk, FaultyOs, layer_under_sqlite

ROOT = Path(__file__).resolve().parents[3]  # tests.support.servers loads the program, unpatched


class Unwritten(list[object]):
    """A log that is not kept: this server runs for long."""

    def append(self, _change: object) -> None: ...


def main(folder: Path) -> None:
    """Serve until stopped."""
    disk = Disk(Unwritten(), (folder / "full").exists, (folder / "broken").exists)  # type: ignore[arg-type]
    with layer_under_sqlite(disk):
        import workshop.store.keys

        workshop.store.keys.os = FaultyOs(disk)  # type: ignore[assignment,attr-defined]
        sys.argv = [str(ROOT / "wsgi.py")]
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
