"""Database, folder and secret of one deployment: a worker that starts with another's is refused,
and harms nothing.
"""

from pathlib import Path

import pytest
import requests

from tests.proofs import whole_only
from tests.proofs.cluster.test_workers import PLAN, _start, result, spread
from tests.proofs.cluster.venue import Venue
from tests.support.clients import BUDGET_TODAY, Script
from tests.support.servers import PATIENCE_SECONDS
from tests.support.trials import trials
from tests.support.waiting import until
from workshop.store.keys import MARK

TRIALS = trials(1, 20)


def settings(venue: Venue) -> dict[str, str]:
    return {"WORKSHOP_REDIS_URL": venue.redis.url, "WORKSHOP_DATABASE_URL": venue.postgres.url}


def test_a_worker_on_an_empty_folder_is_refused_and_no_ballot_is_lost(
    venue: Venue, tmp_path: Path
) -> None:
    script = Script(venue.a.base, PLAN)
    phones = spread(venue, script, 10, 10)
    script.do("open_question", **BUDGET_TODAY)
    for phone in phones[:15]:
        assert phone.cast([1])["ok"]
    for trial in range(TRIALS):
        folder = tmp_path / f"not-mounted-{trial}"
        said = _start(folder, settings(venue))
        assert str(folder) in said
        assert "do not belong to the same server" in said
        assert "WORKSHOP_DATA" in said
        assert "Traceback" not in said
        assert len(said.strip().splitlines()) == 1
        assert [path.name for path in folder.rglob("*") if not path.name.startswith(".")] == []
    for phone in phones[15:]:
        assert phone.cast([1])["ok"]
    script.do("close_question")
    assert result(script) == {group: [0, 10, 0, 0, 0, 0] for group in ("northern", "southern")}


@whole_only
def test_a_worker_with_the_secret_but_another_folder_of_keys_is_refused(
    venue: Venue, tmp_path: Path
) -> None:
    folder = tmp_path / "half"
    folder.mkdir()
    (folder / "secret.key").write_bytes((venue.data / "secret.key").read_bytes())
    assert "do not belong to the same server" in _start(folder, settings(venue))
    (folder / "secret.key").write_bytes(b"another" * 5)
    (folder / "keys").mkdir()
    (folder / "keys" / MARK).write_bytes((venue.data / "keys" / MARK).read_bytes())
    assert "do not belong to the same server" in _start(folder, settings(venue))


@whole_only
def test_a_server_that_knows_of_no_workers_is_refused_beside_them(
    venue: Venue, tmp_path: Path
) -> None:
    said = _start(tmp_path / "alone", {"WORKSHOP_DATABASE_URL": venue.postgres.url})
    assert "do not belong to the same server" in said


@pytest.mark.parametrize("emptied", trials([True], [False, True]))
def test_while_the_keys_are_away_ballots_wait_and_every_one_is_counted(
    venue: Venue, emptied: bool
) -> None:
    script = Script(venue.a.base, PLAN)
    phones = spread(venue, script, 10, 10)
    script.do("open_question", **BUDGET_TODAY)
    for phone in phones[:10]:
        assert phone.cast([1])["ok"]
    keys, away = venue.data / "keys", venue.data / "keys.away"
    keys.rename(away)
    try:
        if emptied:  # a share that is not mounted leaves an empty folder
            keys.mkdir()
        for phone in phones[10:]:
            answer = phone.cast([1])
            phone.number -= 1
            assert (answer["ok"], answer["reason"]) == (False, "StoreUnavailable")
        for server in (venue.a, venue.b):
            assert at_door(server.base) == 503
        status, refusal = script.refused("close_question")
        assert (status, refusal["reason"]) == (503, "StoreUnavailable")
    finally:
        if emptied:
            keys.rmdir()
        away.rename(keys)
    until(lambda: at_door(venue.a.base) == 200)
    for phone in phones[10:]:
        assert phone.cast([1])["ok"]
    script.do("close_question")
    assert result(script) == {group: [0, 10, 0, 0, 0, 0] for group in ("northern", "southern")}
    until(
        lambda: (
            list(keys.glob("*.key")) == []
            or all("check" in path.name for path in keys.glob("*.key"))
        )
    )


def at_door(base: str) -> int:
    return requests.get(f"{base}/readyz", timeout=PATIENCE_SECONDS).status_code
