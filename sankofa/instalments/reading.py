"""Terms out of a file: plain JSON in, terms or one sentence about what is wrong out.

Amounts and rates are text or numbers in plain digits; days are written 2026-01-31.  Nothing unknown is passed over:
a field that no rule reads is refused, for it might have been meant.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from sankofa.instalments.daycount import DayCount, day_count_of
from sankofa.instalments.due_dates import Closed, Every, Shift, Unit
from sankofa.instalments.errors import BadTerms, MissingField, TwoCurrencies, UnknownField
from sankofa.instalments.terms import (
    Fee,
    FeeBase,
    FeeTime,
    Grace,
    Level,
    RateBasis,
    Roundings,
    Shape,
    Step,
    Terms,
    Tranche,
)
from sankofa.kernel.currencies import UnknownCurrency, exponent
from sankofa.kernel.money import Money, NotAnAmount, Rounding, TooManyDecimals, decimal_of

_Word = TypeVar("_Word", bound=StrEnum)
_Value = TypeVar("_Value")


def read_json(path: Path) -> Any:
    """Return what a JSON file holds, its numbers exact.  Raises BadTerms when it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as error:
        raise BadTerms("file", path, "it must be a file that can be read") from error
    except UnicodeDecodeError as error:
        raise BadTerms("file", path, "it must be text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadTerms("file", f"{path}, line {error.lineno}", "it must be JSON") from error


class Fields:
    """The fields of a record, read one by one; what nobody read is refused at the end."""

    def __init__(self, record: object, name: str = "") -> None:
        if not isinstance(record, Mapping):
            raise BadTerms(name or "file", _short(record), "it must be an object with named fields")
        self._record = record
        self._name = name
        self._read: set[str] = set()

    def field(self, name: str) -> str:
        """Return the full name of a field, for a sentence."""
        return f"{self._name}.{name}" if self._name else name

    def get(self, name: str) -> Any:
        """Return a field as it stands, None where it is absent or null."""
        self._read.add(name)
        return self._record.get(name)

    def taken(self, name: str, take: Callable[[str, Any], _Value], default: _Value) -> _Value:
        """Return a field made into a value, or the default where it is absent."""
        value = self.get(name)
        return default if value is None else take(self.field(name), value)

    def listed(self, name: str, take: Callable[[str, Any], _Value]) -> tuple[_Value, ...]:
        """Return a list of values, empty where the field is absent."""
        value = self.get(name)
        return () if value is None else a_list(take)(self.field(name), value)

    def needed(self, name: str, take: Callable[[str, Any], _Value], right: str) -> _Value:
        """Return a field made into a value.  Raises MissingField with what would be right."""
        value = self.get(name)
        if value is None:
            raise MissingField(self.field(name), right)
        return take(self.field(name), value)

    def end(self, extra: Iterable[str] = ()) -> None:
        """Raise UnknownField when a field was read by nobody."""
        known = self._read | set(extra)
        for name in self._record:
            if name not in known:
                raise UnknownField(self.field(name), sorted(known))


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def a_number(field: str, value: Any) -> Fraction:
    """Return a number in plain digits, exactly.  Raises BadTerms."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise BadTerms(field, _short(value), "it must be a number in plain digits")
    try:
        return Fraction(decimal_of(value))
    except NotAnAmount as error:
        raise BadTerms(field, _short(value), "it must be a number in plain digits with a point for decimals") from error


def a_whole(field: str, value: Any) -> int:
    """Return a whole number.  Raises BadTerms."""
    number = a_number(field, value)
    if number.denominator != 1:
        raise BadTerms(field, _short(value), "it must be a whole number")
    return number.numerator


def a_day(field: str, value: Any) -> date:
    """Return a day written as 2026-01-31.  Raises BadTerms."""
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadTerms(field, _short(value), "it must be a day of the calendar written as 2026-01-31") from error


def a_yes(field: str, value: Any) -> bool:
    """Return true or false.  Raises BadTerms."""
    if not isinstance(value, bool):
        raise BadTerms(field, _short(value), "it must be true or false")
    return value


def a_word(words: type[_Word]) -> Callable[[str, Any], _Word]:
    """Return a reader of one of some words."""

    def take(field: str, value: Any) -> _Word:
        try:
            return words(value)
        except ValueError as error:
            raise BadTerms(field, _short(value), f"it must be one of {', '.join(words)}") from error

    return take


def a_list(take: Callable[[str, Any], _Value]) -> Callable[[str, Any], tuple[_Value, ...]]:
    """Return a reader of a list of values."""

    def take_all(field: str, value: Any) -> tuple[_Value, ...]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise BadTerms(field, _short(value), "it must be a list")
        return tuple(take(f"{field}[{place}]", part) for place, part in enumerate(value, 1))

    return take_all


def an_amount(currency: str) -> Callable[[str, Any], Money]:
    """Return a reader of amounts in a currency: "100.50", or {"amount": "100.50", "currency": "BDT"}."""

    def take(field: str, value: Any) -> Money:
        if isinstance(value, Mapping):
            named = value.get("currency", currency)
            if named != currency:
                raise TwoCurrencies(field, currency, str(named))
            value = value.get("amount")
        number = a_number(field, value)
        try:
            return Money.from_decimal(Decimal(number.numerator) / number.denominator, currency)
        except TooManyDecimals as error:
            raise BadTerms(field, value, f"{currency} has {exponent(currency)} decimals") from error

    return take


def _currency(field: str, value: Any) -> str:
    try:
        exponent(value)
    except (UnknownCurrency, TypeError) as error:
        raise BadTerms(field, _short(value), "it must be a currency code of ISO 4217, such as NGN") from error
    return str(value)


def _every(field: str, value: Any) -> Every:
    if isinstance(value, str):
        return Every(unit=a_word(Unit)(field, value))
    fields = Fields(value, field)
    every = Every(
        n=fields.taken("n", a_whole, 1),
        unit=fields.needed("unit", a_word(Unit), f"one of {', '.join(Unit)}"),
        weekday=fields.taken("weekday", a_whole, None),
        ordinals=fields.listed("ordinals", a_whole),
    )
    fields.end()
    return every


def _grace(field: str, value: Any) -> Grace:
    fields = Fields(value, field)
    grace = Grace(*(fields.taken(name, a_whole, 0) for name in _GRACES))
    fields.end()
    return grace


_GRACES = ("principal", "interest_payment", "interest_free", "capitalised")


def _roundings(field: str, value: Any) -> Roundings:
    fields = Fields(value, field)
    usual = Roundings()
    roundings = Roundings(
        interest=fields.taken("interest", a_word(Rounding), usual.interest),
        instalment=fields.taken("instalment", a_word(Rounding), usual.instalment),
        money_step=fields.taken("money_step", a_whole, 1),
        instalment_step=fields.taken("instalment_step", a_whole, 1),
        carry=fields.taken("carry", a_yes, False),
    )
    fields.end()
    return roundings


def _closed(field: str, value: Any) -> Closed:
    fields = Fields(value, field)
    closed = Closed(
        holidays=frozenset(fields.listed("holidays", a_day)),
        weekdays=frozenset(fields.listed("weekdays", a_whole)),
        shift=fields.taken("shift", a_word(Shift), Shift.NEXT),
    )
    fields.end()
    return closed


def _fee(currency: str) -> Callable[[str, Any], Fee]:
    def take(field: str, value: Any) -> Fee:
        fields = Fields(value, field)
        fee = Fee(
            name=str(fields.needed("name", lambda _, name: name, "what the fee is called")),
            amount=fields.taken("amount", an_amount(currency), None),
            percent=fields.taken("percent", a_number, Fraction(0)),
            base=fields.taken("base", a_word(FeeBase), FeeBase.PRINCIPAL),
            time=fields.needed("time", a_word(FeeTime), f"when it is taken: {', '.join(FeeTime)}"),
            number=fields.taken("number", a_whole, None),
            kind=str(fields.get("kind") or "fee"),
            voluntary=fields.taken("voluntary", a_yes, False),
        )
        fields.end()
        return fee

    return take


def _tranche(currency: str) -> Callable[[str, Any], Tranche]:
    def take(field: str, value: Any) -> Tranche:
        fields = Fields(value, field)
        tranche = Tranche(
            fields.needed("on", a_day, "the day it is handed out"),
            fields.needed("amount", an_amount(currency), "how much is handed out"),
        )
        fields.end()
        return tranche

    return take


def _step(field: str, value: Any) -> Step:
    fields = Fields(value, field)
    step = Step(
        fields.needed("from_number", a_whole, "the instalment from which it holds"),
        fields.needed("times", a_number, "how many times the first instalment"),
    )
    fields.end()
    return step


def _principal_on(currency: str) -> Callable[[str, Any], tuple[tuple[int, Money], ...]]:
    def take(field: str, value: Any) -> tuple[tuple[int, Money], ...]:
        if not isinstance(value, Mapping):
            raise BadTerms(field, _short(value), "it must name amounts by the number of their instalment")
        amount = an_amount(currency)
        parts = [(a_whole(field, number), amount(f"{field}.{number}", part)) for number, part in value.items()]
        return tuple(sorted(parts))

    return take


def terms_of(record: object, extra: Iterable[str] = ("deposits", "note")) -> Terms:
    """Return the terms that a record states; `extra` are fields that another reader takes.

    Raises BadTerms and its kinds: one sentence that names the field and what would be right.
    """
    fields = Fields(record)
    currency = fields.needed("currency", _currency, "the currency of every amount, such as NGN")
    amount = an_amount(currency)
    basis = fields.needed("basis", a_word(RateBasis), f"what the rate is a share of: {', '.join(RateBasis)}")
    free = basis in {RateBasis.NONE, RateBasis.PROFIT_SHARE}
    terms = Terms(
        principal=fields.needed("principal", amount, "the amount of the loan"),
        basis=basis,
        rate_percent=fields.taken("rate_percent", a_number, Fraction(0))
        if free
        else fields.needed("rate_percent", a_number, "the stated rate, 0 to 1,000"),
        starts_on=fields.needed("starts_on", a_day, "the day the loan is handed out"),
        count=fields.taken("count", a_whole, None),
        every=fields.taken("every", _every, Every()),
        shape=fields.taken("shape", a_word(Shape), Shape.EQUAL_INSTALMENTS),
        level=fields.taken("level", a_word(Level), Level.EACH),
        first_due_on=fields.taken("first_due_on", a_day, None),
        due_on=fields.listed("due_on", a_day),
        day_count=fields.taken("day_count", _day_count, None),
        compounding=fields.taken("compounding", a_whole, None),
        stub_by_days=fields.taken("stub_by_days", a_yes, True),
        fixed_instalment=fields.taken("fixed_instalment", amount, None),
        balloon=fields.taken("balloon", amount, None),
        amortised_over=fields.taken("amortised_over", a_whole, None),
        steps=fields.listed("steps", _step),
        principal_on=fields.taken("principal_on", _principal_on(currency), ()),
        tranches=fields.listed("tranches", _tranche(currency)),
        down_payment=fields.taken("down_payment", amount, None),
        grace=fields.taken("grace", _grace, Grace()),
        skipped=frozenset(fields.listed("skipped", a_whole)),
        skipped_capitalise=fields.taken("skipped_capitalise", a_yes, False),
        fees=fields.listed("fees", _fee(currency)),
        closed=fields.taken("closed", _closed, None),
        interest_to_shifted=fields.taken("interest_to_shifted", a_yes, False),
        rounding=fields.taken("rounding", _roundings, Roundings()),
    )
    fields.end(extra)
    return terms


def _day_count(field: str, value: Any) -> DayCount:
    if not isinstance(value, str):
        raise BadTerms(field, _short(value), f"it must be one of {', '.join(DayCount)}")
    return day_count_of(value)
