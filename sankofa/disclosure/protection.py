"""A table as it may go out: what is hidden, why, and what a reader can still infer about it.

First the numbers about too few people are hidden, then as few others as needed, then the reader's part is played over
the whole table, again and again until every hidden number is in enough doubt.  Where that cannot be reached, the
protection says so and names categories to put together; such a table must not go out.

Source: responsible-finance rules, 8.3.  The findings tell which number was hidden for its own sake; they are for the
office and its record and never go out with the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sankofa.disclosure.primary import needs, sensitive
from sankofa.disclosure.reader import intervals
from sankofa.disclosure.secondary import Circles, puzzle_of
from sankofa.disclosure.table import TOTAL, Table, cell_name
from sankofa.disclosure.terms import SOURCE, Interval, Policy, Progress
from sankofa.kernel.finding import Finding, Weight

ROUNDS = 50
REVIEWED = 2_000  # helpers x hidden cells up to which each helper is tried without; beyond, the wait outweighs it


@dataclass(frozen=True)
class Protection:
    """A table with its hidden cells, the reason of each, and the interval a reader can infer for each."""

    table: Table
    policy: Policy
    reasons: dict[int, Finding]
    intervals: dict[int, Interval]

    @cached_property
    def in_too_little_doubt(self) -> tuple[int, ...]:
        """The hidden cells about which a reader can infer too much."""
        wanted = needs(self.table, self.policy)
        return tuple(place for place, known in self.intervals.items() if not wanted[place].is_met_by(known))

    @property
    def is_safe(self) -> bool:
        """Whether the table may go out as it stands."""
        return not self.in_too_little_doubt

    def shown(self, *cell: str) -> int | None:
        """Return the number that goes out for a cell, or None where it is hidden."""
        place = self.table.place[cell]
        return None if place in self.reasons else self.table.values[place]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything worth knowing, cell by cell: why it is hidden, and what can be inferred about it; advice last."""
        return tuple(self._findings())

    def _findings(self) -> Iterator[Finding]:
        wanted = needs(self.table, self.policy)
        failing = set(self.in_too_little_doubt)
        for place in sorted(self.reasons):
            yield self.reasons[place]
            name, known = cell_name(self.table.cells[place]), self.intervals[place]
            if place in failing and known.most is not None:
                yield Finding(
                    "too_little_doubt" if known.is_exact else "doubt_not_proven",
                    Weight.BARRIER,
                    SOURCE,
                    cell=name,
                    least=known.least,
                    most=known.most,
                    width=wanted[place].width,
                    reach=wanted[place].reach,
                )
            elif known.most is None:
                yield Finding("doubt_without_limit", Weight.NOTE, SOURCE, cell=name, least=known.least)
            else:
                yield Finding(
                    "enough_doubt" if known.is_exact else "enough_doubt_or_more",
                    Weight.NOTE,
                    SOURCE,
                    cell=name,
                    least=known.least,
                    most=known.most,
                )
        if failing:
            yield from _advice(self.table, failing)
        elif 2 * sum(self.table.cells[place] in self.table.finest for place in self.reasons) > self.table.size:
            yield Finding(
                "mostly_hidden", Weight.CONCERN, SOURCE, hidden=len(self.reasons), cells=len(self.table.cells)
            )
            yield from _advice(self.table, set(self.reasons))

    def record(self) -> dict[str, object]:
        """Return the protection as JSON can hold it, for the record of releases; not for sharing."""
        cells = [
            {
                "cell": list(cell),
                "value": self.table.values[place],
                "hidden": place in self.reasons,
                "interval": [known.least, known.most] if (known := self.intervals.get(place)) else None,
            }
            for place, cell in enumerate(self.table.cells)
        ]
        return {"safe": self.is_safe, "cells": cells, "findings": [finding.record() for finding in self.findings]}


