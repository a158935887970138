"""What a table gives away together with those that were shared before.

A table may be safe alone, and yet somebody shows in the difference to another one: two filters, two offices, two days.
So every shared table keeps which talks stood in which of its cells, and before a new one goes out both questions are
put to all of them together:

1. Take any two numbers shown, of any two tables.  Where the people behind them differ, they differ by ten at least.
2. Play the reader who has every table shared so far and adds and subtracts as they like: people whom the shown numbers
   do not tell apart are one unknown, every shown number is one sum.  Of no unknown of fewer than ten people may the
   reader be sure that it is below ten, or know it more closely than by ten.

What cannot be proved within measure does not go out.

Source: responsible-finance rules, 8.3 (1) "one frozen release per period (differencing!)", (4) the audit.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array

from sankofa.disclosure.terms import SOURCE, Policy
from sankofa.kernel.finding import Finding, Weight

Whole: TypeAlias = npt.NDArray[Any]
Chosen: TypeAlias = npt.NDArray[np.bool_]
CODES: Final = ("few_differ", "few_can_be_told", "too_many_to_prove")
UNKNOWNS_MAX: Final = 4_000
ASKED_MAX: Final = 600
"""How many unknowns are looked at one by one before the question counts as not proved."""


@dataclass(frozen=True)
class Members:
    """Who stood in which shown cells of a table: `patterns[pattern[i]]` lists the cells of who has `keys[i]`.

    The keys are in order.
    """

    number: str
    """The number of the copy, for people to look it up."""
    cells: tuple[str, ...]
    keys: Whole
    pattern: Whole
    patterns: tuple[tuple[int, ...], ...]

    def record(self) -> dict[str, Any]:
        """Return what JSON can hold of it; keys and patterns go beside it as bytes."""
        return {"number": self.number, "cells": list(self.cells), "patterns": [list(one) for one in self.patterns]}

    def packed(self) -> bytes:
        """Return keys and patterns as bytes: eight for each key, then two for each pattern."""
        return self.keys.astype("<u8").tobytes() + self.pattern.astype("<u2").tobytes()

    @classmethod
    def unpacked(cls, record: Mapping[str, Any], held: bytes) -> "Members":
        """Return the members that were kept."""
        count = len(held) // 10
        return cls(
            record["number"],
            tuple(record["cells"]),
            np.frombuffer(held[: 8 * count], dtype="<u8"),
            np.frombuffer(held[8 * count :], dtype="<u2"),
            tuple(tuple(one) for one in record["patterns"]),
        )


def members_of(number: str, cells: Mapping[str, Collection[int]]) -> Members:
    """Return who stands in which shown cells, from the keys in each; cells without anybody tell of nobody."""
    there = {name: keys for name, keys in cells.items() if keys}
    keys = sorted({key for held in there.values() for key in held})
    stands: dict[int, list[int]] = {key: [] for key in keys}
    for cell, held in enumerate(there.values()):
        for key in set(held):
            stands[key].append(cell)
    patterns = {found: place for place, found in enumerate(dict.fromkeys(map(tuple, stands.values())))}
    return Members(
        number,
        tuple(there),
        np.array(keys, dtype=np.uint64),
        np.array([patterns[tuple(stands[key])] for key in keys], dtype=np.uint16),
        tuple(patterns),
    )


def about_alone(new: Members, policy: Policy) -> tuple[Finding, ...]:
    """Return what the numbers of one table give away beside each other; nothing means that it may go out alone."""
    if not len(new.keys):
        return ()
    places = _placed(new.keys, new)
    if _least_difference(new, places, new, places, policy) is not None:
        return (Finding("few_can_be_told", Weight.BARRIER, SOURCE, tables=1),)
    return _read_together([new], [places], policy)


def about_earlier(new: Members, earlier: Iterable[Members], policy: Policy) -> tuple[Finding, ...]:
    """Return what a new table gives away together with those shared before; nothing means that it may go out."""
    near = [one for one in earlier if _share_people(new, one)]
    if not near:
        return ()
    keys = np.sort(np.concatenate([new.keys, *(one.keys for one in near)]))
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    tables = [new, *near]
    places = [_placed(keys, one) for one in tables]
    found = []
    for one, held in zip(near, places[1:], strict=True):
        least = _least_difference(new, places[0], one, held, policy)
        if least is not None:
            found.append(Finding("few_differ", Weight.BARRIER, SOURCE, number=one.number, least=policy.threshold))
    return tuple(found) if found else _read_together(tables, places, policy)


def _share_people(new: Members, one: Members) -> bool:
    """Whether anybody stands in both tables; the keys of each are in order."""
    at = np.minimum(np.searchsorted(one.keys, new.keys), len(one.keys) - 1)
    return bool((one.keys[at] == new.keys).any())


def _least_difference(new: Members, new_places: Whole, one: Members, places: Whole, policy: Policy) -> int | None:
    """Return by how few people two shown numbers of two tables differ, where that is too few; else None."""
    here, there = _matrix(new), _matrix(one)
    # People by the two patterns they have: one small table instead of one line a person.
    width = len(one.patterns) + 1
    both = np.bincount(new_places * width + places, minlength=(len(new.patterns) + 1) * width)
    joint = both.reshape(len(new.patterns) + 1, width)
    common = here.T @ joint @ there
    only_new = (here.T @ joint.sum(axis=1))[:, None] - common
    only_old = (there.T @ joint.sum(axis=0))[None, :] - common
    few = (common > 0) & (only_new < policy.threshold) & (only_old < policy.threshold) & (only_new + only_old > 0)
    return int((only_new + only_old)[few].min()) if few.any() else None


def _matrix(one: Members) -> npt.NDArray[np.int64]:
    """Patterns down, cells along; the last pattern is that of people who are not in the table."""
    found = np.zeros((len(one.patterns) + 1, len(one.cells)), dtype=np.int64)
    for number, cells in enumerate(one.patterns):
        found[number, list(cells)] = 1
    return found


def _placed(keys: Whole, one: Members) -> Whole:
    """Return the pattern that each key has in a table; one more than the last for those who are not in it."""
    found = np.full(len(keys), len(one.patterns), dtype=np.int64)
    found[np.searchsorted(keys, one.keys)] = one.pattern
    return found


def _read_together(tables: Sequence[Members], places: Sequence[Whole], policy: Policy) -> tuple[Finding, ...]:
    """Play the reader of all tables at once."""
    code = np.zeros(len(places[0]), dtype=np.int64)
    for one, held in zip(tables, places, strict=True):
        code = numbered(code * (len(one.patterns) + 1) + held)
    count = np.bincount(code)
    first = np.zeros(len(count), dtype=np.int64)
    first[code] = np.arange(len(code))
    rows = [_matrix(one)[held[first]] for one, held in zip(tables, places, strict=True)]
    unknowns, number = told_apart(np.concatenate(rows, axis=1).astype(np.bool_))
    people = np.bincount(number, weights=count, minlength=len(unknowns)).astype(np.int64)
    small = np.flatnonzero((people < policy.threshold) & unknowns.any(axis=1))
    if len(unknowns) > UNKNOWNS_MAX or len(small) > ASKED_MAX:
        return (Finding("too_many_to_prove", Weight.BARRIER, SOURCE, tables=len(tables)),)
    sums = csr_array(unknowns.T.astype(np.float64))
    shown = unknowns.T.astype(np.int64) @ people
    for unknown in small:
        least, most = (_end(sums, shown, int(unknown), sign) for sign in (1, -1))
        if most < policy.threshold or most - least < policy.width:
            return (Finding("few_can_be_told", Weight.BARRIER, SOURCE, tables=len(tables)),)
    return ()


def _end(sums: Any, shown: Whole, one: int, sign: int) -> int:
    """Return the least (sign 1) or the most (sign -1) that an unknown can be, rounded to the reader's advantage."""
    cost = np.zeros(sums.shape[1])
    cost[one] = sign
    found = linprog(cost, A_eq=sums, b_eq=shown, bounds=(0, None), method="highs")
    if found.x is None:
        return 0 if sign == 1 else -1
    value = sign * found.fun
    return int(np.ceil(value - 1e-6)) if sign == 1 else int(np.floor(value + 1e-6))


def numbered(code: Whole) -> Whole:
    """Return the same codes numbered from 0 on without gaps; codes are few, so a table of them is cheap."""
    there = np.zeros(int(code.max()) + 1, dtype=np.bool_)
    there[code] = True
    found: Whole = (np.cumsum(there) - 1)[code]
    return found


def told_apart(inside: Chosen) -> tuple[Chosen, Whole]:
    """Return the different lines, and for each line which of them it is."""
    packed = np.ascontiguousarray(np.packbits(inside, axis=1))
    _, first, number = np.unique(
        packed.view([("", np.void, packed.shape[1])]).ravel(), return_index=True, return_inverse=True
    )
    return inside[first], number
