"""Keys of backups: the backup key in its two halves, and a sealed copy of the key ring for those who want one."""

import base64
import json
import os
from io import BytesIO
from pathlib import Path

from sankofa.project.backup import sealed

PUBLIC = "backup-key.public"
RING_NAME = "key ring"


class KeyThere(Exception):
    """There is a backup key already; a second one would make older backups a riddle."""


class NoBackupKey(Exception):
    """No backup key was made yet."""


class NotABackupKey(Exception):
    """The file is not the private half of a backup key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


def make_key(home: Path, *, to: Path, replace: bool = False) -> None:
    """Make a backup key: the private half into a file to be carried away, the public half into the home.

    Never overwrites a file.  Raises KeyThere, and FileExistsError.
    """
    if (home / PUBLIC).exists() and not replace:
        raise KeyThere
    private, public = sealed.fresh_key()
    write_apart(to, json.dumps({"sankofa backup key": base64.b64encode(private).decode()}).encode() + b"\n")
    (home / PUBLIC).write_text(base64.b64encode(public).decode(), encoding="ascii")


def public_key(home: Path) -> bytes:
    """Return the public half, to which backups are sealed.  Raises NoBackupKey."""
    try:
        return base64.b64decode((home / PUBLIC).read_text(encoding="ascii"))
    except FileNotFoundError:
        raise NoBackupKey from None


def private_key(path: Path) -> bytes:
    """Return the private half from its file.  Raises NotABackupKey."""
    try:
        held = base64.b64decode(json.loads(path.read_text(encoding="utf-8"))["sankofa backup key"], validate=True)
    except (ValueError, KeyError, TypeError):
        raise NotABackupKey(path) from None
    if len(held) != sealed.KEY_BYTES:
        raise NotABackupKey(path)
    return held


def keep_ring_copy(ring: Path, *, to: Path, public: bytes) -> None:
    """Write the key ring, with the list of the erased beside it, sealed to the backup key.  Never overwrites."""
    erased = erased_beside(ring)
    told = {
        "ring": ring.read_text(encoding="utf-8"),
        "erased": erased.read_text(encoding="utf-8") if erased.exists() else "",
    }
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        sealed.seal_file(BytesIO(json.dumps(told).encode()), target, name=RING_NAME, public=public)
        target.flush()
        os.fsync(target.fileno())


def ring_and_erased(path: Path, *, private: bytes) -> tuple[str, str]:
    """Return the key ring and the list of the erased, from the ring's own file or from its sealed copy.

    Raises sealed.CannotOpenFile where it is a sealed copy under another backup key.
    """
    with path.open("rb") as source:
        is_sealed = source.read(len(sealed.FORMAT)) == sealed.FORMAT
        source.seek(0)
        if is_sealed:
            told = json.loads(b"".join(sealed.opened_file(source, name=RING_NAME, private=private)))
            return told["ring"], told["erased"]
    beside = erased_beside(path)
    return path.read_text(encoding="utf-8"), beside.read_text(encoding="utf-8") if beside.exists() else ""


def erased_beside(ring: Path) -> Path:
    """Return where the list of the erased lies: beside the key ring, under its name."""
    return ring.with_suffix(".erased")


def write_apart(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, durably, and never in place of another.  Raises FileExistsError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
