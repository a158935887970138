"""The published means of the South Asia reintegration mapping, checked against themselves and against our schemes.

These are aggregates of a sample that was not drawn at random: they show that the tables hang together and what they
say about the weights, not that any score of ours is right.

Source: the mapping, 8.3, Tables 1 to 4 (surveys 2021-22); domain notes on the score, 1.4.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import pytest

from sankofa.surveys.rules.xlsform import shipped as shipped_form
from sankofa.sustainability.rules.scheme import shipped

RETURNEES = {"n": 470, "economic": "0.552", "social": "0.648", "psychosocial": "0.642", "composite": "0.614"}
MIGRANTS = {"n": 93, "economic": "0.512", "social": "0.630", "psychosocial": "0.586", "composite": "0.572"}
EVERYONE = {"n": 563, "economic": "0.545", "social": "0.645", "psychosocial": "0.633", "composite": "0.607"}
DIMENSIONS = ("economic", "social", "psychosocial")
SEX = {"male": (477, "0.614"), "female": (86, "0.570")}
EDUCATION = {
    "none": (17, "0.564"),
    "primary": (54, "0.561"),
    "secondary": (226, "0.599"),
    "vocational": (61, "0.609"),
    "undergraduate": (96, "0.626"),
    "graduate": (75, "0.641"),
    "postgraduate": (34, "0.621"),
}
SKILLS = {"none": 165, "livelihood": 209, "education": 52, "language": 155}
HALF_A_THOUSANDTH = Fraction(1, 2000)


def pooled(groups: list[tuple[int, str]]) -> Decimal:
    """The mean over groups, each with its number and its mean, to three decimals."""
    total = sum(n * Decimal(mean) for n, mean in groups)
    return (total / sum(n for n, _ in groups)).quantize(Decimal("0.001"), ROUND_HALF_UP)


@pytest.mark.parametrize("score", [*DIMENSIONS, "composite"])
def test_the_means_of_returnees_and_migrants_pool_to_the_mean_of_all(score):
    assert pooled([(470, RETURNEES[score]), (93, MIGRANTS[score])]) == Decimal(EVERYONE[score])


def test_both_sexes_pool_to_the_mean_of_all():
    assert sum(n for n, _ in SEX.values()) == EVERYONE["n"]
    assert pooled(list(SEX.values())) == Decimal(EVERYONE["composite"])


def test_the_levels_of_education_are_all_the_people_and_pool_to_their_mean():
    assert sum(n for n, _ in EDUCATION.values()) == 563
    assert pooled(list(EDUCATION.values())) == Decimal("0.607")


def test_skills_gained_were_answered_more_than_once_by_some():
    assert sum(SKILLS.values()) == 581
    assert sum(SKILLS.values()) > EVERYONE["n"]


def test_the_printed_maximum_of_the_migrants_social_score_is_a_misprint():
    """Table 1 prints .100, which is below the mean of the same row."""
    assert Decimal("0.100") < Decimal(MIGRANTS["social"])


@pytest.mark.parametrize(
    ("group", "plain", "agrees"),
    [
        pytest.param(RETURNEES, "0.614", True, id="returnees"),
        pytest.param(MIGRANTS, "0.576", False, id="migrants"),
        pytest.param(EVERYONE, "0.608", True, id="all"),
    ],
)
def test_the_composite_of_the_mapping_is_not_the_plain_mean_of_the_dimensions(group, plain, agrees):
    mean = sum(Fraction(group[dimension]) for dimension in DIMENSIONS) / 3
    assert Decimal(round(mean * 1000)) / 1000 == Decimal(plain)
    gap = abs(mean - Fraction(group["composite"]))
    # Each printed mean may be off by half a thousandth, so a plain mean could differ from the composite by one.
    assert (gap <= 2 * HALF_A_THOUSANDTH) is agrees


def could_be(mix: dict[str, Fraction], group: dict[str, object]) -> bool:
    """Whether a mix of the dimensions can give a group's composite, within what rounding to three decimals hides."""
    mixed = sum(mix[dimension] * Fraction(str(group[dimension])) for dimension in DIMENSIONS)
    return abs(mixed - Fraction(str(group["composite"]))) <= 2 * HALF_A_THOUSANDTH


FORM = shipped_form("reintegration_score", "1")


@pytest.mark.parametrize("group", [RETURNEES, MIGRANTS, EVERYONE], ids=["returnees", "migrants", "all"])
def test_the_mapping_scheme_mixes_the_dimensions_as_the_published_means_allow(group):
    assert could_be(dict(shipped("open-rss-mapping-1", FORM).composite.weights), group)


def test_the_open_scheme_with_equal_thirds_does_not_give_the_published_migrants():
    assert not could_be(dict(shipped("open-rss-1", FORM).composite.weights), MIGRANTS)


def test_the_mixes_that_the_published_means_allow_lean_on_the_psychosocial_side():
    """Searched in thousandths, in whole numbers: mean x weight is in millionths, and rounding hides 1,000 of them."""
    groups = [
        (
            [int(Fraction(str(group[dimension])) * 1000) for dimension in DIMENSIONS],
            int(Fraction(str(group["composite"])) * 10**6),
        )
        for group in (RETURNEES, MIGRANTS, EVERYONE)
    ]
    allowed = [
        mix
        for mix in ((e, s, 1000 - e - s) for e, s in product(range(1001), range(1001)) if e + s <= 1000)
        if all(abs(sum(w * m for w, m in zip(mix, means, strict=True)) - whole) <= 1000 for means, whole in groups)
    ]
    ranges = [(min(side), max(side)) for side in zip(*allowed, strict=True)]
    assert ranges == [(313, 340), (186, 276), (384, 501)]
    assert (330, 230, 440) in allowed
    assert all(psychosocial > max(economic, social) for economic, social, psychosocial in allowed)
