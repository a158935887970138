"""Comparing people by weights: those unlike the other group count less, those like it count more.

IPW divides by the likelihood of what happened; AIPW adds a model of the outcome and is right when either model is.
Source: responsible-finance rules, 8.1 (3) and (5).
"""

import numpy as np

from sankofa.statistics.rules.study import Real, Study, patterns


class NoOverlap(ValueError):
    """Some people were certain to take a loan, or certain not to: nobody can be compared with them."""

    def __init__(self, people: int) -> None:
        super().__init__(people)
        self.people = people

    def __str__(self) -> str:
        return f"propensity: {self.people} people have a likelihood of 0 or 1; leave out whom nobody compares with."


def plain_difference(study: Study) -> float:
    """Return the difference of the two groups' means as they are; never to be read as what loans do."""
    gap: float = (study.outcome[study.treated].mean() - study.outcome[~study.treated].mean()).item()
    return gap


def weights_of_all(study: Study, propensity: Real) -> Real:
    """Return the weights that make both groups like everybody: 1/e, without a loan 1/(1 - e).  Raises NoOverlap."""
    likely = np.where(study.treated, propensity, 1 - propensity)
    _check(likely)
    return np.asarray(1 / likely, dtype=np.float64)


def weights_of_treated(study: Study, propensity: Real) -> Real:
    """Return the weights that make the others like those with a loan: 1 and e/(1 - e).  Raises NoOverlap."""
    _check(np.where(study.treated, 1.0, 1 - propensity))
    safe = np.where(study.treated, 0.5, propensity)
    return np.asarray(np.where(study.treated, 1.0, safe / (1 - safe)), dtype=np.float64)


def weighted_means(study: Study, weights: Real) -> tuple[float, float]:
    """Return the weighted mean outcome with a loan and without; weights are made to add up to one in each group."""
    took = study.treated
    return (
        np.average(study.outcome[took], weights=weights[took]).item(),
        np.average(study.outcome[~took], weights=weights[~took]).item(),
    )


def ipw(study: Study, weights: Real) -> float:
    """Return the difference of the weighted means."""
    took, not_took = weighted_means(study, weights)
    return took - not_took


def aipw(study: Study, propensity: Real, with_loan: Real, without_loan: Real) -> float:
    """Return the doubly robust difference for everybody: right when the propensities are, or the outcome models are.

    `1/n sum[m1 - m0 + T(Y - m1)/e - (1 - T)(Y - m0)/(1 - e)]`, with the outcomes expected for every person with a loan
    and without.  Raises NoOverlap.
    """
    weights = weights_of_all(study, propensity)
    expected = np.where(study.treated, with_loan, without_loan)
    sign = np.where(study.treated, 1.0, -1.0)
    gap: float = (with_loan - without_loan + sign * weights * (study.outcome - expected)).mean().item()
    return gap


def expected_by_pattern(study: Study) -> tuple[Real, Real]:
    """Return every person's expected outcome with a loan and without: the mean of those alike.

    Where nobody alike is in a group, the mean of that whole group stands in.
    """
    which, many = patterns(study.covariates)
    found = []
    for took in (True, False):
        group = study.treated == took
        people = np.bincount(which[group], minlength=many)
        sums = np.bincount(which[group], weights=study.outcome[group], minlength=many)
        means = np.where(people > 0, sums / np.maximum(people, 1), study.outcome[group].mean())
        found.append(np.asarray(means[which], dtype=np.float64))
    return found[0], found[1]


def expected_by_line(study: Study) -> tuple[Real, Real]:
    """Return every person's expected outcome with a loan and without, by least squares in each group."""
    design = np.column_stack([np.ones(len(study.outcome)), study.covariates])
    found = []
    for took in (True, False):
        group = study.treated == took
        coefficients = np.linalg.lstsq(design[group], study.outcome[group], rcond=None)[0]
        found.append(np.asarray(design @ coefficients, dtype=np.float64))
    return found[0], found[1]


def _check(likely: Real) -> None:
    if impossible := int((likely <= 0).sum()):
        raise NoOverlap(impossible)
