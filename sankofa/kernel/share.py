"""A share: an exact proportion that remembers what it is a share of.

"62 %" alone misleads: of how many, of whose income?  A share made from a part and its base keeps both, so that pages
and tables can say "62 % (31 of 50)".  Source: Knowledge Paper 1 on debt burden, where the same debts are 37 % of a
household's income and 106 % of what it has left.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from sankofa.kernel.money import CurrencyMismatch, Money, Rounding, decimal_of, exact, round_fraction

Quantity = int | Fraction | Decimal | Money


class UnknownBase(ValueError):
    """A share of nothing is not known: the base is zero or below, so that no proportion can be stated."""

    def __init__(self, part: Quantity, base: Quantity) -> None:
        super().__init__(part, base)
        self.part = part
        self.base = base

    def __str__(self) -> str:
        return f"What share {self.part} is of {self.base} cannot be known: the base must be above zero."


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """An exact proportion.  A half is `Share(Fraction(1, 2))`; more than a whole and less than nothing are possible.

    `part` and `base` are kept where the share was made from them, and None where it was given as a percentage.  Two
    shares are equal when their proportions are.
    """

    fraction: Fraction
    part: Quantity | None = field(default=None, compare=False)
    base: Quantity | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.fraction, Fraction):
            raise TypeError(f"A share is an exact Fraction, not {type(self.fraction).__name__}; use Share.percent.")

    @classmethod
    def of(cls, part: Quantity, base: Quantity) -> "Share":
        """Return what share a part is of its base, two numbers or two amounts of one currency.

        Raises UnknownBase when the base is not above zero, and CurrencyMismatch.
        """
        if isinstance(part, Money) and isinstance(base, Money):
            if part.currency != base.currency:
                raise CurrencyMismatch(part.currency, base.currency)
            above, below = Fraction(part.minor), Fraction(base.minor)
        elif isinstance(part, Money) or isinstance(base, Money):
            raise TypeError("A share is of two numbers or of two amounts of money, not of one of each.")
        else:
            above, below = Fraction(exact(part)), Fraction(exact(base))
        if below <= 0:
            raise UnknownBase(part, base)
        return cls(above / below, part, base)

    @classmethod
    def percent(cls, percent: str | int | Decimal) -> "Share":
        """Return a percentage as a share: `Share.percent("62.5")` is five eighths.  Raises NotAnAmount."""
        return cls(Fraction(decimal_of(percent)) / 100)

    def as_percent(self, places: int, rounding: Rounding) -> Decimal:
        """Return the percentage with so many decimals, rounded in the named way."""
        return Decimal(f"{round_fraction(self.fraction * 100 * 10**places, rounding)}E-{places}")

    def part_of(self, amount: Money, rounding: Rounding) -> Money:
        """Return this share of an amount of money, rounded once, in the named way."""
        return amount.times(self.fraction, rounding)

    def __str__(self) -> str:
        percent = self.as_percent(1, Rounding.HALF_UP)
        shown = f"{percent.to_integral_value() if percent == int(percent) else percent} %"
        return shown if self.base is None else f"{shown} ({self.part} of {self.base})"
