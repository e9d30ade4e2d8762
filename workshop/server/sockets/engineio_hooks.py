"""Hooks into Engine.IO: our handlers beside the library's."""

from collections.abc import Callable
from typing import Any


def follow(server: Any, event: str, ours: Callable[..., None]) -> None:
    """Hear of an Engine.IO event (`connect`, `disconnect`) after the library has: `ours(connection,
    ...)`.
    """
    library = server.eio.handlers[event]

    def both(connection: str, *more: Any) -> Any:
        answer = library(connection, *more)
        ours(connection, *more)
        return answer

    server.eio.on(event, both)


def cut(connection: Any) -> None:
    """End an Engine.IO connection, not waiting until all on its way to there has arrived: its
    reader may be calling.
    """
    if connection:
        connection.close(wait=False)
