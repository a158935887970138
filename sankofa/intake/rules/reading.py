"""What a cell says: text, whole numbers, phones, codes, days, ages, amounts of money, yes and no.

People write the same day in five ways, spreadsheets turn phone numbers into 8.80171E+12, and copied cells bring blanks
that nobody sees.  Whatever can mean one thing only is understood; whatever could mean two is sent back with both
meanings named; nothing is guessed.  No input makes these functions fail.

Days are read in the calendar that a person chose, the Gregorian one where nobody chose: 1900 to 2050.  Years around
1400 and 2080 are then likely those of a Hijri or the Bikram Sambat calendar and are sent back as such.  Amounts
are read without binary fractions.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import prod
from typing import Any

from sankofa.intake.rules.numerals import NotOneNumber, TwoNumbers, number
from sankofa.intake.rules.terms import Cell, Reading, Value
from sankofa.intake.rules.written_days import NUMBERS, YEAR_MAX, YEAR_MIN, TwoWays, Written, written
from sankofa.kernel.currencies import CURRENCIES
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Money, exponent
from sankofa.places.rules.calendars import Calendar, NoSuchDay, NoSuchMonth, OutsideCalendar, day_of

SOURCE = "how cells are read"
CODES = frozenset(
    {
        "spreadsheet_error", "broken_character", "not_a_number", "two_numbers", "not_whole", "digits_lost",
        "not_a_phone", "several_phones", "not_a_day", "not_in_calendar", "ambiguous_day", "other_calendar",
        "outside_calendar", "not_in_month",
        "not_an_age", "not_an_amount", "negative_amount", "too_many_decimals", "other_currency", "not_yes_or_no",
    }
)  # fmt: skip

_SHOWN_MAX = 60

_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#####", "#SPILL!", "#CALC!"})
_NOTHING_SAID = frozenset({"-", "--", "---", ".", "..", "?", "??", "/", "n/a", "#n/a"})
_NOT_KNOWN = frozenset({
    "na", "nil", "none", "null", "nan", "unknown", "not known", "not available", "inconnu", "inconnue", "neant",
    "non connu", "nd", "n.d.", "n.a.", "nsp", "dk", "don't know", "نامعلوم", "অজানা",
})  # fmt: skip
_JOINERS = "\u200c\u200d"  # Persian, Urdu and the scripts of India need them inside words
_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"


class Precision(StrEnum):
    """How exactly a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as exactly as it is known; a month or a year stands on its first day, in the calendar it was said in."""

    date: date
    precision: Precision = Precision.DAY
    calendar: Calendar = Calendar.GREGORIAN

    def __str__(self) -> str:
        return self.date.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]


@dataclass(frozen=True, slots=True)
class Age:
    """An age in completed years, and whether it was said to be about right only."""

    years: int
    is_approximate: bool = False


class DayOrder(StrEnum):
    """What a column proves about the order of days and months."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNPROVEN = "unproven"
    MIXED = "mixed"


# ---- text


def cleaned(text: str) -> str:
    """Return text without what nobody sees: special blanks, control signs, the apostrophe that marks a cell as text."""
    composed = unicodedata.normalize("NFC", text)
    # Python calls printable what has none of the signs looked for below; most cells are, and there are many cells.
    visible = composed if composed.isprintable() else "".join(map(_visible, composed))
    joined = re.sub(r" {2,}", " ", visible.strip()) if "  " in visible else visible.strip()
    if len(joined) > 1 and joined[0] in _APOSTROPHES and joined[1] not in _APOSTROPHES:
        joined = joined[1:].strip()
    return joined


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in {"Zs", "Zl", "Zp"} or sign in "\t\r\n\v\f":
        return " "
    return sign if category not in {"Cc", "Cf", "Cs", "Co", "Cn"} or sign in _JOINERS else ""


def shown(value: Value) -> str:
    """Return what a cell holds as a person would read it."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            is_day = not (value.hour or value.minute or value.second or value.microsecond)
            return value.date().isoformat() if is_day else value.replace(tzinfo=None).isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case int():
            return _digits(value)
        case _:
            return cleaned(value)


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, blanks, or a dash that stands for nothing."""
    return shown(cell.value).casefold() in {"", *_NOTHING_SAID}


def is_unknown(text: str) -> bool:
    """Whether a text says that something is not known.  Some such words are also names of people: Nil, Na."""
    return text.casefold() in _NOT_KNOWN or _folded(text) in _NOT_KNOWN


