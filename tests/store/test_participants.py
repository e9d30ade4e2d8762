"""A hall that joins at once: everyone is noted once, a slip is spent once, and nothing tells who
came first.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa

from tests.store.contract import NEITHER, NORTHERN, SOUTHERN, opened
from workshop.domain.errors import NeedsSlip, Refusal, StoreUnavailable, UnknownSession, UnknownSlip
from workshop.domain.voting.participant import Joined
from workshop.domain.voting.session import Session
from workshop.domain.voting.slips import Slip
from workshop.facilitation.ports import Transaction
from workshop.store.participants import JoinWrite, write_joins
from workshop.store.store import SqlStore

CODE = "AAAAAA"


def at_once(store: SqlStore, joins: list[Callable[[], None]]) -> list[type[Refusal] | None]:
    """How each of them ended, all having waited for the same turn."""

    def ended(join: Callable[[], None]) -> type[Refusal] | None:
        try:
            join()
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(joins)) as people:
        with store._turn:
            doings = [people.submit(ended, join) for join in joins]
            while len(store._joinings._waiting) < len(joins):
                Event().wait(0.001)
        return [doing.result(60) for doing in doings]


def test_everyone_who_joins_at_once_is_noted_once_and_in_the_group_they_chose_last(
    store: SqlStore,
) -> None:
    opened(store)
    newcomers = [lambda at=at: store.join(CODE, f"new {at}", SOUTHERN) for at in range(40)]
    twice = [
        lambda: store.join(CODE, "twice", NORTHERN),
        lambda: store.join(CODE, "twice", NEITHER),
    ]
    elsewhere = [lambda: store.join("BBBBBB", "new 1", SOUTHERN)]
    changed = [lambda: store.join(CODE, "n0", NEITHER)]
    assert at_once(store, newcomers + twice + changed + elsewhere) == [None] * 43 + [UnknownSession]
    joined = store.transact(CODE, lambda transaction: transaction.snapshot())
    assert (joined.northern, joined.southern) == (
        2 + (store.group_of(CODE, "twice") is NORTHERN),
        43,
    )
    assert joined.total == 6 + 41
    assert store.group_of(CODE, "n0") is NEITHER


def test_of_two_who_bring_the_same_slip_at_once_one_joins(store: SqlStore) -> None:
    opened(store, northern=0, southern=0)

    def print_slips(transaction: Transaction) -> Session:
        transaction.add_slips([Slip("ONLY23", SOUTHERN), Slip("MINE23", NORTHERN)])
        return transaction.keep(replace(transaction.session(), needs_slips=True))

    store.transact(CODE, print_slips)
    outcomes = at_once(
        store,
        [
            lambda: store.join(CODE, "first", SOUTHERN, "ONLY23"),
            lambda: store.join(CODE, "second", SOUTHERN, "ONLY23"),
            lambda: store.join(CODE, "own", NORTHERN, "MINE23"),
            lambda: store.join(CODE, "none", NORTHERN),
        ],
    )
    assert {outcomes[0], outcomes[1]} == {None, UnknownSlip}
    assert outcomes[2:] == [None, NeedsSlip]
    assert store.transact(CODE, lambda transaction: transaction.snapshot()) == Joined(
        northern=1, southern=1
    )


def test_a_batch_that_could_not_be_written_lets_nobody_in(store: SqlStore, data: Path) -> None:
    opened(store)
    with store._engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE participant RENAME TO gone"))
    outcomes = at_once(store, [partial(store.join, CODE, f"new {at}", SOUTHERN) for at in range(5)])
    assert outcomes == [StoreUnavailable] * 5
    with store._engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE gone RENAME TO participant"))
    assert store.joined(CODE) == 6


def test_newcomers_are_written_in_an_order_that_means_nothing(store: SqlStore) -> None:
    opened(store, northern=0, southern=0)
    written: list[list[bytes]] = []

    def note(
        _connection: object,
        _cursor: object,
        statement: str,
        parameters: Any,
        _context: object,
        is_many: bool,
    ) -> None:
        if statement.startswith("INSERT INTO participant"):
            written.append([row[1] for row in (parameters if is_many else [parameters])])

    sa.event.listen(store._engine, "before_cursor_execute", note)
    with store._engine.begin() as connection:
        write_joins(connection, [JoinWrite(CODE, f"person {at}", SOUTHERN) for at in range(30)])
    assert [len(rows) for rows in written] == [30]
    assert written[0] == sorted(written[0])


@pytest.mark.parametrize("waiting", [1, 300])
def test_who_waits_when_the_server_is_told_to_stop_is_noted_first(
    store: SqlStore, waiting: int
) -> None:
    opened(store)
    with ThreadPoolExecutor(waiting + 1) as people:
        with store._turn:
            doings = [
                people.submit(store.join, CODE, f"new {at}", SOUTHERN) for at in range(waiting)
            ]
            while len(store._joinings._waiting) < waiting:
                Event().wait(0.001)
            stop = people.submit(store.close)
            while len(store._turn._gates) < waiting + 1:
                Event().wait(0.001)
            store._turn._gates.rotate(1)  # the stop comes first
        stop.result(60)
        assert [doing.result(60) for doing in doings] == [None] * waiting
