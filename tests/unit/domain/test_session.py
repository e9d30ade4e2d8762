"""The life of a session: what may follow what, and what is refused."""

import pytest

from workshop.domain.errors import (
    AlreadyAsked,
    LastQuestion,
    NotAskedYet,
    NothingToHide,
    NothingToReveal,
    QuestionAsked,
    QuestionClosed,
    QuestionOpen,
    SessionEnded,
    TooManyAgreements,
    TooManyQuestions,
    UnknownAgreement,
    UnknownQuestion,
)
from workshop.domain.voting.agreement import MOST_AGREEMENTS, Agreement
from workshop.domain.voting.disclosure import Mode, Policy
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.plan import MOST_QUESTIONS, Plan, Showing
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import AskingState, Place, Session, SessionState, Wall

BUDGET = Question(
    "budget", Kind.WHO_DECIDES, "Who decides on the budget?", (Pass.TODAY, Pass.SHOULD_BE)
)
HOPE = Question("hope", Kind.AGREE, "Will it change?")
TODAY, WISH, LATER = (
    Place("budget", Pass.TODAY),
    Place("budget", Pass.SHOULD_BE),
    Place("hope", Pass.TODAY),
)
FULL, LOPSIDED = Joined(8, 8, 2), Joined(8, 2, 2)


def session(results: Showing = Showing.LIVE) -> Session:
    return Session("ABC234", "screen", Plan("Check-up", (BUDGET, HOPE), results=results), Policy())


def opened(at: Place = TODAY, results: Showing = Showing.LIVE, joined: Joined = FULL) -> Session:
    return session(results).open(at.question, at.passing, "a1", joined)


def closed(results: Showing = Showing.LIVE) -> Session:
    return opened(results=results).close(TODAY)


def state_at(place: Place, after: Session) -> AskingState | None:
    asking = after.asking_at(place)
    return asking.state if asking else None


def test_a_session_begins_in_its_lobby_with_nothing_on_the_wall() -> None:
    begun = session()
    assert (begun.state, begun.place, begun.open_asking) == (SessionState.LOBBY, None, None)


def test_showing_a_question_starts_the_session_and_opens_nothing() -> None:
    shown = session().show(TODAY)
    assert (shown.state, shown.place, shown.open_asking) == (SessionState.RUNNING, TODAY, None)


def test_opening_brings_the_question_to_the_wall_and_takes_a_snapshot_of_who_is_there() -> None:
    after = opened()
    assert after.place == TODAY
    assert after.open_asking
    assert (after.open_asking.id, after.open_asking.joined, after.open_asking.mode) == (
        "a1",
        FULL,
        Mode.SPLIT,
    )


@pytest.mark.parametrize("at", [Place("nothing", Pass.TODAY), Place("hope", Pass.SHOULD_BE)])
def test_what_the_plan_does_not_ask_can_be_neither_shown_nor_opened(at: Place) -> None:
    with pytest.raises(UnknownQuestion):
        session().show(at)
    with pytest.raises(UnknownQuestion):
        session().open(at.question, at.passing, "a1", FULL)


@pytest.mark.parametrize("number", [0, 2])
def test_a_round_that_never_was_and_is_not_next_cannot_be_shown(number: int) -> None:
    with pytest.raises(UnknownQuestion):
        session().show(Place("budget", Pass.TODAY, number))


def test_while_a_question_is_open_no_other_comes_to_the_wall() -> None:
    assert opened().show(TODAY).place == TODAY
    with pytest.raises(QuestionOpen):
        opened().show(WISH)
    with pytest.raises(QuestionOpen):
        opened().open("hope", Pass.TODAY, "a2", FULL)
    with pytest.raises(QuestionOpen):
        opened().ask_again("budget", Pass.TODAY, "a2", FULL)
    with pytest.raises(QuestionOpen):
        opened().end()


def test_a_question_is_opened_once_per_pass_and_asked_again_only_as_a_new_round() -> None:
    with pytest.raises(AlreadyAsked):
        closed().open("budget", Pass.TODAY, "a2", FULL)
    with pytest.raises(NotAskedYet):
        closed().ask_again("budget", Pass.SHOULD_BE, "a2", FULL)
    again = closed().ask_again("budget", Pass.TODAY, "a2", FULL)
    assert [asking.round for asking in again.askings] == [1, 2]
    assert again.latest("budget", Pass.TODAY) == again.open_asking


