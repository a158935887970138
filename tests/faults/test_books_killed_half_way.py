"""A process that posts is killed in the middle: what it acknowledged stands, what it did not finish never was."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SET_UP = """
import json, sys
from pathlib import Path
import django
from sankofa.project.setup_home import prepare_home
import os
prepare_home(Path(os.environ["SANKOFA_HOME"]))
django.setup()
from django.conf import settings
settings.STATIC_ROOT = settings.HOME / "static"
from tests import tables
from sankofa.store import keys
from sankofa.store.rules.sealing import KeyRing
keys.write_ring(KeyRing.fresh(), Path(settings.KEY_RING_FILE))
tables.lay_out()
from tests import builders
book = builders.book()
made = [builders.account(book, kind="outside", may_be_negative=True), builders.account(book), builders.account(book)]
print(json.dumps([str(book.pk), *(str(one.pk) for one in made)]))
"""

POST = """
import json, sys
import django
django.setup()
from uuid import UUID
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.money import Money
from sankofa.ledger import actions
from sankofa.ledger.models import Book
from sankofa.ledger.rules.terms import Line, Movement
from tests.builders import AT, ON
from tests.rooms.test_ledger import BY
book_id, outside, cash, other = json.loads(sys.argv[1])
book = Book.objects.get(pk=book_id)
outside, cash, other = UUID(outside), UUID(cash), UUID(other)
while True:
    lines = [Line(outside, cash, Money(3, "BDT")), Line(cash, other, Money(1, "BDT"))] * 20
    movement = Movement(uuid7(), tuple(lines), ON)
    actions.post(book=book, movement=movement, by=BY, at=AT)
    print(movement.key, flush=True)
"""

CHECK = """
import json
import django
django.setup()
from sankofa.audit import queries as audit
from sankofa.ledger import queries
from sankofa.ledger.models import Account, Posting
*_, record = audit.verify()
by_movement = {}
for key in Posting.objects.values_list("movement", flat=True):
    by_movement[str(key)] = by_movement.get(str(key), 0) + 1
balances = sorted(Account.objects.values_list("balance_minor", flat=True))
print(json.dumps([[f.code for f in queries.check().broken], record.is_whole, by_movement, balances]))
"""


def _run(home: Path, program: str, *arguments: str) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "SANKOFA_HOME": str(home),
        "SANKOFA_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _answer(process: "subprocess.Popen[str]") -> list[object]:
    said, complained = process.communicate()
    assert process.returncode == 0, complained
    held: list[object] = json.loads(said.splitlines()[-1])
    return held


@pytest.mark.parametrize("kills", [3])
def test_books_balance_after_a_kill_and_nothing_acknowledged_is_lost(tmp_path: Path, kills: int) -> None:
    made = json.dumps(_answer(_run(tmp_path, SET_UP)))
    acknowledged: list[str] = []
    for round_ in range(kills):
        posting = _run(tmp_path, POST, made)
        assert posting.stdout is not None
        acknowledged.append(posting.stdout.readline().strip())
        time.sleep(0.05 * round_)
        posting.send_signal(signal.SIGKILL)
        rest, _ = posting.communicate()
        # A line cut short by the kill was printed after its posting stood; only whole ones count as acknowledged.
        acknowledged += [line for line in rest.split("\n")[:-1] if line]
        assert posting.returncode == -signal.SIGKILL
    broken, is_whole, by_movement, balances = _answer(_run(tmp_path, CHECK))
    assert isinstance(by_movement, dict)
    assert (broken, is_whole) == ([], True)
    assert set(acknowledged) <= set(by_movement)
    assert set(by_movement.values()) == {40}
    count = len(by_movement)
    assert balances == sorted([-60 * count, 40 * count, 20 * count])
