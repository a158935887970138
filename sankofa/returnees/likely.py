"""Whom a row of a list looks like, before it goes in: people who are there already, and earlier rows of the same list.

The same comparison as at arrival (`candidates`), with nothing written.  Protected people are left out: whoever sends a
list is told of them what they are told of nobody.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sankofa.intake.importers import Alike
from sankofa.returnees.candidates import as_said, likely_others
from sankofa.returnees.rules import likeness
from sankofa.returnees.rules.likeness import Described
from sankofa.returnees.rules.terms import PersonTerms
from sankofa.returnees.search_keys import keys_of
from sankofa.returnees.sharing import HOLDERS_MAX, sharing

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

_BLOCKS = frozenset(b"bdipr")


def alike_rows(rows: Sequence[tuple[int, PersonTerms]], *, office: "Office") -> dict[int, Alike]:
    """Return whom each row of a list looks like: the likeliest who is there, else the first such row before it."""
    keys = {row: {key for key in keys_of(said) if key[0] in _BLOCKS} for row, said in rows}
    described = {row: as_said(said, keys[row]) for row, said in rows}
    there = likely_others(described, sharing(keys, organisations=[office.organisation_id]))
    before = _rows_sharing(keys)
    found: dict[int, Alike] = {}
    for row, told in described.items():
        if fitting := there[row]:
            best = max(fitting, key=lambda whose: fitting[whose].score)
            found[row] = Alike(fitting[best].score, fitting[best].findings, subject=str(best))
            continue
        # The first of several, so that rows about one person are counted as one person's.
        for earlier in sorted(before.get(row, ())):
            if not _may_be_same(told, described[earlier]):
                continue
            if alike := likeness.if_alike(told, described[earlier]):
                found[row] = Alike(alike.score, alike.findings, row=earlier)
                break
    return found


def _rows_sharing(keys: Mapping[int, set[bytes]]) -> dict[int, set[int]]:
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


def _may_be_same(one: Described, other: Described) -> bool:
    return likeness.may_be_same(
        one,
        other,
        may_share_phone=bool(one.phones & other.phones),
        may_share_paper=bool(one.papers & other.papers),
        may_share_number=bool(one.numbers & other.numbers),
    )
