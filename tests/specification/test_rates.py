"""Rates of cash flows by named convention, to the printed digit.

Sources: Regulation Z, Appendix J (c); the European Commission's examples of 2015 for Annex I; a public test suite for
500 -> 2 x 270; LibreOffice and numpy-financial for IRR.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sankofa.instalments.due_dates import Unit
from sankofa.instalments.errors import NoRate
from sankofa.instalments.rates import (
    Flow,
    Timed,
    UnitPayment,
    effective,
    eu_aprc,
    eu_aprc_timed,
    irr,
    nominal,
    us_appendix_j,
    xirr,
)
from sankofa.instalments.unit_periods import Remainder, unit_periods, years_back

D = date.fromisoformat
F = Fraction

APPENDIX_J = [
    # id, advance, amount, unit, n, a year, first payment, (amount, how many) ..., published
    pytest.param("1978-01-10", 5000, Unit.MONTH, 1, 12, "1978-02-10", [(230, 24)], "9.69", id="c1i monthly, regular"),
    pytest.param(
        "1978-02-10", 6000, Unit.MONTH, 1, 12, "1978-04-01", [(200, 36)], "11.82", id="c1ii long first period"
    ),
    pytest.param(
        "1978-02-23", 5000, Unit.HALF_MONTH, 1, 24, "1978-03-01", [(219.17, 24)], "10.34", id="c1iii twice a month"
    ),
    pytest.param(
        "1978-05-23", 10000, Unit.MONTH, 3, 4, "1978-10-01", [(385, 40)], "8.97", id="c1iv quarterly, long first"
    ),
    pytest.param(
        "1978-03-20", 500, Unit.WEEK, 1, 52, "1978-04-21", [(17.60, 30)], "14.96", id="c1v weekly, long first"
    ),
    pytest.param(
        "1978-01-10", 5000, Unit.MONTH, 1, 12, "1978-02-10", [(250, 1), (230, 23)], "10.08", id="c2i irregular first"
    ),
    pytest.param(
        "1978-03-18", 400, Unit.WEEK, 4, 13, "1978-04-20", [(39.50, 1), (38.31, 11)], "28.50", id="c2ii four-weekly"
    ),
    pytest.param(
        "1978-01-10", 5000, Unit.MONTH, 1, 12, "1978-02-10", [(230, 23), (280, 1)], "10.50", id="c3i irregular last"
    ),
    pytest.param(
        "1978-04-03", 200, Unit.WEEK, 2, 26, "1978-04-11", [(9.50, 19), (30, 1)], "12.22", id="c3ii two-weekly"
    ),
    pytest.param(
        "1978-01-10", 5000, Unit.MONTH, 1, 12, "1978-02-10", [(250, 1), (230, 22), (280, 1)], "10.90", id="c4i both"
    ),
    pytest.param(
        "1978-01-10",
        8000,
        Unit.MONTH,
        2,
        6,
        "1978-03-01",
        [(449.36, 1), (465, 18), (200, 1)],
        "7.30",
        id="c4ii two-monthly",
    ),
]


@pytest.mark.parametrize(("advance", "amount", "unit", "n", "a_year", "first", "payments", "published"), APPENDIX_J)
def test_regulation_z_appendix_j(advance, amount, unit, n, a_year, first, payments, published) -> None:  # type: ignore[no-untyped-def]
    time = unit_periods(D(advance), D(first), unit, n)
    parts, whole = [], time.whole
    for paid, times in payments:
        parts.append(UnitPayment(whole, time.fraction, round(paid * 100), times))
        whole += times
    rate = us_appendix_j([UnitPayment(0, F(0), amount * 100)], parts, a_year)
    assert rate.percent(2) == Decimal(published)


EU_2 = [Flow(D("2012-10-10"), 50000), Flow(D("2012-11-10"), -27000), Flow(D("2012-12-10"), -27000)]
EU_1 = [Flow(D("2012-10-10"), 50000), Flow(D("2012-10-15"), -51000)]


@pytest.mark.parametrize(
    ("flows", "remainder", "places", "published"),
    [
        pytest.param(EU_2, Remainder.DAYS_365, 2, "84.63", id="500 -> 2 x 270, actual days over 365"),
        pytest.param(EU_2, Remainder.MONTHS, 4, "85.5851", id="500 -> 2 x 270, equal months"),
        pytest.param(EU_1, Remainder.DAYS_365, 3, "324.436", id="500 -> 510 after five days over 365"),
        pytest.param(EU_1, Remainder.MONTHS, 4, "326.1206", id="500 -> 510 after five days of a leap year"),
    ],
)
def test_the_same_flows_by_two_counts_of_time(flows, remainder, places, published) -> None:  # type: ignore[no-untyped-def]
    assert eu_aprc(flows, remainder).percent(places) == Decimal(published)


def _monthly(amounts: list[str]) -> list[Timed]:
    return [Timed(F(number, 12), -int(F(amount) * 100)) for number, amount in enumerate(amounts, 1)]


@pytest.mark.parametrize(
    ("flows", "published"),
    [
        pytest.param(
            [Timed(F(0), 20000000), Timed(F(0), -400000), *_monthly(["1490.18"] * 240)],
            "6.961575",
            id="example 5, insurance",
        ),
        pytest.param(
            [Timed(F(0), 20000000), Timed(F(0), -400000)]
            + [Timed(F(67, 732) + F(month, 12), -143356) for month in range(240)],
            "6.434111",
            id="example 2-2, a stub of 3/366",
        ),
        pytest.param(
            [Timed(F(0), 20000000), Timed(F(0), -400000), *_monthly(["1250"] * 12), Timed(F(1), -20000000)],
            "10.039962",
            id="example 42, interest only",
        ),
    ],
)
def test_the_european_commissions_examples(flows: list[Timed], published: str) -> None:
    assert eu_aprc_timed(flows).percent(6) == Decimal(published)


def test_time_is_counted_back_from_the_payment() -> None:
    assert years_back(D("2013-01-12"), D("2013-02-15"), Remainder.MONTHS) == F(1, 12) + F(3, 365)
    assert years_back(D("2012-01-12"), D("2013-01-15"), Remainder.YEARS) == 1 + F(3, 366)
    assert years_back(D("2026-01-05"), D("2026-01-28"), Remainder.WEEKS) == F(3, 52) + F(2, 365)
    assert years_back(D("2026-01-31"), D("2026-02-28"), Remainder.MONTHS) == F(1, 12)


def test_rates_of_a_period() -> None:
    assert irr([-150000, 15000, 25000, 35000, 45000, 60000]).percent(2) == Decimal("5.24")
    assert irr([-100, 0, 0, 74]).percent(2) == Decimal("-9.55")
    week = irr([1000, *[-25] * 44])
    assert nominal(week, 52).percent(2) == Decimal("22.42")
    assert effective(week, 52).percent(2) == Decimal("25.07")


def test_a_loan_without_interest_and_fees_has_a_rate_of_zero() -> None:
    assert irr([300, -100, -100, -100]).value == 0


def test_money_that_changes_sides_twice_may_have_two_rates_and_the_smallest_not_negative_is_taken() -> None:
    rate = irr([100, -230, 132])
    assert (rate.percent(6), rate.sign_changes, rate.is_unique) == (Decimal("10.000000"), 2, False)
    assert rate.others == (Decimal("0.200000000000"),)


def test_two_rates_within_one_step_of_the_search_are_both_found() -> None:
    rate = irr([1_000_000, -2_007_000, 1_007_012])
    assert len({rate.value, *rate.others}) == 2


@pytest.mark.parametrize(
    "flows",
    [
        pytest.param([Flow(D("2026-01-01"), 100), Flow(D("2026-02-01"), 50)], id="nothing is paid"),
        pytest.param([Flow(D("2026-01-01"), -100)], id="nothing is received"),
        pytest.param([], id="nothing at all"),
    ],
)
def test_flows_without_a_rate_are_refused_in_one_sentence(flows: list[Flow]) -> None:
    with pytest.raises(
        NoRate, match=r"flows: no rate can be found, for .*; a rate needs money received and money paid"
    ):
        xirr(flows)
