"""Day counts: how long the time between two days is, as lenders and laws reckon it.

Sources: 2006 ISDA Definitions, section 4.16 (actual/actual, actual/365, actual/360, 30/360, 30E/360, 30E/360 ISDA);
Brazil and some microfinance systems for 30/365; the United Kingdom's total charge for credit for a year of 365.25 days.
"Responsible finance", section 2.1: store the convention, for the same loan is 84.63 % in one and 85.59 % in another.
"""

from calendar import isleap, monthrange
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from sankofa.kernel.periods import Day


class DayCount(StrEnum):
    """How days between two days are counted, and how many make a year."""

    ACTUAL_365 = "actual/365"
    ACTUAL_360 = "actual/360"
    ACTUAL_364 = "actual/364"  # a year of 52 weeks
    ACTUAL_365_25 = "actual/365.25"
    ACTUAL_ACTUAL = "actual/actual"  # ISDA: days of leap years count a 366th, a day being of the year it begins in
    ACTUAL_ACTUAL_END = "actual/actual end"  # the same, a day being of the year it ends in
    THIRTY_360 = "30/360"  # bond basis
    THIRTY_360_US = "30/360 us"  # bond basis, with the end of February as a 30th
    THIRTY_E_360 = "30e/360"  # European, Eurobond
    THIRTY_E_360_ISDA = "30e/360 isda"  # every month's last day is a 30th, but for an end in February
    THIRTY_365 = "30/365"


class UnknownDayCount(ValueError):
    """No day count has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"day_count: {self.name!r} is no day count; known are {', '.join(DayCount)}."


_BASIS = {
    DayCount.ACTUAL_365: Fraction(365),
    DayCount.ACTUAL_360: Fraction(360),
    DayCount.ACTUAL_364: Fraction(364),
    DayCount.ACTUAL_365_25: Fraction(1461, 4),
    DayCount.THIRTY_360: Fraction(360),
    DayCount.THIRTY_360_US: Fraction(360),
    DayCount.THIRTY_E_360: Fraction(360),
    DayCount.THIRTY_E_360_ISDA: Fraction(360),
    DayCount.THIRTY_365: Fraction(365),
}
_ALIASES = {
    "act/365": DayCount.ACTUAL_365,
    "actual/365 fixed": DayCount.ACTUAL_365,
    "act/365f": DayCount.ACTUAL_365,
    "act/360": DayCount.ACTUAL_360,
    "act/act": DayCount.ACTUAL_ACTUAL,
    "actual/actual isda": DayCount.ACTUAL_ACTUAL,
    "act/act isda": DayCount.ACTUAL_ACTUAL,
    "30/360 bond": DayCount.THIRTY_360,
    "30/360 bond basis": DayCount.THIRTY_360,
    "30a/360": DayCount.THIRTY_360,
    "30/360 isda": DayCount.THIRTY_360,
    "30/360 usa": DayCount.THIRTY_360_US,
    "30u/360": DayCount.THIRTY_360_US,
    "30/360 european": DayCount.THIRTY_E_360,
    "30e/360 eurobond": DayCount.THIRTY_E_360,
    "30e/360 eurobond basis": DayCount.THIRTY_E_360,
    "eurobond basis": DayCount.THIRTY_E_360,
    "30e/360 german": DayCount.THIRTY_E_360_ISDA,
    "30/360 german": DayCount.THIRTY_E_360_ISDA,
}


def day_count_of(name: str) -> DayCount:
    """Return the day count of a name as contracts write it, such as "Actual/365" or "30E/360".

    Raises UnknownDayCount.
    """
    plain = " ".join(name.lower().replace("(", " ").replace(")", " ").split())
    try:
        return _ALIASES.get(plain) or DayCount(plain)
    except ValueError as error:
        raise UnknownDayCount(name) from error


def _is_last_of_month(day: Day) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def days_between(from_: Day, until: Day, count: DayCount, ends_on: Day | None = None) -> int:
    """Return how many days a day count sees between two days.

    `ends_on` is the last day of the whole loan, which only 30E/360 ISDA asks for: an end on the last of February
    keeps its own day there.
    """
    match count:
        case DayCount.THIRTY_360 | DayCount.THIRTY_365:
            first = min(from_.day, 30)
            last = min(until.day, 30) if first == 30 else until.day
        case DayCount.THIRTY_360_US:
            ends_february = from_.month == 2 and _is_last_of_month(from_)
            first = 30 if ends_february else min(from_.day, 30)
            last = until.day
            if ends_february and until.month == 2 and _is_last_of_month(until):
                last = 30
            if first == 30:
                last = min(last, 30)
        case DayCount.THIRTY_E_360:
            first, last = min(from_.day, 30), min(until.day, 30)
        case DayCount.THIRTY_E_360_ISDA:
            first = 30 if _is_last_of_month(from_) else from_.day
            keeps_its_day = until.month == 2 and until == ends_on
            last = 30 if _is_last_of_month(until) and not keeps_its_day else until.day
        case _:
            return (until - from_).days
    return 360 * (until.year - from_.year) + 30 * (until.month - from_.month) + last - first


def year_fraction(from_: Day, until: Day, count: DayCount, ends_on: Day | None = None) -> Fraction:
    """Return the time between two days in years, exactly, as a day count reckons it."""
    if count not in {DayCount.ACTUAL_ACTUAL, DayCount.ACTUAL_ACTUAL_END}:
        return days_between(from_, until, count, ends_on) / _BASIS[count]
    if until < from_:
        return -year_fraction(until, from_, count)
    if count is DayCount.ACTUAL_ACTUAL_END:
        from_, until = from_ + timedelta(days=1), until + timedelta(days=1)
    if from_.year == until.year:
        return Fraction((until - from_).days, 366 if isleap(from_.year) else 365)
    head = Fraction((date(from_.year + 1, 1, 1) - from_).days, 366 if isleap(from_.year) else 365)
    tail = Fraction((until - date(until.year, 1, 1)).days, 366 if isleap(until.year) else 365)
    return head + (until.year - from_.year - 1) + tail
