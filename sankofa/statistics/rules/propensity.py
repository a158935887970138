"""How likely each person was to take a loan, given what was known before.

By pattern where people fall into few patterns: the share of those alike who took one.  Otherwise by a logistic model,
fitted by Newton's method with a very small ridge (the coefficients stay finite where a covariate decides everything).
Source: responsible-finance rules, 8.1 (3).
"""

import numpy as np

from sankofa.statistics.rules.study import Real, Study, patterns

RIDGE = 1e-6
STEPS = 100


class NotFitted(RuntimeError):
    """The model of who takes a loan did not settle; no estimate can rest on it."""

    def __str__(self) -> str:
        return "covariates: the model of who takes a loan did not settle; use fewer or coarser covariates."


def by_pattern(study: Study) -> Real:
    """Return for every person the share of the people alike who took a loan."""
    which, many = patterns(study.covariates)
    took = np.bincount(which, weights=study.treated, minlength=many)
    return np.asarray((took / np.bincount(which, minlength=many))[which], dtype=np.float64)


def logistic(study: Study) -> Real:
    """Return for every person the likelihood of a loan by a logistic model of the covariates.  Raises NotFitted."""
    spread = study.covariates.std(axis=0)
    scaled = (study.covariates - study.covariates.mean(axis=0)) / np.where(spread > 0, spread, 1)
    design = np.column_stack([np.ones(len(scaled)), scaled])
    ridge = RIDGE * np.eye(design.shape[1])
    ridge[0, 0] = 0
    coefficients = np.zeros(design.shape[1])
    for _ in range(STEPS):
        likely = _inverse_logit(design @ coefficients)
        slope = design.T @ (study.treated - likely) - ridge @ coefficients
        curvature = (design.T * (likely * (1 - likely))) @ design + ridge
        step = np.linalg.lstsq(curvature, slope, rcond=None)[0]
        # A long first step can throw Newton's method off; a bounded one always finds its way on a concave likelihood.
        coefficients += step * min(1.0, 5.0 / max(np.abs(step).max(), 1e-300))
        if np.abs(step).max() < 1e-10:
            return _inverse_logit(design @ coefficients)
    raise NotFitted


def _inverse_logit(values: Real) -> Real:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -35, 35))), dtype=np.float64)
