"""pack.zip and pictures.zip, opened as others open them. Of a session of the server:
tests/proofs/exports.
"""

import base64
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html import unescape
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.unit.domain.reports import one_of_everything, worded
from workshop.export import offered, render
from workshop.export.raster import can_write, png
from workshop.export.report_pdf import for_paper
from workshop.export.zipped import file_stem

FOLDER = "Partnership-health-check-2030-12-31-7KQ2M4"
SVG = "{http://www.w3.org/2000/svg}"
ARABIC = "من يقرر كيفية توزيع الميزانية؟"


def opened(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP by name, after a check of its sums."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def data() -> bytes:
    return render("pack.zip", one_of_everything())


@pytest.fixture(scope="module")
def pack(data: bytes) -> dict[str, bytes]:
    return opened(data)


def test_the_pack_is_one_folder_with_every_file(pack: dict[str, bytes]) -> None:
    names = {name.removeprefix(f"{FOLDER}/") for name in pack}
    alone = {name for name in offered() if not name.endswith(".zip")}
    drawn = {
        f"pictures/{name.split('/')[1]}"
        for name in opened(render("pictures.zip", one_of_everything()))
    }
    assert names == alone | drawn | {"README.txt", "results.schema.json"}
    assert {f"pictures/00-power-map.{kind}" for kind in ("svg", "png")} < drawn
    assert "pictures/02-budget-should-be.png" in drawn


def test_each_file_of_the_pack_is_the_one_that_can_be_had_alone(pack: dict[str, bytes]) -> None:
    for name in offered():
        if not name.endswith(".zip"):
            assert pack[f"{FOLDER}/{name}"] == render(name, one_of_everything()), name


def test_the_only_time_in_the_pack_is_the_day_of_the_session(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2030, 12, 31, 0, 0, 0)}
        assert {
            (entry.create_system, entry.extra, entry.comment) for entry in archive.infolist()
        } == {(3, b"", b"")}
    assert data == render("pack.zip", one_of_everything())


def test_a_page_in_the_language_of_the_plan_says_what_each_file_is() -> None:
    whole = replace(one_of_everything(), kept_until=date(2031, 1, 30))
    french = replace(whole, plan=replace(whole.plan, language="fr"))
    for report, words in (
        (whole, ("Report to read and print", "Fewer than 5 of the group", "until 30 January 2031")),
        (
            french,
            ("Rapport à lire et à imprimer", "Moins de 5 personnes", "jusqu'au 30 janvier 2031"),
        ),
    ):
        files = opened(render("pack.zip", report))
        assert words[-1] in unescape(files[f"{FOLDER}/report.html"].decode())
        data = files[f"{FOLDER}/README.txt"]
        said = " ".join(data.decode("utf-8-sig").split())
        assert all(word in said for word in words), said
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") == data.count(b"\n")
        assert all(name.split("/")[1] in said for name in files if "README" not in name)


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Où commencer ?", "Où-commencer"),
        (ARABIC, "من-يقرر-كيفية-توزيع-الميزانية"),
        ('../..\\C:*?"<>|\x00\n', "C"),
        ("CON", "CON"),
        ("é" * 200, "é" * 30),
    ],
)
def test_a_title_becomes_a_name_that_every_file_system_takes(title: str, stem: str) -> None:
    assert file_stem(title, date(2030, 12, 31), "7KQ2M4") == "-".join(
        filter(None, (stem, "2030-12-31-7KQ2M4"))
    )


# --- Pictures


def test_a_picture_stands_alone_and_says_in_words_what_it_shows(pack: dict[str, bytes]) -> None:
    drawn = {name: data for name, data in pack.items() if name.endswith(".svg")}
    assert len(drawn) == 5
    for name, data in drawn.items():
        tree = ElementTree.fromstring(data)
        ids = {part.get("id") for part in tree.iter()}
        assert set(re.findall(rb"url\(#([\w-]+)\)", data)) <= {
            str(each).encode() for each in ids
        }, name
        assert not re.search(rb"href|<script|<image|url\([^#]", data), name
        title, words = tree.findtext(f"{SVG}title"), tree.findtext(f"{SVG}desc")
        assert title
        assert words
        assert tree.get("aria-labelledby") == "title words"
    budget = " ".join(
        ElementTree.fromstring(drawn[f"{FOLDER}/pictures/01-budget-today.svg"]).itertext()
    )
    for part in (
        "Who decides on the budget?",
        "today · in this partnership",
        "17 answers",
        "Cannot see how",
        "2030",
    ):
        assert part in budget


def test_a_png_is_the_same_on_white_ground_and_tells_nothing_else(pack: dict[str, bytes]) -> None:
    for name, data in pack.items():
        if name.endswith(".png"):
            with Image.open(io.BytesIO(data)) as image:
                image.load()
                assert (image.format, image.info) == ("PNG", {}), name
                assert image.width == 1520
                assert image.getpixel((0, 0)) == (255, 255, 255, 255)
                dark = sum(image.convert("L").histogram()[:96])
                assert dark > 2000, name


def ink(words: str) -> int:
    """How wide a text is drawn, in pixels."""
    text = f'<text x="40" y="40" font-size="20">{words}</text>'
    drawn = png(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60">{text}</svg>'.encode()
    )
    with Image.open(io.BytesIO(drawn)) as image:
        left, _, right, _ = image.getchannel("A").getbbox() or (0, 0, 0, 0)
    return right - left


def test_arabic_letters_join() -> None:
    apart = "\u200c"  # which keeps letters from joining
    assert ink("بيت") != ink(apart.join("بيت"))
    assert ink("bait") == ink(apart.join("bait"))


def test_what_follows_an_arabic_text_in_a_sentence_of_ours_stays_behind_it() -> None:
    for name in ("report.html", "pictures.zip"):
        data = render(name, worded("شركاء"))
        pages = (
            [data]
            if name == "report.html"
            else [page for page in opened(data).values() if b"</svg>" in page]
        )
        whole = b" ".join(pages).decode()
        assert (
            "شركاء\u200e, 12 answers" in whole
        )  # a left-to-right mark, else the number would come first
        assert not re.search(r"[\u0600-\u06ff][ ,.:;·”]+\d", whole)


def test_letters_the_face_has_not_are_drawn_by_nobody_rather_than_as_boxes() -> None:
    files = opened(render("pictures.zip", worded("谁决定预算？")))
    assert {name.rsplit(".")[-1] for name in files} == {"svg"}
    arabic = opened(render("pictures.zip", worded(ARABIC)))
    assert {name.rsplit(".")[-1] for name in arabic} == {"svg", "png"}
    assert can_write("Où commencer ? “x” → ■ …")


# --- report.pdf is an extra


def test_on_paper_arabic_in_a_drawing_is_pixels_and_other_letters_stay_letters() -> None:
    page = for_paper(render("report.html", worded(ARABIC)).decode())
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert drawings, "the marks of the legend are still drawn"
    assert not any(re.search("[\u0590-\u08ff]", drawing) for drawing in drawings)
    pixels = [
        base64.b64decode(found)
        for found in re.findall(r'src="data:image/png;base64,([^"]+)" alt="[^"]', page)
    ]
    assert len(pixels) >= 2
    assert all(Image.open(io.BytesIO(picture)).width > 1000 for picture in pixels)
    assert (
        "base64"
        not in for_paper(render("report.html", worded("Who decides on it?")).decode()).split(
            "<main"
        )[1]
    )
