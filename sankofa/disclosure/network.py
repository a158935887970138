"""Riddles that are flows through a network: exact intervals by maximum flow.

Where every hidden cell stands in at most two sums with fitting signs, each sum is a junction and each cell a pipe
between two of them.  The true numbers are one flow that fits.  A cell can grow by as much as can be sent back around a
circle through the other pipes, and shrink by as much as the other way round; both are maximum flows.  Flows through
whole-numbered pipes are whole, so the interval is exact for a reader who knows that people are counted in ones.

Every two-way table, with hidden totals or not, and with groups along one of its dimensions, is such a network.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from sankofa.disclosure.riddles import Riddle
from sankofa.disclosure.terms import Interval

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Network:
    """Pipes (cells) from `tail` to `head` between junctions (sums), the last of which is the world outside."""

    junctions: int
    tail: Whole
    head: Whole


def network_of(riddle: Riddle) -> Network | None:
    """Return the network that a riddle is, or None where it is not one.

    Each sum may be read forwards or backwards.  The riddle is a network when the sums can be turned so that every cell
    flows out of one and into the other.
    """
    stands_in: list[list[tuple[int, int]]] = [[] for _ in riddle.cells]
    for number, total in enumerate(riddle.sums):
        for cell, sign in total.terms:
            stands_in[cell].append((number, sign))
    if any(len(places) > 2 for places in stands_in):
        return None
    turned = _turned(riddle, stands_in)
    if turned is None:
        return None
    outside = len(riddle.sums)
    tail, head = np.full((2, len(riddle.cells)), outside, dtype=np.int64)
    for cell, places in enumerate(stands_in):
        for number, sign in places:
            (tail if sign * turned[number] > 0 else head)[cell] = number
    return Network(outside + 1, tail, head)


def _turned(riddle: Riddle, stands_in: list[list[tuple[int, int]]]) -> list[int] | None:
    """For every sum, +1 as it stands or -1 turned round; None where no turning fits all cells."""
    turned = [0] * len(riddle.sums)
    for start in range(len(riddle.sums)):
        if turned[start]:
            continue
        turned[start] = 1
        waiting = [start]
        while waiting:
            number = waiting.pop()
            for cell, sign in riddle.sums[number].terms:
                for other, other_sign in stands_in[cell]:
                    if other == number:
                        continue
                    wanted = -turned[number] * sign * other_sign
                    if not turned[other]:
                        turned[other] = wanted
                        waiting.append(other)
                    elif turned[other] != wanted:
                        return None
    return turned


def intervals(riddle: Riddle, network: Network, told: Callable[[int], None]) -> list[Interval]:
    """Return the interval of every cell of a riddle, in their order."""
    residual = _Residual(riddle, network)
    found = []
    for cell, value in enumerate(riddle.values):
        shrinks, grows = residual.room(cell)
        found.append(Interval(value - shrinks, None if grows is None else value + grows))
        if cell % 200 == 199:
            told(cell + 1)
    return found


class _Residual:
    """How much more, and how much less, could flow through every pipe: arcs both ways between junctions."""

    def __init__(self, riddle: Riddle, network: Network) -> None:
        self.network = network
        values = np.array(riddle.values, dtype=np.int64)
        self.less: Whole = values - np.array(riddle.least, dtype=np.int64)
        spare = [None if most is None else most - value for most, value in zip(riddle.most, values, strict=True)]
        # No circle can carry more than all limited pipes together, so this much is as good as no limit.
        self.plenty = int(self.less.sum()) + sum(int(more) for more in spare if more is not None) + 1
        self.more: Whole = np.array([self.plenty if more is None else int(more) for more in spare], dtype=np.int64)
        size = self.size = network.junctions
        ends = np.concatenate([network.tail * size + network.head, network.head * size + network.tail])
        keys, where = np.unique(ends, return_inverse=True)
        self.forward, self.backward = where[: len(values)], where[len(values) :]
        self.capacity: Whole = np.zeros(len(keys), dtype=np.int64)
        np.add.at(self.capacity, self.forward, self.more)
        np.add.at(self.capacity, self.backward, self.less)
        rows = keys // size
        self.columns = (keys % size).astype(np.int32)
        self.starts = np.searchsorted(rows, np.arange(size + 1)).astype(np.int32)
        self.arcs_out = [(self.columns[a:b], self.capacity[a:b]) for a, b in pairwise(self.starts.tolist())]
        order = np.argsort(self.columns, kind="stable")
        bounds = np.searchsorted(self.columns[order], np.arange(size + 1)).tolist()
        self.arcs_in = [(rows[order[a:b]], self.capacity[order[a:b]]) for a, b in pairwise(bounds)]
        out_of = np.array([capacity.sum() for _, capacity in self.arcs_out])
        into = np.array([capacity.sum() for _, capacity in self.arcs_in])
        # Between two junctions there is always an arc either way, so the arcs in and out of one are in the same order.
        self.useful_out: list[Whole] = []
        self.useful_in: list[Whole] = []
        for (near, out), (_, back) in zip(self.arcs_out, self.arcs_in, strict=True):
            self.useful_out.append(np.minimum(out, out_of[near] - back))
            self.useful_in.append(np.minimum(back, into[near] - out))
        self.most_out = [int(useful.sum()) for useful in self.useful_out]
        self.most_in = [int(useful.sum()) for useful in self.useful_in]
        self.left: Whole = np.zeros(size, dtype=np.int64)

    def room(self, cell: int) -> tuple[int, int | None]:
        """How much less a cell can be, and how much more; None where nothing limits it.

        To shrink, the other pipes must bring what it carried from its tail to its head; to grow, bring more back.
        """
        tail, head = int(self.network.tail[cell]), int(self.network.head[cell])
        less, more = int(self.less[cell]), int(self.more[cell])
        if tail == head:  # a cell that stands in no sum
            return less, None if more >= self.plenty else more
        grows = self._brought(cell, head, tail, less, more)
        return self._brought(cell, tail, head, more, less), None if grows >= self.plenty else grows

    def _brought(self, cell: int, source: int, target: int, own: int, wanted: int) -> int:
        """What the pipes other than a cell's can bring from source to target, up to what is wanted.

        `own` is what the cell's pipe itself could bring that way; it does not count.
        """
        limit = min(self._limit(source, target, own), wanted)
        if limit < self.plenty and self._is_brought_nearby(source, target, limit):
            return limit
        capacity = self.capacity.copy()
        capacity[self.forward[cell]] -= self.more[cell]
        capacity[self.backward[cell]] -= self.less[cell]
        graph = csr_array((capacity, self.columns, self.starts), shape=(self.size, self.size))
        return min(int(maximum_flow(graph, source, target).flow_value), wanted)

    def _limit(self, source: int, target: int, own: int) -> int:
        """The most that can leave the source and its neighbours, and enter the target and its neighbours."""
        at, from_ = self._place(source, target), self._place(target, source)
        beside = int(self.arcs_out[source][1][at]) - own
        leaves = self.most_out[source] - int(self.useful_out[source][at])
        arrives = self.most_in[target] - int(self.useful_in[target][from_])
        return min(leaves, arrives) + beside

    def _place(self, junction: int, neighbour: int) -> int:
        return int(np.searchsorted(self.arcs_out[junction][0], neighbour))

    def _is_brought_nearby(self, source: int, target: int, limit: int) -> bool:
        """Whether ways of two or three arcs already bring the limit from source to target, first come, first served.

        The side with fewer arcs is gone through; each of its junctions takes what its neighbours still have.  Where
        that falls short, the full search decides.
        """
        given, taken = self.arcs_out[source], self.arcs_in[target]
        if len(taken[0]) <= len(given[0]):
            (many, has), (few, wants), (own, skipped), neighbours = given, taken, (target, source), self.arcs_in
        else:
            (many, has), (few, wants), (own, skipped), neighbours = taken, given, (source, target), self.arcs_out
        left = self.left
        left[many] = has
        left[own] = 0
        missing = limit
        for junction, wish in zip(few.tolist(), wants.tolist(), strict=True):
            if missing <= 0:
                break
            if junction == skipped or not wish:
                continue
            here = min(int(left[junction]), wish, missing)
            left[junction] -= here
            missing -= here
            wanted = min(wish - here, missing)
            near, capacity = neighbours[junction]
            offered = np.minimum(left[near], capacity)
            sent = offered - np.clip(np.cumsum(offered) - wanted, 0, offered)
            left[near] -= sent
            missing -= int(sent.sum())
        left[many] = 0
        return missing <= 0
