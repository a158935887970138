"""The drill: a running server that people write to, a backup, a restore to a new place, and the comparison.

Everything runs as processes of its own, the way an administrator runs it.  What was acknowledged before the backup
began is there afterwards, the record is whole, files open; and whatever is torn, missing or sealed to another key is
said in a sentence and leaves nothing behind.
"""

import base64
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import os, sys, time
import django
django.setup()
from sankofa.project import hooks
hooks.fill()
from sankofa.accounts import queries as accounts
from sankofa.accounts.action import system
from sankofa.audit.actions import seal_all
from sankofa.kernel import clock
from sankofa.returnees import actions
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.store import blobs

by = system("drill", on=clock.now().date())
office = accounts.office_named("Sylhet office")
for number in range(int(sys.argv[1])):
    said = PersonTerms(f"Zarifa{number}", "Sentinelbegum", phone=f"+88017990{number:05}")
    actions.register_many(office=office, rows=[(f"drill {number}", said)], by=by, at=clock.now())
    blobs.keep(f"a letter of Sentinelbegum, number {number}".encode())
    if number % 5 == 0:
        seal_all(at=clock.now())
    print(number, flush=True)
"""
COUNT = """
import django, json
django.setup()
from django.apps import apps
from sankofa.store import blobs
people = apps.get_model("returnees", "Person").objects.filter(family_name="Sentinelbegum")
phones = sorted(person.phone for person in people)
letters = sorted(blobs.content_of(blob).decode() for blob in apps.get_model("store", "Blob").objects.all())
print(json.dumps({"names": sorted(p.given_name for p in people), "phones": phones, "letters": letters}))
"""


@dataclass(frozen=True)
class Deployment:
    """A home on disk and how its commands are run."""

    home: Path
    database: str = ""

    def environment(self) -> Mapping[str, str]:
        return {
            **os.environ,
            "SANKOFA_HOME": str(self.home),
            "SANKOFA_DATABASE": self.database,
            "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *arguments: str | Path, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "sankofa.project.cli", *map(str, arguments)],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert code is None or done.returncode == code, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done

    def python(self, script: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def begin(self, script: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", script, *arguments],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            text=True,
        )


def deployment(home: Path, database: str = "") -> Deployment:
    """Set a deployment up with one office."""
    made = Deployment(home, database)
    made.run("setup")
    made.run(
        "found", "--organisation", "The agency", "--kind", "agency", "--office", "Sylhet office", "--place", "BD.60.91",
        "--zone", "Asia/Dhaka", "--name", "First Administrator", "--email", "first@example.org",
        "--password", "a long sentence of its own",
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Kept:
    """A backup on disk with the keys that belong to it."""

    of: Deployment
    place: Path
    key: Path
    ring: Path

    def restore(
        self,
        home: Path,
        *,
        code: int | None = 0,
        key: Path | None = None,
        ring: Path | None = None,
        database: str = "",
    ) -> str:
        where = Deployment(home, database)
        done = where.run(
            "restore", self.place, "--home", home, "--backup-key", key or self.key, "--key-ring", ring or self.ring,
            "--json", code=code,
        )  # fmt: skip
        return done.stdout or done.stderr


def backed_up(made: Deployment, folder: Path) -> Kept:
    """Make the key and a backup."""
    key, ring = folder / "backup.key", folder / "ring.copy"
    if not key.exists():
        made.run("backup-key", key)
    made.run("backup", folder / "backups", "--key-ring-too", ring, "--json")
    return Kept(made, folder / "backups", key, ring)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A small deployment with ten people and letters, backed up once."""
    folder = tmp_path_factory.mktemp("kept")
    made = deployment(folder / "home")
    made.python(WRITER, "10")
    return backed_up(made, folder)


@pytest.fixture
def copy(kept: Kept, tmp_path: Path) -> Kept:
    """The same backup, to be spoilt."""
    shutil.copytree(kept.place, tmp_path / "backups")
    return Kept(kept.of, tmp_path / "backups", kept.key, kept.ring)


def only_backup(kept: Kept) -> Path:
    (folder,) = kept.place.glob("20*")
    return folder


def test_what_was_acknowledged_before_a_backup_began_is_there_after_the_restore(tmp_path: Path) -> None:
    made = deployment(tmp_path / "home")
    server = subprocess.Popen(
        [sys.executable, "-m", "sankofa.project.cli", "serve", "--port", str(_free_port())],
        cwd=ROOT,
        env=made.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    writer = made.begin(WRITER, "90000")
    try:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(25)]
        kept = backed_up(made, tmp_path)
        assert writer.poll() is None, "people were still writing while the backup was made"
    finally:
        writer.kill()
        writer.communicate()
        server.terminate()
        server.wait(30)
    told = json.loads(kept.restore(tmp_path / "new"))
    found = json.loads(Deployment(tmp_path / "new").python(COUNT))
    assert {f"Zarifa{number}" for number in acknowledged} <= set(found["names"])
    assert {f"+88017990{number:05}" for number in acknowledged} <= set(found["phones"])
    assert len(found["letters"]) >= len(acknowledged)
    assert len(found["phones"]) == len(found["names"])
    assert told["files_missing"] == 0
    assert json.loads(Deployment(tmp_path / "new").run("audit", "--json").stdout)["whole"]


