"""Strategies: workshops as they happen, with people who change their mind and networks that repeat
themselves.
"""

from random import Random

from hypothesis import strategies as st

from tests.proofs.invariants.steps import (
    AskAgain,
    Cast,
    Close,
    Late,
    Move,
    Repeat,
    Script,
    Step,
    Tick,
)
from tests.unit.domain.questions import ONE_EACH, ONE_OF_THREE, SOME_OF_THREE
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Showing
from workshop.domain.voting.question import Question

ROOMS = st.sampled_from(
    [
        *((11, 4, 2), (14, 10, 3), (10, 9, 0), (4, 12, 1), (2, 13, 1), (9, 2, 0)),
        *((5, 4, 5), (3, 3, 0), (2, 2, 1), (0, 0, 13)),
    ]
)
SPARSE = st.sampled_from([(11, 4, 2), (4, 12, 1), (3, 3, 2), (4, 5, 2), (1, 1, 0), (5, 3, 1)])
CROWDED = st.sampled_from([(20, 0, 0), (16, 4, 0), (10, 10, 0), (9, 9, 2)])
SHOWINGS = st.sampled_from([Showing.LIVE, Showing.LIVE, Showing.LIVE, Showing.REVEAL])
QUESTIONS = st.sampled_from([ONE_OF_THREE, ONE_OF_THREE, SOME_OF_THREE])
OPINIONS = st.sampled_from(
    [("0",), ("0", "0", "0", "1"), ("0", "1", "2", "01", "02", "12", "012", "")]
)

# One workshop in which everything happens that the rules speak of: several pictures, locks,
# changes, withdrawals, repetitions, late deliveries, moves, a veil, a group too small, and a second
# round with a group too like the first.
BUSY = Script(
    (14, 10, 2),
    (
        *(Cast(person, (person % 3,)) for person in range(9)),
        *(Tick(), Cast(0, (1,)), Repeat(1), Late(2, (0,))),
        *(
            Cast(9, (0,)),
            Cast(10, (1,)),
            Cast(11, (2,)),
            Cast(9, (2,)),
            Cast(10, ()),
            Late(9, (0,)),
        ),
        *(Move(11, PartnerGroup.SOUTHERN), Cast(11, (0,)), Tick()),
        *(Cast(person, (0,)) for person in range(14, 19)),
        *(Cast(24, (0,)), Cast(25, (1,)), Tick(), Close(), Cast(12, (1,)), Repeat(1)),
        AskAgain(),
        *(Cast(person, (person % 2,)) for person in (*range(8), *range(14, 21))),
        *(Tick(), Close()),
    ),
)
BUSY_FINGERPRINTS = Script(
    (16, 4, 0),
    (
        *(Cast(person, (person,)) for person in range(9)),
        *(Tick(), Cast(0, (0,)), Cast(8, (8,)), Repeat(1)),
        *(Cast(person, (person,)) for person in range(9, 20)),
        *(Cast(10, ()), Tick(), Cast(10, (10,)), Close()),
    ),
    ONE_EACH,
)

_WAVES = st.lists(st.integers(1, 6), min_size=3, max_size=12)
_SEEDS = st.integers(
    0, 10**9
)  # drawing every odd thing by itself would take ten times as long as playing them


@st.composite
def scripts(
    draw: st.DrawFn, rounds: int = 1, rooms: st.SearchStrategy[tuple[int, int, int]] = ROOMS
) -> Script:
    """A workshop of a live or hidden question, closed at the end, in so many rounds."""
    groups, question, opinions = draw(rooms), draw(QUESTIONS), draw(OPINIONS)
    steps = one_round(draw, sum(groups), question, opinions)
    for _ in range(1, rounds):
        steps += [AskAgain(), *one_round(draw, sum(groups), question, opinions)]
    return Script(groups, tuple(steps), question, results=draw(SHOWINGS))


@st.composite
def fingerprints(draw: st.DrawFn) -> Script:
    """A workshop in which everyone chooses something of their own: any picture tells whose ballots
    are in it.
    """
    groups = draw(CROWDED)
    script = Script(groups, tuple(one_round(draw, sum(groups), ONE_EACH, ("0", "0", ""))), ONE_EACH)
    return script.with_choices(lambda person, chosen: (person,) if chosen else ())


def one_round(
    draw: st.DrawFn, people: int, question: Question, opinions: tuple[str, ...]
) -> list[Step]:
    """People vote in waves; between them the odd things that happen; in the end it is closed."""
    chance, order = Random(draw(_SEEDS)), list(range(people))
    chance.shuffle(order)
    steps: list[Step] = []
    arrived = 0
    for size in draw(_WAVES):
        wave = order[arrived : arrived + size]
        arrived += len(wave)
        steps += [Cast(person, choices(question, opinions, chance)) for person in wave]
        steps += odd_things(order[:arrived], question, opinions, chance)
        steps += [Tick()] if chance.random() < 0.7 else []
    return [*steps, Tick(), Close(), *odd_things(order, question, opinions, chance)]


def choices(question: Question, opinions: tuple[str, ...], chance: Random) -> tuple[int, ...]:
    """One of the opinions of the room, as the question allows it."""
    return tuple(int(choice) for choice in chance.choice(opinions))[: question.max_choices]


def odd_things(
    people: list[int], question: Question, opinions: tuple[str, ...], chance: Random
) -> list[Step]:
    """What those who have voted do next, and what a network does to their ballots."""
    return [
        odd_thing(chance.choice(people), question, opinions, chance)
        for _ in range(chance.randrange(5))
    ]


def odd_thing(person: int, question: Question, opinions: tuple[str, ...], chance: Random) -> Step:
    """One of them."""
    chosen = choices(question, opinions, chance)
    steps: list[Step] = [
        *(Cast(person, chosen), Cast(person, chosen), Cast(person, ())),
        Repeat(person),
        Late(person, chosen),
        Move(person, chance.choice(list(PartnerGroup))),
        Tick(),
    ]
    return chance.choice(steps)
