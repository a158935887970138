"""Bringing a backup back to a new place: everything is checked before anything is written, and the new home gets its
name last, so that a restore that failed or was killed leaves nothing that could be taken for a deployment.

What needs the product itself (tables brought up to date, the record checked, the erased erased again) runs as a process
of its own on the new home, because a process knows one home only.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sankofa.project.backup import keeping, manifest, sealed
from sankofa.project.backup.manifest import DATABASE, Entry, Manifest, NotABackup, Torn
from sankofa.store.keys import read_ring

RING, ERASED = "keys.json", "keys.erased"
UNFINISHED = ".restoring-"


class NotEmpty(Exception):
    """There is something in the place already; a backup is brought back to a new one."""

    def __init__(self, home: Path) -> None:
        self.home = home
        super().__init__(str(home))


class OtherDatabase(Exception):
    """The backup is of another kind of database than the new home is set to."""

    def __init__(self, engine: str) -> None:
        self.engine = engine
        super().__init__(engine)


class NotWhole(Exception):
    """What came back is not what the backup says; `said` tells what differs."""

    def __init__(self, said: str) -> None:
        self.said = said
        super().__init__(said)


@dataclass(frozen=True, slots=True)
class Restored:
    """A new home: where, from when, and what was found there."""

    home: Path
    told: Manifest
    found: Mapping[str, Any]


def check(
    place: Path, *, private: bytes, ring: Path | None, step: Callable[[int], None] = lambda _done: None
) -> Manifest:
    """Check every file of a backup, opening each; with the key ring also that nobody put another in its place.

    Raises NotABackup, Torn, WrongKey, WrongRing.
    """
    folder = _folder(place)
    told = _read(folder, private=private, ring=ring)
    for entry in told.entries:
        for chunk in _opened(folder, entry, private=private):
            step(len(chunk))
    return told


def restore(
    place: Path, *, home: Path, private: bytes, ring: Path, step: Callable[[int], None] = lambda _done: None
) -> Restored:
    """Bring a backup back to a new home.

    Raises NotEmpty, NotABackup, Torn, WrongKey, WrongRing, OtherDatabase, NotWhole, and OSError where the disk is full.
    """
    home = home.absolute()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise NotEmpty(home)
    folder = _folder(place)
    told = _read(folder, private=private, ring=ring)
    is_postgresql = bool(os.environ.get("SANKOFA_DATABASE", ""))
    if told.engine != ("postgresql" if is_postgresql else "sqlite"):
        raise OtherDatabase(told.engine)
    for entry in told.entries:
        for done in manifest.check_file(folder / entry.name, entry.sealed_digest, name=entry.name):
            step(done)
    home.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f"{UNFINISHED}{home.name}-", dir=home.parent))
    try:
        _lay_out(work, folder, told, private=private, ring=ring)
        found = _finished(work, folder, told, private=private)
        if home.exists():
            home.rmdir()
        work.rename(home)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Restored(home, told, found)


def _folder(place: Path) -> Path:
    folder = manifest.latest(place)
    if folder is None:
        raise NotABackup(place)
    return folder


def _read(folder: Path, *, private: bytes, ring: Path | None) -> Manifest:
    if ring is None:
        return manifest.read(folder, private=private, ring_key=None)
    with tempfile.TemporaryDirectory() as passing:
        copy = Path(passing) / RING
        try:
            text, _erased = keeping.ring_and_erased(ring, private=private)
            copy.write_text(text, encoding="utf-8")
            ring_key = read_ring(copy).audit
        except (sealed.CannotOpenFile, ValueError, KeyError):
            raise manifest.WrongRing from None
    return manifest.read(folder, private=private, ring_key=ring_key)


def _lay_out(work: Path, folder: Path, told: Manifest, *, private: bytes, ring: Path) -> None:
    text, erased = keeping.ring_and_erased(ring, private=private)
    keeping.write_apart(work / RING, text.encode())
    if erased:
        keeping.write_apart(work / ERASED, erased.encode())
    if told.is_demonstration:
        (work / "demonstration").touch()
    for entry in told.entries:
        if entry.name == DATABASE and told.engine == "postgresql":
            continue
        path = work / ("sankofa.sqlite3" if entry.name == DATABASE else entry.name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as target:
            for chunk in _opened(folder, entry, private=private):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())


def _opened(folder: Path, entry: Entry, *, private: bytes) -> Iterator[bytes]:
    """Yield the content of a sealed file; at its end it has proved to be what was written.  Raises Torn."""
    plain = hashlib.sha256()
    try:
        with (folder / entry.name).open("rb") as source:
            for chunk in sealed.opened_file(source, name=entry.name, private=private):
                plain.update(chunk)
                yield chunk
    except FileNotFoundError:
        raise Torn(entry.name, is_missing=True) from None
    except sealed.CannotOpenFile:
        raise Torn(entry.name, is_missing=False) from None
    if plain.hexdigest() != entry.digest:
        raise Torn(entry.name, is_missing=False)


def _finished(work: Path, folder: Path, told: Manifest, *, private: bytes) -> Mapping[str, Any]:
    """Let the product finish and check the new home, in a process of its own; return what it found."""
    environment = {**os.environ, "SANKOFA_HOME": str(work), "DJANGO_SETTINGS_MODULE": "sankofa.project.settings"}
    environment.pop("SANKOFA_KEY_RING", None)
    command = [sys.executable, "-m", "sankofa.project.cli", "restored"]
    content = next(entry for entry in told.entries if entry.name == DATABASE) if told.engine == "postgresql" else None
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said
        ) as running,
    ):
        assert running.stdin is not None
        assert running.stdout is not None
        try:
            for chunk in () if content is None else _opened(folder, content, private=private):
                running.stdin.write(chunk)
            running.stdin.close()
        except BrokenPipeError:
            pass  # the process says itself why it stopped listening
        except BaseException:
            running.kill()
            raise
        answer = running.stdout.read()
        running.wait()
        said.seek(0)
        errors = said.read().decode(errors="replace")
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError:
        raise NotWhole(errors.strip()[-600:]) from None
    _check_as_told(told, found)
    return found


def _check_as_told(told: Manifest, found: Mapping[str, Any]) -> None:
    if problem := found.get("problem"):
        raise NotWhole(str(problem))
    if differing := {name: rows for name, rows in told.rows.items() if found["rows"].get(name) != rows}:
        raise NotWhole(f"other numbers of rows than when the backup was made in {', '.join(sorted(differing))}")
    if found["broken"]:
        raise NotWhole(" ".join(found["broken"]))
    if found["last_root"] != told.last_root:
        raise NotWhole(f"the record ends in {found['last_root']}, not in {told.last_root}")
