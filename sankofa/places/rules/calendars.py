"""The calendars in which people say days: Gregorian, Bikram Sambat (Nepal), Hijri (lunar), Shamsi (solar, Afghanistan).

The one place that knows other calendars; days are kept as plain Gregorian days everywhere else.  What is said of a
month or a year stays a span of days, because a month of Nepal lies in two Gregorian months and no rounding is true.

Bikram Sambat has no formula: the months of each year are those that Nepal published, from 1975 to 2100; years that
Nepal has not published yet are reckoned ahead and may come out a day apart.  Hijri days are those of the tables of
Umm al-Qura, 1343 to 1500.  Where a month begins when the moon is seen, the same day may lie up to two days apart; see
`SIGHTING_DAYS`.  Afghanistan and Iran count years of the sun from the same beginning (1371 is 1992): Hijri Shamsi.  Six
months have 31 days, five 30, the last 29 or 30; see `solar`.  Years of the two counts overlap, so years that may be of
the sun are never taken for lunar ones unasked (`likely`).

Sources: the tables of `nepali-datetime` (calendars published in Nepal) and of `hijridate` (Umm al-Qura, Makkah); for
years of the sun see `solar`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

import nepali_datetime
from hijridate import Gregorian, Hijri

from sankofa.kernel.periods import Span, add_months
from sankofa.places.rules import solar

MONTHS = 12
SIGHTING_DAYS = 2
"""How many days a Hijri day may lie earlier or later where months begin when the moon is seen."""


class Calendar(StrEnum):
    """A calendar in which a day can be said."""

    GREGORIAN = "gregorian"
    BIKRAM_SAMBAT = "bikram_sambat"
    HIJRI = "hijri"
    SHAMSI = "shamsi"


OTHERS = (Calendar.BIKRAM_SAMBAT, Calendar.HIJRI, Calendar.SHAMSI)
_YEARS = {
    Calendar.GREGORIAN: (1800, 2200),
    Calendar.BIKRAM_SAMBAT: (1975, 2100),
    Calendar.HIJRI: (1343, 1500),
    Calendar.SHAMSI: (solar.YEAR_MIN, solar.YEAR_MAX),
}
_LONGEST = {Calendar.GREGORIAN: 31, Calendar.BIKRAM_SAMBAT: 32, Calendar.HIJRI: 30, Calendar.SHAMSI: 31}
_USUAL_IN = {"NP": Calendar.BIKRAM_SAMBAT, "AF": Calendar.SHAMSI, "IR": Calendar.SHAMSI}


class OutsideCalendar(ValueError):
    """A year, or a day, lies outside what is known of a calendar."""

    def __init__(self, calendar: Calendar, year: int) -> None:
        super().__init__(calendar, year)
        self.calendar = calendar
        self.year = year
        self.first, self.last = _YEARS[calendar]

    def __str__(self) -> str:
        return f"{self.year} is outside the years of {self.calendar} known here, {self.first} to {self.last}."


class NoSuchMonth(ValueError):
    """A year has twelve months in every calendar here."""

    def __init__(self, calendar: Calendar, month: int) -> None:
        super().__init__(calendar, month)
        self.calendar = calendar
        self.month = month

    def __str__(self) -> str:
        return f"There is no month {self.month} in {self.calendar}."


class NoSuchDay(ValueError):
    """A month has fewer days than that: Chaitra 2081 has 31 days, not 32."""

    def __init__(self, calendar: Calendar, year: int, month: int, day: int) -> None:
        super().__init__(calendar, year, month, day)
        self.calendar, self.year, self.month, self.day = calendar, year, month, day
        self.length = days_in_month(calendar, year, month)

    def __str__(self) -> str:
        return f"Month {self.month} of {self.year} in {self.calendar} has {self.length} days, not {self.day}."


@dataclass(frozen=True, slots=True, order=True)
class CalendarDay:
    """A day as a calendar names it."""

    year: int
    month: int
    day: int


def years_of(calendar: Calendar) -> tuple[int, int]:
    """Return the first and the last year that are known of a calendar."""
    return _YEARS[calendar]


def day_of(calendar: Calendar, year: int, month: int, day: int) -> date:
    """Return the Gregorian day that a day of a calendar is.  Raises OutsideCalendar, NoSuchMonth and NoSuchDay."""
    first, last = _YEARS[calendar]
    if not first <= year <= last:
        raise OutsideCalendar(calendar, year)
    if not 1 <= month <= MONTHS:
        raise NoSuchMonth(calendar, month)
    found = _found(calendar, year, month, day)
    if found is None:
        raise NoSuchDay(calendar, year, month, day)
    return found


def in_calendar(calendar: Calendar, day: date) -> CalendarDay:
    """Return what a calendar calls a Gregorian day.  Raises OutsideCalendar with the Gregorian year."""
    if not _first(calendar) <= day <= _last(calendar):
        raise OutsideCalendar(calendar, day.year)
    match calendar:
        case Calendar.BIKRAM_SAMBAT:
            said = nepali_datetime.date.from_datetime_date(day)
            return CalendarDay(said.year, said.month, said.day)
        case Calendar.HIJRI:
            return CalendarDay(*Gregorian.fromdate(day).to_hijri().datetuple())
        case Calendar.SHAMSI:
            return CalendarDay(*solar.named(day))
        case _:
            return CalendarDay(day.year, day.month, day.day)


def days_in_month(calendar: Calendar, year: int, month: int) -> int:
    """Return how many days a month has.  Raises OutsideCalendar and NoSuchMonth."""
    day_of(calendar, year, month, 1)
    # Every month here has at least 28 days, so the last day is found in a few steps.
    return next(last for last in range(_LONGEST[calendar], 27, -1) if _found(calendar, year, month, last) is not None)


def month_of(calendar: Calendar, year: int, month: int) -> Span:
    """Return the days of a month.  Raises OutsideCalendar and NoSuchMonth."""
    first = day_of(calendar, year, month, 1)
    if calendar is Calendar.GREGORIAN:
        return Span(first, add_months(first, 1))
    return Span(first, date.fromordinal(first.toordinal() + days_in_month(calendar, year, month)))


def year_of(calendar: Calendar, year: int) -> Span:
    """Return the days of a year.  Raises OutsideCalendar."""
    return Span(day_of(calendar, year, 1, 1), month_of(calendar, year, MONTHS).until)


def usual_in(country: str) -> Calendar:
    """Return the calendar in which people of a country (ISO 3166-1 alpha-2) mostly say days to an office."""
    return _USUAL_IN.get(country, Calendar.GREGORIAN)


def likely(years: list[int], *, country: str) -> Calendar | None:
    """Return the other calendar that the years of a column look like; None where they look Gregorian or unclear.

    Most of the years must lie where no Gregorian day of a living person lies.  Years of Nepal are told only beside an
    office in Nepal, and years of the sun only beside one in Afghanistan or Iran; later ones than 1412 may be of either
    count there, and are told as none.
    """
    if not years:
        return None
    nepali = sum(2040 <= year <= 2090 for year in years)
    lunar = sum(1380 <= year <= 1460 for year in years)
    solar_years = sum(1300 <= year <= 1412 for year in years)
    usual = usual_in(country)
    if usual is Calendar.BIKRAM_SAMBAT and 2 * nepali > len(years):
        return Calendar.BIKRAM_SAMBAT
    if usual is Calendar.SHAMSI:
        return Calendar.SHAMSI if 2 * solar_years > len(years) else None
    return Calendar.HIJRI if 2 * lunar > len(years) else None


@cache
def _first(calendar: Calendar) -> date:
    return day_of(calendar, _YEARS[calendar][0], 1, 1)


@cache
def _last(calendar: Calendar) -> date:
    year = _YEARS[calendar][1]
    return day_of(calendar, year, MONTHS, days_in_month(calendar, year, MONTHS))


@cache
def _found(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day; None where the month has no such day."""
    try:
        match calendar:
            case Calendar.BIKRAM_SAMBAT:
                known: date = nepali_datetime.date(year, month, day).to_datetime_date()
                return known
            case Calendar.HIJRI:
                greg = Hijri(year, month, day).to_gregorian()
                return date(greg.year, greg.month, greg.day)
            case Calendar.SHAMSI:
                return solar.day_of(year, month, day)
            case _:
                return date(year, month, day)
    except (ValueError, OverflowError):
        return None
