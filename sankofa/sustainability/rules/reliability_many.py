"""Do the questions of one side of life hang together?  Alpha, omega, and each question beside all the others.

Alpha (Cronbach 1951) says how well the sum of the questions would repeat itself if every question measured the same
thing equally well; omega (McDonald 1999) lets some measure it better than others.  Neither says *what* is measured, nor
that it is one thing.  Questions that cover many subjects on purpose hang together less, and are no worse for it.

Alpha lies within an interval by drawing people anew.  Omega comes from a factor model with one factor, fitted by
statsmodels, which is an extra: without it everything else is still worked out.

Source: Cronbach 1951; McDonald 1999, Test theory; the question beside the rest as Nunnally & Bernstein 1994, 8.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np

from sankofa.sustainability.rules.usable_many import Figures, Usable, correlations

DRAWS: Final = 500
SEED: Final = 20171222
"""The same answers give the same numbers, whoever asks and whenever."""


@dataclass(frozen=True, slots=True)
class Beside:
    """One question beside the sum of the others: their correlation, and alpha if it were not asked."""

    question: str
    with_rest: float
    alpha_without: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well the questions of one side hang together, on how many people it rests, and between what alpha lies."""

    people: int
    alpha: float
    lowest: float
    highest: float
    beside: tuple[Beside, ...]


class NotInstalled(Exception):
    """The library that fits factor models is not here."""


class NoFactor(Exception):
    """The model with one factor does not settle on these answers."""


def alpha(values: Figures) -> float:
    """Return Cronbach's alpha of complete answers, a row a person; it can lie below zero, which says a lot."""
    each = values.var(axis=0, ddof=1).sum()
    whole = values.sum(axis=1).var(ddof=1)
    count = values.shape[1]
    found = count / (count - 1) * (1 - each / whole)
    return found.item()  # type: ignore[no-any-return]


def with_rest(values: Figures, column: int) -> float:
    """Return the correlation of one question with the sum of the others."""
    rest = np.delete(values, column, axis=1).sum(axis=1)
    return np.corrcoef(values[:, column], rest)[0, 1].item()  # type: ignore[no-any-return]


def reliability(held: Usable, *, draws: int = DRAWS) -> Reliability:
    """Return alpha with its interval, and each question beside the others."""
    chance = np.random.default_rng(SEED)
    drawn = [alpha(held.values[chance.integers(held.people, size=held.people)]) for _ in range(draws)]
    lowest, highest = np.nanquantile(drawn, [0.025, 0.975])
    beside = tuple(
        Beside(question, with_rest(held.values, column), alpha(np.delete(held.values, column, axis=1)))
        for column, question in enumerate(held.questions)
    )
    return Reliability(held.people, alpha(held.values), lowest.item(), highest.item(), beside)


def omega(values: Figures) -> float:
    """Return McDonald's omega of the sum of the questions, from a model with one factor.

    Raises NotInstalled, and NoFactor where the model does not settle or one question swallows the others.
    """
    spread = values.std(axis=0, ddof=1)
    return omega_of(correlations(values), spread, people=values.shape[0])


def omega_of(correlations: Figures, spread: Figures, *, people: int) -> float:
    """Return omega from correlations and standard deviations.  Raises NotInstalled, NoFactor."""
    try:
        from statsmodels.multivariate.factor import Factor
    except ModuleNotFoundError:
        raise NotInstalled from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fitted = Factor(corr=correlations, n_factor=1, method="ml", nobs=people).fit()
    except (Warning, ValueError, np.linalg.LinAlgError) as error:
        raise NoFactor from error
    loads = np.asarray(fitted.loadings, dtype=np.float64).ravel() * spread
    own = np.asarray(fitted.uniqueness, dtype=np.float64) * spread**2
    if not np.isfinite(loads).all() or (np.asarray(fitted.uniqueness) < 0.005).any():
        raise NoFactor
    common = loads.sum() ** 2
    return (common / (common + own.sum())).item()  # type: ignore[no-any-return]
