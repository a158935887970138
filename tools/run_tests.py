"""Run every test that this machine can run, and end with what it could not and why.

`make test` calls it.  Three runs: the suite on SQLite, the tests of tables and transactions again on PostgreSQL (not
the products of roles, places and records: thousands of cases of the same few lines, whatever the database), the
journeys in a real browser.  The journeys wait for pages more than they reckon: they go on beside the other two, and
what they say is kept and told at the end.  Arguments are handed on to pytest:
`python tools/run_tests.py tests/rules -k money`.

SANKOFA_TEST_WORKERS   processes at once (default: 2); with 1 the three runs follow one another
SANKOFA_TEST_POSTGRES  postgresql://user:password@host:port/name of a running server, instead of a passing one
SANKOFA_CHROMIUM       the browser (default: /usr/bin/chromium)
SANKOFA_REQUIRE        browser,postgres,shared,node,java: not to be able to run these is a failure
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
CLOSING = re.compile(r"^=*\s*(?:no tests ran|\d+ (?:passed|failed|error|skipped|deselected)).* in [\d.]+s")
POSTGRES_FOLDER = Path("/usr/lib/postgresql")
POSTGRES_MIN = 14
WITH_TABLES = ("tests/architecture", "tests/engines", "tests/faults", "tests/pages", "tests/rooms")
"""Where tests of tables stand (`tests/conftest.py` lets none stand elsewhere): to read the rest costs half a minute."""
JOURNEYS = ("tests/journeys",)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of pytest: its name, the command and the environment it adds, or why this machine cannot do it."""

    name: str
    command: Sequence[str] = ()
    environment: Mapping[str, str] | None = None
    impossible_because: str = ""
    goes_beside: bool = False
    """Whether it leaves a core to others most of the time, and so goes on beside them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: pytest's code, its last line, the reasons of what it skipped, and all it said."""

    name: str
    code: int
    closing: str
    skipped: tuple[str, ...]
    seconds: int
    said: bytes = b""


def main(arguments: Sequence[str]) -> int:
    """Run all that can be run; return 0 if nothing failed and nothing required was left out."""
    required = {word for word in os.environ.get("SANKOFA_REQUIRE", "").split(",") if word}
    runs = (on_sqlite(arguments), on_postgres(arguments), in_browser(arguments))
    left_out = [f"{run.name}: {run.impossible_because}" for run in runs if run.impossible_because]
    failed = [f"{run.name} is required here" for run in runs if run.impossible_because and run.name in required]
    outcomes = _outcomes([run for run in runs if not run.impossible_because])
    failed += [
        f"{outcome.name} ended with code {outcome.code}"
        for outcome in outcomes
        if outcome.code not in {0, NOTHING_COLLECTED}
    ]
    if all(outcome.code == NOTHING_COLLECTED for outcome in outcomes):
        failed.append("no test was found")
    print("\n==== all runs")
    for outcome in outcomes:
        print(f"{outcome.name:<10} {outcome.closing or 'no closing line'}  [{outcome.seconds} s in all]")
    skips = [f"{outcome.name}: {reason}" for outcome in outcomes for reason in outcome.skipped]
    print("\nLeft out on this machine:" if left_out or skips else "\nNothing was left out.")
    for reason in [*left_out, *skips]:
        print(f"  - {reason}")
    for reason in failed:
        print(f"FAILED: {reason}")
    return 1 if failed else 0


def on_sqlite(arguments: Sequence[str]) -> Run:
    """Return the run of the whole suite on SQLite, without the browser."""
    return Run("sqlite", _pytest("not browser", arguments), {"SANKOFA_DATABASE": ""})


