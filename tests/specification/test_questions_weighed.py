"""How well questions hang together, what they weigh, and whether they mean the same to all.

Held against published numbers, and against the textbook's formula worked out here in exact fractions from public data
that stand in full below.  Each source is beside its table.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from sankofa.sustainability.rules import fairness_many as fairness
from sankofa.sustainability.rules import reliability_many as reliability
from sankofa.sustainability.rules import weighing_many as weighing

ATTITUDE = {
    "rating": "43 63 71 61 81 43 58 71 72 67 64 67 69 68 77 81 74 65 65 50 50 64 53 40 63 66 78 48 85 82",
    "complaints": "51 64 70 63 78 55 67 75 82 61 53 60 62 83 77 90 85 60 70 58 40 61 66 37 54 77 75 57 85 82",
    "privileges": "30 51 68 45 56 49 42 50 72 45 53 47 57 83 54 50 64 65 46 68 33 52 52 42 42 66 58 44 71 39",
    "learning": "39 54 69 47 66 44 56 55 67 47 58 39 42 45 72 72 69 75 57 54 34 62 50 58 48 63 74 45 71 59",
    "raises": "61 63 76 54 71 54 66 70 71 62 58 59 55 59 79 60 79 55 75 64 43 66 63 50 66 88 80 51 77 64",
    "critical": "92 73 86 84 83 49 68 66 83 80 67 74 63 77 77 54 79 80 85 78 64 80 80 57 75 76 78 83 74 78",
    "advance": "45 47 48 35 47 34 35 41 31 41 34 41 25 35 46 36 63 60 46 52 33 41 37 49 33 72 49 38 55 39",
}
"""Seven questions in thirty departments (Chatterjee & Price, Regression Analysis by Example, 1977).

The data set `attitude` of R, compared number by number with Rdatasets, csv/datasets/attitude.csv.
"""
ANSWERS = np.array([[int(one) for one in held.split()] for held in ATTITUDE.values()], dtype=np.float64).T


def rounded(value: float) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))


def alpha_in_fractions(columns: Sequence[Sequence[int]]) -> Fraction:
    """Cronbach 1951, formula 2: k / (k - 1) x (1 - sum of the variances / variance of the sum)."""
    exact = [[Fraction(one) for one in column] for column in columns]
    sums = [sum(row) for row in zip(*exact, strict=True)]
    apart = sum(statistics.variance(column) for column in exact)
    return Fraction(len(exact), len(exact) - 1) * (1 - apart / statistics.variance(sums))


def test_alpha_of_the_attitude_answers_is_the_published_one():
    """Raw alpha that `alpha(attitude)` of the R package psych prints: 0.843."""
    assert round(reliability.alpha(ANSWERS), 3) == 0.843


@pytest.mark.parametrize(
    ("question", "published"),
    [
        pytest.param("rating", "0.810", id="rating"),
        pytest.param("complaints", "0.797", id="complaints"),
        pytest.param("privileges", "0.828", id="privileges"),
        pytest.param("learning", "0.803", id="learning"),
        pytest.param("raises", "0.795", id="raises"),
        pytest.param("critical", "0.864", id="critical: better without"),
        pytest.param("advance", "0.840", id="advance"),
    ],
)
def test_alpha_without_a_question_is_the_published_one_and_that_of_the_formula(question: str, published: str):
    """Column raw_alpha of "Reliability if an item is dropped", which the same call prints."""
    column = list(ATTITUDE).index(question)
    found = reliability.alpha(np.delete(ANSWERS, column, axis=1))
    others = [[int(one) for one in held.split()] for name, held in ATTITUDE.items() if name != question]
    assert abs(Fraction(found) - alpha_in_fractions(others)) < Fraction(1, 10**12)
    assert Decimal(found).quantize(Decimal("0.001")) == Decimal(published)


@pytest.mark.parametrize("question", list(ATTITUDE))
def test_a_question_goes_with_the_rest_as_the_formula_says(question: str):
    """Pearson's correlation of a question with the sum of the others, by Python's own statistics."""
    own = [int(one) for one in ATTITUDE[question].split()]
    others = [[int(one) for one in held.split()] for name, held in ATTITUDE.items() if name != question]
    rest = [sum(row) for row in zip(*others, strict=True)]
    found = reliability.with_rest(ANSWERS, list(ATTITUDE).index(question))
    assert found == pytest.approx(statistics.correlation(own, rest), abs=1e-12)


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        pytest.param((0.8, 0.7, 0.6, 0.5), Fraction(676, 902), id="unequal: 2.6² / (2.6² + 2.26)"),
        pytest.param((0.6, 0.6, 0.6), Fraction(324, 516), id="equal, where omega is alpha: 1.8² / (1.8² + 1.92)"),
    ],
)
def test_omega_is_what_follows_from_known_loadings(loads: tuple[float, ...], expected: Fraction):
    """McDonald 1999: the square of the sum of the loadings, over itself and the sum of what is each question's own."""
    pytest.importorskip("statsmodels")
    correlations = np.outer(loads, loads)
    np.fill_diagonal(correlations, 1.0)
    found = reliability.omega_of(correlations, np.ones(len(loads)), people=300)
    assert abs(Fraction(found) - expected) < Fraction(1, 10_000)


ARRESTS = np.array(
    [
        [1, 0.80187331, 0.06957262, 0.56357883],
        [0.80187331, 1, 0.25887170, 0.66524120],
        [0.06957262, 0.25887170, 1, 0.41134124],
        [0.56357883, 0.66524120, 0.41134124, 1],
    ]
)
"""Correlations of murder, assault, urban population and rape in 50 states, 1973: `cor(USArrests)` of R."""


