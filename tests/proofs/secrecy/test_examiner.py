"""The examiner: with the whole data folder in hand, what can be read of fifty votes before the
close, and after it?

Before the close the search must find what it looks for; otherwise finding nothing afterwards would
mean nothing.
"""

import sqlite3
from pathlib import Path

import pytest

from tests.support.clients import BUDGET_TODAY, Phone, Script, room
from tests.support.in_process import InProcess
from tests.support.trials import trials
from workshop.store.sealing import Sealer


def cookies(phone: Phone) -> bytes:
    """The phone's token, as it was given to it."""
    return phone.cookie.split("=", 1)[1].encode()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the data folder, and what the server printed."""
    files = [path for path in folder.rglob("*") if path.is_file()] + list(
        folder.parent.glob("*.log")
    )
    return {path.name: path.read_bytes() for path in files}


def hits(folder: Path, secrets: set[bytes]) -> set[bytes]:
    """Which of these lie anywhere."""
    files = contents(folder).values()
    return {secret for secret in secrets if any(secret in content for content in files)}


def opened_by_the_examiner(
    folder: Path, phones: list[Phone]
) -> tuple[dict[bytes, tuple[int, ...]], set[bytes]]:
    """With the key that lies beside the database: each phone's answer, and all that leads to it."""
    (key,) = (folder / "keys").glob("*.key")
    sealer = Sealer(key.read_bytes())
    with sqlite3.connect(f"file:{folder / 'workshop.sqlite3'}?mode=ro", uri=True) as connection:
        sealed = dict(connection.execute("SELECT seal_id, sealed FROM ballot").fetchall())
    connection.close()
    seals = {cookies(phone): sealer.seal_id(cookies(phone).decode()) for phone in phones}
    answers = {
        token: sealer.open(seal, sealed[seal]).choices
        for token, seal in seals.items()
        if seal in sealed
    }
    marks = {sealer.mark(token.decode()) for token in seals}
    return answers, {key.read_bytes()} | marks | set(seals.values()) | set(sealed.values())


@pytest.mark.parametrize(
    "ending", trials(["close_question"], ["close_question", "end_session", "delete"])
)
def test_of_fifty_votes_nothing_is_left_after_the_close(tmp_path: Path, ending: str) -> None:
    with InProcess(tmp_path / "data") as server:
        plan = {
            "title": "T",
            "results": "reveal",
            "questions": [{"id": "budget", "kind": "who_decides", "text": "Who decides on it?"}],
        }
        session = Script(server.base, plan)
        phones = room(session, 25, 25)
        session.do("open_question", **BUDGET_TODAY)
        for position, phone in enumerate(phones):
            assert phone.cast([position % 6])["ok"]
        answers, secrets = opened_by_the_examiner(tmp_path / "data", phones)
        assert answers == {cookies(phone): (position % 6,) for position, phone in enumerate(phones)}
        assert hits(tmp_path / "data", secrets) == secrets
        if ending == "delete":
            assert session.call("DELETE").ok
        else:
            session.do(ending)
        assert hits(tmp_path / "data", secrets) == set()
        assert list((tmp_path / "data" / "keys").glob("*.key")) == []
        never = {cookies(phone) for phone in phones}
        assert hits(tmp_path / "data", never) == set()
    assert hits(tmp_path / "data", secrets | never) == set()
