"""Days of Nepal's calendar, of the Hijri and of Afghanistan's solar calendar, and the Gregorian days they are.

Sources: the Constitution of Nepal, published on 20 September 2015 (2072.6.3); days that are on record in both calendars
(the earthquake of 12 Baishakh 2072, the first of June 2001, the eleventh of Baishakh 2063); the new years published by
Nepal Panchanga Nirnayak Samiti; the tables of Umm al-Qura (Makkah) for Hijri months; for years of the
sun days on record in both calendars, among them the law of 31 March 1925 (11 Farvardin 1304), the constitution of
Afghanistan (14 Jadi 1382) and new years; leap years as published by the Calendar Centre, University of Tehran.
"""

from datetime import date

import pytest

from sankofa.intake.rules.reading import read_day, years_written
from sankofa.intake.rules.terms import Cell
from sankofa.places.rules.calendar_months import month_meant, month_name
from sankofa.places.rules.calendars import (
    Calendar,
    CalendarDay,
    NoSuchDay,
    NoSuchMonth,
    OutsideCalendar,
    day_of,
    days_in_month,
    in_calendar,
    likely,
    usual_in,
    year_of,
)
from sankofa.returnees.rules.terms import PartialDay, Precision, age_of

BS, AH, SH, AD = Calendar.BIKRAM_SAMBAT, Calendar.HIJRI, Calendar.SHAMSI, Calendar.GREGORIAN


@pytest.mark.parametrize(
    ("calendar", "said", "gregorian"),
    [
        pytest.param(BS, (2081, 1, 1), "2024-04-13", id="new-year-2081-in-nepal"),
        pytest.param(BS, (2080, 1, 1), "2023-04-14", id="new-year-2080-in-nepal"),
        pytest.param(BS, (2082, 1, 1), "2025-04-14", id="new-year-2082-in-nepal"),
        pytest.param(BS, (2072, 6, 3), "2015-09-20", id="constitution-of-nepal"),
        pytest.param(BS, (2072, 1, 12), "2015-04-25", id="earthquake-in-nepal"),
        pytest.param(BS, (2058, 2, 19), "2001-06-01", id="first-of-june-2001"),
        pytest.param(BS, (2063, 1, 11), "2006-04-24", id="eleventh-of-baishakh-2063"),
        pytest.param(BS, (2047, 12, 29), "1991-04-12", id="a-birth-in-chaitra"),
        pytest.param(AH, (1446, 1, 1), "2024-07-07", id="new-year-1446"),
        pytest.param(AH, (1445, 9, 1), "2024-03-11", id="ramadan-1445"),
        pytest.param(AH, (1445, 10, 1), "2024-04-10", id="shawwal-1445"),
        pytest.param(AH, (1444, 10, 1), "2023-04-21", id="shawwal-1444"),
        pytest.param(AH, (1400, 1, 1), "1979-11-20", id="new-century-1400"),
        pytest.param(SH, (1304, 1, 11), "1925-03-31", id="law-of-the-solar-calendar"),
        pytest.param(SH, (1352, 4, 26), "1973-07-17", id="twenty-sixth-of-saratan-1352"),
        pytest.param(SH, (1357, 2, 7), "1978-04-27", id="seventh-of-sawr-1357"),
        pytest.param(SH, (1357, 11, 22), "1979-02-11", id="twenty-second-of-bahman-1357"),
        pytest.param(SH, (1367, 11, 26), "1989-02-15", id="twenty-sixth-of-dalw-1367"),
        pytest.param(SH, (1371, 2, 8), "1992-04-28", id="eighth-of-sawr-1371"),
        pytest.param(SH, (1380, 10, 1), "2001-12-22", id="first-of-jadi-1380"),
        pytest.param(SH, (1382, 10, 14), "2004-01-04", id="constitution-of-afghanistan"),
        pytest.param(SH, (1399, 12, 30), "2021-03-20", id="last-day-of-a-leap-year"),
        pytest.param(SH, (1400, 5, 24), "2021-08-15", id="twenty-fourth-of-asad-1400"),
        pytest.param(SH, (1403, 1, 1), "2024-03-20", id="new-year-1403"),
        pytest.param(SH, (1404, 1, 1), "2025-03-21", id="new-year-1404-after-a-leap-year"),
        pytest.param(AD, (2024, 2, 29), "2024-02-29", id="a-gregorian-day-is-itself"),
    ],
)
def test_a_day_on_record_in_two_calendars_is_the_same_day(
    calendar: Calendar, said: tuple[int, int, int], gregorian: str
) -> None:
    assert day_of(calendar, *said) == date.fromisoformat(gregorian)
    assert in_calendar(calendar, date.fromisoformat(gregorian)) == CalendarDay(*said)


