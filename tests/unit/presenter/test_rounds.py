"""What belongs to one round carries one key, and phones are told what to show."""

from collections.abc import Callable

import pytest

from tests.support.fakes import FakeClock
from tests.unit.domain.releases import counts
from workshop.domain.voting.disclosure import Mode, Policy
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Release
from workshop.domain.voting.session import Place, Session
from workshop.domain.voting.turnout import in_between, while_open
from workshop.presenter.presenter import Presenter

BUDGET = Question(
    "budget", Kind.WHO_DECIDES, "Who decides on the budget?", (Pass.TODAY, Pass.SHOULD_BE)
)
HOPE = Question("hope", Kind.GATHER, "What do you hope for?")
TODAY, WISH, WORDS = (
    Place("budget", Pass.TODAY),
    Place("budget", Pass.SHOULD_BE),
    Place("hope", Pass.TODAY),
)
LOBBY = Session("ABC234", "screen", Plan("Check-up", (BUDGET, HOPE)), Policy())
PRESENTER = Presenter("http://here", (), FakeClock())


def opened(place: Place) -> Session:
    return LOBBY.open(place.question, place.passing, "a1", None)


def a_release(place: Place, number: int = 1) -> Release:
    groups = {"together": counts(5, 0, 0, 0, 0, 0)}
    return Release(place.question, place.passing, place.round, number, False, Mode.TOGETHER, groups)


def key_of(session: Session) -> str:
    key: str = PRESENTER.for_participants(session)["question"]["round_key"]
    return key


def test_state_turnout_and_release_of_one_round_carry_the_same_key() -> None:
    session = opened(TODAY)
    told = PRESENTER.turnout(session, while_open(TODAY, 24, 3, None))
    shown = PRESENTER.results(session, a_release(TODAY, number=2))
    on_phones = PRESENTER.results_for_participants(session, a_release(TODAY))
    on_wall = PRESENTER.for_screen(session, ())["question"]
    keys = {key_of(session)} | {one["round_key"] for one in (told, shown, on_phones, on_wall)}
    assert len(keys) == 1


def test_another_pass_another_question_and_another_round_have_another_key() -> None:
    again = opened(TODAY).close(TODAY).ask_again("budget", Pass.TODAY, "a2", None)
    keys = {key_of(session) for session in (opened(TODAY), opened(WISH), opened(WORDS), again)}
    assert len(keys) == 4


def test_in_the_lobby_the_turnout_belongs_to_no_round() -> None:
    assert PRESENTER.turnout(LOBBY, in_between(3, comparison=False))["round_key"] is None


@pytest.mark.parametrize(
    ("beat", "session"),
    [
        ("waiting", lambda: LOBBY),
        ("shown", lambda: LOBBY.show(TODAY)),
        ("open", lambda: opened(TODAY)),
        ("closed", lambda: opened(TODAY).close(TODAY).hide(TODAY)),
        ("revealed", lambda: opened(TODAY).close(TODAY)),
        ("collected", lambda: opened(WORDS).close(WORDS)),
        ("taken_back", lambda: opened(TODAY).take_back(opened(TODAY).askings[0])),
        ("ended", lambda: opened(TODAY).close(TODAY).end()),
        ("ended", LOBBY.end),
    ],
)
def test_phones_are_told_what_to_show(beat: str, session: Callable[[], Session]) -> None:
    assert PRESENTER.for_participants(session())["beat"] == beat
    assert PRESENTER.present_on_phone(session(), None, None)["state"]["beat"] == beat
