"""The tables as the migrations make them, made once for all processes of a run on SQLite and copied from then on.

`tools/run_tests.py` names the folder in which they are kept as long as its runs last (SANKOFA_TEST_TABLES); without one
every process makes its own.  Whoever takes a copy migrates all the same: there is then nothing left to do, and were the
copy not whole, it would be made so.  Tests about migrations, and those that set the product up by its own commands, do
not come here.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

FOLDER = os.environ.get("SANKOFA_TEST_TABLES", "")


@contextmanager
def kept_for(database: str) -> Iterator[None]:
    """Lay the kept tables into an empty database that is about to be migrated; where none are kept, keep what is made.

    Until the first process has made them, the others wait: together they would be no quicker.
    """
    if not FOLDER:
        yield
        return
    kept = Path(FOLDER) / "tables.sqlite3"
    with (Path(FOLDER) / "lock").open("w") as lock, closing(sqlite3.connect(database, uri=True)) as empty:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_made := kept.exists():
            fcntl.flock(lock, fcntl.LOCK_UN)
            with closing(sqlite3.connect(kept)) as held:
                held.backup(empty)
        yield
        if not is_made:
            part = kept.with_suffix(".part")
            with closing(sqlite3.connect(part)) as copy:
                empty.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
            part.replace(kept)


def lay_out() -> None:
    """Make the tables of a home of its own, as `sankofa setup` does."""
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "sqlite":
        call_command("migrate", verbosity=0, interactive=False)
        return
    with kept_for(str(connection.settings_dict["NAME"])):
        call_command("migrate", verbosity=0, interactive=False)
