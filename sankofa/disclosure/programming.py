"""Riddles that are no network: intervals by linear programming, in whole numbers.

Three-way tables and linked releases tie a cell into three sums or more.  For every cell the least and the most are
sought by linear programming (HiGHS).  Each solution found is a whole table that the reader cannot rule out; it is
checked exactly, and everything it shows about all other cells is kept, so that most cells need no search of their own.
Where a solution is not whole, whole numbers are asked for outright: a reader who counts people would.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from sankofa.disclosure.riddles import Riddle
from sankofa.disclosure.terms import Interval, Need

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]
_LIMIT = 2**53  # beyond this, the solver's numbers no longer tell neighbours apart
SEARCHED_WHOLE = 250  # riddles up to so many cells are searched as a whole; ours: a few seconds on a small machine
NEARBY = 160  # beyond that, so many cells around each one are searched
NODES = 1  # branches tried in whole numbers per neighbourhood; counted, not timed, so that every machine answers alike


class NumbersTooLarge(ValueError):
    """The table holds numbers so large that the search could be wrong by one."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        return f"{self.value} is too large for an audit of this table; give the amounts in thousands."


class SearchFailed(RuntimeError):
    """The solver gave up on a cell; the table must not go out unaudited."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The audit could not finish ({self.reason}); the table has not been cleared."


def matrix_of(riddle: Riddle) -> "csr_array[np.float64]":
    """Return the sums of a riddle as a matrix: a row per sum, a column per cell."""
    rows, columns, signs = [], [], []
    for number, total in enumerate(riddle.sums):
        for cell, sign in total.terms:
            rows.append(number)
            columns.append(cell)
            signs.append(sign)
    shape = (len(riddle.sums), len(riddle.cells))
    return csr_array((np.array(signs, dtype=np.float64), (rows, columns)), shape=shape)


def intervals(riddle: Riddle, told: Callable[[int], None], enough: Sequence[Need] | None = None) -> list[Interval]:
    """Return the interval of every cell of a riddle, in their order.

    With `enough`, a cell is left as soon as tables are known that give it the doubt it needs.  Riddles of more than
    `SEARCHED_WHOLE` cells are searched cell by cell in their neighbourhood only.  In both cases an interval may be
    narrower than the truth, never wider, and says so (`is_exact`).  Raises NumbersTooLarge and SearchFailed.
    """
    search = _Search(riddle, enough)
    is_small = len(riddle.cells) <= SEARCHED_WHOLE
    for cell in range(len(riddle.cells)):
        if is_small:
            search.settle(cell)
        else:
            search.settle_nearby(cell)
        if cell % 20 == 19:
            told(cell + 1)
    return [search.interval(cell, is_small and enough is None) for cell in range(len(riddle.cells))]


class _Search:
    """What has been seen so far: known whole tables attain `low` and `high`; `floor` and `ceiling` are limits."""

    def __init__(self, riddle: Riddle, enough: Sequence[Need] | None) -> None:
        self.enough = enough
        if (largest := max(map(abs, riddle.values))) * len(riddle.values) >= _LIMIT:
            raise NumbersTooLarge(largest)
        self.matrix = matrix_of(riddle)
        self.whole: csr_array[np.int64] = self.matrix.astype(np.int64)
        self.by_column = self.matrix.tocsc()
        self.stands = abs(self.whole)
        self.spread = np.random.default_rng(0).random(len(riddle.values)) / 2  # breaks ties, the same way every time
        values = self.values = np.array(riddle.values, dtype=np.int64)
        self.sums: Whole = self.whole @ values
        self.least: Whole = np.array(riddle.least, dtype=np.int64)
        self.most = np.array([np.inf if most is None else most for most in riddle.most])
        self.low, self.high = values.copy(), values.copy()
        self.unlimited = np.zeros(len(values), dtype=np.bool_)
        self.floor, self.ceiling = self._limits(riddle)

    def _limits(self, riddle: Riddle) -> tuple[Real, Real]:
        """What each sum on its own says about its cells, until that says nothing new: limits nobody can pass."""
        floor, ceiling = self.least.astype(np.float64), self.most.copy()
        sums = [
            (self.sums[number], *np.array(total.terms, dtype=np.int64).T) for number, total in enumerate(riddle.sums)
        ]
        for _ in range(20):
            before = floor.copy(), ceiling.copy()
            for whole, cells, signs in sums:
                part = signs > 0
                least = np.where(part, floor[cells], -ceiling[cells])
                most = np.where(part, ceiling[cells], -floor[cells])
                up, down = whole - _sum_of_others(least), whole - _sum_of_others(most)
                ceiling[cells] = np.minimum(ceiling[cells], np.where(part, up, -down))
                floor[cells] = np.maximum(floor[cells], np.where(part, down, -up))
            if np.array_equal(before[0], floor) and np.array_equal(before[1], ceiling):
                break
        return floor, ceiling

    def interval(self, cell: int, is_exact: bool) -> Interval:
        """What is known about a cell."""
        low, high = int(self.low[cell]), int(self.high[cell])
        reached = low == self.floor[cell] and (high == self.ceiling[cell] or bool(self.unlimited[cell]))
        return Interval(low, None if self.unlimited[cell] else high, is_exact or reached)

    def settle(self, cell: int) -> None:
        """Find both ends of a cell's interval, unless tables seen before already show them."""
        if self._is_open(cell, +1):
            self._seek(cell, +1)
        if not self.unlimited[cell] and self._is_open(cell, -1):
            self._seek(cell, -1)

    def _is_open(self, cell: int, direction: int) -> bool:
        """Whether the lower end (+1: sought by making the cell small) or the upper end (-1) has yet to be found."""
        if self.enough is not None and self.enough[cell].is_met_by(self.interval(cell, False)):
            return False
        return bool(self.low[cell] > self.floor[cell] if direction > 0 else self.high[cell] < self.ceiling[cell])

    def settle_nearby(self, cell: int) -> None:
        """Move only the cells around a cell, everything else staying as it is: quick, and true as far as it goes."""
        if not (self._is_open(cell, +1) or self._is_open(cell, -1)):
            return
        near = self._neighbourhood(cell)
        for direction in (+1, -1):
            if self._is_open(cell, direction):
                self._seek(cell, direction, near)

    def _neighbourhood(self, cell: int) -> Whole:
        """The cells around a cell, those first whose sums are most entangled with what has been gathered."""
        gathered = np.zeros(len(self.low), dtype=np.bool_)
        gathered[cell] = True
        for share in (4, 2, 1):
            touched = (self.stands @ gathered) > 0
            score = self.stands.T @ touched + self.spread * touched.any()
            score[gathered] = -1
            room = NEARBY // share - int(gathered.sum())
            gathered[np.argsort(-score, kind="stable")[: max(room, 0)]] = True
        return np.flatnonzero(gathered)

    def _seek(self, cell: int, direction: int, near: Whole | None = None) -> None:
        cells = np.arange(len(self.low)) if near is None else near
        cost = np.where(cells == cell, direction, 0).astype(np.float64)
        matrix, sums = self.matrix, self.sums
        if near is not None:
            matrix = self.by_column[:, near].tocsr()
            matrix = matrix[np.flatnonzero(np.diff(matrix.indptr))]
            sums = np.rint(matrix @ self.values[near]).astype(np.int64)
        limits = np.column_stack([self.least[cells], self.most[cells]])
        found = linprog(cost, A_eq=matrix, b_eq=sums, bounds=limits, method="highs")
        if found.status == 3:
            self.unlimited[cell] = True
        elif found.x is None:
            raise SearchFailed(str(found.message))
        elif not self._is_kept(found.x, cost, found.fun, cells):
            whole = milp(
                cost,
                integrality=np.ones(len(cost)),
                bounds=Bounds(self.least[cells].astype(np.float64), self.most[cells]),
                constraints=LinearConstraint(matrix, sums, sums),
                options={} if near is None else {"node_limit": NODES},
            )
            kept = whole.x is not None and self._is_kept(whole.x, cost, whole.fun, cells)
            if near is None and not kept:
                raise SearchFailed(str(whole.message))

    def _is_kept(self, found: Real, cost: Real, aim: float, cells: Whole) -> bool:
        """Keep what a table shows about every cell, if it is whole, fits every sum exactly and reaches the aim."""
        table = self.values.copy()
        table[cells] = np.rint(found).astype(np.int64)
        fits = (self.whole @ table == self.sums).all() and (table >= self.least).all() and (table <= self.most).all()
        if not fits:
            return False
        self.low, self.high = np.minimum(self.low, table), np.maximum(self.high, table)
        return bool(abs(cost @ table[cells] - aim) < 1e-6)


def _sum_of_others(values: Real) -> Real:
    """For every place, the sum of all other places; infinite where one of those is."""
    endless = np.isinf(values)
    finite = np.where(endless, 0, values)
    others_endless = endless.sum() - endless > 0
    sign = -np.inf if (values == -np.inf).any() else np.inf
    return np.where(others_endless, sign, finite.sum() - finite)
