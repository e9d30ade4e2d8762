"""The one place where parts are joined."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask
from itsdangerous import TimestampSigner

from workshop.config import Config
from workshop.export import offered
from workshop.export.renderers import Renderers
from workshop.facilitation.guess_queue import GuessQueue
from workshop.facilitation.ports import Clock, Scheduler
from workshop.facilitation.rehearsal import Rehearsals
from workshop.facilitation.service import Facilitation
from workshop.live.broadcaster import SocketBroadcaster
from workshop.live.facilitator import FacilitatorNamespace
from workshop.live.participant import Guests, ParticipantNamespace
from workshop.live.screen import ScreenNamespace
from workshop.plans.checkers import Checkers
from workshop.presenter.presenter import Presenter
from workshop.protocol.audiences import FACILITATOR, PARTICIPANT, SCREEN
from workshop.protocol.cookies import CookieNames, Proofs
from workshop.protocol.limits import BALLOT_BYTES, OPENING_BYTES
from workshop.server import limits
from workshop.server.background import BackgroundScheduler, LoopLag
from workshop.server.http.addresses import ServedAddresses, base_urls
from workshop.server.http.middleware import BodySizes, RequestGate
from workshop.server.platform import Platform, Site
from workshop.server.secret import derived, fingerprint, kept_secret, opening_key, server_secret
from workshop.server.socketio_server import socketio_server
from workshop.server.sockets.connection_limits import ConnectionLimits
from workshop.server.system import SystemClock, system_chance
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
from workshop.web.opening_access import PASSWORD_LIMITS, OpeningAccess
from workshop.web.participant import participant_pages
from workshop.web.plans import plan_pages
from workshop.web.public import public_pages
from workshop.web.reachability import Reachability
from workshop.web.screen import screen_pages
from workshop.web.sign_in import SIGN_IN, Issuer, SignIn, sign_in_pages
from workshop.web.slips import slips_pages
from workshop.wording.catalogue import catalogue
from workshop.wording.languages import LANGUAGES
from workshop.wording.plans import kind_forms

__all__ = ["UnusableDatabase", "Workshop", "build"]

_ROOT = Path(__file__).resolve().parent.parent
CLOCK = SystemClock()
TIDY_SECONDS = 30.0
LOOK_FOR_DUE_SECONDS = 3600.0


@dataclass(frozen=True)
class Timing:
    """The clock and the scheduler of the use cases. A test hands in its own, so that a tick, an
    undo window or a rate limit never depends on how fast the machine is; connections and sockets
    keep the system's.
    """

    clock: Clock
    scheduler: Callable[[Any], Scheduler]
    """Made for a python-socketio server."""


SYSTEM_TIME = Timing(CLOCK, BackgroundScheduler)


@dataclass(frozen=True)
class Workshop:
    """The whole program, joined: what a platform serves, and what ends it."""

    app: Flask
    """Also the WSGI app."""
    site: Site
    server: Any
    """python-socketio's."""
    stop: Callable[[], None]
    """Settle what is at work, and close the store."""
    renderers: Renderers
    held: tuple[object, ...]
    """What holds data folder and database for as long as this lives."""


def build(config: Config, platform: Platform, timing: Timing = SYSTEM_TIME) -> Workshop:
    """The whole program on this platform.

    Raises BlockingIOError when another process holds the data folder, and UnusableDatabase.
    """
    make_folder(config.data)
    with _in_turn_to_start(config):
        return _joined(config, platform, timing)


def _joined(config: Config, platform: Platform, timing: Timing) -> Workshop:
    folder = _hold_folder(config)
    public_url = config.public_url or base_urls(config.port)[0]
    app = _flask(is_secure=public_url.startswith("https://"))
    server = socketio_server(app, platform, CLOCK, _NAMESPACES)
    scheduler = BackgroundScheduler(server)
    presenter = Presenter(public_url, offered(), timing.clock)
    cases = _use_cases(config, platform.offload, server, presenter, timing)
    # not before the store: a folder that is not its database's gets no secret
    secret = server_secret(config.data, config.secret_key)
    addresses = ServedAddresses(config.port, public_url)
    proofs = Proofs(
        CookieNames(app.config["SECURE_COOKIES"]), derived(secret, "participants")
    )  # with another secret every phone joins anew
    connections = ConnectionLimits(server, CLOCK, Guests(cases.facilitation, proofs))
    scheduler.every(limits.SWEEP_SECONDS, connections.sweep)
    for namespace, kind in _NAMESPACES.items():
        server.register_namespace(
            kind(namespace, cases.facilitation, presenter, addresses.is_ours, connections, proofs)
        )
    checkers, renderers = _aside(timing.scheduler(server), timing.clock, platform.offload)
    parts = _Parts(
        config, timing.clock, secret, cases, presenter, addresses, proofs, checkers, renderers
    )
    _add_pages(app, parts, LoopLag(server).lag)
    app.wsgi_app = RequestGate(  # type: ignore[method-assign]
        app.wsgi_app, addresses, BodySizes(BALLOT_BYTES, OPENING_BYTES)
    )
    site = Site(app, config.host, config.port, CLOCK, scheduler, connections.sockets)
    held = (folder, *cases.held)
    return Workshop(app, site, server, cases.facilitation.stop, renderers, held)


