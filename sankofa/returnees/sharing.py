"""Who in the register shares a key with somebody: the few with whom it is worth comparing them.

A key that many have tells nobody apart and finds nobody.  Whether it has too many holders is asked of the forty-first
one, so that the commonest name of a country costs as much as the rarest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar
from uuid import UUID

from django.db import connection

from sankofa.returnees.models import SearchKey

T = TypeVar("T")
HOLDERS_MAX = 40
"""A key held by more people than this tells nobody apart."""
AT_ONCE = 400
_NONE: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class Sharing(Generic[T]):
    """Who shares keys that tell people apart with whom, and of which kinds; and keys of which kinds too many have."""

    with_whom: Mapping[T, Mapping[UUID, frozenset[bytes]]]
    borne_by_many: Mapping[T, frozenset[bytes]]


def sharing(keys: Mapping[T, Collection[bytes]], *, organisations: Collection[UUID]) -> Sharing[T]:
    """Return who of some organisations, neither protected nor erased, shares a key with each of those asked about."""
    few = _borne_by_few(sorted(set().union(*keys.values())))
    holders: dict[bytes, list[UUID]] = defaultdict(list)
    for some in in_parts(sorted(few)):
        rows = SearchKey.objects.filter(
            key__in=some,
            office__organisation__in=organisations,
            person__is_protected=False,
            person__erased_on__isnull=True,
        )
        for shared, other in rows.values_list("key", "person_id"):
            holders[bytes(shared)].append(other)
    found: dict[T, dict[UUID, frozenset[bytes]]] = {}
    for whose, held in keys.items():
        with_whom: dict[UUID, frozenset[bytes]] = {}
        for key in held:
            for other in holders.get(key, ()):
                kinds = with_whom.get(other, _NONE)
                with_whom[other] = _with(kinds, key[:1])
        if with_whom:
            found[whose] = with_whom
    return Sharing(found, {whose: frozenset(key[:1] for key in held if key not in few) for whose, held in keys.items()})


@lru_cache(maxsize=1_000)
def _with(kinds: frozenset[bytes], kind: bytes) -> frozenset[bytes]:
    # There are few kinds of keys, and every two files that share one are asked about.
    return kinds | {kind}


def in_parts(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield some of many at a time: as many as a database takes in one question."""
    for first in range(0, len(many), AT_ONCE):
        yield many[first : first + AT_ONCE]


def _borne_by_few(keys: Sequence[bytes]) -> frozenset[bytes]:
    """Return the keys that no more people have than can be told apart by them; nobody's among them."""
    table = SearchKey._meta.db_table
    found: set[bytes] = set()
    for some in in_parts(keys):
        # Asked of each key in turn, which the tables' own questions cannot say: they count every holder, or every row.
        marks = ", ".join(["(%s)"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH asked (wanted) AS (VALUES {marks}) SELECT wanted FROM asked WHERE "  # noqa: S608  marks and a table
                f"(SELECT held.id FROM {table} held WHERE held.key = wanted "
                "ORDER BY held.key, held.office_id, held.person_id "
                f"LIMIT 1 OFFSET {HOLDERS_MAX}) IS NULL",
                list(some),
            )
            found.update(bytes(key) for (key,) in cursor.fetchall())
    return frozenset(found)
