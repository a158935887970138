"""A sealed file of a backup: written in one pass, read in one pass, in as much memory as one chunk takes.

Each file has a key of its own, agreed between a passing key and the public half of the backup key (X25519, then HKDF
over SHA-256, bound to the name of the file), and is sealed in chunks by AES-256-GCM.  The nonce of a chunk is its place
and whether it is the last one, so that a chunk left out, doubled or moved, and a file cut short, do not open.

Layout: four bytes format, 32 bytes passing public key, then chunks, each with its tag.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = b"SKB1"
KEY_BYTES = 32
TAG_BYTES = 16
CHUNK_BYTES = 1 << 20


class CannotOpenFile(Exception):
    """A sealed file does not open: another key, another file under its name, or bytes that were changed or lost."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: digests of the sealed and of the plain content, and how long each is."""

    sealed_digest: str
    digest: str
    size_bytes: int
    sealed_bytes: int


def fresh_key() -> tuple[bytes, bytes]:
    """Return a new backup key: its private half, to be kept apart, and its public half, which stays on the server."""
    private = X25519PrivateKey.generate()
    raw = serialization.Encoding.Raw
    return (
        private.private_bytes(raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()),
        private.public_key().public_bytes(raw, serialization.PublicFormat.Raw),
    )


def public_half(private: bytes) -> bytes:
    """Return the public half of a backup key."""
    known = X25519PrivateKey.from_private_bytes(private).public_key()
    return known.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def seal_file(source: IO[bytes], target: IO[bytes], *, name: str, public: bytes) -> Written:
    """Write a file sealed to a backup key and bound to its name."""
    passing, passing_public = fresh_key()
    shared = X25519PrivateKey.from_private_bytes(passing).exchange(X25519PublicKey.from_public_bytes(public))
    box = AESGCM(_key(shared, passing_public, public, name))
    plain, sealed, size = hashlib.sha256(), hashlib.sha256(), 0
    head = FORMAT + passing_public
    sealed.update(head)
    written = len(head)
    target.write(head)
    for place, (chunk, is_last) in enumerate(_chunks(source, CHUNK_BYTES)):
        plain.update(chunk)
        size += len(chunk)
        closed = box.encrypt(_nonce(place, is_last), chunk, None)
        sealed.update(closed)
        written += len(closed)
        target.write(closed)
    return Written(sealed.hexdigest(), plain.hexdigest(), size, written)


def opened_file(source: IO[bytes], *, name: str, private: bytes) -> Iterator[bytes]:
    """Yield the content of a sealed file, chunk by chunk; raise CannotOpenFile as soon as something is not as it was.

    What was yielded before is genuine, but the file is whole only once the last chunk has come.
    """
    head = source.read(len(FORMAT) + KEY_BYTES)
    if len(head) != len(FORMAT) + KEY_BYTES or not head.startswith(FORMAT):
        raise CannotOpenFile(name)
    passing_public = head[len(FORMAT) :]
    try:
        own = X25519PrivateKey.from_private_bytes(private)
        shared = own.exchange(X25519PublicKey.from_public_bytes(passing_public))
    except ValueError:
        raise CannotOpenFile(name) from None
    box = AESGCM(_key(shared, passing_public, public_half(private), name))
    for place, (chunk, is_last) in enumerate(_chunks(source, CHUNK_BYTES + TAG_BYTES)):
        try:
            yield box.decrypt(_nonce(place, is_last), chunk, None)
        except InvalidTag:
            raise CannotOpenFile(name) from None


def _chunks(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield chunks of a stream, each with whether it is the last; a stream of nothing is one empty chunk."""
    held = _exactly(source, size)
    while True:
        following = _exactly(source, size)
        yield held, not following
        if not following:
            return
        held = following


def _exactly(source: IO[bytes], size: int) -> bytes:
    """Read so many bytes, or all that are left; a pipe hands over less at a time."""
    parts, missing = [], size
    while missing and (part := source.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _nonce(place: int, is_last: bool) -> bytes:
    return place.to_bytes(11, "big") + bytes([is_last])


def _key(shared: bytes, passing_public: bytes, public: bytes, name: str) -> bytes:
    kdf = HKDF(hashes.SHA256(), KEY_BYTES, salt=passing_public + public, info=b"sankofa backup\x00" + name.encode())
    return kdf.derive(shared)
