"""How long the time between two days is.  Source: 2006 ISDA Definitions 4.16 and its published 30/360 examples."""

from datetime import date
from fractions import Fraction

import pytest

from sankofa.instalments.daycount import DayCount, UnknownDayCount, day_count_of, days_between, year_fraction

D = date.fromisoformat


@pytest.mark.parametrize(
    ("name", "from_", "until", "days"),
    [
        pytest.param("30/360", "2006-08-31", "2007-02-28", 178, id="bond basis: the 31st counts as the 30th"),
        pytest.param("30/360", "2007-02-28", "2007-08-31", 183, id="bond basis: a 31st after a 28th keeps its day"),
        pytest.param("30/360 us", "2007-02-28", "2007-08-31", 180, id="US: the end of February counts as the 30th"),
        pytest.param("30/360 us", "2008-02-29", "2009-02-28", 360, id="US: from one end of February to the next"),
        pytest.param("30E/360 Eurobond", "2006-02-28", "2006-08-31", 182, id="European: February keeps its day"),
        pytest.param("30E/360 Eurobond", "2007-02-26", "2008-02-29", 363, id="European: over a leap day"),
        pytest.param("30E/360 ISDA", "2006-02-28", "2006-08-31", 180, id="ISDA: every month's last day is a 30th"),
        pytest.param("30/365", "2011-06-17", "2012-12-30", 553, id="30/365 counts as 30/360"),
        pytest.param("actual/365", "2024-02-15", "2024-03-15", 29, id="actual days"),
    ],
)
def test_days_between_two_days(name: str, from_: str, until: str, days: int) -> None:
    assert days_between(D(from_), D(until), day_count_of(name)) == days


def test_the_last_of_february_keeps_its_day_where_the_loan_ends() -> None:
    ends = D("2012-02-29")
    assert days_between(D("2011-08-31"), ends, DayCount.THIRTY_E_360_ISDA, ends) == 179
    assert days_between(D("2011-08-31"), ends, DayCount.THIRTY_E_360_ISDA) == 180


@pytest.mark.parametrize(
    ("count", "from_", "until", "years"),
    [
        pytest.param(DayCount.ACTUAL_365, "2024-01-01", "2025-01-01", Fraction(366, 365), id="a leap year over 365"),
        pytest.param(DayCount.ACTUAL_360, "2024-01-01", "2024-07-01", Fraction(182, 360), id="half a year over 360"),
        pytest.param(DayCount.ACTUAL_365_25, "2024-01-01", "2024-02-01", Fraction(31 * 4, 1461), id="over 365.25"),
        pytest.param(
            DayCount.ACTUAL_ACTUAL,
            "2023-12-12",
            "2024-01-12",
            Fraction(20, 365) + Fraction(11, 366),
            id="actual/actual: a day is of the year it begins in",
        ),
        pytest.param(
            DayCount.ACTUAL_ACTUAL_END,
            "2023-12-12",
            "2024-01-12",
            Fraction(19, 365) + Fraction(12, 366),
            id="actual/actual end: a day is of the year it ends in",
        ),
        pytest.param(DayCount.THIRTY_365, "2011-06-17", "2012-12-30", Fraction(553, 365), id="30/365"),
    ],
)
def test_the_time_between_two_days_in_years(count: DayCount, from_: str, until: str, years: Fraction) -> None:
    assert year_fraction(D(from_), D(until), count) == years


def test_an_unknown_day_count_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownDayCount, match="day_count: 'business/252' is no day count; known are actual/365"):
        day_count_of("business/252")
