"""The pace of ballots, on a clock that stands until it is moved."""

import pytest

from tests.support.fakes import FakeClock
from workshop.domain.errors import RateLimited
from workshop.domain.token_bucket import Rate
from workshop.facilitation import rate_limit
from workshop.facilitation.rate_limit import RateLimit


def test_so_many_at_once_then_so_many_a_second() -> None:
    clock = FakeClock()
    pace = RateLimit(clock, Rate(a_second=2, at_once=6))
    for _ in range(6):
        pace.check("amina")
    for _ in range(3):
        with pytest.raises(RateLimited):
            pace.check("amina")
    pace.check("jan")
    clock.now += 0.5  # a refusal took nothing
    pace.check("amina")
    with pytest.raises(RateLimited):
        pace.check("amina")
    clock.now += 3600
    for _ in range(6):
        pace.check("amina")
    with pytest.raises(RateLimited):
        pace.check("amina")


def test_what_is_full_again_is_forgotten_and_what_is_not_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rate_limit, "MOST_BUCKETS", 3)
    clock = FakeClock()
    pace = RateLimit(clock, Rate(a_second=2, at_once=1))
    for name in "abcd":
        pace.check(name)
    clock.now += 0.4
    with pytest.raises(RateLimited):
        pace.check("a")
    clock.now += 0.1
    pace.check("e")
    pace.check("a")
