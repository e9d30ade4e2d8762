"""Power cuts: a vote storm on the real store, and what is left of it when the power fails at any
moment.
"""

import random
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import sqlalchemy as sa

from tests.proofs.faults.disk import Disk, FaultyOs, layer_under_sqlite
from tests.store.stores import store_on
from tests.support.fakes import FakeClock, FakeScheduler, RecordingBroadcaster
from workshop.domain.errors import Refusal
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Release
from workshop.domain.voting.roll import Mark
from workshop.domain.voting.session import Place
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.service import Facilitation
from workshop.server.system import system_chance
from workshop.store.engine import open_engine
from workshop.store.keys import KeyRing
from workshop.store.store import SqlStore

CHOICES = 4
PLACE = Place("q", Pass.TODAY)
PLAN = Plan("T", (Question("q", Kind.CHOICE, "?", choices=tuple("abcd")),), threshold=3)
DATABASE = "workshop.sqlite3"


@dataclass(frozen=True)
class Acknowledged:
    """What a phone was told is on disk."""

    token: str
    number: int


@dataclass(frozen=True)
class Storm:
    """A run written down: the disk's log, and who took part."""

    disk: Disk
    code: str
    tokens: tuple[str, ...]
    opened_at: int
    """How long the log was when voting had been opened."""


@dataclass
class Outcome:
    """Of so many cuts: acknowledged ballots lost, ballots counted twice, askings that became
    void.
    """

    cuts: int = 0
    lost: int = 0
    doubled: int = 0
    cuts_with_loss: int = 0


def choice_of(token: str, number: int) -> int:
    """What this phone chose in its ballot of this number."""
    return random.Random(f"{token} {number}").randrange(CHOICES)


def storm(folder: Path, people: int, ballots: int, synchronous: str = "FULL") -> Storm:
    """So many people change their minds so many times, several at once; ticks release and lock
    meanwhile.
    """
    disk = Disk()
    with layer_under_sqlite(disk), mock.patch("workshop.store.keys.os", FaultyOs(disk)):
        clock = FakeClock()
        scheduler = FakeScheduler(clock)
        with _store(folder) as store:
            with store._engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            ) as connection:
                connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
            facilitation = Facilitation(
                store, RecordingBroadcaster(), scheduler, clock, system_chance()
            )
            code = facilitation.open_session(PLAN)[0].code
            groups = [PartnerGroup.NORTHERN, PartnerGroup.SOUTHERN]
            tokens = [facilitation.join(code, None, groups[at % 2]) for at in range(people)]
            facilitation.open_question(code, PlaceNamed("q"))
            opened_at = len(disk.log)

            def cast(ballot: tuple[str, int]) -> None:
                token, number = ballot
                try:
                    facilitation.cast_ballot(code, token, PLACE, [choice_of(token, number)], number)
                except Refusal:
                    return  # locked since the picture moved
                disk.say(Acknowledged(token, number))

            for number in range(1, ballots + 1):
                here = (
                    tokens if number > ballots // 2 else tokens[: 2 * people // 3]
                )  # the others come late
                with ThreadPoolExecutor(8) as phones:
                    list(phones.map(cast, [(token, number) for token in here]))
                if number == ballots // 2:
                    scheduler.pass_time(2.0)
    return Storm(disk, code, tuple(tokens), opened_at)


def cut(storm: Storm, at: int, folder: Path, chance: random.Random) -> tuple[int, int]:
    """The power fails after `at` changes; (acknowledged ballots lost, ballots counted twice) once
    it is back.
    """
    for name, content in storm.disk.after_a_power_cut(at, chance).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    told: dict[str, int] = {}
    for change in storm.disk.log[:at]:
        if isinstance(change.said, Acknowledged):
            told[change.said.token] = max(change.said.number, told.get(change.said.token, 0))
    with _store(folder) as store:
        clock = FakeClock()
        facilitation = Facilitation(
            store, RecordingBroadcaster(), FakeScheduler(clock), clock, system_chance()
        )
        try:
            session = facilitation.session(storm.code)
        except Refusal:
            return len(told), 0
        if session.open_asking is None or not store.can_open(session.open_asking):
            return len(told), 0
        held = {token: facilitation.mark_of(session, token) for token in storm.tokens}
        lost = sum(
            1
            for token, number in told.items()
            if (mark := held[token]) is None or mark.last_number < number
        )
        facilitation.close_question(storm.code, PlaceNamed("q"))
        (release,) = store.transact(storm.code, lambda transaction: transaction.final_releases())
    missing, extra = _difference(release, held)
    return max(lost, missing), extra


def _difference(release: Release, held: Mapping[str, Mark | None]) -> tuple[int, int]:
    """How many ballots too few and too many a release has, by the marks: in the groups that show
    numbers.
    """
    missing = extra = 0
    for pool, shown in release.groups.items():
        if isinstance(shown, Counts):
            marks = [(token, mark) for token, mark in held.items() if mark and mark.pool == pool]
            chosen = [choice_of(token, mark.last_number) for token, mark in marks]
            gains = [count - chosen.count(choice) for choice, count in enumerate(shown.counts)]
            missing -= sum(gain for gain in gains if gain < 0)
            extra += sum(gain for gain in gains if gain > 0)
    return missing, extra


def cuts(storm: Storm, folder: Path, trials: int, seed: int) -> Outcome:
    """The power fails at so many random moments of the voting, each on a copy of its own."""
    chance, outcome = random.Random(seed), Outcome()
    for trial in range(trials):
        at = chance.randint(storm.opened_at, len(storm.disk.log))
        lost, doubled = cut(storm, at, folder / str(trial), chance)
        outcome.cuts += 1
        outcome.lost += lost
        outcome.doubled += doubled
        outcome.cuts_with_loss += bool(lost)
    return outcome


@contextmanager
def _store(folder: Path) -> Iterator[SqlStore]:
    folder.mkdir(parents=True, exist_ok=True)
    engine: sa.Engine = open_engine(f"sqlite:///{folder / DATABASE}")
    try:
        yield store_on(engine, KeyRing(folder / "keys"))
    finally:
        engine.dispose()
