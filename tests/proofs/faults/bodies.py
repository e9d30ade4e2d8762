"""Attacks of who may open sessions: bodies that are dear to read, and files that are dear to draw.

The dearest body is searched for: a small search at random over shapes, from a fixed seed, each
judged by a real judge.
"""

import json
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

import psutil
import requests

from tests.proofs.faults.attacks import Requests
from tests.support.clients import Phone, Script
from tests.support.servers import Server
from workshop.config import Config
from workshop.plans.check_messages import PLAN, CheckRequest, encode_request
from workshop.plans.form import BYTES_MOST
from workshop.plans.opening import Media
from workshop.subprocesses.worker_process import WorkerDied, WorkerProcess

BODIES_AT_ONCE = 8
SMALL_FILES = ("results.csv", "results.json", "report.html")
LARGE_FILES = ("pack.zip", "report.html", "pictures.zip")
SESSIONS = 8  # × 3 files: 24 at once
PATIENCE_SECONDS = 600


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
    "json choices": (
        '{"title":"T","questions":[{"id":"q","kind":"choice","text":"?","choices":[',
        "]}]}",
        ",",
    ),
    "json keys of a question": ('{"title":"T","questions":[{"id":"q",', "}]}", ","),
    "json languages": (f'{{"title":"T","questions":[{ONE}],"translations":{{', "}}", ","),
    "json translations": (
        f'{{"title":"T","questions":[{ONE}],"translations":{{"fr":{{',
        "}}}",
        ",",
    ),
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
    """What the search found.

    `seconds` are of the judge's processor; `fell` are those that were too much for it.
    """

    shape: Shape
    seconds: float = 0.0
    tried: int = 0
    fell: list[Shape] = field(default_factory=list)


def dearest(count: int, seconds: float, seed: int = 7) -> Dearest:
    """Try every piece somewhere, then go on from the dearest; at most so many bodies, and so
    long.
    """
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
    return Shape(
        chance.choice(list(PLACES)),
        chance.choice(list(PIECES)),
        chance.randint(1, 60),
        chance.randint(1, 15),
    )


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
            judge.ask(encode_request(CheckRequest(PLAN, shape.media, "en"), shape.body()), 60.0)
        except WorkerDied:
            return None
        return sum(process.cpu_times()[:2]) - before


@contextmanager
def _judge() -> Iterator[WorkerProcess]:
    judge = WorkerProcess("workshop.plans", Config.for_others())
    try:
        yield judge
    finally:
        judge.end()


def dear_bodies(server: Server, bodies: list[tuple[bytes, Media]], times: int) -> Requests:
    """Each of them again and again, eight at once, from whoever may open sessions."""
    tasks = [
        partial(
            requests.post,
            f"{server.base}/api/plans/check",
            data=raw,
            headers={"Content-Type": f"application/{media}"},
            timeout=120,
        )
        for _ in range(times)
        for raw, media in bodies
    ]
    return Requests(tasks, BODIES_AT_ONCE)


def many_exports(
    server: Server,
    names: tuple[str, ...],
    questions: int,
    voters: int = 0,
    sessions: int = SESSIONS,
) -> Requests:
    """These files of so many sessions, all at once."""
    asked = [_asked(server, questions, voters) for _ in range(sessions)]
    tasks = [
        partial(
            requests.get,
            f"{server.base}/api/sessions/{session.code}/exports/{name}",
            headers={"Authorization": f"Bearer {session.key}"},
            timeout=PATIENCE_SECONDS,
        )
        for session in asked
        for name in names
    ]
    return Requests(tasks, len(tasks))


def _asked(server: Server, questions: int, voters: int) -> Script:
    ids = [f"q{number}" for number in range(questions)]
    asked = [{"id": each, "kind": "who_decides", "text": f"Who decides on {each}?"} for each in ids]
    session = Script(server.base, {"title": "T", "threshold": 3, "questions": asked})
    phones = [
        Phone(server.base, session.code, group)
        for group in ("northern", "southern")
        for _ in range(voters)
    ]
    for each in ids:
        session.do("open_question", question=each)
        for number, phone in enumerate(phones):
            phone.number = 0
            phone.vote([number % 5], question=each)
        session.do("close_question", question=each)
    return session


def as_json(shape: Shape) -> str:
    """To try it again."""
    return json.dumps(vars(shape))
