"""Copying the database while it is used, and filling an empty one again: SQLite by its own copying, PostgreSQL by
its own programs."""

import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction

EMPTY_ROOT = "0" * 64


class NoProgram(Exception):
    """A program of PostgreSQL that is needed is not on this machine."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class ProgramFailed(Exception):
    """A program of PostgreSQL ended with an error."""

    def __init__(self, name: str, said: str) -> None:
        self.name = name
        self.said = said
        super().__init__(f"{name}: {said}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The database as it was at one moment: its content as a stream, and what is known about it."""

    content: IO[bytes]
    rows: Mapping[str, int]
    last_root: str
    migrations: tuple[str, ...]


def engine() -> str:
    """Return which database this deployment uses: sqlite or postgresql."""
    return connection.vendor


@contextmanager
def snapshot(beside: Path) -> Iterator[Snapshot]:
    """Give the database as it is at this moment.  Others go on writing.  Raises NoProgram, ProgramFailed.

    `beside` is a folder in the home for the passing copy of SQLite, as guarded as the database itself.
    """
    if engine() == "sqlite":
        with _sqlite(beside) as held:
            yield held
    else:
        with _postgresql() as held:
            yield held


def fill(content: Iterable[bytes], *, home: Path) -> None:
    """Fill the empty database of a new home, or leave it empty.  Raises NoProgram, ProgramFailed."""
    if engine() == "sqlite":
        with (home / "sankofa.sqlite3").open("xb") as target:
            for chunk in content:
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        return
    command = [_program("pg_restore"), "--no-owner", "--no-acl", "--single-transaction", "--exit-on-error"]
    database, environment = _reached()
    with subprocess.Popen(  # noqa: S603
        [*command, "--dbname", database], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        try:
            for chunk in content:
                running.stdin.write(chunk)
            running.stdin.close()
        except BrokenPipeError:
            pass  # the program says itself why it stopped listening
        except BaseException:
            running.kill()
            raise
        said = running.stderr.read().decode(errors="replace")
    if running.returncode:
        raise ProgramFailed("pg_restore", said.strip()[:400])


def is_empty() -> bool:
    """Whether the database of this home holds no table yet."""
    return not connection.introspection.table_names()


def rows_counted() -> dict[str, int]:
    """Return how many rows each table holds now."""
    with connection.cursor() as cursor:
        return _counted(cursor, sorted(connection.introspection.table_names(cursor)))


@contextmanager
def _sqlite(beside: Path) -> Iterator[Snapshot]:
    copy = beside / "database"
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, timeout=60)) as source, closing(sqlite3.connect(copy)) as target:
        # In one step: a copy made in steps begins anew whenever somebody writes meanwhile.
        _copy(source, target)
        target.execute("PRAGMA journal_mode=DELETE")
        names = [row[0] for row in target.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        cursor = target.cursor()
        facts = _facts(cursor, [name for name in names if not name.startswith("sqlite_")])
    with copy.open("rb") as content:
        yield Snapshot(content, *facts)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    try:
        source.backup(target)
    except sqlite3.OperationalError as failed:
        # SQLite has errors of its own for a disk that takes no more.
        if failed.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}:
            raise OSError(errno.ENOSPC, str(failed)) from failed
        raise


@contextmanager
def _postgresql() -> Iterator[Snapshot]:
    program = _program("pg_dump")
    database, environment = _reached()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        exported = str(cursor.fetchone()[0])
        facts = _facts(cursor, sorted(connection.introspection.table_names(cursor)))
        command = [program, "--format=custom", "--compress=0", "--no-owner", "--no-acl", "--snapshot", exported]
        with subprocess.Popen(  # noqa: S603
            [*command, "--dbname", database], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            try:
                yield Snapshot(running.stdout, *facts)
            except BaseException:
                running.kill()
                raise
            said = running.stderr.read().decode(errors="replace")
        if running.returncode:
            raise ProgramFailed("pg_dump", said.strip()[:400])


def _facts(cursor: Any, names: list[str]) -> tuple[dict[str, int], str, tuple[str, ...]]:
    cursor.execute("SELECT root FROM audit_seal ORDER BY number DESC LIMIT 1")
    last = cursor.fetchone()
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = tuple(f"{app}.{name}" for app, name in cursor.fetchall())
    return _counted(cursor, names), str(last[0]) if last else EMPTY_ROOT, migrations


def _counted(cursor: Any, names: list[str]) -> dict[str, int]:
    counted = {}
    for name in names:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608  names of our tables
        counted[name] = int(cursor.fetchone()[0])
    return counted


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NoProgram(name)
    return found


def _reached() -> tuple[str, dict[str, str]]:
    """Return the name of the database and the environment in which PostgreSQL's programs reach it.

    The password travels in the environment, because what stands on a command line can be read by everybody.
    """
    told = connection.settings_dict
    reached = {"PGHOST": told["HOST"], "PGPORT": told["PORT"], "PGUSER": told["USER"], "PGPASSWORD": told["PASSWORD"]}
    return str(told["NAME"]), {**os.environ, **{name: str(value) for name, value in reached.items() if value}}
