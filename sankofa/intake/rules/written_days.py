"""How people write days: the figures and names of one text, before anybody asks whether there is such a day.

15/03/2021 · 2021-03-15 · 15 mars 2021 · Mar 15, 2021 · 03/2021 · 2021 · 44270 (as spreadsheets count)
· 15 Baishakh 2081 · 2081 Baishakh 15.  Figures are Latin here; whoever asks has changed those of other scripts.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from sankofa.places.rules.calendar_months import month_meant
from sankofa.places.rules.calendars import Calendar

YEAR_MIN, YEAR_MAX = 1900, 2050
"""The Gregorian years in which a day of a living person can lie, with some years to come."""
_TWO_DIGITS_MEAN_AT_MOST = {
    Calendar.GREGORIAN: 2039,
    Calendar.BIKRAM_SAMBAT: 2095,
    Calendar.HIJRI: 1455,
    Calendar.SHAMSI: 1418,
}
_MONTHS: dict[str, int] = {
    name: place
    for place, names in enumerate(
        (
            "january jan janvier janv", "february feb fevrier fevr fev", "march mar mars", "april apr avril avr",
            "may mai", "june jun juin", "july jul juillet juil", "august aug aout",
            "september sept sep septembre", "october oct octobre", "november nov novembre",
            "december dec decembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
NUMBERS = re.compile(
    r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)?", re.IGNORECASE
)
"""A day and a month in figures, in either order, before the year."""
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR_OF_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_NAME = r"([^\W\d][^\d/,]*?)"
_DAY_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th|er|e)?[-/., ]*(?:of |de )?{_NAME}[-/.,' ]+(\d{{4}}|\d{{2}})")
_NAMED_DAY = re.compile(rf"{_NAME}[-/., ]+(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(\d{{4}})")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/., ]+{_NAME}(?:[-/., ]+(\d{{1,2}}))?")
_MONTH_NAMED = re.compile(rf"{_NAME}[-/.,' ]*(\d{{4}}|\d{{2}})")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[., ]+|"
    r"^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)[., ]+"
)
_ERA = {
    Calendar.BIKRAM_SAMBAT: re.compile(r"\b(?:b\.? ?s|v\.? ?s)\b\.?|वि\.? ?सं\.?|\bgate\b|गते|साल|بکرمی"),
    Calendar.HIJRI: re.compile(r"\b(?:a\.? ?h|hijri)\b\.?|\bھ|هـ|ہجری|هجري"),
    Calendar.SHAMSI: re.compile(
        r"\b(?:hijri[ -]?)?(?:shamsi|khorshidi)\b|\b(?:s\.? ?h|h\.? ?s|a\.? ?p)\b\.?"
        r"|(?:(?:هجری|ہجری|هجري)[ -]?)?(?:شمسی|شمسي|خورشیدی|لمریز)|هـ?[ .]*ش\b\.?|\bش\b"
    ),
}
_SERIAL_FIRST = date(1899, 12, 30)  # day 0 of Excel's count, with its day that never was, 29 February 1900


@dataclass(frozen=True, slots=True)
class Written:
    """The figures of a day, of a month or of a year, as a calendar names them."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)])


@dataclass(frozen=True, slots=True)
class TwoWays:
    """Figures that can be read day first and month first."""

    one: Written
    other: Written


def written(said: str, calendar: Calendar, day_first: bool | None) -> Written | TwoWays | None:
    """Return what a text names; None where it names no day.  `day_first` None: what can be read both ways is both."""
    if (era := _ERA.get(calendar)) is not None:
        said = era.sub("", said.casefold()).strip(" .,")
    if re.fullmatch(r"\d+(\.\d+)?", said):
        if found := _MONTH_OF_YEAR.fullmatch(said):
            return Written(int(found[2]), int(found[1]))
        if not _YEAR_OF_MONTH.fullmatch(said) or re.fullmatch(r"\d+\.0+", said):
            return _of_bare_number(said.partition(".")[0], calendar)
    if found := _ISO.fullmatch(said):
        return Written(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.fullmatch(said):
        return _of_numbers(int(found[1]), int(found[2]), _whole_year(found[3], calendar), day_first)
    if found := _MONTH_OF_YEAR.fullmatch(said):
        return Written(int(found[2]), int(found[1]))
    if found := _YEAR_OF_MONTH.fullmatch(said):
        return Written(int(found[1]), int(found[2]))
    return _of_names(_WEEKDAY.sub("", _folded(said)), calendar)


def _of_numbers(one: int, other: int, year: int, day_first: bool | None) -> Written | TwoWays:
    if one > 12 or other > 12:
        month_first = other > 12 >= one
        day, month = (other, one) if month_first else (one, other)
        return Written(year, month, day)
    if day_first is None and one != other:
        return TwoWays(Written(year, other, one), Written(year, one, other))
    day, month = (one, other) if day_first is not False else (other, one)
    return Written(year, month, day)


def _of_names(folded: str, calendar: Calendar) -> Written | None:
    if found := _DAY_NAMED.fullmatch(folded):
        if month := _month(found[2], calendar):
            return Written(_whole_year(found[3], calendar), month, int(found[1]))
    elif found := _NAMED_DAY.fullmatch(folded):
        if month := _month(found[1], calendar):
            return Written(int(found[3]), month, int(found[2]))
    elif found := _YEAR_FIRST.fullmatch(folded):
        if month := _month(found[2], calendar):
            return Written(int(found[1]), month, int(found[3]) if found[3] else None)
    elif (found := _MONTH_NAMED.fullmatch(folded)) and (month := _month(found[1], calendar)):
        return Written(_whole_year(found[2], calendar), month)
    return None


def _of_bare_number(whole: str, calendar: Calendar) -> Written | None:
    if len(whole) == 4:
        return Written(int(whole))
    if len(whole) == 5 and calendar is Calendar.GREGORIAN:
        on = _SERIAL_FIRST + timedelta(days=int(whole))
        if YEAR_MIN < on.year <= YEAR_MAX:
            return Written(on.year, on.month, on.day)
    if len(whole) == 8:
        return Written(int(whole[:4]), int(whole[4:6]), int(whole[6:]))
    return None


def _month(name: str, calendar: Calendar) -> int | None:
    return _MONTHS.get(name) if calendar is Calendar.GREGORIAN else month_meant(calendar, name)


def _whole_year(figures: str, calendar: Calendar) -> int:
    """Return the year that two figures mean: the latest that is near enough, so that 65 is 1965 and 21 is 2021."""
    year = int(figures)
    if len(figures) == 4:
        return year
    latest = _TWO_DIGITS_MEAN_AT_MOST[calendar]
    return latest - (latest - year) % 100


def _folded(text: str) -> str:
    """Return text in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).strip()