def test_the_mode_of_the_first_opening_holds_for_all_passes_and_rounds() -> None:
    together = opened(joined=LOPSIDED).close(TODAY)
    assert together.open("budget", Pass.SHOULD_BE, "a2", FULL).open_asking.mode is Mode.TOGETHER
    assert together.ask_again("budget", Pass.TODAY, "a2", FULL).open_asking.mode is Mode.TOGETHER
    assert together.open("hope", Pass.TODAY, "a2", FULL).open_asking.mode is Mode.SPLIT
    assert closed().open("budget", Pass.SHOULD_BE, "a2", LOPSIDED).open_asking.mode is Mode.SPLIT


def test_where_results_stream_closing_reveals() -> None:
    assert state_at(TODAY, closed()) is AskingState.REVEALED


def test_until_reveal_closing_shows_nothing_and_revealing_does() -> None:
    hidden = closed(Showing.REVEAL)
    assert (state_at(TODAY, hidden), hidden.askings[0].was_revealed) == (AskingState.CLOSED, False)
    shown = hidden.reveal(TODAY)
    assert (state_at(TODAY, shown), shown.askings[0].was_revealed) == (AskingState.REVEALED, True)


def test_a_result_can_be_hidden_and_revealed_again_and_stays_in_the_files() -> None:
    hidden = closed().hide(TODAY)
    assert (state_at(TODAY, hidden), hidden.askings[0].was_revealed) == (AskingState.CLOSED, True)
    assert state_at(TODAY, hidden.reveal(TODAY)) is AskingState.REVEALED


@pytest.mark.parametrize("place", [TODAY, WISH])
def test_only_what_is_open_can_be_closed(place: Place) -> None:
    with pytest.raises(QuestionClosed):
        closed().close(place)


def test_only_what_is_closed_can_be_revealed_and_only_what_is_revealed_hidden() -> None:
    for before in (session(), opened(), closed()):
        with pytest.raises(NothingToReveal):
            before.reveal(TODAY)
    for before in (session(), opened(), closed(Showing.REVEAL)):
        with pytest.raises(NothingToHide):
            before.hide(TODAY)


@pytest.mark.parametrize(
    ("after", "streams", "shows"),
    [
        (opened(), True, True),
        (opened(results=Showing.REVEAL), False, False),
        (closed(), True, True),
        (closed(Showing.REVEAL), False, False),
        (closed(Showing.REVEAL).reveal(TODAY), False, True),
        (closed().hide(TODAY), True, False),
        (closed().ask_again("budget", Pass.TODAY, "a2", FULL), False, False),
    ],
    ids=[
        "live",
        "hidden",
        "live, closed",
        "hidden, closed",
        "revealed",
        "taken off the wall",
        "asked again",
    ],
)
def test_only_a_first_live_round_streams_and_only_it_or_a_revealed_result_shows(
    after: Session, streams: bool, shows: bool
) -> None:
    asking = after.askings[-1]
    assert (after.streams(asking), after.shows(asking)) == (streams, shows)


def test_an_ended_session_shows_nothing_and_does_nothing_more() -> None:
    ended = closed(Showing.REVEAL).end()
    assert (ended.state, ended.place) == (SessionState.ENDED, None)
    for act in (
        ended.end,
        lambda: ended.show(TODAY),
        lambda: ended.open("hope", Pass.TODAY, "a2", FULL),
        lambda: ended.ask_again("budget", Pass.TODAY, "a2", FULL),
        lambda: ended.reveal(TODAY),
        lambda: closed().end().hide(TODAY),
        lambda: ended.lock_door(locked=True),
        lambda: ended.set_wall(blank=True),
    ):
        with pytest.raises(SessionEnded):
            act()


def test_door_and_wall_are_set_and_any_new_question_brings_the_wall_back() -> None:
    quiet = session().lock_door(locked=True).set_wall(blank=True).set_wall(code_shown=True)
    assert (quiet.door_locked, quiet.wall) == (True, Wall(blank=True, code_shown=True))
    assert quiet.show(TODAY).wall == Wall()
    assert not quiet.lock_door(locked=False).door_locked


