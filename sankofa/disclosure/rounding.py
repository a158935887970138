"""The other way to protect a table: every number rounded to a multiple, totals as well.

Rounding keeps the whole table readable, but a reader who adds up can sometimes tell which way a number was rounded.  So
the reader's part is played here too.  Totals are rounded on their own and need not be the sum of their parts; say so
under the table.  Rounding is to the nearest multiple: nothing is left to chance, so the same table is never published
in two versions that could be compared.

Source: responsible-finance rules, 8.3 (5): base-5 rounding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sankofa.disclosure.primary import sensitive
from sankofa.disclosure.reader import intervals
from sankofa.disclosure.riddles import Puzzle
from sankofa.disclosure.secondary import sums_of
from sankofa.disclosure.table import Table, cell_name
from sankofa.disclosure.terms import SOURCE, Interval, Policy, Progress
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Rounding, to_multiple


@dataclass(frozen=True)
class Rounded:
    """A table with every number rounded, and the interval a reader can infer for each."""

    table: Table
    policy: Policy
    values: tuple[int, ...]
    intervals: dict[int, Interval]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The small numbers that rounding leaves in too little doubt; none means that the table may go out."""
        return tuple(self._findings())

    @property
    def is_safe(self) -> bool:
        """Whether the rounded table may go out as it stands."""
        return not self.findings

    def _findings(self) -> Iterator[Finding]:
        for place in sensitive(self.table, self.policy):
            known = self.intervals[place]
            if known.most is not None and known.most - known.least < self.policy.rounding_doubt:
                yield Finding(
                    "rounded_too_clear",
                    Weight.BARRIER,
                    SOURCE,
                    cell=cell_name(self.table.cells[place]),
                    rounded=self.values[place],
                    least=known.least,
                    most=known.most,
                )


def rounded(table: Table, policy: Policy, progress: Progress | None = None) -> Rounded:
    """Return a table rounded to the policy's base, with what a reader can still infer about every number."""
    base = policy.rounding_base
    values = tuple(to_multiple(value, base, Rounding.HALF_UP) for value in table.values)
    everything = range(len(values))
    below, above = base // 2, (base - 1) // 2
    puzzle = Puzzle(
        table.values,
        sums_of(table),
        everything,
        {place: max(0, values[place] - below) for place in everything},
        {place: values[place] + above for place in everything},
    )
    return Rounded(table, policy, values, intervals(puzzle, progress))