def protection(table: Table, policy: Policy, progress: Progress | None = None) -> Protection:
    """Return a table with every number hidden that would give somebody away, and the proof that none can be inferred.

    Look at `is_safe` before anything goes out.
    """
    reasons = sensitive(table, policy)
    if table.grand_total in reasons:
        # Nothing can stand in for a total that is itself about too few people: the whole table stays in the office.
        exact = {place: Interval(table.values[place], table.values[place]) for place in reasons}
        return Protection(table, policy, reasons, exact)
    wanted = needs(table, policy)
    circles = Circles.of(table, policy)
    for _ in range(ROUNDS):
        known = intervals(puzzle_of(table, reasons.keys(), policy), progress, wanted)
        failing = [place for place in reasons if not wanted[place].is_met_by(known[place])]
        before = len(reasons)
        for place in sorted(failing, key=lambda place: (table.values[place], place)):
            circle = circles.through(place, wanted[place], table.values[place], reasons.keys())
            for helper in sorted((circle or frozenset()) - reasons.keys()):
                reasons[helper] = _helps(table, helper, place)
        if len(reasons) == before:  # all are in enough doubt, or nothing more can be done for those that are not
            break
    reasons = _without_needless(table, reasons, policy)
    return Protection(table, policy, reasons, intervals(puzzle_of(table, reasons.keys(), policy), progress))


def audit(table: Table, hidden: frozenset[int], policy: Policy, progress: Progress | None = None) -> Protection:
    """Return what a reader can infer about a table whose hidden cells somebody else has chosen."""
    reasons = {
        place: Finding("hidden_by_choice", Weight.NOTE, SOURCE, cell=cell_name(table.cells[place])) for place in hidden
    }
    reasons |= {place: reason for place, reason in sensitive(table, policy).items() if place in hidden}
    return Protection(table, policy, reasons, intervals(puzzle_of(table, hidden, policy), progress))


def _helps(table: Table, helper: int, place: int) -> Finding:
    return Finding(
        "protects_another",
        Weight.NOTE,
        SOURCE,
        cell=cell_name(table.cells[helper]),
        other=cell_name(table.cells[place]),
    )


def _without_needless(table: Table, reasons: dict[int, Finding], policy: Policy) -> dict[int, Finding]:
    """The same reasons without helpers that turn out not to be needed, the dearest numbers given back first."""
    helpers = [place for place, reason in reasons.items() if reason.code == "protects_another"]
    if len(helpers) * len(reasons) > REVIEWED:
        return reasons
    wanted = needs(table, policy)
    for helper in sorted(helpers, key=lambda place: (-table.values[place], place)):
        fewer = {place: reason for place, reason in reasons.items() if place != helper}
        known = intervals(puzzle_of(table, fewer.keys(), policy), None, wanted)
        if all(wanted[place].is_met_by(interval) for place, interval in known.items()):
            reasons = fewer
    return reasons


def _advice(table: Table, failing: set[int]) -> Iterator[Finding]:
    """Which categories to put together: in every dimension the smallest in trouble, with its smallest neighbour."""
    for axis, dimension in enumerate(table.dimensions):
        in_trouble = {table.cells[place][axis] for place in failing} & set(dimension.leaves)
        sizes = {leaf: _size(table, axis, leaf) for leaf in dimension.leaves}
        for category in sorted(in_trouble, key=lambda leaf: sizes[leaf])[:1]:
            siblings = [leaf for leaf in dimension.leaves if dimension.inside[leaf] == dimension.inside[category]]
            at = siblings.index(category)
            neighbours = siblings[max(0, at - 1) : at] + siblings[at + 1 : at + 2]
            # With two categories left, putting them together only repeats the total: then the dimension has to go.
            if len(siblings) > 2:
                other = min(neighbours, key=lambda leaf: sizes[leaf])
                yield Finding(
                    "put_together",
                    Weight.PREREQUISITE,
                    SOURCE,
                    dimension=dimension.name,
                    category=category,
                    other=other,
                )
            else:
                yield Finding("leave_out", Weight.PREREQUISITE, SOURCE, dimension=dimension.name)


def _size(table: Table, axis: int, category: str) -> int:
    cell = [TOTAL] * len(table.dimensions)
    cell[axis] = category
    return table.value(*cell)
