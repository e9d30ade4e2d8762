"""Every limit of the server: how much, how many, how long, and why so.

They are read as `limits.NAME` when they are needed, so a test that wants other seconds sets them
here. What a message may hold is in `protocol/limits.py`: that follows from what people write, this
from what a machine can bear.
"""

from workshop.domain.token_bucket import Rate

# ---- the process

MOST_CONNECTIONS = 20_000
"""Open at once, and as many files: twice the largest room that was tried."""
MOST_THREADS = 400
"""Of the threaded server, besides those of sockets: they wait for a request, are at work, have a
response that is not taken, or were closed and are on their way out.
"""
LOOK_FOR_ROOM_SECONDS = 0.005
"""Until it is asked again whether there is room for a thread: a connection that becomes a socket
makes room, and tells nobody.
"""
SWEEP_SECONDS = 1.0
"""Between two looks for what is over its deadline."""
GARBAGE_AFTER = 50_000
"""New objects before rings of them are looked for: a room that comes back makes many, and hardly
any ring.
"""
STOP_SECONDS = 0.2
"""For the last answers to leave, and again for the sockets' last frames."""
ADDRESSES_SECONDS = 2.0
"""How long this machine's addresses are taken for known, when an unknown one is asked for."""
LAG_SECONDS = 0.5
LAGS_KEPT = 20
"""Ten seconds of them: what `/readyz` tells is what somebody at the desk sees now."""

# ---- connections that wait for a thread

BACKLOG = 4096
"""Connections that the kernel keeps until they are accepted: with 50, the rest of a venue that
comes back at once tries again a second later.
"""
ACCEPTED_AT_ONCE = 64
"""Before the other green threads have their turn."""
STARTED_AT_ONCE = 8
"""Green threads that begin before the others have their turn."""
MOST_PENDING = 10_000
"""Connections that have sent nothing; beyond, the oldest is closed. Five kilobytes each: they are
no thread yet, not even a green one.
"""
MOST_PARTIAL = 300
"""Connections that have sent half a request; beyond, the oldest is closed. What an honest phone
sends is here in one piece, or nearly.
"""
PARTIAL_SECONDS = 0.2
"""Between two looks whether more of half a request has come: being told of it would wake us for
ever, since what has come stays unread.
"""
PEEKED_BYTES = 8192
"""Bytes of a request that are waited for without a thread. Of a longer one the rest is waited for
with one.
"""

# ---- requests

MOST_IDLE, MOST_IDLE_THREADED = 800, 200
"""Connections with a thread and no whole request; beyond, the oldest silent one is closed. A hall
that comes back at once; a real thread weighs more.
"""
FIRST_REQUEST_SECONDS = 10.0
"""For the head and body of a connection's first request."""
NEXT_REQUEST_SECONDS = 40.0
"""For the next request on a connection that has had its response: a browser keeps some open."""
LARGE_BODY_SECONDS = 60.0
"""For a body larger than a ballot's: a plan, over a slow connection."""
HEAD_BYTES = 32 * 1024
"""Of all lines of a head; the cookies of a phone that shares its seats in many sessions are a tenth
of it.
"""
DRAIN_SECONDS = 20.0
"""For the rest of a body that nobody wants, so that whoever sends it reads why."""
DRAIN_BYTES = 16 * 1024 * 1024
DRAINED_AT_ONCE = 16 * 1024
REQUESTS = Rate(a_second=20, at_once=100)
"""Of one connection; then it ends with a response that says so, and the next one waits in the
accept queue like everybody's.
"""
REQUEST_SLOTS = 6
"""Requests at work at once: few, so that page loads never delay a vote."""
LARGE_BODIES_AT_ONCE = 8
"""Bodies larger than a ballot's that are read into memory at the same moment; the others wait on
their own side.
"""

# ---- responses

SOCKET_BUFFER_BYTES = 128 * 1024
"""What the system keeps for a connection, each way. Left to itself, it takes four megabytes for who
does not read, 32 for who floods.
"""
RESPONSE_SECONDS = 45.0
"""For the last piece of a response to be taken, and for each before it to make room for the
next.
"""
MOST_UNTAKEN_BYTES = 32 * 1024 * 1024
"""Of all responses together; beyond, the oldest is cut off."""
MOST_RESPONSES, MOST_RESPONSES_THREADED = 10_000, 100
"""On their way at once; a thread that writes to who does not read can do nothing else."""

# ---- sockets

MOST_UNPROVEN_SOCKETS = 200
"""Sockets that have proved nothing; beyond, the oldest is closed. Phones bring their cookie when
they connect, so a room of six hundred that comes back at once is none of these.
"""
PROOF_SECONDS = 10.0
"""For a socket to prove something."""
MOST_SOCKETS_OF_A_GUEST = 6
"""With the same cookie: a person has a tab or two, and a phone on bad Wi-Fi leaves dead ones."""
FRAME_BYTES = 8 * 1024
"""Of a facilitator's message: a written question in two languages."""
PHONE_FRAME_BYTES = 2 * 1024
"""Of anybody else's: a written answer, padded."""
MOST_FRAGMENTS = 64
"""Frames of one message: memory would grow without end, of empty ones, too."""
PHONE_FRAMES = Rate(a_second=2, at_once=10)
"""Of one socket. Our phones send one at a time and wait for its answer."""
DESK_FRAMES = Rate(a_second=10, at_once=40)
"""Of a socket that has proved to be a facilitator's."""
READ_BYTES = 4096
"""Read from a socket at once, before the other green threads have their turn."""
MOST_MESSAGES_UNREAD = 64
"""Of one socket on the threaded server, received and not yet worked on."""
MOST_BYTES_UNSENT = 256 * 1024
"""To one socket that takes nothing: a few changes of state, which a phone that is back asks for
anyway.
"""
