"""Every form of several picks, and every way in which the ballots may have fallen behind it.

`python -m tests.unit.domain.veils` looks at all of them for up to twelve people and prints what can
be known; the suite does so up to eight people. Choices are looked at up to their order: the veil
knows no order, which a test shows.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from workshop.domain.voting.question import Kind, Question
from workshop.domain.voting.release import (
    NEARLY_ALL,
    NEARLY_NONE,
    NO_ANSWER,
    Counts,
    Shown,
    Suppressed,
    Veiled,
)
from workshop.domain.voting.veil import veil

Veil = Callable[[Question, Counts], Shown]
MOST_CHOICES, MOST_PICKS = 6, 4


@dataclass(frozen=True)
class Seen:
    """A form as an outsider sees it, up to the order of the choices: what is said of a cell, and
    its number.
    """

    cells: tuple[tuple[str, int], ...]
    is_veiled: bool = False
    no_answer: str | int | None = None


def pick(choices: int, most: int) -> Question:
    """A question of so many choices, of which so many may be picked."""
    return Question(
        "q", Kind.CHOICE, "?", choices=tuple("abcdefghijkl"[:choices]), max_choices=most
    )


def questions(people: int) -> Iterator[Question]:
    """Every question of several picks that is looked at; in larger rooms with one choice less."""
    for choices in range(2, MOST_CHOICES + 1 if people <= 8 else MOST_CHOICES):
        yield from (pick(choices, most) for most in range(2, min(MOST_PICKS, choices) + 1))


def worlds(question: Question, voters: int) -> Iterator[Counts]:
    """Every way so many voters can fall, up to the order of the choices: 1 … most picks each, or no
    answer.
    """
    for no_answer in range(voters + 1):
        answered = voters - no_answer
        for counts in combinations_with_replacement(range(answered + 1), question.choice_count):
            if answered <= sum(counts) <= question.max_choices * answered:
                yield Counts(voters, counts, no_answer)


def seen(shown: Shown) -> Seen:
    """What is published, without the order of the choices."""
    match shown:
        case Veiled():
            numbers = shown.counts or (None,) * len(shown.veiled)
            cells = (
                (shown.veiled.get(str(at), ""), -1 if n is None else n)
                for at, n in enumerate(numbers)
            )
            return Seen(tuple(sorted(cells)), True, shown.veiled.get(NO_ANSWER))
        case Counts():
            return Seen(
                tuple(sorted(("", votes) for votes in shown.counts)), False, shown.no_answer
            )
        case _:
            return Seen(())


def behind(
    question: Question, voters: int, veiling: Veil = veil
) -> Mapping[Seen, Sequence[Counts]]:
    """For each form that can be published, all that may have happened: what whoever knows the
    program can tell.
    """
    by_form = defaultdict(list)
    for counts in worlds(question, voters):
        by_form[seen(veiling(question, counts))].append(counts)
    return by_form


def known(form: Seen, voters: int, possible: Sequence[Counts]) -> Iterator[tuple[str, int]]:
    """The veiled cells of which one value is left, by what is said of them; of what is too alike,
    of any cell.
    """
    if not form.cells:
        every = {votes for counts in possible for votes in counts.counts}
        yield from (("too alike", one) for one in every if len(every) == 1)
        return
    values = {
        NEARLY_ALL: {v for counts in possible for v in counts.counts if v >= voters - 1},
        NEARLY_NONE: {v for counts in possible for v in counts.counts if v <= min(1, voters - 2)},
    }
    for said, _ in set(form.cells):
        if said and len(values[said]) == 1:
            [votes] = values[said]
            yield said, votes


def all_known(people: Sequence[int], veiling: Veil = veil) -> Counter[tuple[str, int]]:
    """What can be known of veiled cells by anybody, and by somebody who knows how many gave no
    answer, too.

    Of the latter only what is 0 or everybody: where one gave none, n − 1 are all who answered, veil
    or not.
    """
    found: Counter[tuple[str, int]] = Counter()
    for voters in people:
        for question in questions(voters):
            for form, possible in behind(question, voters, veiling).items():
                found.update(known(form, voters, possible))
                found.update(_known_beside_no_answer(form, voters, possible))
    return found


def _known_beside_no_answer(
    form: Seen, voters: int, possible: Sequence[Counts]
) -> Iterator[tuple[str, int]]:
    if not form.is_veiled or form.no_answer == NEARLY_ALL:
        return
    for silent in {counts.no_answer for counts in possible}:
        among = [counts for counts in possible if counts.no_answer == silent]
        yield from (one for one in known(form, voters, among) if one[1] in (0, voters))


def old_veil(question: Question, counts: Counts) -> Shown:
    """The veil as it was: every number that needs none by itself is told."""
    shown = veil(question, counts)
    if not isinstance(shown, Veiled | Suppressed) or (
        isinstance(shown, Veiled) and NO_ANSWER in shown.veiled
    ):
        return shown
    nearly = [
        NEARLY_ALL if v >= counts.voters - 1 else NEARLY_NONE if v <= 1 else ""
        for v in counts.counts
    ]
    kept = tuple(None if said else votes for votes, said in zip(counts.counts, nearly, strict=True))
    return Veiled(counts.voters, {str(at): said for at, said in enumerate(nearly) if said}, kept)


def main() -> int:
    """Returns the exit code."""
    sys.stdout.write(f"as it was: {dict(all_known(range(3, 13), old_veil))}\n")
    left = all_known(range(3, 13))
    sys.stdout.write(f"as it is: {dict(left)}\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
