"""Whether the two groups are alike before the loan, and whether everybody could have been in either.

Source: responsible-finance rules, 8.1: standardised mean differences below 0.1 after weighting, effective sample size,
overlap of propensities between 0.1 and 0.9.
"""

import numpy as np

from sankofa.statistics.rules.study import Real, Study


def standardised_differences(study: Study, weights: Real | None = None) -> dict[str, float]:
    """Return by covariate how far the groups' means lie apart, in standard deviations.

    The standard deviation is that of the two groups before weighting, so that weighting cannot flatter itself.  A
    covariate that never varies inside the groups differs by 0 where the means are equal, else without limit.
    """
    weights = np.ones(len(study.treated)) if weights is None else weights
    took, not_took = study.treated, ~study.treated
    found = {}
    for column, name in enumerate(study.names):
        values = study.covariates[:, column]
        gap = np.average(values[took], weights=weights[took]) - np.average(values[not_took], weights=weights[not_took])
        spread = np.sqrt((values[took].var() + values[not_took].var()) / 2)
        found[name] = (gap / spread).item() if spread > 0 else (0.0 if np.isclose(gap, 0) else np.inf * np.sign(gap))
    return found


def effective_size(weights: Real) -> float:
    """Return how many equally weighted people the weighted ones are worth: (sum w)^2 / sum w^2."""
    size: float = (weights.sum() ** 2 / (weights**2).sum()).item()
    return size


def outside_overlap(propensity: Real, least: float = 0.1, most: float = 0.9) -> int:
    """Return how many people were nearly certain to take a loan, or not to; nobody compares with them."""
    return int(((propensity < least - 1e-12) | (propensity > most + 1e-12)).sum())
