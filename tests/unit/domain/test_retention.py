"""Until when a session is kept, by the days it carries. With a clock that jumps:
tests/store/test_retention.py.
"""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workshop.domain.voting.retention import DAYS_NEVER_ENDED, Life

KEPT = 30
START = date(2026, 3, 1)
DAYS = st.integers(-4000, 4000)


def life(**changed: object) -> Life:
    told = {
        "used_on": START,
        "ended_on": None,
        "due_since": None,
        "has_open_question": False,
        "is_rehearsal": False,
    }
    return Life("AAAAAA", **(told | changed))  # type: ignore[arg-type]


def after(days: int) -> date:
    return START + timedelta(days=days)


def test_a_session_is_due_30_days_after_its_end_or_180_after_its_last_use() -> None:
    ended = life(ended_on=START, used_on=after(20))
    assert [ended.is_due(after(days), KEPT) for days in (KEPT, KEPT + 1)] == [False, True]
    assert [
        life().is_due(after(days), KEPT) for days in (DAYS_NEVER_ENDED, DAYS_NEVER_ENDED + 1)
    ] == [False, True]


def test_a_rehearsal_that_was_left_is_due_with_the_ended_ones_whatever_is_open_in_it() -> None:
    left = life(is_rehearsal=True, has_open_question=True)
    assert [left.is_due(after(days), KEPT) for days in (KEPT, KEPT + 1)] == [False, True]


@given(DAYS, DAYS, st.none() | DAYS, st.none() | DAYS)
def test_a_session_with_an_open_question_is_never_due(
    today: int, used: int, ended: int | None, due: int | None
) -> None:
    asked = life(
        used_on=after(used),
        ended_on=None if ended is None else after(ended),
        due_since=None if due is None else after(due),
        has_open_question=True,
    )
    assert not asked.is_due(after(today), KEPT)
    assert not asked.may_go(after(today), KEPT)


def test_what_is_due_goes_a_day_after_it_was_listed() -> None:
    listed = life(ended_on=START, due_since=after(40))
    assert [listed.may_go(after(days), KEPT) for days in (39, 40, 41)] == [False, False, True]
    assert not life(ended_on=START).may_go(after(400), KEPT), "never at the look that found it"


def test_the_last_days_of_the_calendar_are_days_like_others() -> None:
    assert life(ended_on=date.max).kept_until(KEPT) == date.max
