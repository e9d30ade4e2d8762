"""Phones, thousands in one process: Engine.IO 4 and Socket.IO 5 spoken by hand, websocket only."""

import asyncio
import json
import random
import socket
import time

import aiohttp

SPACE = "/participant"
STATE = f'42{SPACE},["session_changed",'
ANSWER = f"43{SPACE},"
REFUSED = f"44{SPACE}"
OFFERS_DEFLATE = 15  # as every browser does; the program refuses it
LONGEST_GOODBYE = 5.0
ATTEMPTS = 5
Line = aiohttp.ClientWebSocketResponse


def browser() -> aiohttp.ClientSession:
    """What all phones send by: no cookie jar, no limit, no connection shared between two
    requests.
    """
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


class Phone:
    """One participant: joins by form, connects, votes by socket.

    Waits for one state and one answer at a time.
    """

    def __init__(self, http: aiohttp.ClientSession, base: str, code: str, group: str) -> None:
        self._http, self._base, self._code, self._group = http, base, code, group
        self._cookie = ""
        self._line: Line | None = None
        self._reader: asyncio.Task[None] | None = None
        self._state: asyncio.Future[float] | None = None
        self._answer: asyncio.Future[float] | None = None
        self._heard_state = self._heard_answer = ""

    async def join(self) -> None:
        """Load the join page, send the form on it with the cookie that came, load the page it leads
        to.
        """
        page, group = f"{self._base}/j/{self._code}", {"group": self._group}
        await self._load(page)
        sent = {"Cookie": self._cookie, "Origin": self._base}
        async with self._http.post(
            f"{page}/join", data=group, headers=sent, allow_redirects=False
        ) as answer:
            expect(answer.status == 303, f"joining was answered {answer.status}")
        await self._load(page)

    async def _load(self, page: str) -> None:
        """A page, as this phone; its cookie is kept."""
        async with self._http.get(
            page, headers={"Cookie": self._cookie} if self._cookie else {}
        ) as answer:
            await answer.read()
            expect(answer.status == 200, f"the page was answered {answer.status}")
            given = "; ".join(f"{held.key}={held.value}" for held in answer.cookies.values())
            self._cookie = given or self._cookie

    async def connect(self) -> None:
        """Connect, and wait for the present state.

        Turned away in a crowd, try again soon, as the pages do.
        """
        for _ in range(ATTEMPTS):
            try:
                return await self._connect()
            except (aiohttp.ClientConnectionError, ConnectionResetError):
                await asyncio.sleep(random.uniform(0.5, 1.5))
        return await self._connect()

    async def _connect(self) -> None:
        arrival = self.next_state()
        line = await self._http.ws_connect(
            f"{self._base}/socket.io/?EIO=4&transport=websocket&code={self._code}",
            headers={"Cookie": self._cookie, "Origin": self._base},
            compress=OFFERS_DEFLATE,
        )
        self._line, self._reader = line, asyncio.create_task(self._read(line))
        await arrival

    def next_state(self) -> "asyncio.Future[float]":
        """The moment the next state arrives."""
        self._state = asyncio.get_running_loop().create_future()
        return self._state

    def state(self) -> dict[str, object]:
        """The newest state."""
        state: dict[str, object] = json.loads(self._heard_state[len(STATE) : -1])
        return state

    async def vote(self, choice: int, question: str = "budget", number: int = 1) -> float:
        """Vote, wait for the acknowledgement; the seconds it took."""
        if self._line is None:
            raise ConnectionError("this phone is not connected")
        body = {
            "question": question,
            "pass": "today",
            "round": 1,
            "choices": [choice],
            "number": number,
        }
        self._answer = asyncio.get_running_loop().create_future()
        start = time.perf_counter()
        await self._line.send_str(f'42{SPACE},7["cast_ballot",{json.dumps(body)}]')
        arrival = await self._answer
        answer = json.loads(self._heard_answer.removeprefix(f"{ANSWER}7"))[0]
        expect(answer == {"ok": True, "number": number}, f"the ballot was answered {answer}")
        return arrival - start

    def cut(self) -> None:
        """As when the Wi-Fi goes: the socket ends, nobody says goodbye."""
        line = self._line.get_extra_info("socket") if self._line else None
        if line is not None and self._reader and not self._reader.done():
            line.shutdown(socket.SHUT_RDWR)

    async def come_back(self) -> None:
        """Connect anew after a cut."""
        await self.hang_up()
        await self.connect()

    async def hang_up(self) -> None:
        """Let go of a line that was cut."""
        if self._line and self._reader:
            await asyncio.wait([self._reader], timeout=LONGEST_GOODBYE)
            self._reader.cancel()
        if self._line:
            await self._line.close()

    async def _read(self, line: Line) -> None:
        async for message in line:
            await self._hear(line, message.data, time.perf_counter())
        for waiting in (self._state, self._answer):
            if waiting and not waiting.done():
                waiting.set_exception(ConnectionError("the server hung up"))
                waiting.exception()  # whether anybody waits for it or not

    async def _hear(self, line: Line, text: str, now: float) -> None:
        if text.startswith(STATE):
            self._heard_state = text
            settle(self._state, now)
        elif text.startswith(ANSWER):
            self._heard_answer = text
            settle(self._answer, now)
        elif text == "2":
            await line.send_str("3")
        elif text.startswith("0"):
            await line.send_str(f"40{SPACE},{json.dumps({'code': self._code})}")
        elif text.startswith(REFUSED) and self._state and not self._state.done():
            self._state.set_exception(ConnectionError(text))


def settle(waiting: "asyncio.Future[float] | None", now: float) -> None:
    """Tell whoever waits, if anybody does."""
    if waiting and not waiting.done():
        waiting.set_result(now)


def expect(is_so: bool, otherwise: str) -> None:
    """Raises ConnectionError where the server did not do what phones rely on."""
    if not is_so:
        raise ConnectionError(otherwise)
