"""The ports, played in memory: a store that keeps every promise of `facilitation.ports`, and a
room's other furniture.

`MemoryStore` is the reference model: the rules of `domain` and nothing else. A seeded fault is a
subclass of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import count
from typing import Any, TypeVar

from workshop.domain.errors import NotJoined, QuestionClosed, UnknownSession, WrongKey
from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.desk import Desk
from workshop.domain.voting.disclosure import Mode, Sample, pool_of
from workshop.domain.voting.participant import Joined, PartnerGroup, check_room
from workshop.domain.voting.release import Release
from workshop.domain.voting.retention import Life
from workshop.domain.voting.roll import Mark, mark_off
from workshop.domain.voting.session import Asking, AskingState, Place, Session, SessionState
from workshop.domain.voting.slips import Slip, spend, takes_slip
from workshop.domain.voting.turnout import Turnout
from workshop.facilitation.ports import Randomness, SessionStore, Transaction

T = TypeVar("T")


@dataclass
class AskingRecord:
    """What is kept of one asking; marks and ballots are by token, and gone once it is forgotten."""

    marks: dict[str, Mark] = field(default_factory=dict)
    ballots: dict[str, Ballot] = field(default_factory=dict)
    releases: list[Release] = field(default_factory=list)
    is_forgotten: bool = False


@dataclass
class SessionRecord:
    """What is kept of one session."""

    session: Session
    desks: dict[str, Desk]  # by their keys
    opened_on: date
    used_on: date
    ended_on: date | None = None
    due_since: date | None = None
    groups: dict[str, PartnerGroup] = field(default_factory=dict)
    newcomers: set[str] = field(default_factory=set)
    askings: dict[str, AskingRecord] = field(default_factory=dict)
    slips: dict[str, Slip] = field(default_factory=dict)

    def joined(self) -> Joined:
        groups = list(self.groups.values())
        return Joined.counted({group.value: groups.count(group) for group in PartnerGroup})

    def changed_on(self, today: date) -> None:
        self.used_on = max(self.used_on, today)
        if self.session.state is SessionState.ENDED and self.ended_on is None:
            self.ended_on = today


class MemoryBox:
    """`ports.BallotBox`.

    Ballots lie in the order of their tokens' hashes, as the real ones lie by seal: it tells
    nothing.
    """

    def __init__(self, record: AskingRecord) -> None:
        self.record = record

    def sizes(self) -> Mapping[str, int]:
        pools = [self.record.marks[token].pool for token in self.record.ballots]
        return {pool: pools.count(pool) for pool in set(pools)}

    def take(self, pool: str, positions: Sequence[int]) -> list[Ballot]:
        lying = self.lying(pool)
        return [self.record.ballots.pop(lying[position]) for position in positions]

    def lying(self, pool: str) -> list[str]:
        """The tokens whose ballots lie in the pool, in the order of the positions."""
        mine = [token for token in self.record.ballots if self.record.marks[token].pool == pool]
        return sorted(mine, key=lambda token: sha256(token.encode()).digest())

    def lock(self, pool: str) -> None:
        for token, mark in self.record.marks.items():
            if mark.pool == pool:
                self.record.marks[token] = replace(mark, locked=True)

    def voted(self) -> int:
        return len(self.record.marks)

    def releases(self) -> list[Release]:
        return list(self.record.releases)

    def add(self, release: Release) -> None:
        self.record.releases.append(release)


class MemoryTransaction:
    """`ports.Transaction` on a copy of the record, which the store takes over if the work
    succeeds.
    """

    def __init__(self, record: SessionRecord, box: Callable[[AskingRecord], MemoryBox]) -> None:
        self._record = record
        self._box = box

    def session(self) -> Session:
        return self._record.session

    def keep(self, session: Session) -> Session:
        for asking in session.askings:
            self._record.askings.setdefault(asking.id, AskingRecord())
        self._record.session = replace(session, version=session.version + 1)
        return self._record.session

    def joined(self) -> int:
        return len(self._record.groups)

    def newcomers(self) -> int:
        return len(self._record.newcomers)

    def snapshot(self) -> Joined:
        self._record.newcomers.clear()
        return self._record.joined()

    def forget_groups(self) -> None:
        self._record.groups = dict.fromkeys(self._record.groups, PartnerGroup.NEITHER)
        self._record.newcomers.clear()
        self._record.slips.clear()

    def slips(self) -> list[Slip]:
        return sorted(self._record.slips.values(), key=lambda slip: slip.code)

    def add_slips(self, slips: Iterable[Slip]) -> None:
        self._record.slips |= {slip.code: slip for slip in slips}

    def drop_slips(self) -> None:
        self._record.slips.clear()

    def desks(self) -> list[Desk]:
        return sorted(self._record.desks.values(), key=lambda desk: (desk.name, desk.id))

    def add_desk(self, name: str, key: str) -> Desk:
        self._record.desks[key] = Desk(key, name)
        return self._record.desks[key]

    def drop_desk(self, desk_id: str) -> None:
        self._record.desks = {
            key: desk for key, desk in self._record.desks.items() if desk.id != desk_id
        }

    def box(self, asking: Asking) -> MemoryBox:
        return self._box(self._record.askings[asking.id])

    def final_releases(self) -> list[Release]:
        askings = [self._record.askings[asking.id] for asking in self._record.session.askings]
        return [release for asking in askings for release in asking.releases if release.final]


class MemoryStore:
    """`ports.SessionStore`. The class attributes are where a faulty variant differs."""

    box = MemoryBox
    transaction = MemoryTransaction
    mark_off = staticmethod(mark_off)

    def __init__(self) -> None:
        self._records: dict[str, SessionRecord] = {}
        self._today = date.min

    # ---- sessions

    def add(self, session: Session, facilitator_key: str, opened_on: date) -> None:
        assert session.code not in self._records
        today = max(self._today, opened_on)
        self._records[session.code] = SessionRecord(
            session, {facilitator_key: Desk(facilitator_key)}, opened_on, today
        )

    def session(self, code: str) -> Session:
        return self._record(code).session

    def check(self) -> None:
        """Memory refuses nothing."""

    def transact(self, code: str, work: Callable[[Transaction], T]) -> T:
        record = deepcopy_of(self._record(code))
        version = record.session.version
        result = work(self.transaction(record, self.box))
        if record.session.version != version:
            record.changed_on(self._today)
        self._records[code] = record
        return result

    def forget(self, asking_id: str) -> None:
        for record in self._records.values():
            for asking in record.session.askings:
                if asking.id == asking_id and asking.state is not AskingState.OPEN:
                    kept = record.askings[asking_id]
                    kept.marks, kept.ballots, kept.is_forgotten = {}, {}, True

    def blur(self) -> None:
        """There is no disk."""

    def finish_forgetting(self) -> None:
        """There is no disk."""

    def leads(self) -> bool:
        return True

    def close(self) -> None:
        """There is no disk."""

    def can_open(self, asking: Asking) -> bool:
        return asking.state is AskingState.OPEN

    def unfinished(self) -> list[tuple[str, Asking]]:
        sessions = [record.session for record in self._records.values()]
        return [(session.code, session.open_asking) for session in sessions if session.open_asking]

    def delete(self, code: str) -> None:
        self._records.pop(code, None)

    def restarted(self) -> "MemoryStore":
        """What a start finds on disk, with the forgetting finished that was interrupted."""
        for record in self._records.values():
            for asking in record.session.askings:
                self.forget(asking.id)
        return self

    def delete_due(self, code: str, retention_days: int) -> bool:
        if code in self._records and not self.life(code).may_go(self._today, retention_days):
            return False
        self.delete(code)
        return True

    def seen(self, day: date) -> date:
        self._today = max(self._today, day)
        return self._today

    def lives(self) -> Iterable[Life]:
        return [self.life(code) for code in self._records]

    def life(self, code: str) -> Life:
        record = self._record(code)
        session, is_open = record.session, record.session.open_asking is not None
        return Life(
            code, record.used_on, record.ended_on, record.due_since, is_open, session.is_rehearsal
        )

    def list_as_due(self, code: str, since: date | None) -> None:
        self._record(code).due_since = since

    def rehearsals(self) -> Iterable[str]:
        return [code for code, record in self._records.items() if record.session.is_rehearsal]

    def opened_on(self, code: str) -> date:
        return self._record(code).opened_on

    # ---- who may enter

    def desk_of(self, code: str, key: str) -> Desk:
        if code not in self._records or key not in self._records[code].desks:
            raise WrongKey()
        return self._records[code].desks[key]

    def code_for_screen(self, key: str) -> str:
        codes = [code for code, record in self._records.items() if record.session.screen_key == key]
        if not codes:
            raise WrongKey()
        return codes[0]

    # ---- participants and ballots

    def join(self, code: str, token: str, group: PartnerGroup, slip: str = "") -> None:
        record = self._record(code)
        if token not in record.groups:
            check_room(record.joined())
        if record.session.needs_slips and takes_slip(group, record.groups.get(token)):
            record.slips[slip] = spend(record.slips.get(slip), slip, group)
        if record.groups.get(token) is not group:
            record.newcomers.add(token)
        record.groups[token] = group

    def group_of(self, code: str, token: str) -> PartnerGroup:
        if token not in self._record(code).groups:
            raise NotJoined()
        return self._record(code).groups[token]

    def joined(self, code: str) -> int:
        return len(self._record(code).groups)

    def releases(self, asking_id: str) -> list[Release]:
        kept = [
            record.askings[asking_id]
            for record in self._records.values()
            if asking_id in record.askings
        ]
        return [release for asking in kept for release in asking.releases]

    def mark_of(self, asking: Asking, token: str) -> Mark | None:
        for record in self._records.values():
            if asking.id in record.askings:
                return record.askings[asking.id].marks.get(token)
        return None

    def cast(self, code: str, token: str, place: Place, ballot: Ballot, number: int) -> None:
        session = self.session(code)
        asking = session.asking_at(place)
        if asking is None or asking.state is not AskingState.OPEN:
            raise QuestionClosed()
        kept = self._record(code).askings[asking.id]
        held = kept.marks.get(token)
        mark = self.mark_off(
            held, self.pool_for(held, asking.mode, self.group_of(code, token)), number
        )
        if mark is not held:
            self.put(kept, token, mark, ballot)

    def pool_for(self, held: Mark | None, mode: Mode, group: PartnerGroup) -> str:
        """The pool of the first ballot, whatever group the person chose since."""
        return held.pool if held else pool_of(mode, group)

    def put(self, kept: AskingRecord, token: str, mark: Mark, ballot: Ballot) -> None:
        """Mark off and cast, at once."""
        kept.marks[token], kept.ballots[token] = mark, ballot

    def _record(self, code: str) -> SessionRecord:
        if code not in self._records:
            raise UnknownSession()
        return self._records[code]


class PowerCut(Exception):
    """The laptop's battery is empty."""


