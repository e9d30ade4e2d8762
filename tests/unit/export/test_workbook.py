"""results.xlsx as people use it: tables with charts, percentages, pages to print, right to left
where texts are.
"""

from dataclasses import replace
from typing import Any

from tests.unit.domain.reports import DAY, one_of_everything, worded
from tests.unit.export.readers import workbook
from workshop.domain.insight.comparison import Baseline
from workshop.domain.report import Report, WrittenText
from workshop.export import render


def book_of(report: Report) -> Any:
    return workbook(render("results.xlsx", report))


def test_every_result_has_a_table_and_where_numbers_are_told_a_chart() -> None:
    sheet = book_of(one_of_everything())["Questions"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows if row[0] == "Voters"] == ["Voters"] * 4
    assert rows[3][:5] == ("Answer", "Northern partners", "%", "Southern partners", "%")
    assert rows[7][:5] == ("Both decide; neither can go ahead alone", 8, 0.4706, 1, 0.0476)
    assert sheet["C8"].number_format == "0 %"
    assert len(sheet._charts) == 3  # the second result tells no number
    veiled, withheld = rows[25][1], rows[22][3]
    assert (veiled, withheld) == ("all or nearly all", "fewer than k")


def test_the_map_written_answers_and_last_time_have_sheets_of_their_own() -> None:
    whole = one_of_everything()
    last_time = Baseline("AAAAAA", DAY, whole.plan, whole.results)
    book = book_of(replace(whole, written=(WrittenText("ok", 1, "=Trust"),), baseline=last_time))
    head, northern, *_ = book["Power map"].iter_rows(values_only=True)
    assert head[:4] == ("Question", "Group", "today", "should be")
    assert northern[:5] == ("Who decides on the budget?", "Northern partners", 3.5, None, 1.31)
    assert list(book["Written answers"].iter_rows(min_row=2, values_only=True)) == [
        ("Are you comfortable with it?", 1, "'=Trust")
    ]
    assert book["Then and now"]["D2"].value.startswith(
        "On 31 December 2030 the two groups lay 1.3 steps apart"
    )


def test_its_pages_print_across_with_their_heads_and_are_counted() -> None:
    for sheet in book_of(one_of_everything()):
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.oddFooter.right.text == "&P / &N"
    assert book_of(one_of_everything())["Results"].print_title_rows == "$1:$1"


def test_an_arabic_workbook_runs_from_right_to_left() -> None:
    whole = worded("من يقرر؟")
    arabic = book_of(replace(whole, plan=replace(whole.plan, language="ar")))
    assert all(sheet.sheet_view.rightToLeft for sheet in arabic)
    assert not any(sheet.sheet_view.rightToLeft for sheet in book_of(one_of_everything()))


def test_a_french_workbook_is_in_french_but_for_the_table_that_programs_read() -> None:
    whole = one_of_everything()
    french = book_of(replace(whole, plan=replace(whole.plan, language="fr")))
    assert french.sheetnames == [
        "Résumé",
        "Questions",
        "Results",
        "Carte du pouvoir",
        "Accords",
        "À propos",
    ]
    assert french["Results"]["A1"].value == "question"
