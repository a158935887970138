"""Locks that a rule over a whole table needs: where two writes of one moment must not pass each other by."""

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import Model


def write_alone(table: "type[Model]") -> None:
    """Let nobody else write into a table until this transaction ends; reading goes on.

    SQLite lets one write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(table._meta.db_table)
            cursor.execute(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE")
