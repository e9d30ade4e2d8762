"""A queue for guesses at a short secret: a password, a join code, a slip.

All guesses share one rate. While few are wrong, each is checked at once and only the wrong ones
count. After too many wrong ones every guess waits, right or wrong; the next is drawn at random from
those that wait, together with all that guess the same. When too many different guesses wait, one of
them, drawn at random, is refused. Attempts slow down, and nobody is locked out. The queue does not
know which guess is right.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workshop.domain.errors import RateLimited
from workshop.domain.token_bucket import Rate, TokenBucket


@dataclass(frozen=True)
class GuessLimits:
    """The limits of a queue.

    Its rate, the longest wait in seconds, and how many different guesses may wait at the same time.
    """

    pace: Rate
    patience_seconds: float
    places: int


@dataclass(eq=False)
class Guess:
    """One guess in the queue.

    It waits until it `is_due` or `is_passed_over`, at the latest until the moment `ends` (seconds).
    """

    said: str
    ends: float
    is_due: bool = False
    is_passed_over: bool = False
    has_waited: bool = False


class WaitingGuesses:
    """The guesses that wait, as a mutable value without locks.

    `pick(n)` draws a number below n. `now` is in seconds of any clock that never runs backwards.
    """

    def __init__(self, terms: GuessLimits, pick: Callable[[int], int]) -> None:
        self._terms = terms
        self._pick = pick
        self._bucket: TokenBucket | None = None
        self._waiting: dict[str, list[Guess]] = {}

    def come(self, said: str, now: float) -> Guess:
        """Take in a guess. It is due at once while nobody waits and the rate allows it."""
        self.advance(now)
        guess = Guess(said, now + self._terms.patience_seconds)
        if not self._waiting and self._takes(now):
            guess.is_due = True
            return guess
        guess.has_waited = True
        self._waiting.setdefault(said, []).append(guess)
        if len(self._waiting) > self._terms.places:
            self._pass_over(list(self._waiting)[self._pick(len(self._waiting))])
        return guess

    def advance(self, now: float) -> None:
        """Let in the next guesses, as the rate allows; pass over those that waited too long."""
        while self._waiting and self._takes(now):
            everyone = [guess.said for same in self._waiting.values() for guess in same]
            for guess in self._waiting.pop(everyone[self._pick(len(everyone))]):
                guess.is_due = True
        for said in [said for said, same in self._waiting.items() if same[0].ends <= now]:
            self._lose_patience(said, now)

    def give_back(self) -> None:
        """Return one use to the rate: a guess that did not wait was right, and is not counted."""
        if self._bucket:
            left = min(self._bucket.left + 1, float(self._terms.pace.at_once))
            self._bucket = TokenBucket(left, self._bucket.at)

    def _takes(self, now: float) -> bool:
        try:
            bucket = self._bucket or TokenBucket(self._terms.pace.at_once, now)
            self._bucket = bucket.taken(self._terms.pace, now)
        except RateLimited:
            return False
        return True

    def _pass_over(self, said: str) -> None:
        for guess in self._waiting.pop(said):
            guess.is_passed_over = True

    def _lose_patience(self, said: str, now: float) -> None:
        same = self._waiting.pop(said)
        for guess in same:
            guess.is_passed_over = guess.ends <= now
        if staying := [guess for guess in same if not guess.is_passed_over]:
            self._waiting[said] = staying
