"""What a wall has no room for at full size is found before anything is drawn, in one place."""

import re
from dataclasses import replace

import pytest

from tests.support.fakes import FakeClock
from tests.support.servers import ROOT
from tests.unit.domain.releases import counts, release
from workshop.domain.insight.picture import ChartType
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.disclosure import Policy
from workshop.domain.voting.plan import Plan
from workshop.domain.voting.question import Kind, Pass, Question
from workshop.domain.voting.session import Place, Session
from workshop.presenter.layout import layout_of_agreements, layout_of_texts
from workshop.presenter.presenter import Presenter

PRESENTER = Presenter("http://here", (), FakeClock())
PLACE = Place("where", Pass.TODAY)


def asked(text: str = "Where do we start?", choices: int = 3) -> Question:
    words = tuple(f"Choice {number}" for number in range(choices))
    return Question("where", Kind.CHOICE, text, choices=words)


def on_the_wall(question: Question) -> Session:
    return Session("ABC234", "screen", Plan("Check-up", (question,)), Policy()).show(PLACE)


@pytest.mark.parametrize(("letters", "length"), [(75, "short"), (76, "rather"), (141, "very")])
def test_a_long_question_is_told_to_be_long(letters: int, length: str) -> None:
    told = PRESENTER.for_screen(on_the_wall(asked("x" * letters)), ())
    assert told["layout"]["question"]["text"] == length


@pytest.mark.parametrize(
    ("choices", "many", "lines", "columns"),
    [(7, False, None, 1), (8, True, None, 1), (11, True, 2, 2), (15, True, 1, 2)],
)
def test_choices_stand_the_closer_the_more_they_are(
    choices: int, many: bool, lines: int | None, columns: int
) -> None:
    layout = PRESENTER.for_screen(on_the_wall(asked(choices=choices)), ())["layout"]["question"]
    assert (layout["many"], layout["lines"], layout["columns"]) == (many, lines, columns)


def test_the_lobby_lays_out_no_question() -> None:
    lobby = Session("ABC234", "screen", Plan("Check-up", (asked(),)), Policy())
    assert PRESENTER.for_screen(lobby, ())["layout"]["question"] is None


@pytest.mark.parametrize(("choices", "columns"), [(9, 1), (10, 2)])
def test_a_table_of_more_than_ten_lines_stands_in_two_columns(choices: int, columns: int) -> None:
    question = asked(choices=choices)
    session = replace(on_the_wall(question), form=ChartType.TABLE)
    told = PRESENTER.results(session, release(question, together=counts(*[1] * choices)))
    assert len(told["table"]["rows"]) == choices + 1  # and those who gave no answer
    assert told["table"]["columns"] == columns


@pytest.mark.parametrize(("choices", "rows"), [(20, "long"), (8, "short")])
def test_a_picture_says_whether_its_columns_are_long(choices: int, rows: str) -> None:
    question = asked(choices=choices)
    shown = release(question, together=counts(*[1] * choices, no_answer=1))
    assert PRESENTER.results(on_the_wall(question), shown)["layout"]["rows"] == rows


@pytest.mark.parametrize(
    ("agreements", "first", "density"),
    [(0, 0, "few"), (3, 0, "few"), (4, 0, "some"), (7, 0, "many"), (12, 2, "many")],
)
def test_of_many_agreements_the_newest_ten_are_shown(
    agreements: int, first: int, density: str
) -> None:
    assert layout_of_agreements(agreements) == {"first": first, "density": density}


def test_a_desk_is_told_the_layout_of_its_preview_though_the_wall_shows_something_else() -> None:
    session = on_the_wall(asked())
    for number in range(11):
        session = session.agree(f"id{number}", Agreement(None, "Meet"))
    told = PRESENTER.for_facilitator(session, None, ())
    assert len(told["agreements"]) == 11
    assert told["layout"]["agreements"]["first"] == 1


@pytest.mark.parametrize(
    ("texts", "density"),
    [(["yes"] * 4, "few"), (["yes"] * 5, "some"), (["yes"] * 9, "many"), (["x" * 400], "some")],
)
def test_written_answers_are_crowded_by_their_number_or_their_letters(
    texts: list[str], density: str
) -> None:
    assert layout_of_texts(texts) == density


def test_no_script_of_the_wall_decides_what_is_too_long() -> None:
    for path in (ROOT / "static" / "js" / "wall").glob("*.js"):
        compared = re.findall(r"\.length\)? ?[<>]=? ?(?:[2-9]|\d\d)", path.read_text("utf-8"))
        assert not compared, path.name
