"""How sure a number is: intervals by resampling, and what a study of this size could have seen at all.

Source: responsible-finance rules, 8.1: "Always print MDE = 2.80 sd sqrt(1/n1 + 1/n0)".  2.80 is the sum of the normal
quantiles for 5 % two-sided error and 80 % power, 1.95996 + 0.84162; the longer number is used here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

import numpy as np

from sankofa.statistics.rules.study import Study

MULTIPLIER = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.80)


@dataclass(frozen=True, slots=True)
class Resampled:
    """The middle 95 % of the estimate over resampled studies; `failed` resamples could not be estimated."""

    low: float
    high: float
    draws: int
    failed: int


class TooFewDraws(ValueError):
    """Most resampled studies could not be estimated, so there is no honest interval."""

    def __init__(self, failed: int, draws: int) -> None:
        super().__init__(failed, draws)
        self.failed = failed
        self.draws = draws

    def __str__(self) -> str:
        return (
            f"draws: {self.failed} of {self.draws} resampled studies could not be estimated; the groups are too small."
        )


def bootstrap(study: Study, estimate: Callable[[Study], float], *, seed: int, draws: int = 1_000) -> Resampled:
    """Return the 95 % interval of an estimate by resampling people inside each group.

    The same seed gives the same interval.  An estimate that cannot be made on a resample (ValueError) is counted, and
    raises TooFewDraws where that happens to more than one in ten.
    """
    chance = np.random.default_rng(seed)
    groups = [np.flatnonzero(study.treated), np.flatnonzero(~study.treated)]
    found, failed = [], 0
    for _ in range(draws):
        rows = np.concatenate([chance.choice(group, len(group)) for group in groups])
        try:
            found.append(estimate(study.chosen(rows)))
        except ValueError:
            failed += 1
    if failed * 10 > draws:
        raise TooFewDraws(failed, draws)
    low, high = np.quantile(found, [0.025, 0.975])
    return Resampled(low.item(), high.item(), draws, failed)


def minimum_detectable_effect(deviation: float, took: int, took_not: int, multiplier: float = MULTIPLIER) -> float:
    """Return the smallest true difference that a study of this size would usually notice (80 % of the time, at 5 %)."""
    return multiplier * deviation * sqrt(1 / took + 1 / took_not)


def people_per_arm(difference: float, deviation: float, multiplier: float = MULTIPLIER) -> int:
    """Return how many people each group needs for a difference to be noticed usually."""
    return ceil(2 * (multiplier * deviation / difference) ** 2)


def mean_interval(values: list[float]) -> tuple[float, float, float]:
    """Return a mean with its 95 % interval by Student's t; for groups of ten and more."""
    from scipy.stats import t

    array = np.asarray(values, dtype=np.float64)
    margin = t.ppf(0.975, len(array) - 1).item() * array.std(ddof=1).item() / sqrt(len(array))
    mean = array.mean().item()
    return mean, mean - margin, mean + margin
