"""What tests of rooms share: several at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections


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
