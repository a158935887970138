"""Thousands of rows at once: keys handed to the database as one value, and rows written without a record for each."""

import json
from collections.abc import Hashable, Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import RawSQL


def each(keys: Iterable[UUID]) -> RawSQL:
    """Return keys for a condition `pk__in`, however many: neither database limits them, and one value is prepared."""
    # Each database keeps a key its own way: SQLite as 32 figures, PostgreSQL as what it is.
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps([key.hex for key in keys])])
    return RawSQL("SELECT unnest(%s::uuid[])", [list(keys)])


def add(
    table: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Hashable]], *, unless_there: bool = False
) -> None:
    """Write rows of a few plain columns, such as keys; what is not named the database fills in.

    For tables of which a person has a dozen rows: a record for each in memory costs more than all else that is done
    for the person.  `unless_there`: a row that would stand twice is left out.
    """
    fields = [cast("Field[Any, Any]", table._meta.get_field(name)) for name in columns]
    # What a column says comes again and again, so it is prepared once for all its rows.
    prepared: list[dict[Hashable, Any]] = [{} for _column in columns]

    def ready(place: int, value: Hashable) -> Any:
        known = prepared[place]
        if value not in known:
            known[value] = fields[place].get_db_prep_save(value, connection)
        return known[value]

    quote = connection.ops.quote_name
    named = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    otherwise = " ON CONFLICT DO NOTHING" if unless_there else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table._meta.db_table)} ({named}) VALUES ({marks}){otherwise}",  # noqa: S608  its names
            [tuple(ready(place, value) for place, value in enumerate(row)) for row in rows],
        )
