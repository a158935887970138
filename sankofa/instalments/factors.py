"""Rate factors: by how much a debt grows in each period, as an exact quotient.

A factor is numerator and denominator apart, so that rows multiply whole numbers and round once.  A yearly rate that
compounds more or less often than it is paid has no exact factor; it is taken to 40 digits, far beyond any amount.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from math import gcd

from sankofa.instalments.daycount import DayCount, days_between, year_fraction
from sankofa.instalments.due_dates import Unit
from sankofa.instalments.terms import RateBasis, Terms
from sankofa.kernel.periods import Day

Factor = tuple[int, int]
"""Interest of a period as a share of what is owed: numerator and denominator, the denominator above zero."""

DIGITS = 40


def yearly_rate(terms: Terms) -> Fraction:
    """Return the declining rate of a year, as a share, without compounding."""
    rate = terms.rate_percent / 100
    match terms.basis:
        case RateBasis.DECLINING_MONTH:
            return rate * 12
        case RateBasis.DECLINING_PERIOD:
            return rate * terms.every.a_year
        case RateBasis.DECLINING_YEAR:
            return rate
    return Fraction(0)


def compounded(rate: Fraction, times_a_year: int, years: Fraction) -> Fraction:
    """Return what a yearly rate compounding so many times a year grows to in a time, to 40 digits, without the one."""
    if years * times_a_year == 1:
        return rate / times_a_year
    with localcontext() as context:
        context.prec = DIGITS + 10
        base = 1 + Decimal(rate.numerator) / Decimal(rate.denominator) / times_a_year
        exponent = years * times_a_year
        grown = base ** (Decimal(exponent.numerator) / Decimal(exponent.denominator)) - 1
        context.prec = DIGITS
        return Fraction(+grown)


def regular_factor(terms: Terms) -> Factor:
    """Return the factor of one regular period, every period being an equal part of the year."""
    if terms.compounding:
        factor = compounded(yearly_rate(terms), terms.compounding, 1 / terms.every.a_year)
        return factor.numerator, factor.denominator
    if not terms.basis.is_declining:
        return 0, 1
    above, below = terms.rate_percent.numerator, 100 * terms.rate_percent.denominator
    if terms.basis is not RateBasis.DECLINING_PERIOD:
        a_year, n = terms.every.units_a_year
        above *= n if terms.basis is RateBasis.DECLINING_YEAR else 12 * n
        below *= a_year
    common = gcd(above, below)
    return above // common, below // common


def period_factors(terms: Terms, agreed: Sequence[Day]) -> tuple[Factor, ...]:
    """Return the factor of every period between agreed dates; of one regular period where there are no dates."""
    if not agreed:
        return (regular_factor(terms),)
    if terms.day_count is None:
        regular = regular_factor(terms)
        factors = [regular] * len(agreed)
        if terms.stub_by_days and (terms.first_due_on is not None or terms.due_on):
            factors[0] = _stub(terms, agreed, regular)
        return tuple(factors)
    dates = agreed
    if terms.interest_to_shifted and terms.closed is not None:
        dates = [terms.closed.shifted(day) for day in agreed]
    rate = yearly_rate(terms)
    from_ = terms.starts_on
    factors = []
    for until in dates:
        factors.append(span_factor(terms, rate, from_, until, dates[-1]))
        from_ = until
    return tuple(factors)


_YEAR_DAYS = {DayCount.ACTUAL_365: 365, DayCount.ACTUAL_360: 360, DayCount.ACTUAL_364: 364}


def span_factor(terms: Terms, rate: Fraction, from_: Day, until: Day, ends_on: Day) -> Factor:
    """Return the factor of any span of days under the terms' day count."""
    count = terms.day_count or DayCount.ACTUAL_365
    if terms.compounding is None and (basis := _YEAR_DAYS.get(count)):
        return rate.numerator * (until - from_).days, rate.denominator * basis
    years = year_fraction(from_, until, count, ends_on)
    if terms.compounding is not None:
        factor = compounded(rate, terms.compounding, years) if years else Fraction(0)
        return factor.numerator, factor.denominator
    return rate.numerator * years.numerator, rate.denominator * years.denominator


def _stub(terms: Terms, agreed: Sequence[Day], regular: Factor) -> Factor:
    """The first period, when it is longer or shorter than a regular one: its part of the regular period's days."""
    if terms.every.unit is Unit.MEETING:
        return regular
    regular_start = terms.every.after(agreed[0], -1)
    if regular_start == terms.starts_on or terms.every.after(terms.starts_on, 1) == agreed[0]:
        return regular
    whole = (agreed[0] - regular_start).days
    part = (agreed[0] - terms.starts_on).days
    return regular[0] * part, regular[1] * whole


def days_of(from_: Day, until: Day, count: DayCount | None) -> int:
    """Return the days of a span as the terms count them; without a day count, the days of the calendar."""
    return days_between(from_, until, count) if count else (until - from_) // timedelta(days=1)
