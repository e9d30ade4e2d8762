"""A server whose clock jumps: nothing in use goes, and nothing goes early, on the store we ship."""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.store.stores import sqlite_store
from tests.support.fakes import FakeClock, FakeScheduler, RecordingBroadcaster, chance
from tests.support.trials import trials
from workshop.domain.errors import UnknownSession
from workshop.domain.voting.participant import PartnerGroup
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Question
from workshop.domain.voting.retention import DAYS_NEVER_ENDED
from workshop.facilitation.place import PlaceNamed
from workshop.facilitation.service import Facilitation

KEPT = 30
PLAN = Plan("T", (Question("q", Kind.WHO_DECIDES, "Who?"),))


@dataclass
class Kept:
    """What the test knows of one session: by the days that count, which never run back."""

    code: str
    used: date
    ended: date | None = None
    is_asked: bool = False
    token: str = ""

    def earliest(self) -> date:
        """The first day on which it may be gone: due on the day before, or longer ago."""
        last = (
            self.ended + timedelta(KEPT) if self.ended else self.used + timedelta(DAYS_NEVER_ENDED)
        )
        return last + timedelta(2)


class Server:
    """A server whose clock jumps, and that is started again and again, on a store of its own."""

    def __init__(self, folder: Path, today: date) -> None:
        self._folder, self._clock, self._starts = folder, FakeClock(), 0
        self._clock.day = self.latest = today
        self.sessions: list[Kept] = []
        self.restart()

    def restart(self) -> None:
        """As `app.py` does it."""
        self._starts += 1
        self.store = sqlite_store(self._folder)
        scheduler, broadcaster = FakeScheduler(self._clock), RecordingBroadcaster()
        draw = chance(lambda size, drawn: range(drawn), f"{self._starts}-")
        self.facilitation = Facilitation(self.store, broadcaster, scheduler, self._clock, draw)
        self.look()
        self.facilitation.delete_rehearsals()
        self.facilitation.resume()

    def move(self, days: int) -> None:
        """The clock shows another day; an hour later it is noticed."""
        self._clock.day += timedelta(days)
        self.look()

    def look(self) -> None:
        """The sweep."""
        self.latest = max(self.latest, self._clock.day)
        before = {life.code: life for life in self.store.lives()}
        self.facilitation.delete_expired(KEPT)
        for kept in self.sessions:
            if kept.code in before and not self.is_there(kept):
                listed = before[kept.code].due_since
                assert (listed or date.max) < self.latest, "it was not listed on a day before"
                assert not kept.is_asked, "a question was open"
                assert self.latest >= kept.earliest(), "it went too early"

    def is_there(self, kept: Kept) -> bool:
        try:
            self.facilitation.session(kept.code)
        except UnknownSession:
            return False
        return True

    def open(self) -> None:
        session, _ = self.facilitation.open_session(PLAN)
        self.sessions.append(Kept(session.code, self.latest))

    def ask(self, number: int) -> None:
        """Open a question, and one person votes."""
        for kept in self.sessions[number:][:1]:
            if self.is_there(kept) and not kept.is_asked and not kept.ended:
                kept.token = self.facilitation.join(kept.code, None, PartnerGroup.NORTHERN)
                session = self.facilitation.open_question(kept.code, PlaceNamed("q"))
                assert session.open_asking
                kept.used, kept.is_asked = self.latest, True
                self.facilitation.cast_ballot(
                    kept.code, kept.token, session.open_asking.place, [1], 1
                )

    def end(self, number: int) -> None:
        for kept in self.sessions[number:][:1]:
            if self.is_there(kept) and not kept.ended:
                self.facilitation.end_session(kept.code)
                kept.used, kept.ended, kept.is_asked = self.latest, self.latest, False


STEPS = st.one_of(
    st.tuples(st.just("move"), st.integers(-400, 400) | st.integers(-3, 3)),
    st.tuples(st.sampled_from(["restart", "open", "look"])),
    st.tuples(st.sampled_from(["ask", "end"]), st.integers(0, 3)),
)


@settings(max_examples=trials(3, 60))
@given(st.dates(date(2019, 1, 1), date(2031, 1, 1)), st.lists(STEPS, min_size=5, max_size=25))
@example(
    date(2020, 1, 1),
    [("open",), ("ask", 0), ("move", 2300), ("restart",), ("move", 1), ("move", 400)],
)
def test_whatever_the_clock_does_what_is_open_stays_and_what_is_due_goes_in_the_end(
    today: date, steps: list[tuple[object, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), today)
        for name, *arguments in steps:
            getattr(server, str(name))(*arguments)
            for kept in server.sessions:
                if kept.is_asked:
                    session = server.facilitation.session(kept.code)
                    assert server.facilitation.mark_of(session, kept.token), (
                        "an acknowledged ballot is gone"
                    )
        server.move((server.latest - server._clock.day).days + DAYS_NEVER_ENDED + 1)
        server.restart()
        server.move(1)
        assert {kept.code for kept in server.sessions if server.is_there(kept)} == {
            kept.code for kept in server.sessions if kept.is_asked
        }


def by_age(server: Server) -> None:
    """The old rule: at every start, whatever was opened longer ago than that."""
    for kept in server.sessions:
        if server.store.opened_on(kept.code) < server._clock.day - timedelta(KEPT):
            server.facilitation.delete_session(kept.code)


def test_the_old_rule_deletes_an_open_question_that_a_wrong_clock_dates_back(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path, date(2020, 1, 1))
    server.open()
    server.ask(0)
    server.move(2300)
    assert server.is_there(server.sessions[0])
    by_age(server)
    assert not server.is_there(server.sessions[0])