class Mains:
    """A store that loses its power at `cut_at`, once: `before` a change is on disk, right `after`,
    or `forgetting`.

    `start` is a server's start on what is on disk.
    """

    def __init__(self, start: Callable[[], SessionStore]) -> None:
        self._begin = start
        self._store = start()
        self.cut_at = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def restart(self) -> None:
        """The power is back."""
        self._store = self._begin()

    def check(self) -> None:
        """Memory refuses nothing."""

    def transact(self, code: str, work: Callable[[Transaction], T]) -> T:
        def cut_short(transaction: Transaction) -> T:
            result = work(transaction)
            self._lose_power("before")
            return result

        result = self._store.transact(code, cut_short)
        self._lose_power("after")
        return result

    def cast(self, code: str, token: str, place: Place, ballot: Ballot, number: int) -> None:
        self._lose_power("before")
        self._store.cast(code, token, place, ballot, number)
        self._lose_power("after")

    def forget(self, asking_id: str) -> None:
        self._lose_power("forgetting")
        self._store.forget(asking_id)

    def _lose_power(self, at: str) -> None:
        if self.cut_at == at:
            self.cut_at = ""
            raise PowerCut


def deepcopy_of(record: SessionRecord) -> SessionRecord:
    """A copy to work on; what it holds is frozen, so only the containers are copied."""
    askings = {
        asking_id: replace(
            kept, marks={**kept.marks}, ballots={**kept.ballots}, releases=[*kept.releases]
        )
        for asking_id, kept in record.askings.items()
    }
    return replace(
        record,
        groups={**record.groups},
        newcomers={*record.newcomers},
        askings=askings,
        slips={**record.slips},
        desks={**record.desks},
    )


