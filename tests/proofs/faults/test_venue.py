"""A venue is one address: nobody honest is refused there, whatever one bored person does; and one
server per folder.
"""

import pytest

from tests.proofs.faults.venue import visit
from tests.support.servers import Server
from tests.support.trials import trials

PHONES, BALLOTS, RETURNS = trials((8, 2, 1), (60, 10, 3))


def test_no_phone_is_refused_beside_an_abuser_at_the_same_address(server: Server) -> None:
    venue = visit(server, PHONES, abuse_a_second=200, ballots=BALLOTS, returns=RETURNS)
    assert len(venue.waits) == PHONES * BALLOTS
    assert len(venue.tally.recoveries) == PHONES * RETURNS
    assert venue.abuse
    assert venue.abuse.keys() & {403, 404}, "there was an abuser"


def test_a_second_server_on_the_same_folder_is_refused_with_a_sentence(server: Server) -> None:
    second = Server(server.data)
    with pytest.raises(AssertionError, match="Another server already uses"):
        second.start()
    assert server.process.poll() is None
