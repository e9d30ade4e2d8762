"""A phone's request for a socket is read at once; whatever is unusual about one is left to the
library.
"""

import pytest

from workshop.server.http.fast_upgrade import upgrade_in

ASKED = "EIO=4&transport=websocket&code=ABC234"
HEADERS = {
    "Host": "192.168.1.7:5000",
    "Connection": "keep-alive, Upgrade",  # Firefox
    "Upgrade": "websocket",
    "Origin": "http://192.168.1.7:5000",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
    "Cookie": "participant_ABC234=secret; workshop_language=ar",
    "User-Agent": "Mozilla/5.0 (Linux; Android 8.0)",
}


def request(
    target: str = f"/socket.io/?{ASKED}", method: str = "GET", **headers: str | None
) -> bytes:
    """What goes over the wire; underscores in names stand for hyphens, None leaves a header out."""
    changed = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in (HEADERS | changed).items() if value is not None]
    return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode()


def test_a_phones_request_is_read_and_nothing_is_kept_that_nobody_needs() -> None:
    environ = upgrade_in(request())
    assert environ is not None
    assert environ["QUERY_STRING"] == ASKED
    assert environ["HTTP_COOKIE"] == HEADERS["Cookie"]
    assert environ["HTTP_ORIGIN"] == HEADERS["Origin"]
    assert not {"HTTP_USER_AGENT", "HTTP_SEC_WEBSOCKET_EXTENSIONS", "REMOTE_ADDR"} & set(environ)


@pytest.mark.parametrize(
    "usual",
    [
        request(Cookie=None),
        request(Origin=None),
        request(f"/socket.io/?code=ABC234&{ASKED}&t=x1"),
        request().replace(b"Upgrade: websocket", b"upgrade:WebSocket  "),
    ],
)
def test_what_every_client_may_say_is_read_as_well(usual: bytes) -> None:
    assert upgrade_in(usual) is not None


@pytest.mark.parametrize(
    "unusual",
    [
        b"",
        request()[:-2],
        request() + b"\x81",
        request() + request(),
        request().replace(b"HTTP/1.1", b"HTTP/1.0"),
        request().replace(b"\r\nOrigin", b"\nOrigin"),
        request().replace(b"\r\nOrigin", b"\r\n Origin"),
        request().replace(b"Origin:", b"Origin :"),
        request().replace(b"Origin:", b"Origin"),
        request(method="POST"),
        request("/socket.io/?EIO=4&transport=polling"),
        request("/socket.io/?EIO=3&transport=websocket"),
        request("/socket.io/?EIO=4&transport=websocket&sid=abc"),
        request("/socket.io/?EIO=4&transport=websocket&code=%41"),
        request("/j/ABC234?EIO=4&transport=websocket"),
        request(Upgrade=None),
        request(Upgrade="h2c"),
        request(Connection="keep-alive"),
        request(Sec_WebSocket_Version="8"),
        request(Sec_WebSocket_Key=None),
        request(Sec_WebSocket_Key="too short"),
        request(Content_Length="3"),
        request(Transfer_Encoding="chunked"),
        request(Expect="100-continue"),
        request(Cookie="a\x00b"),
        request(origin="http://elsewhere"),  # a second one
    ],
)
def test_what_is_unusual_is_left_to_the_library(unusual: bytes) -> None:
    assert upgrade_in(unusual) is None
