"""Two workers of the real program: any phone on any of them, one count, one picture, whatever dies
in between.
"""

import contextlib
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import requests

from tests.proofs import whole_only
from tests.proofs.cluster.venue import Venue
from tests.proofs.secrecy.test_examiner import cookies
from tests.support.clients import BUDGET_TODAY, Phone, Script, Socket, desk, wall
from tests.support.servers import PATIENCE_SECONDS, ROOT, Server
from tests.support.waiting import until
from workshop.store.sealing import Sealer

PLAN: dict[str, Any] = {
    "title": "Two workers",
    "threshold": 3,
    "questions": [{"id": "budget", "kind": "who_decides", "text": "Who decides on it?"}],
}


def at(server: Server, script: Script) -> Script:
    """The same session, led by way of this worker."""
    there = Script.__new__(Script)
    there.__dict__ = {**script.__dict__, "base": server.base}
    return there


def spread(venue: Venue, script: Script, northern: int, southern: int) -> list[Phone]:
    """Phones that joined, every other one at the other worker."""
    servers = itertools.cycle([venue.a.base, venue.b.base])
    return [
        Phone(next(servers), script.code, group)
        for group in ["northern"] * northern + ["southern"] * southern
    ]


def elsewhere(venue: Venue, phone: Phone) -> Phone:
    """The same phone, at the other worker from now on."""
    phone.base = venue.b.base if phone.base == venue.a.base else venue.a.base
    phone.http.headers["Origin"] = phone.base
    return phone


def guest(venue: Venue, script: Script) -> Socket:
    """Another facilitator, at a desk of their own, by way of B."""
    key = script.call("POST", "/desks", json={"name": "Amina"}).json()["facilitator_key"]
    return Socket(venue.b.base, "/facilitator", {"code": script.code, "key": key})


def guests(script: Script) -> str:
    """The id of that desk."""
    (one,) = [
        each for each in script.call("GET", "/desks").json()["desks"] if each["name"] == "Amina"
    ]
    return str(one["id"])


def result(script: Script) -> dict[str, Any]:
    (found,) = json.loads(script.export("results.json"))["results"]
    return {group: found["groups"][group].get("counts") for group in ("northern", "southern")}


def keys_left(venue: Venue) -> list[str]:
    """Of askings: whoever asks a worker whether it is well has it write, and destroy, one more."""
    keys = [path.name for path in (venue.data / "keys").glob("*.key")]
    return [name for name in keys if not name.startswith("check-")]


def numbers(pictures: list[dict[str, Any]]) -> list[int]:
    return [picture["number"] for picture in pictures]


def test_every_ballot_counts_once_wherever_it_came_in_and_both_walls_show_the_same(
    venue: Venue,
) -> None:
    script = Script(venue.a.base, PLAN)
    phones = spread(venue, script, 12, 12)
    with wall(script) as here, wall(at(venue.b, script)) as there, phones[1].connect() as socket:
        script.do("open_question", **BUDGET_TODAY)
        socket.until_state("open")
        assert socket.ask("cast_ballot", phones[1].ballot([3]))["ok"]
        for phone in phones[::2]:
            assert phone.cast([1])["ok"]
        for phone in phones[1::2]:
            assert elsewhere(venue, phone).cast([2])["ok"]
        for seen in (here, there):
            seen.until(lambda wall: bool(wall.all("results_released")))
            seen.until(lambda wall: wall.newest("turnout_changed").get("voted") == 24)
        at(venue.b, script).do("close_question")
        for seen in (here, there):
            seen.until(lambda wall: wall.newest("results_released")["final"])
        assert here.newest("results_released") == there.newest("results_released")
        assert here.newest("session_changed") == there.newest("session_changed")
        by_number = {picture["number"]: picture for picture in here.all("results_released")}
        assert all(
            by_number[picture["number"]] == picture for picture in there.all("results_released")
        )
        socket.until_state("revealed")
    assert keys_left(venue) == []
    assert result(script) == {group: [0, 6, 6, 0, 0, 0] for group in ("northern", "southern")}
    assert not phones[0].cast([1])["ok"]


