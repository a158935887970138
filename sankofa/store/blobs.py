"""Files: content-addressed, each sealed under a key of its own, written durably before their row.

Destroying the row's key destroys the file for good, wherever copies of the folder lie.
"""

import contextlib
import errno
import hashlib
import hmac
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from sankofa.store import keys
from sankofa.store.models import Blob
from sankofa.store.rules import sealing

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class Destroyed(Exception):
    """The key of this file was destroyed, so nobody can read it any more."""

    def __init__(self, blob: Blob) -> None:
        self.blob_id = blob.pk
        super().__init__(f"The key of file {blob.pk} was destroyed.")


class NoRoom(Exception):
    """The disk is full; nothing of the file was kept."""


def keep(content: bytes) -> Blob:
    """Keep a file durably and return its row; the same content is kept once.  Raises NoRoom.

    The file is on disk, flushed, before the row is written: a row never points at nothing.  It lies under the row's
    own key, not under its address: of two who keep the same content at once, one row wins, and it must find the file
    that its own key opens.
    """
    address = hmac.new(keys.ring().index, b"blob\x00" + content, hashlib.sha256).hexdigest()
    known = Blob.objects.filter(address=address).first()
    if known is not None:
        return known if known.sealed_key and _path(known).exists() else _keep_again(known, content)
    blob = Blob(address=address, size_bytes=len(content))
    blob.sealed_key = _write_sealed(blob, content)
    kept, is_new = Blob.objects.get_or_create(
        address=address, defaults={"id": blob.pk, "size_bytes": blob.size_bytes, "sealed_key": blob.sealed_key}
    )
    if not is_new:
        _path(blob).unlink()
    return kept


def content_of(blob: Blob) -> bytes:
    """Return a kept file's content.

    Raises Destroyed where its key was destroyed, FileNotFoundError or CannotOpen where the disk no longer holds it.
    """
    if not blob.sealed_key:
        raise Destroyed(blob)
    key = sealing.opened(bytes(blob.sealed_key), ring=keys.ring(), place=place_of(blob))
    held = _path(blob).read_bytes()
    nonce, sealed = held[: sealing.NONCE_BYTES], held[sealing.NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, blob.address.encode())
    except InvalidTag:
        raise sealing.CannotOpen(f"blob/{blob.address}", "the file was changed since") from None


def place_of(blob: Blob) -> str:
    """Return the place that a file's key is bound to."""
    return f"blob/{blob.address}"


def destroy(blob: Blob) -> None:
    """Destroy a file's key, and the file: for whoever keeps a copy of the folder it is gone as well."""
    blob.sealed_key = b""
    blob.save(update_fields=["sealed_key"])
    path = _path(blob)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def missing() -> int:
    """Return how many files the disk no longer holds although their key is there."""
    return sum(not _path(blob).exists() for blob in Blob.objects.exclude(sealed_key=b"").iterator())


def _keep_again(known: Blob, content: bytes) -> Blob:
    """Keep a file whose row is there but whose key was destroyed or whose file was lost."""
    with transaction.atomic():
        held = Blob.objects.select_for_update().get(pk=known.pk)
        held.sealed_key = _write_sealed(held, content)
        held.save(update_fields=["sealed_key"])
    return held


def _write_sealed(blob: Blob, content: bytes) -> bytes:
    """Write a file under a key of its own; return that key, sealed."""
    key = AESGCM.generate_key(256)
    nonce = os.urandom(sealing.NONCE_BYTES)
    _write_durably(_path(blob), nonce + AESGCM(key).encrypt(nonce, content, blob.address.encode()))
    return sealing.seal(key, ring=keys.ring(), place=place_of(blob))


def _path(blob: Blob) -> Path:
    name = blob.pk.hex
    return Path(settings.BLOB_FOLDER) / name[-2:] / name


def _write_durably(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException as error:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        if isinstance(error, OSError) and error.errno in _FULL:
            raise NoRoom from None
        raise
    keys.sync_folder(path.parent)
