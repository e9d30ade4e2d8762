"""Heavy proofs: one trial of each in `make test`, the whole of them with `--proofs`."""

import pytest

whole_only = pytest.mark.skipif(
    "not config.getoption('--proofs')",  # asked late: this is imported before options are read
    reason="another trial of its file runs here",
)
"""A further trial of a proof that `make test` tries once."""
