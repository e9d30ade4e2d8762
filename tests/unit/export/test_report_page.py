"""report.html: complete in itself, readable by eye, by ear and without colour."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given

from tests.unit.domain.releases import DECIDES, FOCUS, WITHHELD, counts, release
from tests.unit.domain.reports import DAY, PLAN, one_of_everything, reports, worded
from tests.unit.export.readers import page, texts
from workshop.domain.insight.result import Result
from workshop.domain.report import Report
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.question import Pass
from workshop.export import render
from workshop.export.svg import WIDTH

HOSTILE = "<script>alert(1)</script>\"'&</style></svg>"


def tree_of(whole: Report) -> ElementTree.Element:
    return page(render("report.html", whole))


def drawings(tree: ElementTree.Element) -> list[ElementTree.Element]:
    """The pictures of the results, one each."""
    figures = tree.iterfind(".//article[@class='question']//figure/svg")
    return list(figures)


def report_of(*results: Result) -> Report:
    return Report("7KQ2M4", DAY, PLAN, results)


@given(reports())
def test_every_report_is_a_sound_page_with_a_picture_for_every_result(whole: Report) -> None:
    assert len(drawings(tree_of(whole))) == len(whole.results)


def test_the_page_says_who_where_and_when_and_what_was_found() -> None:
    tree = tree_of(one_of_everything())
    assert texts(tree, ".//h1") == ["Partnership health check"]
    assert texts(tree, ".//header/p[@class='facts']") == [
        "31 December 2030 · join code 7KQ 2M4 · groups of at least 5"
    ]
    assert texts(tree, ".//p[@class='finding']")[0].startswith("Most Northern partners say")
    assert "On average the answers of the two groups lie 1.3 steps apart." in texts(
        tree, ".//ul[@class='words']/li"
    )
    assert texts(tree, ".//article/ul/li") == ["Are you comfortable with it?"]


def test_the_passes_of_a_question_stand_under_one_heading() -> None:
    tree = tree_of(one_of_everything())
    budget = next(
        article
        for article in tree.iterfind(".//article[@class='question']")
        if "budget" in "".join(article.itertext())
    )
    assert texts(budget, ".//h2") == ["Who decides on the budget?"]
    assert texts(budget, ".//p[@class='pass']") == ["today", "should be"]


def test_every_picture_has_its_words_for_those_who_cannot_see_it() -> None:
    ids = set()
    for drawing in drawings(tree_of(one_of_everything())):
        assert drawing.get("role") == "img"
        title, described = drawing.find("title"), drawing.find("desc")
        assert title is not None
        assert described is not None
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {described.get('id')}"
        assert title.text
        assert described.text
        ids |= {title.get("id"), described.get("id")}
    assert len(ids) == 8


def test_a_number_stands_at_every_bar_and_no_bar_leaves_the_picture() -> None:
    drawing = drawings(tree_of(one_of_everything()))[0]
    numbers = [text.text for text in drawing.iterfind("text[@text-anchor='middle']")]
    assert numbers == ["1", "2", "5", "8", "1", "7", "6", "4", "1", "3"]
    for bar in drawing.iterfind("rect"):
        assert float(bar.get("x", -1)) >= 0
        assert float(bar.get("x", 0)) + float(bar.get("width", 0)) <= WIDTH


def test_tones_are_told_apart_without_colour() -> None:
    tree = tree_of(one_of_everything())
    fills = {bar.get("fill") for bar in drawings(tree)[0].iterfind("rect")}
    assert {"url(#tone-3)", "url(#tone-out)"} <= fills
    assert {pattern.get("id") for pattern in tree.iterfind(".//pattern")} == {
        "tone-3",
        "tone-4",
        "tone-out",
    }


def test_percentages_only_from_fifty_answers_on() -> None:
    small = drawings(
        tree_of(report_of(Result.of(FOCUS, release(FOCUS, together=counts(30, 18, 1)))))
    )[0]
    large = drawings(
        tree_of(report_of(Result.of(FOCUS, release(FOCUS, together=counts(400, 1, 0)))))
    )[0]
    assert [text.text for text in small.iterfind("text[@font-weight='700']")] == ["30", "18", "1"]
    assert [text.text for text in large.iterfind("text[@font-weight='700']")] == [
        "100%",
        "<1%",
        "0%",
    ]


def test_a_withheld_group_is_named_kindly_in_the_picture() -> None:
    whole = report_of(
        Result.of(DECIDES, release(DECIDES, northern=counts(1, 2, 5, 8, 0, 1), southern=WITHHELD))
    )
    words = " ".join(texts(drawings(tree_of(whole))[0], "text"))
    assert "Fewer than 5 answered in this group, so it is not shown." in words


def test_a_report_without_results_says_so() -> None:
    assert "Nothing was shown to the room yet." in texts(
        tree_of(report_of()), ".//p[@class='finding']"
    )


def test_a_repeated_round_says_that_people_may_differ() -> None:
    first, void, again = (
        release(FOCUS, round_number=at, together=counts(9, 3, 1)) for at in (1, 2, 3)
    )
    both = [Result.of(FOCUS, first), Result.of(FOCUS, again)]
    said = texts(tree_of(report_of(*both)), ".//p[@class='pass']")
    assert said == ["today", "today asked again, round 2; people may differ from the round before"]
    assert texts(tree_of(report_of(Result.of(FOCUS, void))), ".//p[@class='pass']") == ["today"]


def test_a_round_with_a_name_is_told_by_it() -> None:
    named = replace(FOCUS, rounds=("Before", "After"))
    results = [
        Result.of(named, release(FOCUS, round_number=number, together=counts(9, 3, 1)))
        for number in (1, 2, 3)
    ]
    assert texts(tree_of(report_of(*results)), ".//p[@class='pass']") == [
        "today · Before",
        "today · After asked again, round 2; people may differ from the round before",
        "today asked again, round 3; people may differ from the round before",
    ]


def test_texts_of_a_plan_stay_texts() -> None:
    data = render("report.html", worded(HOSTILE)).decode()
    assert "<script" not in data
    tree = tree_of(worded(HOSTILE))
    assert texts(tree, ".//h1") == [HOSTILE]
    assert HOSTILE in texts(tree, ".//article//h2")


def test_the_page_opens_by_itself_and_asks_nothing_of_any_network() -> None:
    data = render("report.html", one_of_everything()).decode()
    addresses = re.findall(r"(?:https?:)?//[\w.]+", re.sub(r"base64,[^\"]+", "", data))
    assert addresses == []
    assert not re.search(r"<(script|link|img|iframe|object|form)\b|@import|\bon\w+=", data)
    assert "default-src 'none'" in data


@pytest.mark.parametrize("rule", ["@page", "break-inside: avoid", "print-color-adjust: exact"])
def test_the_page_is_made_to_be_printed(rule: str) -> None:
    assert rule in render("report.html", one_of_everything()).decode()


def test_long_choices_and_labels_are_wrapped_and_stay_whole_in_words() -> None:
    long = "an unusually long text for a choice " * 10
    data = tree_of(worded(long.strip()))
    assert any(long.strip() in said for said in texts(data, ".//ul[@class='words']/li"))
    widest = max(
        len(text.text or "") for drawing in drawings(data) for text in drawing.iterfind("text")
    )
    assert widest < 90


def the_map(tree: ElementTree.Element) -> ElementTree.Element:
    found = tree.find(".//article[@class='map']")
    assert found is not None
    return found


def test_the_report_draws_the_power_map_and_says_what_to_talk_about_first() -> None:
    part = the_map(tree_of(one_of_everything()))
    assert texts(part, ".//h2") == ["The power map: today → should be"]
    (drawing,) = part.iterfind(".//figure/svg")
    said = texts(drawing, "text")
    assert {"1.3", "told", "together"} <= set(said)
    assert "Northern partners, should be: all or nearly all alike;" in " ".join(said)
    assert texts(part, ".//ol[@class='first']/li/b") == ["Who decides on the budget?"]
    described = "".join(drawing.find("desc").itertext())
    assert "Northern partners today 3.5, should be (all or nearly all alike)" in described


def test_the_map_tells_groups_apart_without_colour_and_today_from_should_be() -> None:
    shown = [
        Result.of(
            DECIDES,
            release(DECIDES, northern=counts(0, 0, 9, 1, 0, 0), southern=counts(5, 5, 1, 0, 0, 0)),
        ),
        Result.of(
            DECIDES,
            release(
                DECIDES,
                Pass.SHOULD_BE,
                northern=counts(0, 0, 1, 9, 4, 0),
                southern=counts(0, 0, 1, 5, 5, 0),
            ),
        ),
    ]
    (drawing,) = the_map(tree_of(report_of(*shown))).iterfind(".//figure/svg")
    squares, circles = list(drawing.iterfind("rect")), list(drawing.iterfind("circle"))
    for marks, place in ((squares, "x"), (circles, "cx")):
        should_be, today = marks
        assert should_be.get("fill") != today.get("fill") == today.get("stroke")
        assert float(today.get(place, 0)) < float(should_be.get(place, 0))
    assert float(circles[1].get("cy", 0)) > float(squares[1].get("y", 0))


@given(reports())
def test_the_map_is_there_exactly_when_a_scale_was_shown_and_nothing_leaves_it(
    whole: Report,
) -> None:
    found = tree_of(whole).find(".//article[@class='map']")
    assert (found is not None) == any(result.question.scale for result in whole.results)
    for mark in found.iterfind(".//figure/svg/circle") if found is not None else ():
        assert 0 < float(mark.get("cx", -1)) < WIDTH


def test_the_balanced_picture_stands_beside_the_plain_one() -> None:
    shown = release(DECIDES, northern=counts(90, 0, 0, 0, 0, 0), southern=counts(0, 0, 0, 0, 10, 0))
    tree = tree_of(report_of(Result.of(DECIDES, shown)))
    (drawing,) = tree.iterfind(".//article[@class='balanced']//figure/svg")
    numbers = [text.text for text in drawing.iterfind("text[@text-anchor='middle']")]
    assert numbers == ["50%", "50%", "90%", "10%"]
    assert (
        "Each group the same: 50% “Northern partners alone”, 50% “Southern partners”."
        in "".join(drawing.find("desc").itertext())
    )


def test_a_withheld_group_has_no_balanced_picture() -> None:
    shown = release(DECIDES, northern=counts(90, 0, 0, 0, 0, 0), southern=WITHHELD)
    assert (
        tree_of(report_of(Result.of(DECIDES, shown))).find(".//article[@class='balanced']") is None
    )


def test_agreements_stand_in_a_table_of_their_own_as_text() -> None:
    agreed = (Agreement(DECIDES.id, HOSTILE, "Amina", "in June"), Agreement(None, "Meet again"))
    data = render("report.html", replace(one_of_everything(), agreements=agreed))
    assert b"<script" not in data
    rows = [
        texts(row, "td") for row in page(data).iterfind(".//table[@class='agreements']/tbody/tr")
    ]
    assert rows == [
        [HOSTILE, "Amina", "in June", "Who decides on the budget?"],
        ["Meet again", "", "", ""],
    ]
