"""Plans as files: bytes in, a plan or a fault with its line and column out."""

import json

import pytest

from workshop.domain.errors import Fault, FaultyPlan, TooLarge
from workshop.plans.form import BYTES_MOST, parse_plan
from workshop.plans.opening import Media

TOML = """
title = "Bilan"
[[questions]]
id = "budget"
kind = "who_decides"
text = "Who decides on the budget?"
[translations.fr]
groups.northern = "Bailleurs"
"""
JSON = json.dumps(
    {
        "title": "Bilan",
        "questions": [
            {"id": "budget", "kind": "who_decides", "text": "Who decides on the budget?"}
        ],
        "translations": {"fr": {"groups.northern": "Bailleurs"}},
    }
)


def fault_in(raw: bytes, media: Media) -> Fault:
    with pytest.raises(FaultyPlan) as caught:
        parse_plan(raw, media)
    [fault] = caught.value.faults
    return fault


def test_a_plan_is_the_same_in_both_forms() -> None:
    assert parse_plan(TOML.encode(), "toml") == parse_plan(JSON.encode(), "json")


def test_files_from_windows_are_read() -> None:
    plan = parse_plan(TOML.encode(), "toml")
    assert parse_plan(b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode(), "toml") == plan


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    padded = TOML.encode().ljust(BYTES_MOST)
    assert parse_plan(padded, "toml").title == "Bilan"
    with pytest.raises(TooLarge):
        parse_plan(padded + b" ", "toml")


@pytest.mark.parametrize(
    ("raw", "media", "at", "said"),
    [
        (b'title = "a"\nframe = ', "toml", "line 2, column 9", "This is not TOML: Invalid value."),
        (b"title = [1,\n", "toml", "line 2, column 1", "This is not TOML"),
        (b"when = 2020-13-45", "toml", "line 1, column 12", "This is not TOML"),
        (b'{\n "title": }', "json", "line 2, column 11", "This is not JSON"),
        (b"", "json", "line 1, column 1", "This is not JSON"),
        (b'title = "\xe9"', "toml", "line 1, column 10", "Save the file as UTF-8"),
        ("é\né".encode() + b"\xff", "json", "line 2, column 2", "Save the file as UTF-8"),
        (b'\xef\xbb\xbf"\xff', "json", "line 1, column 2", "Save the file as UTF-8"),
        (b"[" * 50_000, "json", "plan", "more simply"),
        (b"a = " + b"[" * 50_000, "toml", "plan", "more simply"),
        (b"1" * 5_000, "json", "plan", "more simply"),
        (b"a = " + b"1" * 5_000, "toml", "plan", "more simply"),
        (b'{"title": "a", "title": "b"}', "json", "plan", "“title” only once"),
        (b'title = "a"\ntitle = "b"', "toml", "line 2, column 12", "Cannot overwrite a value"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(
    raw: bytes, media: Media, at: str, said: str
) -> None:
    fault = fault_in(raw, media)
    assert fault.at == at
    assert said in fault.message


@pytest.mark.parametrize("part", ["a.", "'.'. ", '"\\"".', '"a\\\\"\t.'])
def test_a_key_of_thousands_of_parts_never_reaches_the_reader_that_needs_minutes_for_it(
    part: str,
) -> None:
    assert "more simply" in fault_in((part * 20_000 + "a = 1").encode(), "toml").message


def test_texts_full_of_dots_are_no_keys_of_many_parts() -> None:
    plan = parse_plan(
        TOML.replace(
            '"Bilan"', '"So... we, e.g. you, decide... on... www.a.b.c.org ... ?"'
        ).encode(),
        "toml",
    )
    assert plan.title.startswith("So...")
