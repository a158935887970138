"""The database is told how much lies in it."""

import pytest
from django.db import connection

from sankofa.store.upkeep import count_rows
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_counting_leaves_what_the_planner_reads() -> None:
    builders.person()
    count_rows()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'returnees_person'")
            assert cursor.fetchone()[0] > 0
