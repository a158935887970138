"""What days of a life cannot be, and what is so rare that it is asked back.

Source: the register of returnees, bad input: "an impossible date order (return before departure)".  What is known
only by month or year gets the benefit of the doubt.
"""

from datetime import date

import pytest

from sankofa.returnees.rules import life
from sankofa.returnees.rules.terms import NOT_KNOWN, PartialDay, Precision

TODAY = date(2026, 11, 22)


def day(text: str) -> PartialDay:
    """A day as it is written here: 2021-06-20, 2021-06, 2021, ~2021, or nothing."""
    if not text:
        return NOT_KNOWN
    if text.startswith("~"):
        return PartialDay(date(int(text[1:]), 1, 1), Precision.ESTIMATED)
    exact = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(text)]
    return PartialDay(date.fromisoformat((text + "-01-01")[:10]), exact)


@pytest.mark.parametrize(
    ("born", "left", "returned", "refused"),
    [
        pytest.param("1992-04-13", "2016-03-01", "2021-06-20", [], id="an-ordinary-life"),
        pytest.param("", "", "", [], id="nothing-known"),
        pytest.param("1992", "2016-03-01", "2016-02-29", ["return_before_departure"], id="back-a-day-before-leaving"),
        pytest.param("1992", "2016-03-01", "2016-03-01", [], id="back-on-the-same-day"),
        pytest.param("1992", "2016-03", "2016", [], id="a-year-may-hold-the-month"),
        pytest.param("1992", "2016-03", "2015", ["return_before_departure"], id="the-year-before-does-not"),
        pytest.param("2017-05-01", "2016-03-01", "", ["departure_before_birth"], id="left-before-birth"),
        pytest.param("2022", "", "2021-06-20", ["return_before_birth"], id="came-back-before-birth"),
        pytest.param("1992", "2026-11-23", "", ["day_to_come"], id="leaves-tomorrow"),
        pytest.param("1992", "2026-11-22", "", [], id="left-today"),
        pytest.param("1915", "", "", ["age_impossible"], id="one-hundred-and-eleven"),
        pytest.param("1916", "", "", [], id="one-hundred-and-ten"),
    ],
)
def test_what_cannot_be_one_life_is_refused(born: str, left: str, returned: str, refused: list[str]) -> None:
    found = life.impossible(day(born), day(left), day(returned), on=TODAY)
    assert [finding.code for finding in found] == refused


@pytest.mark.parametrize(
    ("born", "left", "returned", "asked_back"),
    [
        pytest.param("1992-04-13", "2016-03-01", "2021-06-20", [], id="an-ordinary-life"),
        pytest.param("2002-03-01", "2016-03-01", "", [], id="left-on-the-fourteenth-birthday"),
        pytest.param("2002-03-02", "2016-03-01", "", ["left_as_child"], id="left-a-day-before-it"),
        pytest.param("2002", "2016", "", [], id="years-alone-may-make-fourteen"),
        pytest.param("1936-11-22", "", "", ["age_rare"], id="ninety-today"),
        pytest.param("1936-11-23", "", "", [], id="ninety-tomorrow"),
        pytest.param("1950", "1980", "2021", ["away_half_a_life"], id="forty-one-years-away"),
        pytest.param("1950", "1981", "2021", [], id="forty-years-away"),
    ],
)
def test_what_is_rare_is_asked_back(born: str, left: str, returned: str, asked_back: list[str]) -> None:
    found = life.unlikely(day(born), day(left), day(returned), on=TODAY)
    assert [finding.code for finding in found] == asked_back
