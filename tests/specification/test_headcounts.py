"""Adding up who came to an event: a cell that nobody counted is unknown and not nought.

Source: casework 2.5, figures by sex and age; unknown is a value of its own.
"""

import pytest

from sankofa.returnees.rules.headcounts import AGES, CELLS, SEXES, Total, of_age, of_sex, total

KNOWN = {f"{sex}|{age}": 2 for sex in ("female", "male") for age in ("0-17", "18-24", "25-59", "60+")}


@pytest.mark.parametrize(
    ("counts", "people", "is_complete"),
    [
        pytest.param({}, None, False, id="nobody-counted"),
        pytest.param({"female|25-59": 0}, 0, False, id="nought-was-counted"),
        pytest.param({"female|25-59": 12, "male|25-59": None}, 12, False, id="men-were-not-counted"),
        pytest.param({"unknown|unknown": 40}, 40, False, id="only-all-together"),
        pytest.param(KNOWN, 16, True, id="women-and-men-of-every-age"),
        pytest.param({**KNOWN, "other|25-59": 1, "unknown|unknown": 3}, 20, True, id="people-not-noted-are-people"),
    ],
)
def test_a_sum_says_how_much_of_it_is_known(
    counts: dict[str, int | None], people: int | None, is_complete: bool
) -> None:
    assert total(counts) == Total(people, is_complete)


def test_sexes_and_ages_add_up_to_the_whole() -> None:
    assert sorted(cell for sex in SEXES for cell in of_sex(sex)) == sorted(CELLS)
    assert sorted(cell for age in AGES for cell in of_age(age)) == sorted(CELLS)
