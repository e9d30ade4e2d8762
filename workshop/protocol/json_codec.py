"""The JSON that goes over sockets, by one encoder and one decoder: the libraries make one for every
packet.

Letters go as they are: escaped, Arabic would be three times as long.
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


class CompactJson:
    """In the place of the module that Socket.IO's packets use."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Without a space too many."""
        text = _ENCODER.encode(value)
        return text if text.isascii() or _can_be_sent(text) else _ESCAPING.encode(value)

    @staticmethod
    def loads(text: str) -> Any:
        """What a client sent. Raises ValueError."""
        return _DECODER.decode(text)


def _can_be_sent(text: str) -> bool:
    """Not with half a character, which a client may have sent us and is told about."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
