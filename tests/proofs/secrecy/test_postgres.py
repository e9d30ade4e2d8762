"""The same secrets on a real PostgreSQL: what its data folder gives away before the close, and
after it.

PostgreSQL overwrites nothing when rows are deleted: dead pages and its log keep sealed ballots for
a while. So the promise there rests on the key, which is never in the database: with it the examiner
reads every answer, without it what is left cannot be told from noise.
"""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.proofs import whole_only
from tests.proofs.conftest import NewDatabase
from tests.proofs.secrecy.test_examiner import contents, cookies
from tests.support.clients import BUDGET_TODAY, Script, room
from tests.support.in_process import InProcess
from tests.support.postgres import Postgres
from tests.support.servers import Server
from tests.support.trials import trials
from workshop.store.engine import UnusableDatabase, open_engine
from workshop.store.identity import serve_alone
from workshop.store.presence import Presence
from workshop.store.sealing import Sealer
from workshop.store.tables import ballot, marked_off, metadata, participant, slip

PEOPLE = trials(10, 50)
ABOUT_PEOPLE = (participant, slip, marked_off, ballot)
PLAN = {
    "title": "T",
    "results": "reveal",
    "questions": [{"id": "budget", "kind": "who_decides", "text": "Who decides on it?"}],
}


@pytest.fixture
def postgres(new_database: NewDatabase) -> Postgres:
    """With an empty database."""
    return new_database("examined")


def everything(folder: Path, postgres: Postgres) -> bytes:
    """All an examiner can copy: our folder, our output, PostgreSQL's folder."""
    postgres.flush()
    return b"\0".join([*contents(folder).values(), *postgres.contents().values()])


def test_the_examiner_reads_every_vote_before_the_close_and_none_after_it(
    tmp_path: Path, postgres: Postgres
) -> None:
    data = tmp_path / "data"
    with InProcess(data, WORKSHOP_DATABASE_URL=postgres.url) as server:
        session = Script(server.base, PLAN)
        phones = room(session, PEOPLE // 2, PEOPLE // 2)
        session.do("open_question", **BUDGET_TODAY)
        for position, phone in enumerate(phones):
            assert phone.cast([position % 6])["ok"]
        tokens = [cookies(phone) for phone in phones]
        (key_file,) = (data / "keys").glob("*.key")
        key = key_file.read_bytes()
        sealed = dict(_rows(postgres, "SELECT seal_id, sealed FROM ballot"))
        assert _opened(key, tokens, sealed) == [(position % 6,) for position in range(PEOPLE)]
        found = everything(data, postgres)
        assert all(seal_id in found and ballot in found for seal_id, ballot in sealed.items())
        assert key in found
        assert key not in b"".join(postgres.contents().values())
        session.do("close_question")
        left = everything(data, postgres)
        assert key not in left
        assert not any(token in left for token in tokens)
        assert list((data / "keys").glob("*.key")) == []
        assert [
            postgres.ask(f"SELECT count(*) FROM {name}") for name in ("ballot", "marked_off")
        ] == [[(0,)], [(0,)]]
    assert key not in everything(data, postgres)


def _rows(postgres: Postgres, statement: str) -> list[tuple[bytes, bytes]]:
    return [(bytes(seal_id), bytes(sealed)) for seal_id, sealed in postgres.ask(statement)]  # type: ignore[call-overload]


def _opened(key: bytes, tokens: list[bytes], sealed: dict[bytes, bytes]) -> list[tuple[int, ...]]:
    """Each phone's answer, for who has the key."""
    sealer = Sealer(key)
    seals = [sealer.seal_id(token.decode()) for token in tokens]
    return [sealer.open(seal_id, sealed[seal_id]).choices for seal_id in seals]


@whole_only
def test_a_session_on_postgresql_counts_every_vote_and_goes_on_after_a_restart(
    tmp_path: Path, postgres: Postgres
) -> None:
    data = tmp_path / "data"
    with Server(data, WORKSHOP_DATABASE_URL=postgres.url) as server:
        session = Script(server.base, PLAN | {"threshold": 3, "results": "live"})
        phones = room(session, 12, 12)
        session.do("open_question", **BUDGET_TODAY)
        for phone in phones[:20]:
            assert phone.cast([1])["ok"]
        server.kill()
        server.start()
        for phone in phones[20:]:
            assert phone.cast([2])["ok"]
        assert phones[0].cast([4], number=1)["ok"]
        session.do("close_question")
        (result,) = json.loads(session.export("results.json"))["results"]
        assert result["groups"]["northern"]["counts"] == [0, 12, 0, 0, 0, 0]
        assert result["groups"]["southern"]["counts"] == [0, 8, 4, 0, 0, 0]
        assert session.call("DELETE").ok
    about_sessions = metadata.tables.keys() - {"server"}
    counted = [postgres.ask(f'SELECT count(*) FROM "{name}"') for name in about_sessions]
    assert counted == [[(0,)]] * len(about_sessions)


def test_tables_about_people_have_no_column_on_postgresql_either_that_could_order_or_link_them(
    postgres: Postgres,
) -> None:
    engine = open_engine(postgres.url)
    found = sa.inspect(engine)
    assert set(found.get_table_names()) - {"alembic_version"} == set(metadata.tables)
    for table in ABOUT_PEOPLE:
        columns = found.get_columns(table.name)
        assert {column["name"] for column in columns} == {column.name for column in table.columns}
        assert not any(column.get("identity") or column.get("default") for column in columns)
        assert not found.get_foreign_keys(table.name)
        assert not any(
            isinstance(column["type"], sa.Date | sa.DateTime | sa.Time) for column in columns
        )
    engine.dispose()


def test_who_serves_is_known_to_the_database_and_nobody_takes_it_for_their_own_meanwhile(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Presence, "PATIENCE_SECONDS", 0.2)
    engine = open_engine(postgres.url)
    first, second, alone = (Presence(engine) for _ in range(3))
    assert (first.join(), second.join()) == (True, False)
    assert not alone.claim()
    first.close()
    assert not alone.claim()
    second.close()
    assert alone.claim()
    third = Presence(engine)
    with pytest.raises(UnusableDatabase, match="Another server is using the database"):
        serve_alone(engine)
    alone.close()
    third.renew()  # PostgreSQL was away, or this is the first time
    assert not second.claim()
    third.close()
    second.close()
    engine.dispose()


def test_acknowledged_is_on_the_disk_of_postgresql_too(postgres: Postgres) -> None:
    engine = open_engine(postgres.url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    engine.dispose()
