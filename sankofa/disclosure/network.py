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

from sankofa.disclosure.reader import Riddle
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
    surely = residual.sure_shrinkage().tolist()
    found = []
    for cell, value in enumerate(riddle.values):
        growth = residual.most_growth(cell)
        least = value - residual.most_shrinkage(cell, surely[cell])
        found.append(Interval(least, None if growth is None else value + growth))
        if cell % 200 == 199:
            told(cell + 1)
    return found


class _Residual:
    """How much more, and how much less, could flow through every pipe."""

    def __init__(self, riddle: Riddle, network: Network) -> None:
        self.network = network
        values = np.array(riddle.values, dtype=np.int64)
        self.less: Whole = values - np.array(riddle.least, dtype=np.int64)
        spare = [None if most is None else most - value for most, value in zip(riddle.most, values, strict=True)]
        self.limited = [most is not None for most in riddle.most]
        # No circle can carry more than all limited pipes together, so this much is as good as no limit.
        self.plenty = int(self.less.sum()) + sum(int(more) for more in spare if more is not None) + 1
        self.more: Whole = np.array([self.plenty if more is None else int(more) for more in spare], dtype=np.int64)
        self.is_free = not any(self.limited)
        size = network.junctions
        ends = np.concatenate([network.tail * size + network.head, network.head * size + network.tail])
        keys, where = np.unique(ends, return_inverse=True)
        self.forward, self.backward = where[: len(values)], where[len(values) :]
        self.capacity: Whole = np.zeros(len(keys), dtype=np.int64)
        np.add.at(self.capacity, self.forward, self.more)
        np.add.at(self.capacity, self.backward, self.less)
        rows, self.columns = keys // size, (keys % size).astype(np.int32)
        self.starts = np.searchsorted(rows, np.arange(size + 1)).astype(np.int32)
        self.out_of, self.into = np.zeros((2, size), dtype=np.int64)
        np.add.at(self.out_of, rows, self.capacity)
        np.add.at(self.into, self.columns, self.capacity)
        self.left: Whole = np.zeros(size, dtype=np.int64)
        self.pipes_into = self._grouped(network.head, network.tail)
        self.pipes_out_of = self._grouped(network.tail, network.head)

    def _grouped(self, by: Whole, other: Whole) -> list[tuple[Whole, Whole]]:
        """By junction: the junctions at the other end of its pipes, each once, and what those pipes can lose."""
        size = self.network.junctions
        keys, where = np.unique(by * size + other, return_inverse=True)
        losses: Whole = np.zeros(len(keys), dtype=np.int64)
        np.add.at(losses, where, self.less)
        bounds = np.searchsorted(keys // size, np.arange(size + 1))
        return [(keys[start:end] % size, losses[start:end]) for start, end in pairwise(bounds)]

    def sure_shrinkage(self) -> Whole:
        """How much less every cell can be at the least, by a quick look at all cells together.

        Looked at are circles of four pipes, grow - shrink - grow, by a product of matrices; each shrinking pipe serves
        one circle only, so their sizes add up.  Where that falls short of the limit, the full search decides.
        """
        tail, head, size = self.network.tail, self.network.head, self.network.junctions
        if not self.is_free:
            return np.zeros(len(tail), dtype=np.int64)
        grow = csr_array((np.ones(len(tail), dtype=np.int64), (tail, head)), shape=(size, size))
        grow.data[:] = 1  # two pipes between the same junctions open the same way
        shrink = csr_array((self.less, (head, tail)), shape=(size, size))
        few_heads = len(np.unique(head)) <= len(np.unique(tail))
        ways = (grow @ (shrink @ grow) if few_heads else (grow @ shrink) @ grow).tocsr()
        ways.sum_duplicates()
        found, wanted = _keys(ways), tail * size + head
        if not len(found):
            return np.zeros(len(tail), dtype=np.int64)
        at = np.minimum(np.searchsorted(found, wanted), len(found) - 1)
        sent = np.where(found[at] == wanted, ways.data[at], 0)
        # Circles through the cell itself do not count: as the first pipe, as the last, and (taken off twice) as both.
        around_head, around_tail = np.zeros((2, size), dtype=np.int64)
        np.add.at(around_head, head, self.less)
        np.add.at(around_tail, tail, self.less)
        sent = sent - around_head[head] - around_tail[tail] + self.less
        return np.asarray(sent, dtype=np.int64)

    def most_shrinkage(self, cell: int, surely: int) -> int:
        """How much less a cell can be: what the other pipes can bring from its tail to its head."""
        tail, head = int(self.network.tail[cell]), int(self.network.head[cell])
        less, more = int(self.less[cell]), int(self.more[cell])
        limit = less if tail == head else min(int(self.out_of[tail]) - more, int(self.into[head]) - more, less)
        return limit if surely >= limit else min(self._flow(tail, head, cell), less)

    def most_growth(self, cell: int) -> int | None:
        """How much more a cell can be: what the other pipes can bring back from its head to its tail."""
        tail, head = int(self.network.tail[cell]), int(self.network.head[cell])
        less, more = int(self.less[cell]), int(self.more[cell])
        limit = min(int(self.out_of[head]) - less, int(self.into[tail]) - less, more)
        if self.is_free and limit < self.plenty and self._reaches(tail, head, limit):
            return limit
        sent = min(self._flow(head, tail, cell), more)
        return None if sent >= self.plenty else sent

    def _reaches(self, tail: int, head: int, limit: int) -> bool:
        """Whether circles of four pipes alone, taken one after the other, already bring the limit back.

        The other pipes into the head can lose something (the supply), so can the other pipes out of the tail (the
        demand), and between the two another pipe grows.  First come, first served, from the side with fewer pipes;
        where that falls short, the full search decides.
        """
        sources, supply = self.pipes_into[head]
        targets, demand = self.pipes_out_of[tail]
        if len(targets) <= len(sources):
            few, wants, skipped, many, offers, own, joined = (
                targets,
                demand,
                head,
                sources,
                supply,
                tail,
                self.pipes_into,
            )
        else:
            few, wants, skipped, many, offers, own, joined = (
                sources,
                supply,
                tail,
                targets,
                demand,
                head,
                self.pipes_out_of,
            )
        self.left[many] = offers
        self.left[own] = 0
        sent = 0
        for junction, wanted in zip(few.tolist(), wants.tolist(), strict=True):
            if sent >= limit:
                break
            if junction == skipped or not wanted:
                continue
            partners = joined[junction][0]
            offered = self.left[partners]
            left = np.clip(np.cumsum(offered) - wanted, 0, offered)
            sent += int(offered.sum() - left.sum())
            self.left[partners] = left
        self.left[many] = 0
        return sent >= limit

    def _flow(self, source: int, target: int, without: int) -> int:
        """The most that the pipes other than one can bring from source to target."""
        if source == target:
            return self.plenty  # a cell that stands in no sum
        capacity = self.capacity.copy()
        capacity[self.forward[without]] -= self.more[without]
        capacity[self.backward[without]] -= self.less[without]
        size = self.network.junctions
        graph = csr_array((capacity, self.columns, self.starts), shape=(size, size))
        return int(maximum_flow(graph, source, target).flow_value)


def _keys(matrix: "csr_array[np.int64]") -> Whole:
    """The places of a matrix that hold something, each as one number, in order."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.asarray(rows * matrix.shape[1] + matrix.indices, dtype=np.int64)
