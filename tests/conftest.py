"""What every test may rely on: no network but this machine, generated cases that can be repeated, honest skips."""

import gc
import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.utils import translation
from hypothesis import settings

from tests import moment, tables

REQUIRED = {word for word in os.environ.get("SANKOFA_REQUIRE", "").split(",") if word}
SHARED_DATA = Path(os.environ.get("SANKOFA_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))
PURE = {"rules", "specification"}
"""Folders whose tests touch no table: the run on PostgreSQL does not look into them (`tools/run_tests.py`)."""
BY_THE_MACHINES_CLOCK = {"journeys", "faults", "engines"}
OBJECTS_BETWEEN_SEARCHES = 20_000
CHROMIUM = Path(os.environ.get("SANKOFA_CHROMIUM", "/usr/bin/chromium"))

# No deadline: a slow machine is not a wrong answer.
settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None)
settings.register_profile("fuzz", max_examples=5_000, print_blob=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class NetworkUsed(AssertionError):
    """A test wanted to reach another machine."""


def _check_here(address: Any) -> None:
    host = address[0] if isinstance(address, tuple) else None
    if host is not None and host not in {"127.0.0.1", "::1", "localhost"}:
        raise NetworkUsed(f"A test wanted to reach {host}; tests stay on this machine.")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _check_here(address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _check_here(address)
    return _connect_ex(self, address)


socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]


_sql_flush = DatabaseOperations.sql_flush


def _sql_flush_past_triggers(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
    """Clear the tables after a test with real transactions although the audit refuses to be deleted."""
    statements = _sql_flush(self, *args, **kwargs)
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    if not statements:
        return statements
    return [*(f'DROP TRIGGER "{name}"' for name, _ in triggers), *statements, *(sql for _, sql in triggers)]


DatabaseOperations.sql_flush = _sql_flush_past_triggers  # type: ignore[method-assign]


_create_test_db = DatabaseCreation.create_test_db


def _create_test_db_of_kept_tables(self: DatabaseCreation, *args: Any, **kwargs: Any) -> str:
    """Make the database in memory from the tables that another process of this run has made."""
    with tables.kept_for(self._get_test_db_name()):
        return str(_create_test_db(self, *args, **kwargs))


DatabaseCreation.create_test_db = _create_test_db_of_kept_tables  # type: ignore[method-assign]


def cannot(what: str, why: str) -> None:
    """Skip a test that this machine cannot run, or fail it where SANKOFA_REQUIRE names what it needs."""
    if what in REQUIRED:
        pytest.fail(f"{what} is required here: {why}", pytrace=False)
    pytest.skip(f"{what}: {why}")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, so that pages speak every language they have."""
    if not hasattr(config, "workerinput"):
        from sankofa.project.translations import compile_all

        compile_all()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses tables, so that it also runs on PostgreSQL."""
    for item in items:
        if item.get_closest_marker("django_db"):
            item.add_marker("database")


def pytest_collection_finish() -> None:
    """Look no more at what was gathered, which stays to the end, whenever memory is searched for what can go."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin in English whatever page the test before asked for; refuse what stands in a wrong folder."""
    translation.deactivate()
    if item.get_closest_marker("database") and item.path.parent.name in PURE:
        pytest.fail("what uses the database stands in tests/rooms or tests/pages", pytrace=False)
    if item.get_closest_marker("browser") and not CHROMIUM.exists():
        cannot("browser", f"there is none at {CHROMIUM}")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files beside the project, or a skip that says so."""
    if not SHARED_DATA.is_dir():
        cannot("shared", "the folder of real files is not beside the project")
    return SHARED_DATA


@pytest.fixture(scope="session")
def _ground_tables_made(django_db_setup: None, django_db_blocker: Any) -> None:
    from django.db import connection

    from tests.rooms import ground

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(ground.Note)
        editor.create_model(ground.Remark)


@pytest.fixture
def ground_tables(request: pytest.FixtureRequest, _ground_tables_made: None) -> Iterator[None]:
    """The tables of `tests/rooms/ground.py`, empty."""
    marker = request.node.get_closest_marker("django_db")
    is_committing = bool(marker and marker.kwargs.get("transaction"))
    request.getfixturevalue("transactional_db" if is_committing else "db")
    yield
    if is_committing:
        from tests.rooms import ground

        ground.Remark.objects.all().delete()
        ground.Note.objects.all().delete()


@pytest.fixture(scope="module", autouse=True)
def _moment(request: pytest.FixtureRequest) -> Iterator[None]:
    """Stand at the moment of the tests, but for those who talk with a product in a process of its own."""
    if request.path.parent.name in BY_THE_MACHINES_CLOCK:
        yield
        return
    with moment.standing():
        yield


@pytest.fixture
def machines_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Go by the machine's clock, where somebody outside goes by it too."""
    from sankofa.kernel import clock

    monkeypatch.setattr(clock, "datetime", datetime)


@pytest.fixture
def nothing_reserved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let actions be called by one person alone, where a test is about what they do and not about who approves."""
    from sankofa.accounts import hooks

    monkeypatch.setattr(hooks.reserved, "answers", lambda *_asked: iter(()))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How the browser is started: this machine's own, reaching nothing but this machine."""
    return {
        "executable_path": str(CHROMIUM),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ],
    }
