"""Outside clients that know the contract and nothing of the code: a script, a phone, a wall, a
desk.
"""

import logging
import queue
import time
from collections.abc import Callable
from typing import Any

import requests
import socketio
import websocket

from tests.support.timing import let_pass

PATIENCE_SECONDS = 120.0
LOOK_SECONDS = 0.03
"""How long a fact may be on its way before a tick is tried."""

TWO_QUESTIONS: dict[str, Any] = {
    "title": "How do we decide?",
    "frame": "in this partnership",
    "threshold": 3,
    "questions": [
        {
            "id": "budget",
            "kind": "who_decides",
            "text": "Who decides on the budget between the partners?",
            "passes": ["today", "should_be"],
        },
        {
            "id": "focus",
            "kind": "choice",
            "text": "Where should we start?",
            "choices": ["Budget", "Reporting", "=1+1"],
            "max_choices": 1,
        },
    ],
}
BUDGET_TODAY = {"question": "budget", "pass": "today"}


class Script:
    """Calls the API with a facilitator's key, for a session that it makes; with the password, where
    that is needed.
    """

    def __init__(self, base: str, plan: Any = TWO_QUESTIONS, password: str = "") -> None:
        self.base = base
        proof = {"Authorization": f"Bearer {password}"} if password else {}
        answer = requests.post(
            f"{base}/api/sessions", json=plan, headers=proof, timeout=PATIENCE_SECONDS
        )
        assert answer.status_code == 201, answer.text
        made = answer.json()
        self.code: str = made["code"]
        self.key: str = made["facilitator_key"]
        self.screen_key: str = made["screen_key"]
        self.links: dict[str, str] = made

    def call(self, method: str, path: str = "", **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}"} | options.pop("headers", {})
        url = f"{self.base}/api/sessions/{self.code}{path}"
        return requests.request(method, url, headers=headers, timeout=PATIENCE_SECONDS, **options)

    def do(self, verb: str, **body: object) -> dict[str, Any]:
        answer = self.call("POST", f"/{verb}", json=body)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def refused(self, verb: str, **body: object) -> tuple[int, dict[str, Any]]:
        answer = self.call("POST", f"/{verb}", json=body)
        assert answer.status_code >= 400, answer.text
        return answer.status_code, answer.json()

    def state(self) -> dict[str, Any]:
        result: dict[str, Any] = self.call("GET").json()
        return result

    def export(self, name: str) -> bytes:
        answer = self.call("GET", f"/exports/{name}")
        assert answer.status_code == 200, answer.text
        return answer.content


class Phone:
    """A participant's phone: opens the page, joins by the form on it, votes by plain form or by
    socket.
    """

    def __init__(
        self, base: str, code: str, group: str, slip: str | None = None, agent: str = "phone"
    ) -> None:
        self.base, self.code, self.group = base, code, group
        self.http = requests.Session()
        self.http.headers.update({"Origin": base, "User-Agent": agent})
        self.page()
        answer = self.join(group, slip)
        assert answer.status_code == 303, answer.text
        self.number = 0

    def join(self, group: str, slip: str | None = None) -> requests.Response:
        return self.post("/join", data={"group": group} | ({} if slip is None else {"slip": slip}))

    def post(self, path: str, **options: Any) -> requests.Response:
        url = f"{self.base}/j/{self.code}{path}"
        return self.http.post(url, allow_redirects=False, timeout=PATIENCE_SECONDS, **options)

    def page(self) -> str:
        return self.http.get(f"{self.base}/j/{self.code}", timeout=PATIENCE_SECONDS).text

    def ballot(self, choices: list[int], **more: object) -> dict[str, object]:
        self.number += 1
        return {**BUDGET_TODAY, "round": 1, "choices": choices, "number": self.number} | more

    def cast(self, choices: list[int], **more: object) -> dict[str, Any]:
        result: dict[str, Any] = self.post("/ballots", json=self.ballot(choices, **more)).json()
        return result

    def vote(self, choices: list[int], **more: object) -> None:
        """Deliver one ballot as a real phone does: where it is asked to wait, it waits, and sends
        the same again.
        """
        ballot = self.ballot(choices, **more)
        while not (answer := self.post("/ballots", json=ballot).json())["ok"]:
            assert answer["reason"] == "RateLimited", answer
            self.wait(0.5)

    def wait(self, seconds: float) -> None:
        """As a phone waits: time passes at the server, really or by our hand."""
        if not let_pass(self.base, seconds):
            time.sleep(seconds)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies)

    def connect(self) -> "Socket":
        headers = {
            "Cookie": self.cookie,
            "Origin": self.base,
            "User-Agent": self.http.headers["User-Agent"],
        }
        return Socket(self.base, "/participant", {"code": self.code}, headers)


