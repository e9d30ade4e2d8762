"""How much of a heavy proof runs: one trial in `make test`, the whole of it with `--proofs`."""

from typing import TypeVar

T = TypeVar("T")

WHOLE: list[bool] = []
"""Set by tests/conftest.py before any test file is imported; the newest counts."""


def are_whole() -> bool:
    """Whether pytest was started with `--proofs`."""
    return bool(WHOLE) and WHOLE[-1]


def trials(few: T, many: T) -> T:
    """`many` with `--proofs`, else `few`; callable at import time too, in a parametrisation."""
    return many if are_whole() else few
