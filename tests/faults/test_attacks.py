"""The attacker is cut, the server does not grow, and an honest phone at the same address notices nothing."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.clients import BUDGET_TODAY, Phone, Script
from tests.faults.attacks import ATTACKS, Line, attack, half_open
from tests.servers import Server

MIB = 1024 * 1024
SECONDS = 12.5  # a little longer than anybody is waited for


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="Linux tells how much memory is used")
@pytest.mark.parametrize("kind", ATTACKS, ids=lambda kind: kind.__name__)
def test_an_attacker_is_cut_and_an_honest_phone_goes_on(
    server: Server, kind: Callable[[Server, int], Awaitable[list[Line]]]
) -> None:
    session = Script(server.base)
    honest = Phone(server.base, session.code, "northern")
    session.do("open_question", **BUDGET_TODAY)
    outcome = attack(server, honest, kind, 800, SECONDS)
    assert outcome.opened == 800
    assert outcome.cut == 800
    assert outcome.honest >= 5
    assert outcome.grown < 64 * MIB


def test_too_many_that_say_nothing_make_room_at_once(server: Server) -> None:
    session = Script(server.base)
    honest = Phone(server.base, session.code, "northern")
    session.do("open_question", **BUDGET_TODAY)
    outcome = attack(server, honest, half_open, 900, 1.0)
    assert 100 <= outcome.cut < 900, "the longest silent go first, the others have their time"
    assert outcome.honest >= 1
