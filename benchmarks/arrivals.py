"""How many filled forms a second are acknowledged durably.

    python -m benchmarks.arrivals [--forms 4000] [--phones 500] [--at-once 24]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name an empty database of PostgreSQL), serves
it as `sankofa serve` does, and sends from the same machine: forms of 250 questions from 500 phones, each form answered
only once it is on the disk (fsync on).  Then it counts what is kept: nothing that was acknowledged may be missing.
What phones load in the morning is measured by benchmarks/caseload.py.
Prints calls a second, medians and 95th percentiles in milliseconds, bytes, the processor time of the server and of
the phones apart, how busy the machine was, and the memory of the server.
"""

import argparse
import hashlib
import os
import random
import socket
import statistics
import sys
import threading
import time
from uuid import uuid4

from benchmarks.served import Served, deployment, made_phones, memory, processor, serving, side_by_side, spread

QUESTIONS = 250
WARM_UP = 120
"""Forms sent before the clock runs: the first ones wait for what a process loads once."""
WORDS = ("yes", "no", "dont_know", "prefer_not", "3", "12", "a few words that somebody said about the harvest", "b c d")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--forms", type=int, default=4_000)
    asked.add_argument("--phones", type=int, default=500)
    asked.add_argument("--at-once", type=int, default=24, help="phones that wait for an answer at the same moment")
    told = asked.parse_args()
    with deployment(), serving(made_phones(told.phones, people=0)) as served:
        _arrivals(served, told.forms, at_once=told.at_once)
        print(f"memory of the server: {memory(served.group):.0f} MB at most, in all its processes")


def _form(rng: random.Random) -> bytes:
    answers = "".join(f"<question_{number}>{rng.choice(WORDS)}</question_{number}>" for number in range(QUESTIONS))
    meta = f"<meta><instanceID>uuid:{uuid4()}</instanceID></meta>"
    return f'<data id="benchmark" version="1"><group>{answers}</group>{meta}</data>'.encode()


def _arrivals(served: Served, count: int, *, at_once: int) -> None:
    tokens = served.tokens
    rng = random.Random(1)
    forms = [_form(rng) for _ in range(count + WARM_UP)]
    print(f"{count} forms of {QUESTIONS} questions, {statistics.mean(map(len, forms)):.0f} bytes each")
    calls = [_call(tokens[place % len(tokens)], form) for place, form in enumerate(forms)]
    took: list[float] = []
    acknowledged: set[int] = set()
    answers: dict[int, int] = {}
    lock = threading.Lock()

    def send(places: range) -> None:
        with socket.create_connection(("127.0.0.1", served.port), timeout=60) as line:
            for place in places:
                began = time.perf_counter()
                line.sendall(calls[place])
                status = _answered(line)
                with lock:
                    answers[status] = answers.get(status, 0) + 1
                    if status == 201:
                        acknowledged.add(place)
                        took.append((time.perf_counter() - began) * 1000)

    side_by_side(send, [range(number, WARM_UP, at_once) for number in range(at_once)])
    took.clear()
    before, of_server, own = len(acknowledged), processor(served.group), time.process_time()
    seconds = side_by_side(send, [range(WARM_UP + number, len(forms), at_once) for number in range(at_once)])
    of_server, own = processor(served.group) - of_server, time.process_time() - own
    kept = _kept()
    missing = [place for place in acknowledged if hashlib.sha256(forms[place]).hexdigest() not in kept]
    print(
        f"acknowledged: {(len(acknowledged) - before) / seconds:.0f} a second ({spread(took)}), answers {answers}; "
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


def _kept() -> set[str]:
    from sankofa.surveys.models import Arrival

    return {hashlib.sha256(one.content).hexdigest() for one in Arrival.objects.iterator(chunk_size=200)}


if __name__ == "__main__":
    sys.exit(main())
