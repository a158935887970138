"""Tables that only the tests have."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from tests.rooms import ground


@pytest.fixture(scope="session")
def _ground_tables_made(django_db_setup: None, django_db_blocker: Any) -> None:
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
        ground.Remark.objects.all().delete()
        ground.Note.objects.all().delete()


@pytest.fixture
def at_once() -> Callable[[Sequence[Callable[[], Any]]], list[Any]]:
    """Run functions at once, each on a connection of its own; return what each answered or raised.

    For tests with real transactions on PostgreSQL; SQLite lets one writer in at a time anyway.
    """

    def run(functions: Sequence[Callable[[], Any]]) -> list[Any]:
        def on_own_connection(function: Callable[[], Any]) -> Any:
            try:
                return function()
            except Exception as error:
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(on_own_connection, functions))

    if connection.vendor == "sqlite":
        pytest.skip("real concurrency is tested on PostgreSQL")
    return run
