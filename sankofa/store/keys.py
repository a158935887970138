"""The key ring of this deployment, read from the file that the settings name.

The file lies outside the database and outside its backups: who holds only one of the two holds nothing.  Every
process looks whether the file is still the one it read, so that a new key is used everywhere at once, without restart.
"""

import base64
import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from sankofa.store.rules.sealing import KeyRing


def ring() -> KeyRing:
    """Return the key ring as its file says now.  Raises FileNotFoundError where `sankofa setup` has not been run."""
    path = os.fspath(settings.KEY_RING_FILE)
    seen = os.stat(path)  # noqa: PTH116  asked for every value that is sealed or opened, so without a Path
    return _ring_as_of(path, seen.st_mtime_ns, seen.st_ino, seen.st_size)


@lru_cache(maxsize=1)
def _ring_as_of(path: str, mtime_ns: int, inode: int, size: int) -> KeyRing:  # noqa: ARG001
    return read_ring(Path(path))


def read_ring(path: Path) -> KeyRing:
    """Return the key ring that a file holds."""
    held = json.loads(path.read_text(encoding="utf-8"))
    return KeyRing(
        current=held["current"],
        sealing={int(number): base64.b64decode(key) for number, key in held["sealing"].items()},
        index=base64.b64decode(held["index"]),
        audit=base64.b64decode(held["audit"]),
    )


def write_ring(keys: KeyRing, path: Path) -> None:
    """Write a key ring where only its owner may read it.  Never overwrites: a lost key is lost data."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_as_text(keys))
        file.flush()
        os.fsync(file.fileno())


def change_ring(path: Path, change: Callable[[KeyRing], KeyRing]) -> KeyRing:
    """Change the ring's file and return what it holds now; at every moment the file is whole, the old or the new.

    One change at a time: a second one waits and begins from what the first one wrote.
    """
    with _alone(path):
        changed = change(read_ring(path))
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(_as_text(changed))
                file.flush()
                os.fsync(file.fileno())
            assert read_ring(Path(name)) == changed, "what was written is read before it takes the old one's place"
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
            raise
        sync_folder(path.parent)
    return changed


def sync_folder(folder: Path) -> None:
    """Let a folder's entries reach the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.with_name(f"{path.name}.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _as_text(keys: KeyRing) -> str:
    held = {
        "current": keys.current,
        "sealing": {str(number): base64.b64encode(key).decode() for number, key in keys.sealing.items()},
        "index": base64.b64encode(keys.index).decode(),
        "audit": base64.b64encode(keys.audit).decode(),
    }
    return json.dumps(held, indent=1)