@pytest.fixture
def databases() -> Iterator[tuple[str, str, str]]:
    """Three empty databases on the PostgreSQL server of this run."""
    address = os.environ.get("SANKOFA_DATABASE", "")
    if not address:
        pytest.skip("the drill on PostgreSQL runs where the suite runs on PostgreSQL")
    server, _, _name = address.rpartition("/")
    names = [f"drill_{os.getpid()}_{place}" for place in "abc"]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connected:
        for name in names:
            connected.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        yield (f"{server}/{names[0]}", f"{server}/{names[1]}", f"{server}/{names[2]}")
        for name in names:
            connected.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@pytest.mark.database
def test_the_drill_on_postgresql(databases: tuple[str, str, str], tmp_path: Path) -> None:
    made = deployment(tmp_path / "home", databases[0])
    writer = made.begin(WRITER, "90000")
    try:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(15)]
        kept = backed_up(made, tmp_path)
        assert writer.poll() is None, "people were still writing while the backup was made"
    finally:
        writer.kill()
        writer.communicate()
    told = json.loads(kept.restore(tmp_path / "new", database=databases[1]))
    new = Deployment(tmp_path / "new", databases[1])
    found = json.loads(new.python(COUNT))
    assert {f"Zarifa{number}" for number in acknowledged} <= set(found["names"])
    assert len(found["phones"]) == len(found["names"])
    assert told["files_missing"] == 0
    assert json.loads(new.run("audit", "--json").stdout)["whole"]
    assert "holds tables already" in kept.restore(tmp_path / "again", database=databases[1], code=1)
    assert not (tmp_path / "again").exists()
    assert "This backup is of PostgreSQL" in kept.restore(tmp_path / "again", code=1)
    _tear(next(kept.place.glob("20*")) / "database")
    assert "Nothing was changed" in kept.restore(tmp_path / "again", database=databases[2], code=1)


def test_a_restored_deployment_is_like_the_one_that_was_backed_up(kept: Kept, tmp_path: Path) -> None:
    told = json.loads(kept.restore(tmp_path / "new"))
    assert json.loads(Deployment(tmp_path / "new").python(COUNT)) == json.loads(kept.of.python(COUNT))
    assert told["last_root"] == json.loads(kept.of.run("audit", "--json").stdout)["last_root"]


def test_the_bytes_of_a_backup_tell_nobody_s_name_phone_or_letter(kept: Kept) -> None:
    spoken = [b"Sentinelbegum", b"Zarifa", b"+88017990", b"88017990", b"Sylhet office", b"First Administrator"]
    held = b"".join(path.read_bytes() for path in only_backup(kept).rglob("*") if path.is_file())
    wide = [word.decode().encode("utf-16-le") for word in spoken]
    assert [word for word in [*spoken, *wide] if word in held] == []
    database = (
        (kept.of.home / "sankofa.sqlite3").read_bytes() + (kept.of.home / "sankofa.sqlite3-wal").read_bytes()
        if (kept.of.home / "sankofa.sqlite3-wal").exists()
        else (kept.of.home / "sankofa.sqlite3").read_bytes()
    )
    assert b"Sentinelbegum" in database, "the word would be found if it stood there"


def test_the_key_ring_and_the_backup_key_are_not_in_the_backup(kept: Kept) -> None:
    held = b"".join(path.read_bytes() for path in kept.place.rglob("*") if path.is_file())
    ring = json.loads((kept.of.home / "keys.json").read_text())
    secrets = [ring["index"], ring["audit"], *ring["sealing"].values()]
    secrets.append(json.loads(kept.key.read_text())["sankofa backup key"])
    for secret in secrets:
        assert secret.encode() not in held
        assert base64.b64decode(secret) not in held
    assert "private" not in (kept.of.home / "backup-key.public").read_text()


def test_a_second_backup_takes_over_the_files_that_did_not_change(kept: Kept, tmp_path: Path) -> None:
    shutil.copytree(kept.place, tmp_path / "backups")
    told = json.loads(kept.of.run("backup", tmp_path / "backups", "--json").stdout)
    assert told["taken_over"] == told["files"] == 10
    first, second = sorted((tmp_path / "backups").glob("20*"))
    stored = next(second.glob("files/*/*"))
    assert stored.samefile(first / stored.relative_to(second))
    assert json.loads(Kept(kept.of, tmp_path / "backups", kept.key, kept.ring).restore(tmp_path / "new"))["files"] == 10


