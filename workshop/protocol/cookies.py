"""The cookies: their names, and how a participant's proof is made, signed and read.

Sockets and HTTP use them. A participant's proof is 128 random bits and our signature over them, the
session and the seat; what we did not make for this session and this seat is none. Before a browser
has brought one back, its owner's wish (a group, the code on a slip) is in it, encrypted and all of
one length, and nowhere else.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workshop.domain.voting.participant import PartnerGroup, PendingJoin, Proof

SEATS = 6
"""How many people can share a phone. Each has a cookie, and so a token, of their own."""

LANGUAGE_COOKIE = "language"
"""The cookie of the chosen language, which says nothing of who chose it."""

_OPENING = "opening"
_PARTICIPANT = "participant_"
_FACILITATOR = "facilitator_"
_HOST = "__Host-"  # browsers keep such a name for this host alone: no neighbour can plant it
_NONCE_BYTES = 12
_SLIP_LENGTH = 32  # a longer one is none
_WISH_LENGTH = 48
_VALUE = re.compile(r"([\w-]{22}\.[\w-]{22})(?:\.([\w-]{1,200}))?", re.ASCII)


@dataclass(frozen=True)
class CookieNames:
    """The names of the cookies that prove something.

    Where we are reached by https, no other host can set them.
    """

    is_secure: bool

    @property
    def opening(self) -> str:
        """The cookie of a browser that may open sessions, after a password or signing in."""
        return self._named(_OPENING)

    def participant(self, code: str, seat: int = 1) -> str:
        """The cookie of one seat of a phone in one session; a phone can be in two sessions."""
        return self._named(f"{_PARTICIPANT}{code.upper()}" + ("" if seat == 1 else f"_{seat}"))

    def facilitator(self, code: str) -> str:
        """The cookie that holds a facilitator's key."""
        return self._named(f"{_FACILITATOR}{code.upper()}")

    def seat_of(self, name: str) -> tuple[str, int] | None:
        """The session and the seat of a participant's cookie; None for other cookies."""
        code, _, seat = name.removeprefix(self.participant("")).partition("_")
        number = int(seat) if re.fullmatch(r"[2-6]", seat) else 1
        return (code, number) if name == self.participant(code, number) else None

    def led(self, names: Iterable[str]) -> list[str]:
        """The codes of the sessions of which this browser may hold a facilitator's key."""
        prefix = self.facilitator("")
        return [name.removeprefix(prefix) for name in names if name.startswith(prefix)]

    def are_ours(self, names: Iterable[str]) -> bool:
        """Whether one of these names is a cookie that proves something."""
        prefixes = (self.opening, self.participant(""), self.facilitator(""))
        return any(name.startswith(prefixes) for name in names)

    def _named(self, name: str) -> str:
        return _HOST + name if self.is_secure else name


@dataclass(frozen=True)
class Proofs:
    """Makes and reads participants' proofs.

    With another key, everyone joins anew.
    """

    names: CookieNames
    key: bytes = field(repr=False)

    def new(self, code: str, seat: int) -> Proof:
        """A proof for a phone that is about to join: with it, joining twice is joining once."""
        bits = secrets.token_urlsafe(16)
        return Proof(f"{bits}.{self._signature(code, seat, bits)}")

    def among(self, cookies: Mapping[str, str], code: str, seat: int) -> Proof | None:
        """The proof of this seat in this session; None without a valid one."""
        value = _VALUE.fullmatch(cookies.get(self.names.participant(code, seat), ""))
        if value is None:
            return None
        token, sealed = value.groups(default="")
        bits, _, signature = token.partition(".")
        if not hmac.compare_digest(signature, self._signature(code, seat, bits)):
            return None
        return Proof(token, self._opened(token, sealed) if sealed else None)

    def all_among(self, cookies: Mapping[str, str]) -> Iterable[tuple[str, Proof]]:
        """Every valid proof, with its session's code."""
        for name in cookies:
            where = self.names.seat_of(name)
            proof = self.among(cookies, *where) if where else None
            if where and proof:
                yield where[0], proof

    def written(self, proof: Proof) -> str:
        """The cookie's value."""
        return (
            f"{proof.token}.{self._sealed(proof.token, proof.wish)}" if proof.wish else proof.token
        )

    def _signature(self, code: str, seat: int, bits: str) -> str:
        said = f"{code.upper()}\n{seat}\n{bits}".encode()
        return _text(hmac.digest(self._key("signature"), said, "sha256")[:16])

    def _sealed(self, token: str, wish: PendingJoin) -> str:
        nonce, text = (
            secrets.token_bytes(_NONCE_BYTES),
            f"{wish.group.value} {wish.slip[:_SLIP_LENGTH]}",
        )
        return _text(
            nonce + self._cipher().encrypt(nonce, text.ljust(_WISH_LENGTH).encode(), token.encode())
        )

    def _opened(self, token: str, sealed: str) -> PendingJoin | None:
        try:
            raw = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            text = (
                self._cipher()
                .decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], token.encode())
                .decode()
            )
        except (InvalidTag, ValueError):
            return None
        group, _, slip = text.rstrip().partition(" ")
        return PendingJoin(PartnerGroup(group), slip)

    def _cipher(self) -> AESGCM:
        return AESGCM(self._key("wish"))

    def _key(self, purpose: str) -> bytes:
        return hmac.digest(self.key, purpose.encode(), "sha256")


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
