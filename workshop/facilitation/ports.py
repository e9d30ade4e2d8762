"""The ports: what the use cases need from outside.

A store of sessions, a broadcaster, a scheduler, a clock and a source of randomness; tests bring
fakes of each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from workshop.domain.voting.ballot_box import Ballot
from workshop.domain.voting.desk import Desk
from workshop.domain.voting.disclosure import Sample
from workshop.domain.voting.participant import Joined, PartnerGroup
from workshop.domain.voting.release import Release
from workshop.domain.voting.retention import Life
from workshop.domain.voting.roll import Mark
from workshop.domain.voting.session import Asking, Place, Session
from workshop.domain.voting.slips import Slip
from workshop.domain.voting.turnout import Turnout

T = TypeVar("T")


class BallotBox(Protocol):
    """The ballot box of one asking inside a transaction; it exists until it is forgotten."""

    def sizes(self) -> Mapping[str, int]:
        """Ballots lying in each pool; an empty pool may be absent."""

    def take(self, pool: str, positions: Sequence[int]) -> list[Ballot]:
        """Open the ballots at these positions and remove them.

        The order of positions means nothing.
        """

    def lock(self, pool: str) -> None:
        """Lock every mark of the pool, of ballots that were drawn and of those that were not."""

    def voted(self) -> int:
        """How many participants are marked off, over all pools."""

    def releases(self) -> list[Release]:
        """The releases of this asking so far, in order."""

    def add(self, release: Release) -> None:
        """Append a release. Releases are never changed."""


class Transaction(Protocol):
    """One all-or-nothing piece of work on a session.

    Nothing of it is visible before it is on disk.
    """

    def session(self) -> Session:
        """The session as it is. Raises UnknownSession."""

    def keep(self, session: Session) -> Session:
        """Keep the session as it is now, one version later, and return it.

        A new asking gets its key first, on disk, before anything can be sealed with it.
        """

    def joined(self) -> int:
        """How many people have joined."""

    def newcomers(self) -> int:
        """How many people joined or changed groups since the last snapshot; each counts once."""

    def snapshot(self) -> Joined:
        """How many people have joined, by group; from then on nobody is a newcomer.

        No other method tells how many are in a group.
        """

    def forget_groups(self) -> None:
        """Forget the group of every participant and of every slip, as the session ends."""

    def slips(self) -> list[Slip]:
        """The session's slips, in the order of their random codes."""

    def add_slips(self, slips: Iterable[Slip]) -> None:
        """Add new slips."""

    def drop_slips(self) -> None:
        """Destroy every slip of the session."""

    def desks(self) -> list[Desk]:
        """The session's desks, the nameless first one at the head."""

    def add_desk(self, name: str, key: str) -> Desk:
        """Keep another desk with a key of its own."""

    def drop_desk(self, desk_id: str) -> None:
        """Forget a desk's key; does nothing if there is none."""

    def box(self, asking: Asking) -> BallotBox:
        """The ballot box of an asking."""

    def final_releases(self) -> list[Release]:
        """The last release of every closed asking of the session, in the order they were closed."""


