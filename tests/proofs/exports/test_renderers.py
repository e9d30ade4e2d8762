"""Files are drawn two at a time on the whole server, each once, and whatever one of them needs, the
others are had.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import psutil
import pytest

from tests.support.servers import ROOT
from tests.support.trials import trials
from tests.support.waiting import until
from tests.unit.domain.reports import one_of_everything
from tests.unit.export.test_pack import opened
from workshop.config import Config
from workshop.domain.errors import ServerBusy, TooLargeToDraw
from workshop.domain.report import Report
from workshop.export import file_cache, render, report_pdf
from workshop.export.file_cache import FileCache, FileRequest
from workshop.export.renderers import AT_ONCE, Renderers
from workshop.subprocesses.fair_queue import FairQueue, QueueLimits

EVERY_DRAWING = """
import os, sys, time
sys.path.insert(0, {root!r})
with open({drawn!r}, "a") as drawn:
    drawn.write("x")
while not os.path.exists({go!r}):
    time.sleep(0.01)
{then}
"""
NAME = "results.csv"
TOO_MUCH = [
    "import workshop.export; workshop.export.render = lambda *_: bytes(1 << 30)",
    "import workshop.export; workshop.export.render = lambda *_: os.abort()",
]
SESSIONS = trials(3, 8)


class Clock:
    """Ours to set."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class Bench:
    """A studio whose draughtsmen wait until they may begin, and leave a mark for each drawing."""

    def __init__(self, folder: Path, then: str = "") -> None:
        self._go, self._drawn = folder / "go", folder / "drawn"
        self._drawn.touch()
        names = {"root": str(ROOT), "drawn": str(self._drawn), "go": str(self._go)}
        (folder / "sitecustomize.py").write_text(EVERY_DRAWING.format(**names, then=then))
        self.clock = Clock()
        self.studio = Renderers(
            {**Config.for_others(), "PYTHONPATH": f"{folder}:{ROOT}"}, self.clock
        )

    def go(self) -> None:
        self._go.touch()

    def drawn(self) -> int:
        return len(self._drawn.read_text())

    def file(
        self, code: str, is_wanted: Callable[[], bool] = lambda: True, title: str = "T"
    ) -> bytes:
        report = one_of_everything()
        told = replace(report, code=code, plan=replace(report.plan, title=title))
        return self.studio.file(code, NAME, lambda: told, is_wanted)[1]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


class Crowd:
    """As many who ask at once, and what they got."""

    def __init__(self, bench: Bench, codes: list[str]) -> None:
        self.files: list[bytes] = []
        self._threads = [
            Thread(target=lambda code=code: self.files.append(bench.file(code))) for code in codes
        ]
        for thread in self._threads:
            thread.start()

    def served(self) -> list[bytes]:
        for thread in self._threads:
            thread.join(60)
        return self.files


def drawing() -> int:
    """How many draw just now."""
    children = psutil.Process().children()
    return sum(
        1 for child in children if child.is_running() and "workshop.export" in _command(child)
    )


def _command(child: psutil.Process) -> list[str]:
    try:
        return child.cmdline()
    except psutil.Error:
        return []


def test_of_all_sessions_that_ask_at_once_two_are_drawn_for_and_all_get_theirs(
    bench: Bench,
) -> None:
    codes = [f"CODE{number:02}" for number in range(SESSIONS)]
    crowd = Crowd(bench, codes)
    until(lambda: bench.drawn() == AT_ONCE)
    assert drawing() == AT_ONCE
    bench.go()
    seen = 0
    while len(crowd.files) < len(codes):
        seen = max(seen, drawing())
        time.sleep(0.01)
    assert seen <= AT_ONCE
    assert len(crowd.served()) == bench.drawn() == SESSIONS


def test_before_there_were_turns_as_many_were_drawn_as_were_asked_for(bench: Bench) -> None:
    bench.studio._turns = FairQueue(QueueLimits(99, 99, 99, 99))
    crowd = Crowd(bench, [f"CODE{number:02}" for number in range(SESSIONS)])
    until(lambda: bench.drawn() == SESSIONS)
    assert drawing() == SESSIONS
    bench.go()
    assert len(crowd.served()) == SESSIONS


