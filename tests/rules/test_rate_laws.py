"""Laws of rates, by generated flows."""

from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sankofa.instalments import time_value
from sankofa.instalments.due_dates import Unit
from sankofa.instalments.errors import NoRate
from sankofa.instalments.rates import Flow, Timed, UnitPayment, effective, irr, nominal, rate_of, us_appendix_j, xirr
from sankofa.instalments.rates_many import NO_RATE, UNIT, eu_aprc_many, period_rate_many, us_appendix_j_many, xirr_many
from sankofa.instalments.unit_periods import Remainder, unit_periods, years_back

PAID = st.lists(st.integers(1, 10**7), min_size=1, max_size=24)


def units(share: Decimal) -> int:
    scaled = Fraction(share) * UNIT
    return (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)


@given(st.integers(1, 10**8), PAID)
def test_a_rate_makes_what_is_received_worth_what_is_paid(received: int, paid: list[int]) -> None:
    if sum(paid) * 1000 < received:
        return  # below -99.9 % of the loan nothing is left to price
    rate = irr([received, *(-amount for amount in paid)], 20)
    with localcontext() as context:
        context.prec = 60
        growth = 1 + rate.value
        present = sum(Decimal(amount) / growth**number for number, amount in enumerate(paid, 1))
        worth = sum(Decimal(number * amount) / growth ** (number + 1) for number, amount in enumerate(paid, 1))
        # The value at the rate, over its slope, is by how far the rate may be off.
        assert abs(present - received) <= worth * Decimal("1e-19")


@given(st.integers(100, 10**8), PAID, st.integers(1, 10**6))
def test_a_higher_payment_never_lowers_the_rate(received: int, paid: list[int], more: int) -> None:
    if sum(paid) * 10 < received:
        return
    dearer = [*paid[:-1], paid[-1] + more]
    flows, more_flows = ([received, *(-amount for amount in amounts)] for amounts in (paid, dearer))
    assert irr(more_flows).value >= irr(flows).value


