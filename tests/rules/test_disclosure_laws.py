"""Laws of protecting tables, checked by a reader who simply tries every table there could be.

This attacker shares no code with the audit: it goes through all whole-numbered tables that agree with everything
published, and looks at what each hidden number was in any of them.
"""

from itertools import product

import pytest

pytest.importorskip("scipy", reason="scipy is not installed (extra “analytics”)")

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sankofa.disclosure import network, programming
from sankofa.disclosure.protection import protection
from sankofa.disclosure.reader import intervals
from sankofa.disclosure.riddles import Puzzle, riddles
from sankofa.disclosure.secondary import puzzle_of, sums_of
from sankofa.disclosure.table import Dimension, Table
from sankofa.disclosure.terms import Interval, Policy

SMALL = Policy(threshold=3, width=3)
SMALL_WITH_ZEROS = Policy(threshold=3, width=3, zeros_are_shown=False)


def table_of(shape: tuple[int, ...], values: list[int]) -> Table:
    dimensions = [Dimension.flat(f"d{axis}", [f"{axis}{at}" for at in range(size)]) for axis, size in enumerate(shape)]
    cells = product(*(dimension.leaves for dimension in dimensions))
    return Table(dimensions, dict(zip(cells, values, strict=True)))


def every_possible(table: Table, hidden: set[int], least: int) -> dict[int, set[int]]:
    """What every hidden cell is in any table that agrees with everything shown; tried one by one."""
    leaves = [cell for cell in table.cells if "Total" not in cell]
    known = {
        cell: value for cell, value in zip(table.cells, table.values, strict=True) if table.place[cell] not in hidden
    }
    groups = [
        [leaf for leaf in leaves if all(c in ("Total", part) for c, part in zip(cell, leaf, strict=True))]
        for cell in table.cells
    ]
    seen: dict[int, set[int]] = {place: set() for place in hidden}

    def tried(guess: dict[tuple[str, ...], int], at: int) -> None:
        for cell, group in zip(table.cells, groups, strict=True):
            so_far = sum(guess.get(leaf, 0) for leaf in group)
            if cell in known and so_far > known[cell]:
                return
            if cell in known and all(leaf in guess for leaf in group) and so_far != known[cell]:
                return
        if at == len(leaves):
            numbers = [sum(guess[leaf] for leaf in group) for group in groups]
            if all(numbers[place] >= least for place in hidden):
                for place in hidden:
                    seen[place].add(numbers[place])
            return
        leaf = leaves[at]
        top = min(value for cell, value in known.items() if leaf in groups[table.place[cell]])
        for value in [known[leaf]] if leaf in known else range(top + 1):
            tried({**guess, leaf: value}, at + 1)

    tried({}, 0)
    return seen


SHAPES = st.sampled_from([(2, 2), (2, 3), (3, 2), (2, 2, 2)])


@st.composite
def tables(draw: st.DrawFn, most: int = 4) -> Table:
    shape = draw(SHAPES)
    size = 1
    for side in shape:
        size *= side
    return table_of(shape, draw(st.lists(st.integers(0, most), min_size=size, max_size=size)))


@given(tables(), st.data())
@settings(deadline=None, max_examples=40)
def test_the_audit_infers_exactly_what_trying_every_table_infers(table: Table, data: st.DataObject) -> None:
    places = [place for place in range(len(table.cells)) if place != table.grand_total]
    hidden = data.draw(st.sets(st.sampled_from(places), min_size=1))
    found = intervals(puzzle_of(table, hidden, SMALL_WITH_ZEROS))
    assert found == {place: Interval(min(seen), max(seen)) for place, seen in every_possible(table, hidden, 0).items()}


@given(tables(most=9), st.booleans())
@settings(deadline=None, max_examples=25)
def test_no_number_of_a_protected_table_can_be_recovered(table: Table, zeros_are_shown: bool) -> None:
    policy = SMALL if zeros_are_shown else SMALL_WITH_ZEROS
    done = protection(table, policy)
    assume(done.is_safe and table.values[table.grand_total] <= 18)
    hidden = set(done.reasons)
    assert {
        place for place, value in enumerate(table.values) if (0 if not zeros_are_shown else 1) <= value < 3
    } <= hidden
    for seen in every_possible(table, hidden, policy.hidden_least).values():
        assert max(seen) - min(seen) >= policy.width
        assert max(seen) >= policy.threshold


@given(st.integers(2, 6), st.integers(2, 6), st.data())
@settings(deadline=None, max_examples=60)
def test_flows_and_linear_programming_find_the_same_intervals(rows: int, columns: int, data: st.DataObject) -> None:
    counts = st.integers(0, 30)
    table = table_of((rows, columns), data.draw(st.lists(counts, min_size=rows * columns, max_size=rows * columns)))
    hidden = data.draw(st.sets(st.integers(0, len(table.cells) - 1), min_size=1))
    least = {cell: data.draw(st.integers(0, table.values[cell])) for cell in hidden}
    room = st.one_of(st.none(), st.integers(0, 9))
    most = {cell: None if (more := data.draw(room)) is None else table.values[cell] + more for cell in hidden}
    for riddle in riddles(Puzzle(table.values, sums_of(table), hidden, least, most)):
        flow = network.network_of(riddle)
        assert flow is not None
        assert network.intervals(riddle, flow, _nobody) == programming.intervals(riddle, _nobody)


@given(st.integers(2, 8), st.integers(2, 8), st.data())
@settings(deadline=None, max_examples=60)
def test_hiding_more_never_lets_a_reader_infer_more(rows: int, columns: int, data: st.DataObject) -> None:
    size = rows * columns
    table = table_of((rows, columns), data.draw(st.lists(st.integers(1, 40), min_size=size, max_size=size)))
    cells = st.integers(0, len(table.cells) - 2)
    hidden = data.draw(st.sets(cells, min_size=1))
    more = hidden | data.draw(st.sets(cells))
    before, after = (intervals(puzzle_of(table, chosen, Policy())) for chosen in (hidden, more))
    for place, known in before.items():
        assert after[place].least <= known.least <= table.values[place]
        assert known.most is None or after[place].most is None or after[place].most >= known.most >= table.values[place]  # type: ignore[operator]


def test_a_large_three_way_table_is_never_cleared_on_less_than_proof() -> None:
    import numpy as np

    chance = np.random.default_rng(3)
    table = table_of((9, 8, 7), chance.integers(0, 30, 504).tolist())
    hidden = {place for place, value in enumerate(table.values) if 0 < value < 20}
    assert len(hidden) > programming.SEARCHED_WHOLE
    found = intervals(puzzle_of(table, hidden, Policy()))
    for place, known in found.items():
        assert known.most is not None
        assert 1 <= known.least <= table.values[place] <= known.most


def _nobody(done: int) -> None:
    """Nobody waits for news here."""