@whole_only
def test_what_one_worker_ends_ends_at_the_other_too(venue: Venue) -> None:
    script = Script(venue.a.base, PLAN)
    there = at(venue.b, script)
    door = requests.Session()
    door.headers["Origin"] = venue.a.base
    assert door.post(
        f"{venue.a.base}/f/{script.code}/enter", json={"key": script.key}, timeout=PATIENCE_SECONDS
    ).ok
    (phone,) = spread(venue, script, 1, 0)
    with wall(there) as screen, phone.connect() as socket, desk(there) as first:
        with guest(venue, script) as second:
            ready = f"{venue.a.base}/f/{script.code}/ready"
            until(
                lambda: "The wall is connected." in door.get(ready, timeout=PATIENCE_SECONDS).text
            )
            assert script.call("DELETE", f"/desks/{guests(script)}").ok
            second.until(lambda desk: desk.is_let_go)
        assert not first.is_let_go
        assert script.call("DELETE").ok
        for connection in (screen, socket, first):
            connection.until(lambda each: each.is_let_go)
    assert there.call("GET").status_code in (401, 403, 404)


@whole_only
def test_newcomers_are_counted_over_all_workers_and_each_tells_the_same_snapshot(
    venue: Venue,
) -> None:
    script = Script(venue.a.base, PLAN)
    there = at(venue.b, script)
    spread(venue, script, 3, 3)
    six, nine = ({"northern": 3, "southern": south, "neither": 0} for south in (3, 6))
    with wall(script) as here, wall(there) as yonder:
        for by, new, groups, more in ((script, 2, six, 2), (there, 1, nine, 0)):
            by.do("open_question", **BUDGET_TODAY)
            by.do("undo")
            spread(venue, script, 0, new)
            by.do("open_question", **BUDGET_TODAY)
            for seen in (here, yonder):
                seen.until(partial(_has_told, (groups, more)))
            by.do("undo")


def _has_told(told: tuple[Any, Any], wall: Socket) -> bool:
    return _told(wall) == told


def _told(wall: Socket) -> tuple[Any, Any]:
    told = wall.newest("turnout_changed") if wall.all("turnout_changed") else {}
    return told.get("groups"), told.get("more")


def _do(what: tuple[Script, str, int]) -> requests.Response:
    script, verb, version = what
    return script.call("POST", f"/{verb}", json={"version": version})


@whole_only
def test_two_desks_at_two_workers_never_both_win(venue: Venue) -> None:
    script = Script(venue.a.base, PLAN)
    desks = [script, at(venue.b, script)]
    with ThreadPoolExecutor(2) as both:
        for _ in range(6):
            version = script.state()["version"]
            verbs = [(desks[0], "blank_screen", version), (desks[1], "darken_screen", version)]
            answers = list(both.map(_do, verbs))
            assert sorted(answer.status_code for answer in answers) == [200, 409]
            assert [desk.state()["version"] for desk in desks] == [version + 1] * 2


def test_a_close_at_one_worker_counts_exactly_what_the_other_has_acknowledged(venue: Venue) -> None:
    script = Script(venue.a.base, PLAN | {"results": "reveal"})
    phones = spread(venue, script, 10, 10)
    script.do("open_question", **BUDGET_TODAY)
    with ThreadPoolExecutor(6) as crowd:
        answers = crowd.map(lambda phone: phone.cast([4]), phones)
        until(lambda: bool(venue.postgres.ask("SELECT 1 FROM ballot HAVING count(*) >= 6")))
        at(venue.b, script).do("close_question")
        taken = [answer["ok"] for answer in answers]
    script.do("reveal_results")
    (found,) = json.loads(script.export("results.json"))["results"]
    shown = {group: found["groups"][group].get("voters", 0) for group in ("northern", "southern")}
    voted = {"northern": sum(taken[:10]), "southern": sum(taken[10:])}
    assert shown == {group: count if count >= 3 else 0 for group, count in voted.items()}
    assert venue.postgres.ask("SELECT count(*) FROM ballot") == [(0,)]


