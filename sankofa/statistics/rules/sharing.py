"""A table as it may be shared: few people hidden, and nobody's own score on it.

Counts below ten are hidden, and as few others as needed so that nobody can work them out from the totals; where a count
is hidden, so are its mean and its deviation.  The lowest and the highest are one person's score each: from fifty people
on the 5th and the 95th percentile stand in their place, below that nothing.

Rows in which somebody can stand several times do not add up to anything, so each is looked at alone, with the people
who are not in it: few inside or few outside hide it.

Source: responsible-finance rules, 8.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from sankofa.disclosure.primary import about_count
from sankofa.disclosure.protection import protection
from sankofa.disclosure.summaries import about_mean, shown_range
from sankofa.disclosure.table import TOTAL as ALL
from sankofa.disclosure.table import Dimension, Table
from sankofa.disclosure.terms import SOURCE, Policy
from sankofa.kernel.finding import Finding, Weight
from sankofa.statistics.rules.tables import TOTAL, UNIT, Counted, Figures, Place, Sample

HUNDREDTH: Final = Decimal("0.01")
CODES: Final = ("several_with_columns", "too_few_in_all", "cannot_be_protected", "row_of_few", "rest_of_few")


@dataclass(frozen=True)
class Shared:
    """A table as it may go out: `cells` holds what is shown, and None where it is hidden.

    In the figures of a cell the lowest and the highest are percentiles, in hundredths.  `findings` tell the office why
    a cell is hidden, and never go out.  Where `barriers` are not empty, nothing may go out.
    """

    counted: Counted
    cells: Mapping[Place, Mapping[str, Figures] | None]
    findings: tuple[Finding, ...]
    barriers: tuple[Finding, ...]

    @property
    def hidden(self) -> int:
        """Return how many cells are hidden."""
        return sum(cell is None for cell in self.cells.values())


def shared(
    counted: Counted, sample: Sample, policy: Policy, names: Mapping[str, Mapping[str, str]] | None = None
) -> Shared:
    """Return a counted table with everything hidden that would give somebody away.

    `names` says how rows and columns are called in the findings: {"rows": {code: name}, "columns": ...}.
    """
    if not counted.people():
        return Shared(counted, {}, (), (Finding("too_few_in_all", Weight.BARRIER, SOURCE, least=policy.threshold),))
    if counted.people() < policy.threshold:
        barrier = Finding("too_few_in_all", Weight.BARRIER, SOURCE, least=policy.threshold)
        return Shared(counted, {}, (), (barrier,))
    if counted.question.takes_several:
        hidden, findings, barriers = _several(counted, policy, names or {})
    else:
        hidden, findings, barriers = _added_up(counted, policy, names or {})
    cells: dict[Place, Mapping[str, Figures] | None] = {}
    for place, found in counted.cells.items():
        if place in hidden:
            cells[place] = None
        else:
            where = sample.where(*place)
            cells[place] = {
                name: _outside(each, np.sort(sample.columns.score(name)[where]).tolist(), policy)
                for name, each in found.items()
            }
    return Shared(counted, cells, findings, barriers)


def _added_up(
    counted: Counted, policy: Policy, names: Mapping[str, Mapping[str, str]]
) -> tuple[frozenset[Place], tuple[Finding, ...], tuple[Finding, ...]]:
    """Hide in a table whose rows and columns add up."""
    rows = _named(counted.rows, names.get("rows", {}))
    columns = _named(counted.columns, names.get("columns", {}))
    dimensions = [Dimension.flat(names.get("ways", {}).get("rows", "rows"), rows.values())]
    finest: dict[tuple[str, ...], int] = {(name,): counted.people(row) for row, name in rows.items()}
    if columns:
        dimensions.append(Dimension.flat(names.get("ways", {}).get("columns", "columns"), columns.values()))
        finest = {(rows[row], columns[column]): counted.people(row, column) for row in rows for column in columns}
    done = protection(Table(dimensions, finest), policy)
    code = {name: code for code, name in rows.items()} | {ALL: TOTAL}
    across = {name: code for code, name in columns.items()} | {ALL: TOTAL}
    hidden = set()
    for number in done.reasons:
        cell = done.table.cells[number]
        hidden.add((code[cell[0]], across[cell[1]] if columns else TOTAL))
    barriers: tuple[Finding, ...] = ()
    if not done.is_safe:
        advice = tuple(one for one in done.findings if one.weight is Weight.PREREQUISITE)
        barriers = (Finding("cannot_be_protected", Weight.BARRIER, SOURCE), *advice)
    return frozenset(hidden), done.findings, barriers


def _several(
    counted: Counted, policy: Policy, names: Mapping[str, Mapping[str, str]]
) -> tuple[frozenset[Place], tuple[Finding, ...], tuple[Finding, ...]]:
    """Hide in a table in which somebody can stand in several rows."""
    if counted.columns:
        barrier = Finding("several_with_columns", Weight.BARRIER, SOURCE)
        return frozenset(), (), (barrier,)
    hidden, findings = set(), []
    for row in counted.rows:
        inside, name = counted.people(row), names.get("rows", {}).get(row, row)
        for code, count in (("row_of_few", inside), ("rest_of_few", counted.people() - inside)):
            if about_count(name, count, policy) is not None:
                hidden.add((row, TOTAL))
                findings.append(Finding(code, Weight.CONCERN, SOURCE, row=name, least=policy.threshold))
    return frozenset(hidden), tuple(findings), ()


def _named(codes: tuple[str, ...], names: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each code; the code itself where two would bear one name."""
    found: dict[str, str] = {}
    for code in codes:
        name = names.get(code, code)
        found[code] = code if name in found.values() or name == ALL else name
    return found


def _outside(figures: Figures, ordered: list[int], policy: Policy) -> Figures:
    """Return the figures of a shown cell as others may see them."""
    if not figures.people:
        return figures
    if about_mean("", ordered, policy):
        return Figures(figures.people, None, None, None, None)
    ends = shown_range("", ordered, policy)
    if isinstance(ends, Finding):
        return Figures(figures.people, figures.mean, figures.deviation, None, None)
    lowest, highest = (
        (Decimal(end.numerator) / (end.denominator * UNIT)).quantize(HUNDREDTH, ROUND_HALF_UP) for end in ends
    )
    return Figures(figures.people, figures.mean, figures.deviation, lowest, highest)
