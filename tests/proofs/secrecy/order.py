"""The examiner who was in the room: knows who came when, has the files, and looks at where the rows
lie in them.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from tests.store.pages import Cell

TRIALS = 500


def in_old_order(cells: Iterable[Cell]) -> list[Cell]:
    """As they came, if nobody rewrote them: SQLite fills a page from its end."""
    return sorted(cells, key=lambda cell: (cell.page, -cell.offset))


def guessed(cells: Iterable[Cell], at: int) -> list[object]:
    """For each person in the order of arrival, what the examiner takes for theirs."""
    return [cell.values[at] for cell in in_old_order(cells)]


def right(guesses: Sequence[object], truth: Sequence[object]) -> int:
    """How many guesses are right."""
    return sum(guess == true for guess, true in zip(guesses, truth, strict=True))


def by_chance(guesses: Sequence[object], truth: Sequence[object], seed: int = 7) -> int:
    """How many are right at most in 99 of 100 cases where the order means nothing."""
    chance, shuffled, found = random.Random(seed), list(guesses), []
    for _ in range(TRIALS):
        chance.shuffle(shuffled)
        found.append(right(shuffled, truth))
    return sorted(found)[int(TRIALS * 0.99)]


def correlations(arrivals: Sequence[int], pages: Sequence[int]) -> tuple[float, float]:
    """Of people in the order in which their rows lie, with their arrival: over the file, and page
    by page (−1 … 1).
    """
    by_page = defaultdict(list)
    for arrival, page in zip(arrivals, pages, strict=True):
        by_page[page].append(arrival)
    pairs = [pair for rows in by_page.values() for pair in combinations(rows, 2)]
    within = sum(1 if first < second else -1 for first, second in pairs) / max(1, len(pairs))
    size = len(arrivals)
    ranks = {arrival: rank for rank, arrival in enumerate(sorted(arrivals))}
    apart = sum((ranks[arrival] - place) ** 2 for place, arrival in enumerate(arrivals))
    return 1 - 6 * apart / (size * (size * size - 1)), within


def limits(pages: Sequence[int], seed: int = 7) -> tuple[float, float]:
    """How strong both correlations are at most in 99 of 100 cases where the keys are random."""
    chance, arrivals = random.Random(seed), list(range(len(pages)))
    found = []
    for _ in range(TRIALS):
        chance.shuffle(arrivals)
        found.append(correlations(arrivals, pages))
    whole, within = (
        sorted(abs(value) for value in values)[int(TRIALS * 0.99)]
        for values in zip(*found, strict=True)
    )
    return whole, within
