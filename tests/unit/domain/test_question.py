"""Questions: how many positions a ballot may name, and where the way out lies."""

import pytest

from workshop.domain.voting.question import SCALES, Kind, Question, Scale


@pytest.mark.parametrize(
    ("kind", "steps", "positions"),
    [(Kind.WHO_DECIDES, 5, 6), (Kind.AGREE, 4, 5), (Kind.SAFE, 5, 6)],
)
def test_a_scale_has_its_steps_and_the_way_out_after_them(
    kind: Kind, steps: int, positions: int
) -> None:
    question = Question("q", kind, "?")
    assert question.scale is not None
    assert (question.scale.steps, question.scale.way_out) == (steps, steps)
    assert question.choice_count == positions


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_every_step_of_a_scale_leans_one_way_and_every_position_has_a_tone(scale: Scale) -> None:
    assert (*scale.leaning_left, *scale.middle, *scale.leaning_right) == tuple(range(scale.steps))
    assert len(scale.leaning_left) <= len(scale.tones) - len(scale.leaning_right)
    assert len(scale.tones) == scale.steps + 1
    assert scale.tones[scale.way_out] == "out"


def test_own_choices_have_no_scale_and_no_way_out() -> None:
    question = Question("q", Kind.CHOICE, "?", choices=("a", "b", "c"))
    assert question.scale is None
    assert question.choice_count == 3
