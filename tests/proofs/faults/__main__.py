"""`python -m tests.proofs.faults`: every fault on a real server, again and again; prints a table.

Exits with 1 if one did harm. `--quick` tries each a few times. `--only kill` runs the faults whose
name holds this.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.proofs.cluster.venue import made
from tests.proofs.cluster.venue import running as workers
from tests.proofs.faults import bodies, power
from tests.proofs.faults.attacks import Stranger
from tests.proofs.faults.beside import Beside, beside
from tests.proofs.faults.crowd import CHOICES, Crowd, Tally, everyone, in_a_room, plan_of, wanted
from tests.proofs.faults.guesses import OPENING, PASSWORD, Guesses
from tests.proofs.faults.proxy import BadWifi
from tests.proofs.faults.silent import SILENT
from tests.proofs.faults.storm import kills
from tests.proofs.faults.strangers import AT_THE_END, KINDS, LASTING
from tests.proofs.faults.venue import ABUSE_A_SECOND, visit
from tests.support.clients import Phone, Script
from tests.support.postgres import running as postgres
from tests.support.servers import Server, free_port
from tests.unit.plans.bombs import plan_bomb


@dataclass(frozen=True)
class Row:
    """One line of the table. Recoveries in seconds; `more` is what else there is to say."""

    fault: str
    trials: int
    lost: int
    doubled: int
    recoveries: list[float]
    more: str = ""

    def harmless(self) -> bool:
        """Whether nothing acknowledged was lost, and nobody counted twice."""
        return not self.lost and not self.doubled and "NOT" not in self.more

    def line(self) -> str:
        """For the table."""
        times = (
            [f"{_p99(self.recoveries):.1f} s", f"{max(self.recoveries):.1f} s"]
            if self.recoveries
            else ["–", "–"]
        )
        cells = [self.fault, str(self.trials), str(self.lost), str(self.doubled), *times, self.more]
        return "| " + " | ".join(cells) + " |"


HEAD = """| fault | trials | lost | doubled | 99 of 100 phones back within | worst | |
|---|---|---|---|---|---|---|"""


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.proofs.faults", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--mode", choices=("eventlet", "threading"), default="eventlet")
    options = parser.parse_args(arguments)
    start, rows = time.monotonic(), []
    for name, run in FAULTS.items():
        if options.only in name:
            print(f"{name} …", file=sys.stderr, flush=True)
            with tempfile.TemporaryDirectory(prefix="faults-") as folder:
                rows += run(Path(folder), options.mode, options.quick)
    print(HEAD, *(row.line() for row in rows), sep="\n")
    print(
        f"\n{options.mode}, {(time.monotonic() - start) / 60:.0f} minutes; again: python -m"
        " tests.proofs.faults",
        *arguments,
    )
    return 0 if all(row.harmless() for row in rows) else 1


def _kill(folder: Path, mode: str, quick: bool) -> list[Row]:
    with Server(folder / "data", mode) as server:
        return [_row(kills(server, phones=300, trials=5 if quick else 100, seed=7))]


def _restart(folder: Path, mode: str, quick: bool) -> list[Row]:
    """A larger room, a few times."""
    with Server(folder / "data", mode) as server:
        return [_row(kills(server, phones=600, trials=2 if quick else 10, seed=8))]


def _power(folder: Path, _mode: str, quick: bool) -> list[Row]:
    seen = power.storm(folder / "storm", people=60, ballots=6)
    outcome = power.cuts(seen, folder / "cuts", 50 if quick else 1000, seed=7)
    unflushed = power.storm(folder / "unflushed", people=60, ballots=6, synchronous="NORMAL")
    would_lose = power.cuts(unflushed, folder / "unflushed-cuts", 20 if quick else 200, seed=7)
    more = f"with synchronous=NORMAL, {would_lose.cuts_with_loss} of {would_lose.cuts} lose some"
    return [
        Row(
            "power cut, unsynced writes forgotten",
            outcome.cuts,
            outcome.lost,
            outcome.doubled,
            [],
            more,
        )
    ]


def _wifi(folder: Path, mode: str, quick: bool) -> list[Row]:
    storms, outside = 3 if quick else 20, free_port()
    tally = Tally("Wi-Fi that cuts, stalls and drags, 100 phones")
    address = f"http://127.0.0.1:{outside}"
    with (
        Server(folder / "data", mode, WORKSHOP_PUBLIC_URL=address) as server,
        BadWifi(outside, server.port, 7) as wifi,
    ):
        session = Script(server.base, plan_of(storms))
        session.base = address  # phones come by the Wi-Fi, and so does this desk

        async def work(crowd: Crowd) -> None:
            await crowd.join(100)
            for number in range(1, storms + 1):
                await crowd.do("open_question", question=f"q{number}")
                wifi.storm()
                votes = [
                    asyncio.ensure_future(phone.deliver(f"q{number}", at % CHOICES))
                    for at, phone in enumerate(crowd.phones)
                ]
                await asyncio.sleep(4)
                wifi.calm()
                calm = time.monotonic()
                async with asyncio.timeout(60):
                    await asyncio.gather(*votes)
                tally.trials += 1
                tally.recoveries += [
                    max(0.0, phone.acknowledged_at - calm) for phone in crowd.phones
                ]
                await everyone(phone.arrive() for phone in crowd.phones)
                await crowd.do("close_question", question=f"q{number}")

        in_a_room(session, work)
        for result in json.loads(session.export("results.json"))["results"]:
            tally.count(wanted(100), result["groups"])
    return [_row(tally)]


def _keys(folder: Path, mode: str, quick: bool) -> list[Row]:
    """The folder of keys is away while people vote, with one server and with two workers."""
    seconds = 3.0 if quick else 10.0
    with Server(folder / "alone", mode) as server:
        rows = [_keys_away("one server", Script(server.base, plan_of(1)), server.data, seconds)]
    with postgres() as cluster, workers(made(folder / "many"), cluster, mode) as venue:
        rows.append(_keys_away("two workers", Script(venue.base, plan_of(1)), venue.data, seconds))
    return rows


def _keys_away(where: str, session: Script, data: Path, seconds: float) -> Row:
    """Phones send again what could not be kept; one that is told that the question is closed would
    never be done.
    """
    tally = Tally(f"keys away for {seconds:.0f} s, 150 phones, {where}")

    async def work(crowd: Crowd) -> None:
        await crowd.join(150)
        await crowd.do("open_question", question="q1")
        votes = [
            asyncio.ensure_future(phone.deliver("q1", at % CHOICES, after=at / 75))
            for at, phone in enumerate(crowd.phones)
        ]
        await asyncio.sleep(1)
        (data / "keys").rename(data / "away")
        await asyncio.sleep(seconds)
        (data / "away").rename(data / "keys")
        back = time.monotonic()
        async with asyncio.timeout(60):
            await asyncio.gather(*votes)
        tally.recoveries = [max(0.0, phone.acknowledged_at - back) for phone in crowd.phones]
        await crowd.do("close_question", question="q1")

    in_a_room(session, work)
    tally.trials = 1
    for result in json.loads(session.export("results.json"))["results"]:
        tally.count(wanted(150), result["groups"])
    return _row(tally)


def _disk(folder: Path, mode: str, quick: bool) -> list[Row]:
    return [_refusing(folder, mode, fault, 3 if quick else 20) for fault in ("full", "broken")]


def _refusing(folder: Path, mode: str, fault: str, trials: int) -> Row:
    """The disk refuses while people vote, then is well again."""
    tally, false_acknowledgements = Tally(f"disk {fault} for a while, 20 phones voting"), 0
    server = Server(folder / f"data-{fault}", mode)
    server.program = ("-m", "tests.proofs.faults.serve", str(folder))
    with server:
        session = Script(server.base, plan_of(trials))
        phones = [
            Phone(server.base, session.code, group) for group in ("northern", "southern") * 10
        ]
        for number in range(1, trials + 1):
            session.do("open_question", question=f"q{number}")
            (folder / fault).touch()
            for at, phone in enumerate(phones):
                phone.number = 0
                false_acknowledgements += phone.cast([at % CHOICES], question=f"q{number}")["ok"]
            (folder / fault).unlink()
            well = time.monotonic()
            for at, phone in enumerate(phones):
                phone.number = 0
                assert phone.cast([at % CHOICES], question=f"q{number}")["ok"]
            tally.recoveries.append(time.monotonic() - well)
            tally.trials += 1
            session.do("close_question", question=f"q{number}")
        for result in session.call("GET", "/exports/results.json").json()["results"]:
            tally.count(wanted(20), result["groups"])
    told = f"NOT none, {false_acknowledgements}" if false_acknowledgements else "none"
    return _row(tally, f"acknowledged meanwhile: {told}")


def _one_address(folder: Path, mode: str, quick: bool) -> list[Row]:
    rows = []
    for phones in (300,) if quick else (300, 600):
        with Server(folder / str(phones), mode) as server:
            venue = visit(server, phones, ABUSE_A_SECOND)
        sent = sum(venue.abuse.values())
        more = (
            f"all joined in {venue.joined_within:.0f} s; {len(venue.waits)} ballots, none refused, "
            f"p99 {venue.p99() * 1000:.0f} ms; {sent} requests of the abuser"
        )
        name = f"{phones} phones and an abuser ({ABUSE_A_SECOND}/s) at one address"
        rows.append(Row(name, 1, 0, 0, venue.tally.recoveries, more))
    return rows


def _attacks(folder: Path, mode: str, quick: bool) -> list[Row]:
    """Each kind of lone stranger who has many connections and says little."""
    rows = []
    count, seconds = (1000, 14.0) if quick else (10_000, 30.0)
    for kind in SILENT:
        with Server(folder / kind, mode) as server:
            came = beside(server, Stranger(kind, seconds, count))
        rows.append(_beside_row(f"{count} connections: {kind.replace('_', ' ')}", came))
    return rows


def _bodies(folder: Path, mode: str, quick: bool) -> list[Row]:
    """The dearest bodies that a search finds, and the one that once stopped the server."""
    found = bodies.dearest(20 if quick else 120, 60.0 if quick else 400.0)
    sent = [(found.shape.body(), found.shape.media), (plan_bomb(), "json")]
    sent += [(shape.body(), shape.media) for shape in found.fell]
    with Server(folder / "data", mode) as server:
        came = beside(server, bodies.dear_bodies(server, sent, 10 if quick else 40))
    name = (
        f"dearest of {found.tried} bodies ({found.seconds:.2f} s of a judge, {len(found.fell)}"
        " fell), 8 at once"
    )
    return [_beside_row(name, came, bodies.as_json(found.shape))]


def _exports(folder: Path, mode: str, quick: bool) -> list[Row]:
    with Server(folder / "data", mode) as server:
        came = beside(
            server, bodies.many_exports(server, bodies.LARGE_FILES, 3 if quick else 12, voters=4)
        )
    return [_beside_row("24 files asked for at once", came)]


def _guesses(folder: Path, mode: str, _quick: bool) -> list[Row]:
    with Server(folder / "data", mode, **OPENING) as server:
        came = beside(server, Guesses(), password=PASSWORD)
    return [_beside_row("guesses at the password", came)]


def _strangers(folder: Path, mode: str, quick: bool) -> list[Row]:
    """Each kind of lone stranger."""
    rows = []
    for kind in KINDS:
        seconds, spared = (
            (5.0, None) if quick else (LASTING.get(kind, 20.0), AT_THE_END.get(kind, 0))
        )
        with Server(folder / kind, mode) as server:
            came = beside(server, Stranger(kind, seconds, spared=spared))
        rows.append(_beside_row(f"a stranger: {kind.replace('_', ' ')}", came))
    return rows


FAULTS: dict[str, Callable[[Path, str, bool], list[Row]]] = {
    "kill": _kill,
    "kill a larger room": _restart,
    "power": _power,
    "wifi": _wifi,
    "disk": _disk,
    "keys": _keys,
    "one address": _one_address,
    "attacks": _attacks,
    "bodies": _bodies,
    "exports": _exports,
    "guesses": _guesses,
    "strangers": _strangers,
}


def _row(tally: Tally, more: str = "") -> Row:
    middle = (
        f"{tally.in_the_middle} of them half-way through the ballots" if tally.in_the_middle else ""
    )
    return Row(
        tally.fault, tally.trials, tally.lost, tally.doubled, tally.recoveries, more or middle
    )


def _beside_row(name: str, came: Beside, *more: str) -> Row:
    return Row(name, 1, came.lost(), 0, [], "; ".join((came.told(), *more)))


def _p99(values: list[float]) -> float:
    return (
        statistics.quantiles(values, n=100, method="inclusive")[98]
        if len(values) > 1
        else values[0]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
