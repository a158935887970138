"""How many filled forms a second are acknowledged durably, and how long phones wait for their people.

    python -m benchmarks.arrivals [--forms 4000] [--phones 500] [--people 20]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name an empty database of PostgreSQL), serves
it as `sankofa serve` does, and sends from the same machine: forms of 250 questions from 500 phones, each form answered
only once it is on the disk (fsync on).  Then it counts what is kept: nothing that was acknowledged may be missing.
Then every phone loads the list of forms, the manifest and its people, as phones do in the morning.
Prints calls a second, medians and 95th percentiles in milliseconds, bytes, and the memory of the server.
"""

import argparse
import hashlib
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

QUESTIONS = 250
SENDERS = 16
"""How many phones call at the same moment; each waits for its answer before it sends the next form."""
SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian("sankofa.project.wsgi:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=2, blocking_threads=4, backpressure=64, log_access=False, log_level="warning").serve()
"""
WORDS = ("yes", "no", "dont_know", "prefer_not", "3", "12", "a few words that somebody said about the harvest", "b c d")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--forms", type=int, default=4_000)
    asked.add_argument("--phones", type=int, default=500)
    asked.add_argument("--people", type=int, default=20)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        tokens = _made(told.phones, told.people)
        port = _free_port()
        server = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], start_new_session=True)
        try:
            _wait_for(port)
            _arrivals(port, tokens, told.forms)
            _caseloads(port, tokens)
            print(f"memory of the server: {_memory(server.pid):.0f} MB at most, in all its processes")
        finally:
            os.killpg(server.pid, 9)
            server.wait()


def _made(phones: int, people: int) -> list[str]:
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


def _form(rng: random.Random) -> bytes:
    answers = "".join(f"<question_{number}>{rng.choice(WORDS)}</question_{number}>" for number in range(QUESTIONS))
    meta = f"<meta><instanceID>uuid:{uuid4()}</instanceID></meta>"
    return f'<data id="benchmark" version="1"><group>{answers}</group>{meta}</data>'.encode()


def _arrivals(port: int, tokens: list[str], count: int) -> None:
    rng = random.Random(1)
    forms = [_form(rng) for _ in range(count)]
    print(f"{count} forms of {QUESTIONS} questions, {statistics.mean(map(len, forms)):.0f} bytes each")
    mine = [list(range(number, count, SENDERS)) for number in range(SENDERS)]
    took: list[float] = []
    acknowledged: set[int] = set()
    answers: dict[int, int] = {}
    lock = threading.Lock()

    def send(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for place in mine[number]:
            began = time.perf_counter()
            status = _asked(connection, "POST", f"/phone/{tokens[place % len(tokens)]}/submission", forms[place])[0]
            with lock:
                answers[status] = answers.get(status, 0) + 1
                if status == 201:
                    acknowledged.add(place)
                    took.append((time.perf_counter() - began) * 1000)

    seconds = _at_once(send)
    kept = _kept()
    missing = [place for place in acknowledged if hashlib.sha256(forms[place]).hexdigest() not in kept]
    print(
        f"acknowledged: {len(acknowledged) / seconds:.0f} a second ({_spread(took)}), answers {answers}; "
        f"kept {len(kept)}, missing of those acknowledged: {len(missing)}"
    )


def _caseloads(port: int, tokens: list[str]) -> None:
    took: list[float] = []
    sizes: list[int] = []
    lock = threading.Lock()

    def load(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for token in tokens[number::SENDERS]:
            began, size = time.perf_counter(), 0
            for address in ("formList", "forms/satisfaction/1/manifest", "caseload.csv"):
                status, body = _asked(connection, "GET", f"/phone/{token}/{address}")
                assert status == 200, (address, status)
                size += len(body)
            with lock:
                took.append((time.perf_counter() - began) * 1000)
                sizes.append(size)

    seconds = _at_once(load)
    on_the_line = statistics.mean(sizes) * 8 / 256_000
    print(
        f"{len(tokens)} phones load list, manifest and people in {seconds:.1f} s: {_spread(took)} each; "
        f"{statistics.mean(sizes):.0f} bytes, {on_the_line:.1f} s of a line of 256 kbit/s"
    )


def _at_once(work: Any) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(work, range(SENDERS)))
    return time.perf_counter() - began


def _asked(
    connection: http.client.HTTPConnection, method: str, address: str, body: bytes | None = None
) -> tuple[int, bytes]:
    connection.request(method, address, body=body, headers={"Content-Type": "text/xml"} if body else {})
    answer = connection.getresponse()
    return answer.status, answer.read()


def _kept() -> set[str]:
    from sankofa.surveys.models import Arrival

    return {hashlib.sha256(one.content).hexdigest() for one in Arrival.objects.iterator(chunk_size=200)}


def _spread(took: list[float]) -> str:
    ordered = sorted(took)
    return f"median {statistics.median(ordered):.0f} ms, 95 of 100 within {ordered[int(len(ordered) * 0.95)]:.0f} ms"


def _memory(group: int) -> float:
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


if __name__ == "__main__":
    sys.exit(main())