class SessionStore(Protocol):
    """Keeps sessions. Every method returns only when what it did is durably on disk."""

    def add(self, session: Session, facilitator_key: str, opened_on: date) -> None:
        """Keep a new session and its first facilitator's key. Its code must be unused."""

    def session(self, code: str) -> Session:
        """The session with this code. Raises UnknownSession."""

    def check(self) -> None:
        """Try the database and the disk for real. Raises StoreUnavailable if one of them fails."""

    def transact(self, code: str, work: Callable[[Transaction], T]) -> T:
        """Run the work in one transaction; a refusal raised inside leaves everything as it was."""

    def forget(self, asking_id: str) -> None:
        """Destroy ballots, marks and key of a closed asking.

        Safe to repeat; does nothing to an open one.
        """

    def blur(self) -> None:
        """Remove from disk the order in which ballots and participants came since the last time."""

    def can_open(self, asking: Asking) -> bool:
        """Whether the ballots of an open asking can still be read.

        Raises StoreUnavailable if that cannot be told now.
        """

    def unfinished(self) -> list[tuple[str, Asking]]:
        """Open askings with their session's code, to be resumed after a restart."""

    def finish_forgetting(self) -> None:
        """Forget closed askings that are not forgotten yet."""

    def leads(self) -> bool:
        """Whether this worker runs the ticks; of several on one database, one does."""

    def close(self) -> None:
        """Write everything that waits to disk. From then on every method raises ServerStopping."""

    def delete(self, code: str) -> None:
        """Forget everything about a session; does nothing if there is none."""

    def delete_due(self, code: str, retention_days: int) -> bool:
        """Forget everything about a session if its dates say so; whether it did."""

    def seen(self, day: date) -> date:
        """Note this day, and return the latest day ever seen here, which counts as today."""

    def lives(self) -> Iterable[Life]:
        """The days of every session."""

    def life(self, code: str) -> Life:
        """The days of this session. Raises UnknownSession."""

    def list_as_due(self, code: str, since: date | None) -> None:
        """Note since when a session is due to be deleted; None: it is not."""

    def rehearsals(self) -> Iterable[str]:
        """Codes of the rehearsals."""

    def desk_of(self, code: str, key: str) -> Desk:
        """The desk that a facilitator's key of this session opens.

        Raises WrongKey, also for an unknown session.
        """

    def code_for_screen(self, key: str) -> str:
        """The code of the session this screen key belongs to. Raises WrongKey."""

    def join(self, code: str, token: str, group: PartnerGroup, slip: str = "") -> None:
        """Note a participant, or their change of group; with the slip, both happen or neither.

        Where slips are needed and `slips.takes_slip`, the slip with this code is spent. Raises
        NeedsSlip or UnknownSlip.
        """

    def group_of(self, code: str, token: str) -> PartnerGroup:
        """The group this token's participant chose. Raises NotJoined."""

    def joined(self, code: str) -> int:
        """How many people have joined."""

    def opened_on(self, code: str) -> date:
        """The day the session was opened. Raises UnknownSession."""

    def releases(self, asking_id: str) -> list[Release]:
        """The releases of an asking so far, in order."""

    def mark_of(self, asking: Asking, token: str) -> Mark | None:
        """The participant's mark in an open asking; None without a vote, or once it is forgotten.

        Raises StoreUnavailable while the asking's key is not here.
        """

    def cast(self, code: str, token: str, place: Place, ballot: Ballot, number: int) -> None:
        """Mark off the participant and put the ballot in the box, durably.

        Raises UnknownSession, QuestionClosed, NotJoined, StaleBallot, BallotLocked or
        StoreUnavailable. The same number again changes nothing and is no error.
        """


class Broadcaster(Protocol):
    """Publishes to the audiences of a session. Takes releases, never tallies."""

    def session_changed(
        self, session: Session, undoable: str | None, revealed: Sequence[Release]
    ) -> None:
        """Send the present state to everyone; facilitators also learn which verb can be undone.

        `revealed` are the final releases that the room has been shown: the discussion guide and the
        power map are made of them.
        """

    def turnout_changed(self, session: Session, turnout: Turnout) -> None:
        """Send the turnout to screen and facilitator."""

    def results_released(self, session: Session, release: Release) -> None:
        """Send a stored release to screen and facilitator, and once revealed to participants."""

    def connected_walls(self, code: str) -> int:
        """How many walls of a session are connected."""

    def desk_closed(self, code: str, desk_id: str) -> None:
        """Close every connection that used the key of this desk."""

    def session_deleted(self, code: str) -> None:
        """Close every connection of a deleted session."""


class Scheduler(Protocol):
    """Runs background loops, one per task."""

    def every(self, seconds: float, action: Callable[[], bool]) -> None:
        """Run the action every so many seconds until it returns False. Survives its exceptions."""


class Clock(Protocol):
    """The time, as the use cases need it."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""

    def seconds(self) -> int:
        """Seconds since 1970, for a timer on the wall; never kept beside a ballot."""

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds, while others go on."""

    def today(self) -> date:
        """The day, UTC. Sessions know days only; nothing about a ballot knows a time."""


@dataclass(frozen=True)
class Randomness:
    """Randomness, passed in so that tests can replay it. In service all of it is the system's."""

    sample: Sample
    code: Callable[[int], str]
    """`code(length)`: a fresh code of so many characters that are hard to confuse."""
    key: Callable[[int], str]
    """`key(bits)`: a fresh URL-safe secret of at least this many random bits."""
