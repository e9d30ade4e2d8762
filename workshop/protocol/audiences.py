"""The audiences of a session: their Socket.IO namespaces, and the rooms inside them."""

PARTICIPANT = "/participant"
SCREEN = "/screen"
FACILITATOR = "/facilitator"
AUDIENCES = (PARTICIPANT, SCREEN, FACILITATOR)


def desk_room(code: str, desk_id: str) -> str:
    """The room of the connections with one desk's key, inside `/facilitator`."""
    return f"{code}/{desk_id}"
