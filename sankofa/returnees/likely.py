"""Whom a row of a list looks like, before it goes in: people who are there already, and earlier rows of the same list.

The same comparison as at arrival (`candidates`), with nothing written.  Protected people are left out: whoever sends a
list is told of them what they are told of nobody.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count

from sankofa.intake.importers import Alike
from sankofa.returnees.candidates import AT_ONCE, HOLDERS_MAX, describe
from sankofa.returnees.models import SearchKey
from sankofa.returnees.rules import likeness
from sankofa.returnees.rules.likeness import Band, Described
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.returnees.search_keys import keys_of

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

_BLOCKS = frozenset(b"bdip")


def alike_rows(rows: Sequence[tuple[int, PersonTerms]], *, office: "Office") -> dict[int, Alike]:
    """Return whom each row of a list looks like: the likeliest who is there, else the first such row before it."""
    keys = {row: {key for key in keys_of(said) if key[0] in _BLOCKS} for row, said in rows}
    described = {row: _described(said, keys[row]) for row, said in rows}
    there = _sharing(keys, office=office)
    known = describe({whose for people in there.values() for whose in people})
    before = _rows_sharing(keys)
    found: dict[int, Alike] = {}
    for row, told in described.items():
        likely = [(likeness.likeness(told, known[whose]), str(whose)) for whose in sorted(there.get(row, ()))]
        if fitting := [one for one in likely if one[0].band is not Band.DIFFERENT]:
            best, subject = max(fitting, key=lambda one: one[0].score)
            found[row] = Alike(best.score, best.findings, subject=subject)
            continue
        # The first of several, so that rows about one person are counted as one person's.
        for earlier in sorted(before.get(row, ())):
            alike = likeness.likeness(told, described[earlier])
            if alike.band is not Band.DIFFERENT:
                found[row] = Alike(alike.score, alike.findings, row=earlier)
                break
    return found


def _sharing(keys: dict[int, set[bytes]], *, office: "Office") -> dict[int, set[UUID]]:
    """Return who of the organisation shares a key with each row; a key that many have finds nobody."""
    asking: dict[bytes, list[int]] = defaultdict(list)
    for row, held in keys.items():
        for key in held:
            asking[key].append(row)
    found: dict[int, set[UUID]] = defaultdict(set)
    for some in _some(sorted(asking)):
        counted = SearchKey.objects.filter(key__in=some).values_list("key").annotate(held=Count("pk"))
        rare = [bytes(key) for key, held in counted if held <= HOLDERS_MAX]
        holders = SearchKey.objects.filter(
            key__in=rare,
            person__office__organisation_id=office.organisation_id,
            person__is_protected=False,
            person__erased_on__isnull=True,
        )
        for shared, whose in holders.values_list("key", "person_id"):
            for row in asking[bytes(shared)]:
                found[row].add(whose)
    return found


def _rows_sharing(keys: dict[int, set[bytes]]) -> dict[int, set[int]]:
    """Return the earlier rows that share a key with each row."""
    holders: dict[bytes, list[int]] = defaultdict(list)
    for row, held in keys.items():
        for key in held:
            holders[key].append(row)
    found: dict[int, set[int]] = defaultdict(set)
    for rows in holders.values():
        if 1 < len(rows) <= HOLDERS_MAX:
            for place, row in enumerate(rows):
                found[row].update(rows[:place])
    return found


def _described(said: PersonTerms, keys: set[bytes]) -> Described:
    return Described(
        latin=said.name_latin,
        native=said.native_name,
        sex=said.sex,
        born=said.born,
        phones=frozenset(key.decode() for key in keys if key[:1] == b"p"),
        papers=frozenset(key.decode() for key in keys if key[:1] == b"d"),
        paper_kinds=frozenset({said.document_kind.casefold()} if said.document_number else ()),
        place=said.place,
        countries=frozenset({said.journey.destination} if said.journey.destination else ()),
        returns=(said.journey.returned,) if said.journey.returned.is_known else (),
    )


def _some(many: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for first in range(0, len(many), AT_ONCE):
        yield many[first : first + AT_ONCE]
