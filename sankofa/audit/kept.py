"""Day seals in a folder: write today's, and say whether the folder has one of late.

The folder is meant to lie elsewhere: another machine, a stick in a safe.  A seal is written whole or not at all; where
it cannot be written, the record goes on, and the seal is written as soon as it can be.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sankofa.audit.models import Seal
from sankofa.audit.rules import daily, proof
from sankofa.audit.verification import SOURCE
from sankofa.kernel.finding import Finding, Weight
from sankofa.store import keys

PUBLIC_KEY = "sankofa-public-key.txt"
DAYS_WITHOUT_MAX = 2


def present(*, at: datetime) -> daily.DaySeal | None:
    """Return what a seal of this moment says; None where nothing was sealed yet."""
    head, number, events = proof.EMPTY_ROOT, 0, 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=2000):
        head, number, events = daily.head_after(head, seal.said()), seal.number, events + seal.events
    if not number:
        return None
    return daily.DaySeal(at.astimezone(UTC), number, events, head, daily.public_key(keys.ring().audit))


def write(folder: Path, *, at: datetime) -> Path | None:
    """Write a seal of this moment into a folder, beside the public key; None where nothing was sealed yet.

    Raises OSError where the folder cannot be written to; then nothing of the seal is there.
    """
    seal = present(at=at)
    if seal is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    _write_whole(folder / PUBLIC_KEY, f"{seal.key}\n")
    file = folder / f"sankofa-{seal.at:%Y-%m-%d}-seal-{seal.seal:09}.txt"
    _write_whole(file, daily.written(seal, audit_key=keys.ring().audit))
    return file


def write_daily(folder: Path, *, at: datetime) -> Path | None:
    """Write a seal into a folder unless it has one of today.  Raises OSError."""
    if at.astimezone(UTC).date() in set(_days(folder)):
        return None
    return write(folder, at=at)


def waits(folder: Path | None, *, on: date) -> Finding | None:
    """Return that the folder has had no seal for days; None where it has, or where no folder is kept."""
    if folder is None:
        return None
    last = max(_days(folder), default=None)
    if last is None:
        return Finding("day_seal_none", Weight.NOTE, SOURCE)
    if on - last > timedelta(days=DAYS_WITHOUT_MAX):
        return Finding("day_seal_waits", Weight.NOTE, SOURCE, since=last)
    return None


def _days(folder: Path) -> Iterator[date]:
    """Yield the days of which a folder has seals."""
    for file in folder.glob("sankofa-*-seal-*.txt") if folder.is_dir() else ():
        with suppress(ValueError):
            yield date.fromisoformat(file.name.removeprefix("sankofa-")[:10])


def _write_whole(file: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
