"""Our manager of rooms leaves everyone where the library's would, and nothing of those who went."""

import random

import pytest
import socketio

from workshop.server.sockets.socketio_rooms import RoomManager

SPACE = "/participant"
ROOMS = ("ABC234", "DEF567")


def a_morning(manager: socketio.Manager, seed: int) -> list[str]:
    """Phones come, enter, leave a room, and go, in an order that the seed decides.

    Who is still there.
    """
    chance, here = random.Random(seed), []
    server = socketio.Server(client_manager=manager, async_mode="threading")
    server.eio.generate_id = iter(map("sid-{}".format, range(1000))).__next__
    for number in range(60):
        sid = manager.pre_connect(f"wire-{number}", SPACE)
        if chance.random() < 0.9:
            manager.connect(sid, SPACE)
        manager.enter_room(sid, SPACE, chance.choice(ROOMS))
        here.append(sid)
        if chance.random() < 0.3:
            manager.leave_room(chance.choice(here), SPACE, chance.choice(ROOMS))
        if chance.random() < 0.5:
            gone = here.pop(chance.randrange(len(here)))
            manager.pre_disconnect(gone, SPACE)
            manager.disconnect(gone, SPACE)
    return here


@pytest.mark.parametrize("seed", range(5))
def test_everyone_is_where_the_library_would_have_them_and_nothing_is_left_of_who_went(
    seed: int,
) -> None:
    ours, theirs = RoomManager(), socketio.Manager()
    here = a_morning(ours, seed)
    a_morning(theirs, seed)
    for room in (None, *ROOMS, *here, "sid-none"):
        assert dict(ours.get_participants(SPACE, room)) == dict(
            theirs.get_participants(SPACE, room)
        )
    for sid in (*here, "sid-none"):
        assert ours.is_connected(sid, SPACE) == theirs.is_connected(sid, SPACE)
        assert ours.is_pre_connected(sid, SPACE) == theirs.is_pre_connected(sid, SPACE)
        assert ours.get_rooms(sid, SPACE) == sorted(set(theirs.get_rooms(sid, SPACE)) - {sid})
    for sid in here:
        ours.disconnect(sid, SPACE)
    assert not any((ours.rooms, ours.callbacks, ours._rooms_of, ours._coming, ours._leaving))


def test_who_leaves_is_looked_for_in_no_room_of_others() -> None:
    class Unsearched(dict[str, object]):
        """A house that is never walked through."""

        def __iter__(self) -> None:  # type: ignore[override]
            raise AssertionError("every room was looked into")

        copy = items = __iter__  # type: ignore[assignment]

    manager = RoomManager()
    here = a_morning(manager, seed=1)
    manager.rooms[SPACE] = Unsearched(manager.rooms[SPACE])
    for sid in here:
        manager.disconnect(sid, SPACE)
    assert not manager.rooms
