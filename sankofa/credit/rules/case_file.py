"""A case as people and machines write it down: JSON in, the nouns of `terms` out, and the JSON Schema of both.

Amounts are in whole units of the case's currency ("100000" or 100.50), percentages as numbers, days as 2026-11-22.
What may never bear on a verdict is refused by name, wherever it stands: a field for it would sooner or later be used.

Source: responsible-finance rules, 1.2 and 1.4 ("never inputs").
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from sankofa.credit.rules.terms import Case, Grounds
from sankofa.kernel.currencies import UnknownCurrency, exponent
from sankofa.kernel.money import Money, NotAnAmount, TooManyDecimals, decimal_of
from sankofa.kernel.periods import NotYetBorn, age_on

NEVER_INPUTS: Final = (
    ("national|citizenship|ethnic|tribe|caste|race|religio|faith", "where people come from or what they believe"),
    ("sex|gender|marital|married|orientation|pregnan|children", "sex and family"),
    ("disab|handicap", "a disability"),
    ("re_?migrat|leave_again|intention", "a plan to leave again"),
    ("traffick", "a history of trafficking"),
    ("score|rss|rating|psychometric|psychosocial|wellbeing|mental", "a score or how a person feels"),
)
"""Parts of field names that are refused, and what they stand for."""

_FRACTION: Final = re.compile(r"-?[0-9]{1,15}/[1-9][0-9]{0,14}")
LARGEST: Final = 10**15
FINEST: Final = 12


class BadField(ValueError):
    """A field holds something that it cannot hold."""

    def __init__(self, field: str, value: object, right: str) -> None:
        super().__init__(field, value, right)
        self.field = field
        self.value = value
        self.right = right

    def __str__(self) -> str:
        shown = str(self.value)
        return f"{self.field} is {shown[:60]!r}; it must be {self.right}."


class UnknownField(ValueError):
    """There is no such field."""

    def __init__(self, field: str, close: tuple[str, ...]) -> None:
        super().__init__(field, close)
        self.field = field
        self.close = close

    def __str__(self) -> str:
        hint = f"did you mean {' or '.join(self.close)}?" if self.close else "see the schema for the fields there are."
        return f"There is no field {self.field}; {hint}"


class MissingField(ValueError):
    """A field that nothing can do without is not there."""

    def __init__(self, field: str, right: str) -> None:
        super().__init__(field, right)
        self.field = field
        self.right = right

    def __str__(self) -> str:
        return f"{self.field} is missing; it must be {self.right}."


class ForbiddenInput(ValueError):
    """This may never bear on whether a loan is proposed."""

    def __init__(self, field: str, stands_for: str) -> None:
        super().__init__(field, stands_for)
        self.field = field
        self.stands_for = stands_for

    def __str__(self) -> str:
        return f"{self.field} may not be given; {self.stands_for} never bears on a verdict, so take the field out."


def case_of(content: Mapping[str, Any], on: date) -> Case:
    """Return the case that a JSON object holds.  `born`, a day or a year, may stand in place of `age_least`.

    Raises BadField, UnknownField, MissingField, ForbiddenInput, and what the nouns themselves raise.
    """
    if not isinstance(content, Mapping):
        raise BadField("the case", content, "an object with the fields of the schema")
    given = dict(content)
    currency = given.get("currency")
    if currency is None:
        raise MissingField("currency", "a code such as XOF")
    try:
        exponent(currency)
    except (UnknownCurrency, TypeError) as error:
        raise BadField("currency", currency, "a code of ISO 4217, such as XOF") from error
    if (born := given.pop("born", None)) is not None:
        given["age_least"] = _age_least(born, on)
    case = _object(Case, given, "", currency)
    assert isinstance(case, Case)
    return case


def record_of(case: Case) -> dict[str, Any]:
    """Return a case as `case_of` reads it: the snapshot of the inputs that a stored verdict keeps."""
    record = _record_of(case)
    assert isinstance(record, dict)
    return record


def record_of_grounds(grounds: Grounds) -> dict[str, Any]:
    """Return the grounds of an early loan as `case_of` reads them in a case."""
    record = _record_of(grounds)
    assert isinstance(record, dict)
    return record


def schema() -> dict[str, object]:
    """Return the JSON Schema of a case."""
    body = _schema_of(Case)
    properties = body["properties"]
    assert isinstance(properties, dict)
    day_or_year = [{"type": "string", "format": "date"}, {"type": "integer"}]
    properties["born"] = {"oneOf": day_or_year, "description": "a day or a year, in place of age_least"}
    properties["on"] = {"type": "string", "format": "date", "description": "the day on which to look; today if absent"}
    properties["policy"] = {"type": "string", "description": "the name of a preset"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A case for suitability", **body}


def check_not_forbidden(field: str, path: str = "") -> None:
    """Raise ForbiddenInput when a field's name stands for something that may never bear on a verdict."""
    words = re.sub(r"[^a-z]+", "_", re.sub(r"([a-z])([A-Z])", r"\1_\2", field).lower())
    for pattern, stands_for in NEVER_INPUTS:
        if re.search(rf"(^|_)({pattern})", words):
            raise ForbiddenInput(f"{path}{field}", stands_for)


