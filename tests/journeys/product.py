"""The product as a newcomer starts it: `sankofa demo`, then `sankofa serve`, as processes of their own.

Nothing of it is imported here; what a journey has to change behind the product's back goes straight into its tables.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parents[2]
FIXED_CLOCK = Path(__file__).with_name("fixed_clock")
PEOPLE = 300
PASSWORD = "go back and fetch it"
STARTS_WITHIN, STOPS_WITHIN = 60, 20


@dataclass(frozen=True, slots=True)
class Product:
    """A running product: where it is reached and where it keeps what it knows."""

    url: str
    home: Path

    def end_sessions(self) -> None:
        """Let every session end, as it does after an hour without a click."""
        self._write("DELETE FROM django_session")

    def talks_with(self, case_number: str) -> int:
        """Return how many talks with a person are recorded."""
        return self._number(
            "SELECT count(*) FROM surveys_submission JOIN returnees_person ON returnees_person.id = person_id "
            "WHERE case_number = ?",
            case_number,
        )

    def people(self) -> int:
        """Return how many people the register holds."""
        return self._number("SELECT count(*) FROM returnees_person")

    def followed_up(self, office: str, *, talks: int) -> str:
        """Return the address of somebody with whom so many talks were held, scored alike and undisputed."""
        question = (
            "SELECT person_id FROM sustainability_score JOIN returnees_person ON returnees_person.id = person_id "
            "JOIN accounts_office ON accounts_office.id = office_id WHERE accounts_office.name = ? "
            "AND scheme = 'open-rss/1' AND person_id NOT IN (SELECT person_id FROM surveys_clash) "
            "GROUP BY person_id HAVING count(*) >= ? "
            "ORDER BY count(*) DESC, person_id LIMIT 1"
        )
        with closing(sqlite3.connect(self.home / "sankofa.sqlite3", timeout=20)) as tables:
            found = tables.execute(question, (office, talks)).fetchone()
        assert found is not None, f"the demonstration holds {talks} talks with somebody of {office}"
        return f"/people/{UUID(found[0])}/"

    def not_asked_yet(self, email: str, number: int) -> tuple[str, str]:
        """Return the name and number of one of those of somebody's office who came last and have had no talk."""
        question = (
            "SELECT trim(given_name || ' ' || family_name), native_name, case_number FROM returnees_person "
            "WHERE office_id = (SELECT office_id FROM accounts_user WHERE email = ?) AND kind = 'returnee' "
            "AND NOT is_protected AND erased_on IS NULL "
            "AND id NOT IN (SELECT person_id FROM sustainability_score UNION SELECT person_id FROM cases_case "
            "UNION SELECT person_id FROM returnees_sameperson UNION SELECT leading_id FROM returnees_sameperson) "
            "ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET ?"
        )
        with closing(sqlite3.connect(self.home / "sankofa.sqlite3", timeout=20)) as tables:
            found = tables.execute(question, (email, number)).fetchone()
        assert found is not None, f"the demonstration holds {number + 1} people of the office of {email} to talk with"
        name, native, code = found
        return name or native, code

    def number(self, question: str, *facts: str) -> int:
        """Return what a question to the tables comes to."""
        return self._number(question, *facts)

    def key(self, question: str, *facts: str) -> UUID:
        """Return the key of the record that a question to the tables finds."""
        with closing(sqlite3.connect(self.home / "sankofa.sqlite3", timeout=20)) as tables:
            found = tables.execute(question, facts).fetchone()
        assert found is not None, "the demonstration holds nothing of the kind"
        return UUID(found[0])

    def _number(self, question: str, *facts: str) -> int:
        with closing(sqlite3.connect(self.home / "sankofa.sqlite3", timeout=20)) as tables:
            return int(tables.execute(question, facts).fetchone()[0])

    def _write(self, statement: str) -> None:
        with closing(sqlite3.connect(self.home / "sankofa.sqlite3", timeout=20)) as tables, tables:
            tables.execute(statement)


@contextmanager
def running(home: Path, *, fixed_clock: bool) -> Iterator[Product]:
    """Make the demonstration in a folder, serve it on a free port, and stop it at the end."""
    environment = _environment(home, fixed_clock=fixed_clock)
    sankofa = [sys.executable, "-m", "sankofa.project.cli"]
    made = subprocess.run(
        [*sankofa, "demo", "--people", str(PEOPLE), "--no-serve"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, f"The demonstration could not be made.\n{made.stdout}\n{made.stderr}"
    port = _free_port()
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*sankofa, "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_for(port, server, home / "server.log")
        yield Product(f"http://127.0.0.1:{port}", home)
    finally:
        server.terminate()
        try:
            server.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _environment(home: Path, *, fixed_clock: bool) -> dict[str, str]:
    own = {
        "SANKOFA_HOME": str(home),
        "SANKOFA_DATABASE": "",
        "SANKOFA_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
        "PYTHONPATH": os.pathsep.join([*([str(FIXED_CLOCK)] if fixed_clock else []), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
    }
    if fixed_clock:
        own["SANKOFA_PICTURES_BEGAN"] = datetime.now(UTC).isoformat()
    return {**os.environ, **own}


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert server.poll() is None, f"The server ended by itself.\n{log.read_text(errors='replace')}"
        with socket.socket() as asked:
            asked.settimeout(1)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"The server was not there after {STARTS_WITHIN} seconds.\n{log.read_text(errors='replace')}")
