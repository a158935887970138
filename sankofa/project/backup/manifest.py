"""What a backup holds: every file with its digests, how many rows each table has, the last root of the record.

Two lists lie in the folder.  `index.json` is readable and names sealed files and their digests, so that a copy can be
checked and the next backup can take over what has not changed, without any key.  `manifest` is sealed and says all; its
mark is made with the key ring, so that nobody without the ring can put a backup of their own in its place.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path

from sankofa.project.backup import sealed

INDEX, MANIFEST, MARK = "index.json", "manifest", "manifest.mark"
DATABASE = "database"
FILES = "files"
VERSION = 1


class NotABackup(Exception):
    """The folder holds no backup, or one that was never finished."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(str(folder))


class Torn(Exception):
    """A file of the backup is missing or is not as it was written."""

    def __init__(self, name: str, *, is_missing: bool) -> None:
        self.name = name
        self.is_missing = is_missing
        super().__init__(name)


class WrongKey(Exception):
    """The backup was sealed to another backup key."""


class WrongRing(Exception):
    """The key ring is not the one of the deployment that this backup is of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a backup: its name there, digests of the sealed and the plain content, and their sizes."""

    name: str
    sealed_digest: str
    digest: str
    size_bytes: int
    sealed_bytes: int

    @classmethod
    def of(cls, name: str, written: sealed.Written) -> "Entry":
        """Return the entry of a file that was just written."""
        return cls(name, written.sealed_digest, written.digest, written.size_bytes, written.sealed_bytes)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a backup says about itself."""

    began_at: str
    version: str
    engine: str
    last_root: str
    rows: Mapping[str, int]
    is_demonstration: bool
    entries: tuple[Entry, ...]
    migrations: tuple[str, ...] = field(default_factory=tuple)

    def sealed_bytes(self) -> int:
        """Return how large the sealed files are together."""
        return sum(entry.sealed_bytes for entry in self.entries)


def write(folder: Path, told: Manifest, *, public: bytes, ring_key: bytes) -> None:
    """Write both lists and the mark into the folder of a backup."""
    target = BytesIO()
    content = json.dumps(asdict(told), sort_keys=True).encode()
    sealed.seal_file(BytesIO(content), target, name=MANIFEST, public=public)
    (folder / MANIFEST).write_bytes(target.getvalue())
    (folder / MARK).write_text(_mark(target.getvalue(), ring_key), encoding="ascii")
    (folder / INDEX).write_text(
        json.dumps(
            {
                "version": VERSION,
                "sealed_to": fingerprint(public),
                "began_at": told.began_at,
                # The digest of a stored file's plain content is that of its ciphertext; the database's stays inside.
                "files": {
                    entry.name: [
                        entry.sealed_digest,
                        entry.digest if entry.name != DATABASE else "",
                        entry.sealed_bytes,
                    ]
                    for entry in told.entries
                },
                "manifest": hashlib.sha256(target.getvalue()).hexdigest(),
            },
            indent=1,
        ),
        encoding="utf-8",
    )


def read(folder: Path, *, private: bytes, ring_key: bytes | None) -> Manifest:
    """Return what a backup says about itself.  Raises NotABackup, WrongKey, WrongRing, Torn."""
    try:
        held, mark = (folder / MANIFEST).read_bytes(), (folder / MARK).read_text(encoding="ascii")
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise NotABackup(folder) from None
    if index["sealed_to"] != fingerprint(sealed.public_half(private)):
        raise WrongKey
    try:
        told = json.loads(b"".join(sealed.opened_file(BytesIO(held), name=MANIFEST, private=private)))
    except sealed.CannotOpenFile:
        raise Torn(MANIFEST, is_missing=False) from None
    if ring_key is not None and not hmac.compare_digest(mark, _mark(held, ring_key)):
        raise WrongRing
    entries = tuple(Entry(**entry) for entry in told.pop("entries"))
    migrations = tuple(told.pop("migrations"))
    return Manifest(**told, entries=entries, migrations=migrations)


def check_without_keys(folder: Path) -> Iterator[int]:
    """Check every sealed file against the readable list, yielding the bytes as they are read.  Raises Torn, NotABackup.

    It shows what was torn or lost on the way, not what somebody put there on purpose: that takes the keys.
    """
    try:
        told = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        files: Mapping[str, tuple[str, str, int]] = told["files"]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError):
        raise NotABackup(folder) from None
    for name, (wanted, _digest, _size) in {**files, MANIFEST: (told["manifest"], "", 0)}.items():
        yield from check_file(folder / name, wanted, name=name)


def check_file(path: Path, wanted: str, *, name: str) -> Iterator[int]:
    """Check a sealed file against its digest, yielding the bytes as they are read.  Raises Torn."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as source:
            while chunk := source.read(sealed.CHUNK_BYTES):
                found.update(chunk)
                yield len(chunk)
    except FileNotFoundError:
        raise Torn(name, is_missing=True) from None
    if found.hexdigest() != wanted:
        raise Torn(name, is_missing=False)


def digest_of(path: Path) -> str:
    """Return the digest of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def unchanged(folder: Path | None, *, public: bytes) -> Mapping[str, Entry]:
    """Return the stored files of an earlier backup under the same key, by name, for the next one to take over."""
    if folder is None:
        return {}
    try:
        told = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    if told.get("version") != VERSION or told.get("sealed_to") != fingerprint(public):
        return {}
    return {
        name: Entry(name, sealed_digest, digest, 0, size)
        for name, (sealed_digest, digest, size) in told["files"].items()
        if digest
    }


def latest(place: Path) -> Path | None:
    """Return the latest finished backup in a folder of backups, or None."""
    if (place / INDEX).exists():
        return place
    found = sorted(one for one in place.glob("20*") if (one / INDEX).exists()) if place.is_dir() else []
    return found[-1] if found else None


def fingerprint(public: bytes) -> str:
    """Return the short name of a backup key, by its public half."""
    return hashlib.sha256(public).hexdigest()[:16]


def _mark(held: bytes, ring_key: bytes) -> str:
    return hmac.new(ring_key, b"backup\x00" + held, hashlib.sha256).hexdigest()
