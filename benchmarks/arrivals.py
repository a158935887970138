"""How many filled forms a second are acknowledged durably, and how long phones wait for their people.

    python -m benchmarks.arrivals [--forms 4000] [--phones 500] [--people 20] [--at-once 24]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name an empty database of PostgreSQL), serves
it as `sankofa serve` does, and sends from the same machine: forms of 250 questions from 500 phones, each form answered
only once it is on the disk (fsync on).  Then it counts what is kept: nothing that was acknowledged may be missing.
Then every phone loads the list of forms, the manifest and its people, as phones do in the morning.
Prints calls a second, medians and 95th percentiles in milliseconds, bytes, the processor time of the server and of
the phones apart, how busy the machine was, and the memory of the server.
"""

import argparse
import hashlib
import http.client
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

QUESTIONS = 250
WARM_UP = 120
"""Forms sent before the clock runs: the first ones wait for what a process loads once."""
SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
from sankofa.project.settings import THREADS
Granian("sankofa.project.wsgi:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=2, blocking_threads=THREADS, backpressure=64, log_access=False, log_level="warning").serve()
"""
WORDS = ("yes", "no", "dont_know", "prefer_not", "3", "12", "a few words that somebody said about the harvest", "b c d")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--forms", type=int, default=4_000)
    asked.add_argument("--phones", type=int, default=500)
    asked.add_argument("--people", type=int, default=20)
    asked.add_argument("--at-once", type=int, default=24, help="phones that wait for an answer at the same moment")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        from django.conf import settings

        # Nobody signs in here, and five hundred passwords made slowly would take longer than the forms.
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        tokens = _made(told.phones, told.people)
        port = _free_port()
        server = subprocess.Popen([sys.executable, "-c", SERVE, str(port)], start_new_session=True)

        def stop(*_: object) -> None:
            os.killpg(server.pid, signal.SIGKILL)
            sys.exit(1)

        signal.signal(signal.SIGTERM, stop)
        try:
            _wait_for(port)
            _arrivals(port, tokens, told.forms, at_once=told.at_once, server=server.pid)
            if told.people:
                _caseloads(port, tokens, at_once=told.at_once)
            print(f"memory of the server: {_memory(server.pid):.0f} MB at most, in all its processes")
        finally:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
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


def _arrivals(port: int, tokens: list[str], count: int, *, at_once: int, server: int) -> None:
    rng = random.Random(1)
    forms = [_form(rng) for _ in range(count + WARM_UP)]
    print(f"{count} forms of {QUESTIONS} questions, {statistics.mean(map(len, forms)):.0f} bytes each")
    calls = [_call(tokens[place % len(tokens)], form) for place, form in enumerate(forms)]
    took: list[float] = []
    acknowledged: set[int] = set()
    answers: dict[int, int] = {}
    lock = threading.Lock()

    def send(places: range) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            for place in places:
                began = time.perf_counter()
                line.sendall(calls[place])
                status = _answered(line)
                with lock:
                    answers[status] = answers.get(status, 0) + 1
                    if status == 201:
                        acknowledged.add(place)
                        took.append((time.perf_counter() - began) * 1000)

    _at_once(send, [range(number, WARM_UP, at_once) for number in range(at_once)])
    took.clear()
    before, of_server, own = len(acknowledged), _processor(server), time.process_time()
    seconds = _at_once(send, [range(WARM_UP + number, len(forms), at_once) for number in range(at_once)])
    of_server, own = _processor(server) - of_server, time.process_time() - own
    kept = _kept()
    missing = [place for place in acknowledged if hashlib.sha256(forms[place]).hexdigest() not in kept]
    print(
        f"acknowledged: {(len(acknowledged) - before) / seconds:.0f} a second ({_spread(took)}), answers {answers}; "
        f"kept {len(kept)}, missing of those acknowledged: {len(missing)}"
    )
    print(
        f"processor time for each form: server {of_server / count * 1000:.2f} ms, phones {own / count * 1000:.2f} ms, "
        f"over {seconds / count * 1000:.2f} ms of the clock; load of the machine {os.getloadavg()[0]:.1f}"
    )


def _call(token: str, form: bytes) -> bytes:
    head = f"POST /phone/{token}/submission HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n"
    return f"{head}Content-Length: {len(form)}\r\n\r\n".encode() + form


def _answered(line: socket.socket) -> int:
    """Return the status of an answer, once all of it is here."""
    held = b""
    while b"\r\n\r\n" not in held:
        held += _more(line)
    head, _, body = held.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"\r\ncontent-length:")[2].split(None, 1)[0])
    while len(body) < length:
        body += _more(line)
    return int(head.split(None, 2)[1])


def _more(line: socket.socket) -> bytes:
    came = line.recv(65_536)
    if not came:
        raise ConnectionError("the server closed the line")
    return came


def _caseloads(port: int, tokens: list[str], *, at_once: int) -> None:
    took: list[float] = []
    sizes: list[int] = []
    lock = threading.Lock()

    def load(mine: list[str]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for token in mine:
            began, size = time.perf_counter(), 0
            for address in ("formList", "forms/satisfaction/1/manifest", "caseload.csv"):
                connection.request("GET", f"/phone/{token}/{address}")
                answer = connection.getresponse()
                status, body = answer.status, answer.read()
                assert status == 200, (address, status)
                size += len(body)
            with lock:
                took.append((time.perf_counter() - began) * 1000)
                sizes.append(size)

    seconds = _at_once(load, [tokens[number::at_once] for number in range(at_once)])
    on_the_line = statistics.mean(sizes) * 8 / 256_000
    print(
        f"{len(tokens)} phones load list, manifest and people in {seconds:.1f} s: {_spread(took)} each; "
        f"{statistics.mean(sizes):.0f} bytes, {on_the_line:.1f} s of a line of 256 kbit/s"
    )


def _at_once(work: Any, shares: list[Any]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(work, shares))
    return time.perf_counter() - began


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


def _processor(group: int) -> float:
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


if __name__ == "__main__":
    sys.exit(main())
