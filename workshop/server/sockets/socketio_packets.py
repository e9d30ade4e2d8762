"""Socket.IO packets that may arrive: text that asks for an event of ours.

A binary packet may announce any number of attachments, and the server would wait for them all. A
client that sends `connect` as an event would choose its own Origin and cookie, for that is what the
connect handler is given.
"""

from typing import Any

from socketio.packet import BINARY_ACK, BINARY_EVENT, EVENT, Packet

_RESERVED = ("connect", "disconnect")


class TextPacket(Packet):  # type: ignore[misc]  # python-socketio is untyped
    """Refuses binary packets, and events without a name or with a reserved one."""

    def decode(self, encoded_packet: str) -> Any:
        """As the library, but for those.

        Raises ValueError: the packet is dropped, and nothing is answered.
        """
        if encoded_packet[:1] in (str(BINARY_EVENT), str(BINARY_ACK)):
            raise ValueError("binary packets are not spoken here")
        attachments = super().decode(encoded_packet)
        if self.packet_type == EVENT and not _is_named(self.data):
            raise ValueError("no event of ours")
        return attachments


def _is_named(data: object) -> bool:
    return (
        isinstance(data, list)
        and bool(data)
        and isinstance(data[0], str)
        and data[0] not in _RESERVED
    )
