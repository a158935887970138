"""Days, moments and numbers in the words of the reader's language."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language

from sankofa.kernel.money import Money, exponent


def day(known: date) -> str:
    """Return a day in full: 24 November 2026."""
    return str(format_date(known, format="long", locale=_locale()))


def month(known: date) -> str:
    """Return a month: November 2026."""
    return str(format_date(known, format="LLLL y", locale=_locale()))


def weekday(known: date) -> str:
    """Return a day with its weekday: Tuesday 24 November 2026."""
    return str(format_date(known, format="full", locale=_locale()))


def moment(at: datetime) -> str:
    """Return a moment on the reader's clock: 17 November 2026, 10:12."""
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    comma = "،" if _locale() == "ur" else ","
    return str(format_datetime(at, format=f"d MMMM y{comma} HH:mm", tzinfo=zone, locale=_locale()))


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
