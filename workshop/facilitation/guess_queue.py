"""Queues for guesses at a password, a join code or a slip: slowed down, nobody locked out."""

import secrets
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from workshop.domain.errors import RateLimited, Refusal
from workshop.domain.guess_queue import Guess, GuessLimits, WaitingGuesses
from workshop.facilitation.ports import Clock

T = TypeVar("T")


class GuessQueue:
    """A queue in which guesses wait to be checked; the rule is `domain.guess_queue`.

    Not by address: a guesser has a thousand, and a venue has one. While guesses wait, the wrong and
    the refused ones are answered only when their longest wait is over, so that those who guess
    again at once do not push the others out.
    """

    STEP_SECONDS = 0.1
    MOST_HELD = 500
    """The most answers that are delayed at the same time; further ones are sent at once."""

    def __init__(
        self, clock: Clock, terms: GuessLimits, pick: Callable[[int], int] = secrets.randbelow
    ) -> None:
        self._clock = clock
        self._guesses = WaitingGuesses(terms, pick)
        self._held = 0
        self._lock = Lock()

    def judged(
        self,
        said: str,
        judge: Callable[[], T],
        wrong: type[Refusal],
        before_waiting: Callable[[], None] = lambda: None,
    ) -> T:
        """What `judge` returns when its turn has come; it raises `wrong` for a wrong guess.

        `before_waiting` releases what others need meanwhile. Raises RateLimited where too many
        wait.
        """
        guess = self._come(said)
        if guess.has_waited:
            before_waiting()
            self._wait(guess)
        is_wrong = False
        try:
            return judge()
        except wrong:
            is_wrong = True
            self._hold(guess)
            raise
        finally:
            if not (is_wrong or guess.has_waited):
                self._give_back()

    def _come(self, said: str) -> Guess:
        with self._lock:
            return self._guesses.come(said, self._clock.monotonic())

    def _wait(self, guess: Guess) -> None:
        while not (guess.is_due or guess.is_passed_over):
            self._clock.sleep(self.STEP_SECONDS)
            with self._lock:
                self._guesses.advance(self._clock.monotonic())
        if guess.is_passed_over:
            self._hold(guess)
            raise RateLimited()

    def _hold(self, guess: Guess) -> None:
        left = guess.ends - self._clock.monotonic()
        if not guess.has_waited or left <= 0 or not self._holds(1):
            return
        try:
            self._clock.sleep(left)
        finally:
            self._holds(-1)

    def _holds(self, more: int) -> bool:
        """Count so many answers more that are delayed; False where there are enough already."""
        with self._lock:
            if more > 0 and self._held >= self.MOST_HELD:
                return False
            self._held += more
            return True

    def _give_back(self) -> None:
        with self._lock:
            self._guesses.give_back()


class GuessQueues:
    """A queue for each key, in memory: guesses at one session slow no other."""

    def __init__(self, clock: Clock, terms: GuessLimits) -> None:
        self._clock = clock
        self._terms = terms
        self._lines: dict[str, GuessQueue] = {}

    def of(self, key: str) -> GuessQueue:
        """The queue of this key."""
        return self._lines.setdefault(key, GuessQueue(self._clock, self._terms))

    def forget(self, key: str) -> None:
        """Drop the queue of a key that is gone for good."""
        self._lines.pop(key, None)
