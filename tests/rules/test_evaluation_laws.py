"""Laws of comparing people with and without a loan."""

import pytest

pytest.importorskip("scipy", reason="scipy is not installed (extra “analytics”)")

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sankofa.statistics.rules import balance, propensity, uncertainty, weighting
from sankofa.statistics.rules.study import Study

Stratum = tuple[int, int, float, float]


@st.composite
def strata(draw: st.DrawFn) -> list[Stratum]:
    """People in strata with one and the same true difference of 0.1, whatever else differs."""
    found = []
    for _ in range(draw(st.integers(2, 5))):
        people = draw(st.integers(4, 60))
        level = draw(st.integers(-100, 100)) / 50
        found.append((people, draw(st.integers(1, people - 1)), level + 0.1, level))
    return found


def study(rows: list[Stratum]) -> Study:
    treated, outcome, stratum = [], [], []
    for number, (people, took, mean_with, mean_without) in enumerate(rows):
        treated += [True] * took + [False] * (people - took)
        outcome += [mean_with] * took + [mean_without] * (people - took)
        stratum += [number] * people
    return Study.of(treated, outcome, {"stratum": stratum})


@given(strata(), st.lists(st.floats(-3, 3), min_size=10, max_size=10), st.floats(0.05, 0.95))
@settings(deadline=None)
def test_aipw_is_right_when_either_model_is(rows: list[Stratum], wrong: list[float], wrong_likely: float) -> None:
    known = study(rows)
    which = known.covariates[:, 0].astype(int)
    wrong_with, wrong_without = np.array(wrong[:5])[which], np.array(wrong[5:])[which]
    right_likely = propensity.by_pattern(known)
    right = weighting.expected_by_pattern(known)
    assert weighting.aipw(known, right_likely, wrong_with, wrong_without) == pytest.approx(0.1)
    assert weighting.aipw(known, np.full(len(which), wrong_likely), *right) == pytest.approx(0.1)


def test_aipw_is_wrong_when_both_models_are_so_that_the_law_above_says_something() -> None:
    known = study([(100, 60, 0.8, 0.7), (100, 10, 0.3, 0.2)])
    flat = np.full(200, 0.5)
    assert weighting.aipw(known, flat, flat, flat) != pytest.approx(0.1, abs=0.05)


@given(strata())
@settings(deadline=None)
def test_weighting_by_pattern_makes_the_groups_alike(rows: list[Stratum]) -> None:
    known = study(rows)
    weights = weighting.weights_of_all(known, propensity.by_pattern(known))
    for gap in balance.standardised_differences(known, weights).values():
        assert abs(gap) < 1e-9
    for group in (known.treated, ~known.treated):
        assert 1 <= balance.effective_size(weights[group]) <= group.sum() + 1e-9
    assert weights[known.treated].sum() == pytest.approx(len(known.treated))


@given(strata())
@settings(deadline=None, max_examples=30)
def test_the_logistic_model_keeps_the_number_of_borrowers(rows: list[Stratum]) -> None:
    known = study(rows)
    assert propensity.logistic(known).sum() == pytest.approx(known.treated.sum(), rel=1e-6)


@given(st.integers(2, 500), st.integers(2, 500), st.integers(1, 100))
def test_more_people_see_smaller_differences(took: int, took_not: int, more: int) -> None:
    before = uncertainty.minimum_detectable_effect(1, took, took_not)
    assert uncertainty.minimum_detectable_effect(1, took + more, took_not) < before
    assert uncertainty.minimum_detectable_effect(1, took_not, took) == pytest.approx(before)


def test_the_interval_depends_on_the_seed_alone() -> None:
    chance = np.random.default_rng(5)
    known = Study(np.arange(80) % 2 == 0, chance.normal(size=80), np.empty((80, 0)), ())
    first, again, other = (
        uncertainty.bootstrap(known, weighting.plain_difference, seed=seed, draws=300) for seed in (1, 1, 2)
    )
    assert first == again != other
    assert first.low < weighting.plain_difference(known) < first.high
