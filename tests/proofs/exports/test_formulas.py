"""Formulas in every text that anybody can write, exported by the real server and read by other
programs.
"""

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.furnished import PAYLOADS, Furnished
from tests.support.servers import Server
from tests.support.trials import trials
from tests.unit.export.readers import workbook

RUNS = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n]")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SOFFICE = os.environ.get("SOFFICE") or shutil.which("soffice") or ""
AS_CALC_READS_CSV = (  # UTF-8, commas, formulas evaluated
    "CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
)

READ: list[tuple[str, list[str]]] = trials(
    [("csv", [f"--infilter={AS_CALC_READS_CSV}"])],
    [("csv", [f"--infilter={AS_CALC_READS_CSV}"]), ("xlsx", [])],
)


@pytest.fixture(scope="module")
def house(one_server: Server) -> Furnished:
    """Each text begins like another kind of formula, so that every kind stands in a text of the
    plan, and of people.
    """
    return Furnished(one_server.base, *PAYLOADS)


@pytest.fixture(scope="module")
def exports(house: Furnished, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The tables of a session, and of one that is compared with it."""
    folder = tmp_path_factory.mktemp("exports")
    made = []
    for session in (house.script, house.later):
        for name in ("results.csv", "results.xlsx"):
            made.append(folder / f"{session.code}-{name}")
            made[-1].write_bytes(session.export(name))
    return made


def cells_of(path: Path) -> Iterator[str]:
    """Every text in a CSV file or a workbook, which must hold no formula and no link."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from (cell for row in csv.reader(file) for cell in row)
        return
    for sheet in workbook(path.read_bytes()):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f", cell.value
            assert not cell.hyperlink, cell.value
            if isinstance(cell.value, str):
                yield cell.value


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_runs_whatever_text_holds_the_formula(exports: list[Path], kind: str) -> None:
    cells = [cell for path in exports if path.suffix == f".{kind}" for cell in cells_of(path)]
    assert not [cell for cell in cells if RUNS.match(cell)]
    for payload in PAYLOADS:
        assert [cell for cell in cells if cell.startswith(f"'{payload.strip()}")], payload


def test_for_programs_the_texts_are_as_they_were_written(house: Furnished) -> None:
    for session in (house.script, house.later):
        kept = json.loads(session.export("results.json"))["plan"]
        assert kept["title"] == house.plan["title"].strip()
        assert kept["groups"] == {
            group: label.strip() for group, label in house.plan["groups"].items()
        }


def formulas(path: Path) -> list[str]:
    """The formulas of a flat OpenDocument spreadsheet."""
    cells = ElementTree.parse(path).iter(f"{TABLE}table-cell")
    return [cell.attrib[f"{TABLE}formula"] for cell in cells if f"{TABLE}formula" in cell.attrib]


@pytest.mark.skipif(
    not SOFFICE,
    reason="LibreOffice is not installed (libreoffice-calc-nogui, 270 MB) or named in SOFFICE",
)
def test_libreoffice_finds_no_formula_in_any_of_them(exports: list[Path], tmp_path: Path) -> None:
    control = tmp_path / "control.csv"
    control.write_text("a,=1+1\n")
    for kind, options in READ:
        paths = [path for path in exports if path.suffix == f".{kind}"]
        own = [
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "fods",
        ]
        wanted = [*paths, *([control] if kind == "csv" else [])]
        subprocess.run(
            [SOFFICE, *own, *options, "--outdir", tmp_path / kind, *wanted], check=True, timeout=240
        )
        converted = [tmp_path / kind / f"{path.stem}.fods" for path in paths]
        assert not [formula for path in converted for formula in formulas(path)]
        assert all("script" in path.read_text("utf-8") for path in converted)
    assert formulas(tmp_path / "csv" / "control.fods") == [
        "of:=1+1"
    ]  # so formulas would have been found
