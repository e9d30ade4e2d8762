"""The one place where parts are joined."""

import hashlib
import logging
import random
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_socketio import SocketIO
from itsdangerous import TimestampSigner

from workshop.config import Config
from workshop.export import offered
from workshop.export.renderers import Studio
from workshop.facilitation.guess_queue import Line
from workshop.facilitation.ports import Chance, Clock, Scheduler
from workshop.facilitation.rehearsal import Rehearsals
from workshop.facilitation.service import Facilitation
from workshop.live.broadcaster import SocketBroadcaster
from workshop.live.facilitator import FacilitatorNamespace
from workshop.live.participant import Guests, ParticipantNamespace
from workshop.live.screen import ScreenNamespace
from workshop.plans.checkers import Judges
from workshop.plans.form import read_plan
from workshop.presenter.presenter import Presenter
from workshop.protocol.audiences import FACILITATOR, PARTICIPANT, SCREEN
from workshop.protocol.cookies import CookieNames, Proofs
from workshop.protocol.json_codec import CompactJson
from workshop.server.background import BackgroundScheduler, Pulse
from workshop.server.http.accept_queue import Door
from workshop.server.http.addresses import OurAddresses, base_urls
from workshop.server.http.middleware import FrontDoor
from workshop.server.http.request_deadline import connections_doorman
from workshop.server.http.response_deadline import MOST_ANSWERS, MOST_ANSWERS_THREADED, Answers
from workshop.server.secret import derived, fingerprint, kept_secret, opening_key, server_secret
from workshop.server.sockets.connection_limits import Admissions
from workshop.server.sockets.frame_limits import LARGEST_FRAME, SmallFrames, guard_frames
from workshop.server.sockets.pings import Pings
from workshop.server.sockets.socketio_packets import TextPacket
from workshop.server.sockets.socketio_rooms import LockedRooms
from workshop.store.engine import UnusableDatabase, lock_folder, make_folder, open_engine
from workshop.store.identity import KEYS, belong_together, check_same, serve_alone
from workshop.store.keys import KeyRing
from workshop.store.store import Offload, SqlStore
from workshop.web.access import check_audiences, guard_origins
from workshop.web.api import api
from workshop.web.assets import Assets
from workshop.web.desks import desks_pages
from workshop.web.errors import add_error_pages
from workshop.web.facilitator import facilitator_pages
from workshop.web.get_ready import ready_pages
from workshop.web.headers import add_headers, compress_phone_pages
from workshop.web.joining import Joining
from workshop.web.languages import add_languages
from workshop.web.openapi import openapi_pages
from workshop.web.opening_access import JUDGED, Opening
from workshop.web.participant import participant_pages
from workshop.web.plans import plan_pages
from workshop.web.public import public_pages
from workshop.web.reachability import Reached
from workshop.web.screen import screen_pages
from workshop.web.sign_in import SIGN_IN, Issuer, SignIn, sign_in_pages
from workshop.web.slips import slips_pages
from workshop.wording.catalogue import catalogue
from workshop.wording.languages import LANGUAGES
from workshop.wording.plans import kind_forms

__all__ = ["UnusableDatabase", "create_app"]

_ROOT = Path(__file__).resolve().parent.parent
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31: no 0 O 1 I L
SWEEP_SECONDS = 1.0
LOOK_AGAIN_SECONDS = 0.2
TIDY_SECONDS = 30.0
LOOK_FOR_DUE_SECONDS = 3600.0


class SystemClock:
    """`ports.Clock`."""

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    def seconds(self) -> int:
        """Seconds since 1970."""
        return int(time.time())

    def sleep(self, seconds: float) -> None:
        """Wait for so long."""
        time.sleep(seconds)

    def today(self) -> date:
        """The day, UTC."""
        return datetime.now(UTC).date()


@dataclass(frozen=True)
class Timing:
    """The clock and the scheduler of the use cases. A test hands in its own, so that a tick, an
    undo window or a rate limit never depends on how fast the machine is; connections and sockets
    keep the system's.
    """

    clock: Clock
    scheduler: Callable[[Any], Scheduler]
    """Made for a python-socketio server."""


SYSTEM_TIME = Timing(SystemClock(), BackgroundScheduler)


