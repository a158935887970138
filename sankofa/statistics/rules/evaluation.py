"""What may be said about people with and without a loan: from rows to words.

First who got a loan at all, then whether the groups can be compared, and only then, if everything holds, a number with
its interval.  Where something does not hold, the evaluation refuses and says why; it never shows two means side by
side as if loans were the only difference.

Source: Knowledge Paper 1, 4.2.5; responsible-finance rules, 8.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.share import Share
from sankofa.statistics.rules import balance, propensity, sensitivity, uncertainty, weighting
from sankofa.statistics.rules.study import SOURCE, NotAStudy, Real, Study, patterns
from sankofa.statistics.rules.words import COUNTS_BELOW, TOO_FEW_BELOW, Level

DIFFERENCE_MAX = 0.1
OVERLAP = (0.1, 0.9)
TREATED_PER_COVARIATE = 10
PEOPLE_PER_PATTERN = 10  # patterns of fewer people on average say little by themselves; then a model is used
RESPONSE_GAP_MAX = Decimal("0.10")  # ours: follow-up that differs by more than ten in a hundred is said

CODES = ("apart_before", "apart_after")
"""How far the two groups lie apart, before and after weighting."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How the study came about; each answer is asked for, because numbers cannot show it.

    `funnel` names the steps from everybody reached to a loan, with how many came so far.  `followed` and `enrolled`
    count people with a loan and without.  The clock starts at eligibility for both groups, or it flatters borrowers,
    who had to stay in business to get a loan.  Only people found suitable are compared with one another.
    """

    funnel: tuple[tuple[str, int], ...]
    enrolled: tuple[int, int]
    clock_starts_at_eligibility: bool
    only_suitable: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """An adjusted difference with its 95 % interval."""

    method: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What may be said, the numbers that may be shown, and everything that was found on the way."""

    level: Level
    findings: tuple[Finding, ...]
    means: tuple[tuple[float, float, float], ...]
    estimates: tuple[Estimate, ...]


def evaluation(study: Study, circumstances: Circumstances, *, seed: int, draws: int = 1_000) -> Evaluation:
    """Return what may be said about people with and without a loan, most basic things first.  Raises NotAStudy."""
    took, took_not = study.arms
    findings = [*_who_gets_loans(circumstances), _not_at_random(), _detectable(took, took_not)]
    if min(took, took_not) < COUNTS_BELOW:
        findings.append(_finding("counts_only", Weight.BARRIER, took=took, others=took_not, least=COUNTS_BELOW))
        return Evaluation(Level.COUNTS_ONLY, tuple(findings), (), ())
    findings += _traps(study, circumstances)
    findings += [_apart(name, gap, "apart_before") for name, gap in balance.standardised_differences(study).items()]
    if min(took, took_not) < TOO_FEW_BELOW:
        means = tuple(
            uncertainty.mean_interval(study.outcome[group].tolist()) for group in (study.treated, ~study.treated)
        )
        findings.append(_finding("too_few", Weight.BARRIER, took=took, others=took_not, least=TOO_FEW_BELOW))
        return Evaluation(Level.TOO_FEW, tuple(findings), means, ())
    likely = likelihood(study)
    obstacles = list(_obstacles(study, likely))
    findings += obstacles
    if obstacles or not (circumstances.clock_starts_at_eligibility and circumstances.only_suitable):
        findings.append(_finding("refused", Weight.BARRIER))
        return Evaluation(Level.REFUSED, tuple(findings), (), ())
    estimates = tuple(_estimates(study, seed, draws))
    findings += [_said(estimate) for estimate in estimates]
    findings += _robustness(study, likely)
    return Evaluation(Level.ADJUSTED, tuple(findings), (), estimates)


def likelihood(study: Study) -> Real:
    """Return how likely each person was to take a loan: by pattern where those hold enough people, else by a model."""
    _, many = patterns(study.covariates)
    return propensity.by_pattern(study) if _has_few_patterns(study, many) else propensity.logistic(study)


def difference_for_borrowers(study: Study) -> float:
    """Return the weighted difference for people like those who took a loan (ATT).  Raises NoOverlap."""
    return weighting.ipw(study, weighting.weights_of_treated(study, likelihood(study)))


def difference_for_all(study: Study) -> float:
    """Return the doubly robust difference for everybody (AIPW).  Raises NoOverlap."""
    _, many = patterns(study.covariates)
    expected = weighting.expected_by_pattern if _has_few_patterns(study, many) else weighting.expected_by_line
    return weighting.aipw(study, likelihood(study), *expected(study))


def _has_few_patterns(study: Study, many: int) -> bool:
    return many * PEOPLE_PER_PATTERN <= len(study.treated)