def test_verifying_says_that_a_backup_is_whole_with_and_without_keys(kept: Kept) -> None:
    assert json.loads(kept.of.run("backup", "verify", kept.place, "--json").stdout) == {
        "folder": str(only_backup(kept)),
        "whole": True,
        "opened": False,
    }
    done = kept.of.run(
        "backup", "verify", kept.place, "--backup-key", kept.key, "--key-ring", kept.of.home / "keys.json", "--json"
    )
    assert json.loads(done.stdout)["opened"] is True


def _tear(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


@pytest.mark.parametrize("spoil", [_tear, _cut, Path.unlink], ids=["torn", "cut-short", "missing"])
@pytest.mark.parametrize("what", ["database", "file", "manifest"])
def test_a_spoilt_backup_is_refused_before_anything_is_written(
    copy: Kept, tmp_path: Path, spoil: object, what: str
) -> None:
    folder = only_backup(copy)
    target = next(folder.glob("files/*/*")) if what == "file" else folder / what
    spoil(target)  # type: ignore[operator]
    said = copy.restore(tmp_path / "new", code=1)
    assert "Nothing was changed" in said or "no finished backup" in said
    assert "Traceback" not in said
    assert not (tmp_path / "new").exists()
    assert list(tmp_path.glob(".restoring-*")) == []
    assert copy.of.run("backup", "verify", copy.place, code=1).stderr.startswith("Error: ")


def test_another_backup_key_opens_nothing(kept: Kept, tmp_path: Path) -> None:
    other = deployment_key(tmp_path)
    said = kept.restore(tmp_path / "new", key=other, ring=kept.of.home / "keys.json", code=1)
    assert "another backup key" in said
    assert not (tmp_path / "new").exists()


def deployment_key(folder: Path) -> Path:
    """A backup key that belongs to nothing here."""
    from sankofa.project.backup import keeping

    (folder / "elsewhere").mkdir()
    keeping.make_key(folder / "elsewhere", to=folder / "other.key")
    return folder / "other.key"


def test_another_key_ring_is_refused(kept: Kept, tmp_path: Path) -> None:
    from sankofa.store.keys import write_ring
    from sankofa.store.rules.sealing import KeyRing

    write_ring(KeyRing.fresh(), tmp_path / "other.json")
    said = kept.restore(tmp_path / "new", ring=tmp_path / "other.json", code=1)
    assert "not the one of the deployment" in said
    assert not (tmp_path / "new").exists()


def test_a_place_that_is_not_empty_is_left_alone(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letter.txt").write_text("mine")
    assert "is not empty" in kept.restore(tmp_path / "new", code=1)
    assert (tmp_path / "new" / "letter.txt").read_text() == "mine"


def test_a_backup_that_was_killed_half_way_is_no_backup(kept: Kept, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    running = subprocess.Popen(
        [sys.executable, "-m", "sankofa.project.cli", "backup", str(place), "--json"],
        cwd=ROOT,
        env=kept.of.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 30
    while running.poll() is None and not list(place.glob(".unfinished-*")) and time.monotonic() < until:
        time.sleep(0.005)
    running.send_signal(signal.SIGKILL)
    running.wait()
    if not list(place.glob("20*")):
        assert "no finished backup" in kept.of.run("backup", "verify", place, code=1).stderr
    kept.of.run("backup", place, "--json")
    assert list(place.glob(".unfinished-*")) == []
    assert len(list(place.glob("20*"))) >= 1


def test_a_full_disk_is_said_and_leaves_nothing(kept: Kept, tmp_path: Path) -> None:
    import resource

    done = subprocess.run(
        [sys.executable, "-m", "sankofa.project.cli", "backup", str(tmp_path / "backups"), "--json"],
        cwd=ROOT,
        env=kept.of.environment(),
        capture_output=True,
        text=True,
        check=False,
        # A limit on the size of a file stands for the full disk; Python turns it into the same kind of error.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
    )
    assert done.returncode == 1
    assert "The disk is full" in done.stderr
    assert list((tmp_path / "backups").glob("20*")) == []
    assert list((tmp_path / "backups").glob(".unfinished-*")) == []


def test_without_a_backup_key_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    made = Deployment(tmp_path / "home")
    made.run("setup")
    assert "sankofa backup-key FILE" in made.run("backup", tmp_path / "backups", code=1).stderr


def test_a_backup_key_is_never_written_over_another(kept: Kept, tmp_path: Path) -> None:
    assert "There is a backup key already" in kept.of.run("backup-key", tmp_path / "second.key", code=1).stderr
    assert not (tmp_path / "second.key").exists()


def test_the_passing_copy_of_the_database_is_gone(kept: Kept) -> None:
    assert list(kept.of.home.glob(".unfinished-*")) == []
    with closing(sqlite3.connect(kept.of.home / "sankofa.sqlite3")) as tables:
        assert tables.execute("PRAGMA journal_mode").fetchone() == ("wal",), "the copying left the database as it was"


def _free_port() -> int:
    import socket

    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