def test_the_first_component_of_the_arrests_is_the_published_one():
    """James, Witten, Hastie & Tibshirani, An Introduction to Statistical Learning, the lab on USArrests.

    `prcomp(USArrests, scale = TRUE)`: column PC1, whose sign is free, and its share of 0.62006039.
    """
    loads, explained = weighing.component(ARRESTS)
    assert loads.tolist() == pytest.approx([0.5358995, 0.5831836, 0.2781909, 0.5434321], abs=1e-6)
    assert explained == pytest.approx(0.62006039, abs=1e-7)


def test_weights_are_the_squared_loadings_as_exact_parts_that_add_up():
    """OECD and JRC, Handbook on Constructing Composite Indicators, 2008, step 6."""
    loads, _ = weighing.component(ARRESTS)
    weights = weighing.parts((loads**2).tolist())
    assert [round(weight, 3) for weight in weights] == [
        Fraction(287, 1000), Fraction(340, 1000), Fraction(77, 1000), Fraction(295, 1000),
    ]  # fmt: skip
    assert sum(weights) == 1


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        pytest.param((1, 1, 1), (3334, 3333, 3333), id="thirds: the first takes what is left"),
        pytest.param((1, 1), (5000, 5000), id="halves"),
        pytest.param((1_000_000, 1), (9999, 1), id="nobody becomes nothing"),
        pytest.param((1_000_000, 1, 1), (9998, 1, 1), id="the largest gives"),
    ],
)
def test_parts_add_up_exactly(shares: tuple[int, ...], expected: tuple[int, ...]):
    assert weighing.parts(shares) == tuple(Fraction(one, 10_000) for one in expected)


BERKELEY = {
    "A": ((512, 313), (89, 19)),
    "B": ((353, 207), (17, 8)),
    "C": ((120, 205), (202, 391)),
    "D": ((138, 279), (131, 244)),
    "E": ((53, 138), (94, 299)),
    "F": ((22, 351), (24, 317)),
}
"""Admitted and rejected men, then women, by department, in the autumn of 1973: the data set UCBAdmissions of R.

After Bickel, Hammel & O'Connell, Science 187, 1975; the same counts stand in Pennsylvania State University, STAT 504,
lesson on three-way tables.
"""


def mantel_haenszel(less: Fraction) -> Fraction:
    """Mantel & Haenszel 1959: how far men admitted are from what the margins let expect, less a correction."""
    apart = spread = Fraction(0)
    for (taken, refused), (women_taken, women_refused) in BERKELEY.values():
        men, women = taken + refused, women_taken + women_refused
        all_taken, all_refused, people = taken + women_taken, refused + women_refused, men + women
        apart += taken - Fraction(men * all_taken, people)
        spread += Fraction(men * women * all_taken * all_refused, people**2 * (people - 1))
    return (abs(apart) - less) ** 2 / spread


def test_the_formula_with_its_correction_gives_the_published_figure_for_berkeley():
    """`mantelhaen.test(UCBAdmissions)` of R prints chi-square 1.43 and p 0.2323: so the formula above is the one."""
    corrected = mantel_haenszel(Fraction(1, 2))
    assert round(corrected, 2) == Fraction(143, 100)
    assert round(fairness.chance_of(float(corrected)), 4) == 0.2323


def test_mantel_of_the_admissions_to_berkeley_is_that_of_the_formula_for_tables_of_two_by_two():
    """For answers of yes and no Mantel's test is the one of Mantel and Haenszel without correction."""
    values, steps, group = [], [], []
    for step, table in enumerate(BERKELEY.values()):
        for is_woman, counts in enumerate(table):
            for value, count in zip((1.0, 0.0), counts, strict=True):
                values += [value] * count
                steps += [step] * count
                group += [bool(is_woman)] * count
    found = fairness.mantel(np.array(values), np.array(steps), np.array(group))
    assert abs(Fraction(found) - mantel_haenszel(Fraction(0))) < Fraction(1, 10**9)


def test_a_standardised_difference_worked_by_hand():
    """Two steps: one of the group is 0.5 lower, two stand 0.25 higher, so (-0.5 + 2 x 0.25) / 3 is nothing apart.

    Dorans & Schmitt 1991: every step counts by how many of the group stand on it.
    """
    steps = np.array([0, 0, 1, 1, 1])
    group = np.array([True, False, True, True, False])
    assert fairness.standardised(np.array([0.0, 0.5, 0.75, 0.75, 0.5]), steps, group) == 0
    lower = fairness.standardised(np.array([0.0, 0.5, 0.5, 0.5, 0.5]), steps, group)
    assert round(lower, 4) == round(-0.5 / 3 / 0.22360679775, 4)


@pytest.mark.parametrize(
    ("size", "chance", "judged"),
    [
        pytest.param(0.17, 0.001, "alike", id="small to 0.17"),
        pytest.param(-0.18, 0.001, "somewhat", id="between, below zero"),
        pytest.param(0.26, 0.001, "much", id="large above 0.25"),
        pytest.param(0.90, 0.05, "alike", id="however large, where it may be chance"),
    ],
)
def test_how_different_a_question_is_answered(size: float, chance: float, judged: str):
    """Zwick, Donoghue & Grima 1993, as ETS uses it."""
    assert fairness.judged(size, chance) == judged


def test_chances_of_many_questions_are_raised_by_their_number():
    """Benjamini & Hochberg 1995: each times the number of all, over its rank, and never above a larger one's."""
    assert fairness.for_many([0.01, 0.04, 0.03, 0.005]) == [0.02, 0.04, 0.04, 0.02]
