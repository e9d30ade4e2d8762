"""results.csv, results.xlsx and results.json, read back by other programs' readers."""

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.domain.releases import SEVERAL, TOO_ALIKE, TOO_NEAR, release
from tests.unit.domain.reports import DAY, PLAN, one_of_everything, reports, texts, worded
from tests.unit.export.readers import csv_rows, workbook
from workshop.domain.insight.result import Result
from workshop.domain.report import Report, WrittenText
from workshop.domain.voting.agreement import Agreement
from workshop.domain.voting.question import Kind, Question
from workshop.domain.voting.release import Counts, Suppressed, Veiled
from workshop.export import EXPORTS, render
from workshop.export.neutral import neutralise
from workshop.export.table import COLUMNS
from workshop.plans.results_file import read_report

PAYLOADS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\rplain",
    " =1+1",
    "\u00a0\u3000=1+1",
    "\u200b\ufeff=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "﹦1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "-2+3+cmd|' /C calc'!A0",
)
RUNS = re.compile(r"^[\s\u00a0\u3000\u200b\ufeff]*[=+\-@＝＋－＠﹦]|^[\t\r\n]")
HARMLESS = ("Budget", "1 + 1", "a=b", "'=1+1", "", "Où commencer ?", "أين نبدأ؟", "2.5")


def cells(book: Any) -> list[Any]:
    return [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_plan_runs_as_a_formula_in_the_csv(payload: str) -> None:
    rows = csv_rows(render("results.csv", worded(payload)))
    written = [value for row in rows for value in row.values()]
    assert f"'{payload}" in written
    assert not [value for value in written if RUNS.match(value)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_a_plan_runs_as_a_formula_in_the_workbook(payload: str) -> None:
    book = workbook(render("results.xlsx", worded(payload)))
    assert not [cell for cell in cells(book) if cell.data_type == "f" or cell.hyperlink]
    written = [cell.value for cell in cells(book) if isinstance(cell.value, str)]
    assert not [value for value in written if RUNS.match(value)]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    assert neutralise(text) == text


@given(st.text(max_size=6), st.sampled_from("=+-@＝＋－＠"), texts)
def test_whatever_stands_before_a_formula_it_is_neutralised_or_is_no_formula(
    lead: str, sign: str, rest: str
) -> None:
    written = neutralise(lead + sign + rest)
    assert written.startswith("'") or not RUNS.match(written)


def test_the_csv_is_what_the_contract_says() -> None:
    data = render("results.csv", one_of_everything())
    assert data.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert data.count(b"\r\n") == data.count(b"\n")
    rows = csv_rows(data)
    today = [
        row
        for row in rows
        if (row["question"], row["pass"], row["group"]) == ("budget", "today", "southern")
    ]
    assert [(row["choice"], row["votes"], row["voters"]) for row in today] == [
        ("0", "7", "21"),
        ("1", "6", "21"),
        ("2", "4", "21"),
        ("3", "1", "21"),
        ("4", "0", "21"),
        ("5", "3", "21"),
        ("no_answer", "0", "21"),
    ]
    assert today[0]["group_label"] == "Southern partners"
    assert today[5]["choice_text"] == "I cannot see how this is decided"


def test_a_withheld_group_is_one_row_with_the_note_fewer_than_k() -> None:
    rows = csv_rows(render("results.csv", one_of_everything()))
    withheld = [row for row in rows if row["pass"] == "should_be" and row["group"] == "southern"]
    assert [(row["choice"], row["votes"], row["voters"], row["note"]) for row in withheld] == [
        ("", "", "", "fewer than k")
    ]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (TOO_NEAR, ("", "", "too near an earlier round")),
        (TOO_ALIKE, ("", "7", "too alike to show")),
    ],
)
def test_a_withheld_group_is_named_with_its_reason(
    shown: Suppressed, expected: tuple[str, str, str]
) -> None:
    """Nine who answered are not told as fewer than k, in any file."""
    told = replace(
        one_of_everything(), results=(Result.of(SEVERAL, release(SEVERAL, together=shown)),)
    )
    [row, *_] = csv_rows(render("results.csv", told))
    assert (row["votes"], row["voters"], row["note"]) == expected
    assert b"Fewer than 5 answered" not in render("report.html", told)
    assert read_report(json.loads(render("results.json", told))).results == told.results


def test_a_number_kept_back_beside_a_veil_has_a_note_of_its_own() -> None:
    shown = Veiled(6, {"3": "nearly_none"}, (None, 4, 2, None))
    told = replace(
        one_of_everything(), results=(Result.of(SEVERAL, release(SEVERAL, together=shown)),)
    )
    rows = csv_rows(render("results.csv", told))[:4]
    assert [(row["votes"], row["note"]) for row in rows] == [
        ("", "kept back"),
        ("4", ""),
        ("2", ""),
        ("", "none or nearly none"),
    ]


def test_of_texts_the_files_tell_how_many_wrote_and_nothing_of_who_did_not() -> None:
    gather = Question("next", Kind.GATHER, "Which decisions?")
    plan = replace(PLAN, questions=(gather,))
    result = Result.of(gather, release(gather, together=Counts(6, (), 0)))
    told = Report("7KQ2M4", DAY, plan, (result,), written=(WrittenText("next", 1, "Budget"),))
    rows = csv_rows(render("results.csv", told))
    assert [(row["choice"], row["votes"], row["voters"]) for row in rows] == [
        ("", "", "6"),
        ("text", "", ""),
    ]
    assert b"no_answer" not in render("results.json", told)
    assert b"gave no answer" not in render("report.html", told).split(b"Voters")[0]


