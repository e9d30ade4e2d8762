"""The addresses phones can use to reach this machine, the likeliest first."""

import ipaddress
import socket
import time
from urllib.parse import urlsplit

import psutil

from workshop.server import limits

_UNLIKELY = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
    "tun",
    "tap",
    "utun",
    "wg",
    "tailscale",
    "zt",
)


def lan_addresses() -> list[str]:
    """IPv4 addresses of this machine that others may reach; VPNs and virtual networks last,
    loopback not at all.
    """
    is_up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        (name.lower().startswith(_UNLIKELY), not _is_private(entry.address), entry.address)
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if name in is_up and entry.family == socket.AF_INET and _is_usable(entry.address)
    ]
    return [address for _, _, address in sorted(found)]


def base_urls(port: int) -> list[str]:
    """What to type into a phone, for each address; this machine's own if it has no other."""
    return [_url(address, port) for address in lan_addresses()] or [_url("127.0.0.1", port)]


def served_hosts(port: int, public_url: str) -> frozenset[str]:
    """Every value of the Host header that means us: public URL, our own addresses and names,
    localhost.
    """
    name = socket.gethostname().lower()
    names = {
        "localhost",
        "127.0.0.1",
        "[::1]",
        name,
        f"{name.split('.')[0]}.local",
        *_own_addresses(),
    }
    hosts = {f"{host}:{port}" for host in names}
    if port == 80:
        hosts |= names
    return frozenset(hosts | {urlsplit(public_url).netloc.lower()} - {""})


def is_this_machine(address: str) -> bool:
    """Whether a peer's address is this machine itself."""
    try:
        return ipaddress.ip_address(address).is_loopback or address in _own_addresses()
    except ValueError:
        return False


def _own_addresses() -> set[str]:
    families = (socket.AF_INET, socket.AF_INET6)
    entries = [
        entry
        for entries in psutil.net_if_addrs().values()
        for entry in entries
        if entry.family in families
    ]
    plain = {entry.address.split("%")[0] for entry in entries}
    return {f"[{address}]" if ":" in address else address for address in plain} | plain


def _is_usable(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return not (known.is_loopback or known.is_link_local or known.is_unspecified)


def _is_private(address: str) -> bool:
    return ipaddress.ip_address(address).is_private


def _url(address: str, port: int) -> str:
    return f"http://{address}" if port == 80 else f"http://{address}:{port}"


class ServedAddresses:
    """The addresses this server answers to; looked up again when a new one turns up (a laptop
    changes its Wi-Fi).
    """

    def __init__(self, port: int, public_url: str) -> None:
        self._port = port
        self._public_url = public_url
        self._looked_up = 0.0
        self._hosts: frozenset[str] = frozenset()
        self._refresh()

    def serves(self, host: str) -> bool:
        """Whether a Host header names us."""
        return self._is_known(host.lower()) or (self._refresh() and self._is_known(host.lower()))

    def base_at(self, host: str) -> str | None:
        """Our address with this host, as the wall names it; None for a host that is not ours."""
        if host == urlsplit(self._public_url).netloc:
            return self._public_url
        return f"http://{host.lower()}" if self.serves(host) else None

    def choices(self) -> list[str]:
        """The addresses phones may use, the likeliest first: the public one, then those of this
        machine.
        """
        return list(dict.fromkeys([self._public_url, *base_urls(self._port)]))

    def is_ours(self, origin: str | None) -> bool:
        """Whether an Origin header is exactly one of ours; missing and `null` are not."""
        if not origin:
            return False
        scheme, _, host = origin.partition("://")
        public = urlsplit(self._public_url)
        if host == public.netloc:
            return (
                scheme == public.scheme
            )  # a plain http page under an https name could be anybody's
        return scheme == "http" and self.serves(host)

    def _is_known(self, host: str) -> bool:
        return host in self._hosts

    def _refresh(self) -> bool:
        if self._hosts and time.monotonic() - self._looked_up < limits.ADDRESSES_SECONDS:
            return False
        self._hosts = served_hosts(self._port, self._public_url)
        self._looked_up = time.monotonic()
        return True