@given(st.integers(1000, 10**8), st.integers(1, 36), st.integers(1, 100))
def test_nominal_and_effective_agree_for_one_period_a_year(received: int, count: int, percent: int) -> None:
    one = irr([received, *[-(received * (100 + percent) // 100 // count + 1)] * count])
    assert nominal(one, 1).value == effective(one, 1).value
    assert effective(one, 12).value >= nominal(one, 12).value


@given(st.integers(1, 10**8), st.integers(1, 10**8), st.integers(1, 3000))
def test_xirr_of_one_payment_is_its_closed_form(received: int, paid: int, days: int) -> None:
    with localcontext() as context:
        context.prec = 50
        growth = (Decimal(paid) / received) ** (Decimal(365) / days)
    if not Decimal("0.001") < growth < Decimal("1e9"):
        return
    rate = xirr([Flow(date(2026, 1, 1), received), Flow(date(2026, 1, 1) + timedelta(days=days), -paid)])
    assert abs(rate.value - (growth - 1)) <= Decimal("1e-12")


@given(
    st.fractions(Fraction(0), Fraction(1, 2), max_denominator=1000),
    st.integers(1, 60),
    st.integers(1, 10**6),
    st.booleans(),
)
def test_spreadsheet_functions_undo_one_another(rate: Fraction, periods: int, present: int, first: bool) -> None:
    level = time_value.payment(rate, periods, Fraction(present), due_first=first)
    assert time_value.present_value(rate, periods, level, due_first=first) == present
    assert time_value.future_value(rate, periods, level, Fraction(present), first) == 0
    assert time_value.principal_between(rate, periods, Fraction(present), 1, periods, first) == -present
    whole = time_value.interest_between(rate, periods, Fraction(present), 1, periods, first)
    assert whole - present == level * periods


def exactly(times: list[Fraction], amounts: np.ndarray) -> int:
    """The exact solver's rate in whole units, or what stands for none."""
    try:
        return units(rate_of([Timed(at, int(amount)) for at, amount in zip(times, amounts, strict=True)])[0])
    except NoRate:
        return int(NO_RATE)


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(0, 3000))
def test_time_in_months_lies_near_time_in_days(start: date, days: int) -> None:
    until = start + timedelta(days=days)
    exact = Fraction(days, 365)
    for remainder in Remainder:
        assert abs(years_back(start, until, remainder) - exact) <= Fraction(days, 100) + Fraction(1, 100)


@given(
    DAYS,
    st.integers(0, 400),
    st.sampled_from([Unit.DAY, Unit.WEEK, Unit.HALF_MONTH, Unit.MONTH, Unit.YEAR]),
    st.integers(1, 3),
)
def test_a_fraction_of_a_unit_is_less_than_a_unit_and_a_bit(start: date, days: int, unit: Unit, n: int) -> None:
    time = unit_periods(start, start + timedelta(days=days), unit, 1 if unit is Unit.HALF_MONTH else n)
    assert time.whole >= 0
    # Thirty-day months of odd days can just exceed the unit: 31 days over 30.
    assert 0 <= time.fraction <= Fraction(16, 15)


PORTFOLIO = st.lists(
    st.tuples(st.integers(1_000, 10**8), st.lists(st.integers(1, 10**7), min_size=6, max_size=6)),
    min_size=1,
    max_size=8,
)
GAPS = st.lists(st.integers(1, 60), min_size=6, max_size=6)


def _flows(portfolio: list[tuple[int, list[int]]]) -> np.ndarray:
    # Loans that pay back at least half: the exact solver, too, has bounds.
    return np.array(
        [[min(received, 2 * sum(paid)), *(-amount for amount in paid)] for received, paid in portfolio], np.int64
    )


@given(PORTFOLIO, GAPS)
def test_many_dated_rates_are_the_same_integers(portfolio: list[tuple[int, list[int]]], gaps: list[int]) -> None:
    amounts = _flows(portfolio)
    days = np.concatenate([[0], np.cumsum(gaps)])
    rows = np.repeat(days[None], len(amounts), 0)
    expected = [exactly([Fraction(int(at), 365) for at in days], row) for row in amounts]
    assert xirr_many(days, amounts).tolist() == xirr_many(rows, amounts).tolist() == expected


@given(PORTFOLIO)
def test_many_period_and_eu_rates_are_the_same_integers(portfolio: list[tuple[int, list[int]]]) -> None:
    amounts = _flows(portfolio)
    months = np.arange(7)
    periods = [Fraction(number) for number in range(7)]
    assert period_rate_many(amounts).tolist() == [exactly(periods, row) for row in amounts]
    assert eu_aprc_many(months, 12, amounts).tolist() == [
        exactly([period / 12 for period in periods], row) for row in amounts
    ]


@given(PORTFOLIO, st.integers(0, 29))
def test_many_us_rates_are_the_same_integers(portfolio: list[tuple[int, list[int]]], odd: int) -> None:
    amounts = _flows(portfolio)
    whole = np.arange(1, 7)
    many = us_appendix_j_many(whole, np.full(len(amounts), odd), 30, -amounts[:, 1:], amounts[:, 0], 12)
    for place, row in enumerate(amounts):
        payments = [UnitPayment(number, Fraction(odd, 30), int(-amount)) for number, amount in enumerate(row[1:], 1)]
        rate = us_appendix_j([UnitPayment(0, Fraction(0), int(row[0]))], payments, 12, 14)
        assert many[place] == units(rate.value)


@given(st.integers(1, 5))
def test_rows_that_change_sides_more_than_once_are_left_to_exact_code(times: int) -> None:
    amounts = np.array([[100, -230, 132]] * times, np.int64)
    assert period_rate_many(amounts).tolist() == [UNIT // 10] * times
