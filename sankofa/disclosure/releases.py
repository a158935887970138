"""Two releases of the same table: what a reader learns by taking one from the other.

Each table may be safe on its own, and yet somebody counted since the first one shows in the difference.  Numbers shown
in both releases are simply subtracted.  Where people are only ever added (everybody returned so far), a reader also
knows that no number has gone down, and both tables are read together as one puzzle.

Source: responsible-finance rules, 8.3 (1): one fixed hierarchy, frozen releases, differencing.
"""

from collections.abc import Iterator

from sankofa.disclosure.protection import Protection
from sankofa.disclosure.reader import intervals
from sankofa.disclosure.riddles import Puzzle, Sum
from sankofa.disclosure.secondary import sums_of
from sankofa.disclosure.table import cell_name
from sankofa.disclosure.terms import SOURCE, Need, Progress
from sankofa.kernel.finding import Finding, Weight


class ReleasesDiffer(ValueError):
    """The two tables do not have the same categories, so they cannot be compared cell by cell."""

    def __init__(self, dimension: str) -> None:
        super().__init__(dimension)
        self.dimension = dimension

    def __str__(self) -> str:
        return (
            f"{self.dimension} is not divided in the same way in both tables; use the same categories in every release."
        )


def differences(
    earlier: Protection, later: Protection, *, only_grows: bool, progress: Progress | None = None
) -> list[Finding]:
    """Return what two releases together give away; nothing means that the later one may go out.

    `only_grows` says that people are counted from the beginning on, so that no number can be lower than before.
    Raises ReleasesDiffer.
    """
    for one, other in zip(earlier.table.dimensions, later.table.dimensions, strict=False):
        if one != other:
            raise ReleasesDiffer(other.name)
    if len(earlier.table.dimensions) != len(later.table.dimensions):
        raise ReleasesDiffer("The table")
    found = list(_subtracted(earlier, later))
    if only_grows:
        found += _read_together(earlier, later, progress)
    return found


def _subtracted(earlier: Protection, later: Protection) -> Iterator[Finding]:
    """The small changes between numbers shown in both releases."""
    threshold = later.policy.threshold
    for place, cell in enumerate(later.table.cells):
        before, after = earlier.table.values[place], later.table.values[place]
        if place in earlier.reasons or place in later.reasons or not 0 < abs(after - before) < threshold:
            continue
        yield Finding(
            "change_too_small",
            Weight.BARRIER,
            SOURCE,
            cell=cell_name(cell),
            earlier=before,
            later=after,
            change=abs(after - before),
            threshold=threshold,
        )


def _read_together(earlier: Protection, later: Protection, progress: Progress | None) -> Iterator[Finding]:
    """What can be inferred when `later = earlier + change` holds everywhere and no change is negative.

    The numbers of both tables and all changes stand in one row: first the earlier, then the later, then the changes.
    """
    before, after = earlier.table.values, later.table.values
    size, policy = len(after), later.policy
    known_sums = sums_of(later.table)
    sums = [
        Sum(tuple((cell + shift, sign) for cell, sign in known.terms))
        for shift in (0, size, 2 * size)
        for known in known_sums
    ]
    sums += [Sum(((place, 1), (2 * size + place, 1), (size + place, -1))) for place in range(size)]
    changes = [2 * size + place for place in sorted(earlier.reasons.keys() | later.reasons.keys())]
    hidden = [*sorted(earlier.reasons), *(size + place for place in sorted(later.reasons)), *changes]
    values = (*before, *after, *(new - old for old, new in zip(before, after, strict=True)))
    lowest = policy.hidden_least
    least = {cell: 0 if cell >= 2 * size else min(lowest, values[cell]) for cell in hidden}
    need = Need(policy.width, policy.threshold)
    known = intervals(Puzzle(values, sums, hidden, least, dict.fromkeys(hidden)), progress, [need] * len(values))
    for cell in hidden:
        interval, name = known[cell], cell_name(later.table.cells[cell % size])
        if interval.most is None or need.is_met_by(interval):
            continue
        ends = {"least": interval.least, "most": interval.most}
        if cell >= 2 * size:
            if 0 < values[cell] < policy.threshold:
                yield Finding("change_too_clear", Weight.BARRIER, SOURCE, cell=name, **ends)
        else:
            yield Finding(
                "clear_in_earlier" if cell < size else "clear_in_later", Weight.BARRIER, SOURCE, cell=name, **ends
            )