def test_when_the_worker_that_ticks_is_killed_the_other_goes_on_and_nothing_is_lost_or_doubled(
    venue: Venue,
) -> None:
    until(venue.has_leader)
    leader, other = venue.leader()
    script = Script(other.base, PLAN)
    phones = spread(venue, script, 12, 12)
    with wall(script) as screen:
        script.do("open_question", **BUDGET_TODAY)
        for phone in [*phones[:10], *phones[12:22]]:
            assert phone.cast([1])["ok"]
        screen.until(lambda wall: bool(wall.all("results_released")))
        leader.kill()
        for phone in [*phones[10:12], *phones[22:]]:
            phone.base = other.base
            phone.http.headers["Origin"] = phone.base
            assert phone.cast([2])["ok"]
        screen.until(lambda wall: wall.newest("turnout_changed").get("voted") == 24)
        assert requests.get(
            f"{venue.base}/j/{script.code}", timeout=PATIENCE_SECONDS
        ).ok  # by way of HAProxy, whoever is left
        script.do("close_question")
        seen = numbers(
            screen.until(lambda wall: wall.newest("results_released")["final"]).all(
                "results_released"
            )
        )
    assert seen == list(range(1, len(seen) + 1))
    stored = venue.postgres.ask("SELECT number FROM release ORDER BY asking, number")
    assert result(script) == {group: [0, 10, 2, 0, 0, 0] for group in ("northern", "southern")}
    assert len(stored) == len(set(venue.postgres.ask("SELECT asking, number FROM release")))
    assert keys_left(venue) == []
    leader.start()
    assert at(leader, script).state()["version"] == script.state()["version"]


def test_who_hears_redis_and_copies_both_databases_learns_no_answer(venue: Venue) -> None:
    plan = PLAN | {
        "questions": [
            *PLAN["questions"],
            {"id": "why", "kind": "gather", "text": "What would help?"},
        ]
    }
    script = Script(venue.a.base, plan)
    phones = spread(venue, script, 5, 5)
    with overheard(venue) as messages, wall(at(venue.b, script)) as screen:
        script.do("open_question", **BUDGET_TODAY)
        for position, phone in enumerate(phones):
            assert phone.cast([position % 3])["ok"]
        screen.until(lambda wall: wall.newest("turnout_changed").get("band") == "from_80")
        (key,) = [
            path.read_bytes()
            for path in (venue.data / "keys").glob("*.key")
            if "check" not in path.name
        ]
        sealer, sealed = Sealer(key), _sealed(venue)
        seals = [sealer.seal_id(cookies(phone).decode()) for phone in phones]
        assert [sealer.open(seal, sealed[seal]).choices for seal in seals] == [
            (each % 3,) for each in range(10)
        ]
        script.do("close_question")
        script.do("open_question", question="why")
        for phone in phones:
            assert phone.cast([], question="why", text="Papaya")["ok"]
        script.do("close_question")
        screen.until(lambda wall: wall.newest("session_changed")["question"]["id"] == "why")
        screen.until(lambda wall: wall.newest("session_changed")["question"]["state"] != "open")
        bands = {turnout.get("band") for turnout in screen.all("turnout_changed")}
    about = [said for said in messages if said["code"] == script.code]
    assert {said["kind"] for said in about} == {
        "state",
        "turnout",
        "release",
    }  # there was something to hear
    assert {key for said in messages for key in said} <= {
        "from",
        "kind",
        "code",
        "turnout",
        "turnouts",
        "walls",
    }
    assert {said["turnout"]["band"] for said in about if "turnout" in said} <= bands | {None}
    assert {said["turnout"]["voted"] for said in about if "turnout" in said} == {None}
    line = json.dumps(messages).encode() + b"".join(
        map(Path.read_bytes, venue.redis.folder.rglob("*.*"))
    )
    venue.postgres.flush()
    databases = line + b"".join(venue.postgres.contents().values())
    assert all(seal in databases for seal in seals)
    assert b"Papaya" in databases  # kept on purpose: the desk has to see it
    assert b"Papaya" not in line
    assert not any(seal in line or seal.hex().encode() in line for seal in seals)
    assert key not in databases
    assert not any(cookies(phone) in databases for phone in phones)


