"""Tables can be made, taken away with what is in them, and made again."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sankofa.audit import actions as audit
from sankofa.project.rooms import ROOMS
from sankofa.shell import drafts
from sankofa.store import blobs
from tests import builders
from tests.builders import AT

pytestmark = pytest.mark.django_db(transaction=True)


def _something() -> None:
    """Put rows into the tables that others hang on."""
    user = builders.user(may=["a.b"])
    builders.person(user.office)
    drafts.keep(owner_id=str(user.pk), flow="test", subject="1", content={"a": 1})
    blobs.keep(b"a file")
    audit.record(kind=audit.Kind.WRITE, action="a.b", who=audit.Who("user", str(user.pk)), at=AT)
    audit.seal(at=AT)


def test_migrations_run_down_over_rows_and_up_again() -> None:
    _something()
    # In one plan: to go back room by room would think all migrations through again for each of them.
    executor = MigrationExecutor(connection)
    executor.migrate([(room, None) for room in reversed(ROOMS) if room in executor.loader.migrated_apps])
    left = set(connection.introspection.table_names())
    assert {table for table in left if table.startswith(tuple(f"{room}_" for room in ROOMS))} == set()
    call_command("migrate", verbosity=0)
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    _something()


def test_no_table_was_changed_without_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
