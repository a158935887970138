"""Phones send through a server that is killed again and again: every form that was acknowledged is there exactly once.

Phones send out of order, several at once, twice, and break off in the middle; the server is killed in the middle of its
work and comes back; whoever reads what came in is killed as well.  SANKOFA_FAULT_FORMS says how many forms there are.
"""

import contextlib
import hashlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from tests import forms_sent

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[2]
FORMS = int(os.environ.get("SANKOFA_FAULT_FORMS", "120"))
PHONES, KILLS, KILLS_OF_READERS = 8, 2 + FORMS // 1000, 1 + FORMS // 5000
TRIES_FOR = 60 + FORMS
"""Seconds after which a phone gives up; then the test has failed."""

SET_UP = """
import json, os
from pathlib import Path
import django
from sankofa.project.setup_home import prepare_home
prepare_home(Path(os.environ["SANKOFA_HOME"]))
django.setup()
from django.conf import settings
from tests import tables
from sankofa.store import keys
from sankofa.store.rules.sealing import KeyRing
keys.write_ring(KeyRing.fresh(), Path(settings.KEY_RING_FILE))
tables.lay_out()
from datetime import timedelta
from sankofa.accounts.rules import keys as tokens
from sankofa.kernel import clock
from tests import builders, forms_sent
now = clock.now()
forms_sent.published("employer", at=now - timedelta(days=9))
made = tokens.fresh()
until = now + timedelta(days=9)
builders.device(builders.user(), prefix=made.prefix, digest=made.digest, created_at=now, expires_at=until)
print(json.dumps(made.whole))
"""
SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian("sankofa.project.wsgi:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=1, blocking_threads=12, log_access=False, log_level="critical").serve()
"""
READ = """
import django
django.setup()
from sankofa.kernel import clock
from sankofa.project import hooks
from sankofa.surveys import actions
hooks.fill()
while actions.read_waiting(at=clock.now(), most=20):
    print("read", flush=True)
print("done", flush=True)
"""
CHECK = """
import hashlib, json
import django
django.setup()
from sankofa.audit import queries as audit
from sankofa.surveys.models import Arrival, Submission
held = [hashlib.sha256(one.content).hexdigest() for one in Arrival.objects.iterator()]
states = list(Arrival.objects.values_list("state", flat=True))
numbers = [str(number) for number in Submission.objects.values_list("instance_id", flat=True)]
*_, record = audit.verify()
print(json.dumps([held, states, numbers, record.is_whole]))
"""


class Shop:
    """A deployment of its own: its folder, its database, and programs that run in it."""

    def __init__(self, home: Path, database: str) -> None:
        self.environment = {
            **os.environ,
            "SANKOFA_HOME": str(home),
            "SANKOFA_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
        }

    def run(self, program: str, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def answer(self, program: str) -> object:
        process = self.run(program)
        said, complained = process.communicate()
        assert process.returncode == 0, complained
        return json.loads(said.splitlines()[-1])


@pytest.fixture
def shop(tmp_path: Path) -> "Shop":
    """A deployment on the database that the tests run on."""
    address = os.environ.get("SANKOFA_DATABASE", "")
    if not address:
        return Shop(tmp_path, "")
    import psycopg

    name = f"forms_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
    return Shop(tmp_path, urlunsplit(urlsplit(address)._replace(path=f"/{name}")))


class Phones:
    """Phones that send until they are answered, whatever happens to the server meanwhile."""

    def __init__(self, port: int, token: str, forms: dict[str, bytes]) -> None:
        self.port, self.address, self.forms = port, f"/phone/{token}/submission", forms
        self.acknowledged: set[str] = set()
        self.told: Counter[int] = Counter()
        self.is_over = time.monotonic() + TRIES_FOR

    def send(self, number: int) -> None:
        rng = random.Random(number)
        mine = [name for place, name in enumerate(self.forms) if place % PHONES == number]
        # Some go out twice from the beginning, and nothing in the order in which it was filled.
        waiting = mine + rng.sample(mine, len(mine) // 5)
        rng.shuffle(waiting)
        while waiting and time.monotonic() < self.is_over:
            name = waiting.pop(0)
            if self._sent(self.forms[name], breaks_off=rng.random() < 0.1):
                self.acknowledged.add(name)
                if rng.random() < 0.1:
                    waiting.append(name)
            else:
                waiting.insert(rng.randint(0, len(waiting)), name)

    def _sent(self, form: bytes, *, breaks_off: bool) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest("POST", self.address)
            connection.putheader("Content-Type", "text/xml")
            connection.putheader("Content-Length", str(len(form)))
            connection.endheaders(form[: len(form) // 2] if breaks_off else form)
            if breaks_off:
                return False
            status = connection.getresponse().status
            self.told[status] += 1
            return status == 201
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
            return False
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _killed(process: "subprocess.Popen[str]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_every_form_that_was_acknowledged_is_there_exactly_once(shop: Shop) -> None:
    token = str(shop.answer(SET_UP))
    forms = {
        str(number := uuid4()): forms_sent.xml("employer", seed=seed % 50, instance_id=number) for seed in range(FORMS)
    }
    port = _free_port()
    phones = Phones(port, token, forms)
    threads = [threading.Thread(target=phones.send, args=(number,)) for number in range(PHONES)]
    server = shop.run(SERVE, str(port))
    for thread in threads:
        thread.start()
    kills = 0
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.02)
        if kills < KILLS and len(phones.acknowledged) > FORMS * (kills + 1) // (KILLS + 1):
            _killed(server)
            kills += 1
            server = shop.run(SERVE, str(port))
    _killed(server)
    readers = 0
    while True:
        reader = shop.run(READ)
        assert reader.stdout is not None
        if readers < KILLS_OF_READERS:
            reader.stdout.readline()
            _killed(reader)
            readers += 1
            continue
        said, complained = reader.communicate()
        assert said.splitlines()[-1] == "done", complained
        break
    found: Any = shop.answer(CHECK)
    held, states, numbers, is_whole = found
    assert (kills, readers) == (KILLS, KILLS_OF_READERS)
    assert set(phones.told) <= {201, 503}, phones.told
    assert phones.acknowledged == set(forms)
    assert Counter(held) == Counter(hashlib.sha256(form).hexdigest() for form in forms.values())
    assert set(states) == {"read"}
    assert Counter(numbers) == Counter(list(forms))
    assert is_whole is True
