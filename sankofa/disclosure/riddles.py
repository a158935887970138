"""What a reader of a table faces: hidden numbers, the sums that bind them, and which of them no sum connects.

Source: responsible-finance rules, 8.3 (4).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


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
