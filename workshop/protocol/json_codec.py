"""The JSON codec of the sockets: one encoder and one decoder for all packets.

python-socketio makes a new one for every packet. Letters are not escaped: escaped, Arabic would be
three times as long.
"""

from json import JSONDecoder, JSONEncoder
from typing import Any

MOST_DIGITS = 100


def _integer(digits: str) -> int:
    if (
        len(digits) > MOST_DIGITS
    ):  # the time a number takes to read grows with the square of its length
        raise ValueError("that number is too long")
    return int(digits)


_ENCODER = JSONEncoder(separators=(",", ":"), ensure_ascii=False)
_ESCAPING = JSONEncoder(separators=(",", ":"))
_DECODER = JSONDecoder(parse_int=_integer)


class JsonCodec:
    """A replacement for the `json` module in python-socketio's packets."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """The value as JSON without spaces."""
        text = _ENCODER.encode(value)
        return text if text.isascii() or _can_be_sent(text) else _ESCAPING.encode(value)

    @staticmethod
    def loads(text: str) -> Any:
        """The value that a client sent. Raises ValueError."""
        return _DECODER.decode(text)


def _can_be_sent(text: str) -> bool:
    """Whether a text is valid Unicode: a client may have sent half a character, which is echoed."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
