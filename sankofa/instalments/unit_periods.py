"""Time as laws count it between a first day and a payment: whole units back from the payment, and a rest in days.

EU: Annex I to Directive 2008/48/EC, remarks (c): intervals in years or fractions; a year has 365 days (366 when leap),
52 weeks or 12 equal months; whole units are counted back from the payment, and the rest in days up to the first day
is divided by 365, or 366 in a leap year.  US: Regulation Z, Appendix J (b)(3) to (b)(5).
"""

from calendar import isleap, monthrange
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from sankofa.instalments.due_dates import Unit
from sankofa.kernel.periods import Day, add_months


class Remainder(StrEnum):
    """How the time of a payment is counted in years."""

    DAYS_365 = "days/365"  # days alone
    MONTHS = "months"  # whole months back from the payment, then days
    WEEKS = "weeks"  # whole weeks of 1/52
    YEARS = "years"  # whole years, then days


def years_back(from_: Day, until: Day, remainder: Remainder) -> Fraction:
    """Return the time in years from the first day until a payment, as Annex I counts it."""
    days = (until - from_).days
    if remainder is Remainder.DAYS_365:
        return Fraction(days, 365)
    if remainder is Remainder.WEEKS:
        weeks, rest = divmod(days, 7)
        return Fraction(weeks, 52) + _rest(from_, rest)
    months = 1 if remainder is Remainder.MONTHS else 12
    whole = _whole_back(from_, until, months)
    return Fraction(whole * months, 12) + _rest(from_, (_back(from_, until, whole * months) - from_).days)


def _back(from_: Day, until: Day, months: int) -> Day:
    """The day so many months before a payment; a payment on a short month's end counts as on the first day's date."""
    anchor = until.day
    if until.day == monthrange(until.year, until.month)[1]:
        anchor = max(anchor, from_.day)
    return add_months(until, -months, anchor)


def _whole_back(from_: Day, until: Day, months: int) -> int:
    whole = ((until.year - from_.year) * 12 + until.month - from_.month) // months + 1
    while _back(from_, until, whole * months) < from_:
        whole -= 1
    return whole


def _rest(from_: Day, days: int) -> Fraction:
    """Days left at the start of the time, over 366 where the first day lies in a leap year, else over 365."""
    if not days:
        return Fraction(0)
    return Fraction(days, 366 if isleap(from_.year) else 365)


class UnitTime(NamedTuple):
    """Whole unit periods and the fraction of one, as Appendix J has them."""

    whole: int
    fraction: Fraction


def unit_periods(from_: Day, until: Day, unit: Unit, n: int = 1) -> UnitTime:
    """Return unit periods between an advance and a payment, counted back from the payment (Appendix J (b)(5)).

    Odd days are over the days of the unit: 30 for a month, 15 for half a month, 7 for a week, 365 for a year.
    """
    days = (until - from_).days
    if unit in {Unit.WEEK, Unit.DAY}:
        length = n * (7 if unit is Unit.WEEK else 1)
        whole, rest = divmod(days, length)
        return UnitTime(whole, Fraction(rest, length))
    if unit is Unit.HALF_MONTH:
        months = _whole_back(from_, until, 1)
        start = _back(from_, until, months)
        halves, rest = divmod((start - from_).days, 15)
        return UnitTime(2 * months + halves, Fraction(rest, 15))
    months = n * (12 if unit is Unit.YEAR else 1)
    whole = _whole_back(from_, until, months)
    start = _back(from_, until, whole * months)
    # Odd days beyond whole months within a longer unit count the months as 30 days each.
    odd_months = _whole_back(from_, start, 1)
    rest = (_back(from_, start, odd_months) - from_) // timedelta(days=1)
    if unit is Unit.YEAR:
        return UnitTime(whole, Fraction((start - from_).days, 365 * n))
    return UnitTime(whole, Fraction(30 * odd_months + rest, 30 * months))