def test_one_session_that_asks_24_times_is_drawn_for_once_and_lets_others_in(bench: Bench) -> None:
    crowd = Crowd(bench, ["GREEDY"] * 24)
    until(lambda: bench.drawn() == 1)
    other = Crowd(bench, ["MODEST"])
    until(lambda: bench.drawn() == 2)
    bench.go()
    assert len(other.served()) == 1
    assert crowd.served() == [bench.file("GREEDY")] * 24
    assert bench.drawn() == 2


def test_what_nobody_waits_for_any_more_is_not_drawn(bench: Bench) -> None:
    bench.go()
    with pytest.raises(ServerBusy):
        bench.file("CODE00", lambda: False)
    assert bench.drawn() == 0


def test_a_file_is_drawn_again_after_a_change_after_a_while_and_when_forgotten(
    bench: Bench,
) -> None:
    bench.go()
    first = bench.file("CODE00")
    assert (bench.file("CODE00"), bench.drawn()) == (first, 1)
    bench.file("CODE00", title="Another")
    assert bench.drawn() == 2
    bench.studio.forget("CODE00")
    assert (bench.file("CODE00"), bench.drawn()) == (first, 3)
    bench.clock.seconds = file_cache.KEPT_SECONDS
    assert (bench.file("CODE00"), bench.drawn()) == (first, 4)


@pytest.mark.parametrize(
    "then",
    trials(TOO_MUCH[:1], TOO_MUCH),
)
def test_what_is_too_large_is_said_and_the_next_one_is_drawn(tmp_path: Path, then: str) -> None:
    bench = Bench(tmp_path, then)
    bench.go()
    with pytest.raises(TooLargeToDraw):
        bench.file("CODE00")
    (tmp_path / "sitecustomize.py").unlink()
    assert bench.file("CODE00").startswith(b"\xef\xbb\xbfquestion")


def test_the_shelf_is_bounded_and_forgets_whole_sessions() -> None:
    clock = Clock()
    kept = FileCache(clock)
    half = b"x" * (file_cache.BYTES_MOST // 2)
    orders = [FileRequest(code, NAME, b"") for code in ("A", "B", "C")]
    for order in orders:
        kept.put(order, half)
        assert kept.bytes_kept() <= file_cache.BYTES_MOST
    assert [kept.find(order) is None for order in orders] == [True, False, False]
    kept.put(FileRequest("D", NAME, b""), half + b"x")
    assert kept.find(FileRequest("D", NAME, b"")) is None
    for number in range(2 * file_cache.FILES_MOST):
        kept.put(FileRequest("E", NAME, bytes(number)), b"x")
    assert kept.bytes_kept() == file_cache.FILES_MOST
    kept.forget("E")
    assert kept.bytes_kept() == 0
    kept.put(orders[0], b"x")
    clock.seconds = file_cache.KEPT_SECONDS
    assert kept.forget_old()
    assert kept.bytes_kept() == 0


def test_a_report_too_large_for_paper_is_left_out_of_the_pack_which_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def too_large(_: Report) -> bytes:
        raise TooLargeToDraw

    monkeypatch.setattr(report_pdf, "render", too_large)
    pack = {
        name.partition("/")[2]: content
        for name, content in opened(render("pack.zip", one_of_everything())).items()
    }
    assert "report.html" in pack
    assert "report.pdf" not in pack
    said = " ".join(pack["README.txt"].decode("utf-8-sig").split())
    assert (
        "report.pdf – Report as PDF It is not in this folder: this session has too many results"
        " for it." in said
    )


class Paper:
    """What the library made."""

    def write_pdf(self, **_: object) -> bytes:
        return b"paper"


def test_a_report_is_laid_out_on_paper_up_to_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    library = SimpleNamespace(HTML=lambda **_: Paper(), CSS=lambda **_: "")
    monkeypatch.setitem(
        sys.modules, "weasyprint", library
    )  # which is an extra, and not always here
    monkeypatch.setitem(
        sys.modules, "weasyprint.urls", SimpleNamespace(URLFetcher=lambda **_: None)
    )
    assert report_pdf.render(one_of_everything()) == b"paper"
    monkeypatch.setattr(report_pdf, "PAGE_MOST", 1000)
    with pytest.raises(TooLargeToDraw):
        report_pdf.render(one_of_everything())
