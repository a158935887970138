"""A deployment of its own, served as `sankofa serve` does, with phones: for benchmarks that call it over the line."""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
from sankofa.project.settings import THREADS
Granian("sankofa.project.wsgi:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=2, blocking_threads=THREADS, backpressure=64, log_access=False, log_level="warning").serve()
"""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers: its port, the group of its processes, and the tokens of its phones."""

    port: int
    group: int
    tokens: list[str]


@contextmanager
def deployment() -> Iterator[None]:
    """Make a deployment in a temporary folder; SANKOFA_DATABASE may name an empty database of PostgreSQL."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        from django.conf import settings

        # Nobody signs in here, and five hundred passwords made slowly would take longer than the calls.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        yield


@contextmanager
def serving(tokens: list[str]) -> Iterator[Served]:
    """Serve the deployment until the block is left."""
    port = _free_port()
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], start_new_session=True)

    def stop(*_: object) -> None:
        os.killpg(server.pid, signal.SIGKILL)
        sys.exit(1)

    signal.signal(signal.SIGTERM, stop)
    try:
        _wait_for(port)
        yield Served(port, server.pid, tokens)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def made_phones(phones: int, *, people: int) -> list[str]:
    """Make phones, each with people of its holder, and return their tokens."""
    from datetime import timedelta

    from django.db import connection, transaction

    from sankofa.accounts.rules import keys
    from sankofa.kernel import clock
    from sankofa.project import hooks
    from sankofa.project.setup import steps
    from sankofa.returnees import permissions as register
    from sankofa.surveys import permissions
    from tests import builders

    hooks.fill()
    for _ in steps():
        pass
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            print(f"SQLite, synchronous={cursor.fetchone()[0]} (2 is FULL)")
        else:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                cursor.execute(f"SHOW {name}")
                print(f"PostgreSQL, {name}={cursor.fetchone()[0]}")
    tokens, now = [], clock.now()
    role = builders.role(may=[permissions.INTERVIEW, register.VIEW], scope_kind="office")
    offices = [builders.office() for _ in range(20)]
    with transaction.atomic():
        for number in range(phones):
            holder = builders.user(offices[number % len(offices)], password="")
            builders.assignment(holder, role, scope="office")
            made = keys.fresh()
            until = now + timedelta(days=9)
            builders.device(holder, prefix=made.prefix, digest=made.digest, created_at=now, expires_at=until)
            tokens.append(made.whole)
            for _ in range(people):
                builders.person(holder.office, owner=holder)
    return tokens


def side_by_side(work: Any, shares: list[Any]) -> float:
    """Do shares of work at the same time and return how many seconds all of it took."""
    began = time.perf_counter()
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(work, shares))
    return time.perf_counter() - began


def spread(took: list[float]) -> str:
    """Return the middle of times and what 95 of 100 stay within, in words; times are in milliseconds."""
    ordered = sorted(took)
    return f"median {statistics.median(ordered):.0f} ms, 95 of 100 within {ordered[int(len(ordered) * 0.95)]:.0f} ms"


def memory(group: int) -> float:
    """Return what the processes of a group have held at most, in megabytes."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if os.getpgid(int(status.parent.name)) == group:
                lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                found += int(lines.get("VmHWM", "0 kB").split()[0])
        except (ProcessLookupError, FileNotFoundError):
            continue
    return found / 1024


def processor(group: int) -> float:
    """Return the processor time that the processes of a group have taken, in seconds."""
    ticks = 0
    for held in Path("/proc").glob("[0-9]*/stat"):
        with suppress(ProcessLookupError, FileNotFoundError):
            # After the name in brackets: state, parent, group, ..., and as the 12th and 13th the time taken.
            fields = held.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with socket.socket() as held:
            if held.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