@pytest.mark.parametrize(
    ("calendar", "year", "month", "days"),
    [
        pytest.param(BS, 2081, 12, 31, id="chaitra-2081"),
        pytest.param(BS, 2047, 12, 30, id="chaitra-2047"),
        pytest.param(BS, 2081, 3, 31, id="ashadh-2081"),
        pytest.param(BS, 2058, 2, 32, id="a-month-of-32-days"),
        pytest.param(AH, 1445, 9, 30, id="ramadan-1445"),
        pytest.param(SH, 1403, 12, 30, id="hut-of-a-leap-year"),
        pytest.param(SH, 1404, 12, 29, id="hut-of-another-year"),
        pytest.param(SH, 1404, 6, 31, id="the-sixth-month-of-the-sun"),
        pytest.param(SH, 1404, 7, 30, id="the-seventh-month-of-the-sun"),
        pytest.param(AD, 2024, 2, 29, id="february-of-a-leap-year"),
    ],
)
def test_months_are_as_long_as_that_year_made_them(calendar: Calendar, year: int, month: int, days: int) -> None:
    assert days_in_month(calendar, year, month) == days


@pytest.mark.parametrize(
    ("calendar", "said", "error", "sentence"),
    [
        pytest.param(BS, (2081, 12, 32), NoSuchDay, "Month 12 of 2081 in bikram_sambat has 31 days, not 32.", id="day"),
        pytest.param(BS, (2081, 13, 1), NoSuchMonth, "There is no month 13 in bikram_sambat.", id="month"),
        pytest.param(
            BS,
            (1409, 1, 1),
            OutsideCalendar,
            "1409 is outside the years of bikram_sambat known here, 1975 to 2100.",
            id="hijri-year-in-nepal",
        ),
        pytest.param(
            SH, (1404, 12, 30), NoSuchDay, "Month 12 of 1404 in shamsi has 29 days, not 30.", id="no-leap-year"
        ),
        pytest.param(
            SH, (1300, 1, 1), OutsideCalendar, "1300 is outside the years of shamsi known here, 1304 to 1466.", id="old"
        ),
        pytest.param(
            AH, (1990, 1, 1), OutsideCalendar, "1990 is outside the years of hijri known here, 1343 to 1500.", id="year"
        ),
    ],
)
def test_what_no_calendar_knows_is_refused_with_its_reason(
    calendar: Calendar, said: tuple[int, int, int], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error) as refused:
        day_of(calendar, *said)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("written", "calendar", "read"),
    [
        pytest.param("2047-12-29", BS, "1991-04-12 day", id="figures-year-first"),
        pytest.param("29/12/2047", BS, "1991-04-12 day", id="figures-day-first"),
        pytest.param("२०४७/१२/२९", BS, "1991-04-12 day", id="devanagari-figures"),
        pytest.param("29 Chaitra 2047", BS, "1991-04-12 day", id="month-by-name"),
        pytest.param("2047 Chait 29", BS, "1991-04-12 day", id="year-first-and-another-spelling"),
        pytest.param("२०४७ चैत २९ गते", BS, "1991-04-12 day", id="as-written-in-nepali"),
        pytest.param("29/12/47", BS, "1991-04-12 day", id="two-figures-of-the-year"),
        pytest.param("12/2047", BS, "1991-03-15 month", id="a-month"),
        pytest.param("Chaitra 2047 BS", BS, "1991-03-15 month", id="a-month-by-name-with-its-era"),
        pytest.param("2047", BS, "1990-04-14 year", id="a-year"),
        pytest.param(date(2081, 1, 15), BS, "2024-04-27 day", id="a-spreadsheet-made-a-date-of-it"),
        pytest.param("32/12/2081", BS, "not_in_month", id="no-such-day"),
        pytest.param("1409", BS, "outside_calendar", id="no-year-of-nepal"),
        pytest.param("1409/1/1", AH, "1988-08-13 day", id="hijri-figures"),
        pytest.param("1 Muharram 1409", AH, "1988-08-13 day", id="hijri-month-by-name"),
        pytest.param("1 محرم 1409", AH, "1988-08-13 day", id="hijri-in-arabic-letters"),
        pytest.param("۱ ذوالحجہ ۱۴۴۵", AH, "2024-06-07 day", id="hijri-in-urdu-with-urdu-figures"),
        pytest.param("1371/1/24", SH, "1992-04-13 day", id="figures-of-the-sun-year-first"),
        pytest.param("24 Hamal 1371", SH, "1992-04-13 day", id="month-of-the-sun-by-name"),
        pytest.param("24 Farvardin 1371", SH, "1992-04-13 day", id="as-iran-calls-it"),
        pytest.param("۲۴ حمل ۱۳۷۱", SH, "1992-04-13 day", id="in-dari-with-its-figures"),
        pytest.param("۲۴ وری ۱۳۷۱ هـ ش", SH, "1992-04-13 day", id="in-pashto-with-its-era"),
        pytest.param("1371 هجری شمسی", SH, "1992-03-21 year", id="a-year-of-the-sun-with-its-era"),
        pytest.param("1371 SH", SH, "1992-03-21 year", id="a-year-of-the-sun-with-its-letters"),
        pytest.param("24/1/71", SH, "1992-04-13 day", id="two-figures-of-a-year-of-the-sun"),
        pytest.param("30/12/1404", SH, "not_in_month", id="no-leap-year-of-the-sun"),
        pytest.param("১৩/০৪/১৯৯২", AD, "1992-04-13 day", id="bangla-figures"),
        pytest.param("٢٠٢١-٠٣-١٥", AD, "2021-03-15 day", id="arabic-figures"),
        pytest.param("29 Chaitra 2047", AD, "not_a_day", id="no-gregorian-month"),
        pytest.param("2078-04-15", AD, "other_calendar", id="years-to-come-are-of-another-calendar"),
    ],
)
def test_days_are_read_in_the_calendar_that_was_chosen(written: str | date, calendar: Calendar, read: str) -> None:
    found = read_day(Cell(written), "born", calendar=calendar)
    if found.value is None:
        assert found.finding is not None
        assert found.finding.code == read
    else:
        assert f"{found.value.date} {found.value.precision}" == read
        assert found.value.calendar is calendar