def _who_gets_loans(circumstances: Circumstances) -> list[Finding]:
    funnel = circumstances.funnel
    if len(funnel) < 2 or any(later > earlier for (_, earlier), (_, later) in pairwise(funnel)):
        raise NotAStudy("funnel", "it needs at least two steps, each with no more people than the one before")
    if funnel[0][1] < 1:
        raise NotAStudy("funnel", "the first step must count at least one person")
    first = funnel[0]
    return [
        _finding("who_gets_loans", Weight.NOTE, step=step, share=Share.of(people, first[1]), first=first[0])
        for step, people in funnel[1:]
    ]


def _not_at_random() -> Finding:
    return _finding("not_at_random", Weight.CONCERN)


def _detectable(took: int, took_not: int) -> Finding:
    smallest = uncertainty.minimum_detectable_effect(1.0, took, took_not)
    return _finding("detectable", Weight.NOTE, deviations=_number(smallest, 3), took=took, others=took_not)


def _traps(study: Study, circumstances: Circumstances) -> list[Finding]:
    """What would mislead even with many people."""
    found = []
    if not circumstances.clock_starts_at_eligibility:
        found.append(_finding("clock_flatters", Weight.BARRIER))
    if not circumstances.only_suitable:
        found.append(_finding("unsuitable_compared", Weight.BARRIER))
    for followed, enrolled in zip(study.arms, circumstances.enrolled, strict=True):
        if followed > enrolled:
            raise NotAStudy("enrolled", f"it is {enrolled}, but {followed} people of that group are in the rows")
    with_loan, without = (
        Share.of(followed, enrolled) for followed, enrolled in zip(study.arms, circumstances.enrolled, strict=True)
    )
    found.append(_finding("followed", Weight.NOTE, with_loan=with_loan, without=without))
    if abs(with_loan.fraction - without.fraction) > RESPONSE_GAP_MAX:
        found.append(_finding("followed_unevenly", Weight.CONCERN, with_loan=with_loan, without=without))
    return found


def _obstacles(study: Study, likely: Real) -> Sequence[Finding]:
    """Everything that keeps the groups from being compared, with what would be needed."""
    found = []
    took, _ = study.arms
    if len(study.names) * TREATED_PER_COVARIATE > took:
        found.append(
            _finding(
                "too_many_covariates",
                Weight.BARRIER,
                covariates=len(study.names),
                took=took,
                most=took // TREATED_PER_COVARIATE,
            )
        )
    if outside := balance.outside_overlap(likely, *OVERLAP):
        found.append(_finding("no_overlap", Weight.BARRIER, people=outside))
    if ((likely <= 0) | (likely >= 1)).any():
        return found
    weights = weighting.weights_of_all(study, likely)
    for name, gap in balance.standardised_differences(study, weights).items():
        if abs(gap) >= DIFFERENCE_MAX:
            found.append(_apart(name, gap, "apart_after", Weight.BARRIER))
    for group in (study.treated, ~study.treated):
        if (size := balance.effective_size(weights[group])) < TOO_FEW_BELOW:
            found.append(
                _finding(
                    "few_behind_weights",
                    Weight.BARRIER,
                    people=int(group.sum()),
                    worth=_number(size, 1),
                    least=TOO_FEW_BELOW,
                )
            )
    return found


def _estimates(study: Study, seed: int, draws: int) -> Sequence[Estimate]:
    found = []
    for method, estimate in (
        ("weighted_for_borrowers", difference_for_borrowers),
        ("doubly_robust", difference_for_all),
    ):
        interval = uncertainty.bootstrap(study, estimate, seed=seed, draws=draws)
        found.append(Estimate(method, estimate(study), interval.low, interval.high))
    return found


def _said(estimate: Estimate) -> Finding:
    facts = {name: _number(getattr(estimate, name), 3) for name in ("difference", "low", "high")}
    return _finding(f"estimate.{estimate.method}", Weight.NOTE, **facts)


def _robustness(study: Study, likely: Real) -> list[Finding]:
    """The E-value, where the outcome is a share of people (0 or 1 each)."""
    values = study.outcome
    if not ((values >= 0) & (values <= 1)).all():
        return []
    means = weighting.weighted_means(study, weighting.weights_of_all(study, likely))
    if min(means) <= 0:
        return []
    ratio = sensitivity.risk_ratio(*means)
    return [_finding("e_value", Weight.NOTE, ratio=_number(ratio, 3), e_value=_number(sensitivity.e_value(ratio), 2))]


def _apart(name: str, gap: float, code: str, weight: Weight = Weight.NOTE) -> Finding:
    if not np.isfinite(gap):
        return _finding(f"{code}_entirely", weight, covariate=name)
    return _finding(code, weight, covariate=name, deviations=_number(gap, 2))


def _number(value: float, places: int) -> Decimal:
    """A measured number as it is printed; findings hold no binary fractions."""
    return Decimal(f"{value:.{places}f}")


def _finding(code: str, weight: Weight, **facts: str | int | Decimal | Share) -> Finding:
    return Finding(code, weight, SOURCE, **facts)
