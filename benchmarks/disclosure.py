"""How long the audit of a table takes, and how much memory: `python benchmarks/disclosure.py`.

Tables of 10,000 finest cells with made-up counts; the same counts every time.  Two-way tables are audited as networks
(aim: 10 seconds); three-way tables by linear programming in neighbourhoods (aim: 90 seconds, with news of progress).
Side by side, in the same run: one linear programme per end of every interval, the plain way to audit, on as many cells
as there is patience for, and projected to all.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import linprog

from sankofa.disclosure.primary import needs
from sankofa.disclosure.programming import matrix_of
from sankofa.disclosure.protection import protection
from sankofa.disclosure.reader import intervals
from sankofa.disclosure.riddles import riddles
from sankofa.disclosure.secondary import puzzle_of
from sankofa.disclosure.table import Dimension, Table
from sankofa.disclosure.terms import Policy

RUNS = 5
PLAIN = 20
POLICY = Policy()


def table_of(*shape: int, scale: float) -> Table:
    """Counts as in districts and groups: many small, a few large."""
    counts = np.random.default_rng(1).negative_binomial(0.8, scale, size=shape)
    dimensions = [Dimension.flat(f"d{axis}", [str(at) for at in range(size)]) for axis, size in enumerate(shape)]
    return Table(dimensions, {tuple(map(str, at)): int(count) for at, count in np.ndenumerate(counts)})


def measured(name: str, work: Callable[[], object], runs: int = RUNS) -> float:
    """Print the median time of some runs, by the clock and of the processor, and the process's peak memory so far."""
    times, busy = [], []
    for _ in range(runs):
        start, began = time.perf_counter(), time.process_time()
        work()
        times.append(time.perf_counter() - start)
        busy.append(time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    median = statistics.median(times)
    processor = statistics.median(busy)
    print(
        f"{name:60s} {median:8.2f} s, processor {processor:6.2f} s (median of {runs}), peak {peak:6.1f} MB", flush=True
    )
    return median


def plain_way(table: Table, hidden: set[int]) -> float:
    """Seconds that one linear programme per end would take for all hidden cells."""
    riddle = max(riddles(puzzle_of(table, hidden, POLICY)), key=lambda one: len(one.cells))
    matrix, values = matrix_of(riddle), np.array(riddle.values)
    start = time.perf_counter()
    for cell in range(PLAIN):
        for direction in (1, -1):
            cost = np.zeros(len(values))
            cost[cell] = direction
            linprog(cost, A_eq=matrix, b_eq=matrix @ values, bounds=(1, None), method="highs")
    return (time.perf_counter() - start) / PLAIN * len(riddle.cells)


def told(done: int, of: int) -> None:
    """Print news of progress."""
    if sys.stderr.isatty():
        print(f"\r{done} of {of}", end="", file=sys.stderr)


def main() -> None:
    """Run everything."""
    for shape, scale in (((100, 100), 0.03), ((100, 100), 0.01), ((5000, 2), 0.03), ((2, 5000), 0.03)):
        table = table_of(*shape, scale=scale)
        hidden = {place for place, value in enumerate(table.values) if 0 < value < 25}
        name = f"audit {shape}, {len(hidden)} hidden, as a network"
        own = measured(name, lambda table=table, hidden=hidden: intervals(puzzle_of(table, hidden, POLICY)))
        if shape == (100, 100):
            plain = plain_way(table, hidden)
            print(f"{'  one linear programme per end, projected':60s} {plain:8.2f} s, {plain / own:.0f} times as long")
    for shape in ((25, 20, 20), (10, 10, 100)):
        table = table_of(*shape, scale=0.03)
        hidden = {place for place, value in enumerate(table.values) if 0 < value < 10}
        wanted = needs(table, POLICY)
        measured(
            f"audit {shape}, {len(hidden)} hidden, by linear programming",
            lambda table=table, hidden=hidden, wanted=wanted: intervals(puzzle_of(table, hidden, POLICY), told, wanted),
            runs=1,
        )
    table = table_of(100, 100, scale=0.03)
    measured("protect (100, 100): hide, complete and audit", lambda: protection(table, POLICY), runs=1)


if __name__ == "__main__":
    main()
