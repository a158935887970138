"""Money: a whole number of minor units beside its currency, and the few exact things one may do with it.

100.50 taka are `Money(10050, "BDT")`; 500 CFA francs are `Money(500, "XOF")`.  Amounts of different currencies never
meet.  Nothing here takes a float: a binary fraction cannot hold a tenth, and people live by the difference.
Rounding happens only where a caller names it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import total_ordering
from typing import TypeVar

from sankofa.kernel.currencies import exponent

__all__ = [
    "CurrencyMismatch",
    "Money",
    "NotAnAmount",
    "NothingToShareBy",
    "Rounding",
    "TooManyDecimals",
    "allocation",
    "decimal_of",
    "exact",
    "exponent",
    "round_fraction",
    "to_multiple",
    "total",
]

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_Number = TypeVar("_Number", bound=int | Fraction | Decimal)


def exact(value: _Number) -> _Number:
    """Return a number as it is, and refuse a float wherever it tries to come in."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction | Decimal):
        raise TypeError(f"Only exact numbers are reckoned with (int, Fraction, Decimal), not {type(value).__name__}.")
    return value


class Rounding(StrEnum):
    """How a fraction becomes a whole number.  The value is what policies and records store."""

    HALF_UP = "half_up"  # to the nearest, a half away from zero
    HALF_EVEN = "half_even"  # to the nearest, a half to the even neighbour
    UP = "up"  # away from zero
    DOWN = "down"  # towards zero
    CEILING = "ceiling"  # towards more
    FLOOR = "floor"  # towards less


def round_fraction(value: Fraction | int, rounding: Rounding) -> int:
    """Return the whole number that a fraction becomes, rounded in the named way."""
    value = Fraction(exact(value))
    floor, rest = divmod(value.numerator, value.denominator)
    if not rest:
        return floor
    negative = floor < 0
    match rounding:
        case Rounding.FLOOR:
            return floor
        case Rounding.CEILING:
            return floor + 1
        case Rounding.DOWN:
            return floor + negative
        case Rounding.UP:
            return floor + (not negative)
    beyond_half = 2 * rest - value.denominator
    if beyond_half:
        return floor + (beyond_half > 0)
    return floor + (floor % 2 if rounding is Rounding.HALF_EVEN else not negative)


def to_multiple(value: Fraction | int, step: int, rounding: Rounding) -> int:
    """Return the multiple of `step` that a value becomes: 1,233 to steps of 50, rounded up, is 1,250."""
    if step < 1:
        raise ValueError(f"A step to round to is a whole number above zero, not {step}.")
    return step * round_fraction(Fraction(exact(value), step), rounding)


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met; an exchange rate and its day would be needed first."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(left, right)
        self.left = left
        self.right = right

    def __str__(self) -> str:
        return f"An amount in {self.left} and an amount in {self.right} cannot be reckoned together."


