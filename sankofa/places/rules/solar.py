"""The solar Hijri calendar of Afghanistan and Iran (Hijri Shamsi): years of the sun, counted from the Hijra.

A year begins on the day of the spring equinox.  Six months have 31 days, five have 30, the last has 29, in a leap year
30.  Of 33 years eight are leap years: those that leave 1, 5, 9, 13, 17, 22, 26 or 30 when divided by 33.  From 1206 to
1498 this gives exactly the leap years that the equinox gave or will give; only the years known here are used.

Afghanistan has the months of these lengths since 1336 (1957); before, they followed the signs of the zodiac, and a day
of an old paper may lie up to two days apart.

Sources: leap years 1206 to 1498 as published by the Calendar Centre, Institute of Geophysics, University of Tehran; the
33-year rule as in the Unicode calendars (Persian), which names the first year that departs from it: 1502.
"""

from datetime import date, timedelta

YEAR_MIN, YEAR_MAX = 1304, 1466
"""March 1925 to March 2088."""
_CYCLE = 33
_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_LENGTHS = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29)
_KNOWN_YEAR, _KNOWN_DAY = 1403, date(2024, 3, 20)
"""A new year on record in both calendars, from which the others are counted."""


def is_leap(year: int) -> bool:
    """Whether the last month of a year has thirty days."""
    return year % _CYCLE in _LEAP


def day_of(year: int, month: int, day: int) -> date:
    """Return the Gregorian day that a day of the calendar is.  Raises ValueError where there is no such day."""
    if not YEAR_MIN <= year <= YEAR_MAX or not 1 <= month <= 12 or not 1 <= day <= _length(year, month):
        raise ValueError(f"{year}-{month}-{day}")
    return _new_year(year) + timedelta(days=sum(_LENGTHS[: month - 1]) + day - 1)


def named(day: date) -> tuple[int, int, int]:
    """Return what the calendar calls a Gregorian day: year, month and day."""
    year = day.year - 621
    if day < _new_year(year):
        year -= 1
    left, month = (day - _new_year(year)).days, 1
    while left >= _length(year, month):
        left -= _length(year, month)
        month += 1
    return year, month, left + 1


def _length(year: int, month: int) -> int:
    return 30 if month == 12 and is_leap(year) else _LENGTHS[month - 1]


def _new_year(year: int) -> date:
    return _KNOWN_DAY + timedelta(days=_days_before(year) - _days_before(_KNOWN_YEAR))


def _days_before(year: int) -> int:
    """Return how many days lie before a year, counted from the first year of the count."""
    cycles, left = divmod(year - 1, _CYCLE)
    return 365 * (year - 1) + len(_LEAP) * cycles + sum(rest <= left for rest in _LEAP)
