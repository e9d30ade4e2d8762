"""Bodies that are dear to read and files that are dear to draw, while honest phones vote beside.

The dearest body is searched for: a small search at random over shapes, from a fixed seed, each judged by a real judge.
"""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from threading import Event, Thread

import psutil
import requests

from tests.clients import BUDGET_TODAY, Phone, Script, Socket
from tests.faults.attacks import resident
from tests.servers import Server
from workshop.aside.kept import Fell, Kept
from workshop.config import Config
from workshop.plans.form import BYTES_MOST
from workshop.plans.judgement import PLAN, Asked, question
from workshop.plans.opening import Media

BODIES_AT_ONCE = 8
SMALL_FILES = ("results.csv", "results.json", "report.html")
LARGE_FILES = ("pack.zip", "report.html", "pictures.zip")
SESSIONS = 8  # × 3 files: 24 at once
PATIENCE_SECONDS = 600
PHONES = 8


@dataclass(frozen=True)
class Shape:
    """So many times the same piece, at a place; `size` and `depth` are the piece's."""

    place: str
    piece: str
    size: int
    depth: int

    @property
    def media(self) -> Media:
        return "toml" if self.place.startswith("toml") else "json"

    def body(self) -> bytes:
        """The largest that is read at all."""
        start, end, between = PLACES[self.place]
        piece, pieces, room = PIECES[self.piece], [], BYTES_MOST - len(start) - len(end)
        for number in range(BYTES_MOST):
            text = piece(self, number)
            room -= len(text.encode()) + len(between)
            if room < 0:
                break
            pieces.append(text)
        return f"{start}{between.join(pieces)}{end}".encode()


ONE = '{"id":"q","kind":"choice","text":"?","choices":["a","b"]}'
PLACES = {
    "json keys": ('{"title":"T",', "}", ","),
    "json questions": ('{"title":"T","questions":[', "]}", ","),
    "json choices": ('{"title":"T","questions":[{"id":"q","kind":"choice","text":"?","choices":[', "]}]}", ","),
    "json keys of a question": ('{"title":"T","questions":[{"id":"q",', "}]}", ","),
    "json languages": (f'{{"title":"T","questions":[{ONE}],"translations":{{', "}}", ","),
    "json translations": (f'{{"title":"T","questions":[{ONE}],"translations":{{"fr":{{', "}}}", ","),
    "json title": ('{"questions":[],"title":"', '"}', ""),
    "toml lines": ("", "", "\n"),
    "toml array": ('title="T"\nquestions=[', "]", ","),
}


def _nested(shape: Shape, number: int) -> str:
    return "[" * shape.depth + str(number) + "]" * shape.depth


PIECES: dict[str, Callable[[Shape, int], str]] = {
    "pair": lambda shape, number: f'"{"k" * shape.size}{number}":0',
    "near pair": lambda shape, number: f'"q{number}.{number % 20}":"x"',
    "deep pair": lambda shape, number: f'"k{number}":{_nested(shape, number)}',
    "table": lambda shape, number: f'{{"id":"{"q" * shape.size}{number}","kind":"saf","text":"x"}}',
    "empty table": lambda _, __: "{}",
    "word": lambda shape, number: f'"{"w" * shape.size}{number}"',
    "number": lambda _, number: str(number),
    "nested": _nested,
    "accents": lambda shape, _: ("\u0345" + "\u0334") * shape.size,
    "dotted": lambda shape, number: (
        ".".join(f"k{(number * 7 + at) % 97}" for at in range(shape.depth)) + f".z{number}=1"
    ),
    "header": lambda shape, number: f"[{'t' * shape.size}{number}]",
    "deep header": lambda shape, number: f"[{'a.' * shape.depth}h{number}]",
    "list header": lambda _, __: "[[questions]]",
    "assignment": lambda shape, number: f"{'k' * shape.size}{number}={_nested(shape, number)}",
    "long text": lambda shape, number: f'k{number}="""{"x" * shape.size}"""',
}


@dataclass
class Dearest:
    """What the search found. `seconds` are of the judge's processor; `fell` are those that were too much for it."""

    shape: Shape
    seconds: float = 0.0
    tried: int = 0
    fell: list[Shape] = field(default_factory=list)


def dearest(count: int, seconds: float, seed: int = 7) -> Dearest:
    """Try every piece somewhere, then go on from the dearest; at most so many bodies, and so long."""
    chance, end = random.Random(seed), time.monotonic() + seconds
    found = Dearest(_any(chance))
    while found.tried < count and time.monotonic() < end:
        shape = _any(chance) if found.tried < count // 2 else _like(found.shape, chance)
        found.tried += 1
        took = _seconds(shape)
        if took is None:
            found.fell.append(shape)
        elif took > found.seconds:
            found.shape, found.seconds = shape, took
    return found


def _any(chance: random.Random) -> Shape:
    return Shape(chance.choice(list(PLACES)), chance.choice(list(PIECES)), chance.randint(1, 60), chance.randint(1, 15))


def _like(shape: Shape, chance: random.Random) -> Shape:
    other = _any(chance)
    name = chance.choice(("place", "piece", "size", "depth"))
    return replace(shape, **{name: getattr(other, name)})


def _seconds(shape: Shape) -> float | None:
    """Of processor, in a judge of its own; None where it fell."""
    with _judge() as judge:
        process = psutil.Process(judge.pid)
        before = sum(process.cpu_times()[:2])
        try:
            judge.ask(question(Asked(PLAN, shape.media, "en"), shape.body()), 60.0)
        except Fell:
            return None
        return sum(process.cpu_times()[:2]) - before


