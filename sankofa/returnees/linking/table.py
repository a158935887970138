"""The table that is compared, made of files described one by one: what is not in the database, such as public lists.

The register itself is made into the same table by whole columns (`whole.py`), which is many times faster.  Keys that
one file alone has, or that too many share, bring nobody together and are taken out, before any engine sees the table:
so DuckDB and Spark look at exactly the same pairs.
"""

from collections.abc import Iterable
from itertools import islice
from operator import attrgetter

import numpy as np
import pyarrow as pa

from sankofa.returnees.linking.columns import ID
from sankofa.returnees.rules import linkage
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.linkage import HOLDERS_MAX

CHUNK = 5_000
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
        ("numbers", _TEXTS),
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
