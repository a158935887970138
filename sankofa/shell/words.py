"""Days, moments and numbers in the words of the reader's language, with the calendar beside that they chose."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext

from sankofa.accounts.calendars import NAMES, Wanted
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, exponent
from sankofa.kernel.periods import add_months
from sankofa.places.rules.calendar_months import month_name
from sankofa.places.rules.calendars import Calendar, OutsideCalendar, in_calendar

_A_DAY = timedelta(days=1)
_USUAL = Wanted()
_wanted: ContextVar[Wanted] = ContextVar("calendars", default=_USUAL)


@contextmanager
def calendars(wanted: Wanted) -> Iterator[None]:
    """Let days be typed and shown in the calendars of a reader, for as long as their page is made."""
    token = _wanted.set(wanted)
    try:
        yield
    finally:
        _wanted.reset(token)


def typed_calendar() -> Calendar:
    """Return the calendar in which the reader types days unless they say otherwise."""
    return _wanted.get().typed


def day(known: date) -> str:
    """Return a day in full: 24 November 2026; with the reader's other calendar: (8 Mangsir 2083 BS)."""
    return _beside(plain_day(known), known)


def plain_day(known: date) -> str:
    """Return a day in full, in the Gregorian calendar alone."""
    return str(format_date(known, format="long", locale=_locale()))


def month(known: date) -> str:
    """Return a month: November 2026; of another calendar the two months in which it lies."""
    said = str(format_date(known, format="LLLL y", locale=_locale()))
    other = _wanted.get().beside
    first = known.replace(day=1)
    try:
        ends = [] if other is None else [in_calendar(other, one) for one in (first, add_months(first, 1) - _A_DAY)]
    except OutsideCalendar:
        ends = []
    if other is None or not ends:
        return said
    told = dict.fromkeys(month_in(other, one.year, one.month) for one in ends)
    return f"{said} ({' – '.join(told)})"


def weekday(known: date) -> str:
    """Return a day with its weekday: Tuesday 24 November 2026."""
    return _beside(str(format_date(known, format="full", locale=_locale())), known)


def moment(at: datetime) -> str:
    """Return a moment on the reader's clock: 17 November 2026, 10:12."""
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    comma = "،" if _locale() == "ur" else ","
    said = str(format_datetime(at, format=f"d MMMM y{comma} HH:mm", tzinfo=zone, locale=_locale()))
    return _beside(said, at.astimezone(zone).date())


# ---- other calendars


def calendar_name(calendar: Calendar) -> str:
    """Return what a calendar is called."""
    return str(NAMES[calendar])


def day_in(calendar: Calendar, known: date) -> str:
    """Return a day as another calendar names it: 8 Mangsir 2083 BS.  Raises OutsideCalendar."""
    said = in_calendar(calendar, known)
    return f"{said.day} {month_in(calendar, said.year, said.month)}"


def month_in(calendar: Calendar, year: int, month: int) -> str:
    """Return a month as another calendar names it: Mangsir 2083 BS."""
    return f"{month_name(calendar, month, get_language() or 'en')} {year_in(calendar, year)}"


def year_in(calendar: Calendar, year: int) -> str:
    """Return a year of another calendar with the sign of its count: 2083 BS, 1448 AH."""
    told = {
        # Translators: the count of years in Nepal, Bikram Sambat.
        Calendar.BIKRAM_SAMBAT: gettext("%(year)s BS"),
        # Translators: the count of Hijri years.
        Calendar.HIJRI: gettext("%(year)s AH"),
        # Translators: the count of years of the sun in Afghanistan and Iran, Hijri Shamsi.
        Calendar.SHAMSI: gettext("%(year)s SH"),
    }
    return told.get(calendar, "%(year)s") % {"year": year}


def with_calendar_named(finding: Finding) -> Finding:
    """Return a finding that speaks of a calendar with its calendar and its month in words; any other as it is."""
    facts = dict(finding.facts)
    if "calendar" not in facts:
        return finding
    calendar = Calendar(str(facts["calendar"]))
    if isinstance(number := facts.get("month"), int):
        facts["month"] = month_name(calendar, number, get_language() or "en")
    facts["calendar"] = calendar_name(calendar)
    return Finding(finding.code, finding.weight, finding.source, **facts)


def _beside(said: str, known: date) -> str:
    other = _wanted.get().beside
    if other is None:
        return said
    try:
        return f"{said} ({day_in(other, known)})"
    except OutsideCalendar:
        return said


# ---- numbers and money


def number(value: int) -> str:
    """Return a whole number as the language writes it."""
    return str(format_decimal(value, locale=_locale()))


def figure(value: Decimal) -> str:
    """Return a decimal number as the language writes it, with as many decimals as it has: 0.75, in French 0,75."""
    places = max(0, -int(value.as_tuple().exponent))
    return str(format_decimal(value, format=f"0.{'0' * places}" if places else "0", locale=_locale()))


def money(amount: Money) -> str:
    """Return an amount as the language writes it, with all decimals of its currency and its code: 1,250.00 BDT."""
    decimals = exponent(amount.currency)
    pattern = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f"{format_decimal(amount.decimal, format=pattern, locale=_locale())}\u00a0{amount.currency}"


def _locale() -> str:
    """Return the locale of the reader; English is written the way most of its readers here write it, day first."""
    language = (get_language() or "en").replace("-", "_")
    return "en_GB" if language == "en" else language


def colon() -> str:
    """Return the colon that stands between a name and what it is: French leaves a space before it."""
    return pgettext("between a name and what it is", ":")


def named(name: str, said: str) -> str:
    """Return what something is behind its name: "Gram Unnayan: Shop loan"."""
    return f"{name}{colon()} {said}"
