"""Guesses by a clock of the tests' own: guessing is slow, tells nothing more, and keeps nobody out
who knows.

Each attack is run on the line as it is and on the one before, which must fall to it.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from typing import Any, cast

import pytest

from tests.support.fakes import FakeScheduler, MemoryStore, RecordingBroadcaster, chance
from tests.unit.domain.town import Town
from workshop.domain.errors import RateLimited, Refusal, UnknownSession, WrongPassword
from workshop.domain.guess_queue import GuessLimits, WaitingGuesses
from workshop.domain.token_bucket import Rate
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Question
from workshop.domain.voting.slips import HATS
from workshop.facilitation.guess_queue import GuessQueue
from workshop.facilitation.rate_limit import RateLimit
from workshop.facilitation.service import CODE_LIMITS, Facilitation
from workshop.web.opening_access import PASSWORD_LIMITS

RIGHT = "the right one"
ROUND_TRIP = 0.005


class LineBefore:
    """First come, first served, full is full; wrong ones alone waited where `judges_first`."""

    def __init__(self, town: Town, terms: GuessLimits, judges_first: bool = False) -> None:
        self._town = town
        self._pacing = RateLimit(town, terms.pace)
        self._step = 1 / terms.pace.a_second
        self._most = round(10 * terms.pace.a_second)
        self._judges_first = judges_first
        self._places: list[object] = []

    def judged(self, said: str, judge: Callable[[], None], wrong: type[Refusal]) -> None:
        if self._judges_first:
            try:
                return judge()
            except wrong:
                self._wait()
                raise
        self._wait()
        return judge()

    def _wait(self) -> None:
        if len(self._places) >= self._most:
            raise RateLimited()
        place, came = object(), self._town.now
        self._places.append(place)
        try:
            while self._places[0] is not place or not self._is_turn():
                if self._town.now - came > 10:
                    raise RateLimited()
                self._town.sleep(self._step)
        finally:
            self._places.remove(place)

    def _is_turn(self) -> bool:
        with suppress(RateLimited):
            self._pacing.check("")
            return True
        return False


class Street:
    """A line, those who guess at it as fast as they are answered, and who knows what is right."""

    def __init__(self, line: GuessQueue | LineBefore, town: Town, wrong: type[Refusal]) -> None:
        self._line, self._town, self._wrong = line, town, wrong
        self.judged: list[str] = []
        self.answers: Counter[str] = Counter()
        self._numbers = count()

    def ask(self, said: str) -> str:
        """The answer to this."""

        def judge() -> None:
            self.judged.append(said)
            if said != RIGHT:
                raise self._wrong()

        try:
            self._line.judged(said, judge, self._wrong)
        except Refusal as refusal:
            return refusal.reason
        return "let in"

    def guess(self, at_once: int) -> None:
        """So many guess from now on, each something new, again and again."""

        def life() -> None:
            while True:
                self.answers[self.ask(f"guess {next(self._numbers)}")] += 1
                self._town.sleep(ROUND_TRIP)

        for _ in range(at_once):
            self._town.begin(life)

    def come(self, people: int, every: float, after: float) -> list[tuple[str, float]]:
        """So many come who know it, one after the other: what each was answered, and after how many
        seconds.
        """
        told: list[tuple[str, float]] = []

        def life() -> None:
            came = self._town.now
            told.append((self.ask(RIGHT), self._town.now - came))

        for number in range(people):
            self._town.begin(life, after + number * every)
        return told


@pytest.fixture
def town() -> Town:
    return Town()


def line(town: Town, terms: GuessLimits) -> GuessQueue:
    return GuessQueue(town, terms, random.Random(7).randrange)


# ---- the right one among guesses


@pytest.mark.parametrize("guessers", [10, 64, 100])
def test_the_right_password_comes_to_its_turn_beside_whoever_guesses(
    town: Town, guessers: int
) -> None:
    street = Street(line(town, PASSWORD_LIMITS), town, WrongPassword)
    street.guess(guessers)
    told = street.come(6, every=7, after=10)
    town.live(90)
    assert [answer for answer, _ in told] == ["let in"] * 6
    assert max(seconds for _, seconds in told) < 5


def test_before_a_guesser_who_filled_the_line_kept_the_right_password_out(town: Town) -> None:
    street = Street(LineBefore(town, PASSWORD_LIMITS), town, WrongPassword)
    street.guess(64)
    told = street.come(6, every=7, after=10)
    town.live(90)
    assert [answer for answer, _ in told] == ["RateLimited"] * 6


@pytest.mark.parametrize("guessers", [1, 64, 400])
@pytest.mark.parametrize(
    ("terms", "wrong"), [(PASSWORD_LIMITS, WrongPassword), (CODE_LIMITS, UnknownSession)]
)
def test_no_more_is_judged_than_the_pace_allows(
    town: Town, terms: GuessLimits, wrong: type[Refusal], guessers: int
) -> None:
    street = Street(line(town, terms), town, wrong)
    street.guess(guessers)
    town.live(60)
    assert terms.pace.at_once < len(street.judged) <= terms.pace.at_once + 60 * terms.pace.a_second
    if guessers == 1:
        assert set(street.answers) == {wrong.__name__}


# ---- right and wrong alike


def scan(street: Street, town: Town, seconds: float, after: int) -> bool:
    """Guess code after code, with the right one at this place, and give up on whatever is not let
    in at once.
    """
    found = []

    def one(said: str) -> None:
        if street.ask(said) == "let in":
            found.append(said)

    for number in range(int(seconds * 300)):
        said = RIGHT if number == after else f"guess {number}"
        town.begin(partial(one, said), number / 300)
    town.live(seconds)
    return RIGHT in found


def test_whoever_gives_up_on_what_waits_finds_nothing_sooner(town: Town) -> None:
    """308 codes a second were judged: a right one was told at once, while wrong ones waited."""
    assert scan(
        Street(LineBefore(town, CODE_LIMITS, judges_first=True), town, UnknownSession),
        town,
        10,
        2500,
    )
    again = Town()
    street = Street(line(again, CODE_LIMITS), again, UnknownSession)
    scan(street, again, 10, 2500)
    assert len(set(street.judged)) <= CODE_LIMITS.pace.at_once + 10 * CODE_LIMITS.pace.a_second


def test_while_all_wait_what_was_right_before_waits_like_what_never_was(town: Town) -> None:
    street = Street(line(town, CODE_LIMITS), town, UnknownSession)
    assert street.ask(RIGHT) == "let in"
    town.begin(lambda: [street.ask(f"guess {number}") for number in range(51)] and None)
    town.live(0)
    told = street.come(1, every=0, after=0)
    town.live(0)
    assert told == []
    town.live(11)
    assert told[0][0] == "let in"


# ---- a venue


def test_three_hundred_who_scan_the_right_code_at_once_wait_for_nothing(town: Town) -> None:
    street = Street(line(town, CODE_LIMITS), town, UnknownSession)
    told = street.come(300, every=0, after=0)
    town.live(0)
    assert told == [("let in", 0.0)] * 300


@pytest.mark.parametrize("guessers", [24, 64])
def test_a_guesser_shuts_no_room_out(town: Town, guessers: int) -> None:
    street = Street(line(town, CODE_LIMITS), town, UnknownSession)
    street.guess(guessers)
    one_by_one = street.come(20, every=2.3, after=7)
    together = street.come(300, every=0, after=60)
    town.live(75)
    assert {answer for answer, _ in one_by_one} == {answer for answer, _ in together} == {"let in"}
    assert max(seconds for _, seconds in one_by_one + together) < 5


# ---- the rule by itself


def guesses(
    places: int = 2, at_once: int = 1, picks: Iterator[int] | None = None
) -> WaitingGuesses:
    terms = GuessLimits(Rate(a_second=1, at_once=at_once), patience_seconds=10, places=places)
    return WaitingGuesses(terms, (lambda size: next(picks)) if picks else (lambda size: 0))


def test_who_says_the_same_is_judged_together() -> None:
    waiting = guesses()
    assert waiting.come("a", 0).is_due
    same = [waiting.come("b", 0) for _ in range(3)]
    other = waiting.come("c", 0)
    assert not any(guess.is_due for guess in same)
    waiting.advance(1)
    assert all(guess.is_due for guess in same)
    assert not other.is_due


def test_where_too_many_wait_one_is_passed_over_and_it_may_be_anyone() -> None:
    for place in range(3):
        waiting = guesses(picks=iter([place]))
        waiting.come("a", 0)
        came = [waiting.come(said, 0) for said in "bcd"]
        assert [guess.is_passed_over for guess in came] == [at == place for at in range(3)]


def test_patience_ends() -> None:
    slow = WaitingGuesses(
        GuessLimits(Rate(a_second=0.01, at_once=1), patience_seconds=10, places=2), lambda size: 0
    )
    slow.come("a", 0)
    first, second = slow.come("b", 0), slow.come("b", 6)
    slow.advance(11)
    assert (first.is_passed_over, second.is_passed_over) == (True, False)
    slow.advance(16)
    assert second.is_passed_over


def test_what_was_right_in_peace_is_not_counted() -> None:
    waiting = guesses(at_once=2)
    for _ in range(10):
        assert waiting.come("right", 0).is_due
        waiting.give_back()
    assert [waiting.come("wrong", 0).is_due for _ in range(3)] == [True, True, False]


# ---- slips


def house(town: Town) -> tuple[Facilitation, str, dict[PartnerGroup, list[str]]]:
    """A session joined with slips, and those slips."""
    luck = chance(lambda size, drawn: range(drawn))
    facilitation = Facilitation(
        MemoryStore(), RecordingBroadcaster(), FakeScheduler(cast(Any, town)), town, luck
    )
    plan = Plan("T", (Question("q", Kind.AGREE, "Will it change?"),))
    code = facilitation.open_session(plan)[0].code
    facilitation.slips.make_slips(code, 30, 30)
    slips = facilitation.slips.of(code)
    return (
        facilitation,
        code,
        {hat: [slip.code for slip in slips if slip.hat is hat] for hat in HATS},
    )


def try_slip(facilitation: Facilitation, code: str, slip: str) -> str:
    try:
        facilitation.join(code, None, PartnerGroup.NORTHERN, slip)
    except Refusal as refusal:
        return refusal.reason
    return "joined"


def test_slips_are_judged_ten_a_second_in_each_session_and_who_has_one_gets_in(town: Town) -> None:
    """Before, 229 a second were judged."""
    facilitation, code, slips = house(town)
    answers: Counter[str] = Counter()
    honest: list[tuple[str, float]] = []
    numbers = count()

    def guess() -> None:
        while True:
            answers[try_slip(facilitation, code, f"GUESS{next(numbers)}")] += 1
            town.sleep(ROUND_TRIP)

    def come(slip: str) -> None:
        came = town.now
        honest.append((try_slip(facilitation, code, slip), town.now - came))

    for _ in range(64):
        town.begin(guess)
    for number, slip in enumerate(slips[PartnerGroup.NORTHERN]):
        town.begin(partial(come, slip), 5 + number)
    town.live(60)
    assert answers["UnknownSlip"] <= CODE_LIMITS.pace.at_once + 60 * CODE_LIMITS.pace.a_second
    assert [answer for answer, _ in honest] == ["joined"] * 30
    assert max(seconds for _, seconds in honest) < 5


def test_a_room_that_scans_its_slips_at_once_waits_for_nothing(town: Town) -> None:
    facilitation, code, slips = house(town)
    began = town.now
    assert {try_slip(facilitation, code, slip) for slip in slips[PartnerGroup.NORTHERN]} == {
        "joined"
    }
    assert town.now == began
