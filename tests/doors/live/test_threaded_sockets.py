"""With threads, nothing is kept of a socket that has ended: strangers who come again and again fill
no memory.
"""

import socket
from threading import Thread
from types import SimpleNamespace
from typing import Any

import engineio
import pytest
from engineio.async_drivers.threading import SimpleWebSocketWSGI

from tests.support.fakes import FakeClock
from workshop.server.sockets.frame_limits import LimitedWebSocketDriver, limit_frames

KEY = "dGhlIHNhbXBsZSBub25jZQ=="


class Came:
    """One connection: a stranger on its end, the library on the other, in a thread as the
    server's.
    """

    def __init__(self, wire: type[SimpleWebSocketWSGI], **head: str) -> None:
        self.left: list[str] = []
        self.server = engineio.Server(async_mode="threading")
        self.server.on("message", lambda *_: None)
        self.server.on("connect", lambda *_: None)
        self.server.on("disconnect", lambda sid, _: self.left.append(sid))
        self.server._async = {**self.server._async, "websocket": wire}
        limit_frames(SimpleNamespace(eio=self.server), FakeClock())
        ours, self.stranger = socket.socketpair()
        self._environ = {
            "werkzeug.socket": ours,
            "PATH_INFO": "/",
            "QUERY_STRING": "",
            "HTTP_HOST": "here",
        }
        self._environ |= {
            "HTTP_CONNECTION": "upgrade",
            "HTTP_UPGRADE": "websocket",
            "HTTP_SEC_WEBSOCKET_KEY": KEY,
        }
        self._environ |= {"HTTP_SEC_WEBSOCKET_VERSION": "13", **head}
        self.thread = Thread(target=self._carry)
        self.thread.start()

    def _carry(self) -> None:
        with pytest.raises(Exception):  # noqa: B017, PT011  how werkzeug is told, by whatever error
            self.server._handle_connect(self._environ, None, "websocket")

    def end(self) -> dict[str, Any]:
        """What the library keeps then."""
        self.stranger.close()
        self.thread.join(20)
        assert not self.thread.is_alive()
        return dict(self.server.sockets)


def test_a_socket_that_ended_is_forgotten_at_once() -> None:
    came = Came(LimitedWebSocketDriver)
    assert came.stranger.recv(4096).startswith(b"HTTP/1.1 101")
    assert len(came.server.sockets) == 1
    assert came.end() == {}
    assert len(came.left) == 1, "and whoever follows it has heard"


def test_one_that_never_came_to_be_is_forgotten_too() -> None:
    came = Came(LimitedWebSocketDriver, HTTP_SEC_WEBSOCKET_VERSION="12")
    assert came.end() == {}
    assert len(came.left) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_the_library_alone_keeps_it() -> None:
    came = Came(SimpleWebSocketWSGI)
    assert came.stranger.recv(4096).startswith(b"HTTP/1.1 101")
    assert len(came.end()) == 1
