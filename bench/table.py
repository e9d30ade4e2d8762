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
bare echo: python-socketio alone on the same async mode and server, in memory, same phones, same bytes.
disk: one 4-kB append flushed for each vote or join, alone. Less is better where a * stands, more elsewhere.
Ratios are taken within a round, then their median: they compare machines, the absolute figures do not."""


@dataclass(frozen=True)
class Trio:
    """One round on each of the two servers, and the disk alone, measured one after the other."""

    program: Round
    echo: Round
    disk: float


def render(mode: str, phones: int, trios: list[Trio]) -> str:
    """The table of one async mode."""
    title = f"{mode}, {phones} phones, median of {len(trios)}"
    head = f"{title:52}{'workshop':>11}{'bare echo':>11}{'/ echo':>9}{'/ disk':>9}"
    disk = _median(trios, lambda trio: trio.disk)
    flushes = f"{'one after the other on this disk, flushes/s':52}{disk:>11.0f}"
    return "\n".join([head, *(_row(name, trios) for name in MEASURES), flushes, *_reached(phones, trios)])


def is_complete(phones: int, trios: list[Trio]) -> bool:
    """Whether every phone got through every step on the program; what the reference loses is printed, no more."""
    return all(set(trio.program.reached.values()) == {phones} for trio in trios)


def _row(name: str, trios: list[Trio]) -> str:
    program = _median(trios, lambda trio: trio.program.figures[name])
    echo = _median(trios, lambda trio: trio.echo.figures[name])
    to_echo = _median(trios, lambda trio: _ratio(trio.program.figures[name], trio.echo.figures[name]))
    to_disk = _median(trios, lambda trio: _ratio(trio.program.figures[name], trio.disk))
    row = f"{MEASURES[name]:52}{_short(program):>11}{_short(echo):>11}{to_echo:>9.2f}"
    return row + (f"{to_disk:>9.2f}" if name in DURABLE else "")


def _reached(phones: int, trios: list[Trio]) -> list[str]:
    """The worst round's count for every step, and what went wrong."""
    lines = []
    for name, rounds in _by_server(trios).items():
        least = {step: min(one.reached.get(step, 0) for one in rounds) for step in rounds[0].reached}
        counts = ", ".join(f"{step} {count}" for step, count in least.items())
        lines.append(f"{name}, of {phones} phones: {counts}")
        lines += sorted({f"  fault: {fault}" for one in rounds for fault in one.faults})
    return lines


def _by_server(trios: list[Trio]) -> dict[str, list[Round]]:
    return {"workshop": [trio.program for trio in trios], "bare echo": [trio.echo for trio in trios]}


def _median(trios: list[Trio], of: Callable[[Trio], float]) -> float:
    return statistics.median(of(trio) for trio in trios)


def _ratio(figure: float, reference: float) -> float:
    return figure / reference if reference else float("nan")


def _short(figure: float) -> str:
    return f"{figure:.0f}" if abs(figure) >= 100 else f"{figure:.3g}"
