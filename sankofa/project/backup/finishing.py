"""What the product itself does on a home that came back from a backup: fill, count, bring up to date, check, erase."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from sankofa.accounts.action import system
from sankofa.audit import queries as audit
from sankofa.kernel import clock, wording
from sankofa.project.backup import database, sealed
from sankofa.returnees import actions as register
from sankofa.store import blobs


class DatabaseInUse(Exception):
    """The database that is to be filled holds tables already."""


class NewerBackup(Exception):
    """The backup knows a migration that this version of the product does not."""

    def __init__(self, migration: str) -> None:
        self.migration = migration
        super().__init__(migration)


def finish(content: IO[bytes]) -> dict[str, Any]:
    """Finish a new home and say what was found there.

    Raises DatabaseInUse, NewerBackup, and what filling PostgreSQL raises.
    """
    if database.engine() == "postgresql":
        if not database.is_empty():
            raise DatabaseInUse
        database.fill(_chunks(content), home=Path(settings.HOME))
    rows = database.rows_counted()
    _check_is_known()
    from sankofa.project import setup

    for _done in setup.steps():
        pass
    found = audit.Verification()
    for found in audit.verify():  # noqa: B007  the last state is the result
        pass
    return {
        "rows": rows,
        "events": found.events,
        "last_root": found.last_root,
        "broken": [wording.text(one, "en", "sankofa.audit") for one in found.broken],
        "files_missing": blobs.missing(),
        "erased_again": _erase_again(),
    }


def _erase_again() -> int:
    """Erase again whoever was erased after the backup was made; return how many."""
    now = clock.now()
    return register.erase_again(by=system("restore", on=now.date()), at=now)


def _check_is_known() -> None:
    known = MigrationLoader(connection)
    for app, name in known.applied_migrations:
        if (app, name) not in known.disk_migrations and app in known.migrated_apps:
            raise NewerBackup(f"{app}.{name}")


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(sealed.CHUNK_BYTES):
        yield chunk
