"""Every form of a picture is made of the same release: nothing more is told in one than in
another.
"""

import pytest

from tests.unit.domain.releases import AGREE, DECIDES, WITHHELD, nearly_all
from tests.unit.domain.releases import release as made
from workshop.domain.insight.map_picture import map_picture
from workshop.domain.insight.picture import ChartType, forms_of, picture_of
from workshop.domain.insight.power_map import MapRow, both_passes, power_map
from workshop.domain.voting.disclosure import Mode
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.release import Counts, Release, Shown, Suppressed, Veiled, Waiting
from workshop.plans.form import read_plan
from workshop.presenter.table import table_payload

BUDGET = Question("budget", Kind.WHO_DECIDES, "Who decides on the budget?")
FOCUS = Question("focus", Kind.CHOICE, "Where?", choices=("a", "b", "c"))
FOCUS_IN_BOTH = Question("focus", Kind.CHOICE, "Where?", tuple(Pass), ("a", "b", "c"))
COUNTED = Counts(3, (1, 1, 1), 0)
HOPE = Question("hope", Kind.REFLECTION, "What do you hope?")
LABELS = read_plan({"title": "T", "questions": [{"id": "q", "kind": "agree", "text": "?"}]}).labels
SHOWN = Counts(8, (3, 2, 0, 1, 1, 0), 1)


def release(south: Shown, question: Question = BUDGET, north: Shown = SHOWN) -> Release:
    return Release(
        question.id, Pass.TODAY, 1, 1, True, Mode.SPLIT, {"northern": north, "southern": south}
    )


def test_shares_fill_the_width_in_the_order_of_the_steps() -> None:
    row, _ = picture_of(BUDGET, release(SHOWN).groups, ChartType.SHARES).rows
    assert [bar.count for bar in row.bars] == [3, 2, 0, 1, 1, 0, 1]
    assert sum(bar.width for bar in row.bars) == pytest.approx(1)
    for before, after in zip(row.bars, row.bars[1:], strict=False):
        assert after.x == pytest.approx(before.x + before.width)


@pytest.mark.parametrize("hidden", [Suppressed(), Waiting(), Veiled(4, {"0": "nearly_all"})])
@pytest.mark.parametrize("form", ChartType)
def test_no_form_holds_a_number_of_a_group_that_shows_none(form: ChartType, hidden: Shown) -> None:
    rows = {row.group: row for row in picture_of(BUDGET, release(hidden).groups, form).rows}
    assert rows["southern"].bars == ()
    table = table_payload(BUDGET, release(hidden), LABELS)
    cells = [row["cells"][1] for row in table["rows"]]
    assert not any(character.isdigit() for cell in cells for character in cell)
    assert [row["cells"][0] for row in table["rows"]] == ["3", "2", "0", "1", "1", "0", "1"]


def test_a_veil_is_told_in_words_where_it_lies() -> None:
    table = table_payload(BUDGET, release(Veiled(4, {"0": "nearly_all"})), LABELS)
    cells = [row["cells"][1] for row in table["rows"]]
    assert cells[0] == "all or nearly all"
    assert set(cells[1:]) == {"none or nearly none"}


def test_large_groups_are_told_in_percent_as_on_the_bars() -> None:
    table = table_payload(
        FOCUS, release(Counts(60, (30, 15, 15), 0), FOCUS, Counts(3, (1, 1, 1), 0)), LABELS
    )
    assert [row["cells"] for row in table["rows"]] == [
        ["1", "50%"],
        ["1", "25%"],
        ["1", "25%"],
        ["0", "0%"],
    ]


def both(today: Release, should_be: Release) -> MapRow | None:
    return both_passes(DECIDES, [today, should_be])


TODAY = made(DECIDES, northern=SHOWN, southern=SHOWN)
WISHED = made(DECIDES, Pass.SHOULD_BE, northern=SHOWN, southern=nearly_all(4))


def test_dots_need_both_passes_shown_in_the_same_way() -> None:
    assert both(TODAY, WISHED)
    assert both(TODAY, TODAY) is None
    assert both(made(DECIDES, together=SHOWN), WISHED) is None
    assert both(made(DECIDES, together=SHOWN), made(DECIDES, Pass.SHOULD_BE, together=WITHHELD))
    assert both_passes(AGREE, [TODAY, WISHED]) is None
    assert (
        both_passes(FOCUS_IN_BOTH, [made(FOCUS_IN_BOTH, one, northern=COUNTED) for one in Pass])
        is None
    )


def test_dots_are_the_row_of_the_power_map_and_a_group_without_a_number_has_none() -> None:
    row = both(TODAY, WISHED)
    [of_the_map] = power_map(Plan("T", (DECIDES,)), [TODAY, WISHED])
    assert row == of_the_map
    assert row
    [section] = map_picture([row])
    northern, southern = section.lines[0].paths
    assert northern.today is not None
    assert northern.today == northern.should_be == southern.today
    assert southern.should_be is None


def test_a_question_has_the_forms_that_fit_it() -> None:
    assert forms_of(BUDGET) == (ChartType.BARS, ChartType.SHARES, ChartType.TABLE)
    assert forms_of(BUDGET, both(TODAY, WISHED)) == (
        ChartType.BARS,
        ChartType.SHARES,
        ChartType.DOTS,
        ChartType.TABLE,
    )
    assert forms_of(FOCUS) == (ChartType.BARS, ChartType.TABLE)
    assert forms_of(HOPE) == ()
    own = picture_of(FOCUS, release(SHOWN, FOCUS, Counts(3, (1, 1, 1), 0)).groups, ChartType.SHARES)
    assert own.form == "by_choice"
