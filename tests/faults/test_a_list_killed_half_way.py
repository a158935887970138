"""A process that lets a list in is killed between two pieces: whoever goes on ends with every person once."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROWS = 60

SET_UP = """
import os, sys
from pathlib import Path
import django
from sankofa.project.setup_home import prepare_home
prepare_home(Path(os.environ["SANKOFA_HOME"]))
django.setup()
from tests import tables
tables.lay_out()
from sankofa.project import hooks
from sankofa.project.setup import steps
for _ in steps():
    pass
hooks.fill()
from sankofa.accounts.models import Office, Organisation
from sankofa.intake import commands
from sankofa.places.models import Place
Office.objects.create(
    organisation=Organisation.objects.create(name="Agency", kind="agency"), name="Sylhet", zone="Asia/Dhaka",
    place=Place.objects.filter(country_id="BD", level=2).order_by("path")[0],
)
print(commands.check_file(Path(sys.argv[1]), office="Sylhet").stage)
"""

GO_ON = """
import sys
import django
django.setup()
from sankofa.project import hooks
hooks.fill()
from sankofa.intake import actions, commands
from sankofa.intake.contents import at_work
from sankofa.intake.models import IncomingFile
from sankofa.kernel import clock
file = IncomingFile.objects.get()
work, by = at_work(file), commands._actor()
while (done := actions.apply_next(file=file, work=work, rows_max=4, by=by, at=clock.now())).stage != "done":
    print(done.done, flush=True)
    file.refresh_from_db()
"""

CHECK = """
import json
import django
django.setup()
from sankofa.audit import queries as audit
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.returnees.models import Person
file = IncomingFile.objects.get()
*_, record = audit.verify()
rows = list(RowResult.objects.exclude(subject_id="").values_list("row", "subject_id"))
print(json.dumps([file.stage, file.cursor, Person.objects.count(), len(rows), len(dict(rows)), record.is_whole]))
"""


def _run(home: Path, program: str, *arguments: str) -> "subprocess.Popen[str]":
    environment = {
        **os.environ,
        "SANKOFA_HOME": str(home),
        "SANKOFA_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
    }
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _said(process: "subprocess.Popen[str]") -> str:
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return out.strip().splitlines()[-1]


def test_a_list_whose_process_is_killed_goes_on_where_it_stopped_and_nobody_comes_in_twice(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    given = ("Amina", "Karim", "Rahima", "Sumon", "Nasrin", "Jahid")
    family = ("Rahman", "Sheikh", "Khatun", "Miah", "Akter", "Hossain", "Begum", "Uddin", "Islam", "Chowdhury")
    names = [f"{one} {other}" for one in given for other in family]
    lines = [f"{name},01712{n:06},{1960 + n % 40}-0{1 + n % 9}-11\n" for n, name in enumerate(names)]
    path.write_text(f"Full name,Phone,Date of birth\n{''.join(lines)}")
    home = tmp_path / "home"
    home.mkdir()
    assert _said(_run(home, SET_UP, str(path))) == "checked"
    working = _run(home, GO_ON)
    assert working.stdout is not None
    acknowledged = [int(working.stdout.readline()) for _ in range(3)][-1]
    working.send_signal(signal.SIGKILL)
    working.communicate()
    stage, cursor, people, rows, once, is_whole = json.loads(_said(_run(home, CHECK)))
    assert (stage, cursor >= acknowledged, cursor < ROWS) == ("applying", True, True)
    assert (people, rows, once, is_whole) == (cursor, cursor, cursor, True)
    # Two go on at once, as after a second click: between them every row goes in once.
    both = [_run(home, GO_ON), _run(home, GO_ON)]
    for process in both:
        process.communicate(timeout=240)
    assert json.loads(_said(_run(home, CHECK))) == ["done", ROWS, ROWS, ROWS, ROWS, True]
