"""Which tables hold anything about a person: one question to all, before a page asks each room what it knows."""

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db import connection, models

from sankofa.returnees.models import Person
from sankofa.store import empty


def asked_beforehand(people: Collection[UUID]) -> AbstractContextManager[None]:
    """Ask which tables hold anything about these people; while the answer is held, no other table is asked for them."""
    if empty.is_asked(people):
        return nullcontext()
    full = _holding(sorted(people))
    return empty.known(people, [label for label, _, _ in _tables() if label not in full])


@cache
def _tables() -> tuple[tuple[str, str, str], ...]:
    """Return the tables whose rows are about one person: label, table and column.

    No room is asked by name, so none can be forgotten: a table counts that points at a person by one foreign key called
    `person`, or bears the id of its subject in an indexed column called `subject_id`.
    """
    found = []
    for table in apps.get_models():
        for column in table._meta.concrete_fields:
            points = column.name == "person" and column.related_model is Person
            named = column.name == "subject_id" and isinstance(column, models.UUIDField)
            if points or named:
                found.append((table._meta.label_lower, table._meta.db_table, column.column))
    return tuple(found)


def _holding(people: list[UUID]) -> frozenset[str]:
    """Return the labels of the tables that hold anything.

    In words of our own: the tables' own wording of it takes longer than the answer.
    """
    tables = _tables()
    key = Person._meta.pk
    marks = ", ".join(["%s"] * len(people))
    quote = connection.ops.quote_name
    asked = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {quote(table)} WHERE {quote(column)} IN ({marks}))"  # noqa: S608  our tables
        for place, (_, table, column) in enumerate(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [key.get_db_prep_value(one, connection) for one in people] * len(tables))
        return frozenset(tables[place][0] for (place,) in cursor.fetchall())
