"""Two records beside each other: what a row of the comparison says, and that it never contradicts the evidence.

Source: docs/handbook/same-person.md; the findings of sankofa/returnees/rules/likeness.toml.
"""

from datetime import date

import pytest

from sankofa.returnees.rules import likeness, side_by_side
from sankofa.returnees.rules.side_by_side import Standing
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision

YEAR = PartialDay(date(2019, 1, 1), Precision.YEAR)
MARCH = PartialDay(date(2019, 3, 1), Precision.MONTH)
APRIL = PartialDay(date(2019, 4, 1), Precision.MONTH)
OTHER = PartialDay(date(2024, 4, 1), Precision.MONTH)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("Kulsum Akhtar", "Kulsoom Akter", Standing.ALIKE, id="spelled-differently"),
        pytest.param("Amina Rahman", "amina  rahman", Standing.SAME, id="capitals-and-blanks-say-nothing"),
        pytest.param("Amina Rahman", "Rahman Amina", Standing.ALIKE, id="another-order"),
        pytest.param("Char Bhadrasan", "Sadarpur", Standing.DIFFERENT, id="two-villages"),
        pytest.param("Amina Rahman", None, Standing.UNKNOWN, id="one-is-not-known"),
    ],
)
def test_names_beside_each_other(one: str, other: str | None, expected: Standing) -> None:
    assert side_by_side.names_of(one, other).standing is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(MARCH, YEAR, Standing.SAME, id="the-year-of-that-month"),
        pytest.param(MARCH, APRIL, Standing.ALIKE, id="about-the-same-time"),
        pytest.param(MARCH, OTHER, Standing.DIFFERENT, id="years-later"),
        pytest.param(MARCH, NOT_KNOWN, Standing.UNKNOWN, id="one-is-not-known"),
    ],
)
def test_days_of_leaving_beside_each_other(one: PartialDay, other: PartialDay, expected: Standing) -> None:
    assert side_by_side.journeys_begun(one, other).standing is expected


def test_a_name_in_latin_letters_is_compared_with_one_in_other_letters() -> None:
    assert side_by_side.told("Amina Rahman", None, ["name_across"], about="name").standing is Standing.ALIKE
    assert side_by_side.told("Amina Rahman", None, ["name_alike"], about="name").standing is Standing.UNKNOWN


def test_a_sealed_number_says_what_the_finding_says_and_nothing_without_one() -> None:
    about = frozenset({"phone_same", "phone_other"})
    assert side_by_side.sealed(["phone_same"], about=about).standing is Standing.SAME
    assert side_by_side.sealed(["phone_other"], about=about).standing is Standing.DIFFERENT
    assert side_by_side.sealed(["sex_same"], about=about).standing is Standing.UNKNOWN


def test_other_words_for_a_reason_prove_nothing() -> None:
    assert side_by_side.told_freely("The contract ended", "the contract  ended").standing is Standing.SAME
    assert side_by_side.told_freely("The contract ended", "Went home").standing is Standing.UNKNOWN


@pytest.mark.parametrize("code", sorted(code for code, weight in likeness.weights().items() if weight > 0))
def test_no_row_is_called_different_by_a_finding_that_speaks_for_one_person(code: str) -> None:
    about = code.rpartition("_")[0]
    assert side_by_side.told("one", "other", [code], about=about).standing is Standing.ALIKE
