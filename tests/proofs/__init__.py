"""Heavy proofs: one trial of each in `make test`, the whole of them with `--proofs`."""

import pytest

from tests.support.trials import are_whole

whole_only = pytest.mark.skipif(not are_whole(), reason="another trial of its file runs here")
"""A further trial of a proof that `make test` tries once."""

on_postgresql = pytest.mark.xdist_group("PostgreSQL")
"""One process of the run has them all, so that one PostgreSQL and one venue are started."""
real_time = pytest.mark.xdist_group("real time")
"""One process of the run has them all, so that one server in its own time is started."""
