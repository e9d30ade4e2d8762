"""The Socket.IO server, on the platform's WebSockets and within our limits."""

from collections.abc import Iterable
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from workshop.facilitation.ports import Clock
from workshop.protocol.json_codec import JsonCodec
from workshop.server import limits
from workshop.server.platform import Platform
from workshop.server.silent_logger import silent_logger
from workshop.server.sockets.frame_limits import limit_frames
from workshop.server.sockets.pings import Pings
from workshop.server.sockets.socketio_packets import TextPacket
from workshop.server.sockets.socketio_rooms import RoomManager


def socketio_server(app: Flask, platform: Platform, clock: Clock, namespaces: Iterable[str]) -> Any:
    """The python-socketio server behind `app`.

    Namespaces are registered on it, not on Flask-SocketIO: no Flask request context is built per
    event.
    """
    server = SocketIO(
        app,
        async_mode=platform.async_mode,
        async_handlers=False,
        client_manager=RoomManager(),
        namespaces=list(namespaces),
        transports=[
            "websocket"
        ],  # by polling a browser sends no Origin, and without one there is no proof
        serializer=TextPacket,
        json=JsonCodec,
        max_http_buffer_size=limits.FRAME_BYTES,
        # no CORS headers; each namespace checks the Origin itself, exactly
        cors_allowed_origins=[],
        manage_session=False,
        logger=silent_logger(),
        engineio_logger=silent_logger(),
    ).server
    # the library has no setting for it; its own reads a frame of any size into memory
    server.eio._async = {**server.eio._async, "websocket": platform.websocket}
    limit_frames(server, clock)
    Pings(server)
    return server