def read_text(cell: Cell, field: str) -> Reading[str]:
    """Read text as it stands, cleaned."""
    said = shown(cell.value)
    if said.upper() in _ERRORS:
        return _refused("spreadsheet_error", field, said)
    if said.casefold() in {"", *_NOTHING_SAID}:
        return Reading()
    if "\ufffd" in said:
        return Reading(said, _finding("broken_character", Weight.CONCERN, field, said))
    return Reading(said)


def read_code(cell: Cell, field: str) -> Reading[str]:
    """Read a number that is a name, such as that of a passport: digits are kept as they stand, leading zeros too."""
    early, said = _begun(cell, field)
    if early is not None:
        return early
    if _has_lost_digits(said):
        return _refused("digits_lost", field, said)
    if "\ufffd" in said:
        return Reading(said, _finding("broken_character", Weight.CONCERN, field, said))
    return Reading(re.sub(r"^(\d+)\.0+$", r"\1", said))


# ---- numbers


def read_whole_number(cell: Cell, field: str) -> Reading[int]:
    """Read a whole number: 1200, 1,200, 1 200, 1200.0, in the digits of any script."""
    early, said = _begun(cell, field)
    if early is not None:
        return early
    if _has_lost_digits(said):
        return _refused("digits_lost", field, said)
    try:
        value = number(said)
    except TwoNumbers as both:
        return _refused("two_numbers", field, said, one=str(both.whole), other=str(both.decimal))
    except NotOneNumber:
        return _refused("not_a_number", field, said)
    if value != value.to_integral_value():
        return _refused("not_whole", field, said)
    return Reading(int(value))


def read_phone(cell: Cell, field: str) -> Reading[str]:
    """Read a phone number: its digits, with a leading + where there is one.  Of several the first is taken."""
    early, said = _begun(cell, field)
    if early is not None:
        return early
    if _has_lost_digits(said):
        return _refused("digits_lost", field, said)
    said = re.sub(r"\.0+$", "", said)
    digits = [_phone_digits(part) for part in re.split(r"[,;/|\n]|\bor\b|\bou\b|&", said)]
    found = [phone for phone in digits if phone]
    if not found or any(not 6 <= len(phone.lstrip("+")) <= 15 for phone in found[:1]):
        return _refused("not_a_phone", field, said)
    if len(found) > 1:
        return Reading(found[0], _finding("several_phones", Weight.CONCERN, field, said, taken=found[0]))
    return Reading(found[0])


def _phone_digits(part: str) -> str:
    part = re.sub(r"(?i)^\s*(tel|tél|telephone|téléphone|phone|mobile|mob|cell|whatsapp)\s*[.:]?\s*", "", part)
    plain = "".join(_plain_digit(sign) for sign in part)
    if not re.fullmatch(r"\+?[\d\s().\-–]*", plain):
        return ""
    digits = re.sub(r"\D", "", plain)
    return f"+{digits}" if digits and plain.strip().startswith("+") else digits


def _has_lost_digits(said: str) -> bool:
    """Whether a spreadsheet has shortened a long number: 8.80171E+12 no longer says its last digits."""
    shortened = re.fullmatch(r"[+-]?(\d)[.,]?(\d*)[eE]\+?(\d{1,3})", said)
    return shortened is not None and int(shortened[3]) >= 11 and len(shortened[2]) < int(shortened[3])


# ---- days


def read_day(
    cell: Cell, field: str, day_first: bool | None = True, calendar: Calendar = Calendar.GREGORIAN
) -> Reading[Day]:
    """Read a day, a month or a year of a calendar, as exactly as it is written.

    `day_first` tells 03/04/2021 apart; None sends it back with both meanings.  What can be read only one way is.
    """
    early, said = _begun(cell, field)
    if early is not None:
        return early
    if isinstance(cell.value, date):
        # A spreadsheet makes a date of 2081-01-15 without asking for the calendar: its figures are what was typed.
        return _day(Written(cell.value.year, cell.value.month, cell.value.day), calendar, field, said)
    named = written("".join(_plain_digit(sign) for sign in said), calendar, day_first)
    match named:
        case None:
            return _refused("not_a_day", field, said)
        case TwoWays():
            return _refused("ambiguous_day", field, said, one=str(named.one), other=str(named.other))
        case _:
            return _day(named, calendar, field, said)


