"""The table that is compared: one row for each file of an organisation, read in chunks and handed over as Arrow.

Keys that one file alone has, or that too many share, bring nobody together and are taken out here, before any engine
sees the table: so DuckDB and Spark look at exactly the same pairs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from sankofa.returnees.linking.columns import ID
from sankofa.returnees.models import Document, Journey, Person, SearchKey, partial
from sankofa.returnees.rules import linkage
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.linkage import HOLDERS_MAX
from sankofa.returnees.rules.terms import PartialDay, Sex

CHUNK = 5_000
_AT_ONCE = 500
_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        (ID, _TEXT),
        ("spelled", _TEXT),
        ("name_key", _TEXT),
        ("native_key", _TEXT),
        ("bones", _TEXTS),
        ("born_day", _TEXT),
        ("born_turned", _TEXT),
        ("born_year", pa.int32()),
        ("is_born_rough", pa.bool_()),
        ("is_born_about", pa.bool_()),
        ("phones", _TEXTS),
        ("papers", _TEXTS),
        ("paper_kinds", _TEXTS),
        ("sex", _TEXT),
        ("district", _TEXT),
        ("province", _TEXT),
        ("countries", _TEXTS),
        ("returned_day", _TEXT),
        ("returned_year", pa.int32()),
        ("keys", _TEXTS),
    ]
)
_COLUMNS = attrgetter(*SCHEMA.names[1:])


def of_organisation(organisation_id: UUID, *, step: Callable[[int], object] = lambda _count: None) -> pa.Table:
    """Return the table of all files of an organisation, protected ones too: who hears of what is decided afterwards.

    `step` is told of every chunk how many files it holds.
    """
    return table(_described(organisation_id, step))


def table(rows: Iterable[tuple[str, Described]]) -> pa.Table:
    """Return the table of some files, each its id and what is known of it."""
    waiting = iter(rows)
    batches = []
    while chunk := list(islice(waiting, CHUNK)):
        held = [(whose, *_COLUMNS(linkage.columns(said))) for whose, said in chunk]
        arrays = [
            pa.array(column, type=kind.type) for column, kind in zip(zip(*held, strict=True), SCHEMA, strict=True)
        ]
        batches.append(pa.record_batch(arrays, schema=SCHEMA))
    return _with_useful_keys(pa.Table.from_batches(batches, schema=SCHEMA))


def _with_useful_keys(whole: pa.Table) -> pa.Table:
    """Return the table with those keys alone that two files share and not too many."""
    lists = whole.column("keys").combine_chunks()
    if len(lists) == 0:
        return whole
    encoded = lists.values.dictionary_encode()
    which = encoded.indices.to_numpy()
    holders = np.bincount(which, minlength=len(encoded.dictionary))
    kept = ((holders > 1) & (holders <= HOLDERS_MAX))[which]
    whose = np.repeat(np.arange(len(lists)), np.diff(lists.offsets.to_numpy()))[kept]
    ends = np.cumsum(np.bincount(whose, minlength=len(lists)))
    offsets = pa.array(np.concatenate([[0], ends]), type=pa.int32())
    # The place of a key in the dictionary says all that an engine needs: whether two keys are one.
    keys = pa.ListArray.from_arrays(offsets, pa.array(which[kept], type=pa.int32()))
    return whole.set_column(whole.schema.get_field_index("keys"), "keys", keys)


_BORN, _RETURNED = (
    tuple(f"{name}_{part}" for part in ("on", "precision", "calendar")) for name in ("born", "returned")
)


def _described(organisation_id: UUID, step: Callable[[int], object]) -> Iterator[tuple[str, Described]]:
    rows = (
        Person.objects.filter(office__organisation_id=organisation_id, erased_on__isnull=True)
        .order_by("pk")
        .values_list("pk", "given_name", "family_name", "native_name", "sex", *_BORN, "place_id")
    )
    waiting = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(waiting, CHUNK)):
        yield from _with_their_own(chunk)
        step(len(chunk))


def _with_their_own(chunk: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, Described]]:
    """Yield a chunk of people with what lies in other tables: journeys, kinds of papers, blind indexes of numbers."""
    phones: dict[UUID, set[str]] = defaultdict(set)
    papers: dict[UUID, set[str]] = defaultdict(set)
    kinds: dict[UUID, set[str]] = defaultdict(set)
    countries: dict[UUID, set[str]] = defaultdict(set)
    returns: dict[UUID, list[PartialDay]] = defaultdict(list)
    for first in range(0, len(chunk), _AT_ONCE):
        some = [row[0] for row in chunk[first : first + _AT_ONCE]]
        for start, held in ((b"d", papers), (b"p", phones)):
            numbers = SearchKey.objects.filter(person_id__in=some, key__gte=start, key__lt=bytes([start[0] + 1]))
            for whose, key in numbers.values_list("person_id", "key"):
                held[whose].add(bytes(key).decode())
        for whose, kind in Document.objects.filter(person_id__in=some, number__isnull=False).values_list(
            "person_id", "kind"
        ):
            kinds[whose].add(kind.casefold())
        journeys = Journey.objects.filter(person_id__in=some)
        for whose, country, day, *how in journeys.values_list("person_id", "destination_id", *_RETURNED):
            if country:
                countries[whose].add(country)
            if day:
                returns[whose].append(partial(day, *how))
    for whose, given, family, native, sex, born_on, *how, place in chunk:
        born: date | None = born_on
        yield (
            str(whose),
            Described(
                latin=f"{given} {family}".strip(),
                native=native,
                sex=Sex(sex),
                born=partial(born, *how),
                phones=frozenset(phones[whose]),
                papers=frozenset(papers[whose]),
                paper_kinds=frozenset(kinds[whose]),
                place=place or "",
                countries=frozenset(countries[whose]),
                returns=tuple(returns[whose]),
            ),
        )
