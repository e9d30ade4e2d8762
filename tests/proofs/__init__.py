"""Heavy proofs: one trial of each in `make test`, the whole of them with `--proofs`."""

import pytest

from tests.support.trials import are_whole

whole_only = pytest.mark.skipif(not are_whole(), reason="another trial of its file runs here")
"""A further trial of a proof that `make test` tries once."""
