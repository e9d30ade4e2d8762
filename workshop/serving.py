"""Starts the server and tells whoever started it what to do next."""

import contextlib
import logging
import socket
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, run_simple

from workshop.addresses import base_urls
from workshop.config import Config
from workshop.secrets_file import opening_key, server_secret
from workshop.web.qr import qr_terminal
from workshop.wording import say

MOST_CONNECTIONS = 20_000
WAITING_CONNECTIONS = 4096  # a venue that comes back all at once; with 50, the rest try again a second later


def serve(config: Config, run: Callable[[], None]) -> None:
    """Print the addresses, a QR and the facilitator's link; then run until stopped."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    _raise_file_limit()
    _check_port(config)
    click.echo(greeting(config))
    with contextlib.suppress(KeyboardInterrupt):
        run()
    click.echo(say("Stopped. Everything acknowledged is kept; start again to go on where you were."))


def run_threaded(app: Flask, config: Config) -> None:
    """Serve with a thread per connection."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL + 1)  # its lines say which address asked for what, when
    ThreadedWSGIServer.request_queue_size = WAITING_CONNECTIONS
    run_simple(config.host, config.port, app, threaded=True)


def unheard() -> logging.Logger:
    """A logger that says nothing, for servers whose lines would say which address asked for what, when."""
    logger = logging.getLogger("workshop.requests_unheard")
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def greeting(config: Config) -> str:
    """What the terminal shows at start."""
    addresses = [config.public_url] if config.public_url else base_urls(config.port)
    others = [say("Other addresses of this machine (choose with WORKSHOP_PUBLIC_URL):"), *_indented(addresses[1:])]
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
        return [say("To lead a session, open this on any machine, and give the password:"), *_indented([f"{address}/"])]
    key = opening_key(server_secret(config.data, config.secret_key))
    if config.opening == "oidc":
        scripts = say("Scripts open sessions with the opening key {key}", key=key)
        return [say("To lead a session, open this on any machine, and sign in:"), *_indented([f"{address}/"]), scripts]
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
                "Port {port} on {host} cannot be used ({problem}). Choose another with WORKSHOP_PORT.",
                port=config.port,
                host=config.host,
                problem=error.strerror,
            )
            raise SystemExit(problem) from None


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _raise_file_limit() -> None:
    """Every phone is an open file; Windows has no such limit."""
    with contextlib.suppress(ImportError):
        import resource

        _raise_soft_limit(resource)


def _raise_soft_limit(resource: Any) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS if hard == resource.RLIM_INFINITY else min(MOST_CONNECTIONS, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
