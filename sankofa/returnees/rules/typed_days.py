"""Whether a day that somebody typed can be meant in the calendar that they chose, and in which other one it can be.

Nothing is changed without asking: what does not fit comes back with the calendars in which it would.  A year of Nepal
that could as well be a Gregorian one is asked back, because 2016 is a likely return and 1959, which is 2016 in Nepal,
is not.  Source: register of returnees, bad input: "a wrong calendar".
"""

from collections.abc import Iterator
from datetime import date

from sankofa.intake.rules import reading
from sankofa.intake.rules.terms import Cell
from sankofa.kernel.finding import Finding, Weight
from sankofa.places.rules.calendars import Calendar, in_calendar
from sankofa.returnees.rules.terms import PartialDay, Precision

SOURCE = "register of returnees"
YEARS_MAX = 110
"""How long ago a day in the life of somebody here can be; and how far ahead a paper can be valid."""


def calendars_meant(text: str, *, chosen: Calendar, on: date, may_lie_ahead: bool = False) -> list[Calendar]:
    """Return the calendars other than the chosen one in which a text is a day that can be meant."""
    years = reading.years_written([Cell(text)])
    has_month_name = any(sign.isalpha() for sign in text)
    if chosen is Calendar.GREGORIAN and not has_month_name and any(1900 <= year <= on.year for year in years):
        return []  # the year fits; a wrong day or month is a slip, and no sign of another calendar
    found = []
    for calendar in Calendar:
        read = reading.read_day(Cell(text), "day", calendar=calendar).value
        if calendar is chosen or read is None:
            continue
        ahead = read.date.year - on.year
        if ahead >= -YEARS_MAX and (read.date <= on or (may_lie_ahead and ahead <= YEARS_MAX // 2)):
            found.append(calendar)
    return found


def doubtful(known: PartialDay, *, field: str, on: date) -> Iterator[Finding]:
    """Yield the doubt about a year of Nepal that would also be a Gregorian year gone by."""
    if known.day is None or known.calendar is not Calendar.BIKRAM_SAMBAT:
        return
    year = in_calendar(known.calendar, known.day).year
    if year <= on.year:
        said = str(known.calendar)
        yield Finding("calendar_doubtful", Weight.CONCERN, SOURCE, field=field, year=year, calendar=said, day=known.day)


def read(day: reading.Day, *, is_guess: bool = False) -> PartialDay:
    """Return a day that was read, as the register keeps it; a guess is kept as a guess at its year."""
    if not is_guess:
        return PartialDay(day.date, Precision(day.precision.value), day.calendar)
    year = in_calendar(day.calendar, day.date).year
    first = reading.read_day(Cell(str(year)), "day", calendar=day.calendar).value
    assert first is not None, "the year of a day that was read is a year"
    return PartialDay(first.date, Precision.ESTIMATED, day.calendar)
