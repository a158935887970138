"""Seal what can hurt a person if it is read by others, and find it again without opening it.

AES-256-GCM with a key ring kept outside the database.  What is sealed is bound to its place (table, column, row) by the
additional data, so that a sealed value copied to another row does not open there.  Equality search uses a keyed
digest, the blind index, which tells nobody the value.

Layout of a sealed value: one byte format (1), two bytes key number, twelve bytes nonce, then the ciphertext.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
NONCE_BYTES = 12
HEAD_BYTES = 3 + NONCE_BYTES


class CannotOpen(Exception):
    """A sealed value does not open: another key, another place, or changed bytes."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"What is sealed in {place} does not open: {reason}.")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one deployment: numbered sealing keys, of which one is current, and the keys of digests."""

    current: int
    sealing: Mapping[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    audit: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.sealing:
            raise ValueError(f"The key ring names key {self.current} as current but does not hold it.")
        if any(len(key) != 32 for key in (*self.sealing.values(), self.index, self.audit)):
            raise ValueError("Every key of the ring must have 32 bytes.")

    @classmethod
    def fresh(cls) -> "KeyRing":
        """Return a new ring with random keys."""
        return cls(current=1, sealing={1: os.urandom(32)}, index=os.urandom(32), audit=os.urandom(32))


def seal(plain: bytes, *, ring: KeyRing, place: str) -> bytes:
    """Return the value sealed under the current key and bound to its place."""
    nonce = os.urandom(NONCE_BYTES)
    head = bytes([FORMAT]) + ring.current.to_bytes(2, "big") + nonce
    return head + AESGCM(ring.sealing[ring.current]).encrypt(nonce, plain, place.encode())


def opened(sealed: bytes, *, ring: KeyRing, place: str) -> bytes:
    """Return what was sealed.  Raises CannotOpen with the reason."""
    if len(sealed) < HEAD_BYTES or sealed[0] != FORMAT:
        raise CannotOpen(place, "it is not in a format this version knows")
    number = int.from_bytes(sealed[1:3], "big")
    if number not in ring.sealing:
        raise CannotOpen(place, f"key {number} is not on the key ring")
    try:
        return AESGCM(ring.sealing[number]).decrypt(sealed[3:HEAD_BYTES], sealed[HEAD_BYTES:], place.encode())
    except InvalidTag:
        raise CannotOpen(place, "it was sealed elsewhere or changed since") from None


def blind_index(value: str, *, ring: KeyRing, purpose: str) -> str:
    """Return the keyed digest by which an equal value is found.  Purposes keep two columns from being matched."""
    return hmac.new(ring.index, f"{purpose}\x00{value}".encode(), hashlib.sha256).hexdigest()[:32]
