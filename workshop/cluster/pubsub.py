"""Redis pub/sub between workers: best effort, stores nothing, never blocks a vote.

A message says that there is something to tell, never what was answered: each worker reads that from
the store. While Redis is away, each worker looks into the store by itself; once it is back, the
present is told again.
"""

import json
import logging
import queue
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)

MOST_WAITING = 1000
SILENCE_SECONDS = 6.0
"""Every worker receives its own message each second: a longer silence means a lost connection."""
AGAIN_SECONDS = 0.5
_PATIENCE: dict[str, Any] = {
    "socket_connect_timeout": 2.0,
    "socket_timeout": 2.0,
    "retry": Retry(NoBackoff(), 1),  # we try again ourselves
}

Listener = Callable[[str, Mapping[str, Any]], None]
"""Called with the code a message is about, and the whole message."""


class UnusableRedis(Exception):
    """Redis does not answer at the start; the message says what to do, for people."""


class PubSub:
    """Sends messages to the other workers of this deployment, and receives theirs.

    Raises UnusableRedis.
    """

    def __init__(self, url: str, channel: str, server: Any) -> None:
        self._redis: Any = redis.Redis.from_url(url, **_PATIENCE)
        self._channel = channel
        self._server = server
        self._waiting: queue.Queue[str] = queue.Queue(MOST_WAITING)
        self._heard_at = float("-inf")
        self._has_lost = False
        self.worker = secrets.token_hex(8)
        try:
            self._redis.ping()
        except redis.RedisError as error:
            raise UnusableRedis(_unusable(url, error)) from None

    def tell(self, kind: str, code: str = "", **more: object) -> None:
        """Send a message soon. Waits for nobody, and raises nothing."""
        try:
            self._waiting.put_nowait(
                json.dumps({"from": self.worker, "kind": kind, "code": code, **more})
            )
        except queue.Full:
            self._has_lost = True

    def hear(self, listeners: Mapping[str, Listener], missed: Callable[[], None]) -> None:
        """Start to receive: `listeners` by kind; `missed` is called when some were lost."""
        self._server.start_background_task(self._speak)
        self._server.start_background_task(
            self._listen, {**listeners, "again": lambda *_: missed()}, missed
        )

    def is_up(self) -> bool:
        """Whether a message was received lately."""
        return time.monotonic() - self._heard_at < SILENCE_SECONDS

    def _speak(self) -> None:
        while True:
            message = self._waiting.get()
            try:
                self._redis.publish(self._channel, message)
            except redis.RedisError:
                self._has_lost = True

    def _listen(self, listeners: Mapping[str, Listener], missed: Callable[[], None]) -> None:
        while True:
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as line:
                    line.subscribe(self._channel)
                    self._hear_on(line, listeners, missed)
            except Exception as error:
                log.warning("the line between workers is down: %s", error.__class__.__name__)
            self._heard_at = float("-inf")
            self._server.sleep(AGAIN_SECONDS)

    def _hear_on(
        self, line: Any, listeners: Mapping[str, Listener], missed: Callable[[], None]
    ) -> None:
        since = time.monotonic()
        while time.monotonic() - max(since, self._heard_at) < SILENCE_SECONDS:
            message = line.get_message(timeout=1.0)
            if message is None:
                continue
            if not self.is_up():
                missed()
            self._heard_at = time.monotonic()
            said = json.loads(message["data"])
            if said["from"] != self.worker:
                _hear_one(listeners, said)
            elif (
                self._has_lost
            ):  # our own came back, so Redis is there again: the others may have missed some
                self._has_lost = False
                self.tell("again")


def _hear_one(listeners: Mapping[str, Listener], said: Mapping[str, Any]) -> None:
    try:
        listeners[said["kind"]](said["code"], said)
    except Exception as error:  # the next one must be heard, whatever this one met
        log.error("what another worker told could not be passed on: %s", error.__class__.__name__)


def _unusable(url: str, error: Exception) -> str:
    where = urlsplit(url)
    return (
        f"Redis at {where.hostname}:{where.port or 6379} cannot be used: {error}. Start it or"
        " correct WORKSHOP_REDIS_URL; without that setting, one process serves alone."
    )