@contextmanager
def _judge() -> Iterator[Kept]:
    judge = Kept("workshop.plans", Config.for_others())
    try:
        yield judge
    finally:
        judge.end()


@dataclass
class Beside:
    """What honest phones and the machine noticed. Memory in bytes, `most` processes at once of each module."""

    waits: list[float] = field(default_factory=list)
    grown: int = 0
    most: dict[str, int] = field(default_factory=dict)
    largest: int = 0
    answers: dict[int, int] = field(default_factory=dict)

    def faults(self) -> list[str]:
        """What was not as it must be."""
        mib = 1024 * 1024
        wrong = {
            "p50 under 0.25 s": statistics.median(self.waits) >= 0.25,
            "worst under 1 s": max(self.waits) >= 1.0,
            "under 64 MiB more": self.grown >= 64 * mib,
            "two processes at most": max(self.most.values(), default=0) > 2,
            "400 MB each at most": self.largest > 400 * mib,
        }
        return [name for name, is_wrong in wrong.items() if is_wrong]

    def told(self) -> str:
        """For the table."""
        mib = 1024 * 1024
        wrong = "".join(f"NOT {fault}; " for fault in self.faults())
        return (
            f"{wrong}{len(self.waits)} ballots, p50 {statistics.median(self.waits) * 1000:.0f} ms, "
            f"worst {max(self.waits) * 1000:.0f} ms; server grew by {self.grown / mib:.0f} MiB; at most {self.most}, "
            f"the largest {self.largest / mib:.0f} MiB; answers {dict(sorted(self.answers.items()))}"
        )


def dear_bodies(server: Server, bodies: list[tuple[bytes, Media]], times: int) -> Beside:
    """Each of them again and again, eight at once, from whoever may open sessions."""
    tasks = [
        lambda raw=raw, media=media: requests.post(
            f"{server.base}/api/plans/check", data=raw, headers={"Content-Type": f"application/{media}"}, timeout=120
        )
        for _ in range(times)
        for raw, media in bodies
    ]
    return beside(server, tasks, BODIES_AT_ONCE)


def many_exports(server: Server, names: tuple[str, ...], questions: int, voters: int = 0) -> Beside:
    """24 files of eight sessions, all at once."""
    sessions = [_asked(server, questions, voters) for _ in range(SESSIONS)]
    tasks = [
        lambda session=session, name=name: requests.get(
            f"{server.base}/api/sessions/{session.code}/exports/{name}",
            headers={"Authorization": f"Bearer {session.key}"},
            timeout=PATIENCE_SECONDS,
        )
        for session in sessions
        for name in names
    ]
    return beside(server, tasks, len(tasks))


def _asked(server: Server, questions: int, voters: int) -> Script:
    ids = [f"q{number}" for number in range(questions)]
    asked = [{"id": each, "kind": "who_decides", "text": f"Who decides on {each}?"} for each in ids]
    session = Script(server.base, {"title": "T", "threshold": 3, "questions": asked})
    phones = [Phone(server.base, session.code, group) for group in ("northern", "southern") for _ in range(voters)]
    for each in ids:
        session.do("open_question", question=each)
        for number, phone in enumerate(phones):
            phone.number = 0
            phone.vote([number % 5], question=each)
        session.do("close_question", question=each)
    return session


def beside(server: Server, tasks: list[Callable[[], requests.Response]], at_once: int) -> Beside:
    """Do all this, so many at once, while honest phones vote by socket, one every tenth of a second."""
    noticed, over = Beside(), Event()
    session = Script(server.base)
    phones = [Phone(server.base, session.code, "northern") for _ in range(PHONES)]
    session.do("open_question", **BUDGET_TODAY)
    before = resident(server)
    sockets = [phone.connect() for phone in phones]
    watchers = [
        Thread(target=_vote, args=(phones, sockets, noticed, over)),
        Thread(target=_watch, args=(server, noticed, before, over)),
    ]
    for watcher in watchers:
        watcher.start()
    try:
        with ThreadPoolExecutor(at_once) as pool:
            for answer in pool.map(lambda task: task().status_code, tasks):
                noticed.answers[answer] = noticed.answers.get(answer, 0) + 1
    finally:
        over.set()
        for watcher in watchers:
            watcher.join(60)
        for socket in sockets:
            socket.hang_up()
    return noticed


def _vote(phones: list[Phone], sockets: list[Socket], noticed: Beside, over: Event) -> None:
    while not over.is_set():
        for phone, socket in zip(phones, sockets, strict=True):
            start = time.monotonic()
            socket.ask("cast_ballot", phone.ballot([1]))
            noticed.waits.append(time.monotonic() - start)
            if over.wait(0.1):
                return


def _watch(server: Server, noticed: Beside, before: int, over: Event) -> None:
    process = psutil.Process(server.process.pid)
    while not over.wait(0.05):
        noticed.grown = max(noticed.grown, resident(server) - before)
        at_work: dict[str, int] = {}
        for child in process.children():
            with suppress(psutil.Error, IndexError):
                module = child.cmdline()[2]
                at_work[module] = at_work.get(module, 0) + 1
                noticed.largest = max(noticed.largest, child.memory_info().rss)
        for module, count in at_work.items():
            noticed.most[module] = max(noticed.most.get(module, 0), count)


def as_json(shape: Shape) -> str:
    """To try it again."""
    return json.dumps(vars(shape))
