"""Starts the server, tells whoever started it what to do next, and stops it in good order."""

import contextlib
import gc
import logging
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

import click

from workshop.app import Workshop
from workshop.config import Config
from workshop.presenter.qr import qr_terminal
from workshop.server import limits
from workshop.server.http.addresses import base_urls
from workshop.server.platform import Platform
from workshop.server.secret import opening_key, server_secret
from workshop.wording import say


def start(config: Config, workshop: Workshop, platform: Platform) -> None:
    """Print the addresses, a QR and the facilitator's link; then serve until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    _raise_file_limit()
    _check_port(config)
    click.echo(greeting(config))
    gc.collect()
    gc.freeze()  # what was made at the start stays: never look through it again
    gc.set_threshold(limits.GARBAGE_AFTER)
    Stopping(workshop).run(lambda: platform.serve(workshop.site))
    click.echo(
        say("Stopped. Everything acknowledged is kept; start again to go on where you were.")
    )


class Stopping:
    """What SIGTERM and Ctrl+C begin. The sockets are closed, so that every phone knows, and tries
    again by itself.

    Whoever cannot wait asks a second time: what is acknowledged is on disk whatever happens.
    """

    def __init__(self, workshop: Workshop) -> None:
        self._server = workshop.server
        self._settle = workshop.stop
        self._has_ended = self._server.eio.create_event()
        self._has_begun = False

    def run(self, serve: Callable[[], None]) -> None:
        """Serve until told to stop."""
        for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._begin)
        self._server.start_background_task(self._serve, serve)
        while not self._has_ended.wait(
            0.5
        ):  # a wait without end could not be interrupted everywhere
            pass

    def _serve(self, serve: Callable[[], None]) -> None:
        try:
            serve()
        finally:
            self._has_ended.set()

    def _begin(self, *_: object) -> None:
        if self._has_begun:
            os._exit(1)
        self._has_begun = True
        self._server.start_background_task(self._end)

    def _end(self) -> None:
        try:
            self._settle()
            self._server.sleep(limits.STOP_SECONDS)  # the answers to what was settled
            connections = list(self._server.eio.sockets.values())
            for connection in connections:
                connection.close(wait=False)
            self._server.sleep(limits.STOP_SECONDS if connections else 0)
        finally:
            self._has_ended.set()


def greeting(config: Config) -> str:
    """What the terminal shows at start."""
    addresses = [config.public_url] if config.public_url else base_urls(config.port)
    others = [
        say("Other addresses of this machine (choose with WORKSHOP_PUBLIC_URL):"),
        *_indented(addresses[1:]),
    ]
    return "\n".join(
        [
            "",
            say("Power Workshop is running. Phones use:"),
            *_indented(addresses[:1]),
            *(others if addresses[1:] else []),
            qr_terminal(addresses[0].upper()),
            *_ways_to_lead(config, addresses[0]),
            say("Stop with Ctrl+C. What the sessions keep is in {folder}", folder=config.data),
            "",
        ]
    )


def _ways_to_lead(config: Config, address: str) -> list[str]:
    if config.opening == "password":
        return [
            say("To lead a session, open this on any machine, and give the password:"),
            *_indented([f"{address}/"]),
        ]
    key = opening_key(server_secret(config.data, config.secret_key))
    if config.opening == "oidc":
        scripts = say("Scripts open sessions with the opening key {key}", key=key)
        return [
            say("To lead a session, open this on any machine, and sign in:"),
            *_indented([f"{address}/"]),
            scripts,
        ]
    return [
        say("To lead a session, open on this machine:"),
        *_indented([f"http://localhost:{config.port}/"]),
        say("or from another machine, with the opening key {key}:", key=key),
        *_indented([f"{address}/#open={key}"]),
    ]


def _check_port(config: Config) -> None:
    """Say it before the greeting does: a link that leads to somebody else's server helps nobody."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            problem = say(
                "Port {port} on {host} cannot be used ({problem}). Choose another with"
                " WORKSHOP_PORT.",
                port=config.port,
                host=config.host,
                problem=error.strerror,
            )
            raise SystemExit(problem) from None


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def forbid_core_files() -> None:
    """No crash may leave the keys of open questions in a file; Windows writes none."""
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _raise_file_limit() -> None:
    """Every phone is an open file; Windows has no such limit."""
    with contextlib.suppress(ImportError):
        import resource

        _raise_soft_limit(resource)


def _raise_soft_limit(resource: Any) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = (
        limits.MOST_CONNECTIONS
        if hard == resource.RLIM_INFINITY
        else min(limits.MOST_CONNECTIONS, hard)
    )
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
