"""Files: content-addressed, each sealed under a key of its own, written durably before their row.

Destroying the row's key destroys the file for good, wherever copies of the folder lie.
"""

import contextlib
import hashlib
import hmac
import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from sankofa.store import keys
from sankofa.store.models import Blob
from sankofa.store.rules import sealing


def keep(content: bytes) -> Blob:
    """Keep a file durably and return its row; the same content is kept once.

    The file is on disk, flushed, before the row is written: a row never points at nothing.
    """
    address = hmac.new(keys.ring().index, b"blob\x00" + content, hashlib.sha256).hexdigest()
    known = Blob.objects.filter(address=address).first()
    if known is not None and _path(address).exists():
        return known
    key = AESGCM.generate_key(256)
    nonce = os.urandom(sealing.NONCE_BYTES)
    _write_durably(_path(address), nonce + AESGCM(key).encrypt(nonce, content, address.encode()))
    sealed_key = sealing.seal(key, ring=keys.ring(), place=f"blob/{address}")
    if known is not None:
        known.sealed_key = sealed_key
        known.save(update_fields=["sealed_key"])
        return known
    return Blob.objects.create(address=address, size_bytes=len(content), sealed_key=sealed_key)


def content_of(blob: Blob) -> bytes:
    """Return a kept file's content.  Raises FileNotFoundError or CannotOpen where the disk no longer holds it."""
    key = sealing.opened(bytes(blob.sealed_key), ring=keys.ring(), place=f"blob/{blob.address}")
    held = _path(blob.address).read_bytes()
    nonce, sealed = held[: sealing.NONCE_BYTES], held[sealing.NONCE_BYTES :]
    return AESGCM(key).decrypt(nonce, sealed, blob.address.encode())


def _path(address: str) -> Path:
    return Path(settings.BLOB_FOLDER) / address[:2] / address


def _write_durably(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
