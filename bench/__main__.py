"""`python -m bench`: measure, print one table for each async mode, and how to repeat it."""

import argparse
import asyncio
import shlex
import signal
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import psutil

from bench.disk import appends_per_second
from bench.rounds import Round, measure
from bench.servers import Server, echo, has_node, on_node, raise_file_limit, scratch, workshop
from bench.table import NOTES, REFERENCES, Turn, is_complete, render

MODES = ("eventlet", "threading")
FEWEST, MOST = 20, 10_000
MOST_THREADED = (
    1000  # beyond, a thread for each phone is too much: connections fail, here or a little later
)
MOST_ROUNDS = 20


def main(arguments: list[str]) -> int:
    """Returns the exit code: 1 when a phone was lost on the way, 2 when the time was up."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers end with us
    raise_file_limit()
    end = time.monotonic() + options.timeout
    before, busy = psutil.cpu_times(), psutil.getloadavg()[0]
    try:
        are_complete = [_bench(mode, options, end) for mode in _modes(options)]
    except TimeoutError:
        print(f"stopped after {options.timeout} s; allow more with --timeout", file=sys.stderr)
        return 2
    print(f"{NOTES}\n{_machine(busy, before, psutil.cpu_times())}")
    print(f"Again: python -m bench {shlex.join(_spelt_out(options))}")
    return 0 if all(are_complete) else 1


def _machine(busy: float, before: Any, after: Any) -> str:
    """What else kept the machine: on a busy one even ratios waver."""
    spent = [now - then for then, now in zip(before, after, strict=True)]
    stolen = spent[before._fields.index("steal")] / sum(spent) if "steal" in before._fields else 0.0
    cores = psutil.cpu_count() or 1
    return (
        f"This machine: {cores} cores, load {busy:.1f} before the start, {stolen:.0%} of their time"
        " taken by its host."
    )


def _bench(mode: str, options: argparse.Namespace, end: float) -> bool:
    phones = min(options.phones, MOST_THREADED) if mode == "threading" else options.phones
    turns = []
    for number in range(1, options.rounds + 1):
        print(f"{mode}, round {number} of {options.rounds} …", file=sys.stderr, flush=True)
        turns.append(_turn(mode, phones, end))
    print(f"\n{render(mode, phones, turns)}", flush=True)
    return is_complete(phones, turns)


def _turn(mode: str, phones: int, end: float) -> Turn:
    with workshop(mode) as server:
        program = _measure(server, phones, end, keeps=True)
    references = {}
    for name, reference in _references(mode, program.state).items():
        with reference as server:
            references[name] = _measure(server, phones, end, keeps=False)
    with scratch() as folder:
        return Turn(program, references, appends_per_second(folder, phones))


def _references(mode: str, state: object) -> dict[str, AbstractContextManager[Server]]:
    """On Node only beside eventlet's figures, and where there is one."""
    bare, node, wire = REFERENCES
    on = (
        {node: on_node("socket.io", state), wire: on_node("wire", state)}
        if mode == "eventlet" and has_node()
        else {}
    )
    return {bare: echo(mode, state), **on}


def _measure(server: Server, phones: int, end: float, *, keeps: bool) -> Round:
    async def in_time() -> Round:
        async with asyncio.timeout(end - time.monotonic()):
            return await measure(server, phones, keeps)

    return asyncio.run(in_time())


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--phones",
        type=_between(FEWEST, MOST),
        default=300,
        help=f"{FEWEST} to {MOST}; 300 if not said",
    )
    parser.add_argument(
        "--rounds",
        type=_between(1, MOST_ROUNDS),
        default=3,
        help="the median is printed; 3 if not said",
    )
    parser.add_argument(
        "--mode", choices=(*MODES, "both"), default="both", help="threading: 1000 phones at most"
    )
    parser.add_argument(
        "--timeout",
        type=_between(10, 3600),
        default=600,
        help="seconds for everything; 600 if not said",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="50 phones, one round, eventlet: whether it works at all",
    )
    options = parser.parse_args(arguments)
    if options.quick:
        options.phones, options.rounds, options.mode = 50, 1, "eventlet"
    return options


def _between(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"from {least} to {most}")
        return int(text)

    return read


def _modes(options: argparse.Namespace) -> tuple[str, ...]:
    return MODES if options.mode == "both" else (options.mode,)


def _spelt_out(options: argparse.Namespace) -> list[str]:
    names = ("phones", "rounds", "mode", "timeout")
    return [part for name in names for part in (f"--{name}", str(getattr(options, name)))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
