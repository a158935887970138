"""A worker that sends is killed in the middle of a call: nothing is lost, and nobody is written to twice.

The gateway counts by the id that each SMS is handed over with, as a gateway must that is asked twice under one id.
"""

import json
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.faults.test_books_killed_half_way import SET_UP as HOUSE
from tests.faults.test_books_killed_half_way import _answer, _run

MESSAGES = 12
KILLS = 3
BEGIN = HOUSE.partition("from tests import builders")[0]
SET_UP = f"""{BEGIN}
from tests import builders
from tests.rooms.test_contact import PLAN
from sankofa.kernel import clock
from sankofa.messages import actions, hooks, permissions
from sankofa.messages.hooks import Contact
from dataclasses import replace
hooks.may_contact.fill(lambda *asked: Contact.YES)
worker = builders.user(may=[permissions.CONTACT])
person = builders.person(worker.office)
plan = replace(PLAN, from_hour=0, until_hour=24)
now = clock.now()
actions.keep_plan(person=person, plan=plan, by=worker.as_actor(), at=now)
made = [
    actions.send_neutral(person=person, code="person.call_back", facts={{}}, by=worker.as_actor(), at=now)
    for _ in range({MESSAGES})
]
print(json.dumps([str(one.pk) for one in made]))
"""
SEND = """
import django
django.setup()
from datetime import timedelta
from sankofa.kernel import clock
from sankofa.messages import actions, hooks
from sankofa.messages.actions import sending
from sankofa.messages.hooks import Contact
hooks.may_contact.fill(lambda *asked: Contact.YES)
# The one before was killed; its lease is not waited for, it is over.
sending.LEASE = timedelta(0)
import json
print(json.dumps(dict(actions.send_due())))
"""
CHECK = """
import json
import django
django.setup()
from sankofa.audit import queries as audit
from sankofa.messages.models import Message
*_, record = audit.verify()
print(json.dumps([record.is_whole, {str(one.pk): one.state for one in Message.objects.all()}]))
"""


class Gateway(ThreadingHTTPServer):
    """A gateway that sends once under one id, and lets the caller wait at the calls it is told to."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.taken: set[str] = set()
        self.waits_at: set[int] = set()
        self.has_taken, self.may_answer = threading.Event(), threading.Event()
        super().__init__(("127.0.0.1", 0), _Call)


class _Call(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        key = self.headers["Idempotency-Key"]
        self.rfile.read(int(self.headers["Content-Length"]))
        taken_before = key in self.server.taken
        self.server.asked[key] += 1
        self.server.taken.add(key)
        if sum(self.server.asked.values()) in self.server.waits_at:
            self.server.has_taken.set()
            self.server.may_answer.wait(60)
        try:
            self.send_response(409 if taken_before else 200)
            self.send_header("Content-Type", "application/json")
            body = json.dumps({"id": f"ref-{key[-6:]}"}).encode()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # Whoever asked was killed.

    def log_message(self, *said: object) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    server = Gateway()
    monkeypatch.setenv("SANKOFA_SMS", f"http://127.0.0.1:{server.server_address[1]}/")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.may_answer.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_nothing_is_lost_and_nobody_is_written_to_twice(tmp_path: Path, gateway: Gateway) -> None:
    made = _answer(_run(tmp_path, SET_UP))
    killed: list[int] = []
    for nth in range(KILLS):
        # The gateway has taken the SMS and has not answered: the worst moment to be killed.
        gateway.waits_at = {sum(gateway.asked.values()) + 2 + nth}
        gateway.has_taken.clear()
        sending = _run(tmp_path, SEND)
        assert gateway.has_taken.wait(60)
        sending.send_signal(signal.SIGKILL)
        sending.communicate()
        killed.append(sending.returncode)
    gateway.waits_at = set()
    _answer(_run(tmp_path, SEND))
    is_whole, states = _answer(_run(tmp_path, CHECK))
    assert killed == [-signal.SIGKILL] * KILLS
    assert states == dict.fromkeys(map(str, made), "sent")
    assert gateway.taken == set(map(str, made))
    assert is_whole is True
    # Each kill cost one more call under the same id, and so not one more SMS.
    assert sum(gateway.asked.values()) == MESSAGES + KILLS