def years_written(cells: Iterable[Cell]) -> list[int]:
    """Return the four-figure years that cells name, in whatever calendar, for a guess at the calendar of a column."""
    found = []
    for cell in cells:
        if isinstance(cell.value, date):
            found.append(cell.value.year)
            continue
        plain = "".join(_plain_digit(sign) for sign in shown(cell.value))
        found += [int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", plain)[:1]]
    return found


def day_order(cells: Iterable[Cell]) -> DayOrder:
    """Return what the days of a column prove about the order in which day and month are written."""
    day_first = month_first = False
    for cell in cells:
        if isinstance(cell.value, str) and (found := NUMBERS.fullmatch(cleaned(cell.value))):
            one, other = int(found[1]), int(found[2])
            day_first = day_first or (one > 12 >= other)
            month_first = month_first or (other > 12 >= one)
    if day_first and month_first:
        return DayOrder.MIXED
    if day_first or month_first:
        return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST
    return DayOrder.UNPROVEN


def _day(named: Written, calendar: Calendar, field: str, said: str) -> Reading[Day]:
    """Return the day that figures name, or why there is none."""
    month, day = named.month or 1, named.day or 1
    if calendar is Calendar.GREGORIAN and not YEAR_MIN <= named.year <= YEAR_MAX:
        is_other = 1300 <= named.year <= 1460 or YEAR_MAX < named.year <= 2110
        return _refused("other_calendar" if is_other else "not_a_day", field, said)
    if day > 32:
        return _refused("not_a_day", field, said)
    try:
        on = day_of(calendar, named.year, month, day)
    except OutsideCalendar as outside:
        bounds: dict[str, Fact] = {"first": outside.first, "last": outside.last}
        return _refused("outside_calendar", field, said, calendar=str(calendar), year=named.year, **bounds)
    except NoSuchMonth:
        return _refused("not_a_day", field, said)
    except NoSuchDay as none:
        return _no_such_day(none, field, said)
    exact = Precision.DAY if named.day else Precision.MONTH if named.month else Precision.YEAR
    return Reading(Day(on, exact, calendar))


def _no_such_day(none: NoSuchDay, field: str, said: str) -> Reading[Day]:
    if none.calendar is not Calendar.GREGORIAN:
        named: dict[str, Fact] = {"calendar": str(none.calendar), "year": none.year, "month": none.month}
        return _refused("not_in_month", field, said, day=none.day, length=none.length, **named)
    if not 1 <= none.day <= 31:
        return _refused("not_a_day", field, said)
    last = date(none.year, none.month, none.length)
    return _refused("not_in_calendar", field, said, iso=last.isoformat(), written=last.strftime("%d/%m/%Y"))


# ---- ages, money, yes and no

_AGE = re.compile(
    r"(approx(?:imately)?|about|around|circa|ca|c|env(?:iron)?|vers|~|≈|\+/-|±)?\.?\s*(\d{1,3})(?:[.,]0+)?\s*"
    r"(years?(?: old)?|yrs?|y|ans?|annees?|months?|mois|mths?|m)?\.?\s*(approx(?:imately)?|environ|env|\?)?\.?"
)


def read_age(cell: Cell, field: str) -> Reading[Age]:
    """Read an age: 34, 34 yrs, approx 34 yrs, environ 34 ans, 8 months (which is 0 years)."""
    early, said = _begun(cell, field)
    if early is not None:
        return early
    found = _AGE.fullmatch(_folded("".join(_plain_digit(sign) for sign in said)))
    if found is None:
        return _refused("not_an_age", field, said)
    years = int(found[2])
    if (found[3] or "").startswith("m"):
        years //= 12
    if years > 120:
        return _refused("not_an_age", field, said)
    return Reading(Age(years, is_approximate=bool(found[1] or found[4])))


_CURRENCY_SIGNS: dict[str, frozenset[str]] = {
    "tk": frozenset({"BDT"}), "taka": frozenset({"BDT"}), "৳": frozenset({"BDT"}),
    "rs": frozenset({"INR", "PKR", "NPR", "LKR"}), "₨": frozenset({"PKR", "NPR", "LKR", "INR"}),
    "re": frozenset({"INR", "PKR", "NPR", "LKR"}), "rupees": frozenset({"INR", "PKR", "NPR", "LKR"}),
    "₹": frozenset({"INR"}), "fcfa": frozenset({"XOF", "XAF"}), "cfa": frozenset({"XOF", "XAF"}),
    "f cfa": frozenset({"XOF", "XAF"}), "f": frozenset({"XOF", "XAF", "GNF"}), "fg": frozenset({"GNF"}),
    "₦": frozenset({"NGN"}), "naira": frozenset({"NGN"}), "n": frozenset({"NGN"}),
    "$": frozenset({"USD"}), "us$": frozenset({"USD"}), "€": frozenset({"EUR"}), "£": frozenset({"GBP"}),
    "afs": frozenset({"AFN"}), "afn": frozenset({"AFN"}), "؋": frozenset({"AFN"}), "dram": frozenset({"AMD"}),
    "֏": frozenset({"AMD"}), "d": frozenset({"GMD"}), "dalasi": frozenset({"GMD"}),
}  # fmt: skip
_MULTIPLES = {"lakh": 10**5, "lakhs": 10**5, "lac": 10**5, "lacs": 10**5, "crore": 10**7, "crores": 10**7,
              "thousand": 1000, "mille": 1000, "million": 10**6, "millions": 10**6}  # fmt: skip
_EMPHASIS = frozenset({"only", "seulement"})
_WRITTEN_AMOUNT = re.compile(r"[(+-]?\d[\d\s.,'’_]*(?:[eE][+-]?\d{1,3})?\)?")


def read_money(cell: Cell, field: str, currency: str) -> Reading[Money]:
    """Read an amount of money in a currency: 12,500.00 · 12 500 · Tk 12,500/- · 1.5 lakh.

    An amount in another currency goes back; nothing is converted.  Raises UnknownCurrency for a code that is none.
    """
    decimals = exponent(currency)
    early, said = _begun(cell, field)
    if early is not None:
        return early
    said_plainly = "".join(_plain_digit(sign) for sign in said)
    written = _WRITTEN_AMOUNT.search(said_plainly)
    if written is None:
        return _refused("not_an_amount", field, said)
    beside = _folded(f"{said_plainly[: written.start()]} {said_plainly[written.end() :]}").split()
    words = [stripped for word in beside if (stripped := word.strip(".:/=-")) and stripped not in _EMPHASIS]
    signs = " ".join(word for word in words if word not in _MULTIPLES)
    if signs and not _fits(signs, currency):
        is_other = signs in _CURRENCY_SIGNS or signs.upper() in CURRENCIES
        return (
            _refused("other_currency", field, said, currency=currency)
            if is_other
            else _refused("not_an_amount", field, said)
        )
    try:
        amount = number(written[0].strip(" .,")) * prod(_MULTIPLES.get(word, 1) for word in words)
    except TwoNumbers as both:
        return _refused("two_numbers", field, said, one=str(both.whole), other=str(both.decimal))
    except NotOneNumber:
        return _refused("not_an_amount", field, said)
    if amount < 0:
        return _refused("negative_amount", field, said)
    minor = amount.scaleb(decimals)
    if minor != minor.to_integral_value():
        return _refused("too_many_decimals", field, said, currency=currency, decimals=decimals)
    return Reading(Money(int(minor), currency))


def _fits(signs: str, currency: str) -> bool:
    """Whether the signs beside an amount can mean the currency."""
    return signs.upper() == currency or currency in _CURRENCY_SIGNS.get(signs, frozenset())


_YES = frozenset(
    {"yes", "y", "oui", "o", "true", "vrai", "1", "1.0", "x", "✓", "✔", "ok", "ہاں", "হ্যাঁ", "हाँ", "نعم", "بله"}
)
_NO = frozenset({"no", "n", "non", "false", "faux", "0", "0.0", "✗", "✘", "نہیں", "না", "नहीं", "لا", "نه", "نخیر"})


def read_yes_no(cell: Cell, field: str) -> Reading[bool]:
    """Read yes or no.  An empty cell is neither."""
    early, said = _begun(cell, field)
    if early is not None:
        return early
    word = said.casefold().strip(" .!")
    if word in _YES:
        return Reading(True)
    if word in _NO:
        return Reading(False)
    return _refused("not_yes_or_no", field, said)


# ---- what all readings share


def _begun(cell: Cell, field: str) -> "tuple[Reading[Any] | None, str]":
    """Return the answer that can be given without reading further (empty, an error), and what the cell says."""
    said = shown(cell.value)
    if said.upper() in _ERRORS:
        return _refused("spreadsheet_error", field, said), said
    if said.casefold() in {"", *_NOTHING_SAID} or is_unknown(said):
        return Reading(), said
    return None, said


def _refused(code: str, field: str, said: str, **facts: Fact) -> Reading[Any]:
    return Reading(finding=_finding(code, Weight.BARRIER, field, said, **facts))


def _finding(code: str, weight: Weight, field: str, said: str, **facts: Fact) -> Finding:
    value = said if len(said) <= _SHOWN_MAX else f"{said[:_SHOWN_MAX]}…"
    return Finding(code, weight, SOURCE, field=field, value=value, **facts)


def _folded(text: str) -> str:
    """Return text in small letters without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).strip()


def _plain_digit(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


def _digits(value: int) -> str:
    """Return a whole number as text.  Python refuses to write more than 4,300 digits; nobody means such a number."""
    return str(value) if value.bit_length() < 10_000 else "#####"