@pytest.mark.parametrize(
    ("calendar", "first", "precision", "earliest", "latest"),
    [
        pytest.param(BS, (2047, 1, 1), "year", "1990-04-14", "1991-04-13", id="a-year-of-nepal-lies-in-two"),
        pytest.param(BS, (2047, 9, 1), "month", "1990-12-16", "1991-01-14", id="poush-lies-in-two-years"),
        pytest.param(BS, (2047, 9, 4), "day", "1990-12-19", "1990-12-19", id="a-day-of-nepal-is-one-day"),
        pytest.param(AH, (1409, 1, 1), "day", "1988-08-11", "1988-08-15", id="a-hijri-day-may-lie-two-days-apart"),
        pytest.param(AH, (1409, 1, 1), "year", "1988-08-11", "1989-08-03", id="so-may-the-ends-of-a-hijri-year"),
        pytest.param(SH, (1371, 1, 1), "year", "1992-03-21", "1993-03-20", id="a-year-of-the-sun-lies-in-two"),
        pytest.param(SH, (1371, 1, 24), "day", "1992-04-13", "1992-04-13", id="a-day-of-the-sun-is-one-day"),
        pytest.param(AD, (1990, 1, 1), "year", "1990-01-01", "1990-12-31", id="a-gregorian-year"),
    ],
)
def test_nothing_is_known_more_exactly_than_it_was_said(
    calendar: Calendar, first: tuple[int, int, int], precision: str, earliest: str, latest: str
) -> None:
    known = PartialDay(day_of(calendar, *first), Precision(precision), calendar)
    assert (str(known.earliest), str(known.latest)) == (earliest, latest)


@pytest.mark.parametrize(
    ("on", "least", "most"),
    [
        pytest.param("2026-04-13", 35, 35, id="a-day-before-the-earliest-birthday"),
        pytest.param("2026-04-14", 35, 36, id="on-the-earliest-birthday"),
        pytest.param("2027-04-13", 36, 36, id="on-the-latest-birthday"),
    ],
)
def test_an_age_from_a_year_of_nepal_is_least_and_most(on: str, least: int, most: int) -> None:
    born = PartialDay(day_of(BS, 2047, 1, 1), Precision.YEAR, BS)
    assert age_of(born, date.fromisoformat(on)) == (least, most)


