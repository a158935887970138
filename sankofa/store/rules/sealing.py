"""Seal what can hurt a person if it is read by others, and find it again without opening it.

AES-256-GCM with a key ring kept outside the database.  What is sealed is bound to its place (table, column, row) by the
additional data, so that a sealed value copied to another row does not open there.  Equality search uses a keyed
digest, the blind index, which tells nobody the value.

Two layouts.  What belongs to nobody lies under a key of the ring: one byte format (1), two bytes key number, twelve
bytes nonce, ciphertext.  What belongs to a person lies under a key of that person's own, which in its turn lies sealed
under the ring: one byte format (2), sixteen bytes of the person's id, twelve bytes nonce, ciphertext.  Destroying the
person's key destroys all of it, in every copy and every history.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT, FORMAT_OF_SUBJECT = 1, 2
FORMATS = frozenset({bytes([FORMAT]), bytes([FORMAT_OF_SUBJECT])})
NONCE_BYTES = 12
HEAD_BYTES = 3 + NONCE_BYTES
SUBJECT_BYTES = 16
SUBJECT_HEAD_BYTES = 1 + SUBJECT_BYTES + NONCE_BYTES
KEY_NUMBER_MAX = 0xFFFF


class CannotOpen(Exception):
    """A sealed value does not open: another key, another place, or changed bytes."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"What is sealed in {place} does not open: {reason}.")


class KeyMissing(CannotOpen):
    """A sealed value needs a key that is not on the ring.  Whoever keeps the copies of the ring can bring it back."""

    def __init__(self, place: str, number: int) -> None:
        self.number = number
        super().__init__(place, f"key {number} is not on the key ring")


class Erased(CannotOpen):
    """The key of whom this belonged to was destroyed, so nobody can read it any more, nor add to it."""

    def __init__(self, subject: UUID) -> None:
        self.subject = subject
        super().__init__(f"subject/{subject}", "it was erased")


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

    def with_new_key(self) -> "KeyRing":
        """Return the ring with one more key, which is the current one; every older key stays."""
        number = max(self.sealing) + 1
        if number > KEY_NUMBER_MAX:
            raise ValueError(f"A key ring holds {KEY_NUMBER_MAX} numbers, and all of them were given.")
        return KeyRing(number, {**self.sealing, number: fresh_key()}, self.index, self.audit)

    def without_key(self, number: int) -> "KeyRing":
        """Return the ring without an older key.  Raises ValueError for the current one."""
        left = {other: key for other, key in self.sealing.items() if other != number}
        return KeyRing(self.current, left, self.index, self.audit)

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
        raise KeyMissing(place, number)
    try:
        return AESGCM(ring.sealing[number]).decrypt(sealed[3:HEAD_BYTES], sealed[HEAD_BYTES:], place.encode())
    except InvalidTag:
        raise CannotOpen(place, "it was sealed elsewhere or changed since") from None


def fresh_key() -> bytes:
    """Return a new random key."""
    return AESGCM.generate_key(256)


def seal_for(plain: bytes, *, subject: UUID, key: bytes, place: str) -> bytes:
    """Return the value sealed under the own key of whom it belongs to, and bound to its place."""
    head = bytes([FORMAT_OF_SUBJECT]) + subject.bytes + os.urandom(NONCE_BYTES)
    return head + AESGCM(key).encrypt(head[-NONCE_BYTES:], plain, _bound(place, subject))


def opened_for(sealed: bytes, *, key: bytes, place: str) -> bytes:
    """Return what was sealed under the own key of whom it belongs to.  Raises CannotOpen with the reason."""
    subject = subject_of(sealed)
    if subject is None:
        raise CannotOpen(place, "it is not in a format this version knows")
    nonce = sealed[1 + SUBJECT_BYTES : SUBJECT_HEAD_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, sealed[SUBJECT_HEAD_BYTES:], _bound(place, subject))
    except InvalidTag:
        raise CannotOpen(place, "it was sealed elsewhere or changed since") from None


def subject_of(sealed: bytes) -> UUID | None:
    """Return whose own key a sealed value lies under; None where it lies under the ring."""
    if len(sealed) < SUBJECT_HEAD_BYTES or sealed[0] != FORMAT_OF_SUBJECT:
        return None
    return UUID(bytes=sealed[1 : 1 + SUBJECT_BYTES])


def key_number_of(sealed: bytes) -> int | None:
    """Return the number of the ring's key that a sealed value lies under; None where it lies under a person's own."""
    return int.from_bytes(sealed[1:3], "big") if sealed[:1] == bytes([FORMAT]) else None


def _bound(place: str, subject: UUID) -> bytes:
    return f"{place}\x00{subject}".encode()


def blind_index(value: str, *, ring: KeyRing, purpose: str) -> str:
    """Return the keyed digest by which an equal value is found.  Purposes keep two columns from being matched."""
    return hmac.new(ring.index, f"{purpose}\x00{value}".encode(), hashlib.sha256).hexdigest()[:32]
