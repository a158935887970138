"""Making a backup while the product runs: the database first, then the files, so that no row points at nothing.

A backup is worked on under a passing name and gets its own name when all of it is on disk; one that was killed or ran
out of room leaves nothing that could be taken for a backup.
"""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

from sankofa.project.backup import database, keeping, manifest, sealed
from sankofa.project.backup.manifest import DATABASE, FILES, Entry, Manifest
from sankofa.store import keys

UNFINISHED, LOCK = ".unfinished-", ".backup-lock"
_STORED = re.compile(r"[0-9a-f]{32}")


class AnotherRuns(Exception):
    """Another backup into the same place is running."""


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: where it lies, what it says, and how much of it an earlier one already held."""

    folder: Path
    told: Manifest
    taken_over: int


def make(
    place: Path, *, home: Path, files: Path, is_demonstration: bool, at: datetime, step: Callable[[int], None]
) -> Made:
    """Make a backup in a folder of backups; `step` hears how many bytes were done.

    Raises NoBackupKey, AnotherRuns, NoProgram, ProgramFailed, and OSError where the disk is full.
    """
    public = keeping.public_key(home)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(home), _alone(place), _passing(place) as work, _passing(home) as beside:
        earlier = manifest.latest(place)
        with database.snapshot(beside) as held:
            rows, last_root, migrations = held.rows, held.last_root, held.migrations
            entries = [_sealed(held.content, work, DATABASE, public=public, step=step)]
        taken_over = 0
        known = manifest.unchanged(earlier, public=public)
        for stored in _stored(files):
            entry, is_old = _file(stored, work, earlier, known, public=public)
            if entry is not None:
                entries.append(entry)
                taken_over += is_old
                step(entry.size_bytes)
        told = Manifest(
            began_at=at.isoformat(timespec="seconds"),
            version=version("sankofa"),
            engine=database.engine(),
            last_root=last_root,
            rows=rows,
            is_demonstration=is_demonstration,
            entries=tuple(entries),
            migrations=migrations,
        )
        manifest.write(work, told, public=public, ring_key=keys.ring().audit)
        _flush(work)
        named = place / at.strftime("%Y-%m-%dT%H%M%SZ")
        work.rename(named)
        _flush_folder(place)
    return Made(named, told, taken_over)


def _sealed(content: IO[bytes], work: Path, name: str, *, public: bytes, step: Callable[[int], None]) -> Entry:
    path = work / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        written = sealed.seal_file(content, target, name=name, public=public)
    step(written.size_bytes)
    return Entry.of(name, written)


def _file(
    stored: Path, work: Path, earlier: Path | None, known: Mapping[str, Entry], *, public: bytes
) -> tuple[Entry | None, bool]:
    """Put a stored file into the backup: linked from the earlier one where it is the same, else sealed anew.

    None where it was destroyed since the database was copied: whoever destroys a file means it.
    """
    name = f"{FILES}/{stored.parent.name}/{stored.name}"
    held = known.get(name)
    path = work / name
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if held is not None and earlier is not None and manifest.digest_of(stored) == held.digest:
            try:
                os.link(earlier / name, path)
            except OSError:
                shutil.copyfile(earlier / name, path)
            return Entry(name, held.sealed_digest, held.digest, stored.stat().st_size, held.sealed_bytes), True
        with stored.open("rb") as source:
            return _sealed(source, work, name, public=public, step=lambda _done: None), False
    except FileNotFoundError:
        if stored.exists():
            raise
        path.unlink(missing_ok=True)
        return None, False


def _stored(files: Path) -> Iterator[Path]:
    """Yield the stored files; what is still being written has another name."""
    if files.is_dir():
        for path in sorted(files.glob("??/*")):
            if _STORED.fullmatch(path.name):
                yield path


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let one backup at a time work in a folder, and take away what one that was killed left there."""
    with (place / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AnotherRuns from None
        for left in place.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def _passing(place: Path) -> Iterator[Path]:
    """Give a folder to work in that is gone afterwards, unless it got a name of its own."""
    folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _flush(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
