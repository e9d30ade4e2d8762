"""The parts of one worker among several, where WORKSHOP_REDIS_URL is set; `app.py` joins them."""

from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from workshop.cluster.pubsub import PubSub, UnusableRedis
from workshop.cluster.relay import Relay, SharedBroadcaster
from workshop.cluster.store import SharedKeyRing, SharedSqlStore
from workshop.config import Config
from workshop.domain.errors import Unavailable
from workshop.facilitation.service import Facilitation
from workshop.live.broadcaster import SocketBroadcaster
from workshop.server.background import BackgroundScheduler
from workshop.server.secret import derived, fingerprint, server_secret
from workshop.store.engine import UnusableDatabase
from workshop.store.identity import KEYS
from workshop.store.store import Offload

BEAT_SECONDS = 1.0


class Worker:
    """A worker's store and broadcaster; call `serve` once the use cases stand on them.

    Raises UnusableDatabase, for Redis too.
    """

    def __init__(
        self,
        config: Config,
        engine: sa.Engine,
        offload: Offload,
        own: SocketBroadcaster,
        server: Any,
    ) -> None:
        secret = server_secret(config.data, config.secret_key)
        channel = (  # of this deployment alone
            f"power-workshop:{derived(secret, 'workers').hex()[:16]}"
        )
        try:
            self.pubsub = PubSub(config.redis_url, channel, server)
        except UnusableRedis as problem:
            raise UnusableDatabase(str(problem)) from None
        keys = SharedKeyRing(config.data / KEYS, fingerprint(secret))
        self.store = SharedSqlStore(engine, keys, offload)
        self.broadcaster = SharedBroadcaster(own, self.pubsub)
        self._own = own
        self._scheduler = BackgroundScheduler(server)

    def serve(self, facilitation: Facilitation) -> None:
        """Finish what a crash of all left, if nobody else serves; then relay, and lead if due."""
        self.store.seek_lead()
        if self.store.is_alone:
            facilitation.delete_rehearsals()
            facilitation.resume()
        colleagues = Relay(facilitation, self._own, self.broadcaster, self.pubsub, self.store.leads)
        colleagues.listen()

        def beat() -> bool:
            self.store.seek_lead()
            with suppress(Unavailable):
                facilitation.take_over()
            colleagues.beat()
            return True

        self._scheduler.every(BEAT_SECONDS, beat)
