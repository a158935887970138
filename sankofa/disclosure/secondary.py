"""Which further numbers must be hidden so that the first ones cannot be worked out from the totals.

For a hidden cell that is not yet in enough doubt, the cheapest circle of cells through it is looked for: cells that can
grow and shrink in turn while every shown total stays as it is (in a plain two-way table the shortest circle is a
rectangle).  A reader cannot tell the true table from the one in which the circle has turned, so every cell on it gains
that doubt.  In tables that are no network the circle is found by linear programming.

Cells hidden already cost nothing, small cells little, totals much; the grand total is never hidden.
Source: responsible-finance rules, 8.3 (3): "secondary by greedy rectangle".
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import dijkstra

from sankofa.disclosure.network import Network, network_of
from sankofa.disclosure.programming import matrix_of
from sankofa.disclosure.riddles import Puzzle, Riddle, Sum
from sankofa.disclosure.table import Table
from sankofa.disclosure.terms import Need, Policy

TOTAL_COSTS = 4  # hiding a total takes more from the reader than hiding one of its parts; our choice


def puzzle_of(table: Table, hidden: Set[int], policy: Policy) -> Puzzle:
    """Return a table with hidden cells as the reader sees it, who knows the policy too."""
    least = 0 if table.is_of_amounts else policy.hidden_least
    return Puzzle(
        table.values,
        sums_of(table),
        hidden,
        {cell: min(least, table.values[cell]) for cell in hidden},
        dict.fromkeys(hidden),
    )


def sums_of(table: Table) -> list[Sum]:
    """Return the sums of a table as the reader writes them down."""
    return [Sum(((known.total, -1), *((part, 1) for part in known.parts))) for known in table.relations]


@dataclass(frozen=True)
class Circles:
    """All cells of a table that may be hidden, ready to be searched for circles."""

    cells: npt.NDArray[np.int64]
    room: npt.NDArray[np.int64]
    cost: npt.NDArray[np.float64]
    riddle: Riddle
    network: Network | None

    @classmethod
    def of(cls, table: Table, policy: Policy) -> "Circles":
        """Return the circles of a table.  The grand total, and zeros where a reader sees all zeros, stay shown."""
        least = 0 if table.is_of_amounts else policy.hidden_least
        cells = [
            place
            for place, cell in enumerate(table.cells)
            if table.values[place] >= least
            and place != table.grand_total
            and (policy.totals_may_be_hidden or cell in table.finest)
        ]
        number = {place: at for at, place in enumerate(cells)}
        open_terms = (
            tuple((number[cell], sign) for cell, sign in known.terms if cell in number) for known in sums_of(table)
        )
        values = tuple(table.values[place] for place in cells)
        sums = tuple(Sum(terms) for terms in open_terms if terms)
        riddle = Riddle(tuple(cells), values, (least,) * len(cells), (None,) * len(cells), sums)
        totals = np.array([table.totals_in(table.cells[place]) for place in cells], dtype=np.int64)
        cost = (1.0 + np.array(values, dtype=np.float64)) * TOTAL_COSTS**totals
        return cls(np.array(cells), np.array(values, dtype=np.int64) - least, cost, riddle, network_of(riddle))

    def through(self, target: int, need: Need, value: int, hidden: Set[int]) -> frozenset[int] | None:
        """Return the cells of the cheapest circle that gives a cell the doubt it needs; None where there is none."""
        at = int(np.searchsorted(self.cells, target))
        is_hidden = np.isin(self.cells, np.fromiter(hidden, dtype=np.int64))
        cost = np.where(is_hidden, 1e-3, self.cost)
        for down, up in _turns(int(self.room[at]), value, need):
            circle = None
            if self.network is not None:
                circle = self._shortest(self.network, at, down, up, cost)
            if circle is None:
                circle = self._programmed(at, down, up, cost)
            if circle is not None:
                return frozenset(self.cells[circle].tolist())
        return None

    def _shortest(
        self, network: Network, target: int, down: int, up: int, cost: npt.NDArray[np.float64]
    ) -> list[int] | None:
        """The cheapest single circle in a network: a shortest way back from the target's head to its tail.

        When the target grows by `up`, pipes gone along grow with it and pipes gone against shrink; turned the other
        way, by `down`, it is the reverse.  Either way nothing may fall below its least.
        """
        size = network.junctions
        others = np.arange(len(self.cells)) != target
        along, against = others & (self.room >= down), others & (self.room >= up)
        pipes = np.concatenate([np.flatnonzero(along), np.flatnonzero(against)])
        starts = np.concatenate([network.tail[along], network.head[against]])
        ends = np.concatenate([network.head[along], network.tail[against]])
        keys = starts * size + ends
        order = np.lexsort((cost[pipes], keys))
        keys, first = np.unique(keys[order], return_index=True)
        chosen = pipes[order][first]
        graph = csr_array((cost[chosen], (keys // size, keys % size)), shape=(size, size))
        start, end = int(network.head[target]), int(network.tail[target])
        _, before = dijkstra(graph, indices=start, return_predecessors=True)
        circle = [target]
        while end != start:
            previous = int(before[end])
            if previous < 0:
                return None
            circle.append(int(chosen[np.searchsorted(keys, previous * size + end)]))
            end = previous
        return circle

    def _programmed(self, target: int, down: int, up: int, cost: npt.NDArray[np.float64]) -> list[int] | None:
        """The cheapest change of the whole table in which the target grows by `up` and no shown total changes.

        Turned round and scaled to `down`, the same change must be possible too.
        """
        grow = np.full(len(cost), np.inf) if down == 0 else self.room * (up / down)
        grow[target] = up
        shrink = self.room.astype(np.float64)
        matrix = matrix_of(self.riddle)
        least = np.zeros(2 * len(cost))
        least[target], shrink[target] = up, 0
        found = linprog(
            np.concatenate([cost, cost]),
            A_eq=hstack([matrix, -matrix], format="csr"),
            b_eq=np.zeros(matrix.shape[0]),
            bounds=np.column_stack([least, np.concatenate([grow, shrink])]),
            method="highs",
        )
        if found.x is None:
            return None
        moved = found.x[: len(cost)] + found.x[len(cost) :]
        return np.flatnonzero(moved > 1e-7).tolist()


def _turns(room: int, value: int, need: Need) -> Iterator[tuple[int, int]]:
    """Yield by how much a cell could go down and up to be in enough doubt, the least demanding way first."""
    down = min(room, need.width)
    tried = set()
    for less in (down, down // 2, 0):
        turn = (less, max(need.reach - value, need.width - less, 1))
        if turn not in tried:
            tried.add(turn)
            yield turn
