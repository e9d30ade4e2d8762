"""The system's clock and randomness, as the use cases ask for them."""

import random
import secrets
import time
from datetime import UTC, date, datetime

from workshop.facilitation.ports import Randomness

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31: no 0 O 1 I L


class SystemClock:
    """`ports.Clock`."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def seconds(self) -> int:
        """Seconds since 1970."""
        return int(time.time())

    def sleep(self, seconds: float) -> None:
        """Wait for so long."""
        time.sleep(seconds)

    def today(self) -> date:
        """The day, UTC."""
        return datetime.now(UTC).date()


def system_chance() -> Randomness:
    """`ports.Randomness` from the system's randomness."""
    system = random.SystemRandom()
    return Randomness(
        sample=lambda population, size: system.sample(range(population), size),
        code=lambda length: "".join(secrets.choice(_CODE_LETTERS) for _ in range(length)),
        key=lambda bits: secrets.token_urlsafe(bits // 8),
    )
