"""`python -m tests.proofs.secrecy.as_they_came`: the program as it was, with rows that stay where
they were written.
"""

import runpy

from tests.support.servers import ROOT
from workshop.store.key_order import Grown

if __name__ == "__main__":
    Grown.rewrite = lambda *_: None  # type: ignore[method-assign]
    runpy.run_path(str(ROOT / "wsgi.py"), run_name="__main__")
