"""Guesses at a short secret (a password, a join code, a slip) are judged at a pace, everyone's
together.

In peace everybody is judged at once, and only who was wrong is counted. Once too many were wrong,
all wait, right and wrong alike: who is judged next is drawn among those that wait, and with them
all who said the same. Where too many different ones wait, one of them, drawn too, is passed over.
Nothing here knows which guess is right.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workshop.domain.errors import RateLimited
from workshop.domain.token_bucket import Bucket, Pace


@dataclass(frozen=True)
class Terms:
    """The pace of judging; how long one wait takes at most; how many different guesses wait at the
    same time.
    """

    pace: Pace
    patience_seconds: float
    places: int


@dataclass(eq=False)
class Guess:
    """One that came.

    It waits until it `is_due` or `is_passed_over`; its wait `ends` at this moment at the latest.
    """

    said: str
    ends: float
    is_due: bool = False
    is_passed_over: bool = False
    has_waited: bool = False


class Guesses:
    """Those that wait.

    `pick` draws a number below another one; `now` is of any clock that never runs backwards.
    """

    def __init__(self, terms: Terms, pick: Callable[[int], int]) -> None:
        self._terms = terms
        self._pick = pick
        self._bucket: Bucket | None = None
        self._waiting: dict[str, list[Guess]] = {}

    def come(self, said: str, now: float) -> Guess:
        """Somebody guesses."""
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
        """Whoever's turn has come is due, and whose patience has ended is passed over."""
        while self._waiting and self._takes(now):
            everyone = [guess.said for same in self._waiting.values() for guess in same]
            for guess in self._waiting.pop(everyone[self._pick(len(everyone))]):
                guess.is_due = True
        for said in [said for said, same in self._waiting.items() if same[0].ends <= now]:
            self._lose_patience(said, now)

    def give_back(self) -> None:
        """What was judged in peace was right, and is not counted."""
        if self._bucket:
            left = min(self._bucket.left + 1, float(self._terms.pace.at_once))
            self._bucket = Bucket(left, self._bucket.at)

    def _takes(self, now: float) -> bool:
        try:
            bucket = self._bucket or Bucket(self._terms.pace.at_once, now)
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