class NotAnAmount(ValueError):
    """This text is not an amount written in plain digits, such as 1250 or -100.50."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"{self.text!r} is not an amount in plain digits with a point for decimals."


class TooManyDecimals(ValueError):
    """The amount is finer than its currency can hold, and nobody said how to round it."""

    def __init__(self, amount: Decimal, currency: str) -> None:
        super().__init__(amount, currency)
        self.amount = amount
        self.currency = currency
        self.decimals = exponent(currency)

    def __str__(self) -> str:
        return f"{self.amount} has more decimals than {self.currency} can hold ({self.decimals})."


class NothingToShareBy(ValueError):
    """An amount cannot be shared out: there are no parts, a part is negative, or all parts are zero."""

    def __init__(self, parts: Sequence[int]) -> None:
        super().__init__(tuple(parts))
        self.parts = tuple(parts)

    def __str__(self) -> str:
        return f"Nothing can be shared out by the parts {list(self.parts)}."


def decimal_of(number: str | int | Decimal) -> Decimal:
    """Return a number as an exact Decimal; text is plain digits with a point, nothing else.

    Raises NotAnAmount, for text as for a Decimal that is no number.
    """
    if isinstance(number, str) and not _PLAIN.fullmatch(number):
        raise NotAnAmount(number)
    decimal = Decimal(number if isinstance(number, str) else exact(number))
    if not decimal.is_finite():
        raise NotAnAmount(str(number))
    return decimal


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency, in its smallest units.

    Equality asks for the same currency: 0 BDT is not 0 XOF.  Less and more raise CurrencyMismatch across currencies,
    as does adding.  An amount is true when it is not zero.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(
                f"Money counts whole minor units (an int), not {type(self.minor).__name__}; for 100.50 use Money.of."
            )
        exponent(self.currency)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> "Money":
        """Return the amount as people write it: `Money.of("100.50", "BDT")` is a hundred taka and fifty poisha.

        Plain digits with a point; 100, "100" and "100.00" are the same.  Raises NotAnAmount and TooManyDecimals.
        """
        return cls.from_decimal(decimal_of(amount), currency)

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str, rounding: Rounding | None = None) -> "Money":
        """Return an amount in whole units of the currency as money.

        Raises TooManyDecimals when the amount is finer than the currency and no rounding is named, and NotAnAmount
        for a Decimal that is not a number.  Trailing zeros are not decimals: 1.500 fits a currency of two.
        """
        if not isinstance(amount, Decimal):
            raise TypeError(f"An amount is a Decimal here, not {type(amount).__name__}.")
        minor = Fraction(decimal_of(amount)) * 10 ** exponent(currency)
        if rounding is None and minor.denominator != 1:
            raise TooManyDecimals(amount, currency)
        return cls(round_fraction(minor, rounding or Rounding.DOWN), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        """Return nothing at all, in a currency."""
        return cls(0, currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in whole units of the currency, with exactly the currency's decimals."""
        return Decimal(f"{self.minor}E-{exponent(self.currency)}")

    def __str__(self) -> str:
        return f"{self.decimal:f} {self.currency}"

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor < self._same(other).minor

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __abs__(self) -> "Money":
        return Money(abs(self.minor), self.currency)

    def __mul__(self, times: int) -> "Money":
        if type(times) is not int:
            raise TypeError(
                f"Money is multiplied by a whole number, not {type(times).__name__}; "
                "for a fraction use times(fraction, rounding)."
            )
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def times(self, factor: Fraction | Decimal | int, rounding: Rounding) -> "Money":
        """Return this amount multiplied by a fraction, rounded once, in the named way."""
        return Money(round_fraction(self.minor * Fraction(exact(factor)), rounding), self.currency)

    def to_multiple(self, step: int, rounding: Rounding) -> "Money":
        """Return this amount rounded to a multiple of `step` minor units: 100 poisha to pay in whole taka."""
        return Money(to_multiple(self.minor, step, rounding), self.currency)

    def allocate(self, parts: Sequence[int]) -> tuple["Money", ...]:
        """Share this amount out in proportion to whole parts; the shares add up to it exactly.

        Largest remainder; where remainders are equal, the earlier part comes first.  Raises NothingToShareBy.
        """
        return tuple(Money(minor, self.currency) for minor in allocation(self.minor, parts))

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return other


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add amounts up.  The currency is named, because the sum of no amounts at all needs one too.

    Raises CurrencyMismatch when one of them is in another currency.
    """
    return sum(amounts, Money.zero(currency))


def allocation(amount: int, parts: Sequence[int]) -> tuple[int, ...]:
    """Share a whole number out in proportion to whole parts; the shares add up to it exactly.

    Everyone gets the proportion rounded towards zero; the units left over go one each to the largest remainders, and
    among equal remainders to the earlier.  A debt is shared out like the same amount of money, with the sign turned.

    Raises NothingToShareBy when there are no parts, one is negative, or all are zero.
    """
    whole = sum(exact(part) for part in parts)
    if whole <= 0 or min(parts) < 0:
        raise NothingToShareBy(parts)
    shares, remainders = zip(*(divmod(abs(amount) * part, whole) for part in parts), strict=True)
    by_remainder = sorted(range(len(parts)), key=lambda place: -remainders[place])
    favoured = set(by_remainder[: abs(amount) - sum(shares)])
    sign = -1 if amount < 0 else 1
    return tuple(sign * (share + (place in favoured)) for place, share in enumerate(shares))
