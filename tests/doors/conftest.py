"""Doors: one server for all, in this process; nothing of one test goes on in the next."""

from collections.abc import Iterator

import pytest

from tests.support.shared_servers import Servers


@pytest.fixture(autouse=True)
def nothing_is_left_to_do(servers: Servers) -> Iterator[None]:
    """What a test's sessions left ticking does not tick in the next one."""
    with servers.cleared():
        yield