def test_map_and_agreements_take_turns_on_the_wall_until_a_question_comes_back() -> None:
    mapped = session().set_wall(code_shown=True).show_beside(map_shown=True)
    assert mapped.wall == Wall(map_shown=True)
    assert mapped.show_beside(agreements_shown=True).wall == Wall(agreements_shown=True)
    assert mapped.set_wall(blank=True).set_wall(blank=False).wall == Wall(map_shown=True)
    assert mapped.show_beside().wall == mapped.show(TODAY).wall == Wall()


def test_the_end_leaves_the_map_on_the_wall_where_it_can_be_hidden_and_come_back() -> None:
    ended = closed().end()
    assert ended.wall == Wall(map_shown=True)
    assert ended.show_beside().wall == Wall()
    assert ended.show_beside(agreements_shown=True).wall == Wall(agreements_shown=True)


def test_agreements_keep_their_order_through_every_change_and_can_be_written_after_the_end() -> (
    None
):
    first, second = (
        Agreement("budget", "Draft it together"),
        Agreement(None, "Meet again", "All", "in June"),
    )
    agreed = closed().agree("a", first).agree("b", second)
    assert list(agreed.agreements.items()) == [("a", first), ("b", second)]
    changed = agreed.edit_agreement("a", second)
    assert list(changed.agreements) == ["a", "b"]
    assert changed.remove_agreement("a").agreements == {"b": second}
    assert agreed.end().agree("c", first).agreements["c"] == first
    assert closed().agreements == {}


def test_an_agreement_that_is_gone_or_about_no_question_of_the_plan_is_refused() -> None:
    with pytest.raises(UnknownAgreement):
        session().edit_agreement("a", Agreement(None, "x"))
    with pytest.raises(UnknownAgreement):
        session().remove_agreement("a")
    with pytest.raises(UnknownQuestion):
        session().agree("a", Agreement("nothing", "x"))


def test_a_session_keeps_so_many_agreements_and_no_more() -> None:
    full = session()
    for number in range(MOST_AGREEMENTS):
        full = full.agree(str(number), Agreement(None, "x"))
    assert full.edit_agreement("0", Agreement(None, "y")).agreements["0"].what == "y"
    with pytest.raises(TooManyAgreements):
        full.agree("one more", Agreement(None, "x"))


# ---- a plan that grows while it is led

NEW = Question("whatever", Kind.AGREE, "Shall we go on?")


def ids(of: Session) -> list[str]:
    return [question.id for question in of.plan.questions]


def test_an_added_question_comes_after_the_one_on_the_wall_under_an_id_of_its_own() -> None:
    assert ids(opened().add_question(NEW)) == ["budget", "added-1", "hope"]
    assert ids(opened().add_question(NEW).add_question(NEW)) == [
        "budget",
        "added-2",
        "added-1",
        "hope",
    ]
    assert ids(session().add_question(NEW)) == ["budget", "hope", "added-1"]


def test_adding_changes_nothing_that_was_asked() -> None:
    before = opened()
    after = before.add_question(NEW)
    assert (after.askings, after.place) == (before.askings, before.place)


def test_a_plan_does_not_grow_without_end() -> None:
    full = session()
    for _ in range(MOST_QUESTIONS - len(full.plan.questions)):
        full = full.add_question(NEW)
    with pytest.raises(TooManyQuestions):
        full.add_question(NEW)


@pytest.mark.parametrize("asked", [opened(), closed(), opened(TODAY).close(TODAY).show(LATER)])
def test_a_question_that_was_opened_stays(asked: Session) -> None:
    with pytest.raises(QuestionAsked):
        asked.remove_question("budget")


def test_a_question_on_the_wall_can_be_taken_out_before_it_is_opened() -> None:
    after = session().show(LATER).remove_question("hope")
    assert (ids(after), after.place) == (["budget"], None)


def test_a_plan_keeps_a_question_and_knows_those_it_has() -> None:
    with pytest.raises(LastQuestion):
        session().remove_question("hope").remove_question("budget")
    with pytest.raises(UnknownQuestion):
        session().remove_question("nothing")


def test_an_ended_session_grows_no_more() -> None:
    with pytest.raises(SessionEnded):
        session().end().add_question(NEW)
