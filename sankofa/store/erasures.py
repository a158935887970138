"""Who was erased, noted beside the key ring, so that a backup from before cannot bring anybody back.

A small file that only grows, one line for each: an id and a moment, no names.  It is kept and copied with the ring and
never with the database: a database brought back from a backup still holds the keys of people erased since, and this
file says which of them to destroy again.
"""

import fcntl
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from sankofa.store import keys, subjects

SUFFIX = ".erased"


def file() -> Path:
    """Return where the erased are noted: beside the key ring, under its name."""
    return Path(settings.KEY_RING_FILE).with_suffix(SUFFIX)


def note(whose: Iterable[UUID], *, at: datetime) -> None:
    """Note that these people were erased, durably.  Called once their erasing is committed."""
    lines = "".join(f"{one} {at.astimezone(UTC).isoformat(timespec='seconds')}\n" for one in whose)
    if not lines:
        return
    path = file()
    is_new = not path.exists()
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b", buffering=0) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        # A line cut short by a power cut stays a line of its own.
        is_torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        held.write(("\n" if is_torn else "").encode() + lines.encode())
        os.fsync(descriptor)
    if is_new:
        keys.sync_folder(path.parent)


def destroyed_ids() -> set[UUID]:
    """Return everybody who was ever erased here, whatever the database says."""
    path = file()
    if not path.exists():
        return set()
    found = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found.add(UUID(line.partition(" ")[0]))
        except ValueError:
            continue  # cut short by a power cut; `catch_up` noted that person again
    return found


def catch_up() -> int:
    """Note whom the database knows as erased and this file does not: the power went between the two."""
    noted = destroyed_ids()
    missing = {whose: at for whose, at in subjects.destroyed().items() if whose not in noted}
    for whose, at in missing.items():
        note([whose], at=at)
    return len(missing)


def still_there() -> set[UUID]:
    """Return who was erased before and is back with a key: the database was brought back from an older backup."""
    return subjects.not_yet_destroyed(destroyed_ids())