def _flask(*, is_secure: bool) -> Flask:
    app = Flask(__name__, static_folder=None, template_folder=str(_ROOT / "templates"))
    app.config["SECURE_COOKIES"] = is_secure
    app.url_map.redirect_defaults = (
        False  # else /j/… is sent on to /J/…, the same page, a round trip later
    )
    return app


_NAMESPACES = {
    PARTICIPANT: ParticipantNamespace,
    SCREEN: ScreenNamespace,
    FACILITATOR: FacilitatorNamespace,
}


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


@dataclass(frozen=True)
class _UseCases:
    facilitation: Facilitation
    rehearsals: Rehearsals
    hears_others: Callable[[], bool] | None
    """Where several workers serve: whether the line between them is up."""
    held: tuple[object, ...]


def _use_cases(
    config: Config, offload: Offload, server: Any, presenter: Presenter, timing: Timing
) -> _UseCases:
    engine, own = open_engine(config.database), SocketBroadcaster(server, presenter)
    ours = _same_server(config, engine)
    scheduler, clock, chance = timing.scheduler(server), timing.clock, system_chance()
    hears_others, held = None, tuple[object, ...]()
    if config.redis_url:
        # several workers need packages that one alone does without
        from workshop.cluster.worker import Worker

        worker = Worker(config, engine, offload, own, server)
        facilitation = Facilitation(worker.store, worker.broadcaster, scheduler, clock, chance)
        facilitation.delete_expired(config.retention_days)
        worker.serve(facilitation)
        hears_others = worker.pubsub.is_up
    else:
        held = (serve_alone(engine),)
        store = SqlStore(engine, KeyRing(config.data / KEYS, ours), offload)
        facilitation = Facilitation(store, own, scheduler, clock, chance)
        facilitation.delete_expired(config.retention_days)
        facilitation.delete_rehearsals()
        facilitation.resume()
    scheduler.every(
        LOOK_FOR_DUE_SECONDS, lambda: facilitation.delete_expired(config.retention_days)
    )
    rehearsals = Rehearsals(facilitation, scheduler, clock, chance)
    return _UseCases(facilitation, rehearsals, hears_others, held)


@dataclass(frozen=True)
class _Parts:
    """What pages are made of."""

    config: Config
    clock: Clock
    secret: bytes
    cases: _UseCases
    presenter: Presenter
    addresses: ServedAddresses
    proofs: Proofs
    checkers: Checkers
    renderers: Renderers


def _add_pages(app: Flask, parts: _Parts, lag: Callable[[], float]) -> None:
    for language in LANGUAGES:
        catalogue(language)  # read now: one that is broken stops the start, not a workshop
    assets = Assets(_ROOT / "static")
    _prepare_templates(app, parts.config, assets)
    for pages in (assets.blueprint(), *_blueprints(app, parts, lag)):
        app.register_blueprint(pages)
    add_languages(app)
    guard_origins(app, parts.addresses)
    add_headers(app)
    compress_phone_pages(app)
    add_error_pages(app)
    check_audiences(app)


def _prepare_templates(app: Flask, config: Config, assets: Assets) -> None:
    app.jinja_env.globals["asset"] = assets.url
    app.jinja_env.globals["kinds"] = kind_forms
    app.jinja_env.globals["operator"] = config.operator  # who runs this server, as the promise says
    app.jinja_env.globals["sign_in_url"] = (
        config.public_url + SIGN_IN
    )  # the issuer sends people back to that address
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def _blueprints(app: Flask, parts: _Parts, lag: Callable[[], float]) -> Iterator[Blueprint]:
    facilitation, presenter, addresses = parts.cases.facilitation, parts.presenter, parts.addresses
    retention_days, reached = parts.config.retention_days, Reachability()
    opening = _opening(parts.config, parts.secret, parts.clock)
    joining = Joining(facilitation, parts.proofs)
    yield public_pages(facilitation, opening, joining, lag, parts.cases.hears_others)
    yield sign_in_pages(opening, _sign_in(app, parts.config, parts.secret))
    yield plan_pages(presenter, opening, parts.checkers)
    yield participant_pages(facilitation, presenter, joining, addresses, reached)
    yield screen_pages(facilitation, presenter)
    yield facilitator_pages(facilitation, presenter, retention_days)
    yield ready_pages(facilitation, parts.cases.rehearsals, presenter, addresses, reached)
    yield slips_pages(facilitation, presenter)
    yield desks_pages(facilitation, presenter)
    yield api(facilitation, presenter, opening, parts.checkers, parts.renderers, retention_days)
    yield openapi_pages()


def _aside(scheduler: Scheduler, clock: Clock, offload: Offload) -> tuple[Checkers, Renderers]:
    """Those who work in processes of their own."""
    environment = Config.for_others()
    checkers, renderers = (
        Checkers(environment, offload, clock.monotonic),
        Renderers(environment, clock.monotonic),
    )
    scheduler.every(TIDY_SECONDS, checkers.send_home)
    scheduler.every(TIDY_SECONDS, renderers.forget_old)
    return checkers, renderers


def _opening(config: Config, secret: bytes, clock: Clock) -> OpeningAccess:
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
    return OpeningAccess(config.opening, key, signer, GuessQueue(clock, PASSWORD_LIMITS))


def _sign_in(app: Flask, config: Config, secret: bytes) -> SignIn | None:
    if config.opening != "oidc":
        return None
    issuer = Issuer(
        config.oidc_issuer, config.oidc_client_id, config.oidc_client_secret, config.oidc_allowed
    )
    return SignIn(app, issuer, config.public_url, derived(secret, "signing in"))
