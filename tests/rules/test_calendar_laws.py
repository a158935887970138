"""Laws of the calendars: there and back is the same day, order is kept, and what is read is what was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.intake.rules.reading import read_day
from sankofa.intake.rules.terms import Cell
from sankofa.places.rules.calendar_months import NAMES, month_meant, month_name
from sankofa.places.rules.calendars import (
    OTHERS,
    Calendar,
    NoSuchDay,
    day_of,
    days_in_month,
    in_calendar,
    month_of,
    year_of,
    years_of,
)
from sankofa.returnees.rules.terms import PartialDay, Precision, years_apart

calendars = st.sampled_from(list(Calendar))
days = st.dates(date(1930, 1, 1), date(2043, 12, 31))


def months(calendar: Calendar) -> st.SearchStrategy[tuple[int, int]]:
    first, last = years_of(calendar)
    return st.tuples(st.integers(first, last), st.integers(1, 12))


@given(calendars, days)
def test_there_and_back_is_the_same_day(calendar: Calendar, day: date) -> None:
    said = in_calendar(calendar, day)
    assert day_of(calendar, said.year, said.month, said.day) == day


@given(calendars, days, days)
def test_order_is_kept(calendar: Calendar, one: date, other: date) -> None:
    assert (in_calendar(calendar, one) < in_calendar(calendar, other)) == (one < other)


@given(st.data(), calendars)
def test_months_follow_one_another_without_a_gap(data: st.DataObject, calendar: Calendar) -> None:
    year, month = data.draw(months(calendar))
    span = month_of(calendar, year, month)
    assert span.days == days_in_month(calendar, year, month)
    if (year, month) != (years_of(calendar)[1], 12):
        assert span.until == day_of(calendar, year + month // 12, month % 12 + 1, 1)


@given(st.data(), calendars)
def test_a_day_after_the_last_of_its_month_is_refused(data: st.DataObject, calendar: Calendar) -> None:
    year, month = data.draw(months(calendar))
    with pytest.raises(NoSuchDay):
        day_of(calendar, year, month, days_in_month(calendar, year, month) + 1)


@given(calendars, days)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(calendar: Calendar, day: date) -> None:
    said = in_calendar(calendar, day)
    assert day in month_of(calendar, said.year, said.month)
    assert month_of(calendar, said.year, said.month).common_with(year_of(calendar, said.year)) is not None


@given(st.sampled_from(OTHERS), days)
def test_what_is_written_in_a_calendar_is_read_in_it(calendar: Calendar, day: date) -> None:
    said = in_calendar(calendar, day)
    for text in (
        f"{said.year}-{said.month:02}-{said.day:02}",
        f"{said.day:02}/{said.month:02}/{said.year}",
        f"{said.day} {month_name(calendar, said.month, 'en')} {said.year}",
    ):
        read = read_day(Cell(text), "born", calendar=calendar).value
        assert read is not None
        assert read.date == day


@given(st.data(), st.sampled_from(OTHERS))
def test_a_name_of_a_month_means_that_month_in_every_language(data: st.DataObject, calendar: Calendar) -> None:
    month = data.draw(st.integers(1, 12))
    assert {month_meant(calendar, names[month - 1]) for names in NAMES[calendar].values()} == {month}


@given(st.integers(1304, 1466))
def test_a_year_of_the_sun_begins_where_spring_does(year: int) -> None:
    """Every new year of those known lies on 20, 21 or 22 March."""
    new_year = day_of(Calendar.SHAMSI, year, 1, 1)
    assert (new_year.month, new_year.day) in {(3, 20), (3, 21), (3, 22)}
    assert new_year.year == year + 621


@given(calendars, days, st.sampled_from([Precision.DAY, Precision.MONTH, Precision.YEAR]))
def test_a_day_lies_between_its_earliest_and_its_latest(calendar: Calendar, day: date, precision: Precision) -> None:
    said = in_calendar(calendar, day)
    month, number = (1, 1) if precision is Precision.YEAR else (said.month, 1)
    first = day if precision is Precision.DAY else day_of(calendar, said.year, month, number)
    known = PartialDay(first, precision, calendar)
    assert known.earliest is not None
    assert known.latest is not None
    assert known.earliest <= day <= known.latest
    assert day.year in known.years
    assert years_apart(known, PartialDay(day, Precision.DAY)) == 0