def _record_of(value: object) -> object:
    match value:
        case Money():
            return str(value.decimal)
        case Fraction() | date():
            return str(value)
        case StrEnum():
            return value.value
        case frozenset():
            return sorted(_record_of(part) for part in value)  # type: ignore[type-var]
        case tuple():
            return [_record_of(part) for part in value]
        case _ if is_dataclass(value):
            return {field.name: _record_of(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def _age_least(born: object, on: date) -> int:
    try:
        if isinstance(born, int) and not isinstance(born, bool):
            return age_on(born, on).least
        return age_on(_day(born, "born"), on).least
    except NotYetBorn as error:
        raise BadField("born", born, f"a day or a year not after {on}") from error


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _object(kind: type, given: object, path: str, currency: str) -> object:
    if not isinstance(given, Mapping):
        raise BadField(path.rstrip(".") or "the case", given, "an object with fields of its own")
    hints = _hints(kind)
    for name in given:
        if name not in hints:
            check_not_forbidden(str(name), path)
            raise UnknownField(f"{path}{name}", tuple(get_close_matches(str(name), hints, n=2)))
    assert is_dataclass(kind)
    for field in fields(kind):
        if field.default is MISSING and field.default_factory is MISSING and field.name not in given:
            raise MissingField(f"{path}{field.name}", _right(hints[field.name]))
    return kind(**{name: _value(hints[name], value, f"{path}{name}", currency) for name, value in given.items()})


def _value(kind: Any, given: object, field: str, currency: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = next(part for part in get_args(kind) if part is not type(None))
        return None if given is None else _value(inner, given, field, currency)
    if origin in (tuple, frozenset):
        if not isinstance(given, list):
            raise BadField(field, given, "a list")
        inner = get_args(kind)[0]
        return origin(_value(inner, part, f"{field}[{place}]", currency) for place, part in enumerate(given))
    if is_dataclass(kind) and kind is not Money:
        return _object(kind, given, f"{field}.", currency)  # type: ignore[arg-type]
    return _plain_value(kind, given, field, currency)


def _plain_value(kind: type, given: object, field: str, currency: str) -> object:
    if kind is Money:
        return _money(given, field, currency)
    if kind is Fraction:
        if isinstance(given, str) and _FRACTION.fullmatch(given):
            return Fraction(given)
        return Fraction(_number(given, field, "a number"))
    if kind is date:
        return _day(given, field)
    if kind is int:
        if not isinstance(given, int) or isinstance(given, bool) or given < 0:
            raise BadField(field, given, _right(int))
        return given
    if issubclass(kind, StrEnum):
        if not isinstance(given, str) or given not in set(kind):
            raise BadField(field, given, _right(kind))
        return kind(given)
    if not isinstance(given, str):
        raise BadField(field, given, "a text")
    return given


def _money(given: object, field: str, currency: str) -> Money:
    try:
        money = Money.from_decimal(_number(given, field, _right(Money)), currency)
    except TooManyDecimals as error:
        raise BadField(field, given, f"an amount with at most {error.decimals} decimals, as {currency} has") from error
    if money.minor < 0 and field != "gap":
        raise BadField(field, given, "zero or more")
    return money


def _number(given: object, field: str, right: str) -> Decimal:
    if isinstance(given, bool) or not isinstance(given, int | Decimal | str):
        raise BadField(field, given, right)
    try:
        number = decimal_of(given)
    except NotAnAmount as error:
        raise BadField(field, given, right) from error
    if not -LARGEST < number < LARGEST or number.as_tuple().exponent < -FINEST:  # type: ignore[operator]
        raise BadField(field, given, f"{right}, below {LARGEST} and with at most {FINEST} decimals")
    return number


def _day(given: object, field: str) -> date:
    try:
        return date.fromisoformat(str(given))
    except ValueError as error:
        raise BadField(field, given, _right(date)) from error


def _right(kind: Any) -> str:
    if get_origin(kind) in (Union, UnionType):
        return _right(get_args(kind)[0])
    if get_origin(kind) in (tuple, frozenset):
        return "a list"
    if kind is Money:
        return "an amount in plain digits, such as 100000 or 12.50"
    if kind is int:
        return "a whole number, zero or more"
    if kind is date:
        return "a day written as 2026-11-22"
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return f"one of {', '.join(kind)}"
    return "given"


def _schema_of(kind: Any) -> dict[str, object]:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = _schema_of(next(part for part in get_args(kind) if part is not type(None)))
        return {"oneOf": [inner, {"type": "null"}]}
    if origin in (tuple, frozenset):
        unique = {"uniqueItems": True} if origin is frozenset else {}
        return {"type": "array", "items": _schema_of(get_args(kind)[0]), **unique}
    if kind is Money:
        return {"type": ["string", "integer", "number"], "description": "an amount in whole units of the currency"}
    if kind is Fraction:
        return {"type": ["string", "integer", "number"], "description": "percent"}
    if kind is date:
        return {"type": "string", "format": "date"}
    if kind is int:
        return {"type": "integer", "minimum": 0}
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [str(value) for value in kind]}
    if is_dataclass(kind):
        required = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
        return {
            "type": "object",
            "additionalProperties": False,
            "required": required,
            "properties": {name: _schema_of(hint) for name, hint in _hints(kind).items()},  # type: ignore[arg-type]
        }
    return {"type": "string"}
