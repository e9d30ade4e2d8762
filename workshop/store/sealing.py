"""Sealing: encrypts ballots and derives marks under an asking's key.

Without the key, marks and seals lead nowhere. Two purposes, two labels: the mark that says "has
voted" and the id of the sealed ballot are different hashes, so that even with the database in hand
nobody can put the two together without the key.
"""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from workshop.domain.voting.ballot_box import Ballot, read, write

KEY_BYTES = 32
_NONCE_BYTES = 12


def hashed(secret: str) -> bytes:
    """The stored hash of a long random secret (participant token, facilitator key): 32 bytes."""
    return hashlib.sha256(secret.encode()).digest()


def newcomer_mark(token: str) -> bytes:
    """The mark of a newcomer: 32 bytes from the token, unrelated to its other hashes."""
    return hmac.digest(b"newcomer", token.encode(), "sha256")


class Sealer:
    """Marks and seals of one asking. `key` is its 32 random bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = ChaCha20Poly1305(key)

    def mark(self, token: str) -> bytes:
        """A participant's mark on the roll: HMAC-SHA-256, 32 bytes."""
        return self._keyed(b"roll", token)

    def seal_id(self, token: str) -> bytes:
        """The id of a participant's sealed ballot: HMAC-SHA-256, 32 bytes.

        Under another label than the mark, so its order is random.
        """
        return self._keyed(b"box", token)

    def seal(self, seal_id: bytes, ballot: Ballot) -> bytes:
        """The sealed ballot, bound to its place; one length for every ballot."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, write(ballot), seal_id)

    def open(self, seal_id: bytes, sealed: bytes) -> Ballot:
        """The ballot. Raises cryptography's InvalidTag if it was tampered with or moved."""
        return read(self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], seal_id))

    def _keyed(self, purpose: bytes, token: str) -> bytes:
        return hmac.digest(self._key, purpose + b"\0" + token.encode(), "sha256")