class Brisk(websocket.WebSocket):
    """Hangs up without the three seconds that this client waits for a goodbye which threaded
    servers do not say.
    """

    def close(
        self,
        status: int = websocket.STATUS_NORMAL,
        reason: str | bytes = b"",
        timeout: float | None = 0,
    ) -> None:
        super().close(status, reason, timeout=0)


class Refused(Exception):
    """The server refused the connection, for this reason."""


UNHEARD = logging.getLogger(
    "tests.unheard"
)  # the library's threads complain of an end that was meant, after it
UNHEARD.setLevel(logging.CRITICAL + 1)


class Socket:
    """One Socket.IO connection that keeps the newest of each fact, and all of them in order."""

    FACTS = ("session_changed", "turnout_changed", "results_released")

    def __init__(
        self, base: str, namespace: str, auth: dict[str, str], headers: dict[str, str] | None = None
    ) -> None:
        self.base, self.namespace = base, namespace
        self.facts: list[tuple[str, dict[str, Any]]] = []
        self._news: queue.Queue[None] = queue.Queue()
        self._client = socketio.Client(
            reconnection=False,
            engineio_logger=UNHEARD,
            websocket_extra_options={"suppress_origin": True, "class_": Brisk},
        )
        for fact in self.FACTS:
            self._client.on(fact, self._keep(fact), namespace=namespace)
        code = auth.get("code", "")
        sent = {"Origin": base} if headers is None else headers
        self.refusal = ""
        self.is_let_go = False
        self._wire: Any = None
        self._client.on("disconnect", self._let_go, namespace=namespace)
        self._client.on("connect_error", self._refused, namespace=namespace)
        try:
            self._client.connect(
                f"{base}/?code={code}",
                namespaces=[namespace],
                auth=auth,
                headers=sent,
                transports=["websocket"],
                wait_timeout=PATIENCE_SECONDS,
            )
        except socketio.exceptions.ConnectionError:
            self.hang_up()
            raise Refused(self.refusal) from None
        self._wire = self._client.eio.ws

    def __enter__(self) -> "Socket":
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        if self._wire:
            # a connection that the server has ended is left open by the library
            self._wire.shutdown()

    def ask(self, event: str, body: object = None) -> dict[str, Any]:
        answer: dict[str, Any] = self._client.call(
            event, body, namespace=self.namespace, timeout=PATIENCE_SECONDS
        )
        return answer

    def send_binary(self, event: str, answered: Callable[..., object]) -> None:
        """Send bytes, as no client of ours does; `answered` is called with an answer."""
        self._client.emit(event, {"x": b"1"}, namespace=self.namespace, callback=answered)

    def all(self, fact: str) -> list[dict[str, Any]]:
        return [payload for name, payload in list(self.facts) if name == fact]

    def newest(self, fact: str) -> dict[str, Any]:
        return self.all(fact)[-1]

    def until(self, claim: Callable[["Socket"], bool]) -> "Socket":
        """Let time pass, and wait for what arrives, until the claim holds of it."""
        patience = time.monotonic() + PATIENCE_SECONDS
        while not claim(self):
            try:
                self._news.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                let_pass(self.base)
                assert time.monotonic() < patience, f"it never came; last: {self.facts[-3:]}"
        return self

    def until_state(self, state: str) -> "Socket":
        """Wait until the question on the wall is in this state."""
        return self.until(lambda socket: _state_of(socket) == state)

    def _refused(self, refusal: Any) -> None:
        self.refusal = refusal["message"] if isinstance(refusal, dict) else str(refusal)

    def _let_go(self, *_: object) -> None:
        self.is_let_go = True
        self._news.put(None)

    def _keep(self, fact: str) -> Callable[[dict[str, Any]], None]:
        def keep(payload: dict[str, Any]) -> None:
            self.facts.append((fact, payload))
            self._news.put(None)

        return keep


def wall(script: Script) -> Socket:
    """The session's screen."""
    return Socket(script.base, "/screen", {"key": script.screen_key})


def desk(script: Script) -> Socket:
    """A facilitator's desk."""
    return Socket(script.base, "/facilitator", {"code": script.code, "key": script.key})


def room(script: Script, northern: int, southern: int, neither: int = 0) -> list[Phone]:
    """So many phones of each group, joined."""
    groups = ["northern"] * northern + ["southern"] * southern + ["neither"] * neither
    return [Phone(script.base, script.code, group) for group in groups]


def _state_of(socket: Socket) -> str | None:
    states = socket.all("session_changed")
    question = states[-1]["question"] if states else None
    return question["state"] if question else None