@pytest.mark.parametrize(
    ("years", "country", "guess"),
    [
        pytest.param(["2047-01-02", "2052-03-04"], "NP", BS, id="years-of-nepal-beside-an-office-in-nepal"),
        pytest.param(["2047-01-02", "2052-03-04"], "BD", None, id="nowhere-else"),
        pytest.param(["1990-01-02", "1991-03-04", "2047-01-01"], "NP", None, id="one-of-many-proves-nothing"),
        pytest.param(["1409/1/1", "1412/2/2"], "PK", AH, id="hijri-years"),
        pytest.param(["1371/1/1", "1390/2/2"], "AF", SH, id="years-of-the-sun-beside-an-office-in-afghanistan"),
        pytest.param(["1371/1/1", "1390/2/2"], "IR", SH, id="and-in-iran"),
        pytest.param(["1371/1/1", "1399/2/2", "1400/1/1"], "PK", AH, id="elsewhere-they-look-lunar"),
        pytest.param(["1425/1/1", "1430/2/2"], "AF", None, id="later-years-may-be-of-either-count-there"),
        pytest.param(["1990-01-02"], "NP", None, id="gregorian"),
        pytest.param([], "NP", None, id="nothing-written"),
    ],
)
def test_a_guess_at_the_calendar_of_a_column_needs_a_reason(
    years: list[str], country: str, guess: Calendar | None
) -> None:
    assert likely(years_written(map(Cell, years)), country=country) is guess


def test_nepal_and_afghanistan_type_their_own_calendars_and_others_the_gregorian_one() -> None:
    assert [usual_in(country) for country in ("NP", "AF", "BD", "PK", "")] == [BS, SH, AD, AD, AD]


@pytest.mark.parametrize(
    ("calendar", "word", "month"),
    [
        pytest.param(BS, "Baisakh", 1, id="as-some-spell-it"),
        pytest.param(BS, "बैशाख", 1, id="in-nepali"),
        pytest.param(BS, "Chaitra", 12, id="the-last"),
        pytest.param(AH, "Dhul-Hijjah", 12, id="with-a-dash"),
        pytest.param(AH, "رمضان", 9, id="in-arabic"),
        pytest.param(AH, "Ramzan", 9, id="as-said-in-south-asia"),
        pytest.param(AH, "Baishakh", None, id="of-another-calendar"),
        pytest.param(SH, "Saur", 2, id="as-some-spell-it-in-english"),
        pytest.param(SH, "اردیبهشت", 2, id="as-iran-writes-it"),
        pytest.param(SH, "غویی", 2, id="in-pashto"),
        pytest.param(SH, "ثور", 2, id="in-dari"),
    ],
)
def test_months_are_understood_by_many_names(calendar: Calendar, word: str, month: int | None) -> None:
    assert month_meant(calendar, word) == month


def test_months_are_named_in_the_language_of_the_reader_or_in_english() -> None:
    named = [month_name(AH, 9, language) for language in ("en", "fr", "ur", "ar", "bn")]
    assert named == ["Ramadan", "ramadan", "رمضان", "رمضان", "Ramadan"]
    assert month_name(BS, 8, "ne") == "मंसिर"
    assert [month_name(SH, 6, language) for language in ("en", "fr", "ur", "fa", "bn")] == [
        "Sunbula", "sounbola", "سنبلہ", "سنبله", "Sunbula",
    ]  # fmt: skip


PUBLISHED = (
    "1304 1309 1313 1317 1321 1325 1329 1333 1337 1342 1346 1350 1354 1358 1362 1366 1370 1375 1379 1383 1387 1391"
)
"""Leap years as published, until 1395; after them the next two, which have passed since."""


def test_leap_years_of_the_sun_are_those_published() -> None:
    published = {*map(int, PUBLISHED.split()), 1395, 1399, 1403}
    assert {year for year in range(1304, 1405) if days_in_month(SH, year, 12) == 30} == published


def test_a_year_is_all_its_days() -> None:
    assert (year_of(BS, 2081).from_, year_of(BS, 2081).until) == (date(2024, 4, 13), date(2025, 4, 14))
