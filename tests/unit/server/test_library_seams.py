"""Parts of libraries that they do not promise to keep, and that we use all the same.

One test for each; where one fails after an upgrade, its sentence says what of ours to look at. The
versions are pinned exactly in requirements/run.in, so no upgrade comes by itself.
"""

import inspect
from collections.abc import Callable
from typing import Any

import bidict
import engineio
import engineio.packet
import engineio.socket
import flask_socketio
import pytest
import simple_websocket
import socketio
import socketio.packet
from engineio.async_drivers import threading as engineio_threading
from eventlet import greenpool, greenthread, wsgi
from eventlet.greenio import base as greenio
from eventlet.hubs import hub
from flask import Flask
from werkzeug import serving
from wsproto import frame_protocol

SOCKETS = "workshop/server/sockets"


def seam(holds: object, look_at: str) -> None:
    assert holds, f"a library has moved a part of its own that we use; look at {look_at}"


def parameters(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def source(function: Any) -> str:
    return inspect.getsource(function)


def engineio_socket() -> Any:
    return engineio.socket.Socket(engineio.Server(async_mode="threading"), "one")


# ---- python-engineio


def test_the_websocket_driver_is_an_entry_of_the_servers_table() -> None:
    server = engineio.Server(async_mode="threading")
    seam(
        server._async["websocket"] is engineio_threading.SimpleWebSocketWSGI
        and "_async['websocket']" in source(engineio.socket.Socket._upgrade_websocket),
        "workshop/server/socketio_server.py: how the platform's driver is put in",
    )


def test_the_driver_is_given_a_method_of_the_connection_and_the_server() -> None:
    seam(
        "self._websocket_handler, self.server" in source(engineio.socket.Socket._upgrade_websocket)
        and parameters(engineio.socket.Socket._websocket_handler) == ["self", "ws"],
        f"{SOCKETS}/socket_transport.py and frame_limits.py: `handler.__self__`",
    )


def test_an_event_is_triggered_by_name_with_what_its_handler_gets() -> None:
    server, heard = engineio.Server(async_mode="threading"), []
    server.on("message", lambda *told: heard.append(told))
    server._trigger_event("message", "one", "text", run_async=False)
    seam(heard == [("one", "text")], f"{SOCKETS}/socket_transport.py: _trigger_event")


def test_socketio_hears_of_connections_by_handlers_that_can_be_replaced() -> None:
    eio = socketio.Server(async_mode="threading").eio
    library, heard = eio.handlers["disconnect"], []
    eio.on("disconnect", lambda *told: heard.append(told))
    seam(
        callable(library)
        and {"connect", "message", "disconnect"} <= eio.handlers.keys()
        and eio.handlers["disconnect"] is not library,
        f"{SOCKETS}/engineio_hooks.py and frame_limits.py: `eio.handlers`",
    )


def test_a_connection_has_what_the_transport_takes_over() -> None:
    connection = engineio_socket()
    seam(
        all(hasattr(connection, name) for name in ("connected", "upgraded", "closed", "queue"))
        and parameters(connection.send) == ["pkt"]
        and parameters(connection.close) == ["wait", "abort", "reason"]
        and parameters(connection.receive) == ["pkt"]
        and parameters(connection.check_ping_timeout) == []
        and connection.server.reason.TRANSPORT_CLOSE,
        f"{SOCKETS}/socket_transport.py: SocketTransport",
    )


def test_a_connection_asks_for_its_next_ping_and_says_when_it_was_pinged() -> None:
    connection = engineio_socket()
    seam(
        all(hasattr(connection, name) for name in ("last_ping", "closing", "closed"))
        and "self.schedule_ping()" in source(engineio.socket.Socket.receive)
        and "self.last_ping" in source(engineio.socket.Socket.check_ping_timeout),
        f"{SOCKETS}/pings.py: schedule_ping and last_ping",
    )


def test_an_engineio_message_is_its_text_after_a_four() -> None:
    packet = engineio.packet.Packet(engineio.packet.MESSAGE, "text")
    seam(packet.encode() == "4text", f"{SOCKETS}/socket_transport.py: _MESSAGE, _CONNECT")


# ---- python-socketio


def test_the_manager_of_rooms_is_asked_as_ours_answers() -> None:
    manager = socketio.Manager
    seam(
        parameters(manager.pre_connect) == ["self", "eio_sid", "namespace"]
        and parameters(manager.connect) == ["self", "sid", "namespace"]
        and parameters(manager.is_connected) == ["self", "sid", "namespace"]
        and parameters(manager.pre_disconnect) == ["self", "sid", "namespace"]
        and parameters(manager.basic_disconnect) == ["self", "sid", "namespace", "kwargs"]
        and parameters(manager.basic_enter_room) == ["self", "sid", "namespace", "room", "eio_sid"]
        and parameters(manager.basic_leave_room) == ["self", "sid", "namespace", "room"]
        and parameters(manager.get_participants) == ["self", "namespace", "room"]
        and hasattr(manager(), "callbacks"),
        f"{SOCKETS}/socketio_rooms.py: RoomManager, with the library's Manager beside it",
    )


def test_a_connection_that_is_a_client_already_is_refused_by_the_table_of_rooms() -> None:
    manager = socketio.Manager()
    manager.basic_enter_room("a", "/", None, "wire")
    with pytest.raises(bidict.ValueDuplicationError):
        manager.basic_enter_room("b", "/", None, "wire")
    seam(
        dict(manager.rooms["/"][None]) == {"a": "wire"},
        f"{SOCKETS}/socketio_rooms.py: pre_connect, and workshop/live/broadcaster.py: rooms",
    )


def test_a_packet_is_decoded_into_its_type_and_data() -> None:
    packet = socketio.packet.Packet(encoded_packet='2/space,["event",1]')
    seam(
        (packet.packet_type, packet.data) == (socketio.packet.EVENT, ["event", 1])
        and parameters(packet.decode) == ["encoded_packet"],
        f"{SOCKETS}/socketio_packets.py: TextPacket",
    )


def test_an_event_is_its_namespace_and_json_after_a_two() -> None:
    packet = socketio.packet.Packet(socketio.packet.EVENT, namespace="/space", data=["event", 1])
    seam(
        packet.encode().replace(" ", "") == '2/space,["event",1]'
        and "eio_sid" in parameters(socketio.Manager.sid_from_eio_sid)
        and parameters(socketio.Manager.eio_sid_from_sid) == ["self", "sid", "namespace"],
        "workshop/live/namespace.py: _send_text",
    )


def test_flask_socketio_passes_requests_on_to_the_server_below_it() -> None:
    app = Flask("seam")
    below = flask_socketio.SocketIO(app, async_mode="threading").server
    outer: Any = app.wsgi_app
    seam(
        isinstance(below, socketio.Server) and outer.engineio_app is below,
        "workshop/server/socketio_server.py: the server below Flask-SocketIO",
    )


# ---- simple-websocket


def test_the_threaded_servers_socket_reads_where_ours_looks() -> None:
    base = simple_websocket.ws.Base
    seam(
        parameters(base._handle_events) == ["self"]
        and "self.ws.events()" in source(base._handle_events)
        and all(f"self.{name}" in source(base) for name in ("input_buffer", "connected", "event"))
        and "max_message_size" in parameters(simple_websocket.Server.__init__)
        and all(mode in source(simple_websocket.Server) for mode in ("'werkzeug'", "'gunicorn'")),
        f"{SOCKETS}/frame_limits.py: _SmallFrameServer",
    )


# ---- eventlet


def test_the_request_handler_is_made_of_the_connection_and_the_server() -> None:
    seam(
        "self.protocol(conn_state, self)" in source(wsgi.Server.process_request)
        and parameters(wsgi.HttpProtocol.__init__) == ["self", "conn_state", "server"]
        and {"protocol", "custom_pool", "socket_timeout", "log_output", "debug"}
        <= set(parameters(wsgi.server)),
        "workshop/server/eventlet_server.py: serve, and RequestHandler",
    )


def test_a_request_is_handled_in_the_steps_that_have_deadlines() -> None:
    handled = source(wsgi.HttpProtocol.handle_one_request)
    seam(
        "self.parse_request()" in handled
        and "self.environ = self.get_environ()" in handled
        and "while True:\n            self.handle_one_request()" in source(wsgi.HttpProtocol.handle)
        and "_read_request_line" in handled,
        "workshop/server/http/request_deadline.py: RequestDeadline",
    )


def test_what_is_kept_of_a_sockets_request_is_enough_for_the_server() -> None:
    answered = source(wsgi.HttpProtocol.handle_one_response)
    kept = {"eventlet.input", "eventlet.posthooks"}
    seam(
        all(f"self.environ['{name}']" in answered for name in kept)
        and answered.count("self.environ[") == len(kept),
        "workshop/server/http/request_head.py: _OF_A_SOCKET",
    )


def test_a_connection_that_was_answered_is_left_alone() -> None:
    seam(
        "WSGI_LOCAL.already_handled" in source(wsgi.HttpProtocol.handle_one_response),
        "workshop/server/eventlet_server.py: WebSocket",
    )


def test_connections_are_spawned_by_the_pool_and_linked_to_their_end() -> None:
    seam(
        "pool.spawn(serv.process_request, connection)" in source(wsgi.server)
        and ".link(_clean_connection, connection)" in source(wsgi.server)
        and parameters(greenpool.GreenPool.spawn) == ["self", "function", "args", "kwargs"]
        and parameters(greenthread.GreenThread.link)[:2] == ["self", "func"],
        "workshop/server/eventlet_server.py: QueuedPool.spawn, and PendingConnection.link",
    )


def test_below_a_green_socket_is_one_that_does_not_block() -> None:
    listener = greenio.GreenSocket()
    try:
        seam(
            listener.fd.gettimeout() == 0,
            f"{SOCKETS}/socket_transport.py: `line.fd`, and QueuedPool.spawn",
        )
    finally:
        listener.close()


def test_the_hub_tells_once_when_a_connection_is_readable() -> None:
    seam(
        parameters(hub.BaseHub.add) == ["self", "evtype", "fileno", "cb", "tb", "mark_as_closed"]
        and parameters(hub.BaseHub.remove) == ["self", "listener"],
        "workshop/server/eventlet_server.py: QueuedPool._watch",
    )


# ---- werkzeug, wsproto


def test_a_thread_handles_a_connection_in_the_steps_that_we_count() -> None:
    server = serving.ThreadedWSGIServer
    seam(
        parameters(server.process_request_thread) == ["self", "request", "client_address"]
        and parameters(server.finish_request) == ["self", "request", "client_address"]
        and "self.finish_request(" in source(server.process_request_thread),
        "workshop/server/threaded_server.py: ThreadedServer",
    )


def test_a_lost_connection_is_no_error_to_werkzeug() -> None:
    seam(
        "connection_dropped_errors = (ConnectionError" in source(serving)
        and "except connection_dropped_errors" in source(serving.WSGIRequestHandler.run_wsgi),
        f"{SOCKETS}/frame_limits.py: LimitedWebSocketDriver raises ConnectionError",
    )


def test_frames_are_read_as_they_come_and_a_whole_message_is_one_frame() -> None:
    reader = frame_protocol.FrameProtocol(client=False, extensions=[])
    reader.receive_bytes(b"\x81\x82\0\0\0\0h")
    (part,) = reader.received_frames()
    reader.receive_bytes(b"i")
    (rest,) = reader.received_frames()
    seam(
        (part.payload, part.frame_finished, rest.payload, rest.message_finished)
        == ("h", False, "i", True)
        and bytes(reader.send_data("hi")) == b"\x81\x02hi",
        f"{SOCKETS}/websocket.py: MessageReader",
    )


# ---- and that these would tell


def test_a_moved_signature_is_told_with_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socketio.Manager, "connect", lambda self, eio_sid, namespace: None)
    with pytest.raises(AssertionError, match=r"look at .*socketio_rooms\.py"):
        test_the_manager_of_rooms_is_asked_as_ours_answers()


def test_a_renamed_table_is_told_with_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        engineio.socket.Socket, "_upgrade_websocket", lambda self, environ, start_response: None
    )
    with pytest.raises(AssertionError, match=r"look at .*socketio_server\.py"):
        test_the_websocket_driver_is_an_entry_of_the_servers_table()
