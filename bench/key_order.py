"""`python -m bench.key_order [PEOPLE ...]`: what a ballot waits beside the rewriting of rows, among
many sessions.

So many people have voted. Then ballots come one after the other for some seconds, while every two
seconds a tick rewrites the rows; beside it, what `VACUUM` would take in its place.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Place, Session
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing
from workshop.store.store import SqlStore

SESSIONS, PEOPLE_OF_EACH, SECONDS, TICK = 1000, 40, 8.0, 2.0
PLACE = Place("q", Pass.TODAY)


def filled(folder: Path, people: int) -> SqlStore:
    """A store with other sessions, and one in which so many have voted."""
    engine = open_engine(f"sqlite:///{folder / 'db'}")
    store = SqlStore(engine, KeyRing(folder / "keys"), lambda work: work())
    plan = Plan(
        "T",
        tuple(
            Question(f"q{n}" if n else "q", Kind.WHO_DECIDES, "Who decides? " * 20)
            for n in range(40)
        ),
    )
    with ThreadPoolExecutor(200) as crowd:
        for number in range(SESSIONS):
            code = f"{number:06}"
            store.add(Session(code, f"s{code}", plan, Policy(5, 10)), f"k{code}", date(2026, 3, 1))
            size = people if number == SESSIONS // 2 else PEOPLE_OF_EACH
            list(
                crowd.map(
                    lambda n, code=code: store.join(code, f"{code}{n}", PartnerGroup.NORTHERN),
                    range(size),
                )
            )
        code = f"{SESSIONS // 2:06}"
        store.transact(code, lambda t: t.keep(t.session().open("q", Pass.TODAY, "asking", None)))
        list(
            crowd.map(
                lambda n: store.cast(code, f"{code}{n}", PLACE, Ballot((1,)), 1), range(people)
            )
        )
    store.blur()
    return store


def measured(store: SqlStore, people: int) -> tuple[list[float], list[float]]:
    """Seconds that each ballot waited, and that each tick took."""
    code, waits, ticks = f"{SESSIONS // 2:06}", [], []
    end, number = time.monotonic() + SECONDS, 1
    with ThreadPoolExecutor(1) as beside:
        due, tick = time.monotonic(), None
        while time.monotonic() < end:
            if time.monotonic() >= due and (tick is None or tick.done()):
                tick, due = beside.submit(_timed, store.blur), due + TICK
                ticks.append(tick)
            number += 1
            voter = f"{code}{number % people}"
            waits.append(_timed(partial(store.cast, code, voter, PLACE, Ballot((2,)), number)))
    return waits, [tick.result() for tick in ticks]


def _timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _vacuum(connection: Connection) -> None:
    connection.exec_driver_sql("VACUUM")
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def main(sizes: list[int]) -> None:
    print("| people | ballot, median | worst | tick, worst | VACUUM and fold |")
    for people in sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = filled(Path(folder), people)
            waits, ticks = measured(store, people)
            with store._engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                vacuum = _timed(partial(_vacuum, connection))
            figures = (statistics.median(waits), max(waits), max(ticks), vacuum)
            print(
                f"| {people} | "
                + " | ".join(f"{seconds * 1000:.1f} ms" for seconds in figures)
                + " |",
                flush=True,
            )
            store.close()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [40, 1000, 10_000])
