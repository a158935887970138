"""The curious reader: what can be inferred about every hidden number from all that is published.

The reader knows every shown number, every sum, and that hidden numbers are whole and lie within known bounds.  Hidden
cells that no sum connects are separate riddles.  A riddle in which every cell stands in at most two sums is a flow
through a network and is solved exactly, quickly and in whole numbers (`network`); any other is solved by linear
programming (`programming`).

Source: responsible-finance rules, 8.3 (4): "for every suppressed cell LP min/max given all published margins".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sankofa.disclosure.terms import Interval, Need, Progress


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum, as `coefficient x cell` that add up to nothing: each part counts +1, the total counts -1."""

    terms: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Puzzle:
    """A table as the reader sees it.

    `values` are the true numbers, which the reader knows except where the cell is in `hidden`.  Hidden numbers lie
    between `least` and `most` (None: no known limit), both given per hidden cell.
    """

    values: Sequence[int]
    sums: Sequence[Sum]
    hidden: Collection[int]
    least: Mapping[int, int]
    most: Mapping[int, int | None]


@dataclass(frozen=True)
class Riddle:
    """Hidden cells that sums connect, numbered afresh from nought.  `cells` are their places in the table."""

    cells: tuple[int, ...]
    values: tuple[int, ...]
    least: tuple[int, ...]
    most: tuple[int | None, ...]
    sums: tuple[Sum, ...]


def riddles(puzzle: Puzzle) -> list[Riddle]:
    """Return the hidden part of a puzzle, separated into what no sum connects."""
    hidden = set(puzzle.hidden)
    open_sums = []
    for total in puzzle.sums:
        terms = tuple((cell, sign) for cell, sign in total.terms if cell in hidden)
        if terms:
            open_sums.append(terms)
    leader = {cell: cell for cell in hidden}

    def led_by(cell: int) -> int:
        while leader[cell] != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    for terms in open_sums:
        first = led_by(terms[0][0])
        for cell, _ in terms[1:]:
            leader[led_by(cell)] = first
    members: dict[int, list[int]] = {}
    for cell in sorted(hidden):
        members.setdefault(led_by(cell), []).append(cell)
    sums: dict[int, list[tuple[tuple[int, int], ...]]] = {}
    for terms in open_sums:
        sums.setdefault(led_by(terms[0][0]), []).append(terms)
    return [_riddle(puzzle, cells, sums.get(first, [])) for first, cells in members.items()]


def _riddle(puzzle: Puzzle, cells: list[int], sums: list[tuple[tuple[int, int], ...]]) -> Riddle:
    number = {cell: at for at, cell in enumerate(cells)}
    return Riddle(
        tuple(cells),
        tuple(puzzle.values[cell] for cell in cells),
        tuple(puzzle.least[cell] for cell in cells),
        tuple(puzzle.most[cell] for cell in cells),
        tuple(Sum(tuple((number[cell], sign) for cell, sign in terms)) for terms in sums),
    )


def intervals(
    puzzle: Puzzle, progress: Progress | None = None, enough: Sequence[Need] | None = None
) -> dict[int, Interval]:
    """Return the least and the most that every hidden number can be, for a reader of everything published.

    The ends are whole numbers that are really attained by some table the reader cannot rule out.  With `enough`, one
    need per cell of the table, the search for a cell of a riddle that is no network ends when its need is met.
    """
    from sankofa.disclosure import network, programming

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
