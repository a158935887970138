"""Comparing each borrower with people alike who did not borrow.

Source: responsible-finance rules, 8.1 (2): exact and nearest matching on what was known before the loan.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sankofa.statistics.rules.study import Real, Study, patterns


@dataclass(frozen=True, eq=False)
class Matched:
    """The mean difference between borrowers and their matches, and how many borrowers found one."""

    difference: float | None
    matched: int
    unmatched: int


def exactly(study: Study) -> Matched:
    """Return borrowers compared with everybody alike in all covariates; who has nobody alike is unmatched."""
    which, many = patterns(study.covariates)
    others = ~study.treated
    people = np.bincount(which[others], minlength=many)
    sums = np.bincount(which[others], weights=study.outcome[others], minlength=many)
    rows = np.flatnonzero(study.treated)
    found = rows[people[which[rows]] > 0]
    if not len(found):
        return Matched(None, 0, len(rows))
    gaps = study.outcome[found] - sums[which[found]] / people[which[found]]
    return Matched(gaps.mean().item(), len(found), len(rows) - len(found))


def nearest(study: Study, propensity: Real, caliper: float = 0.2) -> Matched:
    """Return borrowers compared with the nearest others by likelihood of a loan, each of whom may serve several times.

    Near is within `caliper` standard deviations of the log-odds (Austin's usual 0.2); equally near people share.
    """
    odds = np.log(np.clip(propensity, 1e-12, 1 - 1e-12) / np.clip(1 - propensity, 1e-12, 1))
    reach = caliper * odds.std()
    borrowers, others = np.flatnonzero(study.treated), np.flatnonzero(~study.treated)
    gaps = []
    for borrower in borrowers:
        distance: npt.NDArray[np.float64] = np.abs(odds[others] - odds[borrower])
        least = distance.min()
        if least <= reach + 1e-12:
            twins = others[distance <= least + 1e-12]
            gaps.append(study.outcome[borrower] - study.outcome[twins].mean())
    return Matched(np.mean(gaps).item() if gaps else None, len(gaps), len(borrowers) - len(gaps))
