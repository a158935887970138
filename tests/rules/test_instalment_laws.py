"""Laws of schedules, by generated loans."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sankofa.instalments.daycount import DayCount, year_fraction
from sankofa.instalments.due_dates import Closed, Every, Shift, Unit, due_dates
from sankofa.instalments.errors import BadTerms
from sankofa.instalments.schedule import schedule
from sankofa.instalments.schedule_many import declining_many, due_dates_many, flat_many
from sankofa.instalments.terms import Fee, FeeTime, Grace, Level, RateBasis, Roundings, Shape, Step, Terms, Tranche
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Money, Rounding, to_multiple

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
RATES = st.integers(0, 6_000_000).map(lambda ppm: Fraction(ppm, 100_000))
CHARGED = [basis for basis in RateBasis if basis not in {RateBasis.NONE, RateBasis.PROFIT_SHARE}]


@st.composite
def loans(draw: st.DrawFn) -> Terms:
    """Terms that combine what may go together."""
    count = draw(st.integers(1, 40))
    shape = draw(st.sampled_from([Shape.EQUAL_INSTALMENTS, Shape.EQUAL_PRINCIPAL, Shape.INTEREST_ONLY, Shape.BULLET]))
    starts_on = draw(DAYS)
    most = min(3, count - 1)
    grace = Grace(*(draw(st.integers(0, most)) for _ in range(4))) if draw(st.booleans()) else Grace()
    basis = draw(st.sampled_from(CHARGED))
    skipped = frozenset(draw(st.sets(st.integers(1, max(1, count - 1)), max_size=2))) if count > 3 else frozenset()
    return Terms(
        principal=Money(draw(st.integers(1, 10**10)), "XOF"),
        basis=basis,
        rate_percent=draw(RATES),
        starts_on=starts_on,
        count=count,
        every=Every(draw(st.integers(1, 3)), draw(st.sampled_from([Unit.DAY, Unit.WEEK, Unit.HALF_MONTH, Unit.MONTH]))),
        shape=shape,
        level=draw(st.sampled_from(Level)),
        day_count=draw(st.sampled_from([None, *DayCount])),
        grace=grace,
        skipped=skipped,
        skipped_capitalise=draw(st.booleans()),
        rounding=Roundings(
            draw(st.sampled_from(Rounding)), draw(st.sampled_from(Rounding)), draw(st.sampled_from([1, 5, 25]))
        ),
    )


@given(loans())
def test_principal_adds_up_to_the_loan_and_what_was_capitalised(agreed: Terms) -> None:
    made = schedule(agreed)
    grown = sum(row.balance - row.opening + row.principal for row in made.rows)
    assert sum(row.principal for row in made.rows) == agreed.principal.minor + grown
    assert made.rows[-1].balance == 0
    capitalises = agreed.grace.capitalised or agreed.skipped_capitalise
    assert grown >= 0
    assert grown == 0 or (capitalises and not agreed.basis.is_flat)


@given(loans())
def test_rows_follow_one_another(agreed: Terms) -> None:
    made = schedule(agreed)
    assert all(later.opening == row.balance for row, later in zip(made.rows, made.rows[1:], strict=False))
    assert all(row.due_on < later.due_on for row, later in zip(made.rows, made.rows[1:], strict=False))
    assert all(row.payment == row.principal + row.interest + row.fees for row in made.rows)
    assert all(row.principal >= 0 and row.interest >= 0 for row in made.rows)


@given(loans(), st.integers(1, 100_000))
def test_a_higher_rate_never_lowers_the_interest_of_a_given_plan(agreed: Terms, more: int) -> None:
    assume(agreed.shape in {Shape.INTEREST_ONLY, Shape.BULLET, Shape.EQUAL_PRINCIPAL})
    dearer = replace(agreed, rate_percent=min(agreed.rate_percent + Fraction(more, 1000), Fraction(1000)))
    assert schedule(dearer).total_interest >= schedule(agreed).total_interest


@given(st.integers(10_000, 10**9), RATES, st.integers(2, 60), st.integers(1, 28))
def test_a_later_first_payment_never_lowers_interest(minor: int, rate: Fraction, count: int, later: int) -> None:
    agreed = Terms(
        principal=Money(minor, "XOF"),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=rate,
        starts_on=date(2026, 1, 1),
        first_due_on=date(2026, 2, 1),
        count=count,
        shape=Shape.EQUAL_PRINCIPAL,
        day_count=DayCount.ACTUAL_365,
    )
    put_off = replace(
        agreed,
        first_due_on=None,
        due_on=tuple(row.due_on + timedelta(days=later) for row in schedule(agreed).rows),
        count=None,
    )
    # The last periods are as long as before or a day or two other; a whole later plan is compared with its own start.
    assert schedule(put_off).rows[0].interest >= schedule(agreed).rows[0].interest


@given(st.integers(1_000, 10**9), RATES, st.integers(1, 120))
def test_equal_instalments_are_equal_but_for_what_rounding_leaves_to_the_last(
    minor: int, rate: Fraction, count: int
) -> None:
    agreed = Terms(
        principal=Money(minor, "XOF"),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=rate,
        starts_on=date(2026, 1, 31),
        count=count,
    )
    made = schedule(agreed)
    paid = [row.payment for row in made.rows]
    assert all(payment == made.instalment for payment in paid[:-1]) or len(paid) < count
    # Half a unit a row, carried forward with interest, is all that rounding can leave.
    growth = (1 + rate / 1200) ** count
    assert abs(paid[-1] - made.instalment) <= (count + 1) * growth + 1 or len(paid) < count


@given(st.integers(1_000, 10**9), st.integers(2, 24), st.integers(1, 20))
def test_a_tranche_is_repaid_with_the_rest(minor: int, count: int, tenth: int) -> None:
    first_part = Money(minor, "XOF")
    agreed = Terms(
        principal=first_part,
        basis=RateBasis.DECLINING_MONTH,
        rate_percent=Fraction(2),
        starts_on=date(2026, 1, 5),
        count=count,
        tranches=(Tranche(date(2026, 1, 5) + timedelta(days=tenth), first_part),),
    )
    made = schedule(agreed)
    assert sum(row.principal for row in made.rows) == 2 * minor
    assert made.rows[-1].balance == 0


@given(st.integers(10_000, 10**8), st.integers(3, 36), st.integers(101, 200))
def test_steps_rise_by_their_parts(minor: int, count: int, hundredths: int) -> None:
    times = Fraction(hundredths, 100)
    agreed = Terms(
        principal=Money(minor, "XOF"),
        basis=RateBasis.DECLINING_MONTH,
        rate_percent=Fraction(1),
        starts_on=date(2026, 1, 1),
        count=count,
        shape=Shape.STEPS,
        steps=(Step(2, times),),
    )
    made = schedule(agreed)
    second = made.instalment * times
    assume(len(made.rows) == count)
    assert all(
        row.payment == rounded(second.numerator, second.denominator, Rounding.HALF_UP) for row in made.rows[1:-1]
    )
    assert made.rows[0].payment == made.instalment


@given(st.integers(10_000, 10**8), st.integers(2, 36), st.integers(1, 9))
def test_a_balloon_comes_with_the_last_payment(minor: int, count: int, tenths: int) -> None:
    balloon = Money(minor * tenths // 10, "XOF")
    agreed = Terms(
        principal=Money(minor, "XOF"),
        basis=RateBasis.DECLINING_MONTH,
        rate_percent=Fraction(1),
        starts_on=date(2026, 1, 1),
        count=count,
        balloon=balloon,
    )
    made = schedule(agreed)
    assert abs(made.rows[-1].payment - made.instalment - balloon.minor) <= 2 * count


@given(loans(), st.integers(1, 10**6))
def test_fees_change_payments_and_nothing_else(agreed: Terms, fee: int) -> None:
    plain = schedule(agreed)
    amount = Money(fee, "XOF")
    charged = schedule(
        replace(agreed, fees=(Fee("book", amount, time=FeeTime.EACH), Fee("cover", amount, time=FeeTime.SPREAD)))
    )
    assert [row.principal for row in charged.rows] == [row.principal for row in plain.rows]
    assert charged.total_payments == plain.total_payments + fee * len(plain.rows) + fee


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6), st.integers(1, 1000), st.sampled_from(Rounding))
def test_quotients_round_as_the_kernel_rounds(above: int, below: int, step: int, rounding: Rounding) -> None:
    assert rounded(above, below, rounding, step) == to_multiple(Fraction(above, below), step, rounding)


@given(
    DAYS,
    st.integers(1, 40),
    st.sampled_from([Unit.DAY, Unit.WEEK, Unit.HALF_MONTH, Unit.MONTH, Unit.YEAR]),
    st.integers(1, 4),
)
def test_many_dates_are_those_reckoned_one_by_one(first: date, count: int, unit: Unit, n: int) -> None:
    every = Every(n, unit)
    dates = due_dates(first, every, count)
    assert list(dates) == [every.after(first, step) for step in range(count)]
    assert list(dates) == sorted(set(dates))


@given(DAYS, st.integers(1, 24), st.sets(st.integers(0, 6), max_size=4), st.sets(DAYS, max_size=6))
def test_nobody_pays_on_a_closed_day(first: date, count: int, weekdays: set[int], holidays: set[date]) -> None:
    for shift in (Shift.NEXT, Shift.PREVIOUS, Shift.NEXT_IN_MONTH):
        closed = Closed(frozenset(holidays), frozenset(weekdays), shift)
        assert not any(closed.is_closed(closed.shifted(day)) for day in due_dates(first, Every(), count, closed))


@given(
    DAYS,
    DAYS,
    DAYS,
    st.sampled_from([DayCount.ACTUAL_365, DayCount.ACTUAL_360, DayCount.ACTUAL_ACTUAL, DayCount.ACTUAL_ACTUAL_END]),
)
def test_times_of_actual_days_add_up(one: date, two: date, three: date, count: DayCount) -> None:
    first, middle, last = sorted((one, two, three))
    whole = year_fraction(first, last, count)
    assert year_fraction(first, middle, count) + year_fraction(middle, last, count) == whole


PORTFOLIO = st.lists(
    st.tuples(st.integers(1, 10**9), st.integers(0, 3_000_000), st.integers(1, 72)), min_size=1, max_size=12
)


@given(
    PORTFOLIO,
    st.sampled_from([(12, Every()), (52, Every(unit=Unit.WEEK)), (26, Every(2, Unit.WEEK))]),
    st.sampled_from([1, 5, 100]),
)
def test_many_declining_schedules_are_the_same_integers(
    portfolio: list[tuple[int, int, int]], periods: tuple[int, Every], step: int
) -> None:
    principal, rate, count = (np.array(column, np.int64) for column in zip(*portfolio, strict=True))
    many = declining_many(principal, rate, count, periods[0], step)
    for place, (minor, ppm, times) in enumerate(portfolio):
        one = schedule(_plain(minor, ppm, times, RateBasis.DECLINING_YEAR, periods[1], step))
        assert many.instalment[place] == one.instalment
        _same(one.rows, many, place)


@given(PORTFOLIO)
def test_many_equal_principal_schedules_are_the_same_integers(portfolio: list[tuple[int, int, int]]) -> None:
    principal, rate, count = (np.array(column, np.int64) for column in zip(*portfolio, strict=True))
    many = declining_many(principal, rate, count, equal_principal=True)
    for place, (minor, ppm, times) in enumerate(portfolio):
        agreed = replace(_plain(minor, ppm, times, RateBasis.DECLINING_YEAR, Every(), 1), shape=Shape.EQUAL_PRINCIPAL)
        _same(schedule(agreed).rows, many, place)


@given(PORTFOLIO, st.sampled_from([1, 5, 100]))
def test_many_flat_schedules_are_the_same_integers(portfolio: list[tuple[int, int, int]], step: int) -> None:
    principal, rate, count = (np.array(column, np.int64) for column in zip(*portfolio, strict=True))
    many = flat_many(principal, rate, count, step)
    for place, (minor, ppm, times) in enumerate(portfolio):
        _same(schedule(_plain(minor, ppm, times, RateBasis.FLAT_TOTAL, Every(), step)).rows, many, place)


def _plain(minor: int, ppm: int, count: int, basis: RateBasis, every: Every, step: int) -> Terms:
    return Terms(
        principal=Money(minor, "XOF"),
        basis=basis,
        rate_percent=Fraction(ppm, 10_000),
        starts_on=date(2026, 1, 31),
        count=count,
        every=every,
        rounding=Roundings(instalment_step=step),
    )


def _same(rows, many, place: int) -> None:  # type: ignore[no-untyped-def]
    for number, row in enumerate(rows):
        assert many.principal[number, place] == row.principal
        assert many.interest[number, place] == row.interest
        assert many.balance[number, place] == row.balance
        assert many.payment[number, place] == row.payment
    assert not many.payment[len(rows) :, place].any()


@given(st.lists(DAYS, min_size=1, max_size=8), st.integers(1, 30), st.integers(1, 6))
def test_many_due_dates_are_the_same_days(starts: list[date], count: int, n: int) -> None:
    days = np.array(starts, "datetime64[D]")
    by_month, by_week = due_dates_many(days, count, months=n), due_dates_many(days, count, days=7 * n)
    for place, start in enumerate(starts):
        assert by_month[:, place].tolist() == list(due_dates(start, Every(n), count, after=True))
        assert by_week[:, place].tolist() == list(due_dates(start, Every(n, Unit.WEEK), count, after=True))


@pytest.mark.parametrize(
    ("principal", "rate", "count", "sentence"),
    [
        pytest.param([0], [1], [1], "principal: 0 cannot be", id="nothing lent"),
        pytest.param([1], [1], [0], "count:", id="no instalment"),
        pytest.param([1], [-1], [1], "rate_ppm:", id="a rate below zero"),
        pytest.param([2**61], [10**6], [1], "principal: .* must fit 62 bits", id="beyond whole numbers of 64 bits"),
    ],
)
def test_portfolios_that_cannot_be_are_refused(
    principal: list[int], rate: list[int], count: list[int], sentence: str
) -> None:
    with pytest.raises(BadTerms, match=sentence):
        declining_many(np.array(principal), np.array(rate), np.array(count))


def test_the_annuity_agrees_with_the_binomial_by_hand() -> None:
    """100 in two instalments at 10 %: 100 * 1.21 / 2.1 = 57.619..., reckoned without the engine."""
    two = sum(comb(2, power) * 10**-power for power in range(3))
    agreed = Terms(
        principal=Money.of("100", "USD"),
        basis=RateBasis.DECLINING_PERIOD,
        rate_percent=Fraction(10),
        starts_on=date(2026, 1, 1),
        count=2,
    )
    assert schedule(agreed).instalment == round(100 * 100 * two / 2.1) == 5762
