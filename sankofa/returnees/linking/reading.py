"""A whole register read at once, in plain columns: no records, nothing sealed, everything as text or as bytes.

What is read stays in memory and is kept nowhere: the databases of this package write no file.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

import duckdb
import pyarrow as pa
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from sankofa.accounts.queries import office_ids_of
from sankofa.returnees.models import Document, Journey, OtherName, Person, SearchKey

CHUNK = 1_000
_TEXT = pa.string()
Rows = QuerySet[Any, tuple[Any, ...]]


@contextmanager
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a database in memory that fetches nothing and leaves nothing behind."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET autoinstall_known_extensions=false; SET autoload_known_extensions=false")
    connection.execute("SET temp_directory=''")
    try:
        yield connection
    finally:
        connection.close()


def read(organisation_id: UUID, *, step: Callable[[int], object]) -> dict[str, pa.Table]:
    """Return the columns of all files of an organisation that are compared, by the table they lie in.

    Protected files are among them: who hears of what is decided afterwards.  `step` is told of every chunk of files
    how many it holds.
    """
    offices = office_ids_of(organisation_id)
    theirs = {"person__office__in": offices, "person__erased_on__isnull": True}
    people = Person.objects.filter(office__in=offices, erased_on__isnull=True).order_by("pk")
    return {
        "person": _arrow(
            people.values_list(
                _text("pk"), "given_name", "family_name", "native_name", "sex", _text("born_on"), "born_precision",
                "born_calendar", "place_id",
            ),
            file=_TEXT, given=_TEXT, family=_TEXT, native=_TEXT, sex=_TEXT, born_on=_TEXT, born_precision=_TEXT,
            born_calendar=_TEXT, place=_TEXT, step=step,
        ),
        "journey": _arrow(
            Journey.objects.filter(**theirs).values_list(
                _text("person_id"), "destination_id", _text("returned_on"), "returned_precision", "returned_calendar"
            ),
            file=_TEXT, country=_TEXT, returned_on=_TEXT, returned_precision=_TEXT, returned_calendar=_TEXT,
        ),
        "paper_kind": _arrow(
            Document.objects.filter(**theirs, number__isnull=False).values_list(_text("person_id"), "kind"),
            file=_TEXT, kind=_TEXT,
        ),
        "other_name": _arrow(
            OtherName.objects.filter(**theirs).values_list(_text("person_id"), "text", "script"),
            file=_TEXT, said=_TEXT, script=_TEXT,
        ),
        "paper": _numbers(offices, b"d"),
        "reference": _numbers(offices, b"r"),
        "phone": _numbers(offices, b"p"),
    }  # fmt: skip


def _numbers(offices: list[UUID], kind: bytes) -> pa.Table:
    """Return whose number has which blind index.  A key says its office, so that one index is all that is read."""
    held = SearchKey.objects.filter(office__in=offices, key__gte=kind, key__lt=bytes([kind[0] + 1]))
    return _arrow(held.values_list(_text("person_id"), "key"), file=_TEXT, number=pa.binary())


def _text(column: str) -> Cast:
    # As text a column needs no object in Python, and both databases say it alike once it is read as what it is.
    return Cast(column, CharField())


def _arrow(rows: Rows, *, step: Callable[[int], object] = lambda _count: None, **columns: pa.DataType) -> pa.Table:
    schema = pa.schema(list(columns.items()))
    waiting = rows.iterator(chunk_size=CHUNK)
    batches = []
    while chunk := list(islice(waiting, CHUNK)):
        arrays = [pa.array(held, type=kind) for held, kind in zip(zip(*chunk, strict=True), schema.types, strict=True)]
        batches.append(pa.record_batch(arrays, schema=schema))
        step(len(chunk))
    return pa.Table.from_batches(batches, schema=schema)
