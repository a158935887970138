"""The key ring of this deployment, read once from the file that the settings name.

The file lies outside the database and outside its backups: who holds only one of the two holds nothing.
"""

import base64
import json
import os
from functools import cache
from pathlib import Path

from django.conf import settings

from sankofa.store.rules.sealing import KeyRing


@cache
def ring() -> KeyRing:
    """Return the key ring.  Raises FileNotFoundError where `sankofa setup` has not been run."""
    return read_ring(Path(settings.KEY_RING_FILE))


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
    held = {
        "current": keys.current,
        "sealing": {str(number): base64.b64encode(key).decode() for number, key in keys.sealing.items()},
        "index": base64.b64encode(keys.index).decode(),
        "audit": base64.b64encode(keys.audit).decode(),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(held, file, indent=1)
