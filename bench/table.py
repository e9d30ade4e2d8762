"""The figures as one plain table."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bench.rounds import Round

MEASURES = {
    "joins": "join by HTTP, phones/s",
    "connect": "connect all, s *",
    "fan-out": "open a question until the last phone has it, ms *",
    "telling": "  server processor time for a phone, µs *",
    "votes": "all vote at once, acknowledged votes/s",
    "p50": "  half of them wait no longer than, ms *",
    "p99": "  99 of 100 wait no longer than, ms *",
    "cpu": "server processor time for a vote, µs *",
    "storm": "all sockets cut until all are back, s *",
    "return": "  server processor time for a return, ms *",
    "memory": "server memory for a phone, kB *",
}
DURABLE = ("joins", "votes")
NOTES = """
Each reference: in memory, keeps and checks nothing; same phones, same bytes. bare echo: python-
socketio alone on the same async mode and server. Node: Socket.IO's own server. Node wire: `ws`
alone, the protocol by hand. disk: one 4-kB append flushed for each vote or join, alone. Less is
better where a * stands, more elsewhere. Ratios, workshop to reference, are taken within a round,
then their median: the absolute figures change with the day."""


REFERENCES = ("bare echo", "Node", "Node wire")


@dataclass(frozen=True)
class Turn:
    """One round on the program and on each reference, and the disk alone, measured one after the
    other.
    """

    program: Round
    references: dict[str, Round]
    disk: float


def render(mode: str, phones: int, turns: list[Turn]) -> str:
    """The table of one async mode."""
    title = f"{mode}, {phones} phones, median of {len(turns)}"
    names = turns[0].references
    head = f"{title:52}{'workshop':>9}{'/ disk':>8}" + "".join(
        f"{name:>12}{'ratio':>7}" for name in names
    )
    disk = _median(turns, lambda turn: turn.disk)
    flushes = f"{'one after the other on this disk, flushes/s':52}{disk:>9.0f}"
    return "\n".join(
        [head, *(_row(name, turns) for name in MEASURES), flushes, *_reached(phones, turns)]
    )


def is_complete(phones: int, turns: list[Turn]) -> bool:
    """Whether every phone got through every step on the program; what the reference loses is
    printed, no more.
    """
    return all(set(turn.program.reached.values()) == {phones} for turn in turns)


def _row(name: str, turns: list[Turn]) -> str:
    program = _median(turns, lambda turn: turn.program.figures[name])
    to_disk = _median(turns, lambda turn: _ratio(turn.program.figures[name], turn.disk))
    row = f"{MEASURES[name]:52}{_short(program):>9}" + (
        f"{to_disk:>8.2f}" if name in DURABLE else " " * 8
    )
    return row + "".join(_beside(name, reference, turns) for reference in turns[0].references)


def _beside(name: str, reference: str, turns: list[Turn]) -> str:
    def ratio(turn: Turn) -> float:
        return _ratio(turn.program.figures[name], turn.references[reference].figures[name])

    figure = _median(turns, lambda turn: turn.references[reference].figures[name])
    return f"{_short(figure):>12}{_median(turns, ratio):>7.2f}"


def _reached(phones: int, turns: list[Turn]) -> list[str]:
    """The worst round's count for every step, and what went wrong."""
    lines = []
    for name, rounds in _by_server(turns).items():
        least = {
            step: min(one.reached.get(step, 0) for one in rounds) for step in rounds[0].reached
        }
        counts = ", ".join(f"{step} {count}" for step, count in least.items())
        lines.append(f"{name}, of {phones} phones: {counts}")
        lines += sorted({f"  fault: {fault}" for one in rounds for fault in one.faults})
    return lines


def _by_server(turns: list[Turn]) -> dict[str, list[Round]]:
    references = {name: [turn.references[name] for turn in turns] for name in turns[0].references}
    return {"workshop": [turn.program for turn in turns], **references}


def _median(turns: list[Turn], of: Callable[[Turn], float]) -> float:
    return statistics.median(of(turn) for turn in turns)


def _ratio(figure: float, reference: float) -> float:
    return figure / reference if reference else float("nan")


def _short(figure: float) -> str:
    return f"{figure:.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