@dataclass(frozen=True)
class Told:
    """One thing the broadcaster was asked to send."""

    event: str
    body: object


class RecordingBroadcaster:
    """`ports.Broadcaster` that only remembers."""

    def __init__(self) -> None:
        self.told: list[Told] = []

    def session_changed(
        self, session: Session, undoable: str | None, revealed: Sequence[Release]
    ) -> None:
        self.told.append(Told("session_changed", (session, undoable, tuple(revealed))))

    def turnout_changed(self, session: Session, turnout: Turnout) -> None:
        self.told.append(Told("turnout_changed", turnout))

    def results_released(self, session: Session, release: Release) -> None:
        self.told.append(Told("results_released", release))

    def connected_walls(self, code: str) -> int:
        return 0

    def desk_closed(self, code: str, desk_id: str) -> None:
        self.told.append(Told("desk_closed", (code, desk_id)))

    def session_deleted(self, code: str) -> None:
        self.told.append(Told("session_deleted", code))


class FakeClock:
    """`ports.Clock` that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.day = date(2026, 3, 1)

    def monotonic(self) -> float:
        return self.now

    def seconds(self) -> int:
        return int(self.now)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def today(self) -> date:
        return self.day


class FakeScheduler:
    """`ports.Scheduler` on a fake clock: `pass_time` runs what is due, in order."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self._due: list[tuple[float, int, float, Callable[[], bool]]] = []
        self._order = count()

    def every(self, seconds: float, action: Callable[[], bool]) -> None:
        self._due.append((self._clock.now + seconds, next(self._order), seconds, action))

    def pass_time(self, seconds: float) -> None:
        """Let so much time pass."""
        end = self._clock.now + seconds
        while self._due and min(self._due)[0] <= end:
            due = min(self._due)
            self._due.remove(due)
            self._clock.now, _, period, action = due
            if action():
                self.every(period, action)
        self._clock.now = end


def chance(sample: Sample, prefix: str = "") -> Randomness:
    """Chance with this draw; codes and keys are counted, so that two runs are alike."""
    numbers = count(1)
    return Randomness(
        sample,
        code=lambda length: f"{prefix}{next(numbers):0{length}}",
        key=lambda bits: f"{prefix}key-{next(numbers)}-{bits}",
    )