@contextlib.contextmanager
def overheard(venue: Venue) -> Iterator[list[dict[str, Any]]]:
    """Everything that is said on any channel, as it is said."""
    import redis  # where it is missing, the venue has skipped

    messages: list[dict[str, Any]] = []
    with (
        redis.Redis.from_url(venue.redis.url) as outsider,
        outsider.pubsub(ignore_subscribe_messages=True) as ear,
    ):
        ear.psubscribe(**{"*": lambda said: messages.append(json.loads(said["data"]))})
        listening = ear.run_in_thread(sleep_time=0.1, daemon=True)
        yield messages
        listening.stop()
        listening.join()


def _sealed(venue: Venue) -> dict[bytes, bytes]:
    rows = venue.postgres.ask("SELECT seal_id, sealed FROM ballot")
    return {bytes(seal_id): bytes(sealed) for seal_id, sealed in rows}  # type: ignore[call-overload]


def hears_others(venue: Venue) -> object:
    """What the second worker says of itself."""
    return requests.get(f"{venue.b.base}/readyz", timeout=PATIENCE_SECONDS).json()["hears_others"]


@whole_only
def test_without_redis_votes_are_taken_and_walls_are_told_a_little_later(venue: Venue) -> None:
    script = Script(venue.a.base, PLAN)
    phones = spread(venue, script, 5, 5)
    with (
        wall(at(venue.a, script)) as here,
        wall(at(venue.b, script)) as there,
        guest(venue, script) as desk,
    ):
        script.do("open_question", **BUDGET_TODAY)
        there.until_state("open")
        venue.redis.stop()
        assert script.call("DELETE", f"/desks/{guests(script)}").ok
        for position, phone in enumerate(phones):
            assert phone.cast([position // 2])["ok"]
        script.do("close_question")
        here.until_state("revealed")
        until(
            lambda: (
                requests.get(f"{venue.b.base}/readyz", timeout=PATIENCE_SECONDS).json()[
                    "hears_others"
                ]
                is False
            )
        )
        there.until_state("revealed")  # a moment later: each worker looks for itself
        desk.until(lambda desk: desk.is_let_go)
        venue.redis.start()
        until(
            lambda: (
                requests.get(f"{venue.b.base}/readyz", timeout=PATIENCE_SECONDS).json()[
                    "hears_others"
                ]
                is True
            )
        )
        script.do("hide_results")
        there.until_state("closed")
        script.do("reveal_results")
        there.until_state("revealed")
        there.until(lambda wall: bool(wall.all("results_released")))
        assert there.newest("results_released") == here.newest("results_released")
    assert result(script) == {"northern": [2, 2, 1, 0, 0, 0], "southern": [0, 0, 1, 2, 2, 0]}


@whole_only
def test_a_start_without_redis_or_without_postgresql_says_what_to_do(
    venue: Venue, tmp_path: Path
) -> None:
    nowhere = {
        "WORKSHOP_REDIS_URL": "redis://:hush@127.0.0.1:9",
        "WORKSHOP_DATABASE_URL": venue.postgres.url,
    }
    said = _start(venue.data, nowhere)
    assert "Redis at 127.0.0.1:9 cannot be used" in said
    assert "WORKSHOP_REDIS_URL" in said
    assert "hush" not in said
    said = _start(
        tmp_path / "data",
        nowhere | {"WORKSHOP_DATABASE_URL": "postgresql://somebody:hush@127.0.0.1:9/none"},
    )
    assert "cannot be used" in said
    assert "Start it or correct WORKSHOP_DATABASE_URL" in said
    assert "hush" not in said


def _start(folder: Path, settings: dict[str, str]) -> str:
    more = {
        "WORKSHOP_DATA": str(folder),
        "WORKSHOP_PUBLIC_URL": "http://127.0.0.1:9",
        "WORKSHOP_PORT": "9",
    }
    command = [sys.executable, str(ROOT / "wsgi.py")]
    ended = subprocess.run(
        command,
        env={**settings, **more},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    return ended.stderr
