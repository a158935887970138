"""Thousands of keys asked for at once: handed to the database as one value and not as thousands of parameters."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL


def each(keys: Iterable[UUID]) -> RawSQL:
    """Return keys for a condition `pk__in`, however many: neither database limits them, and one value is prepared."""
    # Each database keeps a key its own way: SQLite as 32 figures, PostgreSQL as what it is.
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps([key.hex for key in keys])])
    return RawSQL("SELECT unnest(%s::uuid[])", [list(keys)])
