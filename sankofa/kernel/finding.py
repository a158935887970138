"""A finding: one thing a rule has noticed, with its facts, its weight and where the rule comes from.

Rules never answer with a bare yes or a bare number.  A finding's code names the sentence that explains it (see
`wording`), its facts fill that sentence, and its source lets anyone look the rule up.  Findings are values: two with
the same content are equal, and they can be counted, stored and compared.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sankofa.kernel.money import Money
from sankofa.kernel.share import Quantity, Share

Value = str | int | Decimal | Fraction | date | datetime | UUID | Money | Share
Fact = Value | tuple[Value, ...]


class Weight(IntEnum):
    """How much a finding weighs; the lower the number, the graver."""

    BARRIER = 10  # it must not go on
    PREREQUISITE = 20  # something has to be done first
    CONCERN = 30  # it may go on, with care
    NOTE = 40  # good to know


class UnreadableRecord(ValueError):
    """This is not the record of a finding."""

    def __init__(self, record: object) -> None:
        super().__init__(record)
        self.record = record

    def __str__(self) -> str:
        return "This is not the record of a finding."


class Finding:
    """One thing a rule has noticed: `Finding("too_many_lenders", Weight.CONCERN, "KP1 2.2.3", count=4)`.

    Facts are exact values or tuples of them.  A fact that is not known has no value to give: say so with a code of
    its own rather than with None.  What is true or false is a code as well.
    """

    __slots__ = ("_facts", "code", "source", "weight")

    code: str
    weight: Weight
    source: str
    _facts: tuple[tuple[str, Fact], ...]

    def __init__(self, code: str, /, weight: Weight, source: str, **facts: Fact) -> None:
        for name, fact in facts.items():
            _check_exact(code, name, fact)
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "weight", Weight(weight))
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "_facts", tuple(sorted(facts.items())))

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The facts by name; they cannot be changed."""
        return MappingProxyType(dict(self._facts))

    def weighing(self, weight: Weight) -> "Finding":
        """Return the same finding with another weight, for a rule that takes it less or more gravely than another."""
        return Finding(self.code, weight, self.source, **dict(self._facts))

    def record(self) -> dict[str, object]:
        """Return the finding as JSON can hold it, every fact with its kind, for `Finding.of_record`."""
        facts = {
            name: [_stored(value) for value in fact] if isinstance(fact, tuple) else _stored(fact)
            for name, fact in self._facts
        }
        return {"code": self.code, "weight": self.weight.name, "source": self.source, "facts": facts}

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Finding":
        """Return the finding that a record holds.  Raises UnreadableRecord when it is not one of ours."""
        try:
            facts = {
                name: tuple(_restored(value) for value in fact) if isinstance(fact, list) else _restored(fact)
                for name, fact in record["facts"].items()
            }
            return cls(record["code"], Weight[record["weight"]], record["source"], **facts)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise UnreadableRecord(record) from error

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"A finding does not change; {name} was to become {value!r}.")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"A finding does not change; {name} was to be deleted.")

    def _content(self) -> tuple[str, Weight, str, tuple[tuple[str, Fact], ...]]:
        return self.code, self.weight, self.source, self._facts

    def __eq__(self, other: object) -> bool:
        return self._content() == other._content() if isinstance(other, Finding) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._content())

    def __repr__(self) -> str:
        facts = "".join(f", {name}={fact!r}" for name, fact in self._facts)
        return f"Finding({self.code!r}, Weight.{self.weight.name}, {self.source!r}{facts})"

    def __reduce__(self) -> tuple[object, ...]:
        return Finding.of_record, (self.record(),)


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with the gravest first; among equals the order in which the rules gave them."""
    return sorted(findings, key=lambda finding: finding.weight)


def gravest(findings: Iterable[Finding]) -> Weight | None:
    """Return the gravest weight among findings, or None where there are none."""
    return min((finding.weight for finding in findings), default=None)


def _check_exact(code: str, name: str, fact: Fact) -> None:
    for value in fact if isinstance(fact, tuple) else (fact,):
        if isinstance(value, bool) or not isinstance(value, Value):
            raise TypeError(
                f"The fact {name} of {code} is a {type(value).__name__}; facts are exact values "
                "(text, whole numbers, Decimal, Fraction, days, moments, Money, Share) or tuples of them."
            )


def _stored(value: Value) -> object:
    match value:
        case str() | int():
            return value
        case Money():
            return {"money": [value.minor, value.currency]}
        case Share(part=None, base=None):
            return {"share": str(value.fraction)}
        case Share(part=part, base=base) if part is not None and base is not None:
            return {"share": [_stored(part), _stored(base)]}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case _:
            return {type(value).__name__.lower(): str(value)}


def _restored(stored: Any) -> Value:
    match stored:
        case str() | int():
            return stored
        case {"money": [minor, currency]}:
            return Money(minor, currency)
        case {"share": [part, base]}:
            return Share.of(_quantity(part), _quantity(base))
        case {"share": str(fraction)}:
            return Share(Fraction(fraction))
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"decimal": str(number)}:
            return Decimal(number)
        case {"fraction": str(number)}:
            return Fraction(number)
        case {"uuid": str(key)}:
            return UUID(key)
    raise ValueError(f"No fact is stored as {stored!r}.")


def _quantity(stored: Any) -> Quantity:
    value = _restored(stored)
    if not isinstance(value, Quantity):
        raise TypeError(f"A share is of numbers or money, not of {value!r}.")
    return value