def on_postgres(arguments: Sequence[str]) -> Run:
    """Return the run of the database tests on PostgreSQL: a server given by address, or one that lasts as long."""
    command = _pytest("database and not product", _within(arguments, WITH_TABLES))
    if address := os.environ.get("SANKOFA_TEST_POSTGRES"):
        return Run("postgres", command, {"SANKOFA_DATABASE": address})
    wrapper = shutil.which("pg_virtualenv")
    if wrapper is None:
        return Run("postgres", impossible_because="no pg_virtualenv (postgresql-common) and no SANKOFA_TEST_POSTGRES")
    versions = [int(found.name) for found in POSTGRES_FOLDER.glob("*") if (found / "bin" / "initdb").exists()]
    if not versions or max(versions) < POSTGRES_MIN:
        return Run("postgres", impossible_because=f"no PostgreSQL of version {POSTGRES_MIN} or later is installed")
    settings = (
        "fsync=off",
        "full_page_writes=off",
        "synchronous_commit=off",
        "log_min_messages=fatal",
        "log_checkpoints=off",
    )
    options = [word for setting in settings for word in ("-o", setting)]
    return Run(
        "postgres",
        [wrapper, "-v", str(max(versions)), *options, *command],
        {"SANKOFA_DATABASE": "postgresql:///postgres"},
    )


def in_browser(arguments: Sequence[str]) -> Run:
    """Return the run of the journeys in a real browser."""
    browser = Path(os.environ.get("SANKOFA_CHROMIUM", "/usr/bin/chromium"))
    if not browser.exists():
        return Run("browser", impossible_because=f"no browser at {browser}; name one with SANKOFA_CHROMIUM")
    environment = {"SANKOFA_DATABASE": "", "SANKOFA_CHROMIUM": str(browser)}
    return Run("browser", _pytest("browser", _within(arguments, JOURNEYS), workers=1), environment, goes_beside=True)


def _within(arguments: Sequence[str], places: Sequence[str]) -> Sequence[str]:
    """Return the arguments, with the places to look for tests in where they name none themselves."""
    is_named = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments if argument[:1] != "-")
    return arguments if is_named else [*arguments, *places]


def _workers() -> int:
    return int(os.environ.get("SANKOFA_TEST_WORKERS", "2"))


def _pytest(mark: str, arguments: Sequence[str], workers: int | None = None) -> list[str]:
    number = workers or _workers()
    spread = ["-n", str(number), "--dist", "loadscope"] if number > 1 else ["-p", "no:xdist"]
    return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-m", mark, *spread, *arguments]


def _outcomes(runs: Sequence[Run]) -> list[Outcome]:
    """Do the runs and return how they ended, in their order; those that go on beside the others tell at the end."""
    is_beside = {run.name: run.goes_beside and _workers() > 1 for run in runs}
    with _done_once() as environment, ThreadPoolExecutor(len(runs) or 1) as beside:
        going = {
            run.name: beside.submit(_outcome, run, environment, is_kept=True) for run in runs if is_beside[run.name]
        }
        ended = {run.name: _outcome(run, environment) for run in runs if not is_beside[run.name]}
        for name, run in going.items():
            ended[name] = run.result()
            print(f"\n==== {name}, beside the others\n", flush=True)
            sys.stdout.buffer.write(ended[name].said)
            sys.stdout.flush()
    return [ended[run.name] for run in runs]


@contextmanager
def _done_once() -> Iterator[Mapping[str, str]]:
    """Yield the environment by which processes share, in a passing folder, what each of them would do anew.

    That is the making of the tables (`tests/tables.py`), and, where Python may keep nothing beside the sources, what it
    compiled: some dozen processes read the whole house, Django and the tests.
    """
    with tempfile.TemporaryDirectory(prefix="sankofa-tests-") as folder:
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        yield {"SANKOFA_TEST_TABLES": folder, **(compiled if sys.dont_write_bytecode else {})}


def _outcome(run: Run, shared: Mapping[str, str], *, is_kept: bool = False) -> Outcome:
    """Do a run; what it says is shown as it comes, or kept to be shown whole."""
    if not is_kept:
        print(f"\n==== {run.name}\n", flush=True)
    began = time.monotonic()
    environment = {**os.environ, **shared, **(run.environment or {}), "PYTHONUNBUFFERED": "1"}
    said = bytearray()
    with subprocess.Popen(run.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        while piece := os.read(process.stdout.fileno(), 4096):
            said += piece
            if not is_kept:
                sys.stdout.buffer.write(piece)
                sys.stdout.flush()
    lines = said.decode(errors="replace").splitlines()
    closing = next((line.strip("= ") for line in reversed(lines) if CLOSING.search(line)), "")
    skipped = tuple(line for line in lines if line.startswith("SKIPPED"))
    return Outcome(run.name, process.returncode, closing, skipped, round(time.monotonic() - began), bytes(said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
