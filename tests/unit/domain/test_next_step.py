"""The beats: the one primary button leads through the whole plan, and "back" only looks."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.domain.test_session import (
    BUDGET,
    FULL,
    HOPE,
    LATER,
    TODAY,
    WISH,
    closed,
    opened,
    session,
)
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.next_step import Step, following_step, previous_step
from workshop.domain.voting.plan import Plan, Showing
from workshop.domain.voting.question import Pass
from workshop.domain.voting.session import Place, Session
from workshop.wording.next_step import again_label, label

AGAIN = Place("budget", Pass.TODAY, 2)


def press(on: Session, beat: Step) -> Session:
    """What the button does."""
    place: Any = beat.place
    match beat.verb, place:
        case "ask_again", place:
            return on.ask_again(place.question, place.passing, f"a{len(on.askings)}", FULL)
        case "show_question", place:
            return on.show(place)
        case "open_question", place:
            return on.open(place.question, place.passing, f"a{len(on.askings)}", FULL)
        case "close_question", place:
            return on.close(place)
        case "reveal_results", place:
            return on.reveal(place)
    return on.end()


@pytest.mark.parametrize(
    ("results", "verbs"),
    [
        (Showing.LIVE, ["show_question", "open_question", "close_question"]),
        (Showing.REVEAL, ["show_question", "open_question", "close_question", "reveal_results"]),
    ],
)
def test_the_button_leads_from_the_lobby_through_every_step_to_the_end(
    results: Showing, verbs: list[str]
) -> None:
    on, pressed = session(results), []
    while beat := following_step(on):
        pressed.append((beat.verb, beat.place))
        on = press(on, beat)
    steps = [(verb, place) for place in (TODAY, WISH, LATER) for verb in verbs]
    assert pressed == [*steps, ("end_session", None)]


def test_after_the_last_question_come_the_named_rounds_that_were_not_asked_yet() -> None:
    hope = replace(HOPE, rounds=("Before", "After"))
    on, pressed = Session("ABC234", "screen", Plan("T", (hope, BUDGET)), Policy()), []
    while beat := following_step(on):
        pressed.append((beat.verb, beat.place))
        on = press(on, beat)
    after = Place("hope", Pass.TODAY, 2)
    told = [place for verb, place in pressed if verb == "show_question"]
    assert told == [Place("hope", Pass.TODAY), TODAY, WISH, after]
    assert pressed[-4:] == [
        ("show_question", after),
        ("ask_again", after),
        ("close_question", after),
        ("end_session", None),
    ]


def test_a_named_round_asked_early_does_not_end_the_session() -> None:
    hope = replace(HOPE, rounds=("Before", "After"))
    on = Session("ABC234", "screen", Plan("T", (hope, BUDGET)), Policy())
    on = on.open("hope", Pass.TODAY, "a", FULL).close(LATER)
    on = on.ask_again("hope", Pass.TODAY, "b", FULL).close(Place("hope", Pass.TODAY, 2))
    assert following_step(on) == Step("show_question", TODAY)


def test_the_desk_names_the_coming_round_where_it_has_a_name() -> None:
    hope = replace(HOPE, rounds=("Before", "After"))
    on = Session("ABC234", "screen", Plan("T", (hope, BUDGET)), Policy())
    assert again_label(on) == "Ask again"
    assert label(Step("open_question", LATER), on) == "Open voting: today"
    on = on.open("hope", Pass.TODAY, "a", FULL).close(LATER)
    assert again_label(on) == "Ask again: After"
    beat = Step("show_question", Place("hope", Pass.TODAY, 2))
    assert label(beat, on) == "Show question 1 of 2: today · After"
    on = on.ask_again("hope", Pass.TODAY, "b", FULL).close(Place("hope", Pass.TODAY, 2))
    assert again_label(on) == "Ask again"


def test_a_new_round_that_is_on_the_wall_is_asked_again() -> None:
    assert following_step(closed().show(AGAIN)) == Step("ask_again", AGAIN)


def test_a_result_taken_off_the_wall_does_not_hold_up_a_live_session() -> None:
    assert following_step(closed().hide(TODAY)) == Step("show_question", WISH)
    assert following_step(closed(Showing.REVEAL).reveal(TODAY).hide(TODAY)) == Step(
        "reveal_results", TODAY
    )


def test_back_shows_the_step_before_in_its_newest_round() -> None:
    again = closed().ask_again("budget", Pass.TODAY, "a2", FULL).close(AGAIN).show(WISH)
    assert previous_step(again) == Step("show_question", AGAIN)
    assert previous_step(closed().show(LATER)) == Step("show_question", WISH)


@pytest.mark.parametrize(
    "on",
    [session(), session().show(TODAY), closed(), opened(WISH), closed().end()],
    ids=["the lobby", "the first step", "the first result", "an open question", "an ended session"],
)
def test_there_is_no_way_back_from(on: Session) -> None:
    assert previous_step(on) is None


def test_the_plan_of_these_tests_has_more_passes_than_questions() -> None:
    assert [question for question, _ in session().plan.steps()] == [BUDGET, BUDGET, HOPE]