def test_a_veiled_group_tells_no_number_behind_its_veil() -> None:
    rows = csv_rows(render("results.csv", one_of_everything()))
    veiled = [row for row in rows if row["pass"] == "should_be" and row["group"] == "northern"]
    assert {row["votes"] for row in veiled} == {""}
    assert [row["choice"] for row in veiled if row["note"] == "all or nearly all"] == ["3"]


def test_a_result_that_was_not_revealed_is_one_row_without_numbers() -> None:
    row = csv_rows(render("results.csv", one_of_everything()))[-1]
    assert {name: value for name, value in row.items() if value} == {
        "question": "ok",
        "question_text": "Are you comfortable with it?",
        "pass": "today",
        "round": "1",
        "note": "not revealed",
    }


@given(reports())
def test_csv_and_workbook_hold_the_same_rows(whole: Report) -> None:
    sheet = workbook(render("results.xlsx", whole))["Results"]
    header, *rows = [
        ["" if value is None else str(value) for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]
    assert header == list(COLUMNS)
    assert rows == [list(row.values()) for row in csv_rows(render("results.csv", whole))]


def test_numbers_in_the_workbook_are_numbers() -> None:
    sheet = workbook(render("results.xlsx", one_of_everything()))["Results"]
    votes = [row[COLUMNS.index("votes")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sum(vote for vote in votes if vote is not None) == 17 + 21 + 6 + 16 + 82
    assert {type(vote) for vote in votes} == {int, type(None)}


def test_the_workbook_opens_on_the_summary_and_its_tables_can_be_filtered() -> None:
    book = workbook(render("results.xlsx", one_of_everything()))
    assert book.sheetnames == [
        "Summary",
        "Questions",
        "Results",
        "Power map",
        "Agreements",
        "About",
    ]
    assert book["Results"].freeze_panes == "A2"
    assert book["Results"].auto_filter.ref.startswith("A1:K")


def test_the_summary_says_it_in_words_question_by_question() -> None:
    sheet = workbook(render("results.xlsx", one_of_everything()))["Summary"]
    header, today, should_be, *_ = sheet.iter_rows(values_only=True)
    assert header[:6] == (
        "Question",
        "Pass",
        "Round",
        "Finding",
        "Steps apart",
        "Northern partners",
    )
    assert today[4] == pytest.approx(1.31)
    assert today[5].startswith("Northern partners, 17 answers: 8 “Both together”")
    assert should_be[6] == "Southern partners: not shown, because too few answered."


def test_the_about_sheet_tells_threshold_and_promise() -> None:
    sheet = workbook(render("results.xlsx", one_of_everything()))["About"]
    said = dict(sheet.iter_rows(values_only=True))
    assert said["Threshold (k)"] == 5
    assert said["Opened on"] == "2030-12-31"
    assert "at least 5" in said["Promise"]


def test_the_workbook_holds_no_time_and_is_the_same_each_time() -> None:
    data = render("results.xlsx", one_of_everything())
    assert data == render("results.xlsx", one_of_everything())
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2030-12-31T00:00:00Z"}


@given(reports())
def test_results_json_is_read_back_as_the_same_report(whole: Report) -> None:
    document = json.loads(render("results.json", whole))
    assert read_report(document) == whole
    assert all(result["finding"]["text"].endswith(".") for result in document["results"])


def test_every_export_has_a_media_type() -> None:
    tables, pages = {"results.csv", "results.json", "results.xlsx"}, {"report.html", "report.pdf"}
    assert set(EXPORTS) == tables | pages | {"pictures.zip", "pack.zip"}
    assert all("/" in export.media_type for export in EXPORTS.values())


AGREED = (
    Agreement("budget", "Draft the budget together", "Amina and Jan", "2031-01-02"),
    Agreement(None, "=1+1", "", "soon"),
)


def test_the_workbook_has_a_sheet_of_agreements() -> None:
    sheet = workbook(render("results.xlsx", replace(one_of_everything(), agreements=AGREED)))[
        "Agreements"
    ]
    assert list(sheet.iter_rows(values_only=True)) == [
        ("What changes", "Who sees to it", "By when", "About"),
        ("Draft the budget together", "Amina and Jan", "2031-01-02", "Who decides on the budget?"),
        ("'=1+1", None, "soon", None),
    ]


def test_results_json_holds_the_agreements_as_the_contract_has_them() -> None:
    document = json.loads(render("results.json", replace(one_of_everything(), agreements=AGREED)))
    assert document["agreements"] == [
        {
            "question": "budget",
            "what": "Draft the budget together",
            "who": "Amina and Jan",
            "by": "2031-01-02",
        },
        {"question": None, "what": "=1+1", "who": "", "by": "soon"},
    ]


def test_the_csv_is_the_same_with_agreements_and_without() -> None:
    whole = one_of_everything()
    assert render("results.csv", replace(whole, agreements=AGREED)) == render("results.csv", whole)