def system_chance() -> Chance:
    """`ports.Chance` from the system's randomness."""
    system = random.SystemRandom()
    return Chance(
        sample=lambda population, size: system.sample(range(population), size),
        code=lambda length: "".join(secrets.choice(_CODE_LETTERS) for _ in range(length)),
        key=lambda bits: secrets.token_urlsafe(bits // 8),
    )


def create_app(config: Config, offload: Offload, timing: Timing = SYSTEM_TIME) -> Flask:
    """The whole program as a WSGI app, its Socket.IO server in `app.extensions["socketio"]`.

    `offload` runs what blocks where it stops nobody. Raises BlockingIOError when another process
    holds the data folder, and UnusableDatabase.
    """
    make_folder(config.data)
    with _in_turn_to_start(config):
        return _joined(config, offload, timing)


def _joined(config: Config, offload: Offload, timing: Timing) -> Flask:
    app = Flask(__name__, static_folder=None, template_folder=str(_ROOT / "templates"))
    app.url_map.redirect_defaults = (
        False  # else /j/… is sent on to /J/…, the same page, a round trip later
    )
    app.extensions["data_lock"] = _hold_folder(config)
    public_url = config.public_url or base_urls(config.port)[0]
    addresses = OurAddresses(config.port, public_url)
    app.config["SECURE_COOKIES"] = public_url.startswith("https://")
    presenter = Presenter(public_url, offered(), timing.clock)
    socketio = _socket_server(app, config)
    facilitation, rehearsals = _use_cases(app, config, offload, presenter, timing)
    # not before the store: a folder that is not its database's gets no secret
    proofs = app.extensions["proofs"] = _proofs(app, config)
    admissions = Admissions(socketio.server, SystemClock(), Guests(facilitation, proofs))
    for namespace, kind in _NAMESPACES.items():
        audience = kind(namespace, facilitation, presenter, addresses.is_ours, admissions, proofs)
        socketio.server.register_namespace(audience)
    app.extensions["addresses"] = addresses
    app.extensions["stop"] = facilitation.stop
    app.extensions["sockets"] = admissions.sockets
    is_threaded = config.async_mode == "threading"
    app.extensions["clock"] = SystemClock()
    app.extensions["doorman"] = connections_doorman(SystemClock(), threaded=is_threaded)
    answers = app.extensions["answers"] = Answers(
        SystemClock(), MOST_ANSWERS_THREADED if is_threaded else MOST_ANSWERS
    )
    door = app.extensions["door"] = Door(SystemClock())
    for sweep in (door.sweep, app.extensions["doorman"].sweep, answers.sweep, admissions.sweep):
        BackgroundScheduler(socketio.server).every(SWEEP_SECONDS, sweep)
    BackgroundScheduler(socketio.server).every(LOOK_AGAIN_SECONDS, door.look_again)
    app.extensions["judges"], app.extensions["studio"] = _aside(socketio, offload, timing)
    _add_pages(app, config, facilitation, rehearsals, presenter, addresses, timing.clock)
    app.wsgi_app = FrontDoor(app.wsgi_app, addresses)  # type: ignore[method-assign]
    return app


_NAMESPACES = {
    PARTICIPANT: ParticipantNamespace,
    SCREEN: ScreenNamespace,
    FACILITATOR: FacilitatorNamespace,
}


def _socket_server(app: Flask, config: Config) -> SocketIO:
    """Namespaces live on the python-socketio server below: no Flask request context is built per
    event.
    """
    socketio = SocketIO(
        app,
        async_mode=config.async_mode,
        async_handlers=False,
        client_manager=LockedRooms(),
        namespaces=list(_NAMESPACES),
        transports=[
            "websocket"
        ],  # by polling a browser sends no Origin, and without one there is no proof
        serializer=TextPacket,
        json=CompactJson,
        max_http_buffer_size=LARGEST_FRAME,
        # no CORS headers; each namespace checks the Origin itself, exactly
        cors_allowed_origins=[],
        manage_session=False,
        logger=_unheard(),
        engineio_logger=_unheard(),
    )
    guard_frames(socketio.server, SystemClock())
    Pings(socketio.server)
    if config.async_mode == "threading":
        socketio.server.eio._async["websocket"] = (
            SmallFrames  # the library has no setting for its frames' size
        )
    return socketio


def _unheard() -> logging.Logger:
    """For the libraries below: their lines hold addresses and what strangers send.

    Ours name classes of errors only.
    """
    logger = logging.getLogger("workshop.wire_unheard")
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def _in_turn_to_start(config: Config) -> AbstractContextManager[None]:
    if not config.redis_url:
        return nullcontext()
    from workshop.cluster.store import starting

    return starting(config.data)


def _hold_folder(config: Config) -> int:
    """What holds the data folder."""
    if not config.redis_url:
        return lock_folder(config.data)
    from workshop.cluster.store import share_folder

    return share_folder(config.data)


def _same_server(config: Config, engine: sa.Engine) -> str:
    """The fingerprint that database, data folder and secret have in common.

    Raises UnusableDatabase.
    """
    secret = kept_secret(config.data, config.secret_key)
    check_same(engine, config.data, fingerprint(secret) if secret else None)
    ours = fingerprint(server_secret(config.data, config.secret_key))
    belong_together(engine, config.data, ours)
    return ours


def _use_cases(
    app: Flask, config: Config, offload: Offload, presenter: Presenter, timing: Timing
) -> tuple[Facilitation, Rehearsals]:
    server = app.extensions["socketio"].server
    engine, own = open_engine(config.database), SocketBroadcaster(server, presenter)
    ours = _same_server(config, engine)
    scheduler, clock, chance = timing.scheduler(server), timing.clock, system_chance()
    if config.redis_url:
        from workshop.cluster.worker import (
            Worker,
        )  # several workers need packages that one alone does without

        worker = Worker(config, engine, offload, own, server)
        facilitation = Facilitation(worker.store, worker.broadcaster, scheduler, clock, chance)
        facilitation.delete_expired(config.retention_days)
        worker.serve(facilitation)
        app.extensions["news"] = worker.news
    else:
        app.extensions["presence"] = serve_alone(engine)
        store = SqlStore(engine, KeyRing(config.data / KEYS, ours), offload, read_plan)
        facilitation = Facilitation(store, own, scheduler, clock, chance)
        facilitation.delete_expired(config.retention_days)
        facilitation.delete_rehearsals()
        facilitation.resume()
    scheduler.every(
        LOOK_FOR_DUE_SECONDS, lambda: facilitation.delete_expired(config.retention_days)
    )
    return facilitation, Rehearsals(facilitation, scheduler, clock, chance)


def _add_pages(  # noqa: PLR0913  until doors are one value
    app: Flask,
    config: Config,
    facilitation: Facilitation,
    rehearsals: Rehearsals,
    presenter: Presenter,
    addresses: OurAddresses,
    clock: Clock,
) -> None:
    for language in LANGUAGES:
        catalogue(language)  # read now: one that is broken stops the start, not a workshop
    assets = Assets(_ROOT / "static")
    reached = Reached()
    news = app.extensions.get("news")
    pulse = Pulse(app.extensions["socketio"].server)
    secret = server_secret(config.data, config.secret_key)
    opening = _opening(config, secret, clock)
    joining = Joining(facilitation, app.extensions["proofs"])
    aside = app.extensions["judges"], app.extensions["studio"]
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["kinds"] = kind_forms
    app.jinja_env.globals["operator"] = config.operator  # who runs this server, as the promise says
    app.jinja_env.globals["sign_in_url"] = (
        config.public_url + SIGN_IN
    )  # the issuer sends people back to that address
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for pages in (
        assets.blueprint(),
        public_pages(facilitation, opening, joining, pulse.lag, news and news.is_up),
        sign_in_pages(opening, _sign_in(app, config, secret)),
        plan_pages(presenter, opening, app.extensions["judges"]),
        participant_pages(facilitation, presenter, joining, addresses, reached),
        screen_pages(facilitation, presenter),
        facilitator_pages(facilitation, presenter, config.retention_days),
        ready_pages(facilitation, rehearsals, presenter, addresses, reached),
        slips_pages(facilitation, presenter),
        desks_pages(facilitation, presenter),
        api(facilitation, presenter, opening, *aside, config.retention_days),
        openapi_pages(),
    ):
        app.register_blueprint(pages)
    add_languages(app)
    guard_origins(app, addresses)
    add_headers(app)
    compress_phone_pages(app)
    add_error_pages(app)
    check_audiences(app)


def _proofs(app: Flask, config: Config) -> Proofs:
    """With another secret every phone joins anew."""
    secret = server_secret(config.data, config.secret_key)
    return Proofs(CookieNames(app.config["SECURE_COOKIES"]), derived(secret, "participants"))


def _aside(socketio: SocketIO, offload: Offload, timing: Timing) -> tuple[Judges, Studio]:
    """Those who work in processes of their own."""
    environment, now = Config.for_others(), timing.clock.monotonic
    judges, studio = Judges(environment, offload, now), Studio(environment, now)
    scheduler = timing.scheduler(socketio.server)
    scheduler.every(TIDY_SECONDS, judges.send_home)
    scheduler.every(TIDY_SECONDS, studio.forget_old)
    return judges, studio


def _opening(config: Config, secret: bytes, clock: Clock) -> Opening:
    """Another password or issuer voids the passes given before: it is in the key that signs
    them.
    """
    terms = (
        config.opening,
        config.opening_password,
        config.oidc_issuer,
        config.oidc_client_id,
        *config.oidc_allowed,
    )
    signer = TimestampSigner(derived(secret, "opening pass", *terms), digest_method=hashlib.sha256)
    key = config.opening_password or opening_key(secret)
    return Opening(config.opening, key, signer, Line(clock, JUDGED))


def _sign_in(app: Flask, config: Config, secret: bytes) -> SignIn | None:
    if config.opening != "oidc":
        return None
    issuer = Issuer(
        config.oidc_issuer, config.oidc_client_id, config.oidc_client_secret, config.oidc_allowed
    )
    return SignIn(app, issuer, config.public_url, derived(secret, "signing in"))
