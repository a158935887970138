"""The curious reader: what can be inferred about every hidden number from all that is published.

The reader knows every shown number, every sum, and that hidden numbers are whole and lie within known bounds.  Hidden
cells that no sum connects are separate riddles.  A riddle in which every cell stands in at most two sums is a flow
through a network and is solved exactly, quickly and in whole numbers (`network`); any other is solved by linear
programming (`programming`).

Source: responsible-finance rules, 8.3 (4): "for every suppressed cell LP min/max given all published margins".
"""

from collections.abc import Sequence

from sankofa.disclosure import network, programming
from sankofa.disclosure.riddles import Puzzle, riddles
from sankofa.disclosure.terms import Interval, Need, Progress


def intervals(
    puzzle: Puzzle, progress: Progress | None = None, enough: Sequence[Need] | None = None
) -> dict[int, Interval]:
    """Return the least and the most that every hidden number can be, for a reader of everything published.

    The ends are whole numbers that are really attained by some table the reader cannot rule out.  With `enough`, one
    need per cell of the table, the search for a cell of a riddle that is no network ends when its need is met.
    """
    found: dict[int, Interval] = {}
    done, of = 0, len(puzzle.hidden)

    def told(more: int) -> None:
        if progress is not None:
            progress(done + more, of)

    for riddle in riddles(puzzle):
        flow = network.network_of(riddle)
        if flow:
            solved = network.intervals(riddle, flow, told)
        else:
            solved = programming.intervals(riddle, told, enough and [enough[cell] for cell in riddle.cells])
        found.update(zip(riddle.cells, solved, strict=True))
        done += len(riddle.cells)
        told(0)
    return found
